/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a payment: confirmed, tried again, limited, tried dry, taken to another machine. */
#include "tests/unit/payment_fix.h"

static void signed_or_not(void *arg, enum err e, const struct fault *f)
{
	(void)f;
	*(enum err *)arg = e;
}

/* Two recipients, tried, expired, tried again. */
static bool again_as_list(const char *second_gets)
{
	int64_t id;
	struct fault f = { 0 };
	enum err e = ERR_COUNT;

	payment_to(p, 0, "claire");
	payment_to(p, 1, address(bernard));
	payment_amount(p, 0, "3");
	payment_amount(p, 1, second_gets);
	look();
	int64_t total = payment_look(p)->total_c;
	assert_int_equal(payment_confirm(p, false, &id, signed_or_not, &e, &f), E_OK);
	turns();
	assert_int_equal(e, E_OK);
	assert_int_equal(journal_settle(app_journal(app, NULL), id, &(struct journal_end){ .code = "expired", .words = "" }, NULL), E_OK);
	payment_to(p, 1, "");
	assert_int_equal(payment_again(p, id, &f), E_OK);
	look();
	assert_true(payment_look(p)->ready);
	assert_int_equal(payment_look(p)->to.n, 2);
	assert_memory_equal(payment_look(p)->to.v[1].pub, bernard, 32);
	assert_int_equal(payment_look(p)->total_c, total);
	return payment_look(p)->is_list;
}

static void test_again_for_many(void **state)
{
	(void)state;
	assert_false(again_as_list("3")); /* one line and one amount say it */
}

static void test_again_for_many_unlike(void **state)
{
	(void)state;
	assert_true(again_as_list("4"));
	payment_to(p, 0, "claire"); /* typed over it */
	assert_false(payment_look(p)->is_list);
	assert_int_equal(payment_look(p)->to.n, 1);
}

static void test_confirm(void **state)
{
	int64_t id;
	struct fault f = { 0 };
	struct journal_entries all = { 0 };
	enum err e = ERR_COUNT;

	(void)state;
	payment_to(p, 0, "claire");
	payment_amount(p, 0, "9");
	payment_comment(p, "encore");
	look();
	assert_int_equal(payment_confirm(p, false, &id, signed_or_not, &e, &f), E_OK);
	turns();
	assert_int_equal(e, E_OK);
	assert_int_equal(journal_get(app_journal(app, NULL), id, &all, NULL), E_OK);
	assert_true(all.v[0].state == J_SIGNED || all.v[0].state == J_SENT);
	assert_int_equal(all.v[0].nonce, 4);
	assert_int_equal(all.v[0].total_c, 900);
	assert_string_equal(all.v[0].comment, "encore");
	assert_string_equal(all.v[0].to.v[0].name, "claire");
	assert_int_equal(payment_again(p, id, &f), E_BUSY); /* it may still happen */
	assert_int_equal(journal_settle(app_journal(app, NULL), id, &(struct journal_end){ .code = "expired", .words = "" }, NULL), E_OK);
	payment_to(p, 0, address(bernard));
	assert_int_equal(payment_again(p, id, &f), E_OK);
	look();
	assert_true(payment_look(p)->ready);
	assert_memory_equal(payment_look(p)->to.v[0].pub, claire, 32);
	assert_int_equal(payment_look(p)->retry_of, id);
	assert_int_equal(payment_look(p)->total_c, 900);
	journal_free(&all);

	e = ERR_COUNT;
	chain.facts_fail = E_RUNTIME_CHANGED; /* nothing is signed that this program does not know */
	assert_int_equal(payment_confirm(p, false, &id, signed_or_not, &e, &f), E_OK);
	turns();
	chain.facts_fail = E_OK;
	assert_int_equal(e, E_RUNTIME_CHANGED);
	assert_int_equal(journal_get(app_journal(app, NULL), id, &all, NULL), E_OK);
	assert_int_equal(all.v[0].state, J_DRAFT);
	assert_int_equal(journal_drop(app_journal(app, NULL), id, NULL), E_OK);
	journal_free(&all);
	assert_int_equal(payment_confirm(p, false, &id, NULL, NULL, &f), E_EXISTS); /* a second y */
	payment_amount(p, 0, "9");
	look();

	conf_set(conf, "wallet.day_limit", "8,99", "test");
	assert_int_equal(payment_confirm(p, true, &id, NULL, NULL, &f), E_DENIED);
	conf_set(conf, "wallet.day_limit", "nonsense", "test"); /* what cannot be read allows nothing */
	assert_int_equal(payment_confirm(p, true, &id, NULL, NULL, &f), E_DENIED);
	conf_set(conf, "wallet.day_limit", "", "test");
	payment_from(p, 1);
	look();
	assert_false(payment_look(p)->signable);
	assert_int_equal(payment_confirm(p, false, &id, NULL, NULL, &f), E_DENIED);
	payment_from(p, 0);
	look();
	app->readonly = true;
	assert_int_equal(payment_confirm(p, false, &id, NULL, NULL, &f), E_READONLY);
	app->readonly = false;
}

static struct journal_entries rows;

static const struct journal_entry *row(int64_t id)
{
	journal_free(&rows);
	assert_int_equal(journal_get(app_journal(app, NULL), id, &rows, NULL), E_OK);
	return &rows.v[0];
}

/* Confirmed and on its way: the id of its row. */
static int64_t on_its_way(const char *amount)
{
	int64_t id;
	struct fault f = { 0 };
	enum err e = ERR_COUNT;

	payment_to(p, 0, "claire");
	payment_amount(p, 0, amount);
	look();
	assert_int_equal(payment_confirm(p, false, &id, signed_or_not, &e, &f), E_OK);
	assert_int_equal(row(id)->state, J_DRAFT); /* on the disk before anything else */
	turns();
	assert_int_equal(e, E_OK);
	assert_int_equal(row(id)->state, J_SENT);
	return id;
}

static void add_state(void *arg, const struct journal_change *c)
{
	str_addf(arg, "%s ", journal_state_name(c->state));
}

static void test_way(void **state)
{
	struct submit_news in = { .state = SUBMIT_IN_BLOCK, .number = 1011, .index = 2, .outcome = { .found = true, .success = true } };
	struct str way = { 0 }, first = { 0 };
	struct journal_parcel parcel;
	int64_t id = on_its_way("3");

	(void)state;
	str_add(&first, slice_str(&chain.submissions.v[0]->bytes));
	assert_int_equal(chain.submissions.v[0]->ask.nonce, 4);
	assert_int_equal(journal_pending(app_journal(app, NULL), me), 300);
	assert_int_equal(payment_again(p, id, NULL), E_BUSY);
	fake_tell(&chain, (struct submit_news){ .state = SUBMIT_UNKNOWN });
	assert_true(*courier_news(app_courier(app, NULL), id));
	fake_tell(&chain, (struct submit_news){ .state = SUBMIT_SENT, .node = 1 });
	assert_string_equal(courier_news(app_courier(app, NULL), id), "");
	fake_tell(&chain, in);
	assert_int_equal(row(id)->state, J_IN_BLOCK);
	assert_int_equal(rows.v[0].block, 1011);
	fake_tell(&chain, (struct submit_news){ .state = SUBMIT_SENT, .node = 1 }); /* its block was taken back */
	assert_int_equal(row(id)->state, J_SENT);
	assert_int_equal(rows.v[0].block, 0);
	in.number = 1012;
	fake_tell(&chain, in);
	in.state = SUBMIT_FINAL;
	fake_tell(&chain, in);
	assert_int_equal(row(id)->state, J_FINAL);
	assert_int_equal(rows.v[0].block, 1012);
	assert_int_equal(payment_again(p, id, NULL), E_BUSY); /* never: it is paid */
	assert_int_equal(journal_parcel(app_journal(app, NULL), id, &parcel, NULL), E_OK);
	assert_true(slice_eq(slice_str(&parcel.bytes), slice_str(&first)));
	journal_parcel_free(&parcel);
	journal_changes(app_journal(app, NULL), id, add_state, &way, NULL);
	assert_string_equal(str_c(&way), "draft signed sent in-block sent in-block final ");
	str_free(&way);
	str_free(&first);
	ended();
	journal_free(&rows);
}

static const char *last_notice(void)
{
	const struct notice *n = notices_after(app->notices, 0);

	while (n && notices_after(app->notices, n->n))
		n = notices_after(app->notices, n->n);
	return n ? n->text : "";
}

static void test_ends_badly(void **state)
{
	struct submit_news failed = { .state = SUBMIT_FAILED, .number = 1020, .outcome = { .found = true, .error = { .name = "Token.FundsUnavailable",
		.words = "not enough money" } } };
	struct submit_news refused = { .state = SUBMIT_REFUSED };
	struct submit_news blind = { .state = SUBMIT_FINAL, .number = 1021 };
	int64_t id = on_its_way("4"), again;
	struct str words = { 0 };
	struct fault f;

	(void)state;
	fake_tell(&chain, failed);
	assert_int_equal(row(id)->state, J_REFUSED);
	assert_true(rows.v[0].settled);
	assert_string_equal(rows.v[0].code, "Token.FundsUnavailable");
	assert_string_equal(rows.v[0].words, "not enough money");
	assert_non_null(strstr(last_notice(), "not enough money"));
	ended();

	id = on_its_way("5");
	fault_set(&refused.fault, E_NO_MONEY, "g1.example: no money");
	fake_tell(&chain, refused);
	assert_int_equal(row(id)->state, J_REFUSED);
	assert_false(rows.v[0].settled);
	assert_int_equal(payment_again(p, id, &f), E_BUSY); /* another node might take it still */
	fake_tell(&chain, (struct submit_news){ .state = SUBMIT_EXPIRED });
	assert_int_equal(row(id)->state, J_REFUSED);
	assert_true(rows.v[0].settled);
	ended();
	assert_int_equal(payment_again(p, id, &f), E_OK);
	look();
	assert_int_equal(payment_confirm(p, false, &again, NULL, NULL, &f), E_OK);
	turns();
	assert_int_equal(row(again)->retry_of, id);
	assert_int_equal(payment_again(p, id, &f), E_EXISTS);
	fake_tell(&chain, (struct submit_news){ .state = SUBMIT_EXPIRED, .rival = true }); /* another machine used the number */
	assert_int_equal(row(again)->state, J_EXPIRED);
	assert_non_null(strstr(rows.v[0].words, "made elsewhere"));
	assert_int_equal(payment_again(p, id, &f), E_OK);
	ended();

	id = on_its_way("6");
	fake_tell(&chain, (struct submit_news){ .state = SUBMIT_EXPIRED });
	journal_words(&words, row(id), 0);
	assert_string_equal(str_c(&words), "expired, nothing was spent");
	assert_non_null(strstr(last_notice(), "nothing was spent"));
	ended();

	id = on_its_way("6");
	fake_tell(&chain, blind);
	str_cut(&words, 0);
	journal_words(&words, row(id), 0);
	assert_int_equal(rows.v[0].state, J_FINAL);
	assert_non_null(strstr(str_c(&words), "no node knows")); /* what is not known is not told to be a success */
	str_free(&words);
	ended();
	journal_free(&rows);
}

/* Two on their way have two numbers; when the first never comes, the next one takes its number, or the second would wait for it. */
static void test_numbers(void **state)
{
	int64_t first = on_its_way("1"), second = on_its_way("2"), third;
	struct fake_submission *lost = chain.submissions.v[0];

	(void)state;
	assert_int_equal(row(first)->nonce, 4);
	assert_int_equal(row(second)->nonce, 5);
	lost->over = true;
	lost->ask.fn(lost->ask.arg, &(struct submit_news){ .state = SUBMIT_EXPIRED });
	third = on_its_way("3");
	assert_int_equal(row(third)->nonce, 4);
	ended();
	journal_free(&rows);
}

/* Confirmed, and then the program died: nobody signs it later by itself. */
static void test_left_behind(void **state)
{
	struct journal_entry e = { .kind = J_PAY, .total_c = 700 };
	int64_t id, fresh, now = tick_now();

	(void)state;
	memcpy(e.account, me, 32);
	assert_int_equal(journal_draft(app_journal(app, NULL), &e, SLICE("c"), -1, &id, NULL), E_OK);
	app_courier(app, NULL);
	tick_fix(now + 170);
	assert_int_equal(journal_draft(app_journal(app, NULL), &e, SLICE("c"), -1, &fresh, NULL), E_OK);
	tick_fix(now + 200);
	later();
	assert_int_equal(row(id)->state, J_DROPPED);
	assert_int_equal(row(fresh)->state, J_DRAFT);
	assert_non_null(strstr(last_notice(), "never signed"));
	assert_int_equal(journal_drop(app_journal(app, NULL), fresh, NULL), E_OK);
	journal_free(&rows);
}

/* What no person says yes to counts for the day; what a person confirms does not. */
static void test_day(void **state)
{
	int64_t id;
	struct fault f = { 0 };

	(void)state;
	tick_fix(tick_now() + 2 * 86400);
	conf_set(conf, "wallet.day_limit", "10", "test");
	payment_to(p, 0, "claire");
	for (int i = 0; i < 3; i++) {
		payment_amount(p, 0, "4");
		look();
		assert_int_equal(payment_confirm(p, true, &id, NULL, NULL, &f), i < 2 ? E_OK : E_DENIED);
		turns();
		if (i < 2)
			fake_tell(&chain, (struct submit_news){ .state = SUBMIT_FINAL, .number = 1030, .outcome = { .found = true, .success = true } });
		ended();
	}
	assert_int_equal(payment_confirm(p, false, &id, NULL, NULL, &f), E_OK);
	turns();
	fake_tell(&chain, (struct submit_news){ .state = SUBMIT_EXPIRED });
	ended();
	tick_fix(tick_now() + 86401);
	payment_amount(p, 0, "4");
	look();
	assert_int_equal(payment_confirm(p, true, &id, NULL, NULL, &f), E_OK); /* another day */
	turns();
	fake_tell(&chain, (struct submit_news){ .state = SUBMIT_EXPIRED });
	ended();
	conf_set(conf, "wallet.day_limit", "", "test");
}

static void dried(void *arg, enum err e, json_t *o, const struct fault *f)
{
	(void)f;
	*(json_t **)arg = e ? NULL : json_incref(o);
}

static char qr_text[2000];

static void taken_out(void *arg, enum err e, json_t *o, const char *qr, const struct fault *f)
{
	snprintf(qr_text, sizeof qr_text, "%s", qr ? qr : "");
	dried(arg, e, o, f);
}

static void test_dry_and_out(void **state)
{
	json_t *o = NULL;

	(void)state;
	payment_to(p, 0, "claire");
	payment_amount(p, 0, "9");
	look();
	payment_dry_run(p, dried, &o);
	turns();
	assert_non_null(o);
	assert_string_equal(json_string_value(json_object_get(o, "call")), "0x060300c101000000000000000000000000000000000000000000000000000000000000110e");
	assert_int_equal(json_integer_value(json_object_get(o, "nonce")), 4);
	assert_non_null(strstr(json_string_value(json_object_get(o, "text")), "transfer_keep_alive"));
	json_decref(o);
	o = NULL;
	payment_export(p, taken_out, &o);
	turns();
	assert_non_null(o);
	json_decref(o);
	assert_true(strlen(qr_text) > 50);
	o = NULL;
	payment_to(p, 0, "");
	payment_dry_run(p, dried, &o);
	turns();
	assert_null(o);
	/* an answer that never comes, and a payment that is closed meanwhile */
	payment_to(p, 0, "claire");
	chain.silent = true;
	payment_to(p, 1, address(nobody));
	payment_amount(p, 1, "2");
	look();
	assert_true(payment_look(p)->asking);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_again_for_many), T(test_again_for_many_unlike), T(test_confirm), T(test_way), T(test_ends_badly),
		T(test_numbers), T(test_left_behind), T(test_day), T(test_dry_and_out),
	};
	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
