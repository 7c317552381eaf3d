/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small chain that loses answers and takes blocks back, and what a courier sees of it. It knows nothing of journals. */
#ifndef COURIER_CHAIN_H
#define COURIER_CHAIN_H

#include "tests/unit/unit.h"
#include "io/loop.h"
#include "model/coin_ops.h"
#include "tests/unit/t_g1.h"

enum { FINALITY = 3 };

struct tx {
	unsigned char hash[32];
	uint32_t nonce, last, block; /* block 0: waiting; UINT32_MAX: forgotten */
	uint64_t value;              /* of the call: each payment of a test has its own */
	bool fails;
};

struct sub;

static struct {
	struct runtime *runtime;
	uint32_t best, nonce;
	VEC(, struct tx) txs;
	VEC(, struct sub *) subs;
	unsigned lose;               /* per cent of answers and sendings that are lost */
	bool reorgs;
	int signatures;
	bool refuse;
	struct loop *loop;
} chain;

struct sub {
	struct submit_ask ask;
	struct str bytes;
	unsigned char hash[32];
	struct submit_news news;
	struct loop_timer *timer;
};

/* -- the chain -- */

static inline struct tx *find(const unsigned char hash[32])
{
	for (size_t i = 0; i < chain.txs.n; i++)
		if (!memcmp(chain.txs.v[i].hash, hash, 32))
			return &chain.txs.v[i];
	return NULL;
}

static inline void receive(struct slice bytes)
{
	struct extrinsic x;
	struct tx t = { 0 };
	struct tx *had;
	unsigned char hash[32];

	extrinsic_hash(bytes, hash);
	had = find(hash);
	if (had) {
		if (had->block == UINT32_MAX)
			had->block = 0;
		return;
	}
	assert_int_equal(extrinsic_read(chain.runtime, bytes, chain.best, NULL, &x, NULL), E_OK);
	memcpy(t.hash, hash, 32);
	t.nonce = x.nonce;
	t.last = era_last(&x.era);
	memcpy(&t.value, x.call.p + x.call.n - 8, 8); /* the value is compact, but unique all the same */
	vec_push(&chain.txs, t);
}

static inline void seal(void)
{
	chain.best++;
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < chain.txs.n; i++) {
			struct tx *t = &chain.txs.v[i];

			if (!t->block && t->nonce == chain.nonce && chain.best <= t->last) {
				t->block = chain.best;
				chain.nonce++;
				more = true;
			}
		}
	}
}

/* Takes back the newest blocks that are not final; what was in them waits again, or is forgotten. */
static inline void reorg(uint32_t depth)
{
	for (size_t i = 0; i < chain.txs.n; i++) {
		struct tx *t = &chain.txs.v[i];

		if (t->block && t->block != UINT32_MAX && t->block > chain.best - depth) {
			t->block = unit_random(2) ? 0 : UINT32_MAX;
			chain.nonce--;
		}
	}
	chain.best -= depth;
	for (uint32_t i = 0; i < depth; i++)
		chain.best++; /* other blocks, without them */
}

/* -- what a courier sees of it -- */

static inline void report(struct sub *s, enum submit_state state, bool open)
{
	s->news.state = state;
	s->news.open = open;
	s->ask.fn(s->ask.arg, &s->news);
}

static inline void look(void *arg)
{
	struct sub *s = arg;
	struct tx *t = find(s->hash);
	uint32_t final = chain.best > FINALITY ? chain.best - FINALITY : 0;

	s->timer = loop_timer_add(chain.loop, 1, look, s);
	if (unit_random(100) < chain.lose) {
		report(s, SUBMIT_UNKNOWN, true);
		return;
	}
	if (t && t->block && t->block != UINT32_MAX) {
		s->news.number = t->block;
		s->news.outcome = (struct events_outcome){ .found = true, .success = !t->fails };
		strcpy(s->news.outcome.error.name, t->fails ? "Balances.InsufficientBalance" : "");
		strcpy(s->news.outcome.error.words, t->fails ? "no money" : "");
		if (t->block <= final)
			report(s, t->fails ? SUBMIT_FAILED : SUBMIT_FINAL, false);
		else
			report(s, SUBMIT_IN_BLOCK, true);
	} else if (final >= era_last(&s->ask.era)) {
		report(s, SUBMIT_EXPIRED, false);
	} else if (chain.refuse) {
		fault_set(&s->news.fault, E_RPC, "no money");
		report(s, SUBMIT_REFUSED, true);
	} else {
		receive(slice_str(&s->bytes));
		report(s, SUBMIT_SENT, true);
	}
	if (!s->news.open) {
		loop_timer_del(s->timer);
		s->timer = NULL;
	}
}

static inline void *op_submit(void *self, struct submit_ask *a)
{
	struct sub *s = mem_new(sizeof *s);

	(void)self;
	s->ask = *a;
	str_add(&s->bytes, a->bytes);
	extrinsic_hash(a->bytes, s->hash);
	if (unit_random(100) >= chain.lose && !chain.refuse)
		receive(a->bytes);
	s->timer = loop_timer_add(chain.loop, 0, look, s);
	vec_push(&chain.subs, s);
	return s;
}

static inline void op_stop(void *self, void *submit)
{
	struct sub *s = submit;

	(void)self;
	for (size_t i = 0; i < chain.subs.n; i++)
		if (chain.subs.v[i] == s)
			vec_remove(&chain.subs, i);
	loop_timer_del(s->timer);
	str_free(&s->bytes);
	free(s);
}

struct asked {
	struct loop_timer *timer;
	void (*fn)(void *arg, const struct draft_facts *d);
	void *arg;
};

static inline void answer(void *arg)
{
	struct asked a = *(struct asked *)arg;
	uint32_t waiting = chain.nonce;
	struct draft_facts d = { .node = 1, .best = chain.best, .final = chain.best > FINALITY ? chain.best - FINALITY : 0 };

	free(arg);
	for (size_t i = 0; i < chain.txs.n; i++)
		if (!chain.txs.v[i].block && chain.txs.v[i].nonce == waiting && chain.txs.v[i].last >= chain.best)
			waiting++;
	d.nonce_best = chain.nonce;
	d.nonce_next = waiting;
	if (unit_random(100) < chain.lose)
		fault_set(&d.fault, E_TIMEOUT, "g1.example");
	a.fn(a.arg, &d);
}

static inline void *op_facts(void *self, const unsigned char pub[32], void (*fn)(void *arg, const struct draft_facts *d), void *arg)
{
	struct asked *a = mem_new(sizeof *a);

	(void)self, (void)pub;
	*a = (struct asked){ loop_timer_add(chain.loop, 0, answer, a), fn, arg };
	return a;
}

static inline void op_cancel(void *self, enum coin_job kind, void *job)
{
	struct asked *a = job;

	(void)self;
	assert_int_equal(kind, COIN_FACTS);
	loop_timer_del(a->timer);
	free(a);
}

static inline struct runtime *op_runtime(void *self, bool *confirmed)
{
	(void)self;
	*confirmed = true;
	return chain.runtime;
}

static inline const char *op_host(void *self, unsigned node)
{
	(void)self;
	return node ? "g1.example" : "";
}

static const struct coin_ops ops = { .facts = op_facts, .cancel = op_cancel, .runtime = op_runtime, .submit = op_submit, .stop = op_stop, .host = op_host };

#endif
