/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/journal_write.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "model/journal_ask.h"
#include "model/journal_in.h"

enum { WORDS = 400 };

static enum err begin(struct journal *j, struct fault *f)
{
	return db_do(j->db, f, "BEGIN IMMEDIATE", "");
}

/* Nothing counts before COMMIT has come back: its fsync is what "on the disk" means. */
static enum err end(struct journal *j, enum err e, struct fault *f)
{
	if (!e)
		e = db_do(j->db, f, "COMMIT", "");
	if (e)
		db_do(j->db, NULL, "ROLLBACK", "");
	else
		subject_touch(&j->subject);
	return e;
}

static enum err note(struct journal *j, int64_t id, enum journal_state s, const char *words, struct fault *f)
{
	return db_do(j->db, f, "INSERT INTO change (entry, state, at, words) VALUES (?, ?, ?, ?)", "lils", id, (int)s, tick_now(), words);
}

/* After an UPDATE of one row: nobody was there first, and it is told in the list of changes. */
static enum err moved(struct journal *j, enum err e, int64_t id, enum journal_state s, const char *words, struct fault *f)
{
	if (!e && db_changed(j->db) != 1)
		e = fault_set(f, E_BUSY, _("entry %lld of the journal"), (long long)id);
	return e ? e : note(j, id, s, words, f);
}

static void clean(struct str *out, const char *text)
{
	clean_line(out, slice_of(text), WORDS);
}

static enum err add_payees(struct journal *j, const struct journal_entry *e, int64_t id, struct fault *f)
{
	enum err code = E_OK;

	for (size_t i = 0; !code && i < e->to.n; i++)
		code = db_do(j->db, f, "INSERT INTO payee (entry, n, pub, name, amount_c) VALUES (?, ?, ?, ?, ?)", "libsl", id, (int)i,
		             (struct slice){ (const char *)e->to.v[i].pub, 32 }, e->to.v[i].name ? e->to.v[i].name : "", e->to.v[i].amount_c);
	return code;
}

static bool there_is(struct db_query *q, struct fault *f)
{
	bool any = q && db_next(q, f);

	if (any)
		db_end(q);
	return any;
}

/* Only what is over can be tried again, and only by one that is not over, too. */
static enum err may_retry(struct journal *j, int64_t id, struct fault *f)
{
	static const char over[] = "SELECT 1 FROM entry WHERE id = ? AND settled = 1 AND state IN (5, 6)";
	static const char again[] = "SELECT 1 FROM entry WHERE retry_of = ? AND NOT (settled = 1 AND state IN (5, 6, 7))";

	if (!there_is(db_ask(j->db, f, over, "l", id), f))
		return fault_set(f, E_BUSY, "%s", _("the first one may still happen: wait until its time has passed"));
	if (there_is(db_ask(j->db, f, again, "l", id), f))
		return fault_set(f, E_EXISTS, "%s", _("it was tried again already"));
	return E_OK;
}

enum err journal_draft(struct journal *j, const struct journal_entry *e, struct slice call, int64_t limit_c, int64_t *id, struct fault *f)
{
	enum err code = begin(j, f);
	bool begun = !code;
	static const char sql[] = "INSERT INTO entry (state, kind, unattended, account, made, changed, total_c, fee_c, claim_c, everything, "
		"comment, title, call, spec, retry_of) VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0))";

	*id = 0;
	if (!code && e->retry_of)
		code = may_retry(j, e->retry_of, f);
	if (!code && e->unattended && limit_c >= 0 && journal_unattended(j, tick_now() - 86400) + e->total_c > limit_c)
		code = fault_set(f, E_DENIED, "%s", _("beyond what may be paid without a person in 24 hours (wallet.day_limit)"));
	if (!code)
		code = db_do(j->db, f, sql, "iibllllliss" "bll", (int)e->kind, (int)e->unattended, (struct slice){ (const char *)e->account, 32 },
		             tick_now(), tick_now(), e->total_c, e->fee_c, e->claim_c, (int)e->all, e->comment ? e->comment : "",
		             e->title ? e->title : "", call, (int64_t)e->spec, e->retry_of);
	if (!code)
		*id = db_last_id(j->db);
	if (!code)
		code = add_payees(j, e, *id, f);
	if (!code)
		code = note(j, *id, J_DRAFT, "", f);
	return begun ? end(j, code, f) : code;
}

enum err journal_drop(struct journal *j, int64_t id, struct fault *f)
{
	enum err e = begin(j, f);

	if (e)
		return e;
	e = db_do(j->db, f, "UPDATE entry SET state = 7, settled = 1, changed = ? WHERE id = ? AND state = 0", "ll", tick_now(), id);
	return end(j, moved(j, e, id, J_DROPPED, "", f), f);
}

enum err journal_signed(struct journal *j, int64_t id, const struct journal_signed *s, struct fault *f)
{
	enum err e = begin(j, f);

	if (e)
		return e;
	e = db_do(j->db, f, "UPDATE entry SET state = 1, changed = ?, nonce = ?, birth = ?, death = ?, period = ?, spec = ?, tx = ?, "
	          "birth_hash = ?, bytes = ?, hash = ? WHERE id = ? AND state = 0", "lllllllbbbl", tick_now(), (int64_t)s->nonce,
	          (int64_t)s->birth, (int64_t)s->death, (int64_t)s->period, (int64_t)s->spec, (int64_t)s->tx,
	          (struct slice){ (const char *)s->birth_hash, 32 }, s->bytes, (struct slice){ (const char *)s->hash, 32 }, id);
	return end(j, moved(j, e, id, J_SIGNED, "", f), f);
}

enum err journal_sending(struct journal *j, int64_t id, const char *node, struct fault *f)
{
	struct str who = { 0 };
	enum err e = begin(j, f);

	if (e)
		return e;
	clean(&who, node);
	e = db_do(j->db, f, "UPDATE entry SET state = 2, changed = ?, node = ?, attempts = attempts + 1 WHERE id = ? AND settled = 0 AND "
	          "state IN (1, 2, 5)", "lsl", tick_now(), str_c(&who), id);
	e = end(j, moved(j, e, id, J_SENT, str_c(&who), f), f);
	str_free(&who);
	return e;
}

enum err journal_in_block(struct journal *j, int64_t id, uint32_t block, uint32_t index, const unsigned char hash[32], struct fault *f)
{
	struct str words = { 0 };
	enum err e = begin(j, f);

	if (e)
		return e;
	str_addf(&words, "%u", block);
	e = db_do(j->db, f, "UPDATE entry SET state = 3, changed = ?, block = ?, place = ?, block_hash = ? WHERE id = ? AND settled = 0 AND "
	          "state IN (1, 2, 3, 5)", "lllbl", tick_now(), (int64_t)block, (int64_t)index, (struct slice){ (const char *)hash, 32 }, id);
	e = end(j, moved(j, e, id, J_IN_BLOCK, str_c(&words), f), f);
	str_free(&words);
	return e;
}

enum err journal_out(struct journal *j, int64_t id, struct fault *f)
{
	enum err e = begin(j, f);

	if (e)
		return e;
	e = db_do(j->db, f, "UPDATE entry SET state = 2, changed = ?, block = NULL, place = NULL, block_hash = NULL WHERE id = ? AND "
	          "settled = 0 AND state = 3", "ll", tick_now(), id);
	return end(j, moved(j, e, id, J_SENT, _("its block was taken back"), f), f);
}

enum err journal_refused(struct journal *j, int64_t id, const char *code, const char *words, struct fault *f)
{
	struct str c = { 0 }, w = { 0 };
	enum err e = begin(j, f);

	if (e)
		return e;
	clean(&c, code);
	clean(&w, words);
	e = db_do(j->db, f, "UPDATE entry SET state = 5, changed = ?, code = ?, words = ? WHERE id = ? AND settled = 0 AND state IN (1, 2)",
	          "lssl", tick_now(), str_c(&c), str_c(&w), id);
	e = end(j, moved(j, e, id, J_REFUSED, str_c(&w), f), f);
	str_free(&c);
	str_free(&w);
	return e;
}

/* What was refused by the nodes and then ran out of time stays refused, with its reason. */
static enum err settle_outside(struct journal *j, int64_t id, const struct journal_end *x, const char *code, const char *words, struct fault *f)
{
	(void)x;
	return db_do(j->db, f, "UPDATE entry SET state = CASE state WHEN 5 THEN 5 ELSE 6 END, settled = 1, changed = ?1, "
	             "code = CASE state WHEN 5 THEN code ELSE ?2 END, words = CASE state WHEN 5 THEN words ELSE ?3 END, "
	             "block = NULL, place = NULL, block_hash = NULL WHERE id = ?4 AND settled = 0 AND state IN (1, 2, 3, 5)", "lssl",
	             tick_now(), code, words, id);
}

static enum err settle_inside(struct journal *j, int64_t id, const struct journal_end *x, const char *code, const char *words, struct fault *f)
{
	return db_do(j->db, f, "UPDATE entry SET state = ?1, settled = 1, changed = ?2, code = ?3, words = ?4, block = ?5, place = ?6, "
	             "block_hash = ?7, fee_c = CASE WHEN ?8 < 0 THEN fee_c ELSE ?8 END WHERE id = ?9 AND settled = 0 AND "
	             "state IN (1, 2, 3, 5)", "ilssllbll", x->ok ? J_FINAL : J_REFUSED, tick_now(), code, words, (int64_t)x->block,
	             (int64_t)x->index, (struct slice){ (const char *)x->hash, 32 }, x->fee_c, id);
}

enum err journal_settle(struct journal *j, int64_t id, const struct journal_end *x, struct fault *f)
{
	struct str code = { 0 }, words = { 0 };
	enum err e = begin(j, f);

	if (e)
		return e;
	clean(&code, x->code);
	clean(&words, x->words);
	e = (x->in_block ? settle_inside : settle_outside)(j, id, x, str_c(&code), str_c(&words), f);
	e = end(j, moved(j, e, id, x->in_block ? x->ok ? J_FINAL : J_REFUSED : J_EXPIRED, str_c(&words), f), f);
	str_free(&code);
	str_free(&words);
	return e;
}

static void copy(struct db_query *q, int column, unsigned char out[32])
{
	struct slice s = db_text(q, column);

	if (s.n == 32)
		memcpy(out, s.p, 32);
}

enum err journal_parcel(struct journal *j, int64_t id, struct journal_parcel *out, struct fault *f)
{
	struct db_query *q = db_ask(j->db, f, "SELECT account, nonce, birth, period, hash, call, bytes FROM entry WHERE id = ?", "l", id);

	*out = (struct journal_parcel){ 0 };
	if (!q)
		return E_DB;
	if (!db_next(q, f))
		return fault_set(f, E_NOT_FOUND, _("entry %lld of the journal"), (long long)id);
	copy(q, 0, out->account);
	out->nonce = (uint32_t)db_int(q, 1);
	out->birth = (uint32_t)db_int(q, 2);
	out->period = (uint32_t)db_int(q, 3);
	copy(q, 4, out->hash);
	str_add(&out->call, db_text(q, 5));
	str_add(&out->bytes, db_text(q, 6));
	db_end(q);
	return E_OK;
}

void journal_parcel_free(struct journal_parcel *p)
{
	str_free(&p->call);
	str_free(&p->bytes);
}

/* The one number of a question, 0 when there is no row. */
static int64_t number(struct db_query *q)
{
	int64_t n = 0;

	if (q && db_next(q, NULL)) {
		n = db_int(q, 0);
		db_end(q);
	}
	return n;
}

uint32_t journal_nonce(struct journal *j, const unsigned char account[32], uint32_t from)
{
	return (uint32_t)number(db_ask(j->db, NULL, "WITH RECURSIVE free(n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM free WHERE EXISTS (SELECT 1 "
	                               "FROM entry WHERE account = ?2 AND nonce = n AND settled = 0 AND state IN (1, 2, 3))) SELECT max(n) FROM free",
	                               "lb", (int64_t)from, (struct slice){ (const char *)account, 32 }));
}

int64_t journal_unattended(struct journal *j, int64_t since)
{
	return number(db_ask(j->db, NULL, "SELECT ifnull(sum(total_c), 0) FROM entry WHERE unattended = 1 AND made >= ? AND "
	                     "(state < 5 OR settled = 0)", "l", since));
}

int64_t journal_same(struct journal *j, const unsigned char account[32], const unsigned char to[32], int64_t amount_c, int64_t since)
{
	return number(db_ask(j->db, NULL, "SELECT max(entry.id) FROM entry JOIN payee ON payee.entry = entry.id WHERE made >= ? AND "
	                     "account = ? AND pub = ? AND amount_c = ? AND state BETWEEN 0 AND 4", "lbbl", since,
	                     (struct slice){ (const char *)account, 32 }, (struct slice){ (const char *)to, 32 }, amount_c));
}

int64_t journal_by_hash(struct journal *j, const unsigned char hash[32])
{
	return number(db_ask(j->db, NULL, "SELECT max(id) FROM entry WHERE hash = ?", "b", (struct slice){ (const char *)hash, 32 }));
}

int64_t journal_by_block(struct journal *j, const unsigned char account[32], uint32_t block, const unsigned char to[32], int64_t amount_c)
{
	return number(db_ask(j->db, NULL, "SELECT max(entry.id) FROM entry JOIN payee ON payee.entry = entry.id WHERE block = ? AND "
	                     "account = ? AND pub = ? AND amount_c = ? AND state IN (3, 4)", "lbbl", (int64_t)block,
	                     (struct slice){ (const char *)account, 32 }, (struct slice){ (const char *)to, 32 }, amount_c));
}

int64_t journal_pending(struct journal *j, const unsigned char account[32])
{
	return number(db_ask(j->db, NULL, "SELECT ifnull(sum(total_c), 0) FROM entry WHERE account = ? AND settled = 0 AND "
	                     "state IN (1, 2)", "b", (struct slice){ (const char *)account, 32 }));
}
