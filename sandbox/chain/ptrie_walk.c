/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/ptrie_inside.h"

#include "base/mem.h"

#include <stdlib.h>

struct walk {
	struct slice prefix, after;
	bool (*fn)(void *arg, struct slice key, struct slice value);
	void *arg;
	struct str path;       /* nibbles so far */
	bool stop;
};

/* How the nibbles so far stand to a bound: -1 before it, 1 behind it, 0 they are its beginning; *whole: all of it. */
static int against(const struct walk *w, struct slice bound, bool *whole)
{
	size_t n = w->path.n < bound.n * 2 ? w->path.n : bound.n * 2;

	for (size_t i = 0; i < n; i++) {
		int b = i % 2 ? (unsigned char)bound.p[i / 2] & 15 : (unsigned char)bound.p[i / 2] >> 4, a = w->path.p[i];

		if (a != b)
			return a < b ? -1 : 1;
	}
	*whole = w->path.n >= bound.n * 2;
	return 0;
}

static void tell(struct walk *w, const struct ptrie *t)
{
	struct str key = { 0 };

	for (size_t i = 0; i + 1 < w->path.n; i += 2)
		str_addc(&key, (char)(w->path.p[i] << 4 | w->path.p[i + 1]));
	if (!w->fn(w->arg, slice_str(&key), (struct slice){ (const char *)node_value_c(t), t->n_value }))
		w->stop = true;
	str_free(&key);
}

static void walk(struct walk *w, const struct ptrie *t)
{
	size_t n = w->path.n;
	bool in_prefix = false, at_after = false;
	int side;

	str_add(&w->path, (struct slice){ (const char *)node_partial_c(t), t->n_partial });
	side = w->after.n ? against(w, w->after, &at_after) : 1;
	/* Everything below a node before the bound is before it too; at the bound its children come behind. */
	if (against(w, w->prefix, &in_prefix) == 0 && side >= 0) {
		if (t->has_value && in_prefix && (side > 0 || (at_after && w->path.n > w->after.n * 2)))
			tell(w, t);
		for (unsigned i = 0, k = 0; i < 16 && !w->stop; i++)
			if (t->bitmap & (1u << i)) {
				str_addc(&w->path, (char)i);
				walk(w, t->children[k++]);
				str_cut(&w->path, n + t->n_partial);
			}
	}
	str_cut(&w->path, n);
}

void ptrie_each(const struct ptrie *t, struct slice prefix, struct slice after,
		bool (*fn)(void *arg, struct slice key, struct slice value), void *arg)
{
	struct walk w = { .prefix = prefix, .after = after, .fn = fn, .arg = arg };

	if (t)
		walk(&w, t);
	str_free(&w.path);
}

static void proof_add(struct ptrie_proof *proof, struct slice item)
{
	size_t at = 0;
	struct str copy = { 0 };

	for (; at < proof->n; at++) {
		struct slice have = slice_str(&proof->v[at]);
		int c = memcmp(have.p, item.p, have.n < item.n ? have.n : item.n);

		if (!c && have.n == item.n)
			return;
		if (c > 0 || (!c && have.n > item.n))
			break;
	}
	str_add(&copy, item);
	vec_insert(proof, at, copy);
}

void ptrie_prove(struct ptrie *t, struct slice key, struct ptrie_proof *proof)
{
	struct path p = nibbles_of(key);
	size_t at = 0;
	bool root = true;

	if (!t)
		proof_add(proof, (struct slice){ "", 1 });
	for (; t; root = false) {
		struct str o = { 0 };
		const unsigned char *partial = node_partial(t);

		/* Short nodes are inside their parents already; the root never is. */
		node_merkle(t, 1);
		node_encode(t, 1, &o);
		if (root || t->n_merkle == 32)
			proof_add(proof, slice_str(&o));
		str_free(&o);
		if (p.n - at < t->n_partial || memcmp(partial, p.v + at, t->n_partial))
			break;
		at += t->n_partial;
		if (at == p.n) {
			if (t->n_value >= 33)
				proof_add(proof, (struct slice){ (const char *)node_value(t), t->n_value });
			break;
		}
		if (!(t->bitmap & (1u << p.v[at])))
			break;
		t = t->children[__builtin_popcount(t->bitmap & ((1u << p.v[at]) - 1))];
		at++;
	}
	free(p.v);
}

void ptrie_proof_free(struct ptrie_proof *proof)
{
	for (size_t i = 0; i < proof->n; i++)
		str_free(&proof->v[i]);
	vec_free(proof);
}
