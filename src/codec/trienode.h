/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One node of a state trie, for codec/trie.c and codec/proof.c alone. Nodes are shared between tries by counting: one
 * with more than one owner must not be changed. */
#ifndef CODEC_TRIENODE_H
#define CODEC_TRIENODE_H

#include "base/str.h"

enum { TRIENODE_KEY_MAX = 512, TRIENODE_HASHED_VALUE = 33 }; /* bytes; version 1 hashes values from this length on */

struct trienode {
	uint32_t refs;
	uint32_t nibbles;         /* of the partial key */
	uint32_t value_n;
	uint16_t bitmap;          /* which children there are */
	bool has_value;
	unsigned char ref_n;      /* 32: ref is the hash; less: the encoding itself; 0: not known */
	unsigned char ref[32];
	struct trienode **child;  /* one per bit of the bitmap, owned */
	unsigned char data[];     /* the partial key, packed as in the encoding, then the value */
};

/* A node without children; the partial key comes as one nibble per byte. value NULL: none. */
struct trienode *trienode_new(const unsigned char *nibbles, size_t n, const struct slice *value);
void trienode_drop(struct trienode *n);                  /* one owner less; NULL is none */
unsigned trienode_nibble(const struct trienode *n, size_t i);
struct slice trienode_value(const struct trienode *n);
struct trienode **trienode_child(const struct trienode *n, unsigned index); /* its place, NULL when there is none */
/* Appends the encoding; the refs of the children must be known. version is 0 or 1. */
void trienode_encode(const struct trienode *n, int version, struct str *out);
/* Makes the refs of the node and of all below known, doing what is not known yet. scratch is overwritten. */
void trienode_hash(struct trienode *n, int version, struct str *scratch);

#endif
