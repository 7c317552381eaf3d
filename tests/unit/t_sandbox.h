/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chain on a small village with a clock in the test's hand, and the calls that tests send into it. */
#ifndef TESTS_T_SANDBOX_H
#define TESTS_T_SANDBOX_H

#include "base/mem.h"
#include "codec/pack.h"
#include "keys/ed25519.h"
#include "sandbox/chain/pool.h"
#include "sandbox/sandbox.h"
#include "sandbox/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct bench {
	struct world *w;
	struct chain *c;
	uint64_t now;
};

__attribute__((unused)) static uint64_t bench_now(void *arg)
{
	return ((struct bench *)arg)->now;
}

__attribute__((unused)) static void bench_open(struct bench *b, uint64_t seed)
{
	struct options o = { .seed = seed, .members = 40, .wallets = 100, .transfers = 500, .stations = 12 };

	b->now = 1800000000000;
	b->w = world_new(&o, (int64_t)b->now);
	b->c = chain_new(&(struct chain_config){ .world = b->w, .finality = 2, .now_ms = bench_now, .now_arg = b });
}

__attribute__((unused)) static void bench_close(struct bench *b)
{
	chain_free(b->c);
	world_free(b->w);
}

__attribute__((unused)) static const struct block *bench_seal(struct bench *b)
{
	b->now += 6000;
	return chain_seal(b->c);
}

/* Signs a call as the owner of an account of the village, with the next nonce of the pool. */
__attribute__((unused)) static struct pool_answer bench_send(struct bench *b, size_t account, struct slice call)
{
	struct exec x = chain_exec(b->c, chain_best(b->c));
	unsigned char seed[32];
	struct str xt = { 0 };
	struct pool_answer a;

	world_seed(b->w, account, seed);
	extrinsic_sign(&x, call, seed, b->w->accounts.v[account].sr25519, pool_next_nonce(b->c, b->w->accounts.v[account].pub), &xt);
	exec_free(&x);
	a = pool_submit(b->c, slice_str(&xt), NULL, NULL);
	str_free(&xt);
	return a;
}

__attribute__((unused)) static void call_transfer(struct str *o, const char *head, const unsigned char to[32], uint64_t amount)
{
	pack_bytes(o, head, 2);
	pack_uint(o, 0, 1);
	pack_bytes(o, to, 32);
	pack_compact(o, amount);
}

struct seen_event {
	const struct rt_pallet *pallet;
	const struct rt_variant *variant;
	struct slice fields;
	int32_t extrinsic;       /* -1: not in one */
};

/* Takes the next record off System.Events. */
__attribute__((unused)) static bool next_event(const struct runtime *rt, struct scale *s, struct seen_event *e)
{
	const unsigned char *at;

	if (s->p == s->end || s->bad)
		return false;
	e->extrinsic = scale_uint(s, 1) == 0 ? (int32_t)scale_uint(s, 4) : -1;
	e->pallet = runtime_pallet_at(rt, (uint8_t)scale_uint(s, 1));
	e->variant = e->pallet ? runtime_variant(rt, e->pallet->events, (uint8_t)scale_uint(s, 1)) : NULL;
	assert_non_null(e->variant);
	at = s->p;
	for (size_t i = 0; i < e->variant->n; i++)
		runtime_skip(rt, e->variant->fields[i].type, s);
	e->fields = (struct slice){ (const char *)at, (size_t)(s->p - at) };
	assert_int_equal(scale_compact(s), 0);
	assert_false(s->bad);
	return true;
}

/* How many events of that name a block left; the fields of the last in *fields. */
__attribute__((unused)) static int count_events(const struct chain *c, const struct block *b, const char *pallet, const char *name,
						struct slice *fields)
{
	struct slice v;
	struct scale s;
	struct seen_event e;
	int n = 0;

	assert_true(state_get(&b->state, key_plain(S_EVENTS), &v));
	s = scale_open(v.p, v.n);
	scale_compact(&s);
	while (next_event(chain_runtime(c), &s, &e))
		if (!strcmp(e.pallet->name, pallet) && slice_is(e.variant->name, name)) {
			n++;
			if (fields)
				*fields = e.fields;
		}
	return n;
}

/* Whether the last block refused an extrinsic with that error of that pallet. */
__attribute__((unused)) static bool failed_with(const struct chain *c, const struct block *b, const char *pallet, const char *name)
{
	const struct rt_pallet *p = runtime_pallet(chain_runtime(c), pallet);
	const struct rt_variant *v = runtime_named(chain_runtime(c), p->errors, name);
	struct slice f;

	assert_non_null(v);
	return count_events(c, b, "System", "ExtrinsicFailed", &f) == 1 && f.n > 3 && f.p[0] == D_MODULE &&
	       (unsigned char)f.p[1] == p->index && (unsigned char)f.p[2] == v->index;
}

/* Sends one call, seals, and tells of the block. */
__attribute__((unused)) static const struct block *bench_do(struct bench *b, size_t account, const struct str *call)
{
	assert_int_equal(bench_send(b, account, slice_str(call)).code, POOL_TAKEN);
	return bench_seal(b);
}

/* Issuance: all balances, free and reserved, equal TotalIssuance; with what is unclaimed they equal the monetary mass, less
 * what was burned. */
struct sums {
	uint64_t balances;
};

__attribute__((unused)) static bool sum_account(void *arg, struct slice key, struct slice value)
{
	struct scale s = scale_open(value.p, value.n);

	(void)key;
	scale_take(&s, 16);
	((struct sums *)arg)->balances += scale_uint(&s, 8);
	((struct sums *)arg)->balances += scale_uint(&s, 8);
	return true;
}

#endif
