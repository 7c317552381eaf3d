/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Kubo node: who it is, its swarm, keys, tunnels and bitswap; and the one client that also feeds bandwidth, peers and
 * storage. The screen says within two seconds that the node stopped or hangs (STATE_STALE with the fault; what was last known
 * stays, its age is subject.since), and everything recovers by itself. */
#ifndef MODEL_IPFS_H
#define MODEL_IPFS_H

#include "ipfs/kubo_types.h"
#include "model/subject.h"

struct app;

struct ipfs {
	struct subject subject;       /* id, version, being there */
	struct subject details;       /* swarm, keys, tunnels, bootstrap, bitswap: asked while this is watched */
	struct kubo_id id;
	struct kubo_swarm swarm;
	struct kubo_bitswap bitswap;  /* partners -1 while unknown */
	struct kubo_extras extras;
	struct source source;         /* who: "127.0.0.1:5001" */
	int64_t up_since;             /* wall clock when it was first seen up in this run; 0 */
	struct ipfs_inside *in;
};

struct ipfs *ipfs_new(struct app *a);
void ipfs_free(struct ipfs *i);
void ipfs_refresh(struct ipfs *i);    /* asks everything that is watched now */

/* For models: looks again at what is watched; counts pins for storage. */
void ipfs_look(struct ipfs *i);
void ipfs_count_pins(struct ipfs *i, bool indirect);

#endif
