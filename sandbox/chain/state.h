/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain's state: the trie under its real storage keys, and single numbers in it. Copying the struct
 * does not share what it holds: see state_share and state_free. */
#ifndef SANDBOX_CHAIN_STATE_H
#define SANDBOX_CHAIN_STATE_H

#include "codec/trie.h"
#include "sandbox/chain/runtime.h"

enum item {
#define ITEM(id, pallet, name) id,
#include "sandbox/chain/state_items.def"
#undef ITEM
	S_COUNT
};

/* trie.root NULL: empty, or discarded. Every change makes the trie one of version 1. */
struct state {
	struct trie trie;
};

/* A storage key: the item's prefix, then its hashed key. Names are the longest keys: 42 bytes. */
struct key {
	unsigned char b[112];
	size_t n;
};

void state_setup(const struct runtime *rt);     /* once: computes the prefixes */
struct key key_plain(enum item i);              /* also the prefix of a map */
struct key key_of(enum item i, const void *p, size_t n);
struct key key_u32(enum item i, uint32_t v);
struct key key_account(enum item i, const unsigned char account[32]);

struct state state_share(const struct state *s);
void state_free(struct state *s);
void state_root(const struct state *s, unsigned char hash[32]);

bool state_get(const struct state *s, struct key k, struct slice *value); /* borrowed until the next change */
void state_put(struct state *s, struct key k, const struct str *value);
void state_del(struct state *s, struct key k);
uint64_t state_uint(const struct state *s, struct key k, uint64_t absent);
void state_put_uint(struct state *s, struct key k, uint64_t v, size_t bytes);

#endif
