/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/village.h"

#include "base/mem.h"
#include "codec/pack.h"
#include "sandbox/chain/balances.h"
#include "sandbox/chain/pool.h"
#include "sandbox/chain/ud.h"

#include <stdlib.h>

struct village {
	struct loop *loop;
	struct chain *c;
	const struct world *w;
	struct loop_timer *timer;
	struct rng rng;
	void (*taken)(void *arg);
	void *arg;
};

enum { PAUSE_MIN = 5000, PAUSE_MAX = 25000 };

static const struct runtime *rt_of(const struct village *v)
{
	return chain_runtime(v->c);
}

/* Indexes by name: an upgrade may have moved them. */
static void put_head(const struct village *v, struct str *o, const char *pallet, const char *call)
{
	const struct rt_pallet *p = runtime_pallet(rt_of(v), pallet);

	pack_uint(o, p->index, 1);
	pack_uint(o, runtime_named(rt_of(v), p->calls, call)->index, 1);
}

static void send(struct village *v, size_t account, const struct str *call)
{
	const struct account *a = &v->w->accounts.v[account];
	struct exec x = chain_exec(v->c, chain_best(v->c));
	unsigned char seed[32];
	struct str xt = { 0 };

	world_seed(v->w, account, seed);
	extrinsic_sign(&x, slice_str(call), seed, a->sr25519, pool_next_nonce(v->c, a->pub), &xt);
	exec_free(&x);
	if (!pool_submit(v->c, slice_str(&xt), NULL, NULL).code)
		v->taken(v->arg);
	str_free(&xt);
}

static void put_comment(struct village *v, struct str *o)
{
	struct str text = { 0 };

	put_head(v, o, "System", "remark_with_event");
	world_comment(v->w, (uint16_t)(1 + rng_below(&v->rng, 30)), &text);
	pack_blob(o, text.p, text.n);
	str_free(&text);
}

/* An account of the village that can give so much; with *claim when dividends are due to it first. -1: nobody today. */
static int64_t find_payer(struct village *v, uint64_t amount, bool *claim)
{
	const struct state *st = &chain_best(v->c)->state;

	for (int tries = 0; tries < 30; tries++) {
		size_t i = DEMOS + rng_below(&v->rng, v->w->accounts.n - 1 - DEMOS);
		const unsigned char *pub = v->w->accounts.v[i].pub;
		struct acct a = acct_get(st, pub);
		struct idty id;
		uint32_t index = idty_of(st, pub);
		uint16_t count = 0;
		uint64_t due = index && idty_get(st, index, &id) ? ud_unclaimed(st, id.first_ud, &count) : 0;

		if (!a.providers || a.free + due < amount + 2 * DEPOSIT_MIN)
			continue;
		*claim = due > 0 && (count > 14 || a.free < amount + 2 * DEPOSIT_MIN);
		return (int64_t)i;
	}
	return -1;
}

static void pay(struct village *v)
{
	static const uint16_t amounts[] = { 100, 250, 300, 500, 500, 800, 1000, 1000, 1200, 1500, 2000, 2500, 3000, 5000 };
	uint64_t amount = amounts[rng_below(&v->rng, 14)];
	size_t to = rng_chance(&v->rng, 120) ? rng_below(&v->rng, DEMOS) : rng_below(&v->rng, v->w->accounts.n - 1);
	bool claim, comment = rng_chance(&v->rng, 650);
	int64_t from = find_payer(v, amount, &claim);
	struct str call = { 0 };

	if (from < 0 || (size_t)from == to || !acct_get(&chain_best(v->c)->state, v->w->accounts.v[to].pub).providers)
		return;
	if (claim || comment) {
		put_head(v, &call, "Utility", "batch_all");
		pack_compact(&call, 1u + claim + comment);
	}
	if (claim)
		put_head(v, &call, "UniversalDividend", "claim_uds");
	put_head(v, &call, "Balances", "transfer_keep_alive");
	pack_uint(&call, 0, 1);
	pack_bytes(&call, v->w->accounts.v[to].pub, 32);
	pack_compact(&call, amount);
	if (comment)
		put_comment(v, &call);
	send(v, (size_t)from, &call);
	str_free(&call);
}

/* A member certifies somebody from the same place who is not certified by them yet. */
static void certify(struct village *v)
{
	const struct block *head = chain_best(v->c);
	struct str call = { 0 };

	for (int tries = 0; tries < 60; tries++) {
		const struct person *p = &v->w->people.v[DEMOS + rng_below(&v->rng, v->w->people.n - DEMOS)];
		const struct person *q = &v->w->people.v[rng_below(&v->rng, v->w->people.n)];
		struct cert_meta m = cert_meta_get(&head->state, p->index);
		struct pairs certs;
		struct idty a, b;
		bool has = false;

		if (!p->index || !q->index || p == q || p->place != q->place || !idty_get(&head->state, p->index, &a) ||
		    !idty_get(&head->state, q->index, &b) || a.status != IS_MEMBER || b.status == IS_UNCONFIRMED || b.status == IS_REVOKED ||
		    m.next_issuable > head->number || m.issued > 90 || m.received < 5)
			continue;
		certs = pairs_get(&head->state, key_u32(S_CERTS, q->index));
		for (size_t i = 0; i < certs.n; i++)
			has |= certs.v[i].a == p->index;
		vec_free(&certs);
		put_head(v, &call, "Certification", has ? "renew_cert" : "add_cert");
		pack_uint(&call, q->index, 4);
		send(v, (size_t)p->account, &call);
		break;
	}
	str_free(&call);
}

static void on_time(void *arg)
{
	struct village *v = arg;

	v->timer = loop_timer_add(v->loop, rng_between(&v->rng, PAUSE_MIN, PAUSE_MAX), on_time, v);
	if (rng_chance(&v->rng, 40))
		certify(v);
	else
		pay(v);
}

struct village *village_new(struct loop *l, struct chain *c, const struct world *w, void (*taken)(void *arg), void *arg)
{
	struct village *v = mem_new(sizeof *v);

	*v = (struct village){ .loop = l, .c = c, .w = w, .taken = taken, .arg = arg };
	rng_init(&v->rng, w->seed, "life", chain_best(c)->number);
	v->timer = loop_timer_add(l, rng_between(&v->rng, 1000, PAUSE_MAX), on_time, v);
	return v;
}

void village_free(struct village *v)
{
	if (!v)
		return;
	loop_timer_del(v->timer);
	free(v);
}
