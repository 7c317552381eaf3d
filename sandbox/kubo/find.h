/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths and names of the swarm to blocks. */
#ifndef SANDBOX_KUBO_FIND_H
#define SANDBOX_KUBO_FIND_H

#include "sandbox/kubo/inside.h"

/* A path ("/ipfs/CID/a", "CID/a", "/ipns/NAME/a") walked to its end. False: answered (an error, or held). */
struct found {
	struct cid cid, root;
	struct slice last;         /* the last name of the path, "" for a bare CID */
};
bool kubo_find(struct kubo *k, struct request *r, const char *path, struct found *out);
/* The same without answering: what went wrong goes to why; *missing when a block is not here. */
bool kubo_walk(struct kubo *k, const char *path, struct found *out, struct str *why, bool *missing);
bool kubo_name(struct kubo *k, struct slice name, struct cid *out); /* a PeerID or k51 of the swarm */
void kubo_names_free(struct kubo *k);

#endif
