/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of money, one by one: accounts, transfers, dividends, fees, batches, origins. */
#include "tests/unit/rules_fix.h"
#include "sandbox/chain/ud.h"

static void accounts_are_born_and_die(void **state)
{
	struct bench b;
	const struct block *blk;
	uint64_t trove;

	(void)state;
	bench_open(&b, 1);
	blk = send_transfer(&b, 0, "\6\3", nobody, 99);
	assert_true(failed_token(b.c, blk, TOKEN_BELOW_MINIMUM));
	blk = send_transfer(&b, 0, "\6\3", nobody, 100);
	assert_int_equal(count_events(b.c, blk, "System", "NewAccount", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "Balances", "Endowed", NULL), 1);
	blk = send_transfer(&b, 0, "\6\3", nobody, 1);
	assert_int_equal(acct_get(&blk->state, nobody).free, 101);
	/* A wallet without identity gives all but 50 centimes: it dies, the dust goes to the treasury. */
	size_t poor = 0;
	for (size_t i = DEMOS; i < b.w->accounts.n - 1 && !poor; i++)
		if (!acct_of(&b, i).sufficients && acct_of(&b, i).free > 300)
			poor = i;
	trove = acct_get(&blk->state, treasury).free;
	blk = send_transfer(&b, poor, "\6\3", nobody, acct_of(&b, poor).free - 50);
	assert_true(failed_token(b.c, blk, TOKEN_NOT_EXPENDABLE));
	blk = send_transfer(&b, poor, "\6\0", nobody, acct_of(&b, poor).free - 50);
	assert_int_equal(count_events(b.c, blk, "System", "KilledAccount", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "Balances", "DustLost", NULL), 1);
	assert_int_equal(acct_of(&b, poor).providers, 0);
	assert_int_equal(acct_get(&blk->state, treasury).free, trove + 50);
	/* Who owns an identity lives on without money. */
	blk = send_transfer(&b, 1, "\6\0", nobody, acct_of(&b, 1).free);
	assert_int_equal(count_events(b.c, blk, "System", "KilledAccount", NULL), 0);
	assert_int_equal(acct_of(&b, 1).free, 0);
	assert_int_equal(acct_of(&b, 1).sufficients, 1);
	bench_close(&b);
}

static void transfer_all_leaves_what_it_must(void **state)
{
	struct bench b;
	struct str call = { 0 };
	uint64_t had;

	(void)state;
	bench_open(&b, 1);
	had = acct_of(&b, 0).free;
	pack_bytes(&call, "\6\4\0", 3);
	pack_bytes(&call, nobody, 32);
	pack_uint(&call, 1, 1);
	bench_do(&b, 0, &call);
	assert_int_equal(acct_of(&b, 0).free, 100);
	assert_int_equal(acct_get(&chain_best(b.c)->state, nobody).free, had - 100);
	str_free(&call);
	bench_close(&b);
}

static void dividends_add_up(void **state)
{
	/* Reevaluations at 1, 11 and 21; claims across them. */
	static const struct { uint16_t cur, first; uint16_t count; uint64_t total; } cases[] = {
		{ 1, 1, 0, 0 },       { 2, 1, 1, 1000 },      { 11, 1, 10, 10000 },  { 12, 1, 11, 11100 },  { 12, 11, 1, 1100 },
		{ 12, 10, 2, 2100 },  { 31, 21, 10, 12000 },  { 31, 1, 30, 33000 },  { 31, 20, 11, 13100 }, { 31, 31, 0, 0 },
		{ 31, 0, 0, 0 },
	};
	struct runtime *rt = runtime_new(0);
	struct state st = { 0 };
	struct str o = { 0 };
	uint16_t count;

	(void)state;
	state_setup(rt);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint16_t known = (uint16_t)((cases[i].cur - 1) / 10 + 1);

		known = known > 3 ? 3 : known;
		str_cut(&o, 0);
		pack_compact(&o, known);
		for (uint16_t k = 0; k < known; k++) {
			pack_uint(&o, k * 10u + 1, 2);
			pack_uint(&o, 1000u + 100u * k, 8);
		}
		state_put(&st, key_plain(S_PAST_REEVALS), &o);
		state_put_uint(&st, key_plain(S_UD_INDEX), cases[i].cur, 2);
		assert_int_equal(ud_unclaimed(&st, cases[i].first, &count), cases[i].total);
		assert_int_equal(count, cases[i].count);
	}
	str_free(&o);
	state_free(&st);
	runtime_free(rt);
}

/* The value after a reevaluation, by the formula with whole numbers. */
static void the_dividend_is_revalued(void **state)
{
	struct bench b;
	uint64_t ud, mass, members, next;
	const struct block *blk;

	(void)state;
	bench_open(&b, 1);
	next = state_uint(&chain_best(b.c)->state, key_plain(S_NEXT_REEVAL), 0);
	b.now = state_uint(&chain_best(b.c)->state, key_plain(S_NEXT_UD), 0) - 6000;
	while (state_uint(&chain_best(b.c)->state, key_plain(S_NEXT_UD), 0) < next) {
		b.now = state_uint(&chain_best(b.c)->state, key_plain(S_NEXT_UD), 0) - 6000;
		bench_seal(&b);
	}
	ud = state_uint(&chain_best(b.c)->state, key_plain(S_UD), 0);
	mass = state_uint(&chain_best(b.c)->state, key_plain(S_MASS), 0);
	members = state_uint(&chain_best(b.c)->state, key_plain(S_MEMBERS), 0);
	b.now = state_uint(&chain_best(b.c)->state, key_plain(S_NEXT_UD), 0) - 6000;
	blk = bench_seal(&b);
	assert_int_equal(count_events(b.c, blk, "UniversalDividend", "UdReevalued", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "UniversalDividend", "NewUdCreated", NULL), 1);
	uint64_t grown = (uint64_t)(((unsigned __int128)mass * 2382304 + 499999999) / 1000000000);
	uint64_t now = ud + grown / (members * 182);
	assert_int_equal(state_uint(&blk->state, key_plain(S_UD), 0), now);
	assert_int_equal(state_uint(&blk->state, key_plain(S_MASS), 0), mass + now * members);
	assert_int_equal(state_uint(&blk->state, key_plain(S_NEXT_REEVAL), 0), next + 15778800000);
	bench_close(&b);
}

static void fees_follow_length_and_load(void **state)
{
	struct bench b;
	struct exec x;
	struct fee_parts p;

	(void)state;
	bench_open(&b, 1);
	x = chain_exec(b.c, chain_best(b.c));
	assert_int_equal(extrinsic_fee(&x, 255, 1000000000, &p), 0);
	assert_int_equal(extrinsic_fee(&x, 256, 1000000000, &p), 5);
	assert_int_equal(extrinsic_fee(&x, 349, 1000000000, &p), 5);
	assert_int_equal(extrinsic_fee(&x, 350, 1000000000, &p), 6);
	assert_int_equal(extrinsic_fee(&x, 3500, 1000000000, &p), 15);
	/* A quarter full: the base costs 5, the weight follows it, the length always counts. */
	x.weight = 375000000000;
	assert_int_equal(extrinsic_fee(&x, 140, 1000000000, &p), 5 + 46 + 5);
	assert_int_equal(p.base, 5);
	assert_int_equal(p.length, 5);
	assert_int_equal(p.weight, 46);
	/* Full blocks raise the multiplier, up to ten; calm ones lower it. */
	for (int i = 0; i < 20; i++)
		fees_turn(&x);
	extrinsic_fee(&x, 140, 1000000000, &p);
	assert_int_equal(p.weight, 460);
	x.weight = 0;
	extrinsic_fee(&x, 140, 1000000000, &p);
	assert_int_equal(p.weight, 460);
	for (int i = 0; i < 9; i++)
		fees_turn(&x);
	assert_int_equal(extrinsic_fee(&x, 140, 1000000000, &p), 0);
	exec_free(&x);
	bench_close(&b);
}

static void members_get_fees_back(void **state)
{
	struct bench b;
	struct str call = { 0 };
	char text[300];
	const struct block *blk;
	uint64_t before, trove;

	(void)state;
	bench_open(&b, 1);
	memset(text, 'x', sizeof text);
	pack_bytes(&call, "\0\7", 2);
	pack_blob(&call, text, sizeof text);
	before = acct_of(&b, 0).free;
	trove = acct_get(&chain_best(b.c)->state, treasury).free;
	blk = bench_do(&b, 0, &call);
	assert_int_equal(count_events(b.c, blk, "Quota", "Refunded", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "Balances", "Withdraw", NULL), 1);
	assert_int_equal(acct_of(&b, 0).free, before);
	/* The newcomer is no member yet. */
	before = acct_of(&b, 1).free;
	blk = bench_do(&b, 1, &call);
	assert_int_equal(count_events(b.c, blk, "Quota", "Refunded", NULL), 0);
	assert_int_equal(acct_of(&b, 1).free, before - 6);
	assert_int_equal(acct_get(&chain_best(b.c)->state, treasury).free, trove + 6);
	str_free(&call);
	bench_close(&b);
}

static void put_batch(struct str *o, const char *head, const unsigned char to[32])
{
	pack_bytes(o, head, 2);
	pack_compact(o, 3);
	call_transfer(o, "\6\3", to, 150);
	call_transfer(o, "\6\3", to, UINT64_MAX / 4);
	call_transfer(o, "\6\3", to, 100);
}

static void batches_differ_when_something_fails(void **state)
{
	struct bench b;
	struct str call = { 0 };
	const struct block *blk;
	uint64_t before;

	(void)state;
	bench_open(&b, 1);
	before = acct_of(&b, 2).free;
	put_batch(&call, "\x36\0", b.w->accounts.v[2].pub);
	blk = bench_do(&b, 0, &call);
	assert_int_equal(count_events(b.c, blk, "Utility", "BatchInterrupted", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "System", "ExtrinsicSuccess", NULL), 2);
	assert_int_equal(acct_of(&b, 2).free, before + 150);
	str_cut(&call, 0);
	put_batch(&call, "\x36\2", b.w->accounts.v[2].pub);
	blk = bench_do(&b, 0, &call);
	assert_int_equal(count_events(b.c, blk, "System", "ExtrinsicFailed", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "Balances", "Transfer", NULL), 0);
	assert_int_equal(acct_of(&b, 2).free, before + 150);
	str_cut(&call, 0);
	put_batch(&call, "\x36\4", b.w->accounts.v[2].pub);
	blk = bench_do(&b, 0, &call);
	assert_int_equal(count_events(b.c, blk, "Utility", "ItemFailed", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "Utility", "BatchCompletedWithErrors", NULL), 1);
	assert_int_equal(acct_of(&b, 2).free, before + 400);
	/* batch_all does not stand inside batch_all. */
	str_cut(&call, 0);
	pack_bytes(&call, "\x36\2\x04\x36\2\0", 6);
	assert_true(failed_with(b.c, bench_do(&b, 0, &call), "System", "CallFiltered"));
	str_free(&call);
	bench_close(&b);
}

static void filtered_calls_and_roots(void **state)
{
	struct bench b;
	struct str call = { 0 };

	(void)state;
	bench_open(&b, 1);
	assert_true(failed_with(b.c, send_index(&b, 0, "\x0a\0", 3), "System", "CallFiltered"));
	pack_bytes(&call, "\x2b\1", 2);
	pack_uint(&call, 1, 4);
	pack_uint(&call, 2, 4);
	const struct block *blk = bench_do(&b, 0, &call);
	struct slice f;
	assert_int_equal(count_events(b.c, blk, "System", "ExtrinsicFailed", &f), 1);
	assert_int_equal(f.p[0], D_BAD_ORIGIN);
	str_free(&call);
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accounts_are_born_and_die),
		cmocka_unit_test(transfer_all_leaves_what_it_must),
		cmocka_unit_test(dividends_add_up),
		cmocka_unit_test(the_dividend_is_revalued),
		cmocka_unit_test(fees_follow_length_and_load),
		cmocka_unit_test(members_get_fees_back),
		cmocka_unit_test(batches_differ_when_something_fails),
		cmocka_unit_test(filtered_calls_and_roots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
