/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for blocks and headers: in memory, in the store, or derived. */
#include "sandbox/chain/chain_inside.h"

struct header block_header(const struct block *b)
{
	struct header h = { .number = b->number, .time_ms = b->time_ms };

	memcpy(h.parent, b->parent, 32);
	memcpy(h.state_root, b->state_root, 32);
	memcpy(h.extrinsics_root, b->extrinsics_root, 32);
	str_add(&h.digest, slice_str(&b->digest));
	return h;
}

/* A block that the store gave back takes its place among those in memory. */
static struct block *recalled(const struct chain *cc, struct block *b)
{
	struct chain *c = (struct chain *)(uintptr_t)cc;
	size_t at = 0;

	if (!b)
		return NULL;
	while (at < c->best.n && c->best.v[at]->number < b->number)
		at++;
	vec_insert(&c->best, at, b);
	map_set(&c->by_hash, hash_key(b->hash), b);
	c->finalized++;
	c->discarded++;
	return b;
}

const struct block *chain_by_hash(const struct chain *c, const unsigned char hash[32])
{
	const struct block *b = map_get(&c->by_hash, hash_key(hash));

	if (!b && !map_get(&c->derived, hash_key(hash)))
		b = recalled(c, chain_recall((struct chain *)(uintptr_t)c, 0, hash));
	return b;
}

/* The carried out block of a number on the best chain, or NULL. */
static struct block *at_number(const struct chain *c, uint32_t number)
{
	size_t low = 0, high = c->best.n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c->best.v[mid]->number < number)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < c->best.n && c->best.v[low]->number == number)
		return c->best.v[low];
	if (low || number < WORLD_START)
		return NULL;
	return recalled(c, chain_recall((struct chain *)(uintptr_t)c, number, NULL));
}

bool chain_header(const struct chain *c, uint32_t number, struct header *out)
{
	const struct block *b = at_number(c, number);

	if (b) {
		*out = block_header(b);
		return true;
	}
	if (!number) {
		const uint64_t birth[] = { c->seed, (uint64_t)c->cfg.birth_ms };

		*out = (struct header){ 0 };
		hash_blake2_256(out->state_root, birth, sizeof birth);
		trie_list_root(NULL, 0, out->extrinsics_root);
		return true;
	}
	for (size_t i = 0; i < c->quiet.n; i++)
		if (quiet_header(&c->quiet.v[i], number, out))
			return true;
	return false;
}

bool chain_hash_at(const struct chain *c, uint32_t number, unsigned char hash[32])
{
	const struct block *b = at_number(c, number);
	struct header h;

	if (b) {
		memcpy(hash, b->hash, 32);
		return true;
	}
	if (!chain_header(c, number, &h))
		return false;
	header_hash(&h, hash);
	header_free(&h);
	/* Whoever got the hash may come back with it. */
	map_set(&((struct chain *)(uintptr_t)c)->derived, hash_key(hash), (void *)(uintptr_t)(number + 1u));
	return true;
}

bool chain_header_of(const struct chain *c, const unsigned char hash[32], struct header *out)
{
	const struct block *b = chain_by_hash(c, hash);
	uintptr_t number = (uintptr_t)map_get(&c->derived, hash_key(hash));

	if (b) {
		*out = block_header(b);
		return true;
	}
	if (!memcmp(hash, c->genesis, 32))
		number = 1;
	if (!number)
		return false;
	if (!chain_header(c, (uint32_t)(number - 1), out))
		return false;
	/* Parents of derived blocks are often asked for next. */
	if (number > 2)
		map_set(&((struct chain *)(uintptr_t)c)->derived, hash_key(out->parent), (void *)(number - 1));
	return true;
}
