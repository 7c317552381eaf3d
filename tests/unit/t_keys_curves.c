/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves and transcripts against vectors of others: Keccak team, merlin (dalek), RFC 8032, @polkadot/util-crypto 14.0.3
 * (schnorrkel in wasm), BIP-32, BIP-340. */
#include "codec/base58.h"
#include "codec/hex.h"
#include "keys/bip32.h"
#include "keys/ed25519.h"
#include "keys/merlin.h"
#include "keys/secp.h"
#include "keys/sr25519.h"
#include "tests/unit/keys_util.h"
#include <sodium.h>

static void keccak_of_zero(void **state)
{
	unsigned char st[200] = { 0 };
	(void)state;
	merlin_keccak(st); /* the Keccak team's KeccakF-1600-IntermediateValues */
	assert_hex(st, 32, "e7dde140798f25f18a47c033f9ccd584eea95aa61e2698d54d49806f304715bd");
	merlin_keccak(st);
	assert_hex(st, 16, "3ccb6ef94d955c2d6db55770d02c336a");
}

static void merlin_known_transcript(void **state)
{
	struct merlin t;
	unsigned char out[32], again[32], entropy[32] = { 0 };
	(void)state;
	merlin_init(&t, "test protocol"); /* merlin's own equivalence test */
	merlin_append(&t, "some label", "some data", 9);
	struct merlin before = t;
	merlin_witness(&t, "w", "secret", 6, entropy, out, sizeof out);
	assert_memory_equal(&t, &before, sizeof t); /* the fork left it alone */
	merlin_witness(&t, "w", "secret", 6, entropy, again, sizeof again);
	assert_memory_equal(out, again, 32);
	entropy[0] = 1;
	merlin_witness(&t, "w", "secret", 6, entropy, again, sizeof again);
	assert_memory_not_equal(out, again, 32);
	entropy[0] = 0;
	merlin_witness(&t, "w", "secreT", 6, entropy, again, sizeof again);
	assert_memory_not_equal(out, again, 32);
	merlin_challenge(&t, "challenge", out, sizeof out);
	assert_hex(out, 32, "d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615");
}

static void ed25519_rfc8032(void **state)
{
	static const struct { const char *seed, *pub, *msg, *sig; } row[] = {
		{ "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
		  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
		  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
		{ "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
		  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
		  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		unsigned char seed[32], pub[32], sig[64], msg[8];
		size_t n;
		unhex(row[i].seed, seed, 32);
		assert_int_equal(hex_decode(slice_of(row[i].msg), msg, sizeof msg, &n), E_OK);
		ed25519_public(seed, pub);
		assert_hex(pub, 32, row[i].pub);
		ed25519_sign(seed, msg, n, sig);
		assert_hex(sig, 64, row[i].sig);
		assert_true(ed25519_verify(pub, msg, n, sig));
		sig[3] ^= 1;
		assert_false(ed25519_verify(pub, msg, n, sig));
	}
}

static void ed25519_hard_child(void **state)
{
	unsigned char seed[32], code[32] = { 0 }, pub[32];
	(void)state;
	unhex("fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e", seed, 32);
	ed25519_hard(seed, code, seed); /* //0 of the development phrase, by @polkadot/keyring */
	ed25519_public(seed, pub);
	assert_hex(pub, 32, "ffe0b81700cedadde9debaf7e61292d80581d4a37896055ba25f491b96b25ee6");
}

/* tweetnacl-js computed the same secret: nacl.box.before(ed2curve(pub), ed2curve(seed)). */
static void ed25519_shares_a_secret(void **state)
{
	unsigned char a[32], b[32], pa[32], pb[32], x[32], y[32];
	(void)state;
	memset(a, 1, 32);
	memset(b, 2, 32);
	ed25519_public(a, pa);
	ed25519_public(b, pb);
	assert_true(ed25519_shared(a, pb, x));
	assert_true(ed25519_shared(b, pa, y));
	assert_memory_equal(x, y, 32);
	assert_hex(x, 32, "13258dcfb05c10ba16a2005936b2d4cacb01ee3ef83a0887abd63e4a0b80b3f4");
	memset(pb, 0xff, 32);
	assert_false(ed25519_shared(a, pb, x));
}

static const char dev_mini[] = "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";

static void dev_secret(unsigned char sec[64], unsigned char pub[32])
{
	unsigned char mini[32];
	unhex(dev_mini, mini, 32);
	sr25519_expand(mini, sec);
	assert_int_equal(sr25519_public(sec, pub), E_OK);
}

static void sr25519_expands(void **state)
{
	unsigned char sec[64], pub[32], mini[32];
	(void)state;
	dev_secret(sec, pub);
	assert_hex(pub, 32, "46ebddef8cd9bb167dc30878d7113b7e168e6f0646beffd77d69d39bad76b47a");
	sr25519_to_file(sec);
	assert_hex(sec, 64,
		   "28b0ae221c6bb06856b287f60d7ea0d98552ea5a16db16956849aa371db3eb51fd190cce74df356432b410bd64682309d6dedb27c76845daf388557cbac3ca34");
	assert_int_equal(sr25519_from_file(sec), E_OK);
	assert_int_equal(sr25519_public(sec, mini), E_OK);
	assert_memory_equal(mini, pub, 32);
	sec[0] |= 1; /* not eight times anything */
	assert_int_equal(sr25519_from_file(sec), E_BAD_KEY);
	memset(sec, 0, 64);
	assert_int_equal(sr25519_public(sec, pub), E_BAD_KEY);
	memset(sec, 0xff, 64);
	assert_int_equal(sr25519_public(sec, pub), E_BAD_KEY);
	assert_int_equal(sr25519_sign(sec, "", 0, sec), E_BAD_KEY);
}

static void sr25519_verifies_others(void **state)
{
	static const struct { char fill; size_t n; const char *sig; } row[] = {
		{ 0, 0, "24f51483dee41b38d2a85d57b135476d13aeaed497ea057b502814f9675cbf7eec6eaf26b99a7ae1c0ff93625e713d8939647abfbe17747f0655b18de3b51480" },
		{ 't', 17, "f0a5b43dcc0b8c6fe0a805ef0df911f22b1802b5f1dc44ccd561d518cba1f44435ebb95a7c7a72f9a5a24b4a19cb3e3e857d2da58656b44543cc97b3719cd58f" },
		{ 'x', 200, "70719ef0f4759153ca5deabc4671cf56a33e9de7831a1e64c7b1dbb8fe8aa900556e74482573836126bd622cb338db87757fa12beda51a3fd0478dadb3a6aa81" },
		{ 'y', 1000, "5c03c89b3d15a7b75b8953abc8febe973797a95393994701bd4f04482c576035c4cb8e09cbd3001fabd2fbc3bfab66d20971c6ba84956332883521f6d61d7184" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		unsigned char pub[32], sec[64], sig[64], msg[1000];
		memset(msg, row[i].fill, sizeof msg);
		if (row[i].fill == 't')
			memcpy(msg, "this is a message", 17);
		dev_secret(sec, pub);
		unhex(row[i].sig, sig, 64);
		assert_true(sr25519_verify(pub, msg, row[i].n, sig));
		assert_false(sr25519_verify(pub, msg, row[i].n + 1 > sizeof msg ? row[i].n - 1 : row[i].n + 1, sig));
		for (int bit = 0; bit < 512; bit += 37) {
			sig[bit / 8] ^= (unsigned char)(1 << bit % 8);
			assert_false(sr25519_verify(pub, msg, row[i].n, sig));
			sig[bit / 8] ^= (unsigned char)(1 << bit % 8);
		}
		pub[0] ^= 1;
		assert_false(sr25519_verify(pub, msg, row[i].n, sig));
	}
}

static void sr25519_signs(void **state)
{
	unsigned char pub[32], sec[64], sig[64], again[64];
	(void)state;
	dev_secret(sec, pub);
	for (size_t n = 0; n < 400; n += 83) {
		unsigned char msg[400];
		memset(msg, (int)n, sizeof msg);
		assert_int_equal(sr25519_sign(sec, msg, n, sig), E_OK);
		assert_true(sr25519_verify(pub, msg, n, sig));
		assert_int_equal(sr25519_sign(sec, msg, n, again), E_OK);
		assert_memory_not_equal(sig, again, 32); /* fresh randomness each time */
		sig[63] &= 127; /* without the mark it is no schnorrkel signature */
		assert_false(sr25519_verify(pub, msg, n, sig));
		again[63] |= 0x7f; /* beyond the order */
		assert_false(sr25519_verify(pub, msg, n, again));
	}
}

static void sr25519_children(void **state)
{
	unsigned char sec[64], pub[32], mini[32], code[32] = { 0 }, soft[32];
	(void)state;
	dev_secret(sec, pub);
	sr25519_hard(sec, code, mini); /* //0, by @polkadot/keyring */
	sr25519_expand(mini, sec);
	assert_int_equal(sr25519_public(sec, pub), E_OK);
	assert_hex(pub, 32, "2afba9278e30ccf6a6ceb3a8b6e336b70068f045c666f2e7f4f9cc5f47db8972");
	dev_secret(sec, pub);
	assert_int_equal(sr25519_soft_public(pub, code, soft), E_OK);
	assert_hex(soft, 32, "b696d3a7fbc9dd6648e18fd56169b90f3be49714133eaa464cbfd6ca79ab1310"); /* /0 */
	assert_int_equal(sr25519_soft(sec, code, sec), E_OK);
	assert_int_equal(sr25519_public(sec, pub), E_OK);
	assert_memory_equal(pub, soft, 32);
	dev_secret(sec, pub);
	code[0] = 7; /* /7: the scalar too is the one of schnorrkel (the nonce is each program's own) */
	assert_int_equal(sr25519_soft(sec, code, sec), E_OK);
	assert_int_equal(sr25519_public(sec, pub), E_OK);
	assert_hex(pub, 32, "8810854be12f13b8dad04d887b5be53b1b6dbf3e85ea55f52702314225c2da70");
	memset(pub, 0xff, 32);
	assert_int_equal(sr25519_soft_public(pub, code, soft), E_BAD_KEY);
	memset(sec, 0xff, 64);
	assert_int_equal(sr25519_soft(sec, code, sec), E_BAD_KEY);
}

/* BIP-32's first and second test vectors: the private key inside the published xprv. */
static void bip32_published(void **state)
{
	static const struct { const char *seed, *path, *xprv; } row[] = {
		{ "000102030405060708090a0b0c0d0e0f", "m",
		  "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi" },
		{ "000102030405060708090a0b0c0d0e0f", "m/0'/1/2'/2/1000000000",
		  "xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGpWmj4WggLyQjgPie1rFSruoUihUZREPSL39UNdE3BBDu76" },
		{ "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542",
		  "m/0/2147483647h/1/2147483646h/2",
		  "xprvA2nrNbFZABcdryreWet9Ea4LvTJcGsqrMzxHx98MMrotbir7yrKCEXw7nadnHM8Dq38EGfSh6dqA9QWTyefMLEcBYJUuekgW4BYPJcr9E7j" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct bip32 k;
		unsigned char seed[64], xprv[78];
		size_t n;
		assert_int_equal(hex_decode(slice_of(row[i].seed), seed, sizeof seed, &n), E_OK);
		assert_int_equal(bip32_master((struct slice){ (const char *)seed, n }, &k), E_OK);
		assert_int_equal(bip32_path(&k, slice_of(row[i].path)), E_OK);
		assert_int_equal(base58_check_decode(slice_of(row[i].xprv), 4, xprv, sizeof xprv, &n), E_OK);
		assert_int_equal(n, 78);
		assert_memory_equal(xprv + 13, k.chain, 32);
		assert_memory_equal(xprv + 46, k.key, 32);
	}
	struct bip32 k;
	assert_int_equal(bip32_master(SLICE("too short"), &k), E_INVALID);
	assert_int_equal(bip32_master(SLICE("sixteen bytes ok"), &k), E_OK);
	static const char *const bad[] = { "", "0/1", "m/", "m/-1", "m/2147483648", "m/1''", "m/x", "m//1" };
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(bip32_path(&k, slice_of(bad[i])), E_INVALID);
	assert_int_equal(bip32_child(&k, 0), E_OK);
}

static void bip32_nip06_vectors(void **state)
{
	unsigned char seed[64], sk[32], x[32];
	(void)state;
	unhex("173b9c5f0d165502d08a4d122b2c9bf1e33e27806eac119713600a263c1241101dc55fb7cffb8f48a59b19a5ba65b037904f907bb8d08eb5bff8a17e85c2ee93", seed, 64);
	assert_int_equal(bip32_nip06(seed, 0, sk), E_OK); /* nips/06.md */
	assert_hex(sk, 32, "7f7ff03d123792d6ac594bfa67bf6d0c0ab55b6b1fdb6249303fe861f1ccba9a");
	assert_int_equal(secp_public(sk, x), E_OK);
	assert_hex(x, 32, "17162c921dc4d2518f9a101db33695df1afb56ab82f5ff3e5da6eec3ca5cd917");
	assert_int_equal(bip32_nip06(seed, 0x80000000u, sk), E_INVALID);
}

static void secp_basics(void **state)
{
	unsigned char sk[32] = { 0 }, x[32], full[33], other[32], a[32], b[32], one[32] = { 0 }, sig[64];
	(void)state;
	assert_int_equal(secp_public(sk, x), E_BAD_KEY);
	assert_int_equal(secp_sign(sk, "", 0, NULL, sig), E_BAD_KEY);
	sk[31] = 1; /* the generator, SEC 2 */
	assert_int_equal(secp_compressed(sk, full), E_OK);
	assert_hex(full, 33, "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
	one[31] = 1;
	assert_int_equal(secp_add(sk, one), E_OK); /* twice the generator */
	assert_int_equal(secp_public(sk, x), E_OK);
	assert_hex(x, 32, "c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5");
	assert_true(secp_valid(x));
	memset(other, 0xff, 32);
	assert_false(secp_valid(other));
	assert_int_equal(secp_add(one, other), E_BAD_KEY);
	one[31] = 3;
	assert_int_equal(secp_public(one, other), E_OK);
	assert_int_equal(secp_shared(sk, other, a), E_OK); /* six times the generator, either way */
	assert_int_equal(secp_shared(one, x, b), E_OK);
	assert_memory_equal(a, b, 32);
	assert_hex(a, 32, "fff97bd5755eeea420453a14355235d382f6472f8568a18b2f057a1460297556");
	memset(sk, 0, 32);
	assert_int_equal(secp_shared(sk, x, a), E_BAD_KEY);
	memset(x, 0xff, 32);
	assert_int_equal(secp_shared(one, x, a), E_BAD_KEY);
}

/* All lines of the BIP's file: index, secret, public, aux, message, signature, result, comment. */
static void secp_bip340_file(void **state)
{
	size_t n, lines = 0, signed_lines = 0;
	char *text = shared_load(shared_path("data/vectors_nostr/bip340_test-vectors.csv"), &n);
	(void)state;
	if (!text)
		skip_for("data/vectors_nostr/bip340_test-vectors.csv");
	struct slice rest = { text, n }, line, f[8];
	slice_split(&rest, '\n', &line); /* the names of the columns */
	while (slice_split(&rest, '\n', &line)) {
		unsigned char x[32], sig[64], msg[128], sk[32], aux[32], made[64];
		size_t len;
		line = slice_trim(line);
		if (!line.n)
			continue;
		for (int i = 0; i < 7; i++)
			assert_true(slice_split(&line, ',', &f[i]));
		assert_int_equal(hex_exact(f[2], x, 32), E_OK);
		assert_int_equal(hex_decode(f[4], msg, sizeof msg, &len), E_OK);
		assert_int_equal(hex_exact(f[5], sig, 64), E_OK);
		assert_int_equal(secp_verify(x, msg, len, sig), slice_is(f[6], "TRUE"));
		lines++;
		if (!f[1].n)
			continue;
		assert_int_equal(hex_exact(f[1], sk, 32), E_OK);
		assert_int_equal(hex_exact(f[3], aux, 32), E_OK);
		assert_int_equal(secp_sign(sk, msg, len, aux, made), E_OK);
		assert_memory_equal(made, sig, 64);
		assert_int_equal(secp_sign(sk, msg, len, NULL, made), E_OK);
		assert_true(secp_verify(x, msg, len, made));
		signed_lines++;
	}
	assert_int_equal(lines, 19);
	assert_int_equal(signed_lines, 8);
	free(text);
}

/* The first signing vector of BIP-340, so that a clone without the file has one too. */
static void secp_bip340_first(void **state)
{
	unsigned char sk[32] = { 0 }, aux[32] = { 0 }, msg[32] = { 0 }, sig[64], x[32];
	(void)state;
	sk[31] = 3;
	assert_int_equal(secp_sign(sk, msg, 32, aux, sig), E_OK);
	assert_hex(sig, 64,
		   "e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca821525f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0");
	assert_int_equal(secp_public(sk, x), E_OK);
	assert_true(secp_verify(x, msg, 32, sig));
	msg[0] = 1;
	assert_false(secp_verify(x, msg, 32, sig));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keccak_of_zero),
		cmocka_unit_test(merlin_known_transcript),
		cmocka_unit_test(ed25519_rfc8032),
		cmocka_unit_test(ed25519_hard_child),
		cmocka_unit_test(ed25519_shares_a_secret),
		cmocka_unit_test(sr25519_expands),
		cmocka_unit_test(sr25519_verifies_others),
		cmocka_unit_test(sr25519_signs),
		cmocka_unit_test(sr25519_children),
		cmocka_unit_test(bip32_published),
		cmocka_unit_test(bip32_nip06_vectors),
		cmocka_unit_test(secp_basics),
		cmocka_unit_test(secp_bip340_first),
		cmocka_unit_test(secp_bip340_file),
	};
	assert_int_equal(secret_init(), E_OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
