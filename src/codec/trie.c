/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/trie.h"
#include "base/mem.h"
#include "codec/hash.h"
#include "codec/pack.h"
#include "codec/trienode.h"
#include <stdlib.h>

enum { PATH_MAX_NIBBLES = 2 * TRIENODE_KEY_MAX };

/* A key as one nibble per byte: nodes are cut at nibbles. */
struct path {
	unsigned char v[PATH_MAX_NIBBLES];
	size_t n;
};

static bool open_path(struct path *p, struct slice key)
{
	if (key.n > TRIENODE_KEY_MAX)
		return false;
	p->n = 2 * key.n;
	for (size_t i = 0; i < key.n; i++) {
		p->v[2 * i] = (unsigned char)key.p[i] >> 4;
		p->v[2 * i + 1] = (unsigned char)key.p[i] & 15;
	}
	return true;
}

static size_t common(const struct trienode *n, const struct path *p, size_t at)
{
	size_t i = 0;
	while (i < n->nibbles && at + i < p->n && trienode_nibble(n, i) == p->v[at + i])
		i++;
	return i;
}

static void take_partial(const struct trienode *n, size_t from, struct path *out)
{
	for (size_t i = from; i < n->nibbles; i++)
		out->v[out->n++] = (unsigned char)trienode_nibble(n, i);
}

/* A new node with another partial key and value but old's children; takes over the caller's share of old. */
static struct trienode *remade(struct trienode *old, const unsigned char *nibbles, size_t n, const struct slice *value)
{
	struct trienode *node = trienode_new(nibbles, n, value);
	size_t children = (size_t)__builtin_popcount(old->bitmap);
	node->bitmap = old->bitmap;
	if (old->refs == 1) {
		node->child = old->child;
		old->child = NULL;
		old->bitmap = 0;
	} else if (children) {
		node->child = mem_dup(old->child, children * sizeof *old->child);
		for (size_t i = 0; i < children; i++)
			node->child[i]->refs++;
	}
	trienode_drop(old);
	return node;
}

/* The same node, ours alone and with its hash forgotten, so that it may be changed. */
static struct trienode *owned(struct trienode *n)
{
	if (n->refs > 1) {
		struct path p = { .n = 0 };
		struct slice value = trienode_value(n);
		take_partial(n, 0, &p);
		n = remade(n, p.v, p.n, n->has_value ? &value : NULL);
	}
	n->ref_n = 0;
	return n;
}

static void add_child(struct trienode *n, unsigned index, struct trienode *child)
{
	size_t count = (size_t)__builtin_popcount(n->bitmap);
	size_t at = (size_t)__builtin_popcount(n->bitmap & ((1u << index) - 1));
	n->child = mem_grow(n->child, count + 1, sizeof *n->child);
	memmove(n->child + at + 1, n->child + at, (count - at) * sizeof *n->child);
	n->child[at] = child;
	n->bitmap = (uint16_t)(n->bitmap | 1u << index);
}

static void cut_child(struct trienode *n, unsigned index)
{
	size_t count = (size_t)__builtin_popcount(n->bitmap);
	size_t at = (size_t)__builtin_popcount(n->bitmap & ((1u << index) - 1));
	memmove(n->child + at, n->child + at + 1, (count - at - 1) * sizeof *n->child);
	n->bitmap = (uint16_t)(n->bitmap & ~(1u << index));
}

static struct trienode *leaf(const struct path *p, size_t at, struct slice value)
{
	return trienode_new(p->v + at, p->n - at, &value);
}

static struct trienode *with_value(struct trienode *n, struct slice value)
{
	if (n->has_value && slice_eq(trienode_value(n), value))
		return n;
	if (n->refs == 1 && n->has_value && n->value_n == value.n) {
		memmove(n->data + (n->nibbles + 1) / 2, value.p, value.n);
		n->ref_n = 0;
		return n;
	}
	struct path p = { .n = 0 };
	take_partial(n, 0, &p);
	return remade(n, p.v, p.n, &value);
}

/* Cuts n after same nibbles: a branch stands there, with the rest of n as one child and the new value. */
static struct trienode *split(struct trienode *n, size_t same, const struct path *p, size_t at, struct slice value)
{
	struct path rest = { .n = 0 };
	struct slice old = trienode_value(n);
	unsigned index = trienode_nibble(n, same);
	bool ends = at + same == p->n;
	take_partial(n, same + 1, &rest);
	struct trienode *top = trienode_new(p->v + at, same, ends ? &value : NULL);
	add_child(top, index, remade(n, rest.v, rest.n, n->has_value ? &old : NULL));
	if (!ends)
		add_child(top, p->v[at + same], leaf(p, at + same + 1, value));
	return top;
}

enum err trie_set(struct trie *t, struct slice key, struct slice value)
{
	struct path p;
	struct trienode **slot = &t->root, **next;
	if (!open_path(&p, key) || value.n > UINT32_MAX)
		return E_TOO_BIG;
	for (size_t at = 0; *slot; slot = next, at++) {
		size_t same = common(*slot, &p, at);
		if (same < (*slot)->nibbles) {
			*slot = split(*slot, same, &p, at, value);
			t->n++;
			return E_OK;
		}
		at += same;
		if (at == p.n) {
			t->n += !(*slot)->has_value;
			*slot = with_value(*slot, value);
			return E_OK;
		}
		*slot = owned(*slot);
		next = trienode_child(*slot, p.v[at]);
		if (!next) {
			add_child(*slot, p.v[at], leaf(&p, at + 1, value));
			t->n++;
			return E_OK;
		}
	}
	*slot = leaf(&p, 0, value);
	t->n++;
	return E_OK;
}

/* A branch that is left with one child and no value becomes one with that child. n is ours alone. */
static struct trienode *merged(struct trienode *n)
{
	if (n->has_value || __builtin_popcount(n->bitmap) != 1)
		return n;
	struct trienode *child = n->child[0];
	struct slice value = trienode_value(child);
	struct path p = { .n = 0 };
	take_partial(n, 0, &p);
	p.v[p.n++] = (unsigned char)__builtin_ctz(n->bitmap);
	take_partial(child, 0, &p);
	n->bitmap = 0;
	trienode_drop(n);
	return remade(child, p.v, p.n, child->has_value ? &value : NULL);
}

static struct trienode *without(struct trienode *n, const struct path *p, size_t at)
{
	at += n->nibbles;
	if (at == p->n) {
		struct path partial = { .n = 0 };
		if (!n->bitmap) {
			trienode_drop(n);
			return NULL;
		}
		take_partial(n, 0, &partial);
		return merged(remade(n, partial.v, partial.n, NULL));
	}
	n = owned(n);
	struct trienode **slot = trienode_child(n, p->v[at]);
	*slot = without(*slot, p, at + 1);
	if (!*slot)
		cut_child(n, p->v[at]);
	return merged(n);
}

static const struct trienode *find(const struct trie *t, const struct path *p)
{
	const struct trienode *n = t->root;
	for (size_t at = 0; n; at++) {
		if (common(n, p, at) < n->nibbles)
			return NULL;
		at += n->nibbles;
		if (at == p->n)
			return n->has_value ? n : NULL;
		struct trienode **slot = trienode_child(n, p->v[at]);
		n = slot ? *slot : NULL;
	}
	return NULL;
}

bool trie_del(struct trie *t, struct slice key)
{
	struct path p;
	if (!open_path(&p, key) || !find(t, &p))
		return false;
	t->root = without(t->root, &p, 0);
	t->n--;
	return true;
}

bool trie_get(const struct trie *t, struct slice key, struct slice *value)
{
	struct path p;
	const struct trienode *n = open_path(&p, key) ? find(t, &p) : NULL;
	if (n && value)
		*value = trienode_value(n);
	return n != NULL;
}

void trie_root(struct trie *t, unsigned char out[32])
{
	struct str scratch = { 0 };
	if (!t->root) {
		hash_blake2_256(out, "", 1); /* the encoding of nothing is one zero byte */
		return;
	}
	trienode_hash(t->root, t->version, &scratch);
	if (t->root->ref_n == 32)
		memcpy(out, t->root->ref, 32);
	else
		hash_blake2_256(out, t->root->ref, t->root->ref_n);
	str_free(&scratch);
}

struct trie trie_copy(const struct trie *t)
{
	if (t->root)
		t->root->refs++;
	return *t;
}

void trie_free(struct trie *t)
{
	trienode_drop(t->root);
	t->root = NULL;
	t->n = 0;
}

void trie_list_root(const struct slice *items, size_t n, unsigned char out[32])
{
	struct trie t = { 0 };
	struct str key = { 0 };
	for (size_t i = 0; i < n; i++) {
		str_cut(&key, 0);
		pack_compact(&key, i);
		trie_set(&t, slice_str(&key), items[i]);
	}
	trie_root(&t, out);
	trie_free(&t);
	str_free(&key);
}
