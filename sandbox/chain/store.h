/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain in a sqlite file: the state of its head, all blocks that were carried out, the stretches of derived ones. */
#ifndef SANDBOX_CHAIN_STORE_H
#define SANDBOX_CHAIN_STORE_H

#include "sandbox/chain/chain.h"

/* Opens the file in dir and, when it holds a chain, makes c go on with it. forget: what is there is thrown away. Waits for
 * the disk, as chain_save does. */
enum err chain_store(struct chain *c, const char *dir, bool forget, struct fault *f);
/* Writes what has changed since the last time; without a file yet, into a new one in dir. */
enum err chain_save(struct chain *c, const char *dir, struct fault *f);

#endif
