/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/ptrie_inside.h"

struct diff {
	struct str path;          /* nibbles so far */
	void (*fn)(void *arg, struct slice key, const struct slice *value);
	void *arg;
};

/* A node seen from a place inside its partial key. t NULL: nothing. */
struct view {
	const struct ptrie *t;
	size_t from;
};

static void tell(struct diff *d, const struct slice *value)
{
	struct str key = { 0 };

	for (size_t i = 0; i + 1 < d->path.n; i += 2)
		str_addc(&key, (char)(d->path.p[i] << 4 | d->path.p[i + 1]));
	d->fn(d->arg, slice_str(&key), value);
	str_free(&key);
}

static struct slice value_of(const struct ptrie *t)
{
	return (struct slice){ (const char *)node_value_c(t), t->n_value };
}

static struct view child(const struct ptrie *t, unsigned nibble)
{
	if (!(t->bitmap & (1u << nibble)))
		return (struct view){ NULL, 0 };
	return (struct view){ t->children[__builtin_popcount(t->bitmap & ((1u << nibble) - 1))], 0 };
}

static void compare(struct diff *d, struct view a, struct view b);

/* Both sides at the end of their partial keys, or with nothing there (a node that goes on elsewhere shows one child). */
static void at_branch(struct diff *d, struct view a, struct view b, int only_a, struct view only_view)
{
	const struct ptrie *x = a.t, *y = b.t;
	struct slice v;

	if (y && y->has_value) {
		v = value_of(y);
		if (!x || !x->has_value || !slice_eq(value_of(x), v))
			tell(d, &v);
	} else if (x && x->has_value) {
		tell(d, NULL);
	}
	for (unsigned n = 0; n < 16; n++) {
		struct view p = x ? child(x, n) : (struct view){ NULL, 0 }, q = y ? child(y, n) : (struct view){ NULL, 0 };

		if (!x && only_a == (int)n)
			p = only_view;
		if (!y && only_a == (int)n)
			q = only_view;
		if (!p.t && !q.t)
			continue;
		str_addc(&d->path, (char)n);
		compare(d, p, q);
		str_cut(&d->path, d->path.n - 1);
	}
}

static void compare(struct diff *d, struct view a, struct view b)
{
	const unsigned char *p = a.t ? node_partial_c(a.t) + a.from : NULL, *q = b.t ? node_partial_c(b.t) + b.from : NULL;
	size_t na = a.t ? a.t->n_partial - a.from : 0, nb = b.t ? b.t->n_partial - b.from : 0, n = 0, before = d->path.n;
	const struct view none = { NULL, 0 };

	if (a.t == b.t && a.from == b.from)
		return;
	if (!a.t || !b.t) {
		const struct view one = a.t ? a : b;

		str_add(&d->path, (struct slice){ (const char *)(a.t ? p : q), a.t ? na : nb });
		at_branch(d, a.t ? one : none, a.t ? none : one, -1, none);
		str_cut(&d->path, before);
		return;
	}
	while (n < na && n < nb && p[n] == q[n])
		n++;
	str_add(&d->path, (struct slice){ (const char *)p, n });
	if (n == na && n == nb) {
		at_branch(d, a, b, -1, none);
	} else if (n == na) {
		at_branch(d, a, none, q[n], (struct view){ b.t, b.from + n + 1 });
	} else if (n == nb) {
		at_branch(d, none, b, p[n], (struct view){ a.t, a.from + n + 1 });
	} else {
		/* They part here: all of one is gone, all of the other is new. */
		str_addc(&d->path, (char)p[n]);
		compare(d, (struct view){ a.t, a.from + n + 1 }, none);
		str_cut(&d->path, d->path.n - 1);
		str_addc(&d->path, (char)q[n]);
		compare(d, none, (struct view){ b.t, b.from + n + 1 });
	}
	str_cut(&d->path, before);
}

void ptrie_diff(const struct ptrie *a, const struct ptrie *b, void (*fn)(void *arg, struct slice key, const struct slice *value), void *arg)
{
	struct diff d = { .fn = fn, .arg = arg };

	compare(&d, (struct view){ a, 0 }, (struct view){ b, 0 });
	str_free(&d.path);
}
