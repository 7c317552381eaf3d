/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/ptrie_inside.h"

#include "base/mem.h"
#include "codec/hash.h"
#include "codec/pack.h"

#include <stdlib.h>

struct path nibbles_of(struct slice key)
{
	struct path p = { .n = key.n * 2 };

	p.v = mem_new(p.n + 1);
	for (size_t i = 0; i < key.n; i++) {
		p.v[2 * i] = (unsigned char)key.p[i] >> 4;
		p.v[2 * i + 1] = (unsigned char)key.p[i] & 15;
	}
	return p;
}

/* A node in one block of memory: head, children, partial key, value. */
struct ptrie *node_new(const unsigned char *partial, size_t n_partial, size_t n_children, const struct slice *value)
{
	size_t kids = n_children * sizeof(struct ptrie *);
	struct ptrie *t = mem_new(sizeof *t + kids + n_partial + (value ? value->n : 0));

	t->refs = 1;
	t->n_partial = (uint32_t)n_partial;
	t->n_children = (uint8_t)n_children;
	t->has_value = value != NULL;
	if (n_partial)
		memcpy(node_partial(t), partial, n_partial);
	if (value) {
		t->n_value = (uint32_t)value->n;
		if (value->n)
			memcpy(node_value(t), value->p, value->n);
	}
	return t;
}

struct ptrie *ptrie_ref(struct ptrie *t)
{
	if (t)
		t->refs++;
	return t;
}

void ptrie_unref(struct ptrie *t)
{
	if (!t || --t->refs)
		return;
	for (size_t i = 0; i < t->n_children; i++)
		ptrie_unref(t->children[i]);
	free(t);
}

/* Where the child of a nibble is, or would be, among the children. */
static size_t child_at(const struct ptrie *t, unsigned nibble)
{
	return (size_t)__builtin_popcount(t->bitmap & ((1u << nibble) - 1));
}

static struct slice value_of(const struct ptrie *t)
{
	return (struct slice){ (const char *)node_value_c(t), t->n_value };
}

static size_t common(const unsigned char *a, size_t na, const unsigned char *b, size_t nb)
{
	size_t n = 0;

	while (n < na && n < nb && a[n] == b[n])
		n++;
	return n;
}

/* A copy with another partial key, value and room for one child more at nibble (16: none). Lets go of t. */
static struct ptrie *remade(struct ptrie *t, const unsigned char *partial, size_t n_partial, const struct slice *value, unsigned nibble,
			    struct ptrie *child)
{
	size_t at = nibble < 16 ? child_at(t, nibble) : 0;
	struct ptrie *c = node_new(partial, n_partial, (size_t)t->n_children + (nibble < 16), value);

	c->bitmap = (uint16_t)(t->bitmap | (nibble < 16 ? 1u << nibble : 0));
	for (size_t i = 0, k = 0; i < c->n_children; i++)
		c->children[i] = nibble < 16 && i == at ? child : ptrie_ref(t->children[k++]);
	ptrie_unref(t);
	return c;
}

/* A node that only its caller holds is changed in place, another is copied. */
static struct ptrie *own(struct ptrie *t)
{
	struct slice v;

	if (t->refs > 1) {
		v = value_of(t);
		t = remade(t, node_partial(t), t->n_partial, t->has_value ? &v : NULL, 16, NULL);
	}
	t->n_merkle = 0;
	return t;
}

/* Splits the partial key of t after n nibbles: a new branch with t's rest as its only child. */
static struct ptrie *split(struct ptrie *t, size_t n, const struct slice *value)
{
	const unsigned char *partial = node_partial(t);
	struct ptrie *branch = node_new(partial, n, 1, value);
	struct slice v = value_of(t);
	unsigned nibble = partial[n];

	branch->bitmap = (uint16_t)(1u << nibble);
	branch->children[0] = remade(t, partial + n + 1, t->n_partial - n - 1, t->has_value ? &v : NULL, 16, NULL);
	return branch;
}

static struct ptrie *put(struct ptrie *t, const unsigned char *k, size_t n, const struct slice *value)
{
	size_t same;
	struct slice v;

	if (!t)
		return node_new(k, n, 0, value);
	same = common(k, n, node_partial(t), t->n_partial);
	if (same < t->n_partial) {
		struct ptrie *branch = split(t, same, same == n ? value : NULL);

		if (same == n)
			return branch;
		return remade(branch, node_partial(branch), branch->n_partial, NULL, k[same],
			      node_new(k + same + 1, n - same - 1, 0, value));
	}
	if (same == n) {
		v = value_of(t);
		if (t->has_value && slice_eq(v, *value))
			return t;
		return remade(t, node_partial(t), t->n_partial, value, 16, NULL);
	}
	if (t->bitmap & (1u << k[same])) {
		size_t at = child_at(t, k[same]);

		t = own(t);
		t->children[at] = put(t->children[at], k + same + 1, n - same - 1, value);
		return t;
	}
	v = value_of(t);
	return remade(t, node_partial(t), t->n_partial, t->has_value ? &v : NULL, k[same],
		      node_new(k + same + 1, n - same - 1, 0, value));
}

struct ptrie *ptrie_put(struct ptrie *t, struct slice key, struct slice value)
{
	struct path p = nibbles_of(key);

	t = put(t, p.v, p.n, &value);
	free(p.v);
	return t;
}

/* A branch without value and with one child left becomes one node with that child; without any child it vanishes. */
static struct ptrie *shrunk(struct ptrie *t)
{
	struct ptrie *child, *joined;
	unsigned char *partial;
	struct slice v;
	size_t n;

	if (t->has_value || t->n_children > 1)
		return t;
	if (!t->n_children) {
		ptrie_unref(t);
		return NULL;
	}
	child = ptrie_ref(t->children[0]);
	n = t->n_partial + 1u + child->n_partial;
	partial = mem_new(n);
	memcpy(partial, node_partial(t), t->n_partial);
	partial[t->n_partial] = (unsigned char)__builtin_ctz(t->bitmap);
	memcpy(partial + t->n_partial + 1, node_partial(child), child->n_partial);
	v = value_of(child);
	joined = remade(child, partial, n, child->has_value ? &v : NULL, 16, NULL);
	free(partial);
	ptrie_unref(t);
	return joined;
}

static struct ptrie *without_child(struct ptrie *t, unsigned nibble)
{
	struct slice v = value_of(t);
	size_t at = child_at(t, nibble);
	struct ptrie *c = node_new(node_partial(t), t->n_partial, (size_t)t->n_children - 1, t->has_value ? &v : NULL);

	c->bitmap = (uint16_t)(t->bitmap & ~(1u << nibble));
	for (size_t i = 0, k = 0; i < t->n_children; i++)
		if (i != at)
			c->children[k++] = ptrie_ref(t->children[i]);
	ptrie_unref(t);
	return c;
}

static struct ptrie *del(struct ptrie *t, const unsigned char *k, size_t n)
{
	struct ptrie *child;
	size_t at;

	if (n == t->n_partial)
		return shrunk(remade(t, node_partial(t), t->n_partial, NULL, 16, NULL));
	k += t->n_partial;
	n -= t->n_partial;
	at = child_at(t, *k);
	t = own(t);
	child = del(t->children[at], k + 1, n - 1);
	t->children[at] = child;
	return child ? t : shrunk(without_child(t, *k));
}

struct ptrie *ptrie_del(struct ptrie *t, struct slice key)
{
	struct path p;
	struct slice v;

	if (!ptrie_get(t, key, &v))
		return t;
	p = nibbles_of(key);
	t = del(t, p.v, p.n);
	free(p.v);
	return t;
}

static unsigned nibble_at(struct slice key, size_t i)
{
	unsigned char c = (unsigned char)key.p[i / 2];

	return i % 2 ? c & 15u : c >> 4;
}

bool ptrie_get(const struct ptrie *t, struct slice key, struct slice *value)
{
	size_t at = 0, n = key.n * 2;

	while (t) {
		const unsigned char *p = node_partial_c(t);

		if (n - at < t->n_partial)
			return false;
		for (size_t i = 0; i < t->n_partial; i++)
			if (p[i] != nibble_at(key, at + i))
				return false;
		at += t->n_partial;
		if (at == n) {
			*value = value_of(t);
			return t->has_value;
		}
		if (!(t->bitmap & (1u << nibble_at(key, at))))
			return false;
		t = t->children[child_at(t, nibble_at(key, at))];
		at++;
	}
	return false;
}

/* The head byte: kind in the high bits, length of the partial key in the low ones, more length bytes when they are full. */
static void put_head(struct str *o, unsigned char kind, size_t bits, size_t n)
{
	size_t most = ((size_t)1 << bits) - 1;

	if (n < most) {
		pack_uint(o, kind | n, 1);
		return;
	}
	pack_uint(o, kind | most, 1);
	for (n -= most; n >= 255; n -= 255)
		pack_uint(o, 255, 1);
	pack_uint(o, n, 1);
}

void node_encode(struct ptrie *t, int version, struct str *o)
{
	const unsigned char *p = node_partial(t);
	bool apart = version == 1 && t->n_value >= 33;
	unsigned char hash[32];

	if (t->n_children)
		put_head(o, apart ? 0x10 : t->has_value ? 0xc0 : 0x80, apart ? 4 : 6, t->n_partial);
	else
		put_head(o, apart ? 0x20 : 0x40, apart ? 5 : 6, t->n_partial);
	if (t->n_partial % 2)
		pack_uint(o, p[0], 1);
	for (size_t i = t->n_partial % 2; i < t->n_partial; i += 2)
		pack_uint(o, (uint64_t)(p[i] << 4 | p[i + 1]), 1);
	if (t->n_children)
		pack_uint(o, t->bitmap, 2);
	if (apart) {
		hash_blake2_256(hash, node_value(t), t->n_value);
		pack_bytes(o, hash, 32);
	} else if (t->has_value) {
		pack_blob(o, node_value(t), t->n_value);
	}
	for (size_t i = 0; i < t->n_children; i++) {
		node_merkle(t->children[i], version);
		pack_blob(o, t->children[i]->merkle, t->children[i]->n_merkle);
	}
}

/* What a parent says of a node: its encoding when that is short, else the hash of it. Kept until the node changes. */
void node_merkle(struct ptrie *t, int version)
{
	struct str o = { 0 };

	if (t->n_merkle)
		return;
	node_encode(t, version, &o);
	if (o.n < 32) {
		memcpy(t->merkle, o.p, o.n);
		t->n_merkle = (uint8_t)o.n;
	} else {
		hash_blake2_256(t->merkle, o.p, o.n);
		t->n_merkle = 32;
	}
	str_free(&o);
}

static void root_of(struct ptrie *t, int version, unsigned char hash[32])
{
	struct str o = { 0 };

	if (t) {
		node_merkle(t, version);
		if (t->n_merkle == 32) {
			memcpy(hash, t->merkle, 32);
			return;
		}
		node_encode(t, version, &o);
	} else {
		pack_uint(&o, 0, 1);
	}
	hash_blake2_256(hash, o.p, o.n);
	str_free(&o);
}

void ptrie_root(struct ptrie *t, unsigned char hash[32])
{
	root_of(t, 1, hash);
}

void ptrie_ordered_root(const struct slice *items, size_t n, unsigned char hash[32])
{
	struct ptrie *t = NULL;

	for (size_t i = 0; i < n; i++) {
		struct str key = { 0 };

		pack_compact(&key, i);
		t = ptrie_put(t, slice_str(&key), items[i]);
		str_free(&key);
	}
	root_of(t, 0, hash);
	ptrie_unref(t);
}
