/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/journal.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "base/tick.h"
#include "model/backup.h"
#include "model/journal_in.h"
#include "model/journal_write.h"
#include <unistd.h>

static const char file[] = "journal.db";
static const char *const steps[1];
static const char *const names[J_STATES];

/* Everything a journal_entry holds, in the order of read_row. */
#define COLUMNS \
	"SELECT id, state, kind, settled, unattended, account, made, changed, total_c, fee_c, claim_c, everything, comment, title, " \
	"words, code, node, attempts, nonce, birth, death, spec, hash, block, place, block_hash, retry_of, " \
	"(SELECT max(id) FROM entry AS r WHERE r.retry_of = entry.id) FROM entry "

/* A journal in WAL mode is copied by sqlite itself: its last rows may be in a second file. */
static enum err copy(const char *path, const char *to)
{
	const struct db_conf c = { .path = path, .kind = DB_JOURNAL, .steps = steps, .n_steps = sizeof steps / sizeof *steps };
	struct db *d;
	enum err e = db_open(&c, &d, NULL);

	if (e)
		return e;
	unlink(to);
	e = db_do(d, NULL, "VACUUM INTO ?", "s", to);
	db_close(d);
	return e;
}

enum err journal_open(const char *path, bool look_only, struct journal **out, struct fault *f)
{
	struct str name = { 0 };
	struct db_conf c = { .kind = DB_JOURNAL, .steps = steps, .n_steps = sizeof steps / sizeof *steps, .look_only = look_only };
	struct db *d = NULL;
	enum err e = E_OK;

	*out = NULL;
	if (!path && paths_world(PATH_STATE, file, &name))
		e = fault_set(f, E_IO, "%s", file);
	c.path = path ? path : str_c(&name);
	if (path && !*path) {
		c.kind = DB_MEMORY;
		c.path = file;
	}
	if (!e && look_only && access(c.path, F_OK))
		e = fault_set(f, E_NOT_FOUND, "%s", c.path);
	if (!e)
		e = db_open(&c, &d, f);
	str_free(&name);
	if (e)
		return e;
	*out = mem_new(sizeof **out);
	(*out)->db = d;
	subject_init(&(*out)->subject, "journal");
	subject_state(&(*out)->subject, STATE_FRESH, NULL);
	journal_look(*out);
	return E_OK;
}

void journal_for_backup(void)
{
	backup_register(PATH_STATE, file, copy);
}

void journal_close(struct journal *j)
{
	if (!j)
		return;
	db_close(j->db);
	subject_done(&j->subject);
	free(j);
}

struct subject *journal_subject(struct journal *j)
{
	return &j->subject;
}

void journal_look(struct journal *j)
{
	struct db_query *q = db_ask(j->db, NULL, "PRAGMA data_version", "");
	int64_t now = j->seen;

	if (q && db_next(q, NULL)) {
		now = db_int(q, 0);
		db_end(q);
	}
	if (now != j->seen && j->seen)
		subject_touch(&j->subject);
	j->seen = now;
}

static char *text(struct db_query *q, int column)
{
	struct slice s = db_text(q, column);

	return mem_strndup(s.p, s.n);
}

static void bytes(struct db_query *q, int column, unsigned char *out, size_t n)
{
	struct slice s = db_text(q, column);

	if (s.n == n)
		memcpy(out, s.p, n);
}

static struct journal_entry read_row(struct db_query *q)
{
	struct journal_entry e = {
		.id = db_int(q, 0), .state = (enum journal_state)db_int(q, 1), .kind = (enum journal_kind)db_int(q, 2),
		.settled = db_int(q, 3), .unattended = db_int(q, 4), .made = db_int(q, 6), .changed = db_int(q, 7),
		.total_c = db_int(q, 8), .fee_c = db_int(q, 9), .claim_c = db_int(q, 10), .all = db_int(q, 11),
		.comment = text(q, 12), .title = text(q, 13), .words = text(q, 14), .code = text(q, 15), .node = text(q, 16),
		.attempts = (unsigned)db_int(q, 17), .nonce = (uint32_t)db_int(q, 18), .birth = (uint32_t)db_int(q, 19),
		.death = (uint32_t)db_int(q, 20), .spec = (uint32_t)db_int(q, 21), .block = (uint32_t)db_int(q, 23),
		.index = (uint32_t)db_int(q, 24), .retry_of = db_int(q, 26), .retried_by = db_int(q, 27),
	};

	if (e.state >= J_STATES || e.kind >= J_KINDS) { /* a newer program's: shown as settled, never acted on */
		e.state = J_DROPPED;
		e.kind = J_CALL;
		e.settled = true;
	}
	bytes(q, 5, e.account, 32);
	bytes(q, 22, e.hash, 32);
	bytes(q, 25, e.block_hash, 32);
	return e;
}

static enum err read_payees(struct journal *j, struct journal_entry *e, struct fault *f)
{
	struct fault mine = { 0 };
	struct db_query *q = db_ask(j->db, &mine, "SELECT pub, name, amount_c FROM payee WHERE entry = ? ORDER BY n", "l", e->id);

	while (q && db_next(q, &mine)) {
		struct journal_to to = { .name = text(q, 1), .amount_c = db_int(q, 2) };

		bytes(q, 0, to.pub, 32);
		vec_push(&e->to, to);
	}
	if (mine.code && f)
		*f = mine;
	return mine.code;
}

/* All rows of a question, with their payees. */
static enum err read_all(struct journal *j, struct db_query *q, struct journal_entries *out, struct fault *f)
{
	struct fault mine = { 0 };
	size_t first = out->n;

	if (!q)
		return f && f->code ? f->code : E_DB;
	while (db_next(q, &mine))
		vec_push(out, read_row(q));
	for (size_t i = first; !mine.code && i < out->n; i++)
		read_payees(j, &out->v[i], &mine);
	if (mine.code && f)
		*f = mine;
	return mine.code;
}

enum err journal_list(struct journal *j, int64_t before, size_t most, struct journal_entries *out, struct fault *f)
{
	return read_all(j, db_ask(j->db, f, COLUMNS "WHERE id < ? ORDER BY id DESC LIMIT ?", "ll", before ? before : INT64_MAX,
	                          (int64_t)most), out, f);
}

enum err journal_live(struct journal *j, struct journal_entries *out, struct fault *f)
{
	return read_all(j, db_ask(j->db, f, COLUMNS "WHERE settled = 0 AND state BETWEEN 1 AND 5 ORDER BY id", ""), out, f);
}

enum err journal_stale(struct journal *j, int64_t before, struct journal_entries *out, struct fault *f)
{
	return read_all(j, db_ask(j->db, f, COLUMNS "WHERE settled = 0 AND state = 0 AND changed < ? ORDER BY id", "l", before), out, f);
}

enum err journal_get(struct journal *j, int64_t id, struct journal_entries *out, struct fault *f)
{
	size_t before = out->n;
	enum err e = read_all(j, db_ask(j->db, f, COLUMNS "WHERE id = ?", "l", id), out, f);

	return e ? e : out->n > before ? E_OK : fault_set(f, E_NOT_FOUND, _("entry %lld of the journal"), (long long)id);
}

enum err journal_changes(struct journal *j, int64_t id, void (*fn)(void *arg, const struct journal_change *c), void *arg, struct fault *f)
{
	struct fault mine = { 0 };
	struct db_query *q = db_ask(j->db, &mine, "SELECT state, at, words FROM change WHERE entry = ? ORDER BY n", "l", id);

	while (q && db_next(q, &mine)) {
		int64_t state = db_int(q, 0);
		char *words = text(q, 2);
		struct journal_change c = { state >= 0 && state < J_STATES ? (enum journal_state)state : J_DROPPED, db_int(q, 1), words };

		fn(arg, &c);
		free(words);
	}
	if (mine.code && f)
		*f = mine;
	return mine.code;
}

void journal_free(struct journal_entries *v)
{
	for (size_t i = 0; i < v->n; i++) {
		struct journal_entry *e = &v->v[i];

		for (size_t k = 0; k < e->to.n; k++)
			free(e->to.v[k].name);
		vec_free(&e->to);
		free(e->comment);
		free(e->title);
		free(e->words);
		free(e->code);
		free(e->node);
	}
	vec_free(v);
}

const char *journal_state_name(enum journal_state s)
{
	return names[s];
}

void journal_words(struct str *out, const struct journal_entry *e, int64_t final_s)
{
	struct str span = { 0 };

	switch (e->state) {
	case J_DRAFT: str_adds(out, _("draft")); break;
	case J_SIGNED: str_adds(out, _("signed, not sent")); break;
	case J_SENT: str_adds(out, _("sent")); break;
	case J_IN_BLOCK:
		tick_span(&span, final_s);
		if (final_s > 0)
			str_addf(out, _("in block, final in about %s"), str_c(&span));
		else
			str_adds(out, _("in block"));
		break;
	case J_FINAL: str_adds(out, *e->words ? e->words : _("final")); break;
	case J_REFUSED:
		str_addf(out, e->settled ? _("refused: %s") : _("refused: %s (certain when its time has passed)"), e->words);
		break;
	case J_EXPIRED:
		str_adds(out, *e->words ? e->words : _("expired, nothing was spent"));
		break;
	case J_DROPPED: str_adds(out, _("given up before it was signed")); break;
	default: break;
	}
	str_free(&span);
}

static const char *const names[J_STATES] = { "draft", "signed", "sent", "in-block", "final", "refused", "expired", "dropped" };

/* The index says once more what the courier takes care of: no two living rows of one account share a nonce. */
static const char *const steps[1] = {
	"CREATE TABLE entry (id INTEGER PRIMARY KEY AUTOINCREMENT, state INTEGER NOT NULL, kind INTEGER NOT NULL, "
	"settled INTEGER NOT NULL DEFAULT 0, unattended INTEGER NOT NULL, account BLOB NOT NULL, made INTEGER NOT NULL, "
	"changed INTEGER NOT NULL, total_c INTEGER NOT NULL, fee_c INTEGER NOT NULL, claim_c INTEGER NOT NULL, "
	"everything INTEGER NOT NULL, comment TEXT NOT NULL, title TEXT NOT NULL, words TEXT NOT NULL DEFAULT '', "
	"code TEXT NOT NULL DEFAULT '', node TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0, call BLOB NOT NULL, "
	"nonce INTEGER, birth INTEGER, death INTEGER, period INTEGER, spec INTEGER, tx INTEGER, birth_hash BLOB, bytes BLOB, "
	"hash BLOB, block INTEGER, place INTEGER, block_hash BLOB, retry_of INTEGER);"
	"CREATE TABLE payee (entry INTEGER NOT NULL, n INTEGER NOT NULL, pub BLOB NOT NULL, name TEXT NOT NULL, "
	"amount_c INTEGER NOT NULL, PRIMARY KEY (entry, n)) WITHOUT ROWID;"
	"CREATE TABLE change (n INTEGER PRIMARY KEY, entry INTEGER NOT NULL, state INTEGER NOT NULL, at INTEGER NOT NULL, "
	"words TEXT NOT NULL);"
	"CREATE INDEX change_entry ON change (entry);"
	"CREATE INDEX entry_live ON entry (settled, state);"
	"CREATE INDEX entry_made ON entry (made);"
	"CREATE INDEX entry_retry ON entry (retry_of) WHERE retry_of IS NOT NULL;"
	"CREATE INDEX entry_block ON entry (block) WHERE block IS NOT NULL;"
	"CREATE INDEX entry_hash ON entry (hash) WHERE hash IS NOT NULL;"
	"CREATE UNIQUE INDEX entry_nonce ON entry (account, nonce) WHERE settled = 0 AND state IN (1, 2, 3);",
};
