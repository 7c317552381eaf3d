/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the root that are no connections: one row by some id, the state of the indexer. */
#include "sandbox/indexer/answer_rows.h"

#include <sodium.h>

static const char version[] = "1.8.0";

static bool leaf(struct run *r, struct slice s)
{
	answer_text(r, s);
	return true;
}

/* sql gives the key for an id; account: the id is an address. */
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

bool answer_status(struct run *r, const struct group *g)
{
	unsigned char hash[32] = { 0 };
	char text[67] = "0x";
	sqlite3_stmt *s;

	if (g->def->how == R_STATUS_NAME)
		return leaf(r, SLICE("squid_processor"));
	if (g->def->how == R_VERSION_VERSION || g->def->how == R_VERSION_TYPE)
		return leaf(r, g->def->how == R_VERSION_TYPE ? SLICE("duniter-squid") : slice_of(version));
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

bool answer_root(struct run *r, struct group *g)
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
