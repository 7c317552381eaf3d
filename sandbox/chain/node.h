/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Ğ1 node as a service: its port, its blocks in time, its orders (seal, reorg, upgrade), and the village that lives. */
#ifndef SANDBOX_CHAIN_NODE_H
#define SANDBOX_CHAIN_NODE_H

#include "sandbox/sandbox.h"

/* An extrinsic came in, by whatever door: instant sealing wants to know. arg is not looked at. */
void node_taken(void *arg);

extern const struct service service_g1;

#endif
