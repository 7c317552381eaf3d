/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a repository on this machine belongs to a private swarm, and which: the fingerprint of its key as Kubo prints it at
 * start. The key passes through secret memory and is never kept. Reads two small files. */
#ifndef IPFS_SWARMKEY_H
#define IPFS_SWARMKEY_H

#include "ipfs/kubo_types.h"

void swarmkey_look(struct kubo_swarm *out, const char *repo);
/* The fingerprint of 32 bytes: Salsa20 of zeros under the key, then SHAKE-128. */
void swarmkey_fingerprint(const unsigned char key[32], char out[33]);

#endif
