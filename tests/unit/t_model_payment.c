/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a payment shows while it is filled. */
#include "tests/unit/payment_fix.h"

static void test_plain(void **state)
{
	const struct payment_look *l = look();

	(void)state;
	assert_false(l->ready);
	assert_int_equal(wrong(PAYMENT_TO), E_INVALID);
	payment_to(p, 0, "claire");
	payment_amount(p, 0, "20");
	payment_comment(p, "merci pour le pain");
	l = look();
	assert_true(l->ready);
	assert_true(l->signable);
	assert_string_equal(l->sentence, "You will send 20.00 Ğ1 to claire and keep 1\u202f184.56.");
	assert_string_equal(l->terms, "Fee 0.00. Node g1.example, checked by a second one. Valid about 6 minutes.");
	assert_int_equal(l->total_c, 2000);
	assert_int_equal(l->keep_c, 118456);
	assert_int_equal(l->comment_bytes, 18);
	assert_true(l->comment_free > 60 && l->comment_free < 120);
	assert_true(warned(PAYMENT_FIRST));
	assert_false(warned(PAYMENT_NEW_ACCOUNT));
	assert_true(l->to.v[0].contact);
}

static void test_fields(void **state)
{
	(void)state;
	payment_to(p, 0, "g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVx");
	payment_amount(p, 0, "20");
	look();
	assert_int_equal(wrong(PAYMENT_TO), E_CHECKSUM);
	payment_to(p, 0, "6DrGg8cftpkgffv4Y4Lse9HSjgc8coEQor3yvMPHAnVH:xyz");
	look();
	assert_int_equal(wrong(PAYMENT_TO), E_CHECKSUM);
	payment_to(p, 0, address(claire));
	payment_amount(p, 0, "1.204");
	look();
	assert_int_equal(wrong(PAYMENT_AMOUNT), E_AMBIGUOUS);
	payment_amount(p, 0, "12,345");
	look();
	assert_true(wrong(PAYMENT_AMOUNT) == E_AMBIGUOUS || wrong(PAYMENT_AMOUNT) == E_AMOUNT);
	payment_amount(p, 0, "0");
	look();
	assert_int_equal(wrong(PAYMENT_AMOUNT), E_AMOUNT);
	payment_amount(p, 0, "1300");
	look();
	assert_int_equal(wrong(PAYMENT_AMOUNT), E_NO_MONEY);
	assert_false(payment_look(p)->ready);
	payment_to(p, 0, address(nobody));
	payment_amount(p, 0, "0,50");
	look();
	assert_int_equal(wrong(PAYMENT_AMOUNT), E_TOO_LITTLE);
	payment_amount(p, 0, "1,50");
	look();
	assert_true(payment_look(p)->ready);
	assert_true(warned(PAYMENT_NEW_ACCOUNT));
}

static void test_names(void **state)
{
	const struct payment_look *l;

	(void)state;
	payment_to(p, 0, "Bernard-67");
	payment_amount(p, 0, "3");
	assert_true(payment_look(p)->asking);
	l = look();
	assert_true(l->ready);
	assert_memory_equal(l->to.v[0].pub, bernard, 32);
	assert_true(l->to.v[0].proven);
	assert_false(warned(PAYMENT_SELF_NAMED));
	payment_to(p, 0, "No-Such-Person");
	l = look();
	assert_int_equal(wrong(PAYMENT_TO), E_NOT_FOUND);
	payment_to(p, 0, "not a name at all");
	look();
	assert_int_equal(wrong(PAYMENT_TO), E_INVALID);
	payment_to(p, 0, "coop"); /* the label of an own account */
	l = look();
	assert_true(l->ready);
	assert_true(warned(PAYMENT_ONESELF));
	chain.person_degree = DEGREE_SAID; /* one node alone says whose name this is */
	snprintf(fake_account(&chain, nobody)->name, PEOPLE_NAME, "Denise-12");
	payment_to(p, 0, "Denise-12");
	l = look();
	assert_memory_equal(l->to.v[0].pub, nobody, 32);
	assert_false(l->to.v[0].proven);
	assert_true(warned(PAYMENT_SELF_NAMED));
}

static void test_uri(void **state)
{
	char uri[300];
	const struct payment_look *l;

	(void)state;
	snprintf(uri, sizeof uri, "g1://%s?amount=12.50&comment=panier%%20du%%20jeudi", address(claire));
	payment_to(p, 0, uri);
	l = look();
	assert_true(l->ready);
	assert_int_equal(l->total_c, 1250);
	assert_string_equal(l->comment, "panier du jeudi");
	payment_to(p, 0, "5DrGg8cftpkgffv4Y4Lse9HSjgc8coEQor3yvMPHAnVH");
	look();
	assert_true(warned(PAYMENT_DOUBTFUL)); /* one letter changed: no pair of keys can have this one */
}

static void test_dividends(void **state)
{
	const struct payment_look *l;

	(void)state;
	payment_to(p, 0, "claire");
	payment_amount(p, 0, "1220");
	l = look();
	assert_true(l->ready);
	assert_int_equal(l->claim_n, 4);
	assert_int_equal(l->claim_c, 4592);
	assert_string_equal(l->sentence, "You will send 1\u202f220.00 Ğ1 to claire, claim 4 UD, and keep 30.48.");
	payment_amount(p, 0, "2,5ud");
	l = look();
	assert_int_equal(l->total_c, 2870);
	assert_int_equal(l->claim_n, 0);
	assert_string_equal(l->sentence, "You will send 2.5 UD (28.70 Ğ1) to claire and keep 1\u202f175.86.");
	payment_to(p, 1, address(bernard));
	payment_amount(p, 1, "3");
	look();
	assert_int_equal(wrong(PAYMENT_AMOUNT), E_AMBIGUOUS); /* one unit for all */
	payment_to(p, 1, "");
	payment_claim(p, true);
	l = look();
	assert_true(l->ready);
	assert_string_equal(l->sentence, "You will claim 4 UD, 45.92 Ğ1, and have 1\u202f250.48.");
	fake_account(&chain, me)->purse.unclaimed_c = 0;
	payment_claim(p, true);
	look();
	assert_false(payment_look(p)->ready);
}

static void test_everything(void **state)
{
	const struct payment_look *l;
	int64_t id;

	(void)state;
	payment_to(p, 0, "claire");
	payment_all(p, true, false);
	l = look();
	assert_true(l->ready);
	assert_int_equal(l->keep_c, 100);
	assert_int_equal(l->total_c, 120456 + 4592 - 100);
	assert_int_equal(l->claim_n, 4);
	payment_all(p, true, true);
	l = look();
	assert_true(l->ready);
	assert_int_equal(l->keep_c, 0);
	assert_non_null(strstr(l->sentence, "nothing stays"));
	payment_all(p, false, false);
	payment_amount(p, 0, "10");
	payment_rest(p, "Bernard-67");
	l = look();
	assert_true(l->ready);
	assert_int_equal(l->total_c, 120456 + 4592);
	assert_non_null(strstr(l->sentence, "Bernard-67"));
	assert_int_equal(payment_confirm(p, false, &id, NULL, NULL, NULL), E_OK);
	turns();
	fake_tell(&chain, (struct submit_news){ .state = SUBMIT_EXPIRED });
	payment_rest(p, "");
	l = look();
	assert_int_equal(l->total_c, 1000);
	assert_int_equal(payment_again(p, id, NULL), E_OK);
	l = look();
	assert_true(l->ready);
	assert_int_equal(l->to.n, 1);
	assert_int_equal(l->to.v[0].amount_c, 1000);
	assert_true(l->has_rest && !l->all);
	assert_memory_equal(l->rest.pub, bernard, 32);
	assert_int_equal(l->total_c, 120456 + 4592);
}

static void test_many(void **state)
{
	char text[600];
	struct fault f = { 0 };
	const struct payment_look *l;

	(void)state;
	snprintf(text, sizeof text, "\xef\xbb\xbf" "address;amount;words\r\n# remark\r\nclaire;12,50;\"pain; miel\"\r\n%s;3\r\nclaire;1\r\n", address(nobody));
	unit_write(unit_file("list"), text);
	assert_int_equal(payment_file(p, unit_file("list"), &f), E_OK);
	l = look();
	assert_true(l->ready);
	assert_true(l->is_list);
	assert_int_equal(l->to.n, 3);
	assert_int_equal(l->total_c, 1650);
	assert_true(warned(PAYMENT_DOUBLE));
	assert_string_equal(l->sentence, "You will send 16.50 Ğ1 to 3 recipients and keep 1\u202f188.06.");
	unit_write(unit_file("list"), "claire;12,50\nbernard\n");
	assert_int_equal(payment_file(p, unit_file("list"), &f), E_AMOUNT);
	assert_non_null(strstr(f.where, "line 2"));
	assert_int_equal(payment_look(p)->to.n, 3); /* nothing changed */
	unit_write(unit_file("list"), "claire,12,50\n");
	assert_int_equal(payment_file(p, unit_file("list"), &f), E_AMBIGUOUS);
	unit_write(unit_file("list"), "claire,12.50,pain\nclaire\t3\n");
	assert_int_equal(payment_file(p, unit_file("list"), &f), E_OK);
	unit_write(unit_file("list"), "# nothing\n");
	assert_int_equal(payment_file(p, unit_file("list"), &f), E_INVALID);
	assert_int_equal(payment_file(p, unit_file("none"), &f), E_NOT_FOUND);
}

/* The history of the paying account, anew with one more payment. */
static void add_row(const unsigned char to[32], int64_t amount_c, const char *event)
{
	static struct ledger_row paid[8]; /* newest first, from the end */
	static size_t n;
	struct ledger_row *r = &paid[8 - ++n];
	struct ledger_batch b = { .rows = r, .n = n, .newest = true, .whole = true, .synced = 900, .at = tick_now() };

	assert_true(n <= 8);
	*r = (struct ledger_row){ .id = 100 + (int64_t)n, .time = tick_now() - 86400, .block = 900, .kind = LEDGER_OUT, .amount_c = amount_c,
		.name = "", .comment = "", .event = event };
	memcpy(r->party, to, 32);
	memcpy(b.pub, me, 32);
	ledger_put(chain.ledger, &b, true);
	for (struct ledger_sum sum = { 0 }; sum.rows < (int64_t)n;) { /* written by another thread */
		loop_turn(loop, 5);
		assert_int_equal(ledger_sum(chain.ledger, me, &(struct ledger_filter){ .kinds = 1u << LEDGER_OUT }, &sum, NULL), E_OK);
	}
}

static bool always(struct app *a, const unsigned char pub[32])
{
	(void)a;
	return !memcmp(pub, bernard, 32);
}

static void test_warnings(void **state)
{
	const struct payment_look *l;
	struct journal_entry e = { .kind = J_PAY, .total_c = 700 };
	struct str text = { 0 };
	char foreign[SS58_MAX];
	int64_t id;

	(void)state;
	add_row(claire, 500, "a");
	payment_to(p, 0, "claire");
	payment_amount(p, 0, "7");
	l = look();
	assert_false(warned(PAYMENT_FIRST));
	assert_string_equal(l->to.v[0].more, "known: 1 payment");
	assert_false(warned(PAYMENT_TWICE));
	memcpy(e.account, me, 32);
	vec_push(&e.to, (struct journal_to){ .name = NULL, .amount_c = 700 });
	memcpy(e.to.v[0].pub, claire, 32);
	assert_int_equal(journal_draft(app_journal(app, NULL), &e, SLICE("c"), -1, &id, NULL), E_OK);
	vec_free(&e.to);
	payment_amount(p, 0, "7");
	look();
	assert_true(warned(PAYMENT_TWICE));
	payment_warning_text(p, PAYMENT_TWICE, &text);
	assert_true(text.n > 10);
	str_free(&text);
	assert_int_equal(journal_drop(app_journal(app, NULL), id, NULL), E_OK);
	ss58_encode(42, claire, foreign);
	payment_to(p, 0, foreign);
	look();
	assert_true(warned(PAYMENT_FOREIGN));
	payment_on_multipass(always);
	payment_to(p, 0, address(bernard));
	look();
	assert_true(warned(PAYMENT_MULTIPASS));
	payment_on_multipass(NULL);
	add_row(bernard, 200, "b");
	add_row(bernard, 300, "c");
	payment_amount(p, 0, "15"); /* three times the most that was ever paid */
	look();
	assert_false(warned(PAYMENT_UNUSUAL));
	payment_amount(p, 0, "18,03");
	look();
	assert_true(warned(PAYMENT_UNUSUAL));
	chain.fee_c = 5;
	chain.refund_c = 5;
	payment_comment(p, "a long comment that makes the extrinsic longer than what is free of fee, so that it costs something, which is told in the "
	                "form before it is signed, and not after, since nobody likes that");
	l = look();
	assert_true(warned(PAYMENT_FEE));
	assert_int_equal(l->fee_c, 5);
	assert_non_null(strstr(l->terms, "given back"));
}

/* Of several, a warning names those it is about. */
static void test_whose_warning(void **state)
{
	struct str text = { 0 };

	(void)state;
	payment_to(p, 0, "claire");
	payment_to(p, 1, address(bernard));
	payment_to(p, 2, address(nobody));
	for (size_t i = 0; i < 3; i++)
		payment_amount(p, i, "7");
	look();
	assert_true(warned(PAYMENT_NEW_ACCOUNT) && warned(PAYMENT_ONESELF));
	assert_int_equal(payment_look(p)->to.v[0].warnings & 1u << PAYMENT_NEW_ACCOUNT, 0);
	payment_warning_text(p, PAYMENT_ONESELF, &text);
	assert_memory_equal(str_c(&text), "2: This", 7);
	str_cut(&text, 0);
	payment_warning_text(p, PAYMENT_NEW_ACCOUNT, &text);
	assert_memory_equal(str_c(&text), "3: This", 7);
	str_cut(&text, 0);
	payment_to(p, 2, "");
	payment_to(p, 1, "");
	payment_to(p, 0, address(nobody));
	look();
	payment_warning_text(p, PAYMENT_NEW_ACCOUNT, &text);
	assert_memory_equal(str_c(&text), "This", 4); /* alone, it needs no number */
	str_free(&text);
}

static void test_unknown_chain(void **state)
{
	int64_t id;
	struct fault f = { 0 };

	(void)state;
	fake_account(&chain, me)->purse.source.degree = DEGREE_NONE;
	payment_to(p, 0, "claire");
	payment_amount(p, 0, "7");
	look();
	assert_true(payment_look(p)->asking);
	assert_false(payment_look(p)->ready);
	assert_int_equal(payment_confirm(p, false, &id, NULL, NULL, &f), E_BUSY);
	fake_account(&chain, me)->purse.source.degree = DEGREE_SAID;
	chain.unconfirmed = true;
	payment_amount(p, 0, "7");
	look();
	assert_false(payment_look(p)->ready); /* no node told which runtime is in force */
	chain.unconfirmed = false;
	payment_amount(p, 0, "7");
	look();
	assert_true(payment_look(p)->ready);
	assert_true(warned(PAYMENT_UNVERIFIED));
	assert_non_null(strstr(payment_look(p)->terms, "not checked"));
	fake_account(&chain, me)->purse.source.degree = DEGREE_AGREED;
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_plain), T(test_fields), T(test_names), T(test_uri), T(test_dividends), T(test_everything), T(test_many),
		T(test_warnings), T(test_whose_warning), T(test_unknown_chain),
	};
	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
