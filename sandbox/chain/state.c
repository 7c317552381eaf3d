/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/state.h"

#include "codec/pack.h"

struct item_name {
	const char *pallet, *name;
};
static const struct item_name items[S_COUNT];

static struct {
	unsigned char prefix[32];
	enum hasher hasher;
} prefixes[S_COUNT];

void state_setup(const struct runtime *rt)
{
	for (int i = 0; i < S_COUNT; i++) {
		const struct rt_storage *s = runtime_storage(runtime_pallet(rt, items[i].pallet), items[i].name);

		hash_twox(prefixes[i].prefix, 2, items[i].pallet, strlen(items[i].pallet));
		hash_twox(prefixes[i].prefix + 16, 2, items[i].name, strlen(items[i].name));
		prefixes[i].hasher = s->hashers[0];
	}
}

struct key key_plain(enum item i)
{
	struct key k = { .n = 32 };

	memcpy(k.b, prefixes[i].prefix, 32);
	return k;
}

struct key key_of(enum item i, const void *p, size_t n)
{
	struct key k = key_plain(i);
	struct str hashed = { 0 };

	hash_storage(&hashed, prefixes[i].hasher, p, n < 64 ? n : 64);
	memcpy(k.b + 32, hashed.p, hashed.n);
	k.n += hashed.n;
	str_free(&hashed);
	return k;
}

struct key key_u32(enum item i, uint32_t v)
{
	unsigned char b[4] = { (unsigned char)v, (unsigned char)(v >> 8), (unsigned char)(v >> 16), (unsigned char)(v >> 24) };

	return key_of(i, b, 4);
}

struct key key_account(enum item i, const unsigned char account[32])
{
	return key_of(i, account, 32);
}

struct state state_share(const struct state *s)
{
	return (struct state){ trie_copy(&s->trie) };
}

void state_free(struct state *s)
{
	trie_free(&s->trie);
}

void state_root(const struct state *s, unsigned char hash[32])
{
	struct trie t = s->trie; /* its nodes learn their hashes, it stays the same */

	trie_root(&t, hash);
}

static struct slice key_slice(const struct key *k)
{
	return (struct slice){ (const char *)k->b, k->n };
}

bool state_get(const struct state *s, struct key k, struct slice *value)
{
	return trie_get(&s->trie, key_slice(&k), value);
}

void state_put(struct state *s, struct key k, const struct str *value)
{
	s->trie.version = 1;
	trie_set(&s->trie, key_slice(&k), slice_str(value));
}

void state_del(struct state *s, struct key k)
{
	trie_del(&s->trie, key_slice(&k));
}

uint64_t state_uint(const struct state *s, struct key k, uint64_t absent)
{
	struct slice v;
	uint64_t n = 0;

	if (!state_get(s, k, &v))
		return absent;
	for (size_t i = v.n < 8 ? v.n : 8; i--;)
		n = n << 8 | (unsigned char)v.p[i];
	return n;
}

void state_put_uint(struct state *s, struct key k, uint64_t v, size_t bytes)
{
	struct str b = { 0 };

	pack_uint(&b, v, bytes);
	state_put(s, k, &b);
	str_free(&b);
}

static const struct item_name items[S_COUNT] = {
#define ITEM(id, pallet, name) { pallet, name },
#include "sandbox/chain/state_items.def"
#undef ITEM
};
