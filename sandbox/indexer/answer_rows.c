/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of tables: the columns that a query wants, what they point at, and what points at them. */
#include "sandbox/indexer/page.h"

#include <sodium.h>
#include <stdlib.h>
#include <time.h>

/* The statement that fetches what is wanted of a row. */
struct row_plan {
	const char *sql;
	int n;
};

static const char mixed[];

void answer_sql(struct str *out, const char *pattern, const char *alias)
{
	for (const char *p = pattern; *p; p++)
		if (*p == '@')
			str_adds(out, alias);
		else
			str_addc(out, *p);
}

/* As PostgreSQL writes times of the zone UTC. */
static void put_time(struct run *r, int64_t ms)
{
	time_t s = (time_t)(ms / 1000);
	struct tm tm;

	gmtime_r(&s, &tm);
	str_addf(r->out, "\"%04d-%02d-%02dT%02d:%02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	if (ms % 1000)
		str_addf(r->out, ".%03d", (int)(ms % 1000));
	str_adds(r->out, "+00:00\"");
}

static struct slice bytes_at(sqlite3_stmt *s, int at)
{
	const char *p = sqlite3_column_blob(s, at);

	return (struct slice){ p ? p : "", p ? (size_t)sqlite3_column_bytes(s, at) : 0 };
}

static void put_id(struct run *r, const struct column *c, sqlite3_stmt *s, int at)
{
	enum id_kind kind = c->kind == CT_ID ? entities[c->entity].id_kind : c->kind == CT_REF ? entities[types_column_ref(c)->to].id_kind :
			    c->kind == CT_ADDRESS ? ID_ACCOUNT : ID_EVENT;
	bool number = sqlite3_column_type(s, at) == SQLITE_INTEGER;
	struct str text = { 0 };

	store_id(r->st, kind, number ? sqlite3_column_int64(s, at) : 0, number ? SLICE("") : bytes_at(s, at), &text);
	if (kind == ID_INT)
		str_add(r->out, slice_str(&text));
	else
		answer_text(r, slice_str(&text));
	str_free(&text);
}

static void put_bytes(struct run *r, const struct column *c, struct slice b)
{
	bool flip = r->st->lies.other_hashes && b.n == 32 && (c->entity == E_BLOCK || c->entity == E_EXTRINSIC);

	str_adds(r->out, "\"\\\\x");
	for (size_t i = 0; i < b.n; i++)
		str_addf(r->out, "%02x", (unsigned char)b.p[i] ^ (flip && i == 0 ? 0xffu : 0u));
	str_addc(r->out, '"');
}

/* A hash of a block that is not kept. */
static void put_old_hash(struct run *r, const struct column *c, int64_t number)
{
	static const char *const columns[] = { "hash", "parentHash", "stateRoot", "extrinsicsicRoot" };
	unsigned char hashes[4][32] = { { 0 } };
	int which = 0;

	while (which < 3 && strcmp(columns[which], c->field))
		which++;
	if (r->st->old_header)
		r->st->old_header(r->st->old_arg, (uint32_t)number, hashes);
	put_bytes(r, c, (struct slice){ (const char *)hashes[which], 32 });
}

void answer_value_of(struct run *r, const struct column *c, sqlite3_stmt *s, int at)
{
	int64_t lie = c->entity == E_ACCOUNT && (c->kind == CT_BIG || c->kind == CT_FLOAT) ? r->st->lies.balance : 0;

	if (sqlite3_column_type(s, at) == SQLITE_NULL) {
		str_adds(r->out, "null");
		return;
	}
	switch (c->kind) {
	case CT_ID:
	case CT_REF:
	case CT_ADDRESS:
	case CT_EVENT:
		put_id(r, c, s, at);
		break;
	case CT_INT:
		str_addf(r->out, "%lld", (long long)sqlite3_column_int64(s, at));
		break;
	case CT_BIG:
	case CT_BIGINT:
	case CT_FLOAT:
		str_addf(r->out, "\"%lld\"", (long long)(sqlite3_column_int64(s, at) + lie));
		break;
	case CT_BOOL:
		str_adds(r->out, sqlite3_column_int(s, at) ? "true" : "false");
		break;
	case CT_TIME:
		put_time(r, store_time(r->st, sqlite3_column_int64(s, at)));
		break;
	case CT_BYTES:
		put_bytes(r, c, bytes_at(s, at));
		break;
	case CT_JSON:
	case CT_INTS:
	case CT_TEXTS:
		str_add(r->out, bytes_at(s, at));
		break;
	case CT_TEXT:
	case CT_NAME:
		answer_text(r, bytes_at(s, at));
		break;
	}
}

/* What of the row a field needs; false: nothing. */
static bool wanted(const struct group *g, struct str *sql)
{
	char inner[] = "b0";

	switch (g->def->how) {
	case R_COLUMN:
		where_sort_sql(g->def->column, "t0", sql);
		return true;
	case R_FORWARD:
		answer_sql(sql, g->def->ref->key, "t0");
		return true;
	case R_BACK_ONE:
		str_addf(sql, "(SELECT b0.k FROM %s b0 WHERE ", entities[g->def->ref->from].table);
		answer_sql(sql, g->def->ref->key, inner);
		str_adds(sql, " = t0.k)");
		return true;
	case R_NODE_ID:
		return true;
	default:
		return false;
	}
}

void answer_from(const struct entity *e, struct str *out)
{
	static const char *const by[] = { [BY_K] = "t0.k = ?1", [BY_UD] = "t0.identity = ?1 >> 16 AND t0.idx = (?1 & 65535)",
					  [BY_MIXED] = "t0.k = ?1" };

	str_addf(out, " FROM %s t0 WHERE %s", e->by_key == BY_MIXED ? mixed : e->table, by[e->by_key]);
}

/* The columns of the statement get their places in the groups. */
static struct row_plan *plan(struct run *r, struct gset *set, const struct entity *e)
{
	struct row_plan *p = arena_new(r->a, sizeof *p);
	struct str sql = { 0 };

	str_adds(&sql, "SELECT 1");
	for (struct group *g = set->first; g; g = g->next) {
		size_t mark = sql.n;

		str_adds(&sql, ", ");
		if (!wanted(g, &sql)) {
			str_cut(&sql, mark);
			continue;
		}
		if (g->def->how == R_NODE_ID)
			answer_sql(&sql, store_id_sql(e), "t0");
		g->column = ++p->n;
	}
	answer_from(e, &sql);
	p->sql = arena_copy(r->a, slice_str(&sql));
	str_free(&sql);
	return p;
}

/* base64 of ["transfers","0000..."] */
static bool node_id(struct run *r, const struct group *g, const struct entity *e, sqlite3_stmt *s)
{
	struct str json = { 0 }, *out = r->out;
	char *text;
	size_t room;

	r->out = &json;
	str_addf(&json, "[\"%s\",", e->root);
	put_id(r, r->s->ids[e->id], s, g->column);
	str_addc(&json, ']');
	r->out = out;
	room = sodium_base64_encoded_len(json.n, sodium_base64_VARIANT_ORIGINAL);
	text = arena_new(r->a, room);
	sodium_bin2base64(text, room, (const unsigned char *)json.p, json.n, sodium_base64_VARIANT_ORIGINAL);
	answer_text(r, slice_of(text));
	str_free(&json);
	return true;
}

/* The plan is made for the first row and serves all others at this place of the query. */
static bool connection(struct run *r, struct group *g, const struct entity *e, int64_t k)
{
	const struct gtype *t = g->def->type.t;
	struct page page = { .parent = k };
	struct source src = { .kind = SRC_PAGE, .entity = e, .connection = g, .page = &page };
	bool ok, rows = false;

	if (!g->page)
		g->page = page_plan(r, g, t->entity);
	if (!g->page)
		return false;
	for (struct group *sub = answer_set(r, g, t)->first; sub; sub = sub->next)
		rows = rows || (sub->def->how != R_TOTAL && sub->def->how != R_TYPENAME);
	ok = (!rows || page_read(r, g->page, k, &page)) && answer_sub(r, g, &src, t);
	vec_free(&page.keys);
	return ok;
}

bool answer_field_of_row(struct run *r, struct group *g, const struct entity *e, int64_t k, sqlite3_stmt *s)
{
	struct source src = { .kind = SRC_ROW };

	switch (g->def->how) {
	case R_COLUMN:
		if (sqlite3_column_type(s, g->column) == SQLITE_NULL && e->id == E_BLOCK && g->def->type.nonnull) {
			put_old_hash(r, g->def->column, k);
			return true;
		}
		if (sqlite3_column_type(s, g->column) == SQLITE_NULL)
			return answer_null(r, g);
		answer_value_of(r, g->def->column, s, g->column);
		return true;
	case R_FORWARD:
	case R_BACK_ONE:
		if (sqlite3_column_type(s, g->column) == SQLITE_NULL)
			return answer_null(r, g);
		src.k = sqlite3_column_int64(s, g->column);
		src.entity = &entities[g->def->how == R_FORWARD ? g->def->ref->to : g->def->ref->from];
		return answer_sub(r, g, &src, g->def->type.t);
	case R_NODE_ID:
		return node_id(r, g, e, s);
	default:
		return connection(r, g, e, k);
	}
}

static bool fields(struct run *r, struct gset *set, const struct entity *e, int64_t k, sqlite3_stmt *s)
{
	str_addc(r->out, '{');
	for (struct group *g = set->first; g; g = g->next) {
		size_t mark;
		bool ok = true;

		if (g != set->first)
			str_addc(r->out, ',');
		answer_text(r, g->key);
		str_addc(r->out, ':');
		mark = r->out->n;
		vec_push(&r->path, (struct step){ .key = g->key });
		if (g->def->how == R_TYPENAME)
			answer_text(r, slice_of(set->type->name));
		else
			ok = r->path.n <= ANSWER_MAX_LEVELS * 2 ? answer_field_of_row(r, g, e, k, s)
								 : answer_fail(r, g, "The query is nested too deep");
		r->path.n--;
		if (ok)
			continue;
		str_cut(r->out, mark);
		if (g->def->type.nonnull)
			return false;
		str_adds(r->out, "null");
	}
	str_addc(r->out, '}');
	return true;
}

bool answer_row(struct run *r, struct gset *set, const struct entity *e, int64_t k, bool *found)
{
	size_t mark = r->out->n;
	sqlite3_stmt *s = NULL;
	const char *why;
	bool ok;

	*found = true;
	if (!set->row)
		set->row = plan(r, set, e);
	s = store_get(r->st, set->row->sql, &why);
	if (!s)
		return false;
	for (int i = 1; i <= sqlite3_bind_parameter_count(s); i++)
		sqlite3_bind_int64(s, i, k);
	if (sqlite3_step(s) != SQLITE_ROW) {
		store_put(r->st, s);
		*found = r->dead;
		return false;
	}
	ok = fields(r, set, e, k, s);
	if (!ok)
		str_cut(r->out, mark);
	store_put(r->st, s);
	return ok;
}

/* One row of transfer_with_ud by its key. */
static const char mixed[] =
	"(SELECT k * 2 AS k, block, from_k, to_k, amount, k AS event, comment, 0 AS is_ud, NULL AS ud_amount, NULL AS ud_identity "
	"FROM transfer WHERE k = ?1 >> 1 AND NOT ?1 & 1 UNION ALL "
	"SELECT ?1, h.block, NULL, i.account, h.amount, NULL, NULL, 1, h.amount, CAST(h.identity AS TEXT) "
	"FROM ud_history h JOIN identity i ON i.k = h.identity "
	"WHERE ?1 & 1 AND h.identity = ?1 >> 17 AND h.idx = ((?1 >> 1) & 65535))";
