/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/page.h"

#include <sodium.h>
#include <stdlib.h>

/* Pieces of the SQL while they are put together. arms: what an "or" of equalities was taken apart into. */
struct draft {
	struct run *r;
	struct page_plan *p;
	struct where w;
	struct str base, after, before, order;
	VEC(, char *) arms;
};

/* A term that is there already adds nothing to the order. */
static void add_term(struct page_plan *p, const char *sql, const struct column *c, bool descending, bool flag)
{
	for (size_t i = 0; i < p->terms.n; i++)
		if (!strcmp(p->terms.v[i].sql, sql))
			return;
	vec_push(&p->terms, (struct page_term){ sql, c, descending, flag });
}

/* One order: nulls count as the largest. */
static void add_order(struct draft *d, const struct gvalue *o)
{
	static const struct column natural = { .kind = CT_INT, .sql = "@.k", .nonnull = true };
	const struct column *c = o->column ? o->column : &natural;
	struct str sql = { 0 };
	const char *text;

	where_sort_sql(c, "t0", &sql);
	text = arena_copy(d->r->a, slice_str(&sql));
	if (!c->nonnull)
		add_term(d->p, arena_printf(d->r->a, "(%s IS NULL)", text), c, o->descending, true);
	add_term(d->p, text, c, o->descending, false);
	vec_push(&d->p->aliases, o->alias);
	str_free(&sql);
}

/* Behind what was asked for comes the id, unless the order is one already. */
static void orders(struct draft *d, const struct gtype *type)
{
	const struct gval *list = answer_arg(d->r, d->p->group, "orderBy");
	static const struct gvalue natural = { .name = "NATURAL", .alias = "natural" };
	const struct column *id = d->r->s->ids[d->p->e->id];
	bool unique = false;

	if (list && list->kind == GV_ENUM)
		add_order(d, input_enum(type, list->text));
	for (const struct gval *v = list && list->kind == GV_LIST ? list->items : NULL; v; v = v->next)
		if (v->kind == GV_ENUM)
			add_order(d, input_enum(type, v->text));
	if (!d->p->terms.n)
		add_order(d, &natural);
	for (size_t i = 0; i < d->p->terms.n; i++)
		unique = unique || d->p->terms.v[i].column == id || !d->p->terms.v[i].column->field;
	if (!unique) {
		struct str sql = { 0 };

		where_sort_sql(id, "t0", &sql);
		add_term(d->p, arena_copy(d->r->a, slice_str(&sql)), id, false, false);
		str_free(&sql);
	}
}

/* The values of a cursor as parameters, one for each term; false when it does not belong to this order. */
static bool read_cursor(struct draft *d, const struct gval *cursor, size_t *numbers)
{
	char *raw = arena_new(d->r->a, cursor->text.n + 1);
	json_t *j = NULL, *values;
	size_t n = 0, used = 0;
	bool ok;

	if (!sodium_base642bin((unsigned char *)raw, cursor->text.n, cursor->text.p, cursor->text.n, NULL, &n, NULL,
			       sodium_base64_VARIANT_ORIGINAL))
		j = json_loadb(raw, n, 0, NULL);
	n = json_array_size(j);
	ok = j && n == d->p->aliases.n + 1;

	for (size_t i = 0; ok && i + 1 < n; i++)
		ok = json_is_string(json_array_get(j, i)) && !strcmp(json_string_value(json_array_get(j, i)), d->p->aliases.v[i]);
	values = json_array_get(j, n ? n - 1 : 0);
	for (size_t i = 0; ok && i < d->p->terms.n; i++) {
		const struct page_term *t = &d->p->terms.v[i];
		json_t *v = json_array_get(values, used);
		struct gval g = { .kind = GV_STRING, .text = SLICE("") };
		struct param param = { .kind = P_NULL };
		char *text = NULL;

		ok = v != NULL;
		if (!t->flag)
			used++;
		if (ok && t->flag) {
			param = (struct param){ .kind = P_INT, .i = json_is_null(v) };
		} else if (ok && !json_is_null(v)) {
			text = json_is_string(v) ? mem_strdup(json_string_value(v)) : json_dumps(v, JSON_ENCODE_ANY);
			g.text = slice_of(arena_copy(d->r->a, slice_of(text)));
			g.yes = json_is_true(v);
			ok = where_param(&d->w, t->column, &g, &param);
		}
		free(text);
		numbers[i] = where_add(&d->w, param);
	}
	ok = ok && used == json_array_size(values);
	json_decref(j);
	return ok;
}

/* Rows behind the cursor (or before it): by the first term, or equal there and by the next. The plain bound at the front is
 * what an index can use. */
static bool bound(struct draft *d, const char *name, bool after, struct str *out)
{
	const struct gval *cursor = answer_arg(d->r, d->p->group, name);
	const struct page_term *t = d->p->terms.v;
	size_t n = d->p->terms.n, *numbers;

	if (!cursor || cursor->kind != GV_STRING)
		return true;
	numbers = arena_new(d->r->a, n * sizeof *numbers);
	if (!read_cursor(d, cursor, numbers)) {
		answer_fail(d->r, d->p->group, "Invalid cursor, please enforce an ordering with `orderBy` that it was made with.");
		return false;
	}
	if (t[0].column->nonnull)
		str_addf(out, "%s %s ?%zu AND ", t[0].sql, after != t[0].descending ? ">=" : "<=", numbers[0]);
	for (size_t i = 0; i < n; i++) {
		str_addf(out, "(%s %s ?%zu", t[i].sql, after != t[i].descending ? ">" : "<", numbers[i]);
		if (i + 1 < n)
			str_addf(out, " OR (%s IS ?%zu AND ", t[i].sql, numbers[i]);
	}
	for (size_t i = 0; i < n; i++)
		str_adds(out, i + 1 < n ? "))" : ")");
	return true;
}

/* {or: [{fromId: {equalTo: a}}, {toId: {equalTo: a}}]}: each arm has an index that is already in order, so that a page needs
 * only its own rows. NULL when it is not of that kind. */
static const struct gval *simple_or(struct draft *d, const struct gval *filter)
{
	struct str name = { 0 };
	const struct gval *list = filter && filter->kind == GV_OBJECT ? filter->items : NULL;
	const struct gtype *t;
	size_t n = 0;

	str_addf(&name, "%sFilter", d->p->e->type);
	t = types_find(d->r->s, slice_str(&name));
	str_free(&name);
	while (list && !slice_is(list->name, "or"))
		list = list->next;
	for (const struct gval *arm = list ? list->items : NULL; arm; arm = arm->next, n++) {
		const struct gval *m = arm->kind == GV_OBJECT ? arm->items : NULL;
		const struct ginput *in = m ? types_input(t->inputs.v, t->inputs.n, m->name) : NULL;

		if (!in || m->next || !in->column || in->column->kind != CT_REF || m->kind != GV_OBJECT || !m->items || m->items->next ||
		    !slice_is(m->items->name, "equalTo") || n >= 6)
			return NULL;
	}
	return n > 1 ? list : NULL;
}

/* condition and filter become the base, but for a simple "or", which becomes arms. */
static bool filters(struct draft *d, const char *base)
{
	const struct gval *condition = answer_arg(d->r, d->p->group, "condition"), *filter = answer_arg(d->r, d->p->group, "filter");
	const struct gval *arms = simple_or(d, filter);
	bool ok = true;

	str_adds(&d->base, base);
	if (condition && condition->kind == GV_OBJECT) {
		str_adds(&d->base, " AND ");
		ok = where_condition(&d->w, condition, d->p->e, "t0", &d->base);
	}
	if (!filter || filter->kind == GV_NULL)
		return ok;
	if (arms) {
		struct gval rest = *filter, **tail = &rest.items;

		for (const struct gval *v = filter->items; v; v = v->next)
			if (v != arms) {
				struct gval *copy = arena_new(d->r->a, sizeof *copy);

				*copy = *v;
				copy->next = NULL;
				*tail = copy;
				tail = &copy->next;
			}
		*tail = NULL;
		for (const struct gval *arm = arms->items; arm && ok; arm = arm->next) {
			struct str sql = { 0 };

			ok = where_filter(&d->w, arm, d->p->e, "t0", &sql);
			vec_push(&d->arms, str_take(&sql));
		}
		if (!ok || !rest.items)
			return ok;
		str_adds(&d->base, " AND ");
		return where_filter(&d->w, &rest, d->p->e, "t0", &d->base);
	}
	str_adds(&d->base, " AND ");
	return ok && where_filter(&d->w, filter, d->p->e, "t0", &d->base);
}

/* "SELECT what FROM table WHERE ...", for each arm without the rows of arms before it. */
static void choose(struct draft *d, struct str *out, const char *what, const char *more)
{
	size_t n = d->arms.n ? d->arms.n : 1;

	for (size_t i = 0; i < n; i++) {
		str_addf(out, "%sSELECT %s FROM %s t0 WHERE %s", i ? " UNION ALL " : "", what, d->p->e->table, str_c(&d->base));
		if (d->arms.n)
			str_addf(out, " AND %s", d->arms.v[i]);
		for (size_t k = 0; k < i; k++)
			str_addf(out, " AND (%s) IS NOT 1", d->arms.v[k]);
		if (*more)
			str_addf(out, " AND %s", more);
	}
}

/* -1 when the argument is not there. */
static bool whole(struct draft *d, const char *name, int64_t *out)
{
	const struct gval *v = answer_arg(d->r, d->p->group, name);

	*out = -1;
	if (!v || v->kind == GV_NULL)
		return true;
	slice_i64(v->text, out);
	if (*out >= 0)
		return true;
	answer_fail(d->r, d->p->group, "%s must not be negative", !strcmp(name, "offset") ? "OFFSET" : "LIMIT");
	return false;
}

/* As the real one's: "last" behind "first" cuts the head off what "first" gives, as if that were full. */
static bool limits(struct draft *d, int64_t *offset)
{
	struct page_plan *p = d->p;
	int64_t first, last;

	if (!whole(d, "first", &first) || !whole(d, "last", &last) || !whole(d, "offset", offset))
		return false;
	p->offset = *offset > 0;
	p->limit = first;
	if (last < 0)
		return true;
	if (first >= 0 && *offset > 0)
		return answer_fail(d->r, p->group, "Issue within pagination, please report your query to graphile-build"), false;
	if (first >= 0 && last < first) {
		*offset = first - last;
		p->limit = last;
	} else if (first < 0 && *offset > 0) {
		return answer_fail(d->r, p->group, "Cannot combine 'last' and 'offset'"), false;
	} else if (first < 0) {
		p->flip = true;
		p->limit = last;
	}
	return true;
}

/* One row more than the page is asked for, to know whether there are more. */
static void assemble(struct draft *d, int64_t offset)
{
	struct page_plan *p = d->p;
	struct str what = { 0 }, more = { 0 };

	str_adds(&what, "t0.k");
	for (size_t i = 0; i < p->terms.n; i++) {
		if (d->arms.n)
			str_addf(&what, ", %s AS o%zu", p->terms.v[i].sql, i);
		str_adds(&d->order, i ? ", " : " ORDER BY ");
		if (d->arms.n)
			str_addf(&d->order, "o%zu", i);
		else
			str_adds(&d->order, p->terms.v[i].sql);
		str_adds(&d->order, p->terms.v[i].descending != p->flip ? " DESC" : "");
	}
	if (d->after.n || d->before.n)
		str_addf(&more, "(%s)%s(%s)", d->after.n ? str_c(&d->after) : "1", " AND ", d->before.n ? str_c(&d->before) : "1");
	str_addf(&p->keys, "%s ", str_c(&p->with));
	choose(d, &p->keys, str_c(&what), str_c(&more));
	str_add(&p->keys, slice_str(&d->order));
	if (p->limit >= 0 || offset > 0)
		str_addf(&p->keys, " LIMIT %lld OFFSET %lld", (long long)(p->limit < 0 ? -1 : p->limit + 1), (long long)(offset > 0 ? offset : 0));
	str_addf(&p->count, "%s SELECT ", str_c(&p->with));
	if (d->arms.n) {
		for (size_t i = 0; i < d->arms.n; i++) {
			str_addf(&p->count, "%s(SELECT count(*) FROM %s t0 WHERE %s AND %s", i ? " + " : "", p->e->table, str_c(&d->base),
				 d->arms.v[i]);
			for (size_t k = 0; k < i; k++)
				str_addf(&p->count, " AND (%s) IS NOT 1", d->arms.v[k]);
			str_addc(&p->count, ')');
		}
	} else {
		str_addf(&p->count, "count(*) FROM %s t0 WHERE %s", p->e->table, str_c(&d->base));
	}
	if (d->after.n || d->before.n) {
		/* Reading forwards there are rows before the page when some are not behind "after"; backwards the other way. */
		struct str not = { 0 };
		const struct str *side = p->flip ? &d->before : &d->after;

		if (side->n) {
			str_addf(&not, "(%s) IS NOT 1", str_c(side));
			str_addf(&p->beyond, "%s ", str_c(&p->with));
			choose(d, &p->beyond, "1", str_c(&not));
			str_adds(&p->beyond, " LIMIT 1");
		}
		str_free(&not);
	}
	str_free(&what);
	str_free(&more);
}

static void draft_free(struct draft *d)
{
	for (size_t i = 0; i < d->arms.n; i++)
		free(d->arms.v[i]);
	vec_free(&d->arms);
	str_free(&d->base);
	str_free(&d->after);
	str_free(&d->before);
	str_free(&d->order);
}

/* Whose rows: all at the root, else those that belong to the parent. */
static const char *base_of(struct run *r, const struct gfield *f, struct draft *d)
{
	struct str key = { 0 };
	const char *out;

	if (f->how == R_CONNECTION && !f->ref)
		return "1";
	where_add(&d->w, (struct param){ .kind = P_PARENT });
	if (f->how == R_TRANSFERS_WITH_UD)
		return "t0.a = ?1";
	if (f->how == R_UD_HISTORY)
		return "t0.identity = ?1";
	answer_sql(&key, f->ref->key, "t0");
	out = arena_printf(r->a, "%s = ?1", str_c(&key));
	str_free(&key);
	return out;
}

struct page_plan *page_plan(struct run *r, struct group *g, const struct entity *e)
{
	struct page_plan *p = mem_new(sizeof *p);
	struct draft d = { .r = r, .p = p, .w = { .r = r, .g = g, .p = &p->p, .with = &p->with } };
	const struct ginput *by = types_input(g->def->args, g->def->n_args, SLICE("orderBy"));
	int64_t offset = -1;
	bool ok;

	p->group = g;
	p->e = e;
	orders(&d, by->type.t);
	ok = limits(&d, &offset) && filters(&d, base_of(r, g->def, &d)) && bound(&d, "after", true, &d.after) &&
	     bound(&d, "before", false, &d.before);
	if (ok)
		assemble(&d, offset);
	draft_free(&d);
	if (ok) {
		vec_push(&r->pages, p);
		return p;
	}
	page_plan_free(p);
	return NULL;
}

void page_plan_free(struct page_plan *p)
{
	vec_free(&p->p);
	vec_free(&p->terms);
	vec_free(&p->aliases);
	str_free(&p->with);
	str_free(&p->keys);
	str_free(&p->count);
	str_free(&p->beyond);
	free(p);
}
