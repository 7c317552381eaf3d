/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the pallets, one by one. */
#include "tests/unit/t_sandbox.h"


#include "sandbox/chain/balances.h"
#include "sandbox/chain/identity.h"
#include "sandbox/chain/distance.h"
#include "sandbox/chain/ud.h"

static const unsigned char nobody[32] = "nobody here lives on this key..";

static struct acct acct_of(const struct bench *b, size_t account)
{
	return acct_get(&chain_best(b->c)->state, b->w->accounts.v[account].pub);
}

static const struct block *send_transfer(struct bench *b, size_t from, const char *head, const unsigned char to[32], uint64_t n)
{
	struct str call = { 0 };
	const struct block *blk;

	call_transfer(&call, head, to, n);
	blk = bench_do(b, from, &call);
	str_free(&call);
	return blk;
}

static bool failed_token(const struct chain *c, const struct block *b, enum token_error e)
{
	struct slice f;

	return count_events(c, b, "System", "ExtrinsicFailed", &f) == 1 && f.p[0] == D_TOKEN && f.p[1] == (char)e;
}

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

/* A call with one number as its argument. */
static const struct block *send_index(struct bench *b, size_t from, const char *head, uint32_t index)
{
	struct str call = { 0 };
	const struct block *blk;

	pack_bytes(&call, head, 2);
	if (index != UINT32_MAX)
		pack_uint(&call, index, 4);
	blk = bench_do(b, from, &call);
	str_free(&call);
	return blk;
}

static uint32_t index_of(const struct bench *b, size_t account)
{
	return idty_of(&chain_best(b->c)->state, b->w->accounts.v[account].pub);
}

static struct cert_meta meta_of(const struct bench *b, size_t account)
{
	return cert_meta_get(&chain_best(b->c)->state, index_of(b, account));
}

/* Members of the main web that may certify now, none of whom certified that one yet. */
static size_t certifiers(struct bench *b, uint32_t whom, size_t *out, size_t want)
{
	size_t n = 0;

	for (size_t i = DEMOS; i < b->w->people.n && n < want; i++) {
		const struct person *p = &b->w->people.v[i];
		struct idty id;
		struct pairs certs = pairs_get(&chain_best(b->c)->state, key_u32(S_CERTS, whom));
		bool has = false;

		for (size_t k = 0; k < certs.n; k++)
			has |= certs.v[k].a == p->index;
		vec_free(&certs);
		if (p->index && !has && idty_get(&chain_best(b->c)->state, p->index, &id) && id.status == IS_MEMBER &&
		    cert_meta_get(&chain_best(b->c)->state, p->index).next_issuable <= chain_best(b->c)->number)
			out[n++] = (size_t)p->account;
	}
	return n;
}

static void from_invitation_to_membership(void **state)
{
	struct bench b;
	struct str call = { 0 };
	const struct block *blk;
	struct idty id;
	size_t who[5], n;
	uint32_t me, day = DAY_BLOCKS;
	uint64_t members;
	struct slice f;

	(void)state;
	(void)day;
	bench_open(&b, 1);
	/* The demo newcomer was invited already and only has to give a name. */
	me = index_of(&b, 1);
	assert_true(idty_get(&chain_best(b.c)->state, me, &id));
	assert_int_equal(id.status, IS_UNCONFIRMED);
	blk = send_index(&b, 0, "\x2b\0", me);
	assert_true(failed_with(b.c, blk, "Wot", "TargetStatusInvalid"));
	pack_bytes(&call, "\x29\1", 2);
	pack_blob(&call, "ab", 2);
	assert_true(failed_with(b.c, bench_do(&b, 1, &call), "Identity", "IdtyNameInvalid"));
	str_cut(&call, 2);
	pack_blob(&call, "Vigie-Demo", 10);
	assert_true(failed_with(b.c, bench_do(&b, 1, &call), "Identity", "IdtyNameAlreadyExist"));
	str_cut(&call, 2);
	pack_blob(&call, "Petit_Mousse-1", 14);
	blk = bench_do(&b, 1, &call);
	assert_int_equal(count_events(b.c, blk, "Identity", "IdtyConfirmed", NULL), 1);
	assert_true(failed_with(b.c, bench_do(&b, 1, &call), "Identity", "IdtyAlreadyConfirmed"));
	assert_true(failed_with(b.c, send_index(&b, 1, "\x2c\0", UINT32_MAX), "Wot", "NotEnoughCerts"));
	/* Five certifications. */
	n = certifiers(&b, me, who, 5 - meta_of(&b, 1).received);
	assert_true(n + meta_of(&b, 1).received == 5);
	for (size_t i = 0; i < n; i++) {
		blk = send_index(&b, who[i], "\x2b\0", me);
		assert_int_equal(count_events(b.c, blk, "Certification", "CertAdded", NULL), 1);
		assert_true(failed_with(b.c, send_index(&b, who[i], "\x2b\0", me), "Certification", "NotRespectCertPeriod"));
	}
	/* The deposit needs ten and the existential deposit. */
	send_transfer(&b, 0, "\6\3", b.w->accounts.v[1].pub, 2000);
	members = state_uint(&chain_best(b.c)->state, key_plain(S_MEMBERS), 0);
	blk = send_index(&b, 1, "\x2c\0", UINT32_MAX);
	assert_int_equal(count_events(b.c, blk, "Distance", "EvaluationRequested", NULL), 1);
	assert_int_equal(acct_of(&b, 1).reserved, 1000);
	assert_int_equal(acct_of(&b, 1).consumers, 1);
	assert_true(failed_with(b.c, send_index(&b, 1, "\x2c\0", UINT32_MAX), "Distance", "AlreadyInEvaluation"));
	for (int i = 0; i < 125; i++) {
		blk = bench_seal(&b);
		if (count_events(b.c, blk, "Distance", "EvaluatedValid", &f))
			break;
	}
	assert_int_equal(count_events(b.c, blk, "Distance", "EvaluatedValid", &f), 1);
	assert_int_equal(count_events(b.c, blk, "Membership", "MembershipAdded", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "Identity", "IdtyValidated", NULL), 1);
	assert_int_equal(blk->number % 40, 0);
	assert_int_equal(acct_of(&b, 1).reserved, 0);
	assert_int_equal(acct_of(&b, 1).consumers, 0);
	assert_int_equal(state_uint(&blk->state, key_plain(S_MEMBERS), 0), members + 1);
	assert_true(idty_get(&blk->state, me, &id));
	assert_int_equal(id.status, IS_MEMBER);
	assert_int_equal(id.first_ud, state_uint(&blk->state, key_plain(S_UD_INDEX), 0));
	assert_true(failed_with(b.c, send_index(&b, 1, "\x2c\0", UINT32_MAX), "Wot", "MembershipRenewalPeriodNotRespected"));
	str_free(&call);
	bench_close(&b);
}

static void invitations_have_rules(void **state)
{
	struct bench b;
	struct str call = { 0 };
	const struct block *blk;
	uint32_t made;

	(void)state;
	bench_open(&b, 1);
	pack_bytes(&call, "\x29\0", 2);
	pack_bytes(&call, nobody, 32);
	assert_true(failed_with(b.c, bench_do(&b, 0, &call), "Identity", "AccountNotExist"));
	send_transfer(&b, 0, "\6\3", nobody, 299);
	assert_true(failed_with(b.c, bench_do(&b, 0, &call), "Identity", "InsufficientBalance"));
	assert_true(failed_with(b.c, bench_do(&b, 1, &call), "Identity", "IssuerNotMember"));
	send_transfer(&b, 0, "\6\3", nobody, 1);
	blk = bench_do(&b, 0, &call);
	assert_int_equal(count_events(b.c, blk, "Identity", "IdtyCreated", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "Account", "AccountLinked", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "Certification", "CertAdded", NULL), 1);
	made = idty_of(&blk->state, nobody);
	assert_true(made > 0 && acct_get(&blk->state, nobody).linked);
	assert_true(failed_with(b.c, bench_do(&b, 0, &call), "Identity", "NotRespectIdtyCreationPeriod"));
	assert_true(failed_with(b.c, send_index(&b, 0, "\x2b\0", 5), "Certification", "NotRespectCertPeriod"));
	b.now += 5ull * 86400000;
	chain_advance(b.c);
	assert_true(failed_with(b.c, bench_do(&b, 0, &call), "Identity", "IdtyAlreadyCreated"));
	assert_true(failed_with(b.c, send_index(&b, 0, "\x2b\0", index_of(&b, 0)), "Certification", "CannotCertifySelf"));
	assert_true(failed_with(b.c, send_index(&b, 0, "\x2b\3", made), "Wot", "TargetStatusInvalid"));
	/* Never confirmed: gone after two months. */
	b.now += 62ull * 86400000;
	chain_advance(b.c);
	assert_int_equal(idty_of(&chain_best(b.c)->state, nobody), 0);
	assert_int_equal(acct_get(&chain_best(b.c)->state, nobody).sufficients, 0);
	str_free(&call);
	bench_close(&b);
}

static void a_renewal_moves_the_end(void **state)
{
	struct bench b;
	const struct block *blk;
	struct pairs p;
	uint32_t me, whom = 0, issued;

	(void)state;
	bench_open(&b, 1);
	me = index_of(&b, 0);
	for (size_t i = 0; i < b.w->certs.n && !whom; i++)
		if (b.w->certs.v[i].issuer == me)
			whom = b.w->certs.v[i].receiver;
	issued = meta_of(&b, 0).issued;
	assert_true(failed_with(b.c, send_index(&b, 0, "\x2b\0", whom), "Certification", "CertAlreadyExists"));
	blk = send_index(&b, 0, "\x2b\3", whom);
	assert_int_equal(count_events(b.c, blk, "Certification", "CertRenewed", NULL), 1);
	p = pairs_get(&blk->state, key_u32(S_CERTS, whom));
	for (size_t i = 0; i < p.n; i++)
		if (p.v[i].a == me)
			assert_int_equal(p.v[i].b, blk->number + CERT_VALIDITY);
	vec_free(&p);
	assert_int_equal(meta_of(&b, 0).issued, issued);
	assert_int_equal(meta_of(&b, 0).next_issuable, blk->number + CERT_PERIOD);
	bench_close(&b);
}

/* What is signed for an identity, and the call around it. */
static struct str signed_call(struct bench *b, const char *head, const char *word, uint32_t index, const unsigned char *about,
			      const unsigned char seed[32], bool with_index)
{
	struct str payload = { 0 }, call = { 0 };
	unsigned char pub[32], sig[64];

	ed25519_public(seed, pub);
	pack_bytes(&payload, word, 4);
	pack_bytes(&payload, chain_genesis(b->c), 32);
	pack_uint(&payload, index, 4);
	if (about)
		pack_bytes(&payload, about, 32);
	ed25519_sign(seed, payload.p, payload.n, sig);
	pack_bytes(&call, head, 2);
	if (with_index)
		pack_uint(&call, index, 4);
	pack_bytes(&call, pub, 32);
	pack_uint(&call, 0, 1);
	pack_bytes(&call, sig, 64);
	str_free(&payload);
	return call;
}

static void keys_change_and_identities_end(void **state)
{
	struct bench b;
	struct str call;
	unsigned char seed[32], pub[32], old[32];
	const struct block *blk;
	uint32_t me;
	struct idty id;
	uint64_t before;

	(void)state;
	bench_open(&b, 1);
	me = index_of(&b, 0);
	memset(seed, 5, 32);
	ed25519_public(seed, pub);
	memcpy(old, b.w->accounts.v[0].pub, 32);
	call = signed_call(&b, "\x29\3", "icok", me, old, seed, false);
	assert_true(failed_with(b.c, bench_do(&b, 0, &call), "Identity", "AccountNotExist") == false);
	assert_int_equal(idty_of(&chain_best(b.c)->state, pub), me);
	assert_true(idty_get(&chain_best(b.c)->state, me, &id));
	assert_true(id.has_old && !memcmp(id.old, old, 32) && !memcmp(id.owner, pub, 32));
	assert_int_equal(acct_get(&chain_best(b.c)->state, pub).sufficients, 1);
	str_free(&call);
	/* The old key is no owner any more, but may revoke for half a year. */
	assert_true(failed_with(b.c, send_index(&b, 0, "\x1e\0", UINT32_MAX), "UniversalDividend", "AccountNotAllowedToClaimUds"));
	world_seed(b.w, 2, seed);
	call = signed_call(&b, "\x29\4", "revo", me, NULL, seed, true);
	assert_true(failed_with(b.c, bench_do(&b, 2, &call), "Identity", "InvalidRevocationKey"));
	str_free(&call);
	world_seed(b.w, 0, seed);
	call = signed_call(&b, "\x29\4", "revo", me + 1, NULL, seed, true);
	for (int i = 0; i < 4; i++)
		call.p[2 + i] = (char)(me >> (8 * i));
	assert_true(failed_with(b.c, bench_do(&b, 2, &call), "Identity", "InvalidSignature"));
	str_free(&call);
	before = acct_get(&chain_best(b.c)->state, pub).free;
	call = signed_call(&b, "\x29\4", "revo", me, NULL, seed, true);
	blk = bench_do(&b, 2, &call);
	assert_int_equal(count_events(b.c, blk, "Identity", "IdtyRevoked", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "Membership", "MembershipRemoved", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "UniversalDividend", "UdsAutoPaid", NULL), 1);
	assert_int_equal(count_events(b.c, blk, "Account", "AccountUnlinked", NULL), 1);
	assert_true(acct_get(&blk->state, pub).free > before);
	assert_true(failed_with(b.c, bench_do(&b, 2, &call), "Identity", "AlreadyRevoked"));
	str_free(&call);
	bench_close(&b);
}

static void an_account_is_linked_by_both(void **state)
{
	struct bench b;
	struct str call;
	unsigned char seed[32];
	const struct block *blk;

	(void)state;
	bench_open(&b, 1);
	memset(seed, 6, 32);
	unsigned char pub[32];
	ed25519_public(seed, pub);
	call = signed_call(&b, "\x29\x08", "link", index_of(&b, 0), pub, seed, false);
	assert_true(failed_with(b.c, bench_do(&b, 0, &call), "Identity", "AccountNotExist"));
	send_transfer(&b, 0, "\6\3", pub, 500);
	blk = bench_do(&b, 0, &call);
	assert_int_equal(count_events(b.c, blk, "Account", "AccountLinked", NULL), 1);
	assert_int_equal(acct_get(&blk->state, pub).identity, index_of(&b, 0));
	assert_true(failed_with(b.c, bench_do(&b, 2, &call), "Identity", "InvalidSignature"));
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

/* The rule on the graph: everybody of the main web passes, the one at the end of the hamlet does not, and loses ten. */
static void distance_is_computed_on_the_graph(void **state)
{
	struct options o = { .seed = 1, .members = 150, .wallets = 400, .transfers = 1000, .stations = 12 };
	struct bench b = { .now = 1800000000000 };
	const struct block *blk;
	size_t far = 0, near = 0, below = 0;
	uint64_t trove, had;
	struct slice f;

	(void)state;
	b.w = world_new(&o, (int64_t)b.now);
	b.c = chain_new(&(struct chain_config){ .world = b.w, .finality = 2, .now_ms = bench_now, .now_arg = &b });
	for (size_t i = 0; i < b.w->people.n; i++) {
		const struct person *p = &b.w->people.v[i];

		if (p->distance_failed && cert_meta_get(&chain_best(b.c)->state, p->index).received >= 5)
			far = i;
		if (p->status == IDTY_MEMBER && i % 10 == 0) {
			near++;
			below += distance_of(&chain_best(b.c)->state, p->index) < 800000000;
		}
	}
	assert_true(far > 0 && near > 10);
	assert_int_equal(below, 0);
	assert_true(distance_of(&chain_best(b.c)->state, b.w->people.v[far].index) < 800000000);
	send_transfer(&b, 0, "\6\3", b.w->accounts.v[b.w->people.v[far].account].pub, 2000);
	trove = acct_get(&chain_best(b.c)->state, treasury).free;
	had = acct_of(&b, (size_t)b.w->people.v[far].account).free;
	send_index(&b, (size_t)b.w->people.v[far].account, "\x2c\0", UINT32_MAX);
	for (int i = 0; i < 130; i++) {
		blk = bench_seal(&b);
		if (count_events(b.c, blk, "Distance", "EvaluatedInvalid", &f))
			break;
	}
	assert_int_equal(count_events(b.c, blk, "Distance", "EvaluatedInvalid", &f), 1);
	assert_int_equal(count_events(b.c, blk, "Balances", "Slashed", NULL), 1);
	assert_int_equal(acct_of(&b, (size_t)b.w->people.v[far].account).free, had - 1000);
	assert_int_equal(acct_of(&b, (size_t)b.w->people.v[far].account).reserved, 0);
	assert_int_equal(acct_get(&blk->state, treasury).free, trove + 1000);
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
		cmocka_unit_test(from_invitation_to_membership),
		cmocka_unit_test(invitations_have_rules),
		cmocka_unit_test(a_renewal_moves_the_end),
		cmocka_unit_test(keys_change_and_identities_end),
		cmocka_unit_test(an_account_is_linked_by_both),
		cmocka_unit_test(batches_differ_when_something_fails),
		cmocka_unit_test(distance_is_computed_on_the_graph),
		cmocka_unit_test(filtered_calls_and_roots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
