/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/trienode.h"
#include "base/mem.h"
#include "codec/hash.h"
#include "codec/pack.h"
#include <stdlib.h>

/* The first bits of an encoded node, and the largest partial length that fits behind them. */
struct head {
	unsigned char bits, most;
};

enum { LEAF = 0, BRANCH = 1, VALUE_NONE = 0, VALUE_INLINE = 1, VALUE_HASHED = 2 };

static const struct head heads[2][3];

struct trienode *trienode_new(const unsigned char *nibbles, size_t n, const struct slice *value)
{
	size_t packed = (n + 1) / 2, odd = n % 2;
	struct trienode *node = mem_grow(NULL, 1, sizeof *node + packed + (value ? value->n : 0));
	*node = (struct trienode){ .refs = 1, .nibbles = (uint32_t)n };
	memset(node->data, 0, packed);
	for (size_t i = 0; i < n; i++)
		node->data[(i + odd) / 2] |= (unsigned char)(nibbles[i] << ((i + odd) % 2 ? 0 : 4));
	if (value) {
		node->has_value = true;
		node->value_n = (uint32_t)value->n;
		if (value->n)
			memcpy(node->data + packed, value->p, value->n);
	}
	return node;
}

void trienode_drop(struct trienode *n)
{
	if (!n || --n->refs)
		return;
	for (int i = 0; i < __builtin_popcount(n->bitmap); i++)
		trienode_drop(n->child[i]);
	free(n->child);
	free(n);
}

unsigned trienode_nibble(const struct trienode *n, size_t i)
{
	i += n->nibbles % 2;
	return i % 2 ? n->data[i / 2] & 15u : n->data[i / 2] >> 4;
}

struct slice trienode_value(const struct trienode *n)
{
	return (struct slice){ (const char *)n->data + (n->nibbles + 1) / 2, n->value_n };
}

struct trienode **trienode_child(const struct trienode *n, unsigned index)
{
	if (!(n->bitmap >> index & 1))
		return NULL;
	return &n->child[__builtin_popcount(n->bitmap & ((1u << index) - 1))];
}

static void put_head(const struct head *h, uint32_t nibbles, struct str *out)
{
	if (nibbles < h->most) {
		str_addc(out, (char)(h->bits | nibbles));
		return;
	}
	str_addc(out, (char)(h->bits | h->most));
	for (nibbles -= h->most; nibbles >= 255; nibbles -= 255)
		str_addc(out, (char)255);
	str_addc(out, (char)nibbles);
}

void trienode_encode(const struct trienode *n, int version, struct str *out)
{
	bool hashed = n->has_value && version == 1 && n->value_n >= TRIENODE_HASHED_VALUE;
	struct slice value = trienode_value(n);
	unsigned char sum[32];
	put_head(&heads[n->bitmap ? BRANCH : LEAF][hashed ? VALUE_HASHED : n->has_value ? VALUE_INLINE : VALUE_NONE], n->nibbles, out);
	pack_bytes(out, n->data, (n->nibbles + 1) / 2);
	if (n->bitmap)
		pack_uint(out, n->bitmap, 2);
	if (hashed) {
		hash_blake2_256(sum, value.p, value.n);
		pack_bytes(out, sum, sizeof sum);
	} else if (n->has_value) {
		pack_blob(out, value.p, value.n);
	}
	for (int i = 0; i < __builtin_popcount(n->bitmap); i++)
		pack_blob(out, n->child[i]->ref, n->child[i]->ref_n);
}

void trienode_hash(struct trienode *n, int version, struct str *scratch)
{
	if (n->ref_n)
		return;
	for (int i = 0; i < __builtin_popcount(n->bitmap); i++)
		trienode_hash(n->child[i], version, scratch);
	str_cut(scratch, 0);
	trienode_encode(n, version, scratch);
	n->ref_n = scratch->n < 32 ? (unsigned char)scratch->n : 32;
	if (scratch->n < 32)
		memcpy(n->ref, scratch->p, scratch->n);
	else
		hash_blake2_256(n->ref, scratch->p, scratch->n);
}

static const struct head heads[2][3] = {
	[LEAF] = { [VALUE_INLINE] = { 0x40, 63 }, [VALUE_HASHED] = { 0x20, 31 } },
	[BRANCH] = { [VALUE_NONE] = { 0x80, 63 }, [VALUE_INLINE] = { 0xc0, 63 }, [VALUE_HASHED] = { 0x10, 15 } },
};
