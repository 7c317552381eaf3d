/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of coin_ops.h over the real service. */
#include "model/coin.h"
#include "g1/purse.h"

static struct runtime *runtime(void *self, bool *confirmed)
{
	const struct coin *c = self;

	*confirmed = c->g1 && chain_confirmed(c->g1->chain);
	return c->g1 ? chain_runtime(c->g1->chain) : NULL;
}

static const struct pool_head *head(void *self)
{
	const struct coin *c = self;

	return c->g1 ? pool_head(c->g1->pool) : NULL;
}

static const char *host(void *self, unsigned node)
{
	const struct coin *c = self;
	const struct pool_node *n = c->g1 && node ? pool_node(c->g1->pool, node) : NULL;

	return n ? n->host : "";
}

static const struct purse *purse(void *self, const unsigned char pub[32])
{
	static const struct purse none;
	struct coin *c = self;

	return c->g1 ? &account_follow(c->g1->accounts, pub)->now : &none;
}

static const struct currency *currency(void *self)
{
	static const struct currency none;
	const struct coin *c = self;

	return c->g1 ? account_currency(c->g1->accounts) : &none;
}

static struct ledger *ledger(void *self)
{
	const struct coin *c = self;

	return c->g1 ? c->g1->ledger : NULL;
}

static void *facts(void *self, const unsigned char pub[32], void (*fn)(void *arg, const struct draft_facts *d), void *arg)
{
	struct coin *c = self;

	return coin_open(c, NULL) ? NULL : draft_facts(c->g1->pool, c->g1->chain, pub, fn, arg);
}

static void *cost(void *self, struct slice bytes, void (*fn)(void *arg, const struct draft_cost *c), void *arg)
{
	struct coin *c = self;
	return c->g1 ? draft_cost(c->g1->pool, bytes, fn, arg) : NULL;
}

static void *look(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct purse_answer *a), void *arg)
{
	struct coin *c = self;
	struct runtime *r = c->g1 ? chain_runtime(c->g1->chain) : NULL;
	struct purse_ask a = { .runtime = r, .pubs = pubs, .n = n, .fn = fn, .arg = arg };

	if (!r)
		return NULL;
	a.pool = c->g1->pool;
	return purse_read(&a);
}

static void *person(void *self, const char *what, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	struct coin *c = self;
	struct runtime *r = c->g1 ? chain_runtime(c->g1->chain) : NULL;

	return r ? people_read(c->g1->pool, r, what, fn, arg) : NULL;
}

static void *names(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	struct coin *c = self;
	struct runtime *r = c->g1 ? chain_runtime(c->g1->chain) : NULL;

	return r ? people_names(c->g1->indexer, c->g1->pool, r, pubs, n, fn, arg) : NULL;
}

static void cancel(void *self, enum coin_job kind, void *job)
{
	(void)self;
	switch (kind) {
	case COIN_FACTS: case COIN_COST: draft_cancel(job); break;
	case COIN_LOOK: purse_cancel(job); break;
	case COIN_PERSON: people_cancel(job); break;
	}
}

static void *submit(void *self, struct submit_ask *a)
{
	struct coin *c = self;

	if (coin_open(c, NULL))
		return NULL;
	a->pool = c->g1->pool;
	a->chain = c->g1->chain;
	return g1_submit(c->g1, a);
}

static void stop(void *self, void *s)
{
	struct coin *c = self;

	g1_submit_stop(c->g1, s);
}

const struct coin_ops coin_g1_ops = { runtime, head, host, purse, currency, ledger, facts, cost, look, person, names, cancel, submit, stop };
