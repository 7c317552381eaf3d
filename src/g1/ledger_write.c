/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/log.h"
#include "base/mem.h"
#include "g1/ledger_inside.h"
#include <stdlib.h>

/* sum is the balance after a row, counted from an origin of its own that never moves; the account keeps the sum before its
 * oldest row. So both ends grow without touching what is there, and a page costs the same wherever it is. */
const char *const ledger_steps[] = {
	"CREATE TABLE account(id INTEGER PRIMARY KEY, pub BLOB NOT NULL UNIQUE, base INTEGER NOT NULL DEFAULT 0, whole INTEGER NOT NULL DEFAULT 0,"
	" synced INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL DEFAULT 0, cursor TEXT NOT NULL DEFAULT '', rows INTEGER NOT NULL DEFAULT 0,"
	" coming INTEGER NOT NULL DEFAULT 0, going INTEGER NOT NULL DEFAULT 0, claimed INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE move(id INTEGER PRIMARY KEY, account INTEGER NOT NULL, place INTEGER NOT NULL, time INTEGER NOT NULL, block INTEGER NOT NULL,"
	" kind INTEGER NOT NULL, amount INTEGER NOT NULL, party BLOB, name TEXT NOT NULL, identity INTEGER NOT NULL, comment TEXT NOT NULL,"
	" days INTEGER NOT NULL, sum INTEGER NOT NULL, event TEXT NOT NULL);"
	"CREATE UNIQUE INDEX move_place ON move(account, place);"
	"CREATE INDEX move_party ON move(account, party, place);"
	"CREATE VIRTUAL TABLE words USING fts5(comment, name, content='move', content_rowid='id', prefix='2 3',"
	" tokenize='unicode61 remove_diacritics 2');",
	/* Ids that count the rows of an account (LEDGER_ORIGIN): rows without them are fetched again. */
	"DELETE FROM move; DELETE FROM account; DROP TABLE words;"
	"CREATE VIRTUAL TABLE words USING fts5(comment, name, content='move', content_rowid='id', prefix='2 3',"
	" tokenize='unicode61 remove_diacritics 2');",
};
const size_t ledger_n_steps = 2;

/* A batch on its way to the thread: one block of bytes that owns all texts. */
struct job {
	struct ledger_batch b;
	struct str texts;
	struct ledger_row *rows;
};

static int64_t delta_of(const struct ledger_row *r, const unsigned char pub[32])
{
	if (r->kind == LEDGER_OUT)
		return memcmp(r->party, pub, 32) ? -r->amount_c : 0; /* to itself: nothing moves */
	return r->amount_c;
}

/* The newest or oldest row that is there. */
struct edge {
	bool any;
	int64_t id, place, sum;
};

static enum err read_edge(struct db *d, int64_t account, bool newest, struct edge *out, struct fault *f)
{
	struct db_query *q = db_ask(d, f, newest ? "SELECT id, place, sum FROM move WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1"
	                                         : "SELECT id, place, sum FROM move WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1", "ll",
	                            LEDGER_FIRST(account), LEDGER_LAST(account));
	struct fault end = { .code = E_OK };
	*out = (struct edge){ .any = q && db_next(q, &end) };
	if (out->any) {
		*out = (struct edge){ true, db_int(q, 0), db_int(q, 1), db_int(q, 2) };
		db_end(q);
	}
	return !q ? f->code : end.code;
}

static enum err base_of(struct db *d, int64_t account, int64_t *base, struct fault *f)
{
	struct db_query *q = db_ask(d, f, "SELECT base FROM account WHERE id = ?", "l", account);
	struct fault end = { .code = E_OK };
	if (q && db_next(q, &end)) {
		*base = db_int(q, 0);
		db_end(q);
	}
	return !q ? f->code : end.code;
}

static enum err account_of(struct db *d, const unsigned char pub[32], int64_t *id, struct fault *f)
{
	struct slice key = { (const char *)pub, 32 };
	enum err e = db_do(d, f, "INSERT OR IGNORE INTO account(pub) VALUES(?)", "b", key);
	struct db_query *q = e ? NULL : db_ask(d, f, "SELECT id FROM account WHERE pub = ?", "b", key);
	struct fault end = { .code = E_OK };
	if (q && db_next(q, &end)) {
		*id = db_int(q, 0);
		db_end(q);
		return E_OK;
	}
	return e ? e : fault_set(f, E_DB, "ledger");
}

/* The index of words holds no copy of the texts: what goes must be told as it was. */
static enum err remove_from(struct db *d, int64_t account, uint32_t block, struct fault *f)
{
	enum err e = db_do(d, f, "INSERT INTO words(words, rowid, comment, name) SELECT 'delete', id, comment, name FROM move"
	                         " WHERE account = ? AND place >= ? AND (comment <> '' OR name <> '')", "ll", account, LEDGER_PLACE(block, 0));
	if (!e)
		e = db_do(d, f, "UPDATE account SET rows = rows - (SELECT count(*) FROM move WHERE account = ?1 AND place >= ?2),"
		                " coming = coming - (SELECT ifnull(sum(amount), 0) FROM move WHERE account = ?1 AND place >= ?2 AND kind = 0),"
		                " going = going - (SELECT ifnull(sum(amount), 0) FROM move WHERE account = ?1 AND place >= ?2 AND kind = 1),"
		                " claimed = claimed - (SELECT ifnull(sum(amount), 0) FROM move WHERE account = ?1 AND place >= ?2 AND kind = 2)"
		                " WHERE id = ?1", "ll", account, LEDGER_PLACE(block, 0));
	if (!e)
		e = db_do(d, f, "DELETE FROM move WHERE account = ? AND place >= ?", "ll", account, LEDGER_PLACE(block, 0));
	return e;
}

static enum err insert(struct db *d, int64_t id, int64_t account, const struct ledger_row *r, int64_t sum, struct fault *f)
{
	bool transfer = r->kind != LEDGER_CLAIM;
	struct slice party = { (const char *)r->party, transfer ? 32 : 0 };
	enum err e = db_do(d, f, "INSERT INTO move(id, account, place, time, block, kind, amount, party, name, identity, comment, days, sum, event)"
	                         " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)", "lllllilbslslls", id, account, r->id, r->time, (int64_t)r->block, (int)r->kind,
	                   r->amount_c, party, r->name, (int64_t)r->identity, r->comment, (int64_t)r->days, sum, r->event);
	if (!e && (*r->comment || *r->name))
		e = db_do(d, f, "INSERT INTO words(rowid, comment, name) VALUES(?,?,?)", "lss", id, r->comment, r->name);
	return e;
}

/* Inserts rows in the order of their ids, from the oldest: the index of words would write itself out at each step back. above:
 * the place that all of them are beyond. */
static enum err insert_all(struct db *d, const struct ledger_batch *b, size_t first, int64_t account, int64_t above, int64_t id, int64_t sum,
                           struct fault *f)
{
	int64_t total[3] = { 0 }, n = 0;
	enum err e = E_OK;
	for (size_t i = b->n; i-- > first && !e;) {
		const struct ledger_row *r = &b->rows[i];
		if (r->id <= above) /* pages overlap */
			continue;
		above = r->id;
		sum += delta_of(r, b->pub);
		e = insert(d, id++, account, r, sum, f);
		total[r->kind] += r->amount_c;
		n++;
	}
	return e ? e : db_do(d, f, "UPDATE account SET rows = rows + ?, coming = coming + ?, going = going + ?, claimed = claimed + ? WHERE id = ?",
	                     "lllll", n, total[LEDGER_IN], total[LEDGER_OUT], total[LEDGER_CLAIM], account);
}

/* Upwards from the newest row that stays. */
static enum err write_newest(struct db *d, const struct ledger_batch *b, int64_t account, struct fault *f)
{
	struct edge top = { .any = false };
	int64_t base = 0;
	enum err e = remove_from(d, account, b->from, f);
	if (!e)
		e = base_of(d, account, &base, f);
	if (!e)
		e = read_edge(d, account, true, &top, f);
	if (!e)
		e = insert_all(d, b, 0, account, top.any ? top.place : -1, top.any ? top.id + 1 : LEDGER_ORIGIN(account), top.any ? top.sum : base, f);
	if (!e)
		e = db_do(d, f, "UPDATE account SET synced = ?, at = ? WHERE id = ?", "lll", (int64_t)b->synced, b->at, account);
	return e;
}

/* Downwards from the oldest row that is there; how far is known once all that is new has been counted. moved: the cursor goes on. */
static enum err write_older(struct db *d, const struct ledger_batch *b, int64_t account, bool *moved, struct fault *f)
{
	struct edge bottom = { .any = false };
	int64_t base = 0, above = -1, n = 0;
	size_t first = 0;
	enum err e = base_of(d, account, &base, f);
	if (!e)
		e = read_edge(d, account, false, &bottom, f);
	*moved = !e && (bottom.any ? bottom.place <= b->above : b->above == INT64_MAX);
	if (!*moved)
		return e;
	while (bottom.any && first < b->n && b->rows[first].id >= bottom.place)
		first++;
	for (size_t i = b->n; i-- > first;)
		if (b->rows[i].id > above) {
			above = b->rows[i].id;
			base -= delta_of(&b->rows[i], b->pub);
			n++;
		}
	*moved = n || b->whole;
	if (!e)
		e = insert_all(d, b, first, account, -1, (bottom.any ? bottom.id : LEDGER_ORIGIN(account)) - n, base, f);
	if (!e)
		e = db_do(d, f, "UPDATE account SET base = ? WHERE id = ?", "ll", base, account);
	return e;
}

static enum err write_job(struct db *d, void *bytes, struct fault *f)
{
	const struct ledger_batch *b = &((struct job *)bytes)->b;
	int64_t account = 0;
	enum err e = account_of(d, b->pub, &account, f);
	bool moved = true;
	if (!e)
		e = b->newest ? write_newest(d, b, account, f) : write_older(d, b, account, &moved, f);
	if (!e && b->cursor && moved)
		e = db_do(d, f, "UPDATE account SET cursor = ?, whole = ? WHERE id = ?", "sil", b->cursor, (int)b->whole, account);
	return e;
}

static void drop_job(void *bytes)
{
	struct job *j = bytes;
	str_free(&j->texts);
	free(j->rows);
}

static size_t text_size(const struct ledger_batch *b)
{
	size_t n = 1 + (b->cursor ? strlen(b->cursor) : 0);
	for (size_t i = 0; i < b->n; i++)
		n += strlen(b->rows[i].name) + strlen(b->rows[i].comment) + strlen(b->rows[i].event) + 3;
	return n;
}

static const char *put_text(struct str *s, const char *text)
{
	size_t from = s->n;
	str_add(s, (struct slice){ text, strlen(text) + 1 });
	return s->p + from;
}

void ledger_put(struct ledger *l, const struct ledger_batch *b, bool flush)
{
	struct job j = { .b = *b };
	struct fault f = { .code = E_OK };
	str_reserve(&j.texts, text_size(b)); /* so that it never moves */
	j.rows = mem_array(b->n + 1, sizeof *j.rows);
	for (size_t i = 0; i < b->n; i++) {
		j.rows[i] = b->rows[i];
		j.rows[i].name = put_text(&j.texts, b->rows[i].name);
		j.rows[i].comment = put_text(&j.texts, b->rows[i].comment);
		j.rows[i].event = put_text(&j.texts, b->rows[i].event);
	}
	j.b.rows = j.rows;
	j.b.cursor = b->cursor ? put_text(&j.texts, b->cursor) : NULL;
	if (l->mirror && mirror_has_pen(l->mirror)) {
		if (!mirror_pending(l->mirror))
			l->gathered = 0;
		l->gathered += b->n;
		if (mirror_put(l->mirror, write_job, drop_job, &j, sizeof j) && (flush || l->gathered >= LEDGER_GATHERS))
			mirror_flush(l->mirror);
		return;
	}
	struct db_conf c = { .path = l->c.path, .kind = DB_MIRROR, .steps = ledger_steps, .n_steps = ledger_n_steps };
	struct db **d = l->mirror && !l->c.look_only ? &l->direct : &l->own;
	if (d == &l->own) {
		c.path = "ledger";
		c.kind = DB_MEMORY;
	}
	if (!*d && db_open(&c, d, &f))
		log_fault(LOG_WARN, "g1", &f);
	if (*d && !db_do(*d, &f, "BEGIN IMMEDIATE", "")) {
		bool ok = write_job(*d, &j, &f) == E_OK;
		db_do(*d, ok ? &f : NULL, ok ? "COMMIT" : "ROLLBACK", "");
	}
	drop_job(&j);
	if (l->c.written)
		l->c.written(l->c.arg, &f);
}
