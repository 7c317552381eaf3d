/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a Kubo node is connected to (swarm/peers), read while it arrives: the answer may be megabytes, what is kept of it is not. */
#ifndef IPFS_PEERLIST_H
#define IPFS_PEERLIST_H

#include "io/jlist.h"
#include "ipfs/kubo_types.h"

/* A reading under way. Zero to begin. */
struct peerlist {
	struct jlist list;
	struct kubo_peers peers;
};

enum err peerlist_feed(struct peerlist *l, struct slice bytes, struct fault *f);
/* After the last byte: the peers, in place of what out held; out is untouched by an error. Ready for another answer. */
enum err peerlist_end(struct peerlist *l, struct kubo_peers *out, struct fault *f);
void peerlist_free(struct peerlist *l);

/* All at once. */
enum err peerlist_read(struct slice json, struct kubo_peers *out, struct fault *f);
/* Adds a copy. */
void kubo_peers_add(struct kubo_peers *p, const struct kubo_peer *one);
void kubo_peers_free(struct kubo_peers *p);

#endif
