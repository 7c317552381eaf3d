/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields that answer under one name must be one field: same name, same arguments, types that go together. */
#include "sandbox/indexer/check_inside.h"

/* A field as collected, with the fragment that brought it: what is inside one fragment is compared when its turn comes. */
struct seen {
	const struct gsel *f;
	const struct gtype *parent;
	const struct gfield *def;
	const struct gdef *from;
};
VEC(seens, struct seen);
VEC(places, uint32_t);

/* The name in the answer. */
static struct slice key(const struct gsel *f)
{
	return f->alias.n ? f->alias : f->name;
}

struct collecting {
	struct check *c;
	struct seens *out;
	VEC(, const struct gdef *) seen;
};

static void collect(struct collecting *g, const struct gsel *list, const struct gtype *parent, const struct gdef *from)
{
	for (const struct gsel *s = list; s && !check_tired(g->c); s = s->next) {
		const struct gdef *f;
		size_t i = 0;

		if (s->kind == GSEL_FIELD) {
			vec_push(g->out, (struct seen){ s, parent, parent ? check_field(g->c->s, parent, s->name) : NULL, from });
		} else if (s->kind == GSEL_INLINE) {
			collect(g, s->sub, s->on.n ? types_find(g->c->s, s->on) : parent, from);
		} else {
			f = check_fragment(g->c->d, s->name);
			while (i < g->seen.n && g->seen.v[i] != f)
				i++;
			if (!f || i < g->seen.n)
				continue;
			vec_push(&g->seen, f);
			collect(g, f->sub, types_find(g->c->s, f->on), f);
		}
	}
}

static struct seens fields_of(struct check *c, const struct gsel *list, const struct gtype *parent)
{
	struct seens out = { 0 };
	struct collecting g = { .c = c, .out = &out };

	collect(&g, list, parent, NULL);
	vec_free(&g.seen);
	return out;
}

/* Order of members does not matter. */
static bool same_value(const struct gval *a, const struct gval *b)
{
	size_t n = 0, m = 0;

	if (a->kind != b->kind || (a->kind != GV_LIST && a->kind != GV_OBJECT && !slice_eq(a->text, b->text)))
		return false;
	for (const struct gval *i = b->items; i; i = i->next)
		m++;
	for (const struct gval *i = a->items, *k = b->items; i; i = i->next, n++) {
		const struct gval *other = k;

		if (a->kind == GV_OBJECT) {
			other = b->items;
			while (other && !slice_eq(other->name, i->name))
				other = other->next;
		} else if (k) {
			k = k->next;
		}
		if (!other || !same_value(i, other))
			return false;
	}
	return n == m;
}

static bool same_args(const struct gsel *a, const struct gsel *b)
{
	size_t n = 0, m = 0;

	for (const struct garg *g = b->args; g; g = g->next)
		m++;
	for (const struct garg *g = a->args; g; g = g->next, n++) {
		const struct garg *k = b->args;

		while (k && !slice_eq(k->name, g->name))
			k = k->next;
		if (!k || !same_value(g->value, k->value))
			return false;
	}
	return n == m;
}

/* Objects may differ, because what is inside is compared for itself. */
static bool types_conflict(struct gref a, struct gref b)
{
	if (a.list != b.list || a.nonnull != b.nonnull || a.item_nonnull != b.item_nonnull)
		return true;
	return (!types_is_composite(a.t) || !types_is_composite(b.t)) && a.t != b.t;
}

/* Where the fields of a conflict stand: those of one side, those of the other. */
struct sides {
	struct places a, b;
};

static bool conflict(struct check *c, const struct seen *a, const struct seen *b, bool exclusive, struct str *why, struct sides *at);

/* Reasons and places of all conflicts between two sets. */
static void between(struct check *c, const struct seens *a, const struct seens *b, bool exclusive, struct str *why, struct sides *at)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < b->n && !check_tired(c); k++) {
			struct str inner = { 0 };

			if (slice_eq(key(a->v[i].f), key(b->v[k].f)) && conflict(c, &a->v[i], &b->v[k], exclusive, &inner, at))
				str_addf(why, "%ssubfields \"%s\" conflict because %s", n++ ? " and " : "", gql_text(c->a, key(a->v[i].f)),
					 str_c(&inner));
			str_free(&inner);
		}
}

static bool conflict(struct check *c, const struct seen *a, const struct seen *b, bool exclusive, struct str *why, struct sides *at)
{
	struct seens x, y;
	size_t left = at->a.n, right = at->b.n;

	vec_push(&at->a, a->f->at);
	vec_push(&at->b, b->f->at);
	exclusive = exclusive || (a->parent != b->parent && a->parent && b->parent && a->parent->kind == GK_OBJECT &&
				  b->parent->kind == GK_OBJECT);
	if (!exclusive && !slice_eq(a->f->name, b->f->name))
		str_addf(why, "\"%s\" and \"%s\" are different fields", gql_text(c->a, a->f->name), gql_text(c->a, b->f->name));
	else if (!exclusive && !same_args(a->f, b->f))
		str_adds(why, "they have differing arguments");
	else if (a->def && b->def && types_conflict(a->def->type, b->def->type))
		str_addf(why, "they return conflicting types \"%s\" and \"%s\"", types_print(c->a, a->def->type),
			 types_print(c->a, b->def->type));
	else if (a->f->sub && b->f->sub && a->f != b->f) {
		x = fields_of(c, a->f->sub, a->def ? a->def->type.t : NULL);
		y = fields_of(c, b->f->sub, b->def ? b->def->type.t : NULL);
		between(c, &x, &y, exclusive, why, at);
		vec_free(&x);
		vec_free(&y);
	}
	if (!why->n) {
		at->a.n = left;
		at->b.n = right;
	}
	return why->n > 0;
}

/* All pairs of one set that answer under one name. */
static void within(struct check *c, const struct gsel *list, const struct gtype *parent)
{
	struct seens all = fields_of(c, list, parent);

	for (size_t i = 0; i < all.n; i++)
		for (size_t k = i + 1; k < all.n && !check_tired(c); k++) {
			struct str why = { 0 };
			struct sides at = { 0 };

			if (!slice_eq(key(all.v[i].f), key(all.v[k].f)) || (all.v[i].from && all.v[i].from == all.v[k].from))
				continue;
			if (conflict(c, &all.v[i], &all.v[k], false, &why, &at)) {
				for (size_t j = 0; j < at.b.n; j++)
					vec_push(&at.a, at.b.v[j]);
				gql_error_at(c->e, at.a.v, at.a.n, NULL, "Fields \"%s\" conflict because %s. Use different aliases on the "
					     "fields to fetch both if this was intentional.", gql_text(c->a, key(all.v[i].f)), str_c(&why));
			}
			str_free(&why);
			vec_free(&at.a);
			vec_free(&at.b);
		}
	vec_free(&all);
}

static void sets(struct check *c, const struct gsel *list, const struct gtype *parent)
{
	for (const struct gsel *s = list; s && !check_tired(c); s = s->next) {
		const struct gfield *f = s->kind == GSEL_FIELD && parent ? check_field(c->s, parent, s->name) : NULL;
		const struct gtype *inside = s->kind == GSEL_FIELD ? f ? f->type.t : NULL : s->on.n ? types_find(c->s, s->on) : parent;

		if (!s->sub)
			continue;
		within(c, s->sub, inside);
		sets(c, s->sub, inside);
	}
}

void check_overlap(struct check *c)
{
	for (const struct gdef *d = c->d->defs; d; d = d->next) {
		const struct gtype *t = d->op == GOP_QUERY ? c->s->query : d->op == GOP_FRAGMENT ? types_find(c->s, d->on) : NULL;

		within(c, d->sub, t);
		sets(c, d->sub, t);
	}
}
