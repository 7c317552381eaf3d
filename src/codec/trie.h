/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Substrate's state trie in memory: keys to values, with the root hash kept up by rehashing only what changed. A copy is one
 * pointer: both share what neither changes afterwards, so that old states cost little and going back costs nothing.
 * Keys have at most TRIENODE_KEY_MAX bytes. {0} is the empty trie of version 0. */
#ifndef CODEC_TRIE_H
#define CODEC_TRIE_H

#include "base/err.h"
#include "base/str.h"

struct trie {
	struct trienode *root;
	int version;              /* 0, or 1: long values by their hash */
	size_t n;                 /* values */
};

enum err trie_set(struct trie *t, struct slice key, struct slice value); /* E_TOO_BIG for the key */
bool trie_del(struct trie *t, struct slice key);                         /* false when it was not there */
bool trie_get(const struct trie *t, struct slice key, struct slice *value); /* borrowed until the next change */
/* Calls fn for the keys that begin with prefix and come behind after (empty: all of them), in order, until it returns false. */
void trie_each(const struct trie *t, struct slice prefix, struct slice after, bool (*fn)(void *arg, struct slice key, struct slice value),
               void *arg);
/* Calls fn for each key whose value differs; value NULL: it is gone in b. What both share costs nothing. */
void trie_diff(const struct trie *a, const struct trie *b, void (*fn)(void *arg, struct slice key, const struct slice *value), void *arg);
void trie_root(struct trie *t, unsigned char out[32]);
struct trie trie_copy(const struct trie *t);
void trie_free(struct trie *t);

/* The root over a list, as of a block's extrinsics: version 0, each key the compact of its place. */
void trie_list_root(const struct slice *items, size_t n, unsigned char out[32]);

#endif
