/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/input_inside.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

const struct gval *input_of_var(const struct gvars *v, struct slice name)
{
	for (const struct gval *i = v ? v->list : NULL; i; i = i->next)
		if (slice_eq(i->name, name))
			return i;
	return NULL;
}

bool input_is(struct gref t, const char *name)
{
	return !strcmp(t.t->name, name);
}

struct gref input_item(struct gref t)
{
	return (struct gref){ .t = t.t, .nonnull = t.item_nonnull };
}

const struct gvalue *input_enum(const struct gtype *t, struct slice name)
{
	for (size_t i = 0; i < t->values.n; i++)
		if (slice_is(name, t->values.v[i].name))
			return &t->values.v[i];
	return NULL;
}

bool input_int_fits(struct slice text, bool wide)
{
	int64_t n;

	return slice_i64(text, &n) && (wide || (n >= INT32_MIN && n <= INT32_MAX));
}

/* Whether a literal or a variable's value fits a scalar; the kinds of JSON are those of literals but for enums. */
bool input_scalar_fits(const struct gtype *t, const struct gval *v)
{
	bool number = v->kind == GV_INT || v->kind == GV_FLOAT;

	if (!strcmp(t->name, "Int"))
		return v->kind == GV_INT && input_int_fits(v->text, false);
	if (!strcmp(t->name, "Float"))
		return number;
	if (!strcmp(t->name, "String"))
		return v->kind == GV_STRING;
	if (!strcmp(t->name, "ID"))
		return v->kind == GV_STRING || v->kind == GV_INT;
	if (!strcmp(t->name, "Boolean"))
		return v->kind == GV_BOOL;
	if (!strcmp(t->name, "BigInt") || !strcmp(t->name, "BigFloat"))
		return v->kind == GV_STRING || number;
	if (!strcmp(t->name, "JSON"))
		return true;
	return v->kind == GV_STRING; /* Datetime, Cursor */
}

/* Without what follows it in its list. */
static struct gval *copy(struct arena *a, const struct gval *v)
{
	struct gval *out = arena_new(a, sizeof *out);

	*out = *v;
	out->next = NULL;
	return out;
}

/* Anything goes into a JSON scalar, with variables put in. */
static struct gval *free_form(struct arena *a, const struct gval *v, const struct gvars *vars)
{
	struct gval *out, **tail;

	if (v->kind == GV_VAR) {
		v = input_of_var(vars, v->text);
		return v ? copy(a, v) : NULL;
	}
	out = copy(a, v);
	out->items = NULL;
	tail = &out->items;
	for (const struct gval *i = v->items; i; i = i->next) {
		struct gval *item = free_form(a, i, vars);

		if (!item)
			continue;
		item->name = i->name;
		*tail = item;
		tail = &item->next;
	}
	return out;
}

/* A member whose variable was not given is as if it were not there. */
static struct gval *object(struct arena *a, const struct gval *v, const struct gtype *t, const struct gvars *vars)
{
	struct gval *out = copy(a, v), **tail = &out->items;

	out->items = NULL;
	for (const struct gval *i = v->items; i; i = i->next) {
		const struct ginput *in = types_input(t->inputs.v, t->inputs.n, i->name);
		struct gval *item;

		if (!in)
			return NULL;
		if (i->kind == GV_VAR && !input_of_var(vars, i->text)) {
			if (in->type.nonnull)
				return NULL;
			continue;
		}
		item = input_coerce(a, i, in->type, vars);
		if (!item)
			return NULL;
		item->name = i->name;
		*tail = item;
		tail = &item->next;
	}
	return out;
}

/* One value stands for a list of one. */
static struct gval *list(struct arena *a, const struct gval *v, struct gref type, const struct gvars *vars)
{
	struct gval *out = copy(a, v), **tail = &out->items;

	if (v->kind != GV_LIST) {
		out->kind = GV_LIST;
		out->items = input_coerce(a, v, input_item(type), vars);
		return out->items ? out : NULL;
	}
	out->items = NULL;
	for (const struct gval *i = v->items; i; i = i->next) {
		static const struct gval nothing = { .kind = GV_NULL };
		bool missing = i->kind == GV_VAR && !input_of_var(vars, i->text);

		*tail = input_coerce(a, missing ? &nothing : i, input_item(type), vars);
		if (!*tail)
			return NULL;
		tail = &(*tail)->next;
	}
	return out;
}

struct gval *input_coerce(struct arena *a, const struct gval *v, struct gref type, const struct gvars *vars)
{
	if (v->kind == GV_VAR) {
		/* It was coerced when it came in; only a null may not fit here. */
		const struct gval *var = input_of_var(vars, v->text);
		struct gval *out;

		if (!var || (var->kind == GV_NULL && type.nonnull))
			return NULL;
		out = copy(a, var);
		if (type.list && var->kind != GV_LIST && var->kind != GV_NULL) {
			out->kind = GV_LIST;
			out->items = copy(a, var);
		}
		return out;
	}
	if (v->kind == GV_NULL)
		return type.nonnull ? NULL : copy(a, v);
	if (type.list)
		return list(a, v, type, vars);
	if (type.t->kind == GK_INPUT)
		return v->kind == GV_OBJECT ? object(a, v, type.t, vars) : NULL;
	if (type.t->kind == GK_ENUM)
		return v->kind == GV_ENUM && input_enum(type.t, v->text) ? copy(a, v) : NULL;
	if (input_is(type, "JSON"))
		return free_form(a, v, vars);
	return input_scalar_fits(type.t, v) ? copy(a, v) : NULL;
}

struct gref input_type(const struct gschema *s, const struct gtypenode *n, bool *known)
{
	struct gref r = { .nonnull = n->nonnull };

	if (n->item) {
		r.list = true;
		n = n->item;
		r.item_nonnull = n->nonnull;
	}
	*known = !n->item && (r.t = types_find(s, n->name));
	return r;
}

const char *input_type_text(struct arena *a, const struct gtypenode *n)
{
	if (n->item)
		return arena_printf(a, "[%s]%s", input_type_text(a, n->item), n->nonnull ? "!" : "");
	return arena_printf(a, "%s%s", gql_text(a, n->name), n->nonnull ? "!" : "");
}

/* Changes, insertions, deletions, and swaps of neighbours; names are short. */
static size_t distance(const char *x, const char *y, size_t most)
{
	size_t n = strlen(x), m = strlen(y), rows[3][82], *before = rows[0], *up = rows[1], *now = rows[2];

	if (n > 80 || m > 80 || (n > m ? n - m : m - n) > most)
		return most + 1;
	for (size_t k = 0; k <= m; k++)
		up[k] = k;
	for (size_t i = 1; i <= n; i++) {
		size_t *old = before;

		now[0] = i;
		for (size_t k = 1; k <= m; k++) {
			size_t best = up[k - 1] + (x[i - 1] != y[k - 1]);

			if (up[k] + 1 < best)
				best = up[k] + 1;
			if (now[k - 1] + 1 < best)
				best = now[k - 1] + 1;
			if (i > 1 && k > 1 && x[i - 1] == y[k - 2] && x[i - 2] == y[k - 1] && before[k - 2] + 1 < best)
				best = before[k - 2] + 1;
			now[k] = best;
		}
		before = up;
		up = now;
		now = old;
	}
	return up[m];
}

static char *lower(struct arena *a, const char *s)
{
	char *out = arena_copy(a, slice_of(s));

	for (char *p = out; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 32);
	return out;
}

struct near {
	const char *name;
	size_t far;
};

static int nearest_first(const void *x, const void *y)
{
	const struct near *p = x, *q = y;

	return p->far != q->far ? (p->far > q->far) - (p->far < q->far) : strcmp(p->name, q->name);
}

const char *input_did_you_mean(struct arena *a, const char *prefix, struct slice name, const char *const *candidates, size_t n)
{
	const char *text = gql_text(a, name), *low = lower(a, text), *out;
	VEC(, struct near) found = { 0 };
	struct str s = { 0 };
	size_t most = strlen(text) * 2 / 5 + 1;

	for (size_t i = 0; i < n; i++) {
		const char *other = lower(a, candidates[i]);
		size_t far = !strcmp(text, candidates[i]) ? 0 : !strcmp(low, other) ? 1 : distance(low, other, most);

		if (far <= most)
			vec_push(&found, (struct near){ candidates[i], far });
	}
	if (found.n)
		qsort(found.v, found.n, sizeof *found.v, nearest_first);
	if (found.n > 5)
		found.n = 5;
	for (size_t i = 0; i < found.n; i++)
		str_addf(&s, "%s%s\"%s\"", i == 0 ? " Did you mean " : i + 1 < found.n ? ", " : found.n == 2 ? " or " : ", or ",
			 i == 0 ? prefix : "", found.v[i].name);
	if (found.n)
		str_addc(&s, '?');
	out = arena_copy(a, slice_str(&s));
	str_free(&s);
	vec_free(&found);
	return out;
}
