/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state as a persistent Merkle trie (Substrate's base-16 form, state version 1). A root is a counted reference; a change
 * gives a new root that shares all untouched nodes with the old one, so that the states of many blocks, the layers of a
 * transaction and a fork live side by side, each with its root hash and its proofs. NULL is the empty trie. */
#ifndef SANDBOX_CHAIN_PTRIE_H
#define SANDBOX_CHAIN_PTRIE_H

#include "base/str.h"
#include "base/vec.h"

struct ptrie;

struct ptrie *ptrie_ref(struct ptrie *t);
void ptrie_unref(struct ptrie *t);

/* Both take over the caller's reference to t and give one to the result. */
struct ptrie *ptrie_put(struct ptrie *t, struct slice key, struct slice value);
struct ptrie *ptrie_del(struct ptrie *t, struct slice key);

/* Borrowed until t changes or is let go. */
bool ptrie_get(const struct ptrie *t, struct slice key, struct slice *value);

void ptrie_root(struct ptrie *t, unsigned char hash[32]);

/* Calls fn for the keys with that prefix that come behind after (empty: all), in order, until it returns false. */
void ptrie_each(const struct ptrie *t, struct slice prefix, struct slice after,
		bool (*fn)(void *arg, struct slice key, struct slice value), void *arg);

/* Calls fn for every key whose value differs between two tries; value NULL: it is gone in b. Shared parts cost nothing. */
void ptrie_diff(const struct ptrie *a, const struct ptrie *b, void (*fn)(void *arg, struct slice key, const struct slice *value), void *arg);

/* Adds to proof what shows the value of the key, or its absence: nodes and detached values, each once, in byte order. */
VEC(ptrie_proof, struct str);
void ptrie_prove(struct ptrie *t, struct slice key, struct ptrie_proof *proof);
void ptrie_proof_free(struct ptrie_proof *proof);

/* The root of an ordered list (state version 0): the extrinsics root of a header. */
void ptrie_ordered_root(const struct slice *items, size_t n, unsigned char hash[32]);

#endif
