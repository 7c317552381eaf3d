/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/trie.h"
#include "codec/trienode.h"

/* The nibbles from the root to where a walk stands, one a byte. */
static void add_partial(struct str *path, const struct trienode *n, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		str_addc(path, (char)trienode_nibble(n, i));
}

static void key_of(const struct str *path, struct str *key)
{
	str_cut(key, 0);
	for (size_t i = 0; i + 1 < path->n; i += 2)
		str_addc(key, (char)(path->p[i] << 4 | path->p[i + 1]));
}

struct walk {
	struct slice prefix, after;
	bool (*fn)(void *arg, struct slice key, struct slice value);
	void *arg;
	struct str path, key;
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

static void walk(struct walk *w, const struct trienode *t)
{
	size_t before = w->path.n;
	bool in_prefix = false, at_after = false;
	add_partial(&w->path, t, 0, t->nibbles);
	int side = w->after.n ? against(w, w->after, &at_after) : 1;
	/* Everything below a node before the bound is before it too; at the bound its children come behind. */
	if (against(w, w->prefix, &in_prefix) == 0 && side >= 0) {
		size_t here = w->path.n;
		if (t->has_value && in_prefix && (side > 0 || (at_after && here > w->after.n * 2))) {
			key_of(&w->path, &w->key);
			w->stop = !w->fn(w->arg, slice_str(&w->key), trienode_value(t));
		}
		for (unsigned i = 0; i < 16 && !w->stop; i++) {
			struct trienode **child = trienode_child(t, i);
			if (!child)
				continue;
			str_addc(&w->path, (char)i);
			walk(w, *child);
			str_cut(&w->path, here);
		}
	}
	str_cut(&w->path, before);
}

void trie_each(const struct trie *t, struct slice prefix, struct slice after, bool (*fn)(void *arg, struct slice key, struct slice value),
               void *arg)
{
	struct walk w = { .prefix = prefix, .after = after, .fn = fn, .arg = arg };
	if (t->root)
		walk(&w, t->root);
	str_free(&w.path);
	str_free(&w.key);
}

struct diff {
	struct str path, key;
	void (*fn)(void *arg, struct slice key, const struct slice *value);
	void *arg;
};

/* A node seen from a place inside its partial key. t NULL: nothing. */
struct view {
	const struct trienode *t;
	size_t from;
};

static const struct view none;

static void tell(struct diff *d, const struct slice *value)
{
	key_of(&d->path, &d->key);
	d->fn(d->arg, slice_str(&d->key), value);
}

static struct view child(const struct trienode *t, unsigned nibble)
{
	struct trienode **slot = t ? trienode_child(t, nibble) : NULL;
	return (struct view){ slot ? *slot : NULL, 0 };
}

static void compare(struct diff *d, struct view a, struct view b);

/* Both sides stand at the end of their partial keys, or nothing is there. A side that goes on inside its partial key has no
 * value here and one child: it comes as the nibble only and the view behind it. */
static void at_branch(struct diff *d, const struct trienode *x, const struct trienode *y, int only, struct view only_view)
{
	if (y && y->has_value) {
		struct slice v = trienode_value(y);
		if (!x || !x->has_value || !slice_eq(trienode_value(x), v))
			tell(d, &v);
	} else if (x && x->has_value) {
		tell(d, NULL);
	}
	for (unsigned n = 0; n < 16; n++) {
		struct view p = !x && only == (int)n ? only_view : child(x, n), q = !y && only == (int)n ? only_view : child(y, n);
		if (!p.t && !q.t)
			continue;
		str_addc(&d->path, (char)n);
		compare(d, p, q);
		str_cut(&d->path, d->path.n - 1);
	}
}

/* They part inside their partial keys: all below the one is gone, all below the other is new. */
static void parted(struct diff *d, struct view a, struct view b, size_t same)
{
	str_addc(&d->path, (char)trienode_nibble(a.t, a.from + same));
	compare(d, (struct view){ a.t, a.from + same + 1 }, none);
	str_cut(&d->path, d->path.n - 1);
	str_addc(&d->path, (char)trienode_nibble(b.t, b.from + same));
	compare(d, none, (struct view){ b.t, b.from + same + 1 });
}

static void compare(struct diff *d, struct view a, struct view b)
{
	size_t before = d->path.n, na = a.t ? a.t->nibbles - a.from : 0, nb = b.t ? b.t->nibbles - b.from : 0, n = 0;
	if (a.t == b.t && a.from == b.from)
		return;
	if (!a.t || !b.t) {
		const struct view one = a.t ? a : b;
		add_partial(&d->path, one.t, one.from, one.t->nibbles);
		at_branch(d, a.t, b.t, -1, none);
		str_cut(&d->path, before);
		return;
	}
	while (n < na && n < nb && trienode_nibble(a.t, a.from + n) == trienode_nibble(b.t, b.from + n))
		n++;
	add_partial(&d->path, a.t, a.from, a.from + n);
	if (n == na && n == nb)
		at_branch(d, a.t, b.t, -1, none);
	else if (n == na)
		at_branch(d, a.t, NULL, (int)trienode_nibble(b.t, b.from + n), (struct view){ b.t, b.from + n + 1 });
	else if (n == nb)
		at_branch(d, NULL, b.t, (int)trienode_nibble(a.t, a.from + n), (struct view){ a.t, a.from + n + 1 });
	else
		parted(d, a, b, n);
	str_cut(&d->path, before);
}

void trie_diff(const struct trie *a, const struct trie *b, void (*fn)(void *arg, struct slice key, const struct slice *value), void *arg)
{
	struct diff d = { .fn = fn, .arg = arg };
	compare(&d, (struct view){ a->root, 0 }, (struct view){ b->root, 0 });
	str_free(&d.path);
	str_free(&d.key);
}
