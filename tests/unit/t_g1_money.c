/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dividends, what an account has, what a payment becomes. */
#include "t_g1.h"
#include "codec/pack.h"
#include "codec/value.h"
#include "g1/compose.h"
#include "g1/purse.h"

static struct currency money(void)
{
	struct currency c = { .ud_c = 1160, .ud_index = 200, .mass_c = 1000000000, .members = 7000, .n_reevals = 2 };
	c.source.degree = DEGREE_PROVEN;
	c.reevals[0].index = 1;
	c.reevals[0].ud_c = 1148;
	c.reevals[1].index = 15;
	c.reevals[1].ud_c = 1160;
	return c;
}

/* The loop of the runtime's own source, kept as plain as it is there. */
static int64_t reference_claim(const struct currency *c, uint32_t first)
{
	int64_t total = 0;
	uint32_t current = c->ud_index;
	for (size_t i = c->n_reevals; i--;) {
		if (c->reevals[i].index <= first) {
			total += (int64_t)(current - first) * c->reevals[i].ud_c;
			break;
		}
		total += (int64_t)(current - c->reevals[i].index) * c->reevals[i].ud_c;
		current = c->reevals[i].index;
	}
	return total;
}

static void claims(void **state)
{
	struct currency c = money();
	uint32_t n;
	assert_int_equal(currency_claim(&c, 0, &n), 0);       /* not a member */
	assert_int_equal(n, 0);
	assert_int_equal(currency_claim(&c, 200, &n), 0);     /* nothing due */
	assert_int_equal(currency_claim(&c, 199, &n), 1160);
	assert_int_equal(n, 1);
	assert_int_equal(currency_claim(&c, 15, &n), 185 * 1160);
	assert_int_equal(currency_claim(&c, 14, &n), 185 * 1160 + 1148);
	assert_int_equal(currency_claim(&c, 1, &n), 185 * 1160 + 14 * 1148);
	assert_int_equal(n, 199);
	for (uint32_t first = 1; first < c.ud_index; first++)
		assert_int_equal(currency_claim(&c, first, NULL), reference_claim(&c, first));
	/* a re-evaluation that begins at the next dividend, and one beyond it */
	c.n_reevals = 3;
	c.reevals[2].index = 200;
	c.reevals[2].ud_c = 9999;
	assert_int_equal(currency_claim(&c, 199, NULL), 1160);
	assert_int_equal(currency_claim(&c, 15, NULL), reference_claim(&c, 15));
	assert_int_equal(currency_ud_at(&c, 14), 1148);
	assert_int_equal(currency_ud_at(&c, 15), 1160);
	assert_int_equal(currency_ud_at(&c, 0), 0);
	assert_int_equal(currency_mean(&c), 1000000000 / 7000);
	(void)state;
}

static void currency_values(void **state)
{
	struct runtime *r = g1_runtime();
	struct slice v[CURRENCY_ITEMS] = { { NULL, 0 } };
	struct currency c = { .ud_c = 5 };
	struct fault f;
	/* nothing there: the runtime's defaults */
	assert_int_equal(currency_read(&c, r, v, &f), E_OK);
	assert_int_equal(c.ud_index, 1);
	assert_int_equal(c.ud_c, 0);
	assert_int_equal(c.next_ud, 0);
	assert_int_equal(c.fee_multiplier, 1000000000000000000);
	struct str ud = g1_hex("7c04000000000000"), index = g1_hex("0f00"), past = g1_hex("0801007c040000000000000f008804000000000000");
	struct str next = g1_hex("0084b5c69c010000");
	v[CURRENCY_UD] = slice_str(&ud);
	v[CURRENCY_UD_INDEX] = slice_str(&index);
	v[CURRENCY_PAST] = slice_str(&past);
	v[CURRENCY_NEXT_UD] = slice_str(&next);
	assert_int_equal(currency_read(&c, r, v, &f), E_OK);
	assert_int_equal(c.ud_c, 1148);
	assert_int_equal(c.ud_index, 15);
	assert_int_equal(c.n_reevals, 2);
	assert_int_equal(c.reevals[1].ud_c, 1160);
	assert_int_equal(c.next_ud, 0x019cc6b58400 / 1000);
	v[CURRENCY_UD].n = 7; /* too short, too long, a list that ends early */
	assert_int_equal(currency_read(&c, r, v, &f), E_OK);
	v[CURRENCY_PAST].n--;
	assert_int_equal(currency_read(&c, r, v, &f), E_PROTOCOL);
	v[CURRENCY_PAST] = SLICE("\xff\xff\xff\xff");
	assert_int_equal(currency_read(&c, r, v, &f), E_PROTOCOL);
	v[CURRENCY_PAST] = slice_str(&past);
	v[CURRENCY_MASS] = SLICE("12345678901234567");
	assert_int_equal(currency_read(&c, r, v, &f), E_PROTOCOL);
	str_free(&ud);
	str_free(&index);
	str_free(&past);
	str_free(&next);
	runtime_drop(r);
	(void)state;
}

/* UD 1148 with the mass and members of the start: the published rule gives the next value. */
static void next_dividend(void **state)
{
	struct runtime *r = g1_runtime();
	struct currency c = { .ud_c = 1148, .mass_c = 6300000000, .members = 7000 };
	/* c² (M/N) / 182 = 0.002382304 * 900000 / 182 = 11.78... */
	assert_int_equal(currency_next_ud(&c, r), 1148 + 11);
	c.members = 0;
	assert_int_equal(currency_next_ud(&c, r), 1148);
	runtime_drop(r);
	(void)state;
}

/* AccountInfo: nonce, consumers, providers, sufficients, free, reserved, fee_frozen, linked_idty. */
static struct str account(uint32_t nonce, uint64_t free, uint64_t reserved, uint64_t frozen, uint32_t linked)
{
	struct str s = { 0 };
	pack_uint(&s, nonce, 4);
	pack_uint(&s, 0, 4);
	pack_uint(&s, 1, 4);
	pack_uint(&s, linked ? 1 : 0, 4);
	pack_uint(&s, free, 8);
	pack_uint(&s, reserved, 8);
	pack_uint(&s, frozen, 8);
	pack_uint(&s, linked ? 1 : 0, 1);
	if (linked)
		pack_uint(&s, linked, 4);
	return s;
}

static struct str identity(uint32_t first_ud, uint8_t status)
{
	struct str s = { 0 };
	pack_uint(&s, first_ud, 2);
	pack_uint(&s, 77, 4);
	pack_uint(&s, 1, 1); /* an old key, to be passed over */
	for (int i = 0; i < 9; i++)
		pack_uint(&s, 0x1111, 4);
	for (int i = 0; i < 8; i++)
		pack_uint(&s, 0x2222, 4);
	pack_uint(&s, 88, 4);
	pack_uint(&s, status, 1);
	return s;
}

static void purses(void **state)
{
	struct runtime *r = g1_runtime();
	struct currency c = money();
	struct purse p = { .nonce = 9 };
	struct fault f;
	struct str acc = account(5, 12345, 1000, 0, 7243), idty = identity(190, 2), until = g1_hex("40420f00"), index = g1_hex("4b1c0000");
	struct str quota = g1_hex("64000000" "f401000000000000");
	struct purse_values v = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	assert_int_equal(purse_fill(&p, r, &c, 100, &v, &f), E_OK);
	assert_false(p.exists);
	assert_int_equal(p.nonce, 0);
	assert_int_equal(p.transferable_c, 0);
	assert_int_equal(p.status, ACCOUNT_NO_IDENTITY);
	assert_int_equal(p.quota_c, -1);

	v.account = slice_str(&acc);
	v.index = slice_str(&index);
	v.identity = slice_str(&idty);
	v.membership = slice_str(&until);
	v.quota = slice_str(&quota);
	assert_int_equal(purse_fill(&p, r, &c, 400, &v, &f), E_OK);
	assert_true(p.exists);
	assert_int_equal(p.nonce, 5);
	assert_int_equal(p.free_c, 12345);
	assert_int_equal(p.reserved_c, 1000);
	assert_int_equal(p.identity, 7243);
	assert_int_equal(p.linked, 7243);
	assert_int_equal(p.status, ACCOUNT_MEMBER);
	assert_int_equal(p.member_until, 1000000);
	assert_int_equal(p.unclaimed_n, 10);
	assert_int_equal(p.unclaimed_c, 11600);
	assert_int_equal(p.transferable_c, 12345 - 100 + 11600);
	assert_int_equal(p.quota_c, 1000);    /* 500 and 300 blocks of filling up */
	assert_int_equal(purse_fill(&p, r, &c, 160, &v, &f), E_OK);
	assert_int_equal(p.quota_c, 600);

	/* what was a member is not paid */
	str_free(&idty);
	idty = identity(190, 3);
	v.identity = slice_str(&idty);
	assert_int_equal(purse_fill(&p, r, &c, 160, &v, &f), E_OK);
	assert_int_equal(p.status, ACCOUNT_NOT_MEMBER);
	assert_int_equal(p.unclaimed_c, 0);
	/* an index without its identity is a contradiction */
	v.identity = (struct slice){ NULL, 0 };
	assert_int_equal(purse_fill(&p, r, &c, 160, &v, &f), E_PROTOCOL);
	/* frozen money that is not reserved stays */
	str_free(&acc);
	acc = account(5, 5000, 1000, 3000, 0);
	v = (struct purse_values){ .account = slice_str(&acc) };
	assert_int_equal(purse_fill(&p, r, &c, 160, &v, &f), E_OK);
	assert_int_equal(p.transferable_c, 3000);
	v.account.n--;
	assert_int_equal(purse_fill(&p, r, &c, 160, &v, &f), E_PROTOCOL);
	str_free(&acc);
	str_free(&idty);
	str_free(&until);
	str_free(&index);
	str_free(&quota);
	runtime_drop(r);
	(void)state;
}

static struct purse rich(int64_t free_c, int64_t unclaimed_c)
{
	struct purse p = { .exists = true, .nonce = 5, .free_c = free_c, .unclaimed_c = unclaimed_c, .unclaimed_n = 3 };
	p.source.degree = DEGREE_PROVEN;
	p.status = unclaimed_c ? ACCOUNT_MEMBER : ACCOUNT_NO_IDENTITY;
	return p;
}

static struct compose_line line(unsigned char who, int64_t amount)
{
	struct compose_line l = { .amount = amount };
	memset(l.to, who, 32);
	return l;
}

static char *text_of(const struct runtime *r, const struct compose_plan *p)
{
	struct str s = { 0 };
	struct scale in = scale_open(p->call.p, p->call.n);
	assert_true(value_text(r->meta, r->meta->call, &in, &s));
	return str_take(&s);
}

static void expect_text(const struct runtime *r, const struct compose_plan *p, const char *const *pieces)
{
	char *t = text_of(r, p), *at = t;
	for (; *pieces; pieces++) {
		at = strstr(at, *pieces);
		if (!at)
			print_message("%s\n", t);
		assert_non_null(at);
	}
	free(t);
}

static void simple_payments(void **state)
{
	struct runtime *r = g1_runtime();
	struct currency c = money();
	struct purse p = rich(10000, 0);
	struct compose_line l[2] = { line(7, 2000), line(8, 500) };
	struct compose_plan plan;
	struct fault f;
	struct compose_wish w = { .lines = l, .n = 1 };
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
	assert_int_equal(plan.sum_c, 2000);
	assert_int_equal(plan.stays_c, 8000);
	assert_int_equal(plan.fee_c, 0);
	assert_false(plan.batch);
	assert_int_equal((unsigned char)plan.call.p[0], 6);
	assert_int_equal((unsigned char)plan.call.p[1], 3);
	assert_int_equal(plan.bytes, 143); /* as the mortal vector of the same call */
	compose_free(&plan);
	/* two, with a comment */
	w.n = 2;
	w.comment = SLICE("0xmerci");      /* not hex, whatever it looks like */
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
	assert_true(plan.batch);
	assert_int_equal(plan.sum_c, 2500);
	assert_int_equal(plan.comment_bytes, 7);
	expect_text(r, &plan, (const char *const[]){ "batch_all", "transfer_keep_alive", "2000", "transfer_keep_alive", "500", "remark_with_event", NULL });
	assert_non_null(memmem(plan.call.p, plan.call.n, "0xmerci", 7));
	compose_free(&plan);
	/* in dividends */
	w = (struct compose_wish){ .lines = l, .n = 1, .unit = COMPOSE_MILLI_UD };
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
	assert_int_equal(plan.sum_c, 2 * 1160);
	expect_text(r, &plan, (const char *const[]){ "transfer_ud_keep_alive", NULL });
	compose_free(&plan);
	/* the same address twice is told */
	l[1] = l[0];
	w = (struct compose_wish){ .lines = l, .n = 2 };
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
	assert_int_equal(plan.doubled, 1);
	compose_free(&plan);
	runtime_drop(r);
	(void)state;
}

static void limits(void **state)
{
	struct runtime *r = g1_runtime();
	struct currency c = money();
	struct purse p = rich(2100, 0);
	struct compose_line l = line(7, 2000);
	struct compose_plan plan;
	struct fault f;
	struct compose_wish w = { .lines = &l, .n = 1 };
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK); /* the deposit stays, to the centime */
	assert_int_equal(plan.stays_c, 100);
	compose_free(&plan);
	l.amount = 2001;
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_NO_MONEY);
	assert_string_equal(f.where, "0.01 Ğ1 are missing");
	l.amount = 0;
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_AMOUNT);
	l.amount = -5;
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_AMOUNT);
	l.amount = INT64_MAX;
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_AMOUNT);
	w.unit = COMPOSE_MILLI_UD;
	l.amount = INT64_MAX / 100;
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_AMOUNT);
	w = (struct compose_wish){ .n = 0 };
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_INVALID);
	l.amount = 10;
	w = (struct compose_wish){ .lines = &l, .n = 1, .comment = SLICE("\xff") };
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_INVALID);
	w = (struct compose_wish){ .lines = &l, .n = COMPOSE_MAX + 1 };
	assert_int_equal(compose_pay(r, &p, &c, &(struct compose_wish){ .lines = &l, .n = 0, .rest = NULL }, &plan, &f), E_INVALID);
	runtime_drop(r);
	(void)state;
}

/* A claim goes along when the payment needs it, and only then; for somebody who is no member it would break the batch. */
static void claims_in_payments(void **state)
{
	struct runtime *r = g1_runtime();
	struct currency c = money();
	struct purse p = rich(3000, 3480);
	struct compose_line l = line(7, 2000);
	struct compose_plan plan;
	struct fault f;
	struct compose_wish w = { .lines = &l, .n = 1 };
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
	assert_int_equal(plan.claimed_c, 0);
	compose_free(&plan);
	l.amount = 2950;
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
	assert_int_equal(plan.claimed_c, 3480);
	assert_int_equal(plan.stays_c, 3000 + 3480 - 2950);
	expect_text(r, &plan, (const char *const[]){ "batch_all", "claim_uds", "transfer_keep_alive", NULL });
	compose_free(&plan);
	w.never_claim = true;
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_NO_MONEY);
	w = (struct compose_wish){ .claim_only = true };
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
	assert_int_equal(plan.claimed_c, 3480);
	assert_int_equal(plan.call.n, 2);
	compose_free(&plan);
	p = rich(3000, 0);
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_INVALID);
	runtime_drop(r);
	(void)state;
}

static void everything(void **state)
{
	struct runtime *r = g1_runtime();
	struct currency c = money();
	struct purse p = rich(3000, 0);
	struct compose_line l = line(7, 0);
	struct compose_plan plan;
	struct fault f;
	unsigned char third[32];
	memset(third, 9, sizeof third);
	struct compose_wish w = { .lines = &l, .n = 1, .all = true };
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
	assert_int_equal(plan.sum_c, 2900);
	assert_int_equal(plan.stays_c, 100);
	assert_false(plan.ends);
	compose_free(&plan);
	w.close = true;
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
	assert_int_equal(plan.sum_c, 3000);
	assert_true(plan.ends);
	expect_text(r, &plan, (const char *const[]){ "transfer_all", "keep_alive: false", NULL });
	compose_free(&plan);
	p = rich(3000, 1160);
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK); /* dividends first, else they would be lost from view */
	assert_int_equal(plan.sum_c, 4160);
	compose_free(&plan);
	p = rich(3000, 0);
	l = line(7, 1000);
	w = (struct compose_wish){ .lines = &l, .n = 1, .rest = third };
	assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
	assert_int_equal(plan.sum_c, 3000);
	assert_int_equal(plan.stays_c, 0);
	expect_text(r, &plan, (const char *const[]){ "transfer_keep_alive", "transfer_all", NULL });
	compose_free(&plan);
	runtime_drop(r);
	(void)state;
}

/* The room for a comment before a fee begins, as promised and as it comes. */
static void free_room(void **state)
{
	struct runtime *r = g1_runtime();
	struct currency c = money();
	struct purse p = rich(100000, 0);
	struct compose_line l = line(7, 2000);
	struct compose_plan plan, more;
	struct fault f;
	char text[600];
	memset(text, 'x', sizeof text);
	assert_int_equal(compose_fee(255), 0);
	assert_int_equal(compose_fee(256), 5);
	assert_int_equal(compose_fee(350), 6);
	assert_int_equal(compose_fee(700), 7);
	for (size_t had = 0; had < 120; had += 7) {
		struct compose_wish w = { .lines = &l, .n = 1, .comment = { text, had } };
		assert_int_equal(compose_pay(r, &p, &c, &w, &plan, &f), E_OK);
		if (!plan.fee_c) {
			w.comment.n = had + plan.free_bytes;
			assert_int_equal(compose_pay(r, &p, &c, &w, &more, &f), E_OK);
			assert_int_equal(more.fee_c, 0);
			assert_int_equal(more.free_bytes, 0);
			compose_free(&more);
			w.comment.n++;
			assert_int_equal(compose_pay(r, &p, &c, &w, &more, &f), E_OK);
			assert_true(more.fee_c > 0);
			compose_free(&more);
		}
		compose_free(&plan);
	}
	runtime_drop(r);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims), cmocka_unit_test(currency_values), cmocka_unit_test(next_dividend), cmocka_unit_test(purses),
		cmocka_unit_test(simple_payments), cmocka_unit_test(limits), cmocka_unit_test(claims_in_payments), cmocka_unit_test(everything),
		cmocka_unit_test(free_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
