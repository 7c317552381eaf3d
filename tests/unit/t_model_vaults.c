/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/conf.h"
#include "base/paths.h"
#include "base/secret.h"
#include "cmd/settings.h"
#include "io/loop.h"
#include "keys/key.h"
#include "keys/vault_edit.h"
#include "model/app.h"
#include "model/vaults_advice.h"
#include "model/vaults_hold.h"
#include "model/vaults_in.h"
#include "model/wallet.h"
#include "model/wallet_follow.h"

static int64_t skew;   /* the clock that also counts suspend is ahead by this */

int64_t __real_tick_ms(void);
int64_t __wrap_tick_ms(void);

int64_t __wrap_tick_ms(void)
{
	return __real_tick_ms() + skew;
}

static struct app *a;
static struct loop *l;
static struct conf *conf;

/* The answer that came last. */
static struct {
	int times;
	enum err e;
	char out[256];
} came;

static void told(void *arg, enum err e, const struct fault *f)
{
	(void)arg, (void)f;
	came.times++;
	came.e = e;
}

static void told_secret(void *arg, enum err e, struct secret *s, const struct fault *f)
{
	told(arg, e, f);
	snprintf(came.out, sizeof came.out, "%.*s", (int)s->n, s->p ? (const char *)s->p : "");
}

static enum err wait_answer(void)
{
	int before = came.times;

	while (came.times == before && came.times >= 0)
		loop_turn(l, 100);
	return came.e;
}

static struct secret words(const char *s)
{
	return secret_copy(s, strlen(s));
}

static int setup(void **state)
{
	struct fault f;

	(void)state;
	secret_init();
	assert_int_equal(paths_init(NULL, &f), E_OK);
	paths_set_world("g1");
	l = loop_new();
	conf = conf_new(settings_keys, settings_count);
	a = app_new(l, conf);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	app_free(a);
	conf_free(conf);
	loop_free(l);
	return 0;
}

static void test_life(void **state)
{
	struct secret s = words("short");
	struct keyfile k;
	uint32_t safe, id;
	unsigned char sig[64];
	struct fault f;

	(void)state;
	assert_int_equal(vaults_state(a->vaults), VAULTS_NONE);
	vaults_create(a->vaults, &s, told, NULL);
	assert_int_equal(came.e, E_INVALID);
	assert_null(s.p); /* taken over, whatever happened */
	assert_int_equal(vaults_state(a->vaults), VAULTS_NONE);

	s = words("correct horse battery");
	vaults_create(a->vaults, &s, told, NULL);
	assert_int_equal(vaults_state(a->vaults), VAULTS_WORKING);
	assert_null(vaults_get(a->vaults));
	assert_int_equal(wait_answer(), E_OK);
	assert_int_equal(vaults_state(a->vaults), VAULTS_OPEN);

	assert_int_equal(keyfile_read(SLICE("bottom drive obey lake curtain smoke basket hold race lonely fit walk"), SLICE(""), &k, &f, NULL), E_OK);
	assert_int_equal(vault_edit_safe(vaults_get(a->vaults), &k, "words", 1, &safe, &f), E_OK);
	keyfile_free(&k);
	assert_int_equal(vault_edit_account(vaults_get(a->vaults), safe,
	                                    (struct vault_edit_way){ KEY_ED25519, VAULT_DERIVE, SLICE("//0") }, "poivre", &id, &f), E_OK);
	vaults_changed(a->vaults);
	subject_flush();
	assert_int_equal(a->wallet->accounts.n, 1);
	assert_string_equal(a->wallet->accounts.v[0].address, "g1QmGamxAFGmM8wFVTEb8SDVL1LoHqHv2t8hm4uDHY8JAduSP");
	assert_string_equal(a->wallet->accounts.v[0].name, "poivre");
	assert_string_equal(a->wallet->accounts.v[0].scheme, "ed25519");
	assert_true(a->wallet->accounts.v[0].proven);
	assert_int_equal(vaults_sign(a->vaults, a->wallet->accounts.v[0].pub, "abc", 3, sig), E_OK);
	assert_true(key_verify(KEY_ED25519, a->wallet->accounts.v[0].pub, "abc", 3, sig));
	assert_int_equal(vaults_sign(a->vaults, (unsigned char[32]){ 1 }, "abc", 3, sig), E_NOT_FOUND);

	assert_true(vaults_lock(a->vaults));
	assert_false(vaults_lock(a->vaults));
	subject_flush();
	assert_int_equal(vaults_state(a->vaults), VAULTS_LOCKED);
	assert_int_equal(a->wallet->accounts.n, 1); /* still watched */
	assert_false(a->wallet->accounts.v[0].proven);
	assert_int_equal(vaults_sign(a->vaults, a->wallet->accounts.v[0].pub, "abc", 3, sig), E_LOCKED);

	s = words("correct horse batterx");
	vaults_unlock(a->vaults, &s, told, NULL);
	assert_int_equal(wait_answer(), E_BAD_PASSPHRASE);
	assert_int_equal(vaults_state(a->vaults), VAULTS_LOCKED);
	s = words("correct horse battery");
	vaults_unlock(a->vaults, &s, told, NULL);
	s = words("correct horse battery");
	vaults_unlock(a->vaults, &s, told, NULL); /* one at a time */
	assert_int_equal(came.e, E_BUSY);
	assert_int_equal(wait_answer(), E_OK);
	assert_int_equal(vaults_state(a->vaults), VAULTS_OPEN);
	assert_int_equal(vaults_wait(a->vaults), 0);
}

static void test_secrets_out(void **state)
{
	struct secret s = words("correct horse battery"), none = { 0 };
	struct vault_account *list;

	(void)state;
	vaults_unlock(a->vaults, &s, told, NULL); /* left by the test before */
	assert_int_equal(wait_answer(), E_OK);
	assert_int_equal(vaults_list(a->vaults, &list), 1);
	s = words("wrong and wrong");
	vaults_export(a->vaults, list[0].id, &s, "", &none, told_secret, NULL);
	assert_int_equal(wait_answer(), E_BAD_PASSPHRASE);
	assert_string_equal(came.out, "");
	s = words("correct horse battery");
	vaults_export(a->vaults, list[0].id, &s, "", &none, told_secret, NULL);
	assert_int_equal(wait_answer(), E_OK);
	assert_string_equal(came.out, "bottom drive obey lake curtain smoke basket hold race lonely fit walk");
	s = words("correct horse battery");
	vaults_export(a->vaults, list[0].id, &s, "pubsec", &none, told_secret, NULL);
	assert_int_equal(wait_answer(), E_OK);
	assert_non_null(strstr(came.out, "Type: PubSec"));
	s = words("x");
	vaults_export(a->vaults, list[0].id, &s, "no such form", &none, told_secret, NULL);
	assert_int_equal(came.e, E_UNSUPPORTED);
	free(list);
}

/* A passphrase is changed while the program ends: the vault on the disk opens by the old or the new one. */
static void test_ends_at_work(void **state)
{
	struct secret s = words("correct horse battery"), t;

	(void)state;
	vaults_unlock(a->vaults, &s, told, NULL);
	assert_int_equal(wait_answer(), E_OK);
	s = words("correct horse battery");
	t = words("another one altogether");
	vaults_passphrase(a->vaults, &s, &t, told, NULL);
	app_free(a);
	a = app_new(l, conf);
	assert_int_equal(vaults_state(a->vaults), VAULTS_LOCKED);
}

static void open_it(void)
{
	struct secret s = words("correct horse battery");

	vaults_unlock(a->vaults, &s, told, NULL);
	if (wait_answer() == E_BAD_PASSPHRASE) { /* a test before has changed it */
		s = words("another one altogether");
		vaults_unlock(a->vaults, &s, told, NULL);
		wait_answer();
	}
	assert_int_equal(came.e, E_OK);
}

/* L while the passphrase is still being tried: it opens, and is locked at once. */
static void test_locks_while_at_work(void **state)
{
	struct secret s = words("correct horse battery"), t;

	(void)state;
	vaults_unlock(a->vaults, &s, told, NULL);
	assert_true(vaults_lock(a->vaults));
	if (wait_answer() == E_BAD_PASSPHRASE) {
		t = words("another one altogether");
		vaults_unlock(a->vaults, &t, told, NULL);
		assert_true(vaults_lock(a->vaults));
		wait_answer();
	}
	assert_int_equal(came.e, E_OK);
	assert_int_equal(vaults_state(a->vaults), VAULTS_LOCKED);
	open_it();
	assert_int_equal(vaults_state(a->vaults), VAULTS_OPEN); /* asked for once only */
}

/* Lets the loop turn until its timers of that time have run. */
static void time_passes(int64_t ms)
{
	skew += ms;
	for (int i = 0; i < 5; i++)
		loop_turn(l, 0);
}

static void test_locks_by_itself(void **state)
{
	(void)state;
	assert_int_equal(conf_set(conf, "wallet.lock_minutes", "10", "test"), E_OK);
	assert_int_equal(conf_set(conf, "wallet.lock_suspend", "no", "test"), E_OK);
	open_it();
	time_passes(9 * 60000);
	assert_int_equal(vaults_state(a->vaults), VAULTS_OPEN);
	vaults_touch(a->vaults); /* a key was pressed */
	time_passes(9 * 60000);
	assert_int_equal(vaults_state(a->vaults), VAULTS_OPEN);
	time_passes(2 * 60000);
	assert_int_equal(vaults_state(a->vaults), VAULTS_LOCKED);

	/* asleep: the monotonic clock stood still meanwhile */
	assert_int_equal(conf_set(conf, "wallet.lock_minutes", "0", "test"), E_OK);
	open_it();
	time_passes(20000);
	assert_int_equal(vaults_state(a->vaults), VAULTS_OPEN); /* not asked for */
	assert_true(vaults_lock(a->vaults));
	assert_int_equal(conf_set(conf, "wallet.lock_suspend", "yes", "test"), E_OK);
	open_it();
	time_passes(20000);
	assert_int_equal(vaults_state(a->vaults), VAULTS_LOCKED);
}

/* A secret that is shown goes after a minute, and with the vault. */
static void test_shown_for_a_minute(void **state)
{
	struct secret s;
	struct vault_account *list;
	const char *right;

	(void)state;
	assert_int_equal(conf_set(conf, "wallet.lock_suspend", "no", "test"), E_OK);
	open_it();
	right = "another one altogether";
	assert_int_equal(vaults_list(a->vaults, &list), 1);
	s = words("not this one");
	vaults_reveal(a->vaults, list[0].id, &s, told, NULL);
	assert_int_equal(wait_answer(), E_BAD_PASSPHRASE);
	assert_null(vaults_revealed(a->vaults));
	s = words("correct horse battery");
	vaults_reveal(a->vaults, list[0].id, &s, told, NULL);
	if (wait_answer() == E_BAD_PASSPHRASE) {
		s = words(right);
		vaults_reveal(a->vaults, list[0].id, &s, told, NULL);
		wait_answer();
	}
	assert_int_equal(came.e, E_OK);
	assert_non_null(vaults_revealed(a->vaults));
	assert_true(vaults_revealed(a->vaults)->n > 20);
	time_passes(50000);
	assert_non_null(vaults_revealed(a->vaults));
	time_passes(11000);
	assert_null(vaults_revealed(a->vaults));
	free(list);
}

static void test_what_it_holds(void **state)
{
	struct vaults_safe *safes;
	struct fault f;
	unsigned char pub[32];
	bool last;

	(void)state;
	assert_int_equal(vaults_safes(a->vaults, &safes), 0);
	free(safes);
	open_it();
	assert_int_equal(vaults_safes(a->vaults, &safes), 1);
	assert_string_equal(safes[0].kind, "words");
	assert_string_equal(safes[0].label, "words");
	assert_int_equal(safes[0].accounts, 1);
	free(safes);
	wallet_rebuild(a->wallet);
	memcpy(pub, a->wallet->accounts.v[0].pub, 32);
	assert_int_equal(vaults_forget(a->vaults, pub, false, &last, &f), E_OK);
	assert_true(last);
	assert_int_equal(vaults_safes(a->vaults, &safes), 1); /* only looked */
	free(safes);
	assert_int_equal(vaults_forget(a->vaults, pub, true, &last, &f), E_OK);
	assert_int_equal(vaults_safes(a->vaults, &safes), 0);
	free(safes);
	assert_int_equal(vaults_forget(a->vaults, pub, true, &last, &f), E_NOT_FOUND);
}

static void test_shared(void **state)
{
	struct str why = { 0 };
	char path[4096];

	(void)state;
	snprintf(path, sizeof path, "mkdir -p '%s/.ssh' && printf 'ssh-ed25519 AAAA a\\n# no\\n\\nssh-ed25519 AAAB b\\n' > '%s/.ssh/authorized_keys'",
	         getenv("HOME"), getenv("HOME"));
	assert_int_equal(system(path), 0);
	assert_true(vaults_shared(a->vaults, &why));
	assert_non_null(strstr(str_c(&why), "2 SSH keys"));
	str_free(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_life, setup, teardown),
		cmocka_unit_test_setup_teardown(test_secrets_out, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ends_at_work, setup, teardown),
		cmocka_unit_test_setup_teardown(test_locks_while_at_work, setup, teardown),
		cmocka_unit_test_setup_teardown(test_locks_by_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(test_shown_for_a_minute, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_it_holds, setup, teardown),
		cmocka_unit_test_setup_teardown(test_shared, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
