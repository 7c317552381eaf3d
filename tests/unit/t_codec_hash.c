/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hashes against FIPS 180, RFC 7693, the xxHash specification, and storage keys made by @polkadot/types. */
#include "codec/hash.h"
#include "codec/hex.h"
#include "tests/shared.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void expect(const void *got, size_t n, const char *want)
{
	struct str s = { 0 };
	hex_add(&s, got, n);
	assert_string_equal(str_c(&s), want);
	str_free(&s);
}

static void published_digests(void **state)
{
	unsigned char b[64];
	(void)state;
	hash_sha256(b, "abc", 3);
	expect(b, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hash_sha256(b, "", 0);
	expect(b, 32, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	hash_sha256d(b, "hello", 5);
	expect(b, 32, "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50");
	hash_blake2b(b, 64, "abc", 3);
	expect(b, 64, "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
		      "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
	hash_blake2_256(b, "abc", 3);
	expect(b, 32, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	/* the root of the empty trie: a single zero byte */
	hash_blake2_256(b, "", 1);
	expect(b, 32, "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");
	/* XXH64("", 0) of the specification, as little-endian bytes */
	hash_twox(b, 1, "", 0);
	expect(b, 8, "99e9d85137db46ef");
	hash_twox(b, 4, "abc", 3); /* @polkadot/util-crypto xxhashAsHex("abc", 256) */
	expect(b, 32, "990977adf52cbc440889329981caa9be" "f7da5770b2b8a05303b75d95360dd62b");
}

/* The prefixes of well-known storage items, as every Substrate chain has them. */
static void storage_keys(void **state)
{
	struct str s = { 0 };
	unsigned char account[32];
	bool plain;
	(void)state;
	hash_storage(&s, HASHER_TWOX_128, "System", 6);
	hash_storage(&s, HASHER_TWOX_128, "Account", 7);
	hex_exact(SLICE("8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"), account, 32);
	hash_storage(&s, HASHER_BLAKE2_128_CONCAT, account, 32);
	expect(s.p, s.n, "26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9e6808f33fbec87975122804ac9ceda8e"
			 "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c");
	str_cut(&s, 0);
	hash_storage(&s, HASHER_TWOX_64_CONCAT, "\x4b\x1c\0\0", 4);
	hash_storage(&s, HASHER_IDENTITY, "abc", 3);
	expect(s.p, s.n, "feef7d74436997c54b1c0000" "616263");
	str_cut(&s, 0);
	hash_storage(&s, HASHER_BLAKE2_256, "abc", 3);
	expect(s.p, s.n, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
	str_cut(&s, 0);
	hash_storage(&s, HASHER_BLAKE2_128, "abc", 3);
	expect(s.p, s.n, "cf4ab791c62b8d2b2109c90275287816");
	str_cut(&s, 0);
	hash_storage(&s, HASHER_TWOX_256, "abc", 3);
	expect(s.p, s.n, "990977adf52cbc440889329981caa9be" "f7da5770b2b8a05303b75d95360dd62b");
	assert_int_equal(hash_storage_size(HASHER_TWOX_64_CONCAT, &plain), 8);
	assert_true(plain);
	assert_int_equal(hash_storage_size(HASHER_TWOX_256, &plain), 32);
	assert_false(plain);
	assert_string_equal(hash_storage_name(HASHER_BLAKE2_128_CONCAT), "Blake2_128Concat");
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_digests),
		cmocka_unit_test(storage_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
