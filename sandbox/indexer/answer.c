/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/page.h"

#include <sodium.h>
#include <stdlib.h>

static json_t *path_json(struct run *r)
{
	json_t *out = json_array();

	for (size_t i = 0; i < r->path.n; i++)
		json_array_append_new(out, r->path.v[i].key.n ? json_stringn(r->path.v[i].key.p, r->path.v[i].key.n)
							       : json_integer(r->path.v[i].index));
	return out;
}

bool answer_fail(struct run *r, const struct group *g, const char *fmt, ...)
{
	struct str s = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	gql_error_at(r->e, &g->fields.v[0]->at, 1, path_json(r), "%s", str_c(&s));
	str_free(&s);
	return false;
}

void answer_text(struct run *r, struct slice s)
{
	str_addc(r->out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			str_addf(r->out, "\\%c", c);
		else if (c < 0x20)
			str_addf(r->out, "\\u%04x", c);
		else
			str_addc(r->out, (char)c);
	}
	str_addc(r->out, '"');
}

sqlite3_stmt *answer_take(struct run *r, const struct group *g, const char *sql)
{
	const char *why;
	sqlite3_stmt *s;

	/* A statement belongs to one place of the query: there it is never asked for while it is being read. */
	for (size_t i = 0; i < r->taken.n; i++)
		if (!strcmp(sqlite3_sql(r->taken.v[i]), sql) && !sqlite3_stmt_busy(r->taken.v[i]))
			return r->taken.v[i];
	s = store_get(r->st, sql, &why);
	if (s)
		vec_push(&r->taken, s);
	else
		answer_fail(r, g, "%s", why);
	return s;
}

bool answer_step(struct run *r, const struct group *g, sqlite3_stmt *s)
{
	int rc;

	if (r->dead)
		return false;
	rc = sqlite3_step(s);
	if (rc == SQLITE_ROW && r->out->n <= ANSWER_MAX_OUT)
		return true;
	if (rc == SQLITE_DONE)
		return false;
	r->dead = true;
	if (rc == SQLITE_ROW)
		answer_fail(r, g, "The answer is larger than %d bytes", ANSWER_MAX_OUT);
	else
		answer_fail(r, g, "%s", rc == SQLITE_INTERRUPT ? "canceling statement due to statement timeout" : sqlite3_errmsg(r->st->db));
	return false;
}

const struct gval *answer_arg(struct run *r, const struct group *g, const char *name)
{
	const struct ginput *in = types_input(g->def->args, g->def->n_args, slice_of(name));

	if (!in)
		return NULL;
	for (const struct garg *a = g->fields.v[0]->args; a; a = a->next) {
		if (!slice_is(a->name, name))
			continue;
		if (a->value->kind == GV_VAR && !input_of_var(&r->vars, a->value->text))
			break;
		return input_coerce(r->a, a->value, in->type, &r->vars);
	}
	if (in->fallback && in->fallback[0] == '[') {
		struct gval *v = arena_new(r->a, sizeof *v), *item = arena_new(r->a, sizeof *item);

		*item = (struct gval){ .kind = GV_ENUM, .text = { in->fallback + 1, strlen(in->fallback) - 2 } };
		*v = (struct gval){ .kind = GV_LIST, .items = item };
		return v;
	}
	return NULL;
}

bool answer_null(struct run *r, const struct group *g)
{
	if (!g->def->type.nonnull) {
		str_adds(r->out, "null");
		return true;
	}
	return answer_fail(r, g, "Cannot return null for non-nullable field %.*s.", (int)g->fields.v[0]->name.n, g->fields.v[0]->name.p);
}

/* @skip and @include, of which there may be both. */
static bool condition_met(struct run *r, const struct gsel *s)
{
	for (const struct gdirective *d = s->directives; d; d = d->next) {
		const struct gval *v = d->args ? d->args->value : NULL;
		bool yes;

		if (v && v->kind == GV_VAR)
			v = input_of_var(&r->vars, v->text);
		yes = v && v->yes;
		if ((slice_is(d->name, "skip") && yes) || (slice_is(d->name, "include") && !yes))
			return false;
	}
	return true;
}

static bool applies(const struct gtype *t, const struct gtype *on)
{
	return on == t || (on && on->kind == GK_INTERFACE && t->node);
}

struct collecting {
	struct run *r;
	struct gset *set;
	struct group **tail;
	VEC(, const struct gdef *) seen;
};

/* Into the set, in the order of first appearance; a fragment once. */
static void collect(struct collecting *c, const struct gsel *list)
{
	for (const struct gsel *s = list; s; s = s->next) {
		const struct gdef *f = NULL;
		size_t i = 0;

		if (!condition_met(c->r, s))
			continue;
		if (s->kind == GSEL_INLINE) {
			if (!s->on.n || applies(c->set->type, types_find(c->r->s, s->on)))
				collect(c, s->sub);
			continue;
		}
		if (s->kind == GSEL_SPREAD) {
			f = check_fragment(c->r->d, s->name);
			while (i < c->seen.n && c->seen.v[i] != f)
				i++;
			if (i < c->seen.n)
				continue;
			vec_push(&c->seen, f);
			if (applies(c->set->type, types_find(c->r->s, f->on)))
				collect(c, f->sub);
			continue;
		}
		for (struct group *g = c->set->first;; g = g->next) {
			struct slice key = s->alias.n ? s->alias : s->name;

			if (g && !slice_eq(g->key, key))
				continue;
			if (!g) {
				g = *c->tail = arena_new(c->r->a, sizeof *g);
				c->tail = &g->next;
				g->key = key;
				g->column = -1;
				g->def = check_field(c->r->s, c->set->type, s->name);
				if (g->def->how == R_TYPENAME || g->def->how == R_SCHEMA || g->def->how == R_TYPE) {
					/* Those are rewritten at every look-up. */
					struct gfield *own = arena_new(c->r->a, sizeof *own);

					*own = *g->def;
					g->def = own;
				}
			}
			vec_push(&g->fields, s);
			break;
		}
	}
}

struct gset *answer_set(struct run *r, struct group *g, const struct gtype *t)
{
	struct collecting c = { .r = r };

	if (g->sub && g->sub->type == t)
		return g->sub;
	c.set = g->sub = arena_new(r->a, sizeof *g->sub);
	c.set->type = t;
	c.tail = &c.set->first;
	for (size_t i = 0; i < g->fields.n; i++)
		collect(&c, g->fields.v[i]->sub);
	vec_free(&c.seen);
	return g->sub;
}

static bool page_info(struct run *r, struct group *g, const struct source *src)
{
	struct page_plan *p = src->connection->page;
	size_t n = src->page->keys.n;
	struct str cursor = { 0 };
	bool beyond;

	if (g->def->how == R_HAS_NEXT || g->def->how == R_HAS_PREVIOUS) {
		beyond = (g->def->how == R_HAS_NEXT) == !p->flip ? src->page->more : page_beyond(r, p, src->page->parent);
		str_adds(r->out, beyond ? "true" : "false");
		return true;
	}
	if (!n)
		return answer_null(r, g);
	page_cursor(r, p, src->page->keys.v[g->def->how == R_START_CURSOR ? 0 : n - 1], &cursor);
	answer_text(r, slice_str(&cursor));
	str_free(&cursor);
	return true;
}

/* Nodes or edges of a page. An item that fails takes the list with it: no item may be null. */
static bool list(struct run *r, struct group *g, const struct source *src)
{
	const struct entity *e = src->connection->page->e;
	struct source item = { .kind = g->def->how == R_NODES ? SRC_ROW : SRC_EDGE, .entity = e, .connection = src->connection, .page = src->page };
	struct gset *set = answer_set(r, g, g->def->type.t);
	bool ok = true;

	str_addc(r->out, '[');
	for (size_t i = 0; i < src->page->keys.n && ok; i++) {
		vec_push(&r->path, (struct step){ .index = (int)i });
		str_adds(r->out, i ? "," : "");
		item.k = src->page->keys.v[i];
		ok = answer_object(r, set, &item) && !r->dead;
		r->path.n--;
	}
	str_addc(r->out, ']');
	return ok;
}

/* Fields of a connection, of its edges, of its page info. */
static bool of_page(struct run *r, struct group *g, const struct source *src)
{
	struct source info = *src;
	struct str cursor = { 0 };
	int64_t n;

	switch (g->def->how) {
	case R_NODES:
	case R_EDGES:
		return list(r, g, src);
	case R_PAGE_INFO:
		info.kind = SRC_PAGE_INFO;
		return answer_sub(r, g, &info, g->def->type.t);
	case R_TOTAL:
		if (!page_count(r, src->connection->page, src->page->parent, &n))
			return false;
		str_addf(r->out, "%lld", (long long)n);
		return true;
	case R_CURSOR:
		page_cursor(r, src->connection->page, src->k, &cursor);
		answer_text(r, slice_str(&cursor));
		str_free(&cursor);
		return true;
	case R_EDGE_NODE:
		info.kind = SRC_ROW;
		return answer_sub(r, g, &info, g->def->type.t);
	default:
		return page_info(r, g, src);
	}
}

static bool field(struct run *r, struct gset *set, struct group *g, const struct source *src)
{
	if (g->def->how == R_TYPENAME) {
		answer_text(r, slice_of(set->type->name));
		return true;
	}
	switch (src->kind) {
	case SRC_ROOT:
		return answer_root(r, g);
	case SRC_PAGE:
	case SRC_EDGE:
	case SRC_PAGE_INFO:
		return of_page(r, g, src);
	case SRC_STATUS:
	case SRC_VERSION:
		return answer_status(r, g);
	default:
		return answer_meta(r, g, src);
	}
}

bool answer_object(struct run *r, struct gset *set, const struct source *src)
{
	size_t mark = r->out->n;
	bool found;

	if (src->kind == SRC_ROW)
		return answer_row(r, set, src->entity, src->k, &found);
	if (!r->dead && r->out->n > ANSWER_MAX_OUT) {
		r->dead = true;
		gql_error_at(r->e, NULL, 0, NULL, "The answer is larger than %d bytes", ANSWER_MAX_OUT);
	}
	if (r->dead)
		return false;
	str_addc(r->out, '{');
	for (struct group *g = set->first; g; g = g->next) {
		bool ok;

		if (g != set->first)
			str_addc(r->out, ',');
		answer_text(r, g->key);
		str_addc(r->out, ':');
		vec_push(&r->path, (struct step){ .key = g->key });
		ok = r->path.n <= ANSWER_MAX_LEVELS * 2 ? answer_value(r, set, g, src) : answer_fail(r, g, "The query is nested too deep");
		r->path.n--;
		if (!ok) {
			str_cut(r->out, mark);
			return false;
		}
	}
	str_addc(r->out, '}');
	return true;
}

/* One field; what failed becomes null where that may be. */
bool answer_value(struct run *r, struct gset *set, struct group *g, const struct source *src)
{
	size_t mark = r->out->n;

	if (field(r, set, g, src))
		return true;
	str_cut(r->out, mark);
	if (g->def->type.nonnull)
		return false;
	str_adds(r->out, "null");
	return true;
}

bool answer_sub(struct run *r, struct group *g, const struct source *src, const struct gtype *t)
{
	size_t mark = r->out->n;
	struct gset *set = answer_set(r, g, t);
	bool found = true;

	if (src->kind == SRC_ROW ? answer_row(r, set, src->entity, src->k, &found) && found : answer_object(r, set, src))
		return true;
	str_cut(r->out, mark);
	/* A key without a row is null without being an error. */
	return found ? false : answer_null(r, g);
}
