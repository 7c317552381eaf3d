/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two more nodes of the same chain, each with its own port and its own faults: "mirror" and "mirror2". What one node says can be
 * held against another one, and a liar be outvoted. They take extrinsics, too, into the one pool. */
#ifndef SANDBOX_CHAIN_MIRROR_H
#define SANDBOX_CHAIN_MIRROR_H

#include "sandbox/sandbox.h"

extern const struct service service_mirror;

#endif
