/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sealed container against one written by other libraries, against damage at every byte, and the count of tries. */
#include "base/paths.h"
#include "codec/hash.h"
#include "keys/norm.h"
#include "keys/seal.h"
#include "keys/vault_try.h"
#include "tests/unit/keys_seal.h"
#include "tests/unit/keys_util.h"

static const struct seal_params quick = { 1, 8 };

static void opens_what_others_sealed(void **state)
{
	struct str file = seal_vector(seal_vector_backup);
	struct seal_look look;
	struct seal_key k;
	struct secret out = secret_new(8);
	(void)state;
	assert_int_equal(seal_look(slice_str(&file), "BKUP", 3, &look, NULL), E_OK);
	assert_int_equal(look.version, 3);
	assert_int_equal(look.params.passes, 2);
	assert_int_equal(look.params.memory_kib, 64);
	assert_true(slice_is(look.open, "shown"));
	assert_int_equal(seal_key_for(slice_str(&file), "BKUP", SLICE("wrong horse"), &k, NULL), E_BAD_PASSPHRASE);
	assert_null(k.key.p);
	assert_int_equal(seal_key_for(slice_str(&file), "BKUP", SLICE("correct horse"), &k, NULL), E_OK);
	assert_int_equal(seal_read(&k, "BKUP", slice_str(&file), &out, NULL), E_OK);
	assert_text(&out, "hidden words");
	seal_key_free(&k);
	secret_free(&out);
	str_free(&file);
}

static void seals_and_opens(void **state)
{
	struct seal_key k, other, again;
	struct str a = { 0 }, b = { 0 };
	struct secret out = secret_new(8);
	(void)state;
	assert_true(seal_usual.passes >= 3 && seal_usual.memory_kib >= 64 << 10);
	assert_int_equal(seal_key_new(SLICE("p\xc3\xa9"), quick, &k), E_OK);
	assert_int_equal(seal_key_new(SLICE("p\xc3\xa9"), quick, &other), E_OK);
	assert_memory_not_equal(k.salt, other.salt, 16);
	assert_int_equal(seal_write(&k, "BKUP", 1, SLICE(""), SLICE(""), &a), E_OK);
	assert_int_equal(seal_write(&k, "BKUP", 1, SLICE("open"), SLICE("secret"), &b), E_OK);
	assert_memory_not_equal(a.p + 56, b.p + 56, 24); /* a fresh nonce each time */
	assert_int_equal(seal_read(&k, "BKUP", slice_str(&a), &out, NULL), E_OK);
	assert_int_equal(out.n, 0);
	assert_int_equal(seal_read(&k, "BKUP", slice_str(&b), &out, NULL), E_OK);
	assert_text(&out, "secret");
	assert_int_equal(seal_read(&other, "BKUP", slice_str(&b), &out, NULL), E_BAD_PASSPHRASE);
	assert_int_equal(seal_key_for(slice_str(&b), "BKUP", SLICE("pe\xcc\x81"), &again, NULL), E_OK); /* the other spelling */
	seal_key_free(&again);
	assert_int_equal(seal_key_for(slice_str(&b), "VALT", SLICE("x"), &again, NULL), E_INVALID);
	assert_int_equal(seal_key_new(SLICE("x"), (struct seal_params){ 0, 8 }, &again), E_INVALID);
	assert_int_equal(seal_key_new(SLICE("x"), (struct seal_params){ 1, UINT32_MAX }, &again), E_TOO_BIG);
	assert_null(again.key.p);
	seal_key_free(&k);
	seal_key_free(&other);
	str_free(&a);
	str_free(&b);
	secret_free(&out);
}

static void notices_every_cut(void **state)
{
	struct str file = seal_vector(seal_vector_backup);
	struct seal_look look;
	(void)state;
	for (size_t n = 0; n < file.n; n++) {
		struct str part = { 0 }; /* a block of its own, so that reading beyond is seen */
		str_add(&part, slice_to(slice_str(&file), n));
		assert_int_equal(seal_look(slice_str(&part), "BKUP", 3, &look, NULL), n < 12 ? E_INVALID : E_CORRUPT);
		str_free(&part);
	}
	str_addc(&file, 'x');
	assert_int_equal(seal_look(slice_str(&file), "BKUP", 3, &look, NULL), E_CORRUPT);
	str_free(&file);
}

/* Puts a right hash at the end, as one who wants to deceive would. */
static void rehash(struct str *s)
{
	hash_blake2_256((unsigned char *)s->p + s->n - 32, s->p, s->n - 32);
}

static void notices_every_change(void **state)
{
	struct str file = seal_vector(seal_vector_backup);
	struct seal_key k;
	struct seal_look look;
	(void)state;
	assert_int_equal(seal_key_for(slice_str(&file), "BKUP", SLICE("correct horse"), &k, NULL), E_OK);
	for (size_t i = 0; i < file.n; i++) {
		struct secret out = secret_new(8);
		file.p[i] ^= 1;
		assert_int_not_equal(seal_look(slice_str(&file), "BKUP", 3, &look, NULL), E_OK);
		if (i < file.n - 32) {
			rehash(&file);
			assert_int_not_equal(seal_read(&k, "BKUP", slice_str(&file), &out, NULL), E_OK);
			assert_int_equal(out.n, 0);
		}
		file.p[i] ^= 1;
		rehash(&file);
		secret_free(&out);
	}
	file.p[12] = 2; /* a container of the future */
	assert_int_equal(seal_look(slice_str(&file), "BKUP", 3, &look, NULL), E_NEWER);
	file.p[12] = 1;
	assert_int_equal(seal_look(slice_str(&file), "BKUP", 2, &look, NULL), E_NEWER);
	seal_key_free(&k);
	str_free(&file);
}

static void tries_cost_time(void **state)
{
	static const char path[] = "tries-vault";
	int64_t now = 1000000;
	(void)state;
	vault_try_done(path);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(vault_try_wait(path, now), 0);
		vault_try_begin(path, now);
	}
	assert_int_equal(vault_try_wait(path, now), 5);
	assert_int_equal(vault_try_wait(path, now + 4), 1);
	assert_int_equal(vault_try_wait(path, now + 5), 0);
	assert_int_equal(vault_try_wait(path, now - 5000), 5); /* a clock set back gives nothing */
	vault_try_begin(path, now + 5);
	assert_int_equal(vault_try_wait(path, now + 5), 10);
	for (int i = 0; i < 20; i++)
		vault_try_begin(path, now);
	assert_int_equal(vault_try_wait(path, now), 900);
	vault_try_done(path);
	assert_int_equal(vault_try_wait(path, now), 0);
	assert_int_equal(paths_write("tries-vault.tries", SLICE("rubbish"), NULL), E_OK);
	assert_int_equal(vault_try_wait(path, now), 900);
	vault_try_begin(path, now); /* and is mended by the next try */
	assert_int_equal(vault_try_wait(path, now + 900), 0);
	vault_try_done(path);
	assert_int_equal(access("tries-vault.tries", F_OK), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_what_others_sealed),
		cmocka_unit_test(seals_and_opens),
		cmocka_unit_test(notices_every_cut),
		cmocka_unit_test(notices_every_change),
		cmocka_unit_test(tries_cost_time),
	};
	assert_int_equal(secret_init(), E_OK);
	enter_folder();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
