/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/db.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/tick.h"
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct db {
	sqlite3 *h;
	char *path;
	struct map cache;       /* SQL to struct db_query */
	bool look_only, damaged;
};

/* A prepared statement. One in use is not lent again: a nested use of the same SQL gets a statement of its own. */
struct db_query {
	struct db *d;
	sqlite3_stmt *st;
	bool busy, cached;
};

enum { BUSY_MS = 500 };

static enum err code_of(const struct db *d, int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE: return E_OK;
	case SQLITE_FULL: return E_NO_SPACE;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return E_CORRUPT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return E_BUSY;
	case SQLITE_CONSTRAINT: return E_EXISTS;
	case SQLITE_TOOBIG: return E_TOO_BIG;
	case SQLITE_READONLY: return d->look_only ? E_BUSY : E_DENIED;
	case SQLITE_PERM:
	case SQLITE_AUTH: return E_DENIED;
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR: {
		enum err e = d->h ? err_from_errno(sqlite3_system_errno(d->h)) : E_OK;
		return e ? e : E_IO;
	}
	default: return E_DB;
	}
}

static enum err fail(struct db *d, int rc, struct fault *f)
{
	enum err e = code_of(d, rc);
	const char *slash = strrchr(d->path, '/');
	if (e == E_CORRUPT)
		d->damaged = true;
	return e ? fault_set(f, e, "%s: %s", slash ? slash + 1 : d->path, d->h ? sqlite3_errmsg(d->h) : sqlite3_errstr(rc)) : E_OK;
}

/* The file and its companions get another name, one that nothing has: nothing is ever deleted. */
static void set_aside(const char *path, struct fault *f)
{
	static const char *const tails[] = { "", "-wal", "-shm" };
	struct str from = { 0 }, to = { 0 };
	unsigned n = 0;
	do {
		str_cut(&to, 0);
		str_addf(&to, "%s.damaged-%lld-%u", path, (long long)tick_now(), n++);
	} while (!access(str_c(&to), F_OK) && n < 1000);
	size_t base = to.n;
	for (size_t i = 0; i < 3; i++) {
		str_cut(&from, 0);
		str_addf(&from, "%s%s", path, tails[i]);
		str_cut(&to, base);
		str_adds(&to, tails[i]);
		if (!rename(str_c(&from), str_c(&to)) && !i)
			fault_set(f, E_CORRUPT, "%s", str_c(&to));
	}
	str_free(&from);
	str_free(&to);
}

void db_close(struct db *d)
{
	struct slice key;
	void *v;
	if (!d)
		return;
	for (size_t i = 0; map_next(&d->cache, &i, &key, &v);) {
		struct db_query *q = v;
		sqlite3_finalize(q->st);
		free(q);
	}
	map_free(&d->cache);
	sqlite3_close_v2(d->h);
	if (d->damaged)
		set_aside(d->path, NULL);
	free(d->path);
	free(d);
}

static enum err plain(struct db *d, const char *sql, struct fault *f)
{
	return fail(d, sqlite3_exec(d->h, sql, NULL, NULL, NULL), f);
}

static enum err number(struct db *d, const char *sql, int64_t *out, struct fault *f)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(d->h, sql, -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(st, 0);
	enum err e = fail(d, rc, f);
	sqlite3_finalize(st);
	return e;
}

/* Each step and its number become true together. Another instance may have done it meanwhile: read again inside. */
static enum err migrate(struct db *d, const struct db_conf *c, struct fault *f)
{
	int64_t version = 0;
	enum err e = number(d, "PRAGMA user_version", &version, f);
	while (!e && version < (int64_t)c->n_steps) {
		char set[64];
		e = plain(d, "BEGIN IMMEDIATE", f);
		if (!e)
			e = number(d, "PRAGMA user_version", &version, f);
		if (!e && version < (int64_t)c->n_steps) {
			e = plain(d, c->steps[version], f);
			snprintf(set, sizeof set, "PRAGMA user_version = %lld", (long long)++version);
			if (!e)
				e = plain(d, set, f);
		}
		if (!e)
			e = plain(d, "COMMIT", f);
		if (e && !sqlite3_get_autocommit(d->h))
			sqlite3_exec(d->h, "ROLLBACK", NULL, NULL, NULL);
	}
	return e;
}

/* Mode 0600 from its first moment; sqlite gives its companions the same. */
static enum err make_file(const char *path, struct fault *f)
{
	struct stat st;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || fstat(fd, &st))
		return fault_set(f, err_from_errno(errno), "%s", path);
	enum err e = E_OK;
	if (!S_ISREG(st.st_mode))
		e = fault_set(f, E_INVALID, "%s", path);
	else if ((st.st_mode & 077) && fchmod(fd, 0600))
		e = fault_set(f, E_PERMISSION, "%s", path);
	close(fd);
	return e;
}

static enum err set_up(struct db *d, const struct db_conf *c, struct fault *f)
{
	int64_t version = 0, good = 0;
	enum err e = number(d, "PRAGMA user_version", &version, f);
	if (!e && version > (int64_t)c->n_steps) {
		sqlite3_db_config(d->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL); /* not even tidied up */
		return fault_set(f, E_NEWER, "%s", c->path);
	}
	if (!e)
		e = plain(d, "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
		             "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 1048576", f);
	if (!e)
		e = plain(d, c->kind == DB_JOURNAL ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL", f);
	/* a journal is small, and must not be built upon when it is damaged */
	if (!e && c->kind == DB_JOURNAL)
		e = number(d, "SELECT count(*) FROM pragma_quick_check(1) WHERE quick_check = 'ok'", &good, f);
	if (!e && c->kind == DB_JOURNAL && !good) {
		d->damaged = true;
		e = fault_set(f, E_CORRUPT, "%s", c->path);
	}
	if (!e)
		e = migrate(d, c, f);
	if (!e && c->look_only)
		e = plain(d, "PRAGMA query_only = ON", f);
	return e;
}

enum err db_open(const struct db_conf *c, struct db **out, struct fault *f)
{
	struct fault mine;
	f = f ? f : &mine;
	*out = NULL;
	bool file = c->kind != DB_MEMORY;
	enum err e = file ? make_file(c->path, f) : E_OK;
	if (e)
		return e;
	struct db *d = mem_new(sizeof *d);
	d->path = mem_strdup(c->path);
	d->look_only = c->look_only;
	int rc = sqlite3_open_v2(file ? c->path : ":memory:", &d->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	e = fail(d, rc, f);
	if (!e) {
		sqlite3_extended_result_codes(d->h, 1);
		sqlite3_busy_timeout(d->h, BUSY_MS);
		sqlite3_db_config(d->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
		e = set_up(d, c, f);
	}
	if (!e) {
		*out = d;
		return E_OK;
	}
	bool damaged = d->damaged && file;
	d->damaged = false;
	db_close(d);
	if (damaged)
		set_aside(c->path, f);
	return e;
}

static void give_back(struct db_query *q)
{
	sqlite3_reset(q->st);
	sqlite3_clear_bindings(q->st);
	q->busy = false;
	if (!q->cached) {
		sqlite3_finalize(q->st);
		free(q);
	}
}

static struct db_query *prepare(struct db *d, const char *sql, struct fault *f)
{
	struct db_query *q = map_get(&d->cache, slice_of(sql));
	if (q && !q->busy) {
		q->busy = true;
		return q;
	}
	bool cached = !q;
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v3(d->h, sql, -1, cached ? SQLITE_PREPARE_PERSISTENT : 0, &st, NULL);
	if (rc) {
		fail(d, rc, f);
		return NULL;
	}
	q = mem_new(sizeof *q);
	*q = (struct db_query){ .d = d, .st = st, .busy = true, .cached = cached };
	if (cached)
		map_set(&d->cache, slice_of(sql), q);
	return q;
}

static int bind(struct db_query *q, const char *types, va_list ap)
{
	int rc = SQLITE_OK;
	for (int i = 1; *types && !rc; i++, types++) {
		struct slice s;
		const char *text;
		switch (*types) {
		case 'i': rc = sqlite3_bind_int(q->st, i, va_arg(ap, int)); break;
		case 'l': rc = sqlite3_bind_int64(q->st, i, va_arg(ap, int64_t)); break;
		case 'd': rc = sqlite3_bind_double(q->st, i, va_arg(ap, double)); break;
		case 'n': rc = sqlite3_bind_null(q->st, i); break;
		case 's':
			text = va_arg(ap, const char *);
			rc = text ? sqlite3_bind_text(q->st, i, text, -1, SQLITE_TRANSIENT) : sqlite3_bind_null(q->st, i);
			break;
		case 't':
			s = va_arg(ap, struct slice);
			rc = sqlite3_bind_text64(q->st, i, s.p ? s.p : "", s.n, SQLITE_TRANSIENT, SQLITE_UTF8);
			break;
		case 'b':
			s = va_arg(ap, struct slice);
			rc = sqlite3_bind_blob64(q->st, i, s.p ? s.p : "", s.n, SQLITE_TRANSIENT);
			break;
		default: return SQLITE_MISUSE;
		}
	}
	return rc;
}

static struct db_query *start(struct db *d, struct fault *f, const char *sql, const char *types, va_list ap)
{
	struct db_query *q = prepare(d, sql, f);
	if (!q)
		return NULL;
	int rc = sqlite3_bind_parameter_count(q->st) == (int)strlen(types) ? bind(q, types, ap) : SQLITE_MISUSE;
	if (rc) {
		fault_set(f, E_DB, "%.150s", sql);
		give_back(q);
		return NULL;
	}
	return q;
}

enum err db_do(struct db *d, struct fault *f, const char *sql, const char *types, ...)
{
	struct fault mine = { .code = E_DB };
	va_list ap;
	f = f ? f : &mine;
	va_start(ap, types);
	struct db_query *q = start(d, f, sql, types, ap);
	va_end(ap);
	if (!q)
		return f->code;
	int rc = sqlite3_step(q->st);
	while (rc == SQLITE_ROW)
		rc = sqlite3_step(q->st);
	enum err e = fail(d, rc, f);
	give_back(q);
	return e;
}

struct db_query *db_ask(struct db *d, struct fault *f, const char *sql, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	struct db_query *q = start(d, f, sql, types, ap);
	va_end(ap);
	return q;
}

bool db_next(struct db_query *q, struct fault *f)
{
	if (!q)
		return false;
	int rc = sqlite3_step(q->st);
	if (rc == SQLITE_ROW)
		return true;
	if (f)
		f->code = E_OK;
	fail(q->d, rc, f);
	give_back(q);
	return false;
}

void db_end(struct db_query *q)
{
	if (q)
		give_back(q);
}

int64_t db_int(struct db_query *q, int column)
{
	return sqlite3_column_int64(q->st, column);
}

struct slice db_text(struct db_query *q, int column)
{
	const char *p = sqlite3_column_blob(q->st, column);
	size_t n = (size_t)sqlite3_column_bytes(q->st, column);
	return (struct slice){ p ? p : "", p ? n : 0 };
}

bool db_null(struct db_query *q, int column)
{
	return sqlite3_column_type(q->st, column) == SQLITE_NULL;
}

int64_t db_last_id(struct db *d)
{
	return sqlite3_last_insert_rowid(d->h);
}

int64_t db_changed(struct db *d)
{
	return sqlite3_changes(d->h);
}
