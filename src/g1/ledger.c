/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"
#include "base/text.h"
#include "g1/ledger_inside.h"
#include <stdio.h>
#include <stdlib.h>

enum { PAGE_MOST = 5000 };

static void on_written(void *arg, const struct fault *f)
{
	struct ledger *l = arg;
	if (l->c.written)
		l->c.written(l->c.arg, f);
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

bool ledger_full(const struct ledger *l)
{
	return l->mirror && mirror_pending(l->mirror) && l->gathered >= LEDGER_GATHERS;
}

void ledger_flush(struct ledger *l)
{
	if (l->mirror)
		mirror_flush(l->mirror);
}

int64_t ledger_account(struct db *d, const unsigned char pub[32])
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
	if (l->own && (!l->mirror || ledger_account(l->own, pub)))
		return l->own;
	return l->mirror ? mirror_db(l->mirror) : l->own;
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
	struct ledger_wanted want;
	struct fault end = { .code = E_OK };
	*out = (struct ledger_page){ 0 };
	n = n < PAGE_MOST ? n : PAGE_MOST;
	ledger_wanted_of(d, pub, w, before, &want);
	int64_t base = base_of(d, want.account);
	want.n = (int64_t)n + 1;
	struct db_query *q = ledger_select(d, &want, "move.place, move.time, move.block, move.kind, move.amount, move.party, move.name,"
	                                 " move.identity, move.comment, move.days, move.sum, move.event", "", &end);
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

enum err ledger_nth(struct ledger *l, const unsigned char pub[32], size_t n, int64_t *id, struct fault *f)
{
	struct db *d = ledger_db(l, pub);
	int64_t account = ledger_account(d, pub);
	struct fault end = { .code = E_OK };
	struct db_query *q = db_ask(d, &end, "SELECT place FROM move WHERE id BETWEEN ?1 AND ?2 AND"
	                                     " id = (SELECT max(id) FROM move WHERE id BETWEEN ?1 AND ?2) - ?3", "lll", LEDGER_FIRST(account),
	                            LEDGER_LAST(account), (int64_t)n);
	bool found = q && db_next(q, &end);
	if (found) {
		*id = db_int(q, 0);
		db_end(q);
	}
	if (!found && !end.code)
		fault_set(&end, E_NOT_FOUND, "%zu", n);
	if (end.code && f)
		*f = end;
	return end.code;
}

static bool read_account(struct db *d, int64_t account, struct ledger_sum *s, struct str *cursor, int64_t *bottom, struct fault *f)
{
	struct db_query *q = db_ask(d, f, "SELECT rows, coming, going, claimed, whole, synced, at, cursor,"
		" ifnull((SELECT sum FROM move WHERE id BETWEEN ?2 AND ?3 ORDER BY id DESC LIMIT 1), base) - base,"
		" ifnull((SELECT place FROM move WHERE id BETWEEN ?2 AND ?3 ORDER BY id LIMIT 1), ?4) FROM account WHERE id = ?1", "llll",
		account, LEDGER_FIRST(account), LEDGER_LAST(account), INT64_MAX);
	if (!q || !db_next(q, f))
		return false;
	*s = (struct ledger_sum){ .rows = db_int(q, 0), .in_c = db_int(q, 1), .out_c = db_int(q, 2), .claimed_c = db_int(q, 3),
	                          .whole = db_int(q, 4) != 0, .synced = (uint32_t)db_int(q, 5), .at = db_int(q, 6), .balance_c = db_int(q, 8) };
	if (cursor) {
		str_add(cursor, db_text(q, 7));
		*bottom = db_int(q, 9);
	}
	db_end(q);
	return true;
}

enum err ledger_sum(struct ledger *l, const unsigned char pub[32], const struct ledger_filter *w, struct ledger_sum *out, struct fault *f)
{
	struct db *d = ledger_db(l, pub);
	struct ledger_wanted want;
	struct fault end = { .code = E_OK };
	*out = (struct ledger_sum){ 0 };
	ledger_wanted_of(d, pub, w, 0, &want);
	read_account(d, want.account, out, NULL, NULL, &end);
	if (w && want.account && !end.code) { /* the account's own figures are kept; a filter counts */
		struct db_query *q = ledger_select(d, &want, "count(*), sum(move.amount * (move.kind = 0)), sum(move.amount * (move.kind = 1)),"
		                                   " sum(move.amount * (move.kind = 2))", "", &end);
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
	struct ledger_wanted want;
	struct fault end = { .code = E_OK };
	ledger_wanted_of(d, pub, w, 0, &want);
	want.n = n < PAGE_MOST ? (int64_t)n : PAGE_MOST;
	struct db_query *q = ledger_select(d, &want, "move.party, max(move.name), max(move.identity), sum(move.amount * (move.kind = 0)),"
	                                   " sum(move.amount * (move.kind = 1)), count(*), max(move.time)",
	                                   " AND move.kind < 2 GROUP BY move.party ORDER BY sum(move.amount) DESC", &end);
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

bool ledger_mark(struct ledger *l, const unsigned char pub[32], struct ledger_sum *sum, struct str *cursor, int64_t *bottom)
{
	/* What may not be written goes to memory, and there it begins anew. */
	struct db *d = l->c.look_only ? l->own : ledger_db(l, pub);
	struct fault f = { .code = E_OK };
	int64_t account = ledger_account(d, pub);
	return account && read_account(d, account, sum, cursor, bottom, &f);
}
