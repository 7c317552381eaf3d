/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The node of the trie, for ptrie.c and ptrie_walk.c. */
#ifndef SANDBOX_CHAIN_PTRIE_INSIDE_H
#define SANDBOX_CHAIN_PTRIE_INSIDE_H

#include "sandbox/chain/ptrie.h"

/* merkle is what the parent writes of this node: n_merkle 0 not known, 32 a hash, else the encoding itself. Behind the
 * children follow the partial key (one nibble a byte) and the value. */
struct ptrie {
	uint32_t refs, n_partial, n_value;
	uint16_t bitmap;
	uint8_t n_children, n_merkle;
	bool has_value;
	unsigned char merkle[32];
	struct ptrie *children[];
};

struct path {
	unsigned char *v;
	size_t n;
};

static inline unsigned char *node_partial(struct ptrie *t)
{
	return (unsigned char *)&t->children[t->n_children];
}

static inline const unsigned char *node_partial_c(const struct ptrie *t)
{
	return (const unsigned char *)&t->children[t->n_children];
}

static inline unsigned char *node_value(struct ptrie *t)
{
	return node_partial(t) + t->n_partial;
}

static inline const unsigned char *node_value_c(const struct ptrie *t)
{
	return node_partial_c(t) + t->n_partial;
}

struct path nibbles_of(struct slice key); /* v owned by the caller */
struct ptrie *node_new(const unsigned char *partial, size_t n_partial, size_t n_children, const struct slice *value);
void node_encode(struct ptrie *t, int version, struct str *o);
void node_merkle(struct ptrie *t, int version);

#endif
