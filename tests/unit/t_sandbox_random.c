/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thousands of extrinsics at random, good and bad: money is made by dividends only, nonces never repeat, and what is read
 * back from a file is the same state. */
#include "tests/unit/t_sandbox.h"

#include "sandbox/chain/balances.h"
#include "sandbox/chain/store.h"
#include "sandbox/chain/ud.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct check {
	struct bench b;
	struct rng r;
	uint64_t burned;
	uint32_t *nonces;
	bool *killed;
	size_t sent, good;
};

static const unsigned char *pub_of(struct check *k, size_t i)
{
	return k->b.w->accounts.v[i].pub;
}

static size_t any_account(struct check *k)
{
	return rng_below(&k->r, k->b.w->accounts.n - 1);
}

static void put_to(struct check *k, struct str *o)
{
	unsigned char other[32];

	if (rng_chance(&k->r, 60)) {
		memset(other, (int)rng_below(&k->r, 4) + 1, 32);
		pack_uint(o, rng_chance(&k->r, 500) ? 3 : 0, 1);
		pack_bytes(o, other, 32);
	} else if (rng_chance(&k->r, 20)) {
		pack_uint(o, 1, 1);
	} else {
		pack_uint(o, 0, 1);
		pack_bytes(o, pub_of(k, any_account(k)), 32);
	}
}

static uint64_t any_amount(struct check *k)
{
	static const uint64_t some[] = { 0, 1, 50, 99, 100, 101, 250, 1000, 5000, 100000, 100000000, UINT64_MAX, UINT64_MAX / 2 };

	return rng_chance(&k->r, 500) ? some[rng_below(&k->r, 13)] : rng_below(&k->r, 30000);
}

static void random_call(struct check *k, struct str *o, int depth)
{
	uint64_t dice = rng_below(&k->r, depth ? 17 : 21);
	static const char heads[][3] = { "\6\0", "\6\3", "\x1e\1", "\x1e\2", "\6\4", "\6\x0a", "\x1e\0", "\x29\0", "\x29\1", "\x2b\0",
					 "\x2b\3", "\x2c\0", "\x2c\4", "\1\0", "\0\7", "\x0a\1", "\x2b\1" };
	static const char batches[][3] = { "\x36\0", "\x36\2", "\x36\4" };

	if (dice >= 17) {
		size_t n = rng_below(&k->r, 5);

		pack_bytes(o, batches[rng_below(&k->r, 3)], 2);
		pack_compact(o, n);
		while (n--)
			random_call(k, o, depth + (rng_chance(&k->r, 700) ? 1 : 0) + (depth > 2));
		return;
	}
	pack_bytes(o, heads[dice], 2);
	if (dice < 4) {
		put_to(k, o);
		pack_compact(o, any_amount(k));
	} else if (dice == 4) {
		put_to(k, o);
		pack_uint(o, rng_below(&k->r, 2), 1);
	} else if (dice == 5) {
		pack_compact(o, rng_below(&k->r, 300));
		pack_uint(o, rng_below(&k->r, 2), 1);
	} else if (dice == 7) {
		pack_bytes(o, pub_of(k, any_account(k)), 32);
	} else if (dice == 8) {
		char name[8] = "name-00";

		name[5] = (char)('0' + rng_below(&k->r, 10));
		name[6] = (char)('0' + rng_below(&k->r, 11));
		pack_blob(o, name, rng_below(&k->r, 8));
	} else if (dice == 9 || dice == 10 || dice == 12) {
		pack_uint(o, rng_below(&k->r, k->b.w->next_index + 3), 4);
	} else if (dice == 14) {
		char text[700];

		memset(text, 'x', sizeof text);
		pack_blob(o, text, rng_below(&k->r, 650));
	} else if (dice == 16) {
		pack_uint(o, rng_below(&k->r, 50), 4);
		pack_uint(o, rng_below(&k->r, 50), 4);
	}
}

static bool sum_unclaimed(void *arg, struct slice key, struct slice value)
{
	struct { const struct state *st; uint64_t sum; } *s = arg;
	struct scale v = scale_open(value.p, 2);
	uint16_t count;

	(void)key;
	s->sum += ud_unclaimed(s->st, (uint16_t)scale_uint(&v, 2), &count);
	return true;
}

static uint64_t issuance(const struct block *b)
{
	return state_uint(&b->state, key_plain(S_ISSUANCE), 0);
}

static void money_is_right(struct check *k)
{
	const struct block *b = chain_best(k->b.c);
	struct key accounts = key_plain(S_ACCOUNT), ids = key_plain(S_IDENTITY);
	struct sums sums = { 0 };
	struct { const struct state *st; uint64_t sum; } un = { &b->state, 0 };

	trie_each(&b->state.trie, (struct slice){ (char *)accounts.b, accounts.n }, slice_of(""), sum_account, &sums);
	trie_each(&b->state.trie, (struct slice){ (char *)ids.b, ids.n }, slice_of(""), sum_unclaimed, &un);
	assert_int_equal(sums.balances, issuance(b));
	assert_int_equal(sums.balances + un.sum + k->burned, state_uint(&b->state, key_plain(S_MASS), 0));
}

/* Adds what the block burned; every event must be readable. */
static void read_events(struct check *k, const struct block *b)
{
	struct slice v;
	struct scale s;
	struct seen_event e;
	uint64_t n = 0, said;

	assert_true(state_get(&b->state, key_plain(S_EVENTS), &v));
	s = scale_open(v.p, v.n);
	said = scale_compact(&s);
	while (next_event(chain_runtime(k->b.c), &s, &e)) {
		n++;
		if (!strcmp(e.pallet->name, "Balances") && slice_is(e.variant->name, "Burned")) {
			struct scale f = scale_open(e.fields.p + 32, 8);

			k->burned += scale_uint(&f, 8);
		}
		for (size_t i = 0; slice_is(e.variant->name, "KilledAccount") && i < k->b.w->accounts.n; i++)
			k->killed[i] |= !memcmp(pub_of(k, i), e.fields.p, 32);
		if (slice_is(e.variant->name, "ExtrinsicSuccess") && e.extrinsic > 0)
			k->good++;
	}
	assert_int_equal(n, said);
	assert_int_equal(n, state_uint(&b->state, key_plain(S_EVENT_COUNT), 0));
}

static void on_block(void *arg, const struct block *b)
{
	read_events(arg, b);
}

static void nonces_rise(struct check *k)
{
	for (size_t i = 0; i < k->b.w->accounts.n; i++) {
		struct acct a = acct_get(&chain_best(k->b.c)->state, pub_of(k, i));

		/* Only who was killed starts again. */
		assert_true(a.nonce >= k->nonces[i] || k->killed[i]);
		k->nonces[i] = a.nonce;
		k->killed[i] = false;
	}
}

static void send_some(struct check *k, struct str *twice)
{
	for (int i = 0; i < 12; i++) {
		struct str call = { 0 };
		struct pool_answer a;
		size_t who = rng_chance(&k->r, 600) ? rng_below(&k->r, 30) : any_account(k);

		random_call(k, &call, 0);
		a = bench_send(&k->b, who, slice_str(&call));
		assert_true(a.code == POOL_TAKEN || a.code == POOL_INVALID || a.code == POOL_BANNED || a.code == POOL_IMPORTED);
		k->sent += a.code == POOL_TAKEN;
		str_free(&call);
	}
	/* Noise that is no extrinsic, and yesterday's extrinsics again. */
	if (twice->n)
		assert_int_not_equal(pool_submit(k->b.c, slice_str(twice), NULL, NULL).code, POOL_TAKEN);
	if (twice->n > 3)
		twice->p[rng_below(&k->r, twice->n)] ^= (char)(1 << rng_below(&k->r, 8));
	pool_submit(k->b.c, slice_str(twice), NULL, NULL);
}

static void money_is_made_by_dividends_only(void **state)
{
	struct check k = { 0 };
	struct str twice = { 0 };
	uint64_t ud;

	(void)state;
	bench_open(&k.b, 5);
	rng_init(&k.r, 5, "random", 0);
	k.nonces = mem_array(k.b.w->accounts.n, sizeof *k.nonces);
	k.killed = mem_array(k.b.w->accounts.n, sizeof *k.killed);
	money_is_right(&k);
	chain_listen(k.b.c, &(struct chain_listener){ .on_block = on_block, .arg = &k });
	ud = state_uint(&chain_best(k.b.c)->state, key_plain(S_UD_INDEX), 0);
	for (int step = 0; step < 400; step++) {
		const struct block *b;

		send_some(&k, &twice);
		b = bench_seal(&k.b);
		if (b->extrinsics.n > 1) {
			str_cut(&twice, 0);
			str_add(&twice, slice_str(&b->extrinsics.v[1]));
		}
		if (step % 50 == 49) {
			k.b.now += 86400000ull * (1 + rng_below(&k.r, 20));
			chain_advance(k.b.c);
		}
		if (step % 10 == 0)
			money_is_right(&k);
		nonces_rise(&k);
	}
	money_is_right(&k);
	assert_true(k.sent > 3500);
	assert_true(k.good > 800);
	assert_true(state_uint(&chain_best(k.b.c)->state, key_plain(S_UD_INDEX), 0) > ud + 8);
	free(k.nonces);
	free(k.killed);
	str_free(&twice);
	bench_close(&k.b);
}

static void a_restart_finds_the_same_state(void **state)
{
	struct bench b, again;
	struct check k = { 0 };
	char dir[] = "/tmp/t_sandbox-XXXXXX";
	struct fault f = { 0 };
	unsigned char hash[32], root[32];
	struct header h;
	uint32_t number;

	(void)state;
	assert_non_null(mkdtemp(dir));
	bench_open(&b, 5);
	k.b = b;
	rng_init(&k.r, 6, "random", 0);
	assert_int_equal(chain_store(b.c, dir, false, &f), E_OK);
	for (int step = 0; step < 60; step++) {
		k.b.now = b.now;
		for (int i = 0; i < 5; i++) {
			struct str call = { 0 };

			random_call(&k, &call, 0);
			bench_send(&b, any_account(&k), slice_str(&call));
			str_free(&call);
		}
		bench_seal(&b);
		if (step % 13 == 0)
			assert_int_equal(chain_save(b.c, dir, &f), E_OK);
		if (step == 30) {
			b.now += 5 * 86400000ull;
			chain_advance(b.c);
		}
		if (step == 40)
			assert_int_equal(chain_reorg(b.c, 2, false), E_OK);
	}
	assert_int_equal(chain_save(b.c, dir, &f), E_OK);
	bench_open(&again, 5);
	again.now = b.now;
	assert_int_equal(chain_store(again.c, dir, false, &f), E_OK);
	assert_memory_equal(chain_best(again.c)->hash, chain_best(b.c)->hash, 32);
	state_root(&chain_best(again.c)->state, root);
	assert_memory_equal(root, chain_best(b.c)->state_root, 32);
	/* Old and derived blocks are found under their hashes as before. */
	number = chain_best(b.c)->number;
	for (uint32_t n = WORLD_START; n < number; n += 1 + (n - WORLD_START) * 3 / 2) {
		assert_true(chain_hash_at(b.c, n, hash));
		assert_true(chain_header_of(again.c, hash, &h) || chain_hash_at(again.c, n, root));
		header_free(&h);
		assert_true(chain_hash_at(again.c, n, root));
		assert_memory_equal(root, hash, 32);
	}
	/* And both go on alike. */
	bench_seal(&b);
	again.now = b.now;
	chain_seal(again.c);
	assert_memory_equal(chain_best(again.c)->state_root, chain_best(b.c)->state_root, 32);
	bench_close(&again);
	bench_close(&b);
	for (int i = 0; i < 3; i++) {
		static const char *const names[] = { "chain.sqlite", "chain.sqlite-wal", "chain.sqlite-shm" };
		char path[64];

		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(money_is_made_by_dividends_only),
		cmocka_unit_test(a_restart_finds_the_same_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
