/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks: headers, hashes, finality, forks, time jumps, the pool and its refusals. */
#include "tests/unit/t_sandbox.h"

#include "codec/hex.h"
#include "tests/shared.h"

#include <jansson.h>

static void blocks_are_linked(void **state)
{
	struct bench b;
	unsigned char hash[32], again[32];
	struct header h, g;

	(void)state;
	bench_open(&b, 1);
	for (int i = 0; i < 5; i++)
		bench_seal(&b);
	for (uint32_t n = WORLD_START + 5; n > WORLD_START - 3000; n--) {
		assert_true(chain_header(b.c, n, &h));
		assert_true(n < 2 || chain_hash_at(b.c, n - 1, hash));
		assert_memory_equal(h.parent, hash, 32);
		header_hash(&h, again);
		assert_true(chain_hash_at(b.c, n, hash));
		assert_memory_equal(again, hash, 32);
		header_free(&h);
		if (n < WORLD_START - 3 && n > WORLD_START - 2990)
			n -= 400;
	}
	/* The hash that a header gives is the hash under which it is found. */
	assert_true(chain_hash_at(b.c, 1234567, hash));
	assert_true(chain_header_of(b.c, hash, &h));
	assert_int_equal(h.number, 1234567);
	header_hash(&h, again);
	assert_memory_equal(hash, again, 32);
	header_free(&h);
	assert_true(chain_header(b.c, 0, &g));
	header_hash(&g, hash);
	assert_memory_equal(hash, chain_genesis(b.c), 32);
	assert_false(chain_header(b.c, WORLD_START + 6, &h));
	header_free(&g);
	bench_close(&b);
}

static void state_is_under_the_real_keys(void **state)
{
	const char *path = shared_path("data/vectors_chain.json");
	json_t *v = path ? json_load_file(path, 0, NULL) : NULL;
	static const struct { const char *name; enum item item; } plain[] = {
		{ "System.Events", S_EVENTS }, { "System.Number", S_NUMBER }, { "UniversalDividend.CurrentUd", S_UD },
		{ "UniversalDividend.CurrentUdIndex", S_UD_INDEX }, { "UniversalDividend.PastReevals", S_PAST_REEVALS },
		{ "UniversalDividend.MonetaryMass", S_MASS }, { "UniversalDividend.NextUd", S_NEXT_UD },
		{ "UniversalDividend.NextReeval", S_NEXT_REEVAL }, { "Membership.CounterForMembership", S_MEMBERS },
		{ "Timestamp.Now", S_NOW }, { "TransactionPayment.NextFeeMultiplier", S_MULTIPLIER },
		{ "Balances.TotalIssuance", S_ISSUANCE }, { "Session.Validators", S_VALIDATORS },
		{ "AuthorityMembers.OnlineAuthorities", S_ONLINE }, { "Distance.CurrentPeriodIndex", S_PERIOD },
		{ "TechnicalCommittee.Members", S_COMMITTEE } };
	static const struct { const char *name; enum item item; } indexed[] = {
		{ "Identity.Identities(7243)", S_IDENTITY }, { "Membership.Membership(7243)", S_MEMBERSHIP },
		{ "Certification.StorageIdtyCertMeta(7243)", S_CERT_META }, { "Certification.CertsByReceiver(7243)", S_CERTS },
		{ "Quota.IdtyQuota(7243)", S_QUOTA }, { "SmithMembers.Smiths(7243)", S_SMITHS },
		{ "Distance.PendingEvaluationRequest(7243)", S_EVALUATION_OF } };
	struct runtime *rt = runtime_new(0);
	unsigned char seed[32], pub[32];
	struct str hex = { 0 };
	struct key k;

	(void)state;
	if (!v) {
		runtime_free(rt);
		skip();
	}
	const json_t *keys = json_object_get(v, "storage_keys");
#define SAME(key, named) do { \
		k = key; \
		str_cut(&hex, 0); \
		hex_add0x(&hex, k.b, k.n); \
		assert_string_equal(str_c(&hex), json_string_value(json_object_get(keys, named))); \
	} while (0)
	state_setup(rt);
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		SAME(key_plain(plain[i].item), plain[i].name);
	for (size_t i = 0; i < sizeof indexed / sizeof *indexed; i++)
		SAME(key_u32(indexed[i].item, 7243), indexed[i].name);
	memset(seed, 1, 32);
	ed25519_public(seed, pub);
	SAME(key_account(S_ACCOUNT, pub), "System.Account(seed01)");
	SAME(key_account(S_IDENTITY_OF, pub), "Identity.IdentityIndexOf(seed01)");
	SAME(key_of(S_NAME, "\x10poka", 5), "Identity.IdentitiesNames(\"poka\")");
	SAME(key_u32(S_BLOCK_HASH, 0), "System.BlockHash(0)");
	str_free(&hex);
	json_decref(v);
	runtime_free(rt);
}

struct fits {
	const struct runtime *rt;
	int type, n;
};

static bool fit(void *arg, struct slice key, struct slice value)
{
	struct fits *f = arg;
	struct scale s = scale_open(value.p, value.n);

	(void)key;
	runtime_skip(f->rt, f->type, &s);
	assert_true(scale_done(&s));
	f->n++;
	return true;
}

static void all_state_fits_its_types(void **state)
{
	struct bench b;
	static const enum item items[] = { S_ACCOUNT, S_IDENTITY, S_MEMBERSHIP, S_CERT_META, S_CERTS, S_CERTS_END, S_IDENTITY_CHANGE,
					   S_MEMBERSHIP_END, S_QUOTA, S_SMITHS, S_AUTHORITY, S_PAST_REEVALS, S_LAST_UPGRADE,
					   S_EVENTS, S_VALIDATORS, S_ONLINE, S_COMMITTEE, S_GRANDPA_AUTHORITIES, S_BABE_AUTHORITIES,
					   S_DIGEST, S_NAME, S_BLOCK_HASH };
	static const char *const names[][2] = { { "System", "Account" }, { "Identity", "Identities" }, { "Membership", "Membership" },
		{ "Certification", "StorageIdtyCertMeta" }, { "Certification", "CertsByReceiver" },
		{ "Certification", "CertsRemovableOn" }, { "Identity", "IdentityChangeSchedule" },
		{ "Membership", "MembershipsExpireOn" }, { "Quota", "IdtyQuota" }, { "SmithMembers", "Smiths" },
		{ "AuthorityMembers", "Members" }, { "UniversalDividend", "PastReevals" }, { "System", "LastRuntimeUpgrade" },
		{ "System", "Events" }, { "Session", "Validators" }, { "AuthorityMembers", "OnlineAuthorities" },
		{ "TechnicalCommittee", "Members" }, { "Grandpa", "Authorities" }, { "Babe", "Authorities" }, { "System", "Digest" },
		{ "Identity", "IdentitiesNames" }, { "System", "BlockHash" } };

	(void)state;
	bench_open(&b, 1);
	bench_seal(&b);
	for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
		const struct runtime *rt = chain_runtime(b.c);
		const struct rt_storage *st = runtime_storage(runtime_pallet(rt, names[i][0]), names[i][1]);
		struct key k = key_plain(items[i]);
		struct fits f = { rt, st->value, 0 };

		trie_each(&chain_best(b.c)->state.trie, (struct slice){ (char *)k.b, k.n }, slice_of(""), fit, &f);
		assert_true(f.n > 0);
	}
	bench_close(&b);
}

static void a_transfer_moves_money(void **state)
{
	struct bench b;
	struct str call = { 0 };
	const struct block *blk;
	uint64_t before, to_before;

	(void)state;
	bench_open(&b, 1);
	before = acct_get(&chain_best(b.c)->state, b.w->accounts.v[0].pub).free;
	to_before = acct_get(&chain_best(b.c)->state, b.w->accounts.v[2].pub).free;
	call_transfer(&call, "\6\3", b.w->accounts.v[2].pub, 250);
	blk = bench_do(&b, 0, &call);
	assert_int_equal(blk->extrinsics.n, 2);
	assert_int_equal(acct_get(&blk->state, b.w->accounts.v[0].pub).free, before - 250);
	assert_int_equal(acct_get(&blk->state, b.w->accounts.v[2].pub).free, to_before + 250);
	assert_int_equal(count_events(b.c, blk, "Balances", "Transfer", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "System", "ExtrinsicSuccess", NULL), 2);
	assert_int_equal(count_events(b.c, blk, "TransactionPayment", "TransactionFeePaid", NULL), 1);
	str_free(&call);
	bench_close(&b);
}

struct heard {
	char what[512];
};

static void on_tx(void *arg, enum tx_event what, const unsigned char *hash)
{
	static const char *const names[] = { "future ", "ready ", "inBlock ", "retracted ", "finalized ", "usurped ", "dropped ", "invalid " };

	(void)hash;
	strcat(((struct heard *)arg)->what, names[what]);
}

static struct pool_answer send_raw(struct bench *b, size_t account, uint32_t nonce, const struct str *call, struct heard *h)
{
	struct exec x = chain_exec(b->c, chain_best(b->c));
	unsigned char seed[32];
	struct str xt = { 0 };
	struct pool_answer a;

	world_seed(b->w, account, seed);
	extrinsic_sign(&x, slice_str(call), seed, false, nonce, &xt);
	exec_free(&x);
	a = pool_submit(b->c, slice_str(&xt), h ? on_tx : NULL, h);
	str_free(&xt);
	return a;
}

static void the_pool_tells_what_becomes(void **state)
{
	struct bench b;
	struct str call = { 0 };
	struct heard h = { "" }, late = { "" };
	uint32_t nonce;

	(void)state;
	bench_open(&b, 1);
	nonce = acct_get(&chain_best(b.c)->state, b.w->accounts.v[0].pub).nonce;
	call_transfer(&call, "\6\3", b.w->accounts.v[2].pub, 100);
	assert_int_equal(send_raw(&b, 0, nonce + 1, &call, &late).code, POOL_TAKEN);
	assert_string_equal(late.what, "future ");
	assert_int_equal(pool_next_nonce(b.c, b.w->accounts.v[0].pub), nonce);
	assert_int_equal(send_raw(&b, 0, nonce, &call, &h).code, POOL_TAKEN);
	assert_string_equal(h.what, "ready ");
	assert_string_equal(late.what, "future ready ");
	assert_int_equal(pool_next_nonce(b.c, b.w->accounts.v[0].pub), nonce + 2);
	assert_int_equal(send_raw(&b, 0, nonce, &call, NULL).code, POOL_IMPORTED);
	bench_seal(&b);
	assert_string_equal(h.what, "ready inBlock ");
	assert_string_equal(late.what, "future ready inBlock ");
	assert_int_equal(send_raw(&b, 0, nonce, &call, NULL).code, POOL_BANNED);
	for (int i = 0; i < 3; i++)
		bench_seal(&b);
	assert_string_equal(h.what, "ready inBlock finalized ");
	assert_int_equal(pool_count(b.c), 0);
	b.now += 3600000;
	assert_int_equal(send_raw(&b, 0, nonce, &call, NULL).code, POOL_INVALID);
	assert_int_equal(send_raw(&b, 0, nonce, &call, NULL).refusal, INVALID_STALE);
	str_free(&call);
	bench_close(&b);
}

static void the_pool_refuses_with_the_real_codes(void **state)
{
	struct bench b;
	struct str call = { 0 }, other = { 0 }, xt = { 0 };
	struct exec x;
	unsigned char seed[32];
	uint32_t nonce;

	(void)state;
	bench_open(&b, 1);
	nonce = acct_get(&chain_best(b.c)->state, b.w->accounts.v[0].pub).nonce;
	call_transfer(&call, "\6\3", b.w->accounts.v[2].pub, 100);
	call_transfer(&other, "\6\3", b.w->accounts.v[2].pub, 200);
	assert_int_equal(pool_submit(b.c, slice_of("\x10""abcd"), NULL, NULL).code, POOL_UNREADABLE);
	assert_int_equal(send_raw(&b, 0, nonce, &call, NULL).code, POOL_TAKEN);
	assert_int_equal(send_raw(&b, 0, nonce, &other, NULL).code, POOL_PRIORITY);
	/* A broken signature. */
	x = chain_exec(b.c, chain_best(b.c));
	world_seed(b.w, 2, seed);
	extrinsic_sign(&x, slice_str(&call), seed, false, 0, &xt);
	xt.p[50] = (char)(xt.p[50] ^ 1);
	assert_int_equal(pool_submit(b.c, slice_str(&xt), NULL, NULL).refusal, INVALID_PROOF);
	/* Nobody's account: it cannot pay. */
	str_cut(&xt, 0);
	memset(seed, 77, 32);
	extrinsic_sign(&x, slice_str(&call), seed, false, 0, &xt);
	assert_int_equal(pool_submit(b.c, slice_str(&xt), NULL, NULL).refusal, INVALID_PAYMENT);
	/* An inherent from outside. */
	str_cut(&xt, 0);
	header_inherent(b.now, &xt);
	assert_int_equal(pool_submit(b.c, slice_str(&xt), NULL, NULL).code, POOL_UNKNOWN);
	pool_pretend_full(b.c, true);
	assert_int_equal(send_raw(&b, 2, acct_get(&chain_best(b.c)->state, b.w->accounts.v[2].pub).nonce, &call, NULL).code, POOL_FULL);
	exec_free(&x);
	str_free(&xt);
	str_free(&call);
	str_free(&other);
	bench_close(&b);
}

/* More than fits: the rest comes in the next blocks, and load makes fees rise. */
static void a_full_block_leaves_the_rest(void **state)
{
	struct bench b;
	struct str call = { 0 };
	size_t first, total = 0;
	uint32_t nonce;

	(void)state;
	bench_open(&b, 1);
	nonce = acct_get(&chain_best(b.c)->state, b.w->accounts.v[0].pub).nonce;
	call_transfer(&call, "\6\3", b.w->accounts.v[2].pub, 100);
	for (uint32_t i = 0; i < 1500; i++)
		assert_int_equal(send_raw(&b, 0, nonce + i, &call, NULL).code, POOL_TAKEN);
	first = bench_seal(&b)->extrinsics.n - 1;
	assert_in_range(first, 200, 1200);
	assert_true(state_uint(&chain_best(b.c)->state, key_plain(S_MULTIPLIER), 0) == 2000000000000000000u);
	for (int i = 0; i < 10 && pool_count(b.c); i++)
		total += bench_seal(&b)->extrinsics.n - 1;
	assert_true(first + total <= 1500);
	assert_int_equal(pool_count(b.c), 0);
	str_free(&call);
	bench_close(&b);
}

static void a_fork_gives_back_and_takes_again(void **state)
{
	struct bench b;
	struct str call = { 0 };
	struct heard h = { "" };
	unsigned char old[32];
	const struct block *was;

	(void)state;
	bench_open(&b, 1);
	for (int i = 0; i < 5; i++)
		bench_seal(&b);
	call_transfer(&call, "\6\3", b.w->accounts.v[2].pub, 100);
	send_raw(&b, 0, acct_get(&chain_best(b.c)->state, b.w->accounts.v[0].pub).nonce, &call, &h);
	was = bench_seal(&b);
	memcpy(old, was->hash, 32);
	assert_int_equal(chain_reorg(b.c, 3, false), E_INVALID);
	assert_int_equal(chain_reorg(b.c, 2, false), E_OK);
	assert_string_equal(h.what, "ready inBlock retracted inBlock finalized ");
	assert_true(chain_by_hash(b.c, old)->fork);
	assert_memory_not_equal(chain_best(b.c)->hash, old, 32);
	assert_int_equal(chain_best(b.c)->number, WORLD_START + 7);
	str_free(&call);
	bench_close(&b);
}

static void an_upgrade_changes_the_rules_of_signing(void **state)
{
	struct bench b;
	struct str call = { 0 };
	const struct block *blk;

	(void)state;
	bench_open(&b, 1);
	chain_upgrade(b.c, RT_MOVED_CALL | RT_HARBOUR);
	blk = bench_seal(&b);
	assert_int_equal(count_events(b.c, blk, "System", "CodeUpdated", NULL), 1);
	assert_int_equal(chain_runtime(b.c)->spec_version, 1101);
	assert_int_equal((unsigned char)blk->digest.p[blk->digest.n - 1], 8);
	call_transfer(&call, "\6\x0b", b.w->accounts.v[2].pub, 100);
	blk = bench_do(&b, 0, &call);
	assert_int_equal(count_events(b.c, blk, "Balances", "Transfer", NULL), 1);
	str_free(&call);
	bench_close(&b);
}

/* A month in one go: all dividends fall, hashes stay linked, the evaluation period goes on. */
static void the_clock_jumps(void **state)
{
	struct bench b;
	uint64_t ud, period;
	uint32_t head;
	struct header h;
	unsigned char hash[32];

	(void)state;
	bench_open(&b, 1);
	bench_seal(&b);
	head = chain_best(b.c)->number;
	ud = state_uint(&chain_best(b.c)->state, key_plain(S_UD_INDEX), 0);
	period = state_uint(&chain_best(b.c)->state, key_plain(S_PERIOD), 0);
	b.now += 30ull * 86400000;
	chain_advance(b.c);
	assert_int_equal(state_uint(&chain_best(b.c)->state, key_plain(S_UD_INDEX), 0), ud + 30);
	assert_in_range(chain_best(b.c)->number, head + 30 * DAY_BLOCKS, head + 30 * DAY_BLOCKS + 2);
	assert_int_equal(state_uint(&chain_best(b.c)->state, key_plain(S_PERIOD), 0), period + (chain_best(b.c)->number / 40 - head / 40));
	for (uint32_t n = chain_best(b.c)->number; n > head; n -= 1 + n % 7919) {
		assert_true(chain_header(b.c, n, &h));
		assert_true(chain_hash_at(b.c, n - 1, hash));
		assert_memory_equal(h.parent, hash, 32);
		assert_int_equal(h.number, n);
		struct str xt = { 0 };
		unsigned char root[32];

		if (!chain_by_hash(b.c, hash) && n % 3 == 0) {
			header_free(&h);
			assert_true(chain_header(b.c, n - 1, &h));
			header_inherent(h.time_ms, &xt);
			trie_list_root(&(struct slice){ xt.p, xt.n }, 1, root);
			assert_memory_equal(root, h.extrinsics_root, 32);
			str_free(&xt);
		}
		header_free(&h);
		if (n < head + 8000)
			break;
	}
	for (uint32_t n = chain_best(b.c)->number - 1; n >= chain_best(b.c)->number - 2400; n -= 97) {
		struct slice v;

		assert_true(state_get(&chain_best(b.c)->state, key_u32(S_BLOCK_HASH, n), &v));
		assert_true(chain_hash_at(b.c, n, hash));
		assert_memory_equal(v.p, hash, 32);
	}
	bench_close(&b);
}

/* Three years: memberships end, identities are revoked, the last certifications fall. */
static void everything_expires_in_time(void **state)
{
	struct bench b;
	uint64_t members;

	(void)state;
	bench_open(&b, 1);
	members = state_uint(&chain_best(b.c)->state, key_plain(S_MEMBERS), 0);
	assert_true(members > 30);
	b.now += 400ull * 86400000;
	chain_advance(b.c);
	assert_int_equal(state_uint(&chain_best(b.c)->state, key_plain(S_MEMBERS), 0), 0);
	b.now += 800ull * 86400000;
	chain_advance(b.c);
	for (size_t i = 0; i < b.w->people.n; i++) {
		struct idty id;

		if (b.w->people.v[i].status == IDTY_MEMBER) {
			assert_true(idty_get(&chain_best(b.c)->state, b.w->people.v[i].index, &id));
			assert_int_equal(id.status, IS_REVOKED);
			assert_int_equal(cert_meta_get(&chain_best(b.c)->state, b.w->people.v[i].index).received, 0);
		} else if (b.w->people.v[i].status == IDTY_UNCONFIRMED) {
			assert_false(idty_get(&chain_best(b.c)->state, b.w->people.v[i].index, &id));
		}
	}
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_are_linked),
		cmocka_unit_test(state_is_under_the_real_keys),
		cmocka_unit_test(all_state_fits_its_types),
		cmocka_unit_test(a_transfer_moves_money),
		cmocka_unit_test(the_pool_tells_what_becomes),
		cmocka_unit_test(the_pool_refuses_with_the_real_codes),
		cmocka_unit_test(a_full_block_leaves_the_rest),
		cmocka_unit_test(a_fork_gives_back_and_takes_again),
		cmocka_unit_test(an_upgrade_changes_the_rules_of_signing),
		cmocka_unit_test(the_clock_jumps),
		cmocka_unit_test(everything_expires_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
