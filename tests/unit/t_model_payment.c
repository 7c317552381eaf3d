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
#include "model/journal_write.h"
#include "model/payment.h"
#include "model/vaults_in.h"
#include "model/wallet.h"
#include "tests/unit/coin_fake.h"

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

static int teardown(void **state)
{
	(void)state;
	payment_free(p);
	turns();
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
	payment_rest(p, "");
	l = look();
	assert_int_equal(l->total_c, 1000);
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

static void add_row(const unsigned char to[32], int64_t amount_c, const char *event)
{
	struct ledger_row r = { .id = 0, .time = tick_now() - 86400, .block = 900, .kind = LEDGER_OUT, .amount_c = amount_c, .name = "", .comment = "",
		.event = event };
	struct ledger_batch b = { .rows = &r, .n = 1, .newest = true, .whole = true, .synced = 900, .at = tick_now() };
	static int64_t place = 100;

	r.id = place++;
	b.from = 0;
	memcpy(r.party, to, 32);
	memcpy(b.pub, me, 32);
	ledger_put(chain.ledger, &b, true);
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
		T(test_unknown_chain), T(test_confirm), T(test_dry_and_out),
	};
	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
