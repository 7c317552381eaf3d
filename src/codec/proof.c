/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/proof.h"
#include "base/map.h"
#include "base/mem.h"
#include "codec/hash.h"
#include "codec/scale.h"
#include "codec/trienode.h"
#include <stdlib.h>

enum { PARTIAL_MAX = 65535 };

/* A node as decoded; everything borrows the encoding. */
struct node {
	bool empty, has_value, hashed;
	size_t nibbles;
	const unsigned char *partial;
	struct slice value;       /* or its hash */
	struct slice child[16];   /* n 0: none, 32: hash, less: the node itself */
};

static int by_hash(const void *a, const void *b)
{
	return memcmp(((const struct proof_item *)a)->hash, ((const struct proof_item *)b)->hash, 32);
}

enum err proof_open(const struct slice *items, size_t n, struct proof *out)
{
	*out = (struct proof){ 0 };
	if (n > PROOF_ITEMS_MAX)
		return E_TOO_BIG;
	out->v = mem_array(n, sizeof *out->v);
	for (size_t i = 0; i < n; i++) {
		out->v[i].bytes = items[i];
		hash_blake2_256(out->v[i].hash, items[i].p, items[i].n);
	}
	qsort(out->v, n, sizeof *out->v, by_hash);
	out->n = n;
	return E_OK;
}

void proof_free(struct proof *p)
{
	free(p->v);
	*p = (struct proof){ 0 };
}

static const struct slice *lookup(const struct proof *p, const void *hash)
{
	struct proof_item want;
	memcpy(want.hash, hash, 32);
	const struct proof_item *it = p->n ? bsearch(&want, p->v, p->n, sizeof *p->v, by_hash) : NULL;
	return it ? &it->bytes : NULL;
}

/* The first byte: two to four bits of kind, the rest begins the partial's length. */
static bool read_head(struct scale *in, struct node *n, bool *branch)
{
	unsigned first = (unsigned)scale_uint(in, 1), most;
	if (in->bad)
		return false;
	n->empty = first == 0;
	*branch = false;
	if (n->empty)
		return true;
	if (first & 0xc0) {
		*branch = first >> 7;
		n->has_value = first >> 6 != 2;
		most = 63;
	} else if (first & 0x20 || first & 0x10) {
		*branch = !(first & 0x20);
		n->has_value = n->hashed = true;
		most = first & 0x20 ? 31 : 15;
	} else {
		return false;
	}
	n->nibbles = first & most;
	for (bool more = n->nibbles == most; more && !in->bad;) {
		size_t step = (size_t)scale_uint(in, 1);
		n->nibbles += step;
		more = step == 255;
		if (n->nibbles > PARTIAL_MAX)
			return false;
	}
	return !in->bad;
}

static bool read_children(struct scale *in, struct node *n, unsigned bitmap)
{
	for (unsigned i = 0; i < 16; i++) {
		if (!(bitmap >> i & 1))
			continue;
		n->child[i] = scale_blob(in);
		if (in->bad || !n->child[i].n || n->child[i].n > 32)
			return false;
	}
	return true;
}

static bool read_node(struct slice bytes, struct node *n)
{
	struct scale in = scale_open(bytes.p, bytes.n);
	bool branch;
	*n = (struct node){ 0 };
	if (!read_head(&in, n, &branch))
		return false;
	if (n->empty)
		return scale_done(&in);
	n->partial = scale_take(&in, (n->nibbles + 1) / 2);
	if (!n->partial || (n->nibbles % 2 && n->partial[0] >> 4))
		return false;
	unsigned bitmap = branch ? (unsigned)scale_uint(&in, 2) : 0;
	if (branch && !bitmap)
		return false;
	if (n->hashed) {
		const unsigned char *hash = scale_take(&in, 32);
		n->value = (struct slice){ (const char *)hash, 32 };
	} else if (n->has_value) {
		n->value = scale_blob(&in);
	}
	return !in.bad && read_children(&in, n, bitmap) && scale_done(&in);
}

static unsigned key_nibble(struct slice key, size_t i)
{
	return i % 2 ? (unsigned char)key.p[i / 2] & 15u : (unsigned char)key.p[i / 2] >> 4;
}

/* How far the partial follows the key from at. */
static bool follows(const struct node *n, struct slice key, size_t at)
{
	if (n->nibbles > 2 * key.n - at)
		return false;
	for (size_t i = 0, k = n->nibbles % 2; i < n->nibbles; i++, k++) {
		unsigned mine = k % 2 ? n->partial[k / 2] & 15u : n->partial[k / 2] >> 4;
		if (mine != key_nibble(key, at + i))
			return false;
	}
	return true;
}

enum proof_verdict proof_read(const struct proof *p, const unsigned char root[32], struct slice key, struct slice *value)
{
	const struct slice *found = lookup(p, root);
	struct slice bytes;
	if (!found)
		return PROOF_INCOMPLETE;
	bytes = *found;
	/* Each turn but the last takes a nibble off the key, so the walk ends. */
	for (size_t at = 0;; at++) {
		struct node n;
		if (!read_node(bytes, &n))
			return PROOF_MALFORMED;
		if (n.empty || !follows(&n, key, at))
			return PROOF_ABSENT;
		at += n.nibbles;
		if (at == 2 * key.n) {
			if (!n.has_value)
				return PROOF_ABSENT;
			found = n.hashed ? lookup(p, n.value.p) : &n.value;
			if (found && value)
				*value = *found;
			return found ? PROOF_VALUE : PROOF_INCOMPLETE;
		}
		bytes = n.child[key_nibble(key, at)];
		if (!bytes.n)
			return PROOF_ABSENT;
		if (bytes.n == 32) {
			found = lookup(p, bytes.p);
			if (!found)
				return PROOF_INCOMPLETE;
			bytes = *found;
		}
	}
}

static void keep(struct map *seen, struct proof_nodes *out, struct slice bytes)
{
	if (map_set(seen, bytes, out))
		return;
	struct str copy = { 0 };
	str_add(&copy, bytes);
	vec_push(out, copy);
}

/* Adds the nodes on the way to one key. A node within its parent's encoding is no item of its own. */
static void add_path(const struct trie *t, struct slice key, struct map *seen, struct proof_nodes *out, struct str *scratch)
{
	const struct trienode *n = t->root;
	for (size_t at = 0; n; at++) {
		if (n == t->root || n->ref_n == 32) {
			str_cut(scratch, 0);
			trienode_encode(n, t->version, scratch);
			keep(seen, out, slice_str(scratch));
		}
		for (size_t i = 0; i < n->nibbles; i++)
			if (at + i >= 2 * key.n || trienode_nibble(n, i) != key_nibble(key, at + i))
				return;
		at += n->nibbles;
		if (at == 2 * key.n) {
			if (n->has_value && t->version == 1 && n->value_n >= TRIENODE_HASHED_VALUE)
				keep(seen, out, trienode_value(n));
			return;
		}
		struct trienode **slot = trienode_child(n, key_nibble(key, at));
		n = slot ? *slot : NULL;
	}
}

static int by_bytes(const void *a, const void *b)
{
	const struct str *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int order = n ? memcmp(x->p, y->p, n) : 0;
	return order ? order : (x->n > y->n) - (x->n < y->n);
}

void proof_make(struct trie *t, const struct slice *keys, size_t n, struct proof_nodes *out)
{
	struct map seen = { 0 };
	struct str scratch = { 0 };
	unsigned char root[32];
	trie_root(t, root); /* makes the refs known */
	if (!t->root)
		keep(&seen, out, (struct slice){ "", 1 });
	for (size_t i = 0; i < n; i++)
		add_path(t, keys[i], &seen, out, &scratch);
	if (out->n)
		qsort(out->v, out->n, sizeof *out->v, by_bytes);
	map_free(&seen);
	str_free(&scratch);
}

void proof_nodes_free(struct proof_nodes *nodes)
{
	for (size_t i = 0; i < nodes->n; i++)
		str_free(&nodes->v[i]);
	vec_free(nodes);
}
