/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules that follow spreads: fragments and the use of variables. */
#include "sandbox/indexer/check_inside.h"

VEC(sels, const struct gsel *);
VEC(defs, const struct gdef *);

/* All spreads in a selection, however deep, but not through them. */
static void spreads(const struct gsel *list, struct sels *out)
{
	for (const struct gsel *s = list; s; s = s->next) {
		if (s->kind == GSEL_SPREAD)
			vec_push(out, s);
		spreads(s->sub, out);
	}
}

static bool has_def(const struct defs *d, const struct gdef *f)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i] == f)
			return true;
	return false;
}

/* path: the spreads that lead here; on_path: the fragments they left from. */
struct trail {
	struct sels path;
	struct defs on_path, seen;
};

static void report_cycle(struct check *c, const struct trail *t, size_t from)
{
	struct str via = { 0 };
	uint32_t *at = arena_new(c->a, t->path.n * sizeof *at);
	size_t n = 0;

	for (size_t i = from; i < t->path.n; i++) {
		at[n++] = t->path.v[i]->at;
		if (i + 1 < t->path.n)
			str_addf(&via, "%s\"%s\"", via.n ? ", " : " via ", gql_text(c->a, t->path.v[i]->name));
	}
	gql_error_at(c->e, at, n, NULL, "Cannot spread fragment \"%s\" within itself%s.",
		     gql_text(c->a, t->path.v[t->path.n - 1]->name), str_c(&via));
	str_free(&via);
}

/* Each fragment is entered once. What is found on the path again closes a cycle. */
static void cycles(struct check *c, struct trail *t, const struct gdef *f)
{
	struct sels next = { 0 };

	if (has_def(&t->seen, f) || check_tired(c))
		return;
	vec_push(&t->seen, f);
	vec_push(&t->on_path, f);
	spreads(f->sub, &next);
	for (size_t i = 0; i < next.n && !check_tired(c); i++) {
		const struct gdef *target = check_fragment(c->d, next.v[i]->name);
		size_t k = 0;

		if (!target)
			continue;
		vec_push(&t->path, next.v[i]);
		while (k < t->on_path.n && t->on_path.v[k] != target)
			k++;
		if (k == t->on_path.n)
			cycles(c, t, target);
		else
			report_cycle(c, t, k);
		t->path.n--;
	}
	t->on_path.n--;
	vec_free(&next);
}

/* The fragments that an operation leads to. */
static void reach(struct check *c, const struct gsel *list, struct defs *out)
{
	struct sels next = { 0 };

	spreads(list, &next);
	for (size_t i = 0; i < next.n && !check_tired(c); i++) {
		const struct gdef *f = check_fragment(c->d, next.v[i]->name);

		if (!f || has_def(out, f))
			continue;
		vec_push(out, f);
		reach(c, f->sub, out);
	}
	vec_free(&next);
}

void check_fragments(struct check *c)
{
	struct trail t = { 0 };
	struct defs used = { 0 };

	for (const struct gdef *d = c->d->defs; d; d = d->next)
		if (d->op == GOP_FRAGMENT)
			cycles(c, &t, d);
		else
			reach(c, d->sub, &used);
	for (const struct gdef *d = c->d->defs; d; d = d->next)
		if (d->op == GOP_FRAGMENT && !has_def(&used, check_fragment(c->d, d->name)))
			gql_error(c->e, d->at, "Fragment \"%s\" is never used.", gql_text(c->a, d->name));
	vec_free(&t.path);
	vec_free(&t.on_path);
	vec_free(&t.seen);
	vec_free(&used);
}

struct usage {
	struct check *c;
	const struct gdef *op;
	struct defs seen;
	VEC(, const struct gvar *) used;
};

/* A variable that may be null fits where something must be when a default stands in for it. */
static bool fits(const struct gvar *var, struct gref have, struct gref want, bool has_fallback)
{
	if (want.nonnull && !have.nonnull) {
		bool own = var->fallback && var->fallback->kind != GV_NULL;

		if (!own && !has_fallback)
			return false;
	}
	if (have.list != want.list || have.t != want.t)
		return false;
	return !want.list || !want.item_nonnull || have.item_nonnull;
}

/* One use of a variable, in a place that wants a type; want.t NULL: nobody knows what it wants. */
static void use(struct usage *u, const struct gval *v, struct gref want, bool has_fallback)
{
	struct check *c = u->c;
	const struct gvar *var = u->op->vars;
	const char *name = gql_text(c->a, v->text);
	struct gref have;
	bool known;

	while (var && !slice_eq(var->name, v->text))
		var = var->next;
	if (!var) {
		if (u->op->name.n)
			gql_error_at(c->e, (uint32_t[]){ v->at, u->op->at }, 2, NULL, "Variable \"$%s\" is not defined by operation \"%s\".",
				     name, gql_text(c->a, u->op->name));
		else
			gql_error_at(c->e, (uint32_t[]){ v->at, u->op->at }, 2, NULL, "Variable \"$%s\" is not defined.", name);
		return;
	}
	vec_push(&u->used, var);
	have = input_type(c->s, var->type, &known);
	/* What is known is judged; lists of lists fit nowhere. */
	if (want.t && (known ? !fits(var, have, want, has_fallback) : var->type->item && var->type->item->item))
		gql_error_at(c->e, (uint32_t[]){ var->at, v->at }, 2, NULL,
			     "Variable \"$%s\" of type \"%s\" used in position expecting type \"%s\".", name,
			     input_type_text(c->a, var->type), types_print(c->a, want));
}

static void values(struct usage *u, const struct gval *v, struct gref type, bool has_fallback)
{
	struct gref nothing = { 0 };

	if (check_tired(u->c))
		return;
	if (v->kind == GV_VAR)
		use(u, v, type, has_fallback);
	for (const struct gval *i = v->items; i; i = i->next) {
		const struct ginput *in = NULL;

		if (v->kind == GV_OBJECT && type.t)
			in = types_input(type.t->inputs.v, type.t->inputs.n, i->name);
		values(u, i, v->kind == GV_OBJECT ? in ? in->type : nothing : type.t && type.list ? input_item(type) : nothing, false);
	}
}

static void args(struct usage *u, const struct garg *list, const struct ginput *known, size_t n)
{
	for (const struct garg *g = list; g; g = g->next) {
		const struct ginput *in = types_input(known, n, g->name);

		values(u, g->value, in ? in->type : (struct gref){ 0 }, in && in->fallback);
	}
}

/* Through fragments too, each once: all uses in an operation. */
static void walk(struct usage *u, const struct gsel *list, const struct gtype *parent)
{
	for (const struct gsel *s = list; s && !check_tired(u->c); s = s->next) {
		const struct gtype *inside = parent;

		for (const struct gdirective *d = s->directives; d; d = d->next) {
			size_t n;
			const struct ginput *in = check_directive_args(d->name, &n);

			args(u, d->args, in, in ? n : 0);
		}
		if (s->kind == GSEL_FIELD) {
			const struct gfield *f = parent ? check_field(u->c->s, parent, s->name) : NULL;

			args(u, s->args, f ? f->args : NULL, f ? f->n_args : 0);
			inside = f ? f->type.t : NULL;
		} else if (s->kind == GSEL_SPREAD) {
			const struct gdef *f = check_fragment(u->c->d, s->name);

			if (f && !has_def(&u->seen, f)) {
				vec_push(&u->seen, f);
				walk(u, f->sub, types_find(u->c->s, f->on));
			}
		} else if (s->on.n) {
			inside = types_find(u->c->s, s->on);
		}
		walk(u, s->sub, inside);
	}
}

void check_variables(struct check *c, const struct gdef *op)
{
	struct usage u = { .c = c, .op = op };

	walk(&u, op->sub, op->op == GOP_QUERY ? c->s->query : NULL);
	for (const struct gvar *v = op->vars; v && !check_tired(c); v = v->next) {
		size_t i = 0;

		while (i < u.used.n && !slice_eq(u.used.v[i]->name, v->name))
			i++;
		if (i < u.used.n)
			continue;
		if (op->name.n)
			gql_error(c->e, v->at, "Variable \"$%s\" is never used in operation \"%s\".", gql_text(c->a, v->name),
				  gql_text(c->a, op->name));
		else
			gql_error(c->e, v->at, "Variable \"$%s\" is never used.", gql_text(c->a, v->name));
	}
	vec_free(&u.seen);
	vec_free(&u.used);
}
