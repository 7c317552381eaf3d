/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When something is read: at once when an address is followed; when a subscription tells of a change, first at the best block,
 * then with proof as soon as that block is final; where there are no subscriptions, at every few final blocks. */
#include "g1/account.h"
#include "base/mem.h"
#include "base/tick.h"
#include "base/vec.h"
#include "codec/hex.h"
#include "codec/pack.h"
#include "g1/pool_inside.h"
#include "g1/purse.h"
#include <stdlib.h>

enum { TURN_MS = 5, SOON_MS = 60, NEWS_MS = 250, AGAIN_MS = 15000, POLL_BLOCKS = 2, OLD_MS = 300000 };

struct accounts {
	struct pool *p;
	struct account_conf c;
	struct runtime *r;
	VEC(, struct account_row *) rows;
	struct currency currency;
	struct purse_job *best, *final;
	unsigned char (*asked_best)[32], (*asked_final)[32];
	uint64_t watch;
	bool watched;                   /* the subscription covers all rows */
	bool first_note;                /* it only repeats what is */
	bool read_best, read_final;     /* wanted */
	uint32_t final_from;            /* not before this block is final */
	uint32_t last_final;            /* block of the last reading */
	int64_t last_ms;
	struct loop_timer *timer;
};

static void soon(struct accounts *s, int64_t ms);
static void watch(struct accounts *s);

static struct account_row *row_of(const struct accounts *s, const unsigned char pub[32])
{
	for (size_t i = 0; i < s->rows.n; i++)
		if (!memcmp(s->rows.v[i]->pub, pub, 32))
			return s->rows.v[i];
	return NULL;
}

static void *copy_pubs(const struct accounts *s)
{
	unsigned char (*pubs)[32] = mem_array(s->rows.n + 1, sizeof *pubs);
	for (size_t i = 0; i < s->rows.n; i++)
		memcpy(pubs[i], s->rows.v[i]->pub, 32);
	return pubs;
}

static bool differs(const struct purse *a, const struct purse *b)
{
	return a->free_c != b->free_c || a->reserved_c != b->reserved_c || a->nonce != b->nonce || a->unclaimed_c != b->unclaimed_c ||
	       a->identity != b->identity || a->status != b->status || a->exists != b->exists;
}

/* A node that was caught since: what it alone said is forgotten. */
static bool said_by_liar(const struct accounts *s, const struct purse *p)
{
	const struct pool_node *n;
	for (size_t i = 0; (n = pool_at(s->p, i)); i++)
		if (n->state == POOL_BARRED && !strcmp(n->host, p->source.who))
			return true;
	return false;
}

static void on_best(void *arg, const struct purse_answer *a)
{
	struct accounts *s = arg;
	s->best = NULL;
	if (!a->fault.code) {
		for (size_t i = 0; i < a->n; i++) {
			struct account_row *row = row_of(s, s->asked_best[i]);
			if (!row || a->purses[i].block < row->final.block || said_by_liar(s, &a->purses[i]))
				continue;
			bool moved = differs(&a->purses[i], &row->final) || row->final.source.degree == DEGREE_NONE;
			row->now = moved ? a->purses[i] : row->final; /* the same figures: the better proof stays */
			if (moved) {
				s->read_final = true;
				s->final_from = row->now.block;
			}
		}
		if (s->currency.source.degree <= DEGREE_SAID)
			s->currency = *a->currency;
		s->c.changed(s->c.arg, NULL);
	}
	free(s->asked_best);
	s->asked_best = NULL;
	soon(s, SOON_MS); /* whether it failed is told by the reading of the final block */
}

static void on_final(void *arg, const struct purse_answer *a)
{
	struct accounts *s = arg;
	struct fault f = a->fault;
	bool rewatch = false;
	s->final = NULL;
	for (size_t i = 0; i < a->n && !f.code; i++) {
		struct account_row *row = row_of(s, s->asked_final[i]);
		if (!row)
			continue;
		rewatch |= row->final.identity != a->purses[i].identity;
		row->final = a->purses[i];
		if (row->now.block <= row->final.block || row->now.source.degree == DEGREE_NONE || !differs(&row->now, &row->final))
			row->now = row->final;
	}
	free(s->asked_final);
	s->asked_final = NULL;
	for (size_t i = 0; i < s->rows.n; i++)
		if (s->rows.v[i]->now.source.degree == DEGREE_SAID && said_by_liar(s, &s->rows.v[i]->now))
			s->rows.v[i]->now = s->rows.v[i]->final;
	if (!f.code) {
		s->read_best |= !s->last_ms;
		s->currency = *a->currency;
		s->last_final = a->currency->block;
		s->last_ms = tick_ms();
	} else {
		s->read_final = true;
	}
	if (rewatch && s->watch)
		watch(s);
	s->c.changed(s->c.arg, f.code ? &f : NULL);
	soon(s, f.code ? AGAIN_MS : SOON_MS);
}

static json_t *watched_keys(struct accounts *s)
{
	json_t *keys = json_array();
	static const char *const plain[] = { "UniversalDividend.CurrentUdIndex" };
	for (size_t i = 0; i < s->rows.n * 2 + 1; i++) {
		struct str key = { 0 }, hex = { 0 }, index = { 0 };
		const struct account_row *row = i < s->rows.n * 2 ? s->rows.v[i / 2] : NULL;
		struct slice arg = { row ? (const char *)row->pub : "", row ? 32 : 0 };
		const char *item = !row ? plain[0] : i % 2 ? "Identity.Identities" : "System.Account";
		bool skip = row && i % 2 && !row->final.identity;
		if (row && i % 2) {
			pack_uint(&index, row->final.identity, 4);
			arg = slice_str(&index);
		}
		if (!skip && runtime_key(s->r, item, &arg, row ? 1 : 0, &key)) {
			hex_add0x(&hex, key.p, key.n);
			json_array_append_new(keys, json_string(str_c(&hex)));
		}
		str_free(&key);
		str_free(&hex);
		str_free(&index);
	}
	return keys;
}

static void on_news(void *arg, unsigned node, enum rpc_news news, const json_t *result, const struct rpc_answer *a)
{
	struct accounts *s = arg;
	(void)node, (void)result, (void)a;
	if (news == RPC_REFUSED)
		s->watch = 0;
	s->watched = news == RPC_SUBSCRIBED || news == RPC_NOTE;
	if (news != RPC_NOTE && news != RPC_SUBSCRIBED)
		return;
	s->read_best = true;
	if (!s->first_note) { /* what the best block has will be final: a note may come before the head it belongs to */
		s->read_final = true;
		s->final_from = pool_head(s->p)->best + 1;
	}
	s->first_note = news == RPC_SUBSCRIBED;
	soon(s, NEWS_MS);
}

static void watch(struct accounts *s)
{
	ask_cancel(s->p, s->watch);
	s->watched = false;
	s->first_note = true;
	s->watch = s->r && s->rows.n ? ask_watch(s->p, &(struct ask_watch){ .subscribe = "state_subscribeStorage",
		.unsubscribe = "state_unsubscribeStorage", .params = json_pack("[o]", watched_keys(s)), .fn = on_news, .arg = s }) : 0;
}

static struct purse_job *start(struct accounts *s, bool best)
{
	unsigned char (*pubs)[32] = copy_pubs(s);
	if (best)
		s->asked_best = pubs;
	else
		s->asked_final = pubs;
	return purse_read(&(struct purse_ask){ .pool = s->p, .runtime = s->r, .pubs = (const unsigned char (*)[32])pubs, .n = s->rows.n,
	                                       .best = best, .fn = best ? on_best : on_final, .arg = s });
}

static void on_timer(void *arg)
{
	struct accounts *s = arg;
	const struct pool_head *h = pool_head(s->p);
	s->timer = NULL;
	if (!s->r)
		return;
	if (!s->watch)
		watch(s);
	if (s->read_best && !s->best) {
		s->read_best = false;
		s->best = start(s, true);
	}
	if (s->read_final && !s->final && (!h->final || h->final >= s->final_from)) {
		s->read_final = false;
		s->final = start(s, false);
	}
}

static void soon(struct accounts *s, int64_t ms)
{
	if (!s->timer && (s->read_best || s->read_final))
		s->timer = loop_timer_add(net_loop(s->p->c.net), ms, on_timer, s);
}

struct accounts *account_open(const struct account_conf *c)
{
	struct accounts *s = mem_new(sizeof *s);
	s->c = *c;
	s->p = c->pool;
	return s;
}

void account_close(struct accounts *s)
{
	if (!s)
		return;
	purse_cancel(s->best);
	purse_cancel(s->final);
	free(s->asked_best);
	free(s->asked_final);
	ask_cancel(s->p, s->watch);
	loop_timer_del(s->timer);
	for (size_t i = 0; i < s->rows.n; i++)
		free(s->rows.v[i]);
	vec_free(&s->rows);
	runtime_drop(s->r);
	free(s);
}

void account_runtime(struct accounts *s, struct runtime *r)
{
	if (r == s->r)
		return;
	runtime_drop(s->r);
	s->r = runtime_hold(r);
	ask_cancel(s->p, s->watch);
	s->watch = 0;
	account_refresh(s);
}

void account_head(struct accounts *s, const struct pool_head *h)
{
	bool reached = s->read_final && h->final >= s->final_from;
	bool polled = !s->watched && h->final >= s->last_final + POLL_BLOCKS;
	bool old = tick_ms() - s->last_ms > OLD_MS && h->final > s->last_final;
	/* A first block after none: the watch was refused before there was a node. */
	if (!s->watch && h->node && s->rows.n)
		watch(s);
	if (polled || old)
		s->read_final = true;
	if (reached || polled || old) {
		loop_timer_del(s->timer);
		s->timer = NULL;
		soon(s, s->last_ms ? SOON_MS : TURN_MS);
	}
}

struct account_row *account_follow(struct accounts *s, const unsigned char pub[32])
{
	struct account_row *row = row_of(s, pub);
	if (row)
		return row;
	row = mem_new(sizeof *row);
	memcpy(row->pub, pub, 32);
	row->final.status = row->now.status = ACCOUNT_NO_IDENTITY;
	vec_push(&s->rows, row);
	ask_cancel(s->p, s->watch);
	s->watch = 0;
	s->watched = false;
	account_refresh(s);
	return row;
}

void account_refresh(struct accounts *s)
{
	s->read_final = true;
	s->read_best = s->last_ms != 0; /* the first figures are proven ones */
	s->final_from = 0;
	soon(s, TURN_MS); /* addresses that are followed in one go are asked for together */
}

const struct currency *account_currency(const struct accounts *s)
{
	return &s->currency;
}
