/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths, secret URIs, NOSTR keys, twins and payloads against vectors of others: @polkadot/keyring 14.0.3, the wallets of
 * the Ğ1, nostr-tools and the NIPs, Astroport's keygen. */
#include "codec/address.h"
#include "codec/nip19.h"
#include "keys/bip32.h"
#include "keys/brain.h"
#include "keys/derive.h"
#include "keys/ed25519.h"
#include "keys/ncryptsec.h"
#include "keys/norm.h"
#include "keys/payload.h"
#include "keys/secp.h"
#include "keys/suri.h"
#include "keys/twin.h"
#include "tests/unit/keys_util.h"
#include <jansson.h>

static const char dev[] = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

static const struct { enum key_scheme scheme; const char *suri, *address; } suris[] = {
	{ KEY_SR25519, "//Alice", "g1Pn1geRZnHcVdWdKkoYwQrAARDTXK1D7H3zuXj7GNayT1thu" },
	{ KEY_SR25519, "0x0101010101010101010101010101010101010101010101010101010101010101//0", "g1KaTjv966joM4R4fFpxQkpS2boRmj1juDYqrLFFdGKxRretF" },
	{ KEY_SR25519, "0x0101010101010101010101010101010101010101010101010101010101010101//0/1", "g1LVTU6BgNsxDTY557sSo1E6Jw5uSSUzmgcRiAjbbb3a7YzjB" },
	{ KEY_SR25519, "bottom drive obey lake curtain smoke basket hold race lonely fit walk///abc", "g1L54hNhAn9fkETdjPgr2CxHoZF2YfiPE9U3TPYY9uYVSLgGj" },
	{ KEY_SR25519, "bottom drive obey lake curtain smoke basket hold race lonely fit walk//hard/soft///été", "g1KD9VjzLN5t2pyHZdwepQdhPkzXXYp81KBb5tgtCDXckkZ8u" },
	{ KEY_ED25519, "bottom drive obey lake curtain smoke basket hold race lonely fit walk//0//1///abc", "g1MdkwopTAshjaSVSLWLhkwNEgLniaoddR9ai7iMnoPdysJoU" },
	{ KEY_ED25519, "//Alice", "g1N5DYUQpNKB1pezUMxWWR9yv92ckWqsqqtRAyAwRr25GZkxb" },
	{ KEY_ED25519, "//Ferdie//stash", "g1KZMb4zGBCtdkfggL4HqiBep1DuNPGdv24m1Y71ftj3oLaUQ" },
	{ KEY_ED25519, "0x0101010101010101010101010101010101010101010101010101010101010101", "g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz" },
	{ KEY_ED25519, " bottom drive obey lake curtain smoke basket hold race lonely fit walk ", "g1LAN1C5rktuWS2giuZ7z1CydYKV2HQeH2rj8A6qY3CemwTVz" },
};

static void suri_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(suris); i++) {
		struct key k;
		char text[SS58_MAX];
		assert_int_equal(suri_key(slice_of(suris[i].suri), suris[i].scheme, &k, NULL), E_OK);
		ss58_encode(SS58_G1, k.pub, text);
		assert_string_equal(text, suris[i].address);
		key_free(&k);
	}
}

static void suri_french_is_the_same_key(void **state)
{
	struct key k;
	(void)state; /* npm bip39: the French words of the development phrase's entropy */
	assert_int_equal(suri_key(SLICE("bassin déposer maximal humain comédie renvoi assiette frelon palace intact épier vanille//0"), KEY_ED25519, &k, NULL), E_OK);
	assert_hex(k.pub, 32, "ffe0b81700cedadde9debaf7e61292d80581d4a37896055ba25f491b96b25ee6");
	key_free(&k);
}

static void suri_parts(void **state)
{
	struct suri s;
	unsigned char root[32];
	enum bip39_lang lang = BIP39_AUTO;
	(void)state;
	assert_int_equal(suri_parse(SLICE("a b c//hard/soft///pass//word/x"), &s), E_OK);
	assert_int_equal(s.kind, SURI_MNEMONIC);
	assert_true(slice_is(s.root, "a b c") && slice_is(s.path, "//hard/soft") && slice_is(s.password, "pass//word/x"));
	assert_int_equal(suri_parse(SLICE("//Alice"), &s), E_OK);
	assert_int_equal(s.kind, SURI_DEV);
	assert_true(slice_is(s.root, dev) && slice_eq(s.root, suri_dev()) && !s.has_password);
	assert_int_equal(suri_parse(SLICE("///"), &s), E_OK);
	assert_true(s.has_password && !s.password.n);
	assert_int_equal(suri_parse(SLICE(""), &s), E_INVALID);
	assert_int_equal(suri_parse(SLICE("  "), &s), E_INVALID);
	assert_int_equal(suri_parse(SLICE("words//"), &s), E_INVALID);
	assert_int_equal(suri_parse(SLICE("words/a//"), &s), E_INVALID);
	assert_int_equal(suri_parse(SLICE("0x1234//0"), &s), E_BAD_KEY);
	assert_int_equal(suri_parse(SLICE("0x0101010101010101010101010101010101010101010101010101010101010101///abc"), &s), E_OK);
	assert_int_equal(suri_root(&s, &lang, root, NULL), E_INVALID);
	struct bip39_trouble t;
	struct key k;
	assert_int_equal(suri_key(SLICE("legal winner thank year wave sausage worth useful legal winner thank yelow//0"), KEY_ED25519, &k, &t), E_NOT_FOUND);
	assert_int_equal(t.word, 12);
	assert_int_equal(suri_key(SLICE("//Alice/soft"), KEY_ED25519, &k, NULL), E_UNSUPPORTED);
	assert_null(k.sec.p);
}

static void derive_junctions(void **state)
{
	static const struct { const char *path; bool hard; const char *code; } row[] = {
		{ "//0", true, "0000000000000000000000000000000000000000000000000000000000000000" },
		{ "/2", false, "0200000000000000000000000000000000000000000000000000000000000000" },
		{ "//Alice", true, "14416c6963650000000000000000000000000000000000000000000000000000" },
		{ "//18446744073709551615", true, "ffffffffffffffff000000000000000000000000000000000000000000000000" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct slice path = slice_of(row[i].path);
		struct derive_junction j;
		assert_int_equal(derive_next(&path, &j), E_OK);
		assert_int_equal(j.hard, row[i].hard);
		assert_hex(j.code, 32, row[i].code);
		assert_int_equal(derive_next(&path, &j), E_NOT_FOUND);
	}
	assert_int_equal(derive_check(KEY_SR25519, SLICE("/a//b")), E_OK);
	assert_int_equal(derive_check(KEY_ED25519, SLICE("/a")), E_UNSUPPORTED);
	assert_int_equal(derive_check(KEY_NOSTR, SLICE("//a")), E_UNSUPPORTED);
	assert_int_equal(derive_check(KEY_NOSTR, SLICE("")), E_OK);
	assert_int_equal(derive_check(KEY_ED25519, SLICE("x")), E_INVALID);
	assert_int_equal(derive_check(KEY_ED25519, SLICE("//a//")), E_INVALID);
	assert_int_equal(derive_check(KEY_ED25519, SLICE("//+5")), E_AMBIGUOUS);
	assert_int_equal(derive_check(KEY_ED25519, SLICE("//18446744073709551616")), E_AMBIGUOUS);
	assert_int_equal(derive_check(KEY_ED25519, SLICE("//0//1//2//3//4//5//6//7//8//9//a//b//c//d//e//f//g")), E_TOO_BIG);
	char name[16];
	derive_account(-1, name);
	assert_string_equal(name, "");
	derive_account(30, name);
	assert_string_equal(name, "//30");
}

static void derive_paths(void **state)
{
	static const struct { enum key_scheme scheme; const char *path, *pub; } row[] = {
		{ KEY_SR25519, "//hard/soft/7//x", "523a10a9ad103fd410c355b0911511a25cdac84dab0c1d46f4c8ebe80fced47a" },
		{ KEY_SR25519, "/7", "8810854be12f13b8dad04d887b5be53b1b6dbf3e85ea55f52702314225c2da70" },
		{ KEY_SR25519, "//hard/soft", "881cdc4ff2029648b2f49d00cc7dd6f91d04789097502e05ab8a444911e7372a" },
		{ KEY_SR25519, "//a-very-long-junction-name-that-is-more-than-thirty-two-bytes",
		  "5671c93621393c8e32822e7f02367f58f2d62a8aa1b4961522822397b769e164" },
		{ KEY_ED25519, "//a-very-long-junction-name-that-is-more-than-thirty-two-bytes//Ğ1",
		  "67a7bed36c3375f6d1a681d4b93737f08ee982552c14063805a1eeaaa5ee97e0" },
		{ KEY_ED25519, "//0//1", "b1233786434fd4e520425022f1e02e72589aac38db3eb6d85dc0a7e27fc8cf28" },
		{ KEY_ED25519, "//LONG", "395e090382a7ceee4da3eee6e38ff6ec4a6430817e00a5e4dbd74e7f87421349" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct key k, before;
		char longer[120] = "//";
		memset(longer + 2, 'z', 100);
		struct slice path = slice_of(slice_is(slice_of(row[i].path), "//LONG") ? longer : row[i].path);
		assert_int_equal(suri_key(suri_dev(), row[i].scheme, &k, NULL), E_OK);
		before = k;
		assert_int_equal(derive_path(&k, SLICE("//a//")), E_INVALID); /* left as it was */
		assert_ptr_equal(k.sec.p, before.sec.p);
		assert_int_equal(derive_path(&k, path), E_OK);
		assert_hex(k.pub, 32, row[i].pub);
		key_free(&k);
	}
}

static void key_schemes(void **state)
{
	unsigned char seed[32], sig[64];
	enum key_scheme s;
	struct key k, other;
	(void)state;
	memset(seed, 1, 32);
	struct slice bytes = { (const char *)seed, 32 };
	static const char *const pub[KEY_SCHEMES] = { /* polkadot-js, the same, and npm @noble/curves */
		"8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",
		"189dac29296d31814dc8c56cf3d36a0543372bba7538fa322a4aebfebc39e056",
		"1b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f",
	};
	for (int i = 0; i < KEY_SCHEMES; i++) {
		assert_int_equal(key_open(&k, (enum key_scheme)i, bytes), E_OK);
		assert_hex(k.pub, 32, pub[i]);
		unsigned char msg[32] = "thirty-two bytes of a message ..";
		assert_int_equal(key_sign(&k, msg, 32, sig), E_OK);
		assert_true(key_verify(k.scheme, k.pub, msg, 32, sig));
		msg[5] ^= 1;
		assert_false(key_verify(k.scheme, k.pub, msg, 32, sig));
		assert_int_equal(key_scheme_parse(slice_of(key_scheme_name(k.scheme)), &s), E_OK);
		assert_int_equal(s, i);
		key_free(&k);
	}
	assert_false(key_verify(KEY_SCHEMES, seed, "", 0, sig));
	assert_string_equal(key_scheme_name(KEY_SCHEMES), "");
	assert_int_equal(key_scheme_parse(SLICE("ecdsa"), &s), E_INVALID);
	assert_int_equal(key_open(&k, KEY_ED25519, SLICE("short")), E_BAD_KEY);
	memset(seed, 0xff, 32);
	assert_int_equal(key_open(&k, KEY_NOSTR, bytes), E_BAD_KEY);
	assert_null(k.sec.p);
	unsigned char shared[32], back[32];
	memset(seed, 1, 32);
	assert_int_equal(key_open(&k, KEY_ED25519, bytes), E_OK);
	memset(seed, 2, 32);
	assert_int_equal(key_open(&other, KEY_ED25519, bytes), E_OK);
	assert_int_equal(key_shared(&k, other.pub, shared), E_OK); /* tweetnacl-js */
	assert_hex(shared, 32, "13258dcfb05c10ba16a2005936b2d4cacb01ee3ef83a0887abd63e4a0b80b3f4");
	key_free(&k);
	key_free(&other);
	assert_int_equal(key_open(&k, KEY_NOSTR, bytes), E_OK);
	seed[0] = 1;
	assert_int_equal(key_open(&other, KEY_NOSTR, bytes), E_OK);
	assert_int_equal(key_shared(&k, other.pub, shared), E_OK);
	assert_int_equal(key_shared(&other, k.pub, back), E_OK);
	assert_memory_equal(shared, back, 32);
	key_free(&k);
	key_free(&other);
	assert_int_equal(key_open(&k, KEY_SR25519, bytes), E_OK);
	assert_int_equal(key_shared(&k, k.pub, shared), E_UNSUPPORTED);
	key_free(&k);
}

static void signature_of_polkadot(void **state)
{
	struct key k;
	unsigned char sig[64];
	(void)state;
	assert_int_equal(suri_key(suri_dev(), KEY_ED25519, &k, NULL), E_OK);
	assert_int_equal(key_sign(&k, "this is a message", 17, sig), E_OK);
	assert_hex(sig, 64,
		   "ea05bccda559be886fb7501ea7babbd6696f479e363716d05163933fe1397490a91d0db8abec4ac531e8f85320ab5294b8248d1f0f1b0cfd98ff525304418306");
	key_free(&k);
}

static json_t *load(const char *rel)
{
	size_t n;
	char *text = shared_load(shared_path(rel), &n);
	json_t *j = text ? json_loadb(text, n, 0, NULL) : NULL;
	free(text);
	return j;
}

static const char *text_of(const json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}

static void shared_chain_keys(void **state)
{
	json_t *all = load("data/vectors_chain.json"), *row, *keys = json_object_get(all, "keys");
	size_t i;
	(void)state;
	if (!all)
		skip_for("data/vectors_chain.json");
	json_array_foreach(json_object_get(keys, "derived"), i, row) {
		char text[256], address[SS58_MAX];
		struct key k;
		enum key_scheme scheme;
		assert_int_equal(key_scheme_parse(slice_of(text_of(row, "type")), &scheme), E_OK);
		snprintf(text, sizeof text, "%s%s", text_of(keys, "mnemonic"), text_of(row, "path"));
		assert_int_equal(suri_key(slice_of(text), scheme, &k, NULL), E_OK);
		assert_hex(k.pub, 32, text_of(row, "pubkey") + 2);
		ss58_encode(SS58_G1, k.pub, address);
		assert_string_equal(address, text_of(row, "ss58_4450"));
		key_free(&k);
	}
	assert_true(i >= 14);
	json_array_foreach(json_object_get(all, "bip39_known"), i, row)
		for (enum key_scheme s = KEY_ED25519; s <= KEY_SR25519; s++) {
			struct key k;
			char address[SS58_MAX];
			assert_int_equal(suri_key(slice_of(text_of(row, "mnemonic")), s, &k, NULL), E_OK);
			ss58_encode(SS58_ANY, k.pub, address);
			assert_string_equal(address, text_of(row, s == KEY_ED25519 ? "ed25519_ss58_42" : "sr25519_ss58_42"));
			key_free(&k);
		}
	assert_int_equal(i, 2);
	json_decref(all);
}

static void shared_chain_passwords(void **state)
{
	json_t *all = load("data/vectors_chain.json"), *row;
	size_t i;
	(void)state;
	if (!all)
		skip_for("data/vectors_chain.json");
	json_array_foreach(json_object_get(json_object_get(all, "legacy_keys"), "cesium_v1"), i, row) {
		unsigned char seed[32], pub[32];
		char v1[ADDRESS_V1_MAX];
		assert_int_equal(brain_seed(slice_of(text_of(row, "salt")), slice_of(text_of(row, "password")), brain_level_at(0), seed), E_OK);
		assert_hex(seed, 32, text_of(row, "seed"));
		ed25519_public(seed, pub);
		address_v1(pub, v1);
		assert_string_equal(v1, text_of(row, "pubkey_v1_base58"));
	}
	assert_int_equal(i, 8);
	json_decref(all);
}

static void ncryptsec_all(void **state)
{
	json_t *all = load("data/vectors_nostr/nip49.json"), *row;
	size_t i, slow = 0;
	(void)state;
	if (!all)
		skip_for("data/vectors_nostr/nip49.json");
	json_array_foreach(json_object_get(all, "cases"), i, row) {
		struct slice text = slice_of(text_of(row, "ncryptsec"));
		unsigned char sk[32];
		unsigned log_n;
		enum ncryptsec_care care;
		assert_int_equal(ncryptsec_look(text, &log_n, &care), E_OK);
		if (json_object_get(row, "log_n"))
			assert_int_equal(log_n, json_integer_value(json_object_get(row, "log_n")));
		if (log_n > 17) { /* a gigabyte: not in a unit test */
			slow++;
			continue;
		}
		assert_int_equal(ncryptsec_read(text, slice_of(text_of(row, "password")), sk), E_OK);
		assert_hex(sk, 32, text_of(row, "secret"));
	}
	assert_true(i > 3 && slow < i);
	json_decref(all);
}

static void ncryptsec_one(void **state)
{
	static const char text[] = "ncryptsec1qgqeya6cggg2chdaf48s9evsr0czq3dw059t2khf5nvmq03yeckywqmspcc037l9ajjsq2p08480afuc5hq2zq3rtt454c2epjqxcxll0eff3u7ln2t349t7rc04029q63u28mkeuj4tdazsqqk6p5ky";
	unsigned char sk[32], again[32];
	char out[NCRYPTSEC_TEXT];
	unsigned log_n;
	enum ncryptsec_care care;
	(void)state;
	assert_int_equal(ncryptsec_read(slice_of(text), SLICE(".ksjabdk.aselqwe"), sk), E_OK); /* nostr-tools */
	assert_hex(sk, 32, "14c226dbdd865d5e1645e72c7470fd0a17feb42cc87b750bab6538171b3a3f8a");
	assert_int_equal(ncryptsec_read(slice_of(text), SLICE("nostr"), sk), E_BAD_PASSPHRASE);
	unhex("14c226dbdd865d5e1645e72c7470fd0a17feb42cc87b750bab6538171b3a3f8a", sk, 32);
	/* the two spellings of one password are one password */
	assert_int_equal(ncryptsec_write(sk, SLICE("\xe2\x84\xab"), 4, NCRYPTSEC_CAREFUL, out), E_OK);
	assert_int_equal(ncryptsec_read(slice_of(out), SLICE("A\xcc\x8a"), again), E_OK);
	assert_memory_equal(sk, again, 32);
	assert_int_equal(ncryptsec_look(slice_of(out), &log_n, &care), E_OK);
	assert_int_equal(log_n, 4);
	assert_int_equal(care, NCRYPTSEC_CAREFUL);
	assert_int_equal(ncryptsec_write(sk, SLICE("x"), 23, NCRYPTSEC_CAREFUL, out), E_INVALID);
	memset(sk, 0, 32);
	assert_int_equal(ncryptsec_write(sk, SLICE("x"), 4, NCRYPTSEC_CAREFUL, out), E_BAD_KEY);
	assert_int_equal(ncryptsec_look(SLICE("nsec1nn5j4dmpdr2yhsklnypqy4xqtm8r8thtlr9vnn0va8s9p0w4ruzs5qn6w4"), &log_n, &care), E_INVALID);
	out[80] = out[80] == 'q' ? 'p' : 'q';
	assert_int_equal(ncryptsec_look(slice_of(out), &log_n, &care), E_CHECKSUM);
	assert_int_equal(ncryptsec_look(SLICE("hello"), &log_n, &care), E_INVALID);
}

static void nip06_file(void **state)
{
	json_t *all = load("data/vectors_nostr/nip06.json"), *row;
	size_t i;
	(void)state;
	if (!all)
		skip_for("data/vectors_nostr/nip06.json");
	json_array_foreach(json_object_get(all, "cases"), i, row) {
		unsigned char seed[64], sk[32], x[32];
		enum bip39_lang lang = BIP39_EN;
		if (!text_of(row, "secret"))
			continue;
		assert_int_equal(bip39_seed(slice_of(text_of(row, "mnemonic")), &lang, slice_of(text_of(row, "passphrase")), seed), E_OK);
		if (text_of(row, "bip39_seed"))
			assert_hex(seed, 64, text_of(row, "bip39_seed"));
		assert_int_equal(bip32_nip06(seed, (uint32_t)json_integer_value(json_object_get(row, "account")), sk), E_OK);
		assert_hex(sk, 32, text_of(row, "secret"));
		if (text_of(row, "pubkey")) {
			assert_int_equal(secp_public(sk, x), E_OK);
			assert_hex(x, 32, text_of(row, "pubkey"));
		}
	}
	assert_true(i >= 2);
	json_decref(all);
}

static void twin_keygen(void **state)
{
	unsigned char seed[32], sk[32], x[32];
	struct secret pepper = secret_new(64);
	(void)state;
	assert_int_equal(brain_seed(SLICE("salt"), SLICE("pepper"), brain_level_at(0), seed), E_OK);
	assert_int_equal(twin_nostr(seed, sk), E_OK); /* Astroport's keygen -t nostr */
	assert_hex(sk, 32, "7fbde09bb228044497d4bf9aa43f4b85e629c4b5ceea01efdbbe8f2baf314141");
	assert_int_equal(secp_public(sk, x), E_OK);
	assert_hex(x, 32, "2c6bedb023d5fd0ce015fca7ad681138929ebfa376a236a98e468c535cc5cc66");
	twin_pepper(SLICE("coucou"), SLICE("0000000000000000000000000000000000000000000000000000000000000000"), &pepper);
	assert_text(&pepper, "coucou_60e05bd1b195af2f"); /* the ORIGIN */
	secret_free(&pepper);
}

static void twin_files(void **state)
{
	static const struct { const char *text, *salt, *pepper; } row[] = { /* secret.june, secret.disco of a station */
		{ "SALT=coucou; PEPPER=coucou\n", "coucou", "coucou" },
		{ "/?salt=coucou&nostr=coucou\n", "coucou", "coucou" },
		{ "SALT=a; b; PEPPER= c ;d", "a; b", " c ;d" },
		{ "/?x=1&salt=a%20b%C3%A9&nostr=c%", "a bé", "c%" },
	};
	static const char *const bad[] = { "", "SALT=", "SALT=; PEPPER=x", "SALT=x; PEPPER=", "/?salt=x", "/?nostr=x", "/?salt=&nostr=x", "x" };
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct secret a = secret_new(8), b = secret_new(8);
		assert_int_equal(twin_read(slice_of(row[i].text), &a, &b), E_OK);
		assert_text(&a, row[i].salt);
		assert_text(&b, row[i].pepper);
		secret_free(&a);
		secret_free(&b);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct secret a = secret_new(8), b = secret_new(8);
		assert_int_equal(twin_read(slice_of(bad[i]), &a, &b), E_INVALID);
		secret_free(&a);
		secret_free(&b);
	}
}

static void twin_shared_vectors(void **state)
{
	json_t *all = load("data/astroport-samples/keys/derivation-vectors.json"), *row;
	size_t i;
	(void)state;
	if (!all)
		skip_for("data/astroport-samples/keys/derivation-vectors.json");
	json_array_foreach(json_object_get(all, "vectors"), i, row) {
		unsigned char seed[32], pub[32], sk[32];
		char nsec[72];
		assert_int_equal(brain_seed(slice_of(text_of(row, "salt")), slice_of(text_of(row, "pepper")), brain_level_at(0), seed), E_OK);
		assert_hex(seed, 32, text_of(row, "seed"));
		ed25519_public(seed, pub);
		assert_hex(pub, 32, text_of(row, "ed25519_pub_hex"));
		assert_int_equal(twin_nostr(seed, sk), E_OK);
		assert_int_equal(nip19_write32("nsec", sk, nsec), 63);
		assert_string_equal(nsec, text_of(row, "nsec"));
		assert_int_equal(secp_public(sk, pub), E_OK);
		assert_hex(pub, 32, text_of(row, "nostr_hex"));
	}
	assert_int_equal(i, 16);
	json_decref(all);
}

static const char genesis_text[] = "feb770bbb0344dabc8366b0d1f889a8e4e6ca09b914006655fe795920deb6d56";

/* The calls with these payloads were taken by the runtime's own metadata in @polkadot/types. */
static void payload_identity(void **state)
{
	static const struct { enum payload_kind kind; int names, signer; const char *bytes, *sig; } row[] = {
		{ PAYLOAD_REVOKE, 0, 1, "7265766ffeb770bbb0344dabc8366b0d1f889a8e4e6ca09b914006655fe795920deb6d564b1c0000",
		  "5393c1fb8d3929ee98067ba1051fad9ccc249b82c4a180037e44d0273802fd039528d8e542a6566c88cacdb0550486300bdabb4eb9b937d112342c54cd8cf40d" },
		{ PAYLOAD_CHANGE_KEY, 1, 2,
		  "69636f6bfeb770bbb0344dabc8366b0d1f889a8e4e6ca09b914006655fe795920deb6d564b1c00008a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",
		  "c8049758feca4765e3d50be248a46e9e076ca40fd5692318db0128f49e20bc3e01a55816fbaff059b2608aa0a3ad02c2764f25f4b8c0a93c6bb3c7f35c27760e" },
		{ PAYLOAD_LINK, 2, 2,
		  "6c696e6bfeb770bbb0344dabc8366b0d1f889a8e4e6ca09b914006655fe795920deb6d564b1c00008139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394",
		  "4adcdb48b5feb7f0c0879854d8678c85db60b409f5d93b663a65f67bb2b208fb723e3b86a874d70ae92529c77a2a6cd930aa4cabb3d70d9b524c606f9b61960a" },
	};
	unsigned char genesis[32], seed[32], pub[32], out[PAYLOAD_MAX], sig[64];
	(void)state;
	unhex(genesis_text, genesis, 32);
	for (size_t i = 0; i < COUNT(row); i++) {
		memset(seed, row[i].names, 32);
		ed25519_public(seed, pub);
		size_t n = payload_write(row[i].kind, genesis, 7243, pub, out);
		assert_hex(out, n, row[i].bytes);
		memset(seed, row[i].signer, 32);
		ed25519_sign(seed, out, n, sig);
		assert_hex(sig, 64, row[i].sig);
	}
}

static void payload_of_transactions(void **state)
{
	json_t *all = load("data/vectors_chain.json"), *row;
	size_t i, long_ones = 0;
	(void)state;
	if (!all)
		skip_for("data/vectors_chain.json");
	json_array_foreach(json_object_get(all, "extrinsics"), i, row) {
		unsigned char bytes[1024], hash[32], seed[32], sig[64];
		size_t n;
		assert_int_equal(hex_decode(slice_of(text_of(row, "signing_payload_hex")), bytes, sizeof bytes, &n), E_OK);
		struct slice what = payload_transaction((struct slice){ (const char *)bytes, n }, hash);
		if (text_of(row, "payload_blake2_256_if_gt_256")) {
			assert_hex(what.p, what.n, text_of(row, "payload_blake2_256_if_gt_256") + 2);
			long_ones++;
		}
		memset(seed, 1, 32);
		ed25519_sign(seed, what.p, what.n, sig);
		assert_hex(sig, 64, text_of(row, "signature_hex") + 2);
	}
	assert_int_equal(i, 7);
	assert_int_equal(long_ones, 1);
	json_decref(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(suri_known),
		cmocka_unit_test(suri_french_is_the_same_key),
		cmocka_unit_test(suri_parts),
		cmocka_unit_test(derive_junctions),
		cmocka_unit_test(derive_paths),
		cmocka_unit_test(key_schemes),
		cmocka_unit_test(signature_of_polkadot),
		cmocka_unit_test(shared_chain_keys),
		cmocka_unit_test(shared_chain_passwords),
		cmocka_unit_test(ncryptsec_all),
		cmocka_unit_test(ncryptsec_one),
		cmocka_unit_test(nip06_file),
		cmocka_unit_test(twin_keygen),
		cmocka_unit_test(twin_files),
		cmocka_unit_test(twin_shared_vectors),
		cmocka_unit_test(payload_identity),
		cmocka_unit_test(payload_of_transactions),
	};
	assert_int_equal(secret_init(), E_OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
