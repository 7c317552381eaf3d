/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The courier against a small chain that loses answers, takes blocks back and sees its clients die. The chain is judged on its
 * own: it knows nothing of the journal. */
#include "base/conf.h"
#include "base/paths.h"
#include "base/secret.h"
#include "base/tick.h"
#include "cmd/settings.h"
#include "codec/pack.h"
#include "g1/compose.h"
#include "keys/vault_edit.h"
#include "model/app.h"
#include "model/courier.h"
#include "model/journal_write.h"
#include "model/vaults_in.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"
#include "tests/unit/courier_chain.h"

/* -- two instances of one person -- */

struct instance {
	struct conf *conf;
	struct app *app;
	struct journal *journal;
	struct courier *courier;
};

static struct instance two[2];
static unsigned char me[32];
static int answers, failures;
static enum err last_failure;

static void said(void *arg, enum err e, const struct fault *f)
{
	(void)arg, (void)f;
	answers++;
	failures += e != E_OK;
	last_failure = e ? e : last_failure;
}

static void told(void *arg, enum err e, const struct fault *f)
{
	(void)f;
	assert_int_equal(e, E_OK);
	*(bool *)arg = true;
}

static void wait_for(bool *flag)
{
	while (!*flag)
		loop_turn(chain.loop, 100);
}

static void open_journal(struct instance *x)
{
	assert_int_equal(journal_open(unit_file("j.db"), false, &x->journal, NULL), E_OK);
	x->courier = courier_new(x->app, x->journal, &ops, NULL);
}

static void kill_it(struct instance *x)
{
	courier_free(x->courier);
	journal_close(x->journal);
	x->courier = NULL;
	x->journal = NULL;
}

static int group_setup(void **state)
{
	struct fault f;

	(void)state;
	secret_init();
	assert_int_equal(paths_init(NULL, &f), E_OK);
	paths_set_world("g1");
	chain.loop = loop_new();
	chain.runtime = g1_runtime();
	for (int i = 0; i < 2; i++) {
		struct secret pass = secret_copy("correct horse", 13);
		struct keyfile k;
		uint32_t safe, id;
		bool ready = false;

		two[i].conf = conf_new(settings_keys, settings_count);
		two[i].app = app_new(chain.loop, two[i].conf);
		if (i)
			vaults_unlock(two[i].app->vaults, &pass, told, &ready);
		else
			vaults_create(two[i].app->vaults, &pass, told, &ready);
		wait_for(&ready);
		if (!i) {
			assert_int_equal(keyfile_read(SLICE("0101010101010101010101010101010101010101010101010101010101010101"), SLICE(""), &k, &f, NULL), E_OK);
			assert_int_equal(vault_edit_safe(vaults_get(two[i].app->vaults), &k, "", 1, &safe, &f), E_OK);
			keyfile_free(&k);
			assert_int_equal(vault_edit_account(vaults_get(two[i].app->vaults), safe,
			                                    (struct vault_edit_way){ KEY_ED25519, VAULT_DERIVE, SLICE("") }, "", &id, &f), E_OK);
		}
		wallet_rebuild(two[i].app->wallet);
		memcpy(me, two[i].app->wallet->accounts.v[0].pub, 32);
	}
	return 0;
}

static int group_teardown(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		app_free(two[i].app);
		conf_free(two[i].conf);
	}
	runtime_drop(chain.runtime);
	loop_free(chain.loop);
	return 0;
}

static int setup(void **state)
{
	(void)state;
	unlink(unit_file("j.db"));
	unlink(unit_file("j.db-wal"));
	unlink(unit_file("j.db-shm"));
	chain.best = 1000;
	chain.nonce = 0;
	chain.lose = 0;
	chain.refuse = chain.reorgs = false;
	vec_free(&chain.txs);
	answers = failures = 0;
	for (int i = 0; i < 2; i++)
		open_journal(&two[i]);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++)
		kill_it(&two[i]);
	assert_int_equal(chain.subs.n, 0);
	vec_free(&chain.txs);
	vec_free(&chain.subs);
	return 0;
}

static int64_t confirm_for(struct instance *x, int64_t value, uint32_t spec)
{
	struct journal_entry e = { .kind = J_PAY, .total_c = value, .spec = spec };
	struct compose_line line = { .to = { 9 }, .amount = value };
	struct compose_wish wish = { .lines = &line, .n = 1 };
	struct compose_plan plan;
	struct purse p = { 0 };
	struct currency c = { 0 };
	int64_t id;

	memcpy(e.account, me, 32);
	assert_int_equal(compose_pay(chain.runtime, &p, &c, &wish, &plan, NULL), E_OK);
	assert_int_equal(journal_draft(x->journal, &e, slice_str(&plan.call), -1, &id, NULL), E_OK);
	compose_free(&plan);
	return id;
}

static int64_t confirm(struct instance *x, int64_t value)
{
	return confirm_for(x, value, chain.runtime->id.spec);
}

static void turns(int n)
{
	for (int i = 0; i < n; i++)
		loop_turn(chain.loop, 2);
}

static struct journal_entries rows;

static const struct journal_entry *row(int64_t id)
{
	journal_free(&rows);
	assert_int_equal(journal_get(two[0].journal, id, &rows, NULL), E_OK);
	return &rows.v[0];
}

static void until_settled(int64_t id)
{
	for (int i = 0; i < 400 && !row(id)->settled; i++) {
		seal();
		turns(3);
	}
	assert_true(row(id)->settled);
}

/* -- */

static void test_goes_well(void **state)
{
	int64_t id = confirm(&two[0], 123456);

	(void)state;
	courier_go(two[0].courier, id, said, NULL);
	assert_int_equal(row(id)->state, J_DRAFT);
	turns(10);
	assert_int_equal(answers, 1);
	assert_int_equal(failures, 0);
	assert_int_equal(row(id)->state, J_SENT);
	assert_string_equal(rows.v[0].node, "g1.example");
	assert_int_equal(rows.v[0].nonce, 0);
	assert_int_equal(rows.v[0].birth, 997);
	assert_int_equal(rows.v[0].death, 997 + 64);
	seal();
	turns(10);
	assert_int_equal(row(id)->state, J_IN_BLOCK);
	until_settled(id);
	assert_int_equal(row(id)->state, J_FINAL);
	assert_int_equal(rows.v[0].block, 1001);
	courier_go(two[0].courier, id, said, NULL); /* a second time is refused */
	assert_int_equal(failures, 1);
	journal_free(&rows);
}

/* Written for another runtime the same bytes may be another call. */
static void test_upgraded_draft(void **state)
{
	int64_t id = confirm_for(&two[0], 7, chain.runtime->id.spec - 1);
	int before = chain.signatures;

	(void)state;
	courier_go(two[0].courier, id, said, NULL);
	turns(10);
	assert_int_equal(failures, 1);
	assert_int_equal(last_failure, E_RUNTIME_CHANGED);
	assert_int_equal(chain.signatures, before);
	assert_int_equal(row(id)->state, J_DRAFT);
	assert_int_equal(row(id)->hash[0] | row(id)->hash[31], 0);
	journal_free(&rows);
}

static void test_locked(void **state)
{
	int64_t id = confirm(&two[1], 5);
	struct secret pass = secret_copy("correct horse", 13);
	bool ready = false;

	(void)state;
	vaults_lock(two[1].app->vaults);
	courier_go(two[1].courier, id, said, NULL);
	turns(10);
	assert_int_equal(failures, 1);
	assert_int_equal(row(id)->state, J_DRAFT);
	vaults_unlock(two[1].app->vaults, &pass, told, &ready);
	wait_for(&ready);
	courier_go(two[1].courier, id, said, NULL);
	turns(10);
	assert_int_equal(row(id)->state, J_SENT);
	until_settled(id);
	journal_free(&rows);
}

static void test_fails_in_block(void **state)
{
	int64_t id = confirm(&two[0], 77);

	(void)state;
	courier_go(two[0].courier, id, NULL, NULL);
	turns(10);
	assert_int_equal(chain.txs.n, 1);
	chain.txs.v[0].fails = true;
	until_settled(id);
	assert_int_equal(row(id)->state, J_REFUSED);
	assert_string_equal(rows.v[0].code, "Balances.InsufficientBalance");
	assert_int_equal(rows.v[0].block, 1001);
	journal_free(&rows);
}

static void test_refused_then_over(void **state)
{
	int64_t id = confirm(&two[0], 78);

	(void)state;
	chain.refuse = true;
	courier_go(two[0].courier, id, said, NULL);
	turns(10);
	assert_int_equal(row(id)->state, J_REFUSED);
	assert_false(rows.v[0].settled);
	chain.refuse = false; /* and then a node takes it after all */
	turns(10);
	assert_int_equal(row(id)->state, J_SENT);
	chain.refuse = true;
	chain.txs.v[0].block = UINT32_MAX;
	until_settled(id);
	assert_int_equal(row(id)->state, J_REFUSED);
	assert_true(chain.best >= rows.v[0].death + FINALITY - 1); /* not before its last block was final */
	journal_free(&rows);
}

static void test_taken_back(void **state)
{
	int64_t id = confirm(&two[0], 79);

	(void)state;
	courier_go(two[0].courier, id, said, NULL);
	turns(10);
	seal();
	turns(6);
	assert_int_equal(row(id)->state, J_IN_BLOCK);
	reorg(1);
	turns(1);
	for (size_t i = 0; i < chain.txs.n; i++)
		if (chain.txs.v[i].block == UINT32_MAX)
			chain.txs.v[i].block = 0;
	turns(6);
	assert_int_equal(row(id)->state, J_SENT);
	until_settled(id);
	assert_int_equal(row(id)->state, J_FINAL);
	journal_free(&rows);
}

/* Everything at once: two instances, lost answers, blocks taken back, instances that die and come back. Afterwards what the
 * journal calls final is in the chain once, and the chain holds nothing else. */
static void test_exactly_once(void **state)
{
	enum { PAYMENTS = 300 };
	int64_t ids[PAYMENTS];
	int64_t in_chain = 0, finals = 0;

	(void)state;
	chain.lose = 25;
	for (int i = 0; i < PAYMENTS; i++) {
		struct instance *x = &two[unit_random(2)];

		ids[i] = confirm(x, 1000000 + i);
		courier_go(x->courier, ids[i], said, NULL);
		turns((int)unit_random(3));
		if (!unit_random(4))
			seal();
		if (!unit_random(9))
			reorg(1 + unit_random(FINALITY - 1));
		if (!unit_random(6)) {
			x = &two[unit_random(2)];
			kill_it(x);
			open_journal(x);
			courier_resume(x->courier);
		}
		if (!unit_random(4)) /* the person presses y once more on an old row, in any window */
			courier_go(two[unit_random(2)].courier, ids[unit_random((uint32_t)i + 1)], said, NULL);
	}
	chain.lose = 5;
	for (int i = 0; i < 2; i++)
		courier_resume(two[i].courier);
	for (int i = 0; i < PAYMENTS; i += 2)
		courier_go(two[i / 2 % 2].courier, ids[i], said, NULL);
	for (int i = 0; i < 20000 && courier_busy(two[0].courier) + courier_busy(two[1].courier); i++) {
		if (!unit_random(4))
			seal();
		turns(2);
	}
	for (int i = 0; i < PAYMENTS; i++) {
		size_t times = 0;

		row(ids[i]);
		assert_true(rows.v[0].settled || rows.v[0].state == J_DRAFT);
		for (size_t k = 0; k < chain.txs.n; k++)
			times += !memcmp(chain.txs.v[k].hash, rows.v[0].hash, 32) && chain.txs.v[k].block && chain.txs.v[k].block != UINT32_MAX;
		assert_int_equal(times, rows.v[0].state == J_FINAL ? 1 : 0);
		finals += rows.v[0].state == J_FINAL;
	}
	for (size_t k = 0; k < chain.txs.n; k++) {
		in_chain += chain.txs.v[k].block && chain.txs.v[k].block != UINT32_MAX;
		for (size_t i = 0; i < k; i++) /* no payment was signed twice: each amount once */
			assert_true(chain.txs.v[i].value != chain.txs.v[k].value);
	}
	assert_int_equal(in_chain, finals);
	assert_true(finals > PAYMENTS / 2);
	journal_free(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_goes_well, setup, teardown),
		cmocka_unit_test_setup_teardown(test_locked, setup, teardown),
		cmocka_unit_test_setup_teardown(test_upgraded_draft, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fails_in_block, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused_then_over, setup, teardown),
		cmocka_unit_test_setup_teardown(test_taken_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_exactly_once, setup, teardown),
	};
	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
