/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"
#include "base/text.h"
#include "g1/ledger_inside.h"
#include <stdio.h>
#include <stdlib.h>

enum { WORDS_MOST = 12, PAGE_MOST = 5000 };

static void on_written(void *arg, const struct fault *f)
{
	struct ledger *l = arg;
	if (!f->code && l->c.written)
		l->c.written(l->c.arg);
}

enum err ledger_open(const struct ledger_conf *c, struct ledger **out, struct fault *f)
{
	struct ledger *l = mem_new(sizeof *l);
	enum err e = E_OK;
	l->c = *c;
	l->c.path = mem_strdup(c->path);
	if (c->path)
		e = mirror_open(c->loop, &(struct mirror_conf){ .path = c->path, .steps = ledger_steps, .n_steps = ledger_n_steps,
			.look_only = c->look_only, .written = on_written, .arg = l }, &l->mirror, f);
	else
		e = db_open(&(struct db_conf){ .path = "ledger", .kind = DB_MEMORY, .steps = ledger_steps, .n_steps = ledger_n_steps }, &l->own, f);
	if (e) {
		free((char *)(uintptr_t)l->c.path);
		free(l);
		return e;
	}
	*out = l;
	return E_OK;
}

void ledger_close(struct ledger *l)
{
	if (!l)
		return;
	l->c.written = NULL;
	if (l->mirror)
		mirror_close(l->mirror);
	db_close(l->own);
	db_close(l->direct);
	free((char *)(uintptr_t)l->c.path);
	free(l);
}

bool ledger_writing(const struct ledger *l)
{
	return l->mirror && mirror_busy(l->mirror);
}

static int64_t account_in(struct db *d, const unsigned char pub[32])
{
	struct fault f;
	int64_t id = 0;
	struct db_query *q = d ? db_ask(d, &f, "SELECT id FROM account WHERE pub = ?", "b", (struct slice){ (const char *)pub, 32 }) : NULL;
	if (q && db_next(q, &f)) {
		id = db_int(q, 0);
		db_end(q);
	}
	return id;
}

/* Rows in memory are newer than what the file has: they were fetched here. */
struct db *ledger_db(struct ledger *l, const unsigned char pub[32])
{
	if (l->own && (!l->mirror || account_in(l->own, pub)))
		return l->own;
	return l->mirror ? mirror_db(l->mirror) : l->own;
}

/* "pain bio" -> "pain"* "bio"*: every word as a beginning, quotes doubled, nothing else has a meaning. */
static void match_of(const char *words, struct str *out)
{
	struct str folded = { 0 };
	struct slice rest, word;
	size_t n = 0;
	text_fold(&folded, slice_of(words));
	rest = slice_str(&folded);
	while (n < WORDS_MOST && slice_split(&rest, ' ', &word)) {
		if (!word.n)
			continue;
		str_adds(out, n++ ? " \"" : "\"");
		for (size_t i = 0; i < word.n; i++) {
			if (word.p[i] == '"')
				str_addc(out, '"');
			str_addc(out, word.p[i]);
		}
		str_adds(out, "\"*");
	}
	str_free(&folded);
}

static bool has_words(const struct ledger_filter *w)
{
	return w && w->words && w->words[strspn(w->words, " ")];
}

/* The conditions of a filter; each has its place, unused ones are always true: so there is one statement, prepared once. */
static const char conditions[] =
	" AND time >= ?2 AND time < ?3 AND amount >= ?4 AND amount <= ?5 AND (?6 >> kind) & 1 AND place < ?9";
static const char from_plain[] = "FROM move WHERE account = ?1";
static const char from_party[] = "FROM move WHERE account = ?1 AND party = ?7";
static const char from_words[] = "FROM move WHERE account = ?1 AND id IN (SELECT rowid FROM words WHERE words MATCH ?8)";
static const char from_both[] = "FROM move WHERE account = ?1 AND party = ?7 AND id IN (SELECT rowid FROM words WHERE words MATCH ?8)";

struct wanted {
	int64_t account, since, until, least, most, before, n;
	int kinds;
	struct slice party;
	struct str match;
};

static void wanted_of(struct db *d, const unsigned char pub[32], const struct ledger_filter *w, struct wanted *out)
{
	*out = (struct wanted){ .account = account_in(d, pub), .since = INT64_MIN, .until = INT64_MAX, .most = INT64_MAX,
	                         .before = INT64_MAX, .n = INT64_MAX, .kinds = 7 };
	if (!w)
		return;
	out->since = w->since ? w->since : INT64_MIN;
	out->until = w->until ? w->until : INT64_MAX;
	out->least = w->least_c;
	out->most = w->most_c ? w->most_c : INT64_MAX;
	out->kinds = w->kinds ? (int)w->kinds : 7;
	if (w->party)
		out->party = (struct slice){ (const char *)w->party, 32 };
	if (has_words(w))
		match_of(w->words, &out->match);
}

/* "SELECT what <from> <conditions> tail LIMIT n" with its values. */
static struct db_query *select_rows(struct db *d, const struct wanted *w, const char *what, const char *tail, struct fault *f)
{
	char sql[1024];
	bool words = w->match.n > 0, party = w->party.n > 0;
	snprintf(sql, sizeof sql, "SELECT %s %s%s%s LIMIT ?10", what, words && party ? from_both : words ? from_words : party ? from_party : from_plain,
	         conditions, tail);
	return db_ask(d, f, sql, "lllllibtll", w->account, w->since, w->until, w->least, w->most, w->kinds, w->party, slice_str(&w->match),
	              w->before, w->n);
}

static int64_t base_of(struct db *d, int64_t account)
{
	struct fault f;
	int64_t base = 0;
	struct db_query *q = db_ask(d, &f, "SELECT base FROM account WHERE id = ?", "l", account);
	if (q && db_next(q, &f)) {
		base = db_int(q, 0);
		db_end(q);
	}
	return base;
}

/* Texts are kept as offsets until the page is whole, as they may move while it grows. */
static void keep_text(struct ledger_page *p, const char **at, struct slice text)
{
	*at = (const char *)(uintptr_t)p->texts.n;
	str_add(&p->texts, text);
	str_addc(&p->texts, 0);
}

static void read_row(struct db_query *q, int64_t base, struct ledger_page *p)
{
	struct ledger_row r = { .id = db_int(q, 0), .time = db_int(q, 1), .block = (uint32_t)db_int(q, 2), .kind = (enum ledger_kind)db_int(q, 3),
	                        .amount_c = db_int(q, 4), .identity = (uint32_t)db_int(q, 7), .days = (uint32_t)db_int(q, 9),
	                        .balance_c = db_int(q, 10) - base };
	struct slice party = db_text(q, 5);
	if (party.n == 32)
		memcpy(r.party, party.p, 32);
	keep_text(p, &r.name, db_text(q, 6));
	keep_text(p, &r.comment, db_text(q, 8));
	keep_text(p, &r.event, db_text(q, 11));
	vec_push(&p->rows, r);
}

enum err ledger_page(struct ledger *l, const unsigned char pub[32], const struct ledger_filter *w, int64_t before, size_t n,
                     struct ledger_page *out, struct fault *f)
{
	struct db *d = ledger_db(l, pub);
	struct wanted want;
	struct fault end = { .code = E_OK };
	*out = (struct ledger_page){ 0 };
	n = n < PAGE_MOST ? n : PAGE_MOST;
	wanted_of(d, pub, w, &want);
	int64_t base = base_of(d, want.account);
	want.before = before ? before : INT64_MAX;
	want.n = (int64_t)n + 1;
	struct db_query *q = select_rows(d, &want, "place, time, block, kind, amount, party, name, identity, comment, days, sum, event",
	                                 " ORDER BY place DESC", &end);
	while (q && db_next(q, &end)) {
		if (out->rows.n == n) {
			out->more = true;
			db_end(q);
			break;
		}
		read_row(q, base, out);
	}
	str_free(&want.match);
	for (size_t i = 0; i < out->rows.n; i++) {
		struct ledger_row *r = &out->rows.v[i];
		r->name = out->texts.p + (uintptr_t)r->name;
		r->comment = out->texts.p + (uintptr_t)r->comment;
		r->event = out->texts.p + (uintptr_t)r->event;
	}
	if (end.code && f)
		*f = end;
	return end.code;
}

void ledger_page_free(struct ledger_page *p)
{
	vec_free(&p->rows);
	str_free(&p->texts);
}

/* Without filter the index alone is walked. */
enum err ledger_nth(struct ledger *l, const unsigned char pub[32], const struct ledger_filter *w, size_t n, int64_t *id, struct fault *f)
{
	struct db *d = ledger_db(l, pub);
	struct wanted want;
	struct fault end = { .code = E_OK };
	char tail[96];
	bool found;
	wanted_of(d, pub, w, &want);
	snprintf(tail, sizeof tail, " ORDER BY place DESC LIMIT 1 OFFSET %zu", n);
	struct db_query *q = w ? select_rows(d, &want, "place", tail, &end)
	                       : db_ask(d, &end, "SELECT place FROM move WHERE account = ?1 ORDER BY place DESC LIMIT 1 OFFSET ?2", "ll",
	                                want.account, (int64_t)n);
	found = q && db_next(q, &end);
	if (found) {
		*id = db_int(q, 0);
		db_end(q);
	}
	str_free(&want.match);
	if (!found && !end.code)
		fault_set(&end, E_NOT_FOUND, "%zu", n);
	if (end.code && f)
		*f = end;
	return end.code;
}

static bool read_account(struct db *d, int64_t account, struct ledger_sum *s, struct str *cursor, struct fault *f)
{
	struct db_query *q = db_ask(d, f, "SELECT rows, coming, going, claimed, whole, synced, at, cursor,"
		" ifnull((SELECT sum FROM move WHERE account = ?1 ORDER BY place DESC LIMIT 1), base) - base FROM account WHERE id = ?1", "l", account);
	if (!q || !db_next(q, f))
		return false;
	*s = (struct ledger_sum){ .rows = db_int(q, 0), .in_c = db_int(q, 1), .out_c = db_int(q, 2), .claimed_c = db_int(q, 3),
	                          .whole = db_int(q, 4) != 0, .synced = (uint32_t)db_int(q, 5), .at = db_int(q, 6), .balance_c = db_int(q, 8) };
	if (cursor)
		str_add(cursor, db_text(q, 7));
	db_end(q);
	return true;
}

enum err ledger_sum(struct ledger *l, const unsigned char pub[32], const struct ledger_filter *w, struct ledger_sum *out, struct fault *f)
{
	struct db *d = ledger_db(l, pub);
	struct wanted want;
	struct fault end = { .code = E_OK };
	*out = (struct ledger_sum){ 0 };
	wanted_of(d, pub, w, &want);
	read_account(d, want.account, out, NULL, &end);
	if (w && want.account && !end.code) { /* the account's own figures are kept; a filter counts */
		struct db_query *q = select_rows(d, &want, "count(*), sum(amount * (kind = 0)), sum(amount * (kind = 1)), sum(amount * (kind = 2))", "",
		                                 &end);
		if (q && db_next(q, &end)) {
			out->rows = db_int(q, 0);
			out->in_c = db_int(q, 1);
			out->out_c = db_int(q, 2);
			out->claimed_c = db_int(q, 3);
			db_end(q);
		}
	}
	str_free(&want.match);
	if (end.code && f)
		*f = end;
	return end.code;
}

enum err ledger_parties(struct ledger *l, const unsigned char pub[32], const struct ledger_filter *w, size_t n,
                        void (*fn)(void *arg, const struct ledger_row *party, int64_t in_c, int64_t out_c, int64_t rows), void *arg,
                        struct fault *f)
{
	struct db *d = ledger_db(l, pub);
	struct wanted want;
	struct fault end = { .code = E_OK };
	wanted_of(d, pub, w, &want);
	want.n = n < PAGE_MOST ? (int64_t)n : PAGE_MOST;
	struct db_query *q = select_rows(d, &want, "party, max(name), max(identity), sum(amount * (kind = 0)), sum(amount * (kind = 1)), count(*),"
	                                           " max(time)", " AND kind < 2 GROUP BY party ORDER BY sum(amount) DESC", &end);
	while (q && db_next(q, &end)) {
		struct str name = { 0 };
		struct ledger_row r = { .identity = (uint32_t)db_int(q, 2), .comment = "", .event = "", .time = db_int(q, 6) };
		struct slice party = db_text(q, 0);
		if (party.n == 32)
			memcpy(r.party, party.p, 32);
		str_add(&name, db_text(q, 1));
		r.name = str_c(&name);
		fn(arg, &r, db_int(q, 3), db_int(q, 4), db_int(q, 5));
		str_free(&name);
	}
	str_free(&want.match);
	if (end.code && f)
		*f = end;
	return end.code;
}

bool ledger_mark(struct ledger *l, const unsigned char pub[32], struct ledger_sum *sum, struct str *cursor)
{
	/* What may not be written goes to memory, and there it begins anew. */
	struct db *d = l->c.look_only ? l->own : ledger_db(l, pub);
	struct fault f = { .code = E_OK };
	int64_t account = account_in(d, pub);
	return account && read_account(d, account, sum, cursor, &f);
}
