/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/store_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { KEEP_STATEMENTS = 200, RATION = 150000 };

/* All SQL of this program is right or the program is wrong; what came from a query goes through store_get. */
static void must(struct store *st, int rc, const char *sql)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
		return;
	fprintf(stderr, "vigie-sandbox: indexer: %s: %s\n", sqlite3_errmsg(st->db), sql);
	abort();
}

void store_run(struct store *st, const char *sql)
{
	must(st, sqlite3_exec(st->db, sql, NULL, NULL, NULL), sql);
}

/* Called by sqlite each thousand steps: ends the statement when the request has used up its own. */
static int ration(void *arg)
{
	struct store *st = arg;

	if (st->steps == 0)
		return 1;
	st->steps--;
	return 0;
}

/* Nothing waits for the disk: a crash of the machine may cost the file, which then is made again. */
static enum err open_db(struct store *st, struct fault *f)
{
	int rc = sqlite3_open_v2(st->path ? st->path : ":memory:", &st->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(st->db, "PRAGMA synchronous=OFF;PRAGMA temp_store=MEMORY;PRAGMA cache_size=-16000;PRAGMA mmap_size=268435456;"
					  "PRAGMA locking_mode=EXCLUSIVE;BEGIN", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return fault_set(f, rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT ? E_CORRUPT : E_DB, "indexer: %s: %s",
				 st->path ? st->path : "memory", sqlite3_errmsg(st->db));
	sqlite3_limit(st->db, SQLITE_LIMIT_EXPR_DEPTH, 400);
	sqlite3_limit(st->db, SQLITE_LIMIT_SQL_LENGTH, 4000000);
	sqlite3_progress_handler(st->db, 1000, ration, st);
	st->steps = UINT64_MAX;
	st->ration = RATION;
	return E_OK;
}

enum err store_open(struct store *st, const char *path, bool fresh, bool *filled, struct fault *f)
{
	enum err e;
	int version = 0;
	sqlite3_stmt *s;

	st->path = path && *path ? mem_strdup(path) : NULL;
	if (st->path && fresh)
		unlink(st->path);
	e = open_db(st, f);
	if (e)
		return e;
	store_functions(st);
	if (sqlite3_prepare_v2(st->db, "SELECT version FROM status", -1, &s, NULL) == SQLITE_OK) {
		version = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int(s, 0) : 0;
		sqlite3_finalize(s);
	}
	*filled = version == STORE_VERSION;
	if (*filled)
		store_create_triggers(st);
	else if (st->path && !fresh && access(st->path, F_OK) == 0) {
		store_close(st);
		return store_open(st, path, true, filled, f);
	} else {
		store_create(st);
	}
	return E_OK;
}

void store_index(struct store *st)
{
	store_create_indexes(st);
	store_run(st, "ANALYZE");
	store_create_triggers(st);
}

static void drop_statements(struct store *st)
{
	void *s;
	size_t i = 0;

	while (map_next(&st->idle, &i, NULL, &s))
		sqlite3_finalize(s);
	map_free(&st->idle);
}

void store_close(struct store *st)
{
	drop_statements(st);
	if (st->db)
		sqlite3_close(st->db);
	st->db = NULL;
	free(st->path);
	st->path = NULL;
	vec_free(&st->times);
}

enum err store_save(struct store *st, const char *path, struct fault *f)
{
	struct str sql = { 0 };
	int rc;

	drop_statements(st);
	rc = sqlite3_exec(st->db, "COMMIT", NULL, NULL, NULL);
	if (rc == SQLITE_OK && (!st->path || strcmp(st->path, path))) {
		unlink(path);
		str_adds(&sql, "VACUUM INTO '");
		for (const char *p = path; *p; p++)
			str_addf(&sql, *p == '\'' ? "''" : "%c", *p);
		str_addc(&sql, '\'');
		rc = sqlite3_exec(st->db, str_c(&sql), NULL, NULL, NULL);
		str_free(&sql);
	}
	if (rc != SQLITE_OK)
		fault_set(f, rc == SQLITE_FULL ? E_NO_SPACE : E_DB, "indexer: %s: %s", path, sqlite3_errmsg(st->db));
	if (sqlite3_get_autocommit(st->db))
		store_run(st, "BEGIN");
	return rc == SQLITE_OK ? E_OK : rc == SQLITE_FULL ? E_NO_SPACE : E_DB;
}

sqlite3_stmt *store_get(struct store *st, const char *sql, const char **why)
{
	sqlite3_stmt *s = map_del(&st->idle, slice_of(sql));

	if (!s && sqlite3_prepare_v3(st->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK) {
		*why = sqlite3_errmsg(st->db);
		return NULL;
	}
	return s;
}

void store_put(struct store *st, sqlite3_stmt *s)
{
	if (!s)
		return;
	sqlite3_reset(s);
	if (st->idle.n >= KEEP_STATEMENTS)
		drop_statements(st);
	sqlite3_finalize(map_set(&st->idle, slice_of(sqlite3_sql(s)), s));
}

void store_bind(sqlite3_stmt *s, const struct params *p, int64_t parent)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct param *v = &p->v[i];
		int at = (int)i + 1;

		switch (v->kind) {
		case P_NULL:
			sqlite3_bind_null(s, at);
			break;
		case P_INT:
		case P_PARENT:
			sqlite3_bind_int64(s, at, v->kind == P_INT ? v->i : parent);
			break;
		case P_REAL:
			sqlite3_bind_double(s, at, v->d);
			break;
		case P_TEXT:
			sqlite3_bind_text(s, at, v->text.p, (int)v->text.n, SQLITE_TRANSIENT);
			break;
		case P_BLOB:
			sqlite3_bind_blob(s, at, v->text.p, (int)v->text.n, SQLITE_TRANSIENT);
			break;
		}
	}
}

/* A statement with its values bound; store_put gives it back. */
static sqlite3_stmt *ready(struct store *st, const char *sql, const char *kinds, va_list ap)
{
	const char *why;
	sqlite3_stmt *s = store_get(st, sql, &why);

	if (!s)
		must(st, SQLITE_ERROR, sql);
	for (int at = 1; kinds[at - 1]; at++) {
		struct slice v;

		switch (kinds[at - 1]) {
		case 'i':
			sqlite3_bind_int64(s, at, va_arg(ap, int64_t));
			break;
		case 's':
			sqlite3_bind_text(s, at, va_arg(ap, const char *), -1, SQLITE_TRANSIENT);
			break;
		case 't':
			v = va_arg(ap, struct slice);
			sqlite3_bind_text(s, at, v.p, (int)v.n, SQLITE_TRANSIENT);
			break;
		case 'b':
			v = va_arg(ap, struct slice);
			sqlite3_bind_blob(s, at, v.p, (int)v.n, SQLITE_TRANSIENT);
			break;
		default:
			sqlite3_bind_null(s, at);
		}
	}
	return s;
}

void store_do(struct store *st, const char *sql, const char *kinds, ...)
{
	sqlite3_stmt *s;
	va_list ap;

	va_start(ap, kinds);
	s = ready(st, sql, kinds, ap);
	va_end(ap);
	must(st, sqlite3_step(s), sql);
	store_put(st, s);
}

int64_t store_number(struct store *st, const char *sql, int64_t absent, const char *kinds, ...)
{
	sqlite3_stmt *s;
	va_list ap;
	int64_t out = absent;

	va_start(ap, kinds);
	s = ready(st, sql, kinds, ap);
	va_end(ap);
	if (sqlite3_step(s) == SQLITE_ROW && sqlite3_column_type(s, 0) != SQLITE_NULL)
		out = sqlite3_column_int64(s, 0);
	store_put(st, s);
	return out;
}
