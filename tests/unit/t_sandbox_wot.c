/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the web of trust, one by one: identities, memberships, certifications, distance. */
#include "tests/unit/rules_fix.h"
#include "sandbox/chain/distance.h"
#include "sandbox/chain/identity.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_invitation_to_membership),
		cmocka_unit_test(invitations_have_rules),
		cmocka_unit_test(a_renewal_moves_the_end),
		cmocka_unit_test(keys_change_and_identities_end),
		cmocka_unit_test(an_account_is_linked_by_both),
		cmocka_unit_test(distance_is_computed_on_the_graph),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
