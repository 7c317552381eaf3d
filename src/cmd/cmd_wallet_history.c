/* SPDX-License-Identifier: GPL-3.0-or-later */
/* History, totals and export of one account. All three wait until the indexer was asked in this run and the balance is known,
 * then tell from the mirror; without an answer, what the mirror has. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "cmd/cmd_wallet.h"
#include "cmd/handlers.h"
#include "codec/amount.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/moves_totals.h"
#include "model/snap.h"
#include "model/statement.h"
#include <stdlib.h>
#include <time.h>

enum { USUAL_ROWS = 50, READ_MS = 60000, MONTHS = 240 };

struct history_run {
	struct wallet_run w;
	unsigned char pub[32];
	struct moves *moves;
	struct moves_filter filter;
	size_t from, most;
	bool asked;
};

static void clean(struct cmd_run *r)
{
	moves_free(((struct history_run *)r->data)->moves);
}

static json_t *row_json(const struct moves_row *m)
{
	json_t *o = json_pack("{s:o, s:I, s:s, s:I, s:s, s:s, s:I, s:b}", "time", snap_time(m->when), "block", (json_int_t)m->block,
	                      "direction", m->amount_c < 0 ? "out" : "in", "amount_c", (json_int_t)(m->amount_c < 0 ? -m->amount_c : m->amount_c),
	                      "comment", m->comment, "kind", m->kind == MOVE_CLAIM ? "claim" : "transfer", "balance_c",
	                      (json_int_t)m->balance_c, "provisional", m->provisional);

	if (m->kind == MOVE_CLAIM) {
		json_object_set_new(o, "party", json_null());
		json_object_set_new(o, "uds", json_integer(m->count));
	} else {
		json_object_set_new(o, "party", json_pack("{s:s, s:s, s:b}", "address", m->address, "name", m->name, "proven", m->proven));
	}
	if (m->entry)
		json_object_set_new(o, "journal", json_integer(m->entry));
	return o;
}

/* The date in the form that tick_parse takes back, a sign before what went out. */
static json_t *row_text(const struct moves_row *m)
{
	const char *who = m->kind == MOVE_CLAIM ? "" : *m->name ? m->name : m->address;
	struct tm tm;
	char day[32];
	time_t when = (time_t)m->when;

	localtime_r(&when, &tm);
	strftime(day, sizeof day, "%Y-%m-%d %H:%M", &tm);
	return json_pack("{s:s, s:s, s:I, s:I, s:s}", "time", day, "who", m->kind == MOVE_CLAIM ? _("dividends") : who, "amount_c",
	                 (json_int_t)m->amount_c, "balance_c", (json_int_t)m->balance_c, "comment", m->comment);
}

/* The reading ended; the balance is known, too, by which the history is judged. */
static bool read_all(struct cmd_run *r)
{
	struct history_run *h = r->data;

	return moves_subject(h->moves)->state == STATE_FRESH && r->app->coin->ops->purse(r->app->coin->self, h->pub)->source.degree;
}

static void finish(struct cmd_run *r)
{
	struct history_run *h = r->data;
	const struct moves_sum *sum = moves_settle(h->moves);
	json_t *items = json_array(), *rows = json_array(), *o;
	const struct moves_row *m;
	struct str note = { 0 };
	int64_t gap;
	size_t i;

	for (i = h->from; i < h->from + h->most && (m = moves_at(h->moves, i)); i++) {
		json_array_append_new(items, row_json(m));
		if (!r->json)
			json_array_append_new(rows, row_text(m));
	}
	o = cmd_wallet_items(items, i < sum->rows || !sum->whole);
	json_object_set_new(o, "address", cmd_wallet_address(h->pub));
	json_object_set_new(o, "rows", json_integer((json_int_t)sum->rows));
	json_object_set_new(o, "complete", json_boolean(sum->whole && !sum->more));
	json_object_set_new(o, "in_c", json_integer(sum->in_c));
	json_object_set_new(o, "out_c", json_integer(sum->out_c));
	if (moves_gap(h->moves, &gap))
		json_object_set_new(o, "opening_c", json_integer(gap));
	json_object_set_new(o, "fresh", json_boolean(read_all(r)));
	if (r->fault.code) {
		str_addf(&note, _("This is what was kept here: %s."), r->fault.where);
		str_addc(&note, '\n');
	}
	if (!sum->whole)
		str_addf(&note, "%s\n", _("Older movements are not here yet: the next reading goes on from here."));
	cmd_wallet_table_and(r, o, rows, str_c(&note));
	str_free(&note);
}

/* The rows reach back to the first one, too: another instance may still be reading what lies below. */
static bool read_whole(struct cmd_run *r)
{
	int64_t gap;

	return read_all(r) && moves_gap(((struct history_run *)r->data)->moves, &gap);
}

static void step(struct cmd_run *r)
{
	struct history_run *h = r->data;

	if (moves_subject(h->moves)->state == STATE_ERROR) {
		r->fault = moves_subject(h->moves)->fault;
		cmd_finish(r, r->fault.code, NULL, NULL);
		return;
	}
	if (!read_all(r))
		return;
	if (!h->asked) { /* the names of this page are being checked: the next turn knows them */
		h->asked = true;
		moves_at(h->moves, h->from);
		if (moves_asking(h->moves))
			return;
	}
	if (!moves_asking(h->moves))
		finish(r);
}

/* Without an answer, or as long as older rows come, what the mirror has is told, and that it is not all. */
static void late(struct cmd_run *r)
{
	struct history_run *h = r->data;

	if (moves_sum(h->moves)->rows) {
		finish(r);
	} else {
		if (!r->fault.code)
			r->fault = moves_subject(h->moves)->fault;
		if (!r->fault.code)
			fault_set(&r->fault, E_TIMEOUT, "%s", _("history"));
		cmd_finish(r, r->fault.code, NULL, NULL);
	}
}

/* Totals and exports tell everything or nothing: they wait as long as rows come. */
static void late_for_all(struct cmd_run *r)
{
	struct history_run *h = r->data;

	if (moves_sum(h->moves)->more && r->fault.code != E_OFFLINE) {
		wait_again(h->w.wait, READ_MS);
		return;
	}
	if (!r->fault.code)
		r->fault = moves_subject(h->moves)->fault;
	if (!r->fault.code)
		fault_set(&r->fault, E_TIMEOUT, "%s", _("history"));
	cmd_finish(r, r->fault.code, NULL, NULL);
}

static enum err read_time(struct cmd_run *r, const char *flag, int64_t *when)
{
	const char *text = cmd_flag(r, flag);

	if (text && !tick_parse(slice_of(text), when))
		return fault_set(&r->fault, E_USAGE, _("%s: not a date: %s"), flag, text);
	if (text && !strcmp(flag, "--until") && strlen(text) == 10)
		*when += 86399; /* a day alone means all of it */
	return E_OK;
}

static enum err read_amount(struct cmd_run *r, const char *flag, int64_t *c)
{
	const char *text = cmd_flag(r, flag);
	struct amount a;
	enum err e = text ? amount_read(slice_of(text), &a) : E_OK;

	if (e || (text && a.unit != AMOUNT_G1))
		return fault_set(&r->fault, e ? e : E_AMOUNT, "%s %s", flag, text);
	if (text)
		*c = a.n;
	return E_OK;
}

static enum err read_filter(struct cmd_run *r, struct history_run *h, unsigned char party[32])
{
	const char *who = cmd_flag(r, "--party"), *way = cmd_flag(r, "--direction");
	int account;
	enum err e = read_time(r, "--since", &h->filter.since);

	if (!e)
		e = read_time(r, "--until", &h->filter.until);
	if (!e)
		e = read_amount(r, "--least", &h->filter.least_c);
	if (!e)
		e = read_amount(r, "--most", &h->filter.most_c);
	if (!e && who)
		e = cmd_wallet_party(r, who, party, &account);
	if (!e && who)
		h->filter.party = party;
	h->filter.words = cmd_flag(r, "--find");
	h->filter.way = !way ? MOVES_BOTH : !strcmp(way, "in") ? MOVES_IN : MOVES_OUT;
	h->filter.no_claims = cmd_flag(r, "--no-claims") != NULL;
	return e;
}

static enum err read_number(struct cmd_run *r, const char *flag, size_t *out)
{
	const char *text = cmd_flag(r, flag);
	uint64_t n;

	if (text && (!slice_u64(slice_of(text), &n) || n > 1000000000))
		return fault_set(&r->fault, E_USAGE, "%s %s", flag, text);
	if (text)
		*out = (size_t)n;
	return E_OK;
}

static enum err begin(struct cmd_run *r, const char *who, wait_step *fn, void (*when_late)(struct cmd_run *))
{
	struct history_run *h = cmd_wallet_begin(r, sizeof *h, clean);
	unsigned char party[32];
	int account;
	enum err e = cmd_wallet_party(r, who, h->pub, &account);

	h->most = USUAL_ROWS;
	if (!e)
		e = read_filter(r, h, party);
	if (!e)
		e = read_number(r, "--limit", &h->most);
	if (!e)
		e = read_number(r, "--from", &h->from);
	if (!e)
		e = coin_open(r->app->coin, &r->fault);
	if (e)
		return e;
	app_journal(r->app, NULL); /* so that rows know which of them were paid here; without it they do not */
	h->moves = moves_new(r->app);
	moves_filter(h->moves, &h->filter);
	moves_show(h->moves, h->pub);
	cmd_wallet_patient(r);
	h->w.wait = wait_for(r, moves_subject(h->moves), READ_MS, fn, when_late);
	wait_needs(h->w.wait, WAIT_NODES | WAIT_INDEXERS);
	return E_OK;
}

enum err cmd_wallet_history(struct cmd_run *r)
{
	return begin(r, cmd_arg(r, 0), step, late);
}

/* -- totals -- */

static void add_party(void *arg, const struct moves_total *t)
{
	json_array_append_new(arg, json_pack("{s:s, s:s, s:I, s:I, s:I, s:I}", "name", t->name, "address", t->address, "rows", (json_int_t)t->rows,
	                                     "in_c", (json_int_t)t->in_c, "out_c", (json_int_t)t->out_c, "net_c", (json_int_t)(t->in_c - t->out_c)));
}

/* Month by month from the newest back to the oldest movement, those without any left out. */
static void add_months(struct history_run *h, json_t *items)
{
	int64_t until = tick_now(), oldest = moves_settle(h->moves)->since;

	for (size_t i = 0; i < MONTHS && json_array_size(items) < h->most; i++) {
		struct moves_sum s;
		char name[8];
		int64_t since = moves_month(i, name);

		if (moves_between(h->moves, since, until, &s) && s.rows)
			json_array_append_new(items, json_pack("{s:s, s:I, s:I, s:I, s:I}", "month", name, "rows", (json_int_t)s.rows, "in_c",
			                                       (json_int_t)s.in_c, "out_c", (json_int_t)s.out_c, "net_c",
			                                       (json_int_t)(s.in_c - s.out_c)));
		if (oldest && since <= oldest)
			break;
		until = since - 1;
	}
}

static void totals_step(struct cmd_run *r)
{
	struct history_run *h = r->data;
	const char *by = cmd_flag(r, "--by");
	const struct moves_sum *sum;
	json_t *items, *o;

	if (moves_subject(h->moves)->state == STATE_ERROR) {
		r->fault = moves_subject(h->moves)->fault;
		cmd_finish(r, r->fault.code, NULL, NULL);
		return;
	}
	if (!read_whole(r))
		return;
	items = json_array();
	sum = moves_settle(h->moves);
	if (by && !strcmp(by, "month"))
		add_months(h, items);
	else
		moves_by_party(h->moves, h->most, add_party, items);
	o = cmd_wallet_items(items, json_array_size(items) == h->most);
	json_object_set_new(o, "address", cmd_wallet_address(h->pub));
	json_object_set_new(o, "rows", json_integer((json_int_t)sum->rows));
	json_object_set_new(o, "in_c", json_integer(sum->in_c));
	json_object_set_new(o, "out_c", json_integer(sum->out_c));
	cmd_finish(r, E_OK, o, NULL);
}

enum err cmd_wallet_totals(struct cmd_run *r)
{
	if (!r->json && !r->argc && r->front && r->front->ops->open && strcmp(r->front->ops->name, "cli") && !r->front->ops->open(r->front->self, "totals", 0, NULL)) {
		cmd_finish(r, E_OK, NULL, NULL);
		return E_OK;
	}
	return begin(r, cmd_arg(r, 0), totals_step, late_for_all);
}

/* -- export -- */

static void write_it(struct cmd_run *r)
{
	struct history_run *h = r->data;
	const char *format = cmd_arg(r, 0), *file = cmd_arg(r, 1);
	const struct moves_filter *w = &h->filter;
	struct statement s = { .moves = h->moves, .filtered = w->words || w->party || w->since || w->until || w->least_c || w->most_c ||
		w->way || w->no_claims };
	struct str out = { 0 };
	enum err e;

	memcpy(s.pub, h->pub, 32);
	s.format = !strcmp(format, "csv") ? STATEMENT_CSV : !strcmp(format, "ofx") ? STATEMENT_OFX : STATEMENT_JSON;
	if (file && strcmp(file, "-")) {
		e = statement_file(&s, file, &r->fault);
		if (e)
			cmd_finish(r, e, NULL, NULL);
		else
			cmd_finish(r, E_OK, json_pack("{s:s, s:I, s:I}", "file", file, "rows", (json_int_t)s.rows, "sum_c", (json_int_t)s.sum_c), NULL);
		return;
	}
	e = statement_text(&s, &out, &r->fault);
	if (e)
		cmd_finish(r, e, NULL, NULL);
	else
		cmd_finish(r, E_OK, json_pack("{s:s, s:I, s:I}", "text", str_c(&out), "rows", (json_int_t)s.rows, "sum_c", (json_int_t)s.sum_c),
		           str_c(&out));
	str_free(&out);
}

static void export_step(struct cmd_run *r)
{
	struct history_run *h = r->data;

	if (moves_subject(h->moves)->state == STATE_ERROR) {
		r->fault = moves_subject(h->moves)->fault;
		cmd_finish(r, r->fault.code, NULL, NULL);
	} else if (read_whole(r)) {
		write_it(r);
	}
}

enum err cmd_wallet_export(struct cmd_run *r)
{
	return begin(r, cmd_flag(r, "--account"), export_step, late_for_all);
}
