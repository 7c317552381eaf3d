/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/where_inside.h"

struct operator {
	const char *name, *sql;     /* L: the column, R: the value, or the list of values */
	bool many, lower;
};
static const struct operator operators[];

static bool fail(struct where *w, const char *what)
{
	answer_fail(w->r, w->g, "%s", what);
	return false;
}

void where_sort_sql(const struct column *c, const char *alias, struct str *out)
{
	const struct entity *to;
	char inner[40];

	switch (c->kind) {
	case CT_ID:
		answer_sql(out, store_id_sql(&entities[c->entity]), alias);
		return;
	case CT_REF:
	case CT_ADDRESS:
		to = c->kind == CT_REF ? &entities[types_column_ref(c)->to] : &entities[E_ACCOUNT];
		snprintf(inner, sizeof inner, "r_%s", alias);
		str_adds(out, "(SELECT ");
		answer_sql(out, store_id_sql(to), inner);
		str_addf(out, " FROM %s %s WHERE %s.k = ", to->table, inner, inner);
		answer_sql(out, c->sql, alias);
		str_addc(out, ')');
		return;
	default:
		answer_sql(out, c->sql, alias);
	}
}

/* The value as SQL: its number, made small letters when asked. */
static bool put_value(struct where *w, const struct column *c, const struct gval *v, bool lower, struct str *sql)
{
	struct param p;

	if (v->kind == GV_NULL)
		return fail(w, "Null literals are forbidden in filter argument input.");
	if (!where_param(w, c, v, &p))
		return false;
	str_addf(sql, lower ? "lower_all(?%zu)" : "?%zu", where_add(w, p));
	return true;
}

static bool put_values(struct where *w, const struct column *c, const struct gval *list, bool lower, struct str *sql)
{
	size_t n = 0;

	str_addc(sql, '(');
	for (const struct gval *i = list->items; i; i = i->next) {
		str_adds(sql, n++ ? "," : "");
		if (!put_value(w, c, i, lower, sql))
			return false;
		if (n > 20000)
			return fail(w, "The list is too long.");
	}
	str_addc(sql, ')');
	return true;
}

static const struct operator *find(const struct gval *v)
{
	const struct operator *o = operators;

	while (o->name && !slice_is(v->name, o->name))
		o++;
	return o->name ? o : NULL;
}

/* Puts column and value into the operator's pattern. */
static bool compare(struct where *w, const struct column *c, const char *left, const struct operator *o, const struct gval *v,
		    struct str *sql)
{
	str_addc(sql, '(');
	for (const char *p = o->sql; *p; p++)
		if (*p == 'L')
			str_addf(sql, o->lower ? "lower_all(%s)" : "%s", left);
		else if (*p != 'R')
			str_addc(sql, *p);
		else if (!(o->many ? put_values : put_value)(w, c, v, o->lower, sql))
			return false;
	str_addc(sql, ')');
	return true;
}

/* Times are blocks: before a moment is before the first block at or after it. */
static bool compare_time(struct where *w, const struct column *c, const char *left, const struct operator *o, const struct gval *v,
			 struct str *sql)
{
	bool below = !strncmp(o->name, "less", 4), above = !strncmp(o->name, "greater", 7);
	bool next = !strcmp(o->name, "lessThanOrEqualTo") || !strcmp(o->name, "greaterThan");
	struct param p;
	struct str ms = { 0 };
	bool ok;

	if (below || above) {
		if (!where_time(w, v, next, &p))
			return false;
		str_addf(sql, "(%s %s ?%zu)", left, below ? "<" : ">=", where_add(w, p));
		return true;
	}
	/* Equality only with a block that is exactly then. */
	str_addf(&ms, "%s", left);
	ok = compare(w, c, str_c(&ms), o, v, sql);
	str_free(&ms);
	for (const struct gval *i = o->many ? v->items : v; ok && i; i = o->many ? i->next : NULL) {
		int64_t t, k = (int64_t)w->p->n - 1;

		for (const struct gval *j = o->many ? i->next : NULL; j; j = j->next)
			k--;
		if (where_read_time(i->text, &t) && store_time(w->r->st, w->p->v[k].i) != t)
			w->p->v[k].i = INT64_MIN;
	}
	return ok;
}

/* JSON and lists: sqlite has no such types, json_op compares their texts as what they mean. */
static bool compare_json(struct where *w, const struct column *c, const char *left, const struct gval *v, struct str *sql)
{
	bool differ = slice_is(v->name, "notEqualTo") || slice_is(v->name, "distinctFrom");
	const char *how = differ || slice_is(v->name, "notDistinctFrom") ? "equalTo" : gql_text(w->r->a, v->name);
	static const char plain[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	struct param p;

	if (v->kind == GV_NULL)
		return fail(w, "Null literals are forbidden in filter argument input.");
	if (slice_starts(v->name, "less") || slice_starts(v->name, "greater"))
		return compare(w, c, left, find(v), v, sql);
	if (slice_is(v->name, "in") || slice_is(v->name, "notIn")) {
		str_adds(sql, slice_is(v->name, "in") ? "(0" : "(NOT (0");
		for (const struct gval *i = v->items; i; i = i->next) {
			where_json(w, i, &p);
			str_addf(sql, " OR json_op('equalTo', %s, ?%zu)", left, where_add(w, p));
		}
		str_adds(sql, slice_is(v->name, "in") ? ")" : "))");
		return true;
	}
	/* Plain texts inside must be there as they are: that is seen without reading the JSON. */
	for (const struct gval *m = v->kind == GV_OBJECT && !strcmp(how, "contains") ? v->items : NULL; m; m = m->next)
		if (m->kind == GV_STRING && m->text.n && strspn(gql_text(w->r->a, m->text), plain) == m->text.n)
			str_addf(sql, "has(0, %s, ?%zu) AND ", left, where_add(w, (struct param){ .kind = P_TEXT, .text = m->text }));
	where_json(w, v, &p);
	str_addf(sql, "(%sjson_op('%s', %s, ?%zu))", differ ? "NOT " : "", how, left, where_add(w, p));
	return true;
}

/* Ids are compared as what they are kept as; a reference by looking its target up once. Whatever else is asked of an id is
 * asked of its text. */
static bool compare_id(struct where *w, const struct column *c, const char *alias, const struct operator *o, const struct gval *v,
		       struct str *sql)
{
	static const char *const direct[] = { "equalTo", "notEqualTo", "distinctFrom", "notDistinctFrom", "in", "notIn", NULL };
	static const struct column text = { .kind = CT_TEXT };
	const struct entity *to = c->kind == CT_REF ? &entities[types_column_ref(c)->to] : c->kind == CT_ADDRESS ? &entities[E_ACCOUNT] : NULL;
	struct str left = { 0 };
	bool ok, key = false;

	for (int i = 0; direct[i]; i++)
		key = key || !strcmp(direct[i], o->name);
	if (key && to) {
		answer_sql(sql, c->sql, alias);
		str_addf(sql, " %s (SELECT r.k FROM %s r WHERE ", !strcmp(o->name, "equalTo") ? "=" : !strcmp(o->name, "notEqualTo") ? "<>" :
			 !strcmp(o->name, "distinctFrom") ? "IS NOT" : !strcmp(o->name, "in") ? "IN" :
			 !strcmp(o->name, "notIn") ? "NOT IN" : "IS", to->table);
		answer_sql(sql, store_id_sql(to), "r");
		str_adds(sql, o->many ? " IN " : " = ");
		ok = (o->many ? put_values : put_value)(w, c, v, false, sql);
		str_addc(sql, ')');
		return ok;
	}
	if (key) {
		where_sort_sql(c, alias, &left);
		ok = compare(w, c, str_c(&left), o, v, sql);
	} else {
		str_addf(&left, "id_text(%d, ", where_id_kind(c));
		where_sort_sql(c, alias, &left);
		str_addc(&left, ')');
		ok = compare(w, &text, str_c(&left), o, v, sql);
	}
	str_free(&left);
	return ok;
}

/* isNull: a reference is null when nothing is at its end. */
static bool null_test(struct where *w, const struct column *c, const char *alias, const struct gval *v, struct str *sql)
{
	if (v->kind != GV_BOOL)
		return fail(w, "Null literals are forbidden in filter argument input.");
	str_addc(sql, '(');
	where_sort_sql(c, alias, sql);
	str_addf(sql, " IS %sNULL)", v->yes ? "" : "NOT ");
	return true;
}

/* All operators on one column. */
static bool column(struct where *w, const struct column *c, const char *alias, const struct gval *ops, struct str *sql)
{
	struct str left = { 0 };
	size_t n = 0;
	bool ok = true;

	if (ops->kind != GV_OBJECT || !ops->items)
		return fail(w, ops->kind == GV_OBJECT ? "Empty objects are forbidden in filter argument input."
							     : "Null literals are forbidden in filter argument input.");
	answer_sql(&left, c->sql ? c->sql : "", alias);
	for (const struct gval *v = ops->items; v && ok; v = v->next) {
		const struct operator *o = find(v);

		str_adds(sql, n++ ? " AND " : "");
		if (slice_is(v->name, "isNull"))
			ok = null_test(w, c, alias, v, sql);
		else if (c->kind == CT_JSON || c->kind == CT_INTS || c->kind == CT_TEXTS)
			ok = compare_json(w, c, str_c(&left), v, sql);
		else if (v->kind == GV_NULL)
			ok = fail(w, "Null literals are forbidden in filter argument input.");
		else if (where_is_id(c))
			ok = compare_id(w, c, alias, o, v, sql);
		else if (c->kind == CT_TIME)
			ok = compare_time(w, c, str_c(&left), o, v, sql);
		else
			ok = compare(w, c, str_c(&left), o, v, sql);
	}
	str_free(&left);
	return ok;
}

/* EXISTS over the rows at the other end of a reference; sub NULL: any row. */
static bool exists(struct where *w, const struct ginput *in, const char *alias, const struct gval *sub, const char *many, struct str *sql)
{
	const struct reference *f = in->ref;
	const struct entity *other = &entities[in->back ? f->from : f->to];
	char inner[16];
	bool every = !strcmp(many, "every"), ok = true;

	snprintf(inner, sizeof inner, "t%u", ++w->aliases);
	str_addf(sql, "%sEXISTS (SELECT 1 FROM %s %s WHERE ", every || !strcmp(many, "none") ? "NOT " : "", other->table, inner);
	if (in->back) {
		answer_sql(sql, f->key, inner);
		str_addf(sql, " = %s.k", alias);
	} else {
		str_addf(sql, "%s.k = ", inner);
		answer_sql(sql, f->key, alias);
	}
	if (sub) {
		str_adds(sql, every ? " AND (" : " AND ");
		ok = where_filter(w, sub, other, inner, sql);
		str_adds(sql, every ? ") IS NOT 1" : "");
	}
	str_addc(sql, ')');
	return ok;
}

/* The key of this row is among those at the other end, which stand in front as a table of their own: found once, and sqlite's
 * parser, whose stack is small, sees no nesting. */
static bool among(struct where *w, const struct ginput *in, const char *alias, const struct gval *sub, const char *many, struct str *sql)
{
	const struct reference *f = in->ref;
	const struct entity *other = &entities[in->back ? f->from : f->to];
	bool every = !strcmp(many, "every"), ok;
	unsigned me = ++w->aliases;
	struct str table = { 0 };
	char inner[16];

	snprintf(inner, sizeof inner, "t%u", me);
	str_addf(&table, "f%u(k) AS (SELECT ", me);
	answer_sql(&table, in->back ? f->key : "@.k", inner);
	str_addf(&table, " FROM %s %s WHERE ", other->table, inner);
	ok = where_filter(w, sub, other, inner, &table);
	str_adds(&table, every ? " IS NOT 1)" : ")");
	str_addf(w->with, "%s%s", w->with->n ? ", " : "WITH ", str_c(&table));
	str_free(&table);
	answer_sql(sql, in->back ? "@.k" : f->key, alias);
	str_addf(sql, "%s IN (SELECT k FROM f%u WHERE k IS NOT NULL)", every || !strcmp(many, "none") ? " NOT" : "", me);
	return ok;
}

/* A member of a filter that leads to other rows. */
static bool relation(struct where *w, const struct ginput *in, const char *alias, const struct gval *v, struct str *sql)
{
	size_t n = 0;
	bool ok = true;

	if (in->exists)
		return exists(w, in, alias, NULL, v->yes ? "some" : "none", sql);
	if (!in->back || in->ref->how & ONE)
		return among(w, in, alias, v, "some", sql);
	/* On the outside an index finds the few rows that belong to this one; inside all are looked at once. */
	for (const struct gval *m = v->items; m && ok; m = m->next) {
		str_adds(sql, n++ ? " AND " : "");
		ok = m->kind == GV_OBJECT ? (w->depth > 1 ? among : exists)(w, in, alias, m, gql_text(w->r->a, m->name), sql)
					  : fail(w, "Null literals are forbidden in filter argument input.");
	}
	return n ? ok : fail(w, "Empty objects are forbidden in filter argument input.");
}

/* and, or, not. */
static bool combined(struct where *w, const struct gval *v, const struct entity *e, const char *alias, struct str *sql)
{
	const char *sep = slice_is(v->name, "and") ? " AND " : " OR ";
	size_t n = 0;

	if (slice_is(v->name, "not")) {
		str_adds(sql, "NOT ");
		return where_filter(w, v, e, alias, sql);
	}
	str_addc(sql, '(');
	for (const struct gval *i = v->items; i; i = i->next) {
		str_adds(sql, n++ ? sep : "");
		if (!where_filter(w, i, e, alias, sql))
			return false;
	}
	str_adds(sql, n ? ")" : "1)");
	return true;
}

bool where_filter(struct where *w, const struct gval *filter, const struct entity *e, const char *alias, struct str *sql)
{
	struct str name = { 0 };
	const struct gtype *t;
	size_t n = 0;
	bool ok = true;

	str_addf(&name, "%sFilter", e->type);
	t = types_find(w->r->s, slice_str(&name));
	str_free(&name);
	if (filter->kind != GV_OBJECT)
		return fail(w, "Null literals are forbidden in filter argument input.");
	if (!filter->items)
		return fail(w, "Empty objects are forbidden in filter argument input.");
	if (++w->depth > 30)
		return fail(w, "The filter is nested too deep.");
	str_addc(sql, '(');
	for (const struct gval *v = filter->items; v && ok; v = v->next) {
		const struct ginput *in = types_input(t->inputs.v, t->inputs.n, v->name);

		str_adds(sql, n++ ? " AND " : "");
		if (v->kind == GV_NULL)
			ok = fail(w, "Null literals are forbidden in filter argument input.");
		else if (in->column)
			ok = column(w, in->column, alias, v, sql);
		else if (in->ref)
			ok = relation(w, in, alias, v, sql);
		else
			ok = combined(w, v, e, alias, sql);
	}
	str_addc(sql, ')');
	w->depth--;
	return ok;
}

bool where_condition(struct where *w, const struct gval *condition, const struct entity *e, const char *alias, struct str *sql)
{
	static const struct operator equal = { "equalTo", "L = R", false, false };
	struct str name = { 0 }, left = { 0 };
	const struct gtype *t;
	bool ok = true;

	str_addf(&name, "%sCondition", e->type);
	t = types_find(w->r->s, slice_str(&name));
	str_free(&name);
	str_addc(sql, '1');
	for (const struct gval *v = condition->items; v && ok; v = v->next) {
		const struct column *c = types_input(t->inputs.v, t->inputs.n, v->name)->column;
		struct gval named = *v;

		named.name = SLICE("equalTo");
		str_adds(sql, " AND ");
		str_cut(&left, 0);
		where_sort_sql(c, alias, &left);
		if (v->kind == GV_NULL)
			str_addf(sql, "%s IS NULL", str_c(&left));
		else if (c->kind == CT_JSON || c->kind == CT_INTS || c->kind == CT_TEXTS)
			ok = compare_json(w, c, str_c(&left), &named, sql);
		else if (c->kind == CT_BYTES)
			str_addf(sql, "'\\x' || lower(hex(%s)) = lower(?%zu)", str_c(&left),
				 where_add(w, (struct param){ .kind = P_TEXT, .text = v->text }));
		else if (where_is_id(c))
			ok = compare_id(w, c, alias, &equal, v, sql);
		else
			ok = c->kind == CT_TIME ? compare_time(w, c, str_c(&left), &equal, v, sql) : compare(w, c, str_c(&left), &equal, v, sql);
	}
	str_free(&left);
	return ok;
}

static const struct operator operators[] = {
	{ "equalTo", "L = R", false, false },
	{ "notEqualTo", "L <> R", false, false },
	{ "distinctFrom", "L IS NOT R", false, false },
	{ "notDistinctFrom", "L IS R", false, false },
	{ "in", "L IN R", true, false },
	{ "notIn", "L NOT IN R", true, false },
	{ "lessThan", "L < R", false, false },
	{ "lessThanOrEqualTo", "L <= R", false, false },
	{ "greaterThan", "L > R", false, false },
	{ "greaterThanOrEqualTo", "L >= R", false, false },
	{ "includes", "has(0, L, R)", false, false },
	{ "notIncludes", "NOT has(0, L, R)", false, false },
	{ "includesInsensitive", "has(0, L, R)", false, true },
	{ "notIncludesInsensitive", "NOT has(0, L, R)", false, true },
	{ "startsWith", "has(1, L, R)", false, false },
	{ "notStartsWith", "NOT has(1, L, R)", false, false },
	{ "startsWithInsensitive", "has(1, L, R)", false, true },
	{ "notStartsWithInsensitive", "NOT has(1, L, R)", false, true },
	{ "endsWith", "has(2, L, R)", false, false },
	{ "notEndsWith", "NOT has(2, L, R)", false, false },
	{ "endsWithInsensitive", "has(2, L, R)", false, true },
	{ "notEndsWithInsensitive", "NOT has(2, L, R)", false, true },
	{ "like", "has(3, L, R)", false, false },
	{ "notLike", "NOT has(3, L, R)", false, false },
	{ "likeInsensitive", "has(3, L, R)", false, true },
	{ "notLikeInsensitive", "NOT has(3, L, R)", false, true },
	{ "equalToInsensitive", "L = R", false, true },
	{ "notEqualToInsensitive", "L <> R", false, true },
	{ "distinctFromInsensitive", "L IS NOT R", false, true },
	{ "notDistinctFromInsensitive", "L IS R", false, true },
	{ "inInsensitive", "L IN R", true, true },
	{ "notInInsensitive", "L NOT IN R", true, true },
	{ "lessThanInsensitive", "L < R", false, true },
	{ "lessThanOrEqualToInsensitive", "L <= R", false, true },
	{ "greaterThanInsensitive", "L > R", false, true },
	{ "greaterThanOrEqualToInsensitive", "L >= R", false, true },
	{ NULL, NULL, false, false },
};
