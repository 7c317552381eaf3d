/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person with a purse, a watched account and a contact, on a chain that does as it is told; a payment under their hands. */
#ifndef PAYMENT_FIX_H
#define PAYMENT_FIX_H

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

static inline const char *address(const unsigned char pub[32])
{
	static char text[4][SS58_MAX];
	static int i;

	i = (i + 1) % 4;
	ss58_encode(SS58_G1, pub, text[i]);
	return text[i];
}

static inline void turns(void)
{
	for (int i = 0; i < 6; i++) {
		loop_turn(loop, 1);
		while (subject_flush())
			;
	}
}

static inline void told(void *arg, enum err e, const struct fault *f)
{
	(void)f;
	*(enum err *)arg = e;
}

static inline void wait_for(enum err *e)
{
	while (*e == ERR_COUNT)
		loop_turn(loop, 50);
}

static inline int group_setup(void **state)
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

static inline int group_teardown(void **state)
{
	(void)state;
	app_free(app);
	fake_close(&chain);
	conf_free(conf);
	loop_free(loop);
	return 0;
}

static inline int setup(void **state)
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
static inline void later(void)
{
	ahead += 2100;
	turns();
}

/* What still goes on comes to nothing, and is put away. */
static inline void ended(void)
{
	for (size_t i = 0; i < chain.submissions.n; i++) {
		struct fake_submission *s = chain.submissions.v[i];

		if (!s->over)
			s->ask.fn(s->ask.arg, &(struct submit_news){ .state = SUBMIT_EXPIRED });
	}
	later();
	assert_int_equal(chain.submissions.n, 0);
}

static inline int teardown(void **state)
{
	(void)state;
	payment_free(p);
	turns();
	ended();
	return 0;
}

static inline const struct payment_look *look(void)
{
	turns();
	return payment_look(p);
}

static inline bool warned(enum payment_warning w)
{
	return payment_look(p)->warnings & 1u << w;
}

static inline enum err wrong(enum payment_field f)
{
	return payment_look(p)->fault[f].code;
}

#endif
