/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storage proofs: what state_getReadProof answers, made from a trie and checked against a root. ABSENT is proven; INCOMPLETE
 * and MALFORMED prove nothing and must never be shown as "absent" or zero. Both versions of nodes are understood. */
#ifndef CODEC_PROOF_H
#define CODEC_PROOF_H

#include "base/vec.h"
#include "codec/trie.h"

enum proof_verdict { PROOF_VALUE, PROOF_ABSENT, PROOF_INCOMPLETE, PROOF_MALFORMED };
enum { PROOF_ITEMS_MAX = 65536 };

struct proof_item {
	unsigned char hash[32];
	struct slice bytes;
};
struct proof {
	struct proof_item *v;     /* by hash, each once */
	size_t n;
};

/* Indexes the items in whatever order they come; the bytes are borrowed. E_TOO_BIG beyond PROOF_ITEMS_MAX. */
enum err proof_open(const struct slice *items, size_t n, struct proof *out);
void proof_free(struct proof *p);
/* *value (may be NULL) borrows from the items. */
enum proof_verdict proof_read(const struct proof *p, const unsigned char root[32], struct slice key, struct slice *value);

VEC(proof_nodes, struct str);
/* The nodes and long values that prove the keys under the trie's root, present or not, in the order nodes send them. */
void proof_make(struct trie *t, const struct slice *keys, size_t n, struct proof_nodes *out);
void proof_nodes_free(struct proof_nodes *nodes);

#endif
