/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/page.h"

#include <sodium.h>
#include <stdlib.h>

static const char version[] = "1.8.0";

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

static void set_free(struct gset *s)
{
	for (struct group *g = s ? s->first : NULL; g; g = g->next) {
		vec_free(&g->fields);
		set_free(g->sub);
	}
}

static bool leaf(struct run *r, struct slice s)
{
	answer_text(r, s);
	return true;
}

static bool row_by_id(struct run *r, struct group *g, const char *arg, enum entity_id e, const char *sql, bool account)
{
	const struct gval *v = answer_arg(r, g, arg);
	struct param p;
	struct source src = { .kind = SRC_ROW, .entity = &entities[e] };
	sqlite3_stmt *s;
	bool found = false;

	if (!v)
		return answer_null(r, g);
	if (!store_id_read(account ? ID_ACCOUNT : entities[e].id_kind, v->text, &p) || r->st->lies.empty)
		return answer_null(r, g);
	s = answer_take(r, g, sql);
	if (!s)
		return false;
	store_bind(s, &(struct params){ &p, 1, 1 }, 0);
	if (answer_step(r, g, s)) {
		found = true;
		src.k = sqlite3_column_int64(s, 0);
	}
	sqlite3_reset(s);
	return found ? answer_sub(r, g, &src, types_find(r->s, slice_of(entities[e].type))) : answer_null(r, g);
}

/* nodeId: base64 of ["transfers","0000..."]. */
static bool node(struct run *r, struct group *g)
{
	const struct gval *v = answer_arg(r, g, "nodeId");
	unsigned char raw[256];
	size_t n = 0;
	json_t *j = NULL;
	bool found = false, ok = true;

	if (v && v->text.n < 300 &&
	    !sodium_base642bin(raw, sizeof raw, v->text.p, v->text.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL))
		j = json_loadb((const char *)raw, n, JSON_DECODE_ANY, NULL);
	if (json_is_string(j) && !strcmp(json_string_value(j), "query")) {
		json_decref(j);
		return answer_sub(r, g, &(struct source){ .kind = SRC_ROOT }, r->s->query);
	}
	for (size_t i = 0; i < ENTITIES && json_array_size(j) == 2; i++) {
		const struct entity *e = &entities[i];
		json_t *id = json_array_get(j, 1);
		char text[128];
		struct param p;
		struct str sql = { 0 };
		sqlite3_stmt *s;
		struct source src = { .kind = SRC_ROW, .entity = e };

		if (!e->root || !json_is_string(json_array_get(j, 0)) || strcmp(json_string_value(json_array_get(j, 0)), e->root))
			continue;
		snprintf(text, sizeof text, "%s", json_is_string(id) ? json_string_value(id) : "");
		if (json_is_integer(id))
			snprintf(text, sizeof text, "%lld", (long long)json_integer_value(id));
		if (!store_id_read(e->id_kind, slice_of(text), &p))
			continue;
		str_addf(&sql, "SELECT t0.k FROM %s t0 WHERE ", e->table);
		answer_sql(&sql, store_id_sql(e), "t0");
		str_adds(&sql, " = ?");
		s = answer_take(r, g, str_c(&sql));
		store_bind(s, &(struct params){ &p, 1, 1 }, 0);
		if (answer_step(r, g, s)) {
			found = true;
			src.k = sqlite3_column_int64(s, 0);
		}
		sqlite3_reset(s);
		str_free(&sql);
		if (found)
			ok = answer_sub(r, g, &src, types_find(r->s, slice_of(e->type)));
		break;
	}
	json_decref(j);
	return found ? ok : answer_null(r, g);
}

static bool status(struct run *r, const struct group *g)
{
	unsigned char hash[32] = { 0 };
	char text[67] = "0x";
	sqlite3_stmt *s;

	if (g->def->how == R_STATUS_NAME)
		return leaf(r, SLICE("squid_processor"));
	s = answer_take(r, g, "SELECT height, hash FROM status");
	if (!s || !answer_step(r, g, s))
		return answer_null(r, g);
	if (g->def->how == R_STATUS_HEIGHT) {
		str_addf(r->out, "%d", sqlite3_column_int(s, 0));
	} else {
		if (sqlite3_column_bytes(s, 1) == 32)
			memcpy(hash, sqlite3_column_blob(s, 1), 32);
		if (r->st->lies.other_hashes)
			hash[0] ^= 0xff;
		sodium_bin2hex(text + 2, 65, hash, 32);
		answer_text(r, slice_of(text));
	}
	sqlite3_reset(s);
	return true;
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

static bool of_root(struct run *r, struct group *g)
{
	switch (g->def->how) {
	case R_CONNECTION:
		return answer_field_of_row(r, g, NULL, 0, NULL);
	case R_QUERY:
		return answer_sub(r, g, &(struct source){ .kind = SRC_ROOT }, r->s->query);
	case R_NODE_ID:
		return leaf(r, SLICE("InF1ZXJ5Ig=="));
	case R_NODE:
		return node(r, g);
	case R_IDENTITY_BY_ACCOUNT:
		return row_by_id(r, g, "accountId", E_IDENTITY, "SELECT i.k FROM account a JOIN identity i ON i.account = a.k WHERE a.pub = ?", true);
	case R_SMITH_BY_IDENTITY:
		return row_by_id(r, g, "identityId", E_SMITH, "SELECT k FROM smith WHERE k = ?", false);
	case R_UD_HISTORY_BY_ID:
		return row_by_id(r, g, "id", E_UD_HISTORY, "SELECT k FROM ud_history WHERE identity = ?1 >> 16 AND idx = ?1 & 65535", false);
	case R_STATUS:
		return answer_sub(r, g, &(struct source){ .kind = SRC_STATUS }, g->def->type.t);
	case R_VERSION:
		return answer_sub(r, g, &(struct source){ .kind = SRC_VERSION }, g->def->type.t);
	default:
		return answer_schema(r, g);
	}
}

static bool field(struct run *r, struct gset *set, struct group *g, const struct source *src)
{
	if (g->def->how == R_TYPENAME)
		return leaf(r, slice_of(set->type->name));
	switch (src->kind) {
	case SRC_ROOT:
		return of_root(r, g);
	case SRC_PAGE:
	case SRC_EDGE:
	case SRC_PAGE_INFO:
		return of_page(r, g, src);
	case SRC_STATUS:
		return status(r, g);
	case SRC_VERSION:
		return leaf(r, g->def->how == R_VERSION_TYPE ? SLICE("duniter-squid") : slice_of(version));
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

static const struct gdef *operation(struct run *r, json_t *name)
{
	const struct gdef *found = NULL;
	size_t n = 0;

	for (const struct gdef *d = r->d->defs; d; d = d->next) {
		if (d->op == GOP_FRAGMENT)
			continue;
		n++;
		if (!json_is_string(name) || slice_is(d->name, json_string_value(name)))
			found = d;
	}
	if (json_is_string(name) && !found)
		gql_error_at(r->e, NULL, 0, NULL, "Unknown operation named \"%s\".", json_string_value(name));
	else if (!json_is_string(name) && n > 1)
		gql_error_at(r->e, NULL, 0, NULL, "Must provide operation name if query contains multiple operations.");
	else if (!n)
		gql_error_at(r->e, NULL, 0, NULL, "Must provide an operation.");
	if (found && found->op != GOP_QUERY)
		gql_error(r->e, found->at, "Schema is not configured to execute %s operation.", found->op == GOP_MUTATION ? "mutation" : "subscription");
	return json_array_size(r->e->list) ? NULL : found;
}

static void carry_out(struct run *r, const struct gdef *op)
{
	struct gset set = { .type = r->s->query };
	struct collecting c = { .r = r, .set = &set, .tail = &set.first };
	size_t mark = r->out->n;

	collect(&c, op->sub);
	vec_free(&c.seen);
	r->st->steps = r->st->ration;
	if (!answer_object(r, &set, &(struct source){ .kind = SRC_ROOT })) {
		str_cut(r->out, mark);
		str_adds(r->out, "null");
	}
	r->st->steps = UINT64_MAX;
	set_free(&set);
}

static void finish(struct run *r)
{
	for (size_t i = 0; i < r->taken.n; i++)
		store_put(r->st, r->taken.v[i]);
	for (size_t i = 0; i < r->pages.n; i++)
		page_plan_free(r->pages.v[i]);
	vec_free(&r->taken);
	vec_free(&r->pages);
	vec_free(&r->path);
}

static void put_errors(struct str *out, json_t *list)
{
	char *text = json_dumps(list, JSON_COMPACT);

	str_adds(out, "\"errors\":");
	str_adds(out, text);
	free(text);
}

static int answer_document(struct store *st, struct slice text, json_t *variables, json_t *name, struct str *out)
{
	struct arena a = { 0 };
	struct gerrors e;
	struct run r = { .s = types_schema(), .st = st, .a = &a, .e = &e };
	struct str data = { 0 };
	const struct gdef *op = NULL;
	bool ran = false;

	gql_errors_init(&e, &a, text);
	r.out = &data;
	r.d = gql_parse(text, &a, &e);
	if (r.d && check_document(r.s, r.d, &a, &e))
		op = operation(&r, name);
	if (op && input_vars(r.s, op, variables, &a, &e, &r.vars)) {
		ran = true;
		carry_out(&r, op);
	}
	finish(&r);
	str_addc(out, '{');
	if (json_array_size(e.list))
		put_errors(out, e.list);
	if (ran) {
		str_adds(out, json_array_size(e.list) ? ",\"data\":" : "\"data\":");
		str_add(out, slice_str(&data));
	}
	str_addc(out, '}');
	str_free(&data);
	json_decref(e.list);
	arena_free(&a);
	return ran ? 200 : 400;
}

int answer_request(struct store *st, struct slice body, struct str *out)
{
	json_t *j = json_loadb(body.p, body.n, 0, NULL), *query = json_object_get(j, "query"), *vars = json_object_get(j, "variables");
	int status_code = 400;

	if (!j)
		str_adds(out, "{\"errors\":[{\"message\":\"The body of the request is not JSON.\"}]}");
	else if (!json_is_string(query))
		str_adds(out, "{\"errors\":[{\"message\":\"Must provide a query string.\"}]}");
	else if (vars && !json_is_null(vars) && !json_is_object(vars))
		str_adds(out, "{\"errors\":[{\"message\":\"Variables must be provided as an object.\"}]}");
	else
		status_code = answer_document(st, (struct slice){ json_string_value(query), json_string_length(query) }, vars,
					      json_object_get(j, "operationName"), out);
	json_decref(j);
	return status_code;
}
