/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/conf.h"
#include "base/paths.h"
#include "base/secret.h"
#include "base/tick.h"
#include "cmd/settings.h"
#include "codec/ss58.h"
#include "keys/vault_edit.h"
#include "model/app.h"
#include "model/contacts.h"
#include "model/courier.h"
#include "model/journal_ask.h"
#include "model/journal_write.h"
#include "model/notices.h"
#include "model/payment.h"
#include "model/payment_do.h"
#include "model/payment_fill.h"
#include "model/vaults_in.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include "tests/unit/coin_fake.h"

int64_t __real_tick_ms(void);
int64_t __wrap_tick_ms(void);
static int64_t ahead;

int64_t __wrap_tick_ms(void)
{
	return __real_tick_ms() + ahead;
}

static struct fake chain;
static struct loop *loop;
static struct conf *conf;
static struct app *app;
static struct payment *p;
static unsigned char me[32];
static const unsigned char claire[32] = { 0xc1, 1 }, bernard[32] = { 0xbe, 2 }, nobody[32] = { 0x77, 3 };

static const char *address(const unsigned char pub[32])
{
	static char text[4][SS58_MAX];
	static int i;

	i = (i + 1) % 4;
	ss58_encode(SS58_G1, pub, text[i]);
	return text[i];
}

static void turns(void)
{
	for (int i = 0; i < 6; i++) {
		loop_turn(loop, 1);
		while (subject_flush())
			;
	}
}

static void told(void *arg, enum err e, const struct fault *f)
{
	(void)f;
	*(enum err *)arg = e;
}

static void wait_for(enum err *e)
{
	while (*e == ERR_COUNT)
		loop_turn(loop, 50);
}

static int group_setup(void **state)
{
	struct fault f;
	struct secret pass;
	struct keyfile k;
	uint32_t safe, id;
	enum err e = ERR_COUNT;

	(void)state;
	secret_init();
	assert_int_equal(paths_init(NULL, &f), E_OK);
	paths_set_world("g1");
	tick_fix(1790000000);
	loop = loop_new();
	conf = conf_new(settings_keys, settings_count);
	conf_set(conf, "wallet.lock_suspend", "no", "test"); /* the clock jumps here */
	conf_set(conf, "wallet.lock_minutes", "0", "test");
	app = app_new(loop, conf);
	coin_free(app->coin);
	fake_open(&chain, loop);
	app->coin = coin_new(app, &fake_ops, &chain);
	pass = secret_copy("correct horse", 13);
	vaults_create(app->vaults, &pass, told, &e);
	wait_for(&e);
	assert_int_equal(e, E_OK);
	assert_int_equal(keyfile_read(SLICE("0101010101010101010101010101010101010101010101010101010101010101"), SLICE(""), &k, &f, NULL), E_OK);
	assert_int_equal(vault_edit_safe(vaults_get(app->vaults), &k, "", 1, &safe, &f), E_OK);
	keyfile_free(&k);
	assert_int_equal(vault_edit_account(vaults_get(app->vaults), safe, (struct vault_edit_way){ KEY_ED25519, VAULT_DERIVE, SLICE("") },
	                                    "purse", &id, &f), E_OK);
	wallet_rebuild(app->wallet);
	assert_int_equal(wallet_watch(app->wallet, bernard, "coop", &f), E_OK);
	memcpy(me, app->wallet->accounts.v[0].pub, 32);
	assert_int_equal(contacts_put(app->contacts, &(struct contact){ .pub = { 0xc1, 1 }, .name = (char[]){ "claire" } }, &f), E_OK);
	return 0;
}

static int group_teardown(void **state)
{
	(void)state;
	app_free(app);
	fake_close(&chain);
	conf_free(conf);
	loop_free(loop);
	return 0;
}

static int setup(void **state)
{
	struct fake_account *a;

	(void)state;
	chain.accounts.n = 0;
	chain.fee_c = chain.refund_c = 0;
	chain.silent = false;
	chain.nonce = 4;
	chain.person_degree = DEGREE_AGREED;
	a = fake_account(&chain, me);
	a->purse.exists = true;
	a->purse.free_c = 120456;
	a->purse.unclaimed_c = 4592;
	a->purse.unclaimed_n = 4;
	a->purse.identity = 7;
	a->purse.status = ACCOUNT_MEMBER;
	fake_account(&chain, claire)->purse.exists = true;
	a = fake_account(&chain, bernard);
	a->purse.exists = true;
	a->purse.free_c = 5000;
	snprintf(a->name, sizeof a->name, "Bernard-67");
	wallet_select(app->wallet, 0);
	p = payment_new(app);
	return 0;
}

/* The courier has a look every two seconds. */
static void later(void)
{
	ahead += 2100;
	turns();
}

/* What still goes on comes to nothing, and is put away. */
static void ended(void)
{
	for (size_t i = 0; i < chain.submissions.n; i++) {
		struct fake_submission *s = chain.submissions.v[i];

		if (!s->over)
			s->ask.fn(s->ask.arg, &(struct submit_news){ .state = SUBMIT_EXPIRED });
	}
	later();
	assert_int_equal(chain.submissions.n, 0);
}

static int teardown(void **state)
{
	(void)state;
	payment_free(p);
	turns();
	ended();
	return 0;
}

static const struct payment_look *look(void)
{
	turns();
	return payment_look(p);
}

static bool warned(enum payment_warning w)
{
	return payment_look(p)->warnings & 1u << w;
}

static enum err wrong(enum payment_field f)
{
	return payment_look(p)->fault[f].code;
}

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
	assert_true(l->from_file);
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
	return payment_look(p)->from_file;
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
	assert_false(payment_look(p)->from_file);
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
		T(test_plain), T(test_fields), T(test_names), T(test_uri), T(test_dividends), T(test_everything), T(test_many), T(test_warnings),
		T(test_unknown_chain), T(test_confirm), T(test_again_for_many), T(test_again_for_many_unlike), T(test_way), T(test_ends_badly),
		T(test_numbers),
		T(test_left_behind), T(test_day), T(test_dry_and_out),
	};
	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
