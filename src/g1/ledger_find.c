/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "g1/ledger_inside.h"
#include "g1/ledger_scan.h"
#include "base/mem.h"
#include <stdio.h>
#include <stdlib.h>

enum { WORDS_MOST = 12 };

/* A walk is one statement that stays open between two turns of the loop. */
struct ledger_scan {
	struct db_query *q;
};

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

static int64_t number(struct db *d, const char *sql, int64_t a, int64_t b, int64_t otherwise)
{
	struct fault f;
	struct db_query *q = db_ask(d, &f, sql, "ll", a, b);
	if (q && db_next(q, &f)) {
		otherwise = db_null(q, 0) ? otherwise : db_int(q, 0);
		db_end(q);
	}
	return otherwise;
}

/* The first id whose row is not older than that: times rise with the ids, which have no gaps. */
static int64_t id_at(struct db *d, int64_t first, int64_t last, int64_t time)
{
	while (first <= last) {
		int64_t middle = first + (last - first) / 2;
		if (number(d, "SELECT time FROM move WHERE id = ?1 AND ?2 = 0", middle, 0, INT64_MAX) < time)
			first = middle + 1;
		else
			last = middle - 1;
	}
	return first;
}

void ledger_wanted_of(struct db *d, const unsigned char pub[32], const struct ledger_filter *w, int64_t before, struct ledger_wanted *out)
{
	int64_t account = ledger_account(d, pub);
	*out = (struct ledger_wanted){ .account = account, .first = LEDGER_FIRST(account), .last = LEDGER_LAST(account), .most = INT64_MAX,
	                               .n = INT64_MAX, .kinds = 7 };
	if (w && (w->since || w->until)) {
		out->first = number(d, "SELECT min(id) FROM move WHERE id BETWEEN ?1 AND ?2", out->first, out->last, 1);
		out->last = number(d, "SELECT max(id) FROM move WHERE id BETWEEN ?1 AND ?2", LEDGER_FIRST(account), out->last, 0);
		if (w->since)
			out->first = id_at(d, out->first, out->last, w->since);
		if (w->until)
			out->last = id_at(d, out->first, out->last, w->until) - 1;
	}
	if (before) {
		before = number(d, "SELECT id FROM move WHERE account = ?1 AND place < ?2 ORDER BY place DESC LIMIT 1", account, before, 0);
		out->last = before < out->last ? before : out->last;
	}
	if (!w)
		return;
	out->least = w->least_c;
	out->most = w->most_c ? w->most_c : INT64_MAX;
	out->kinds = w->kinds ? (int)w->kinds : 7;
	if (w->party)
		out->party = (struct slice){ (const char *)w->party, 32 };
	if (has_words(w))
		match_of(w->words, &out->match);
}

/* Each condition has its place, unused ones are always true: so there is one statement of each kind, prepared once. The index of
 * words leads where there are words (CROSS JOIN keeps the order), and gives its rows newest first without sorting. */
struct db_query *ledger_select(struct db *d, const struct ledger_wanted *w, const char *what, const char *tail, struct fault *f)
{
	static const char conditions[] = " AND move.amount >= ?4 AND move.amount <= ?5 AND (?6 >> move.kind) & 1";
	bool words = w->match.n > 0, party = w->party.n > 0, sorted = !*tail && !strstr(what, "count(");
	char sql[1024];
	snprintf(sql, sizeof sql, "SELECT %s FROM %s%s%s%s%s LIMIT ?9", what,
	         words ? "words CROSS JOIN move ON move.id = words.rowid WHERE words MATCH ?8 AND words.rowid BETWEEN ?2 AND ?3"
	         : party ? "move WHERE account = ?1 AND +id BETWEEN ?2 AND ?3" : "move WHERE id BETWEEN ?2 AND ?3",
	         party ? " AND move.party = ?7" : "", conditions, tail,
	         !sorted ? "" : words ? " ORDER BY words.rowid DESC" : party ? " ORDER BY place DESC" : " ORDER BY id DESC");
	return db_ask(d, f, sql, "lllllibtl", w->account, w->first, w->last, w->least, w->most, w->kinds, w->party, slice_str(&w->match), w->n);
}

enum err ledger_scan_open(struct ledger *l, const unsigned char pub[32], const struct ledger_filter *w, struct ledger_scan **out, struct fault *f)
{
	struct db *d = ledger_db(l, pub);
	struct ledger_wanted want;
	struct db_query *q;
	ledger_wanted_of(d, pub, w, 0, &want);
	q = ledger_select(d, &want, "move.place, move.kind, move.amount, move.time", "", f);
	str_free(&want.match);
	if (!q)
		return f->code;
	*out = mem_new(sizeof **out);
	(*out)->q = q;
	return E_OK;
}

bool ledger_scan_next(struct ledger_scan *s, struct ledger_row *r)
{
	if (!db_next(s->q, NULL)) {
		s->q = NULL;
		return false;
	}
	r->id = db_int(s->q, 0);
	r->kind = (enum ledger_kind)db_int(s->q, 1);
	r->amount_c = db_int(s->q, 2);
	r->time = db_int(s->q, 3);
	return true;
}

void ledger_scan_close(struct ledger_scan *s)
{
	if (!s)
		return;
	db_end(s->q);
	free(s);
}
