/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the chain and the indexer say of the person's accounts: figures, names, latest movements, the trend of 30 days. */
#include "base/tick.h"
#include "codec/ss58.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/contacts.h"
#include "model/courier.h"
#include "model/journal_ask.h"
#include "model/wallet_follow.h"
#include "model/wallet_in.h"
#include <stdio.h>

enum { BLOCK_S = 6, LATEST = 12, DAY_S = 86400, TREND_DAYS = 30, TREND_ROWS = 2000 };

struct wallet_chain {
	struct wallet *wallet;
	struct app *app;
	struct coin *coin;
	struct coin_ear *ear;
	struct watch *journal;
	void *names;
	size_t n_named;               /* how many pubs the question bears */
	unsigned char (*named)[32];
	VEC(, uint32_t) asked;        /* identities whose name was asked for */
};

static void replace(char **text, const char *by)
{
	if (strcmp(*text, by)) {
		free(*text);
		*text = mem_strdup(by);
	}
}

static void got_names(void *arg, const struct people_answer *a)
{
	struct wallet_chain *c = arg;

	c->names = NULL;
	for (size_t i = 0; i < a->n && !a->fault.code; i++) {
		int at = wallet_by_pub(c->wallet, a->v[i].pub);

		if (at >= 0 && coin_believed(c->coin, &a->v[i].source))
			replace(&c->wallet->accounts.v[at].identity, a->v[i].name);
	}
	free(c->named);
	c->named = NULL;
	subject_touch(&c->wallet->subject);
}

static bool was_asked(const struct wallet_chain *c, uint32_t identity)
{
	for (size_t i = 0; i < c->asked.n; i++)
		if (c->asked.v[i] == identity)
			return true;
	return false;
}

/* Names of accounts that own an identity, asked once. */
static void ask_names(struct wallet_chain *c)
{
	struct wallet *w = c->wallet;
	size_t n = 0;

	if (c->names)
		return;
	c->named = mem_array(w->accounts.n, 32);
	for (size_t i = 0; i < w->accounts.n; i++) {
		const struct purse *p = c->coin->ops->purse(c->coin->self, w->accounts.v[i].pub);

		if (p->identity && !was_asked(c, p->identity)) {
			memcpy(c->named[n++], w->accounts.v[i].pub, 32);
			vec_push(&c->asked, p->identity);
		}
	}
	if (n)
		c->names = c->coin->ops->names(c->coin->self, (const unsigned char (*)[32])c->named, n, got_names, c);
	if (!c->names) {
		free(c->named);
		c->named = NULL;
	}
}

static void take_figures(struct wallet_chain *c, struct account *a)
{
	const struct purse *p = c->coin->ops->purse(c->coin->self, a->pub);
	const struct pool_head *h = c->coin->ops->head(c->coin->self);
	struct journal *j = c->app->journal;

	if (p->source.degree == DEGREE_NONE)
		return;
	a->exists = p->exists;
	a->free_c = p->free_c;
	a->reserved_c = p->reserved_c;
	a->unclaimed_c = p->unclaimed_c;
	a->unclaimed_n = p->unclaimed_n;
	a->transferable_c = p->transferable_c;
	a->source = p->source;
	a->member = p->status == ACCOUNT_MEMBER;
	a->valid_until = a->member && p->member_until && h && h->best ? tick_now() + (p->member_until - h->best) * BLOCK_S : 0;
	a->pending_c = j ? journal_pending(j, a->pub) : 0;
	if (!p->identity)
		replace(&a->identity, "");
}

static void take_all(struct wallet_chain *c)
{
	struct wallet *w = c->wallet;
	const struct currency *y = c->coin->ops->currency(c->coin->self);
	bool all = w->accounts.n > 0;

	for (size_t i = 0; i < w->accounts.n; i++) {
		take_figures(c, &w->accounts.v[i]);
		all &= w->accounts.v[i].source.degree != DEGREE_NONE;
	}
	if (y->source.degree != DEGREE_NONE) {
		w->ud_c = y->ud_c;
		w->mean_c = currency_mean(y);
	}
	if (all && c->coin->subject.state == STATE_FRESH)
		subject_state(&w->subject, STATE_FRESH, NULL);
	else if (w->subject.state == STATE_FRESH && c->coin->subject.state != STATE_FRESH)
		subject_state(&w->subject, STATE_STALE, &c->coin->subject.fault);
	ask_names(c);
	subject_touch(&w->subject);
}

static void forget_latest(struct wallet *w)
{
	for (size_t i = 0; i < w->latest.n; i++) {
		free(w->latest.v[i].party);
		free(w->latest.v[i].comment);
	}
	w->latest.n = 0;
}

static struct movement movement_of(const struct wallet_chain *c, const struct ledger_row *r)
{
	const struct contact *known = contacts_by_pub(c->app->contacts, r->party);
	struct movement m = { .when = r->time, .comment = mem_strdup(r->comment), .count = r->days };
	char address[SS58_MAX];

	ss58_encode(SS58_G1, r->party, address);
	m.kind = r->kind == LEDGER_IN ? MOVE_IN : r->kind == LEDGER_OUT ? MOVE_OUT : MOVE_CLAIM;
	m.amount_c = r->kind == LEDGER_OUT ? -r->amount_c : r->amount_c;
	m.party = mem_strdup(m.kind == MOVE_CLAIM ? "" : known ? known->name : *r->name ? r->name : address);
	return m;
}

/* The balance at the end of each of the last days, from rows newest first: days without rows keep that of the day before. */
static void take_trend(struct wallet *w, const struct ledger_page *p, int64_t now_c)
{
	int64_t day[TREND_DAYS], first = now_c;
	size_t row = 0;

	for (int d = TREND_DAYS - 1; d >= 0; d--) {
		int64_t begins = (tick_now() / DAY_S - (TREND_DAYS - 1 - d)) * DAY_S;

		day[d] = first;
		for (; row < p->rows.n && p->rows.v[row].time >= begins; row++) {
			const struct ledger_row *r = &p->rows.v[row];

			first -= r->kind == LEDGER_OUT ? -r->amount_c : r->amount_c;
		}
	}
	w->trend.n = 0;
	for (int d = 0; d < TREND_DAYS; d++)
		vec_push(&w->trend, day[d]);
	w->trend_delta_c = now_c - first;
}

static void take_history(struct wallet_chain *c)
{
	struct wallet *w = c->wallet;
	const struct account *a = wallet_account(w);
	struct ledger *l = c->coin->ops->ledger(c->coin->self);
	struct ledger_filter month = { .since = tick_now() - TREND_DAYS * DAY_S };
	struct ledger_page page = { 0 };

	if (!a || !l)
		return;
	if (!ledger_page(l, a->pub, NULL, 0, LATEST, &page, NULL)) {
		forget_latest(w);
		for (size_t i = 0; i < page.rows.n; i++)
			vec_push(&w->latest, movement_of(c, &page.rows.v[i]));
	}
	ledger_page_free(&page);
	page = (struct ledger_page){ 0 };
	if (a->source.degree != DEGREE_NONE && !ledger_page(l, a->pub, &month, 0, TREND_ROWS, &page, NULL) && page.rows.n)
		take_trend(w, &page, a->free_c + a->reserved_c);
	ledger_page_free(&page);
	subject_touch(&w->subject);
}

static void heard(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f)
{
	struct wallet_chain *c = arg;
	const struct account *a = wallet_account(c->wallet);

	(void)f;
	if (what == G1_ACCOUNTS || what == G1_HEAD || what == G1_NODES) {
		bool had = a && a->source.degree != DEGREE_NONE;

		take_all(c);
		a = wallet_account(c->wallet);
		if (what == G1_ACCOUNTS && a && !had)
			wallet_chain_accounts(c);
	}
	if (what == G1_HISTORY && a && (!pub || !memcmp(pub, a->pub, 32)))
		take_history(c);
}

void wallet_chain_accounts(struct wallet_chain *c)
{
	const struct account *a = wallet_account(c->wallet);
	struct g1 *g = c->coin->g1;

	take_all(c);
	if (a && g && g->history && a->source.degree != DEGREE_NONE)
		history_read(g->history, a->pub, 0, a->free_c + a->reserved_c);
	take_history(c);
}

static void journal_moved(void *arg, struct subject *s)
{
	(void)s;
	take_all(arg);
}

void wallet_follow(struct wallet *w)
{
	struct wallet_chain *c;
	struct fault f = { 0 };

	if (!w->own->app || w->own->chain)
		return;
	c = mem_new(sizeof *c);
	*c = (struct wallet_chain){ .wallet = w, .app = w->own->app, .coin = w->own->app->coin };
	w->own->chain = c;
	c->ear = coin_listen(c->coin, heard, c);
	if (coin_open(c->coin, &f)) {
		subject_state(&w->subject, w->accounts.n ? STATE_STALE : STATE_ERROR, &f);
		return;
	}
	if (c->app->journal)
		c->journal = subject_watch(journal_subject(c->app->journal), journal_moved, c);
	if (w->subject.state == STATE_EMPTY && w->accounts.n)
		subject_state(&w->subject, STATE_LOADING, NULL);
	wallet_chain_accounts(c);
}

void wallet_live(struct wallet *w)
{
	struct courier *c;

	if (!w->own->app)
		return;
	w->own->live = true;
	if (!w->accounts.n)
		return;
	c = app_courier(w->own->app, NULL);
	wallet_follow(w);
	if (c) {
		courier_tells(c);
		courier_resume(c);
	}
}

bool wallet_naming(const struct wallet *w)
{
	return w->own->chain && w->own->chain->names;
}

void wallet_refresh(struct wallet *w)
{
	wallet_follow(w);
	if (w->own->chain && w->own->chain->coin->g1)
		account_refresh(w->own->chain->coin->g1->accounts);
}

void wallet_chain_free(struct wallet_chain *c)
{
	if (!c)
		return;
	coin_unlisten(c->coin, c->ear);
	subject_unwatch(c->journal);
	if (c->names)
		c->coin->ops->cancel(c->coin->self, COIN_PERSON, c->names);
	free(c->named);
	vec_free(&c->asked);
	free(c);
}
