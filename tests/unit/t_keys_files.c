/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key files written by others: duniterpy 1.2.1, Cesium v1, @polkadot/keyring, Node's crypto, Astroport's stations. */
#include "keys/dunikey.h"
#include "keys/ed25519.h"
#include "keys/keyfile.h"
#include "keys/keystore.h"
#include "keys/norm.h"
#include "keys/plainkey.h"
#include "tests/unit/keys_util.h"
#include <jansson.h>

static const char pubsec[] = "Type: PubSec\nVersion: 1\npub: AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9\n"
			     "sec: 2AXDGYSE4f2sz7tvMMzyHvUfcoJmxudvdhBcmiUSo6iuCXagjUCKEQF21awZnUGxmwD4m9vGXuC3qieHXJQHAcT\n";
static const char wif[] = "Type: WIF\nVersion: 1\nData: 6oyc4rx6KXunVDBdpNtCJDXf646XGDnKVPFUBTXiyPLkaHH\n";
static const char ewif[] = "Type: EWIF\nVersion: 1\nData: 2YBBQybvvCJVpfocwVGCaTza7rUm84PKyF9pQykqU9Q6b4R1RJhkU\n";
static const char ones[] = "0101010101010101010101010101010101010101010101010101010101010101";
static const char nacl[] = "{\"priv\": \"01010101010101010101010101010101010101010101010101010101010101018a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c\", "
			   "\"verify\": \"8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c\", "
			   "\"sign\": \"0101010101010101010101010101010101010101010101010101010101010101\"}";
static const char pem[] = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB\n-----END PRIVATE KEY-----\n";
static const char jwk[] = "{\"crv\":\"Ed25519\",\"d\":\"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\",\"x\":\"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w\",\"kty\":\"OKP\"}";
static const char store_ed[] = "{\"encoded\":\"x8BPWJqjawS5XkdJAgf24sQiFQ36K3jJqNIPcdU4JeoAAAIAAQAAAAgAAAD7K7JOOXRzPZz4g92Nf98N5QJhbWuFCFEspcYAfsJd/6BB2FUBFhAFPB5tyaDwrnU0oo3le27tcrRV4m0k/oUx0XEIhzCQfhr2Wtp4fbkgUHCrdRtr9Tjo/QZdJB5d5xozaCFU5vVz5sIMVmHz1+4miYPZlObV26RdDJAZw3Y5hDvz04UNtNW+lJF6usYyI2r685x3E279XpJkqtwm\","
			       "\"encoding\":{\"content\":[\"pkcs8\",\"ed25519\"],\"type\":[\"scrypt\",\"xsalsa20-poly1305\"],\"version\":\"3\"},"
			       "\"address\":\"g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz\",\"meta\":{\"name\":\"test\"}}";
static const char store_sr[] = "{\"encoded\":\"3BScxyNtXs12cLvm4FKbk+fWrmcse4izknDjibuEglIAAAIAAQAAAAgAAAB9srskdyHQMBkZvTdkzYcBdio+/I83pc+aWqKbUN+OE4B9y8RC2oMz6TClG4aN9KI9MiegS2k/uxepXKw0fBng00i2v9MjsJG5qvBgHCugtNGH8V9eR0AfosXOobwKrQ8mugaS3Xe7JEWyVEFxVxVOLH4SPtonfojNN/FbOe9I9LZzc6/tUCaSCJ7FGDPXdI0UNDeKlzIavEg0AyDH\","
			       "\"encoding\":{\"content\":[\"pkcs8\",\"sr25519\"],\"type\":[\"scrypt\",\"xsalsa20-poly1305\"],\"version\":\"3\"},"
			       "\"address\":\"g1KY3c2j71ChUpCmkXsRCfs3j58ASSksT6yENWBnpetCM2Wjv\",\"meta\":{\"name\":\"test-sr\"}}";

static void seed_of(unsigned char seed[32])
{
	memset(seed, 1, 32);
}

static void assert_seed(const unsigned char seed[32])
{
	assert_hex(seed, 32, ones);
}

static void pubsec_files(void **state)
{
	unsigned char seed[32];
	struct secret s = secret_new(64);
	struct fault f = { 0 };
	(void)state;
	assert_int_equal(dunikey_pubsec_read(slice_of(pubsec), seed, &f), E_OK);
	assert_seed(seed);
	assert_int_equal(dunikey_pubsec_read(slice_from(slice_of(pubsec), 24), seed, &f), E_OK); /* Silkaj: without the head */
	dunikey_pubsec_write(seed, &s);
	assert_text(&s, pubsec);
	secret_free(&s);
	static const struct { const char *text; enum err e; } bad[] = {
		{ "Type: WIF\npub: a\nsec: b", E_INVALID },
		{ "Type: PubSec\nVersion: 2\npub: a\nsec: b", E_NEWER },
		{ "Type: PubSec\nVersion: 1\nsec: b", E_INVALID },
		{ "pub: AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9\n", E_INVALID },
		{ "pub: AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ\nsec: x", E_INVALID },
		{ "pub: AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9\nsec: 0OIl", E_INVALID },
		{ "pub: DDWj4fAoNi73qwuNc8DwaJdh7cepLxNGBTNWSP2N3yN5\n"
		  "sec: 2AXDGYSE4f2sz7tvMMzyHvUfcoJmxudvdhBcmiUSo6iuCXagjUCKEQF21awZnUGxmwD4m9vGXuC3qieHXJQHAcT", E_BAD_KEY },
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		f = (struct fault){ 0 };
		assert_int_equal(dunikey_pubsec_read(slice_of(bad[i].text), seed, &f), bad[i].e);
		assert_int_equal(f.code, bad[i].e);
		assert_true(f.where[0]);
	}
}

static void wif_files(void **state)
{
	unsigned char seed[32];
	struct secret s = secret_new(64);
	struct slice v;
	(void)state;
	assert_int_equal(dunikey_wif_read(slice_of(wif), seed, NULL), E_OK);
	assert_seed(seed);
	assert_true(dunikey_line(slice_of(wif), "Data", &v));
	assert_int_equal(dunikey_wif_read(v, seed, NULL), E_OK);
	assert_false(dunikey_line(slice_of(wif), "Dat", &v));
	dunikey_wif_write(seed, &s);
	assert_text(&s, wif);
	secret_free(&s);
	assert_int_equal(dunikey_wif_read(SLICE("6oyc4rx6KXunVDBdpNtCJDXf646XGDnKVPFUBTXiyPLkaHG"), seed, NULL), E_CHECKSUM);
	assert_int_equal(dunikey_wif_read(slice_of(ewif), seed, NULL), E_INVALID);
	assert_int_equal(dunikey_wif_read(SLICE(""), seed, NULL), E_INVALID);
	assert_int_equal(dunikey_wif_read(SLICE("2YBBQybvvCJVpfocwVGCaTza7rUm84PKyF9pQykqU9Q6b4R1RJhkU"), seed, NULL), E_INVALID);
}

static void ewif_files(void **state)
{
	unsigned char seed[32];
	struct secret s = secret_new(64);
	(void)state;
	assert_int_equal(dunikey_ewif_read(slice_of(ewif), SLICE("correct horse"), seed, NULL), E_OK);
	assert_seed(seed);
	memset(seed, 0, 32);
	assert_int_equal(dunikey_ewif_read(slice_of(ewif), SLICE("wrong horse"), seed, NULL), E_BAD_PASSPHRASE);
	assert_int_equal(dunikey_ewif_read(slice_of(wif), SLICE("x"), seed, NULL), E_INVALID);
	assert_int_equal(dunikey_ewif_read(SLICE("2YBBQybvvCJVpfocwVGCaTza7rUm84PKyF9pQykqU9Q6b4R1RJhkT"), SLICE("x"), seed, NULL), E_CHECKSUM);
	seed_of(seed);
	assert_int_equal(dunikey_ewif_write(seed, SLICE("correct horse"), &s), E_OK);
	assert_text(&s, ewif);
	secret_free(&s);
}

static void plain_files(void **state)
{
	unsigned char seed[32];
	struct secret s = secret_new(64);
	struct slice v;
	(void)state;
	assert_int_equal(plainkey_hex_read(SLICE(" 0101010101010101010101010101010101010101010101010101010101010101\n"), seed, NULL), E_OK);
	assert_seed(seed);
	assert_int_equal(plainkey_hex_read(SLICE("01"), seed, NULL), E_INVALID);
	plainkey_hex_write(seed, &s);
	assert_text(&s, ones);
	assert_int_equal(plainkey_nacl_read(slice_of(nacl), seed, NULL), E_OK);
	assert_seed(seed);
	secret_cut(&s, 0);
	plainkey_nacl_write(seed, &s);
	assert_text(&s, nacl);
	assert_int_equal(plainkey_jwk_read(slice_of(jwk), seed, NULL), E_OK);
	assert_seed(seed);
	assert_int_equal(plainkey_pem_read(slice_of(pem), seed, NULL), E_OK);
	assert_seed(seed);
	secret_cut(&s, 0);
	plainkey_pem_write(seed, &s);
	assert_text(&s, pem);
	secret_free(&s);
	assert_true(plainkey_member(slice_of(jwk), "kty", &v));
	assert_true(slice_is(v, "OKP"));
	assert_false(plainkey_member(slice_of(jwk), "k", &v));
	static const char *const broken[] = { "", "{", "{}", "{\"sign\"}", "{\"sign\":}", "{\"sign\":\"01", "{\"a\":\"b\" \"sign\":\"01\"}",
					      "{\"a\":1,\"sign\":\"01\"}", "[\"sign\"]", "{\"a\\\"\":\"b\",\"sign\":\"01\"}" };
	for (size_t i = 0; i < COUNT(broken); i++)
		assert_int_equal(plainkey_nacl_read(slice_of(broken[i]), seed, NULL), E_INVALID);
	assert_int_equal(plainkey_nacl_read(SLICE("{\"sign\":\"0101010101010101010101010101010101010101010101010101010101010101\","
						  "\"verify\":\"0101010101010101010101010101010101010101010101010101010101010101\"}"),
					    seed, NULL), E_BAD_KEY);
	assert_int_equal(plainkey_jwk_read(SLICE("{\"crv\":\"X25519\",\"d\":\"AQE\"}"), seed, NULL), E_UNSUPPORTED);
	assert_int_equal(plainkey_jwk_read(SLICE("{\"crv\":\"Ed25519\",\"x\":\"AQE\"}"), seed, NULL), E_INVALID);
	assert_int_equal(plainkey_pem_read(SLICE("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEINgCPgFan6+g+x2V0vECypoMvmmE70UEZxjsTfP4xjZ6\n-----END PRIVATE KEY-----\n"), seed, NULL), E_UNSUPPORTED);
	assert_int_equal(plainkey_pem_read(SLICE("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcGCSqGSIb3DQEF"), seed, NULL), E_UNSUPPORTED);
	assert_int_equal(plainkey_pem_read(SLICE("-----BEGIN PRIVATE KEY-----\nMC4CAQAw"), seed, NULL), E_INVALID);
}

static void keystore_files(void **state)
{
	struct keystore_look look;
	struct key k;
	struct str out = { 0 };
	(void)state;
	assert_int_equal(keystore_look(slice_of(store_sr), &look, NULL), E_OK);
	assert_int_equal(look.scheme, KEY_SR25519);
	assert_string_equal(look.name, "test-sr");
	assert_int_equal(look.prefix, 4450);
	assert_int_equal(keystore_read(slice_of(store_ed), SLICE("correct horse"), &k, NULL), E_OK);
	assert_seed(k.sec.p);
	assert_hex(k.pub, 32, "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c");
	assert_int_equal(keystore_write(&k, SLICE("other"), "Ana \"x\"", 42, &out), E_OK);
	key_free(&k);
	assert_int_equal(keystore_look(slice_str(&out), &look, NULL), E_OK);
	assert_string_equal(look.name, "Ana \"x\"");
	assert_int_equal(look.prefix, 42);
	assert_int_equal(keystore_read(slice_str(&out), SLICE("other"), &k, NULL), E_OK);
	assert_seed(k.sec.p);
	key_free(&k);
	assert_int_equal(keystore_read(slice_of(store_sr), SLICE("correct horse"), &k, NULL), E_OK);
	assert_hex(k.pub, 32, "189dac29296d31814dc8c56cf3d36a0543372bba7538fa322a4aebfebc39e056");
	unsigned char sig[64];
	assert_int_equal(key_sign(&k, "x", 1, sig), E_OK);
	assert_true(key_verify(KEY_SR25519, k.pub, "x", 1, sig));
	str_cut(&out, 0);
	assert_int_equal(keystore_write(&k, SLICE("other"), NULL, 4450, &out), E_OK);
	key_free(&k);
	assert_int_equal(keystore_read(slice_str(&out), SLICE("other"), &k, NULL), E_OK);
	key_free(&k);
	assert_int_equal(keystore_read(slice_str(&out), SLICE("Other"), &k, NULL), E_BAD_PASSPHRASE);
	assert_null(k.sec.p);
	str_free(&out);
}

static void keystore_refuses(void **state)
{
	static const struct { const char *text; enum err e; } row[] = {
		{ "", E_INVALID }, { "[]", E_INVALID }, { "{}", E_INVALID }, { "{\"encoded\":1,\"encoding\":{}}", E_INVALID },
		{ "{\"encoded\":\"\",\"encoding\":{\"version\":\"4\"}}", E_NEWER },
		{ "{\"encoded\":\"\",\"encoding\":{\"version\":\"3\",\"type\":[\"none\"]}}", E_UNSUPPORTED },
		{ "{\"encoded\":\"\",\"encoding\":{\"version\":\"3\",\"type\":[\"scrypt\"]}}", E_UNSUPPORTED },
		{ "{\"encoded\":\"\",\"encoding\":{\"version\":\"3\",\"type\":[\"scrypt\",\"xsalsa20-poly1305\"],\"content\":[\"pkcs8\",\"ecdsa\"]}}", E_UNSUPPORTED },
		{ "{\"encoded\":\"\",\"encoding\":{\"version\":\"3\",\"type\":[\"scrypt\",\"xsalsa20-poly1305\"],\"content\":[\"pkcs8\",\"ed25519\"]},"
		  "\"address\":\"g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDx\"}", E_CHECKSUM },
		{ "{\"encoded\":\"AAAA\",\"encoding\":{\"version\":\"3\",\"type\":[\"scrypt\",\"xsalsa20-poly1305\"],\"content\":[\"pkcs8\",\"ed25519\"]},"
		  "\"address\":\"g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz\"}", E_INVALID },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct key k;
		struct fault f = { 0 };
		assert_int_equal(keystore_read(slice_of(row[i].text), SLICE("x"), &k, &f), row[i].e);
		assert_int_equal(f.code, row[i].e);
		assert_true(f.where[0]);
	}
	struct key nostr;
	struct str out = { 0 };
	unsigned char seed[32];
	seed_of(seed);
	assert_int_equal(key_open(&nostr, KEY_NOSTR, (struct slice){ (const char *)seed, 32 }), E_OK);
	assert_int_equal(keystore_write(&nostr, SLICE("x"), "", 42, &out), E_UNSUPPORTED);
	key_free(&nostr);
	/* an address that is another key's */
	char swapped[sizeof store_ed];
	memcpy(swapped, store_ed, sizeof store_ed);
	char *at = strstr(swapped, "g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz");
	memcpy(at, "g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4", 49);
	assert_int_equal(keystore_read(slice_of(swapped), SLICE("correct horse"), &nostr, NULL), E_BAD_KEY);
}

static const char words[] = "legal winner thank year wave sausage worth useful legal winner thank yellow";

static void detects(void **state)
{
	static const struct { const char *text; enum keyfile_kind kind; } row[] = {
		{ pubsec, KEYFILE_PUBSEC }, { pubsec + 24, KEYFILE_PUBSEC }, { wif, KEYFILE_WIF }, { ewif, KEYFILE_EWIF }, { ones, KEYFILE_SEED },
		{ nacl, KEYFILE_NACL }, { pem, KEYFILE_PEM }, { jwk, KEYFILE_JWK }, { store_ed, KEYFILE_JSON }, { store_sr, KEYFILE_JSON },
		{ words, KEYFILE_MNEMONIC }, { "//Alice", KEYFILE_SURI },
		{ "legal winner thank year wave sausage worth useful legal winner thank yellow//0", KEYFILE_SURI },
		{ "legal winner thank year wave sausage\nworth useful legal winner thank yellow\n", KEYFILE_MNEMONIC },
		{ "my long identifier is a sentence of many words, so\nis my password which is long too\n", KEYFILE_SALT },
		{ "0x0101010101010101010101010101010101010101010101010101010101010101", KEYFILE_SURI },
		{ "SALT=coucou; PEPPER=coucou", KEYFILE_SALT }, { "/?salt=coucou&nostr=coucou", KEYFILE_SALT }, { "toto\ntata\n", KEYFILE_SALT },
		{ "nsec1nn5j4dmpdr2yhsklnypqy4xqtm8r8thtlr9vnn0va8s9p0w4ruzs5qn6w4", KEYFILE_NSEC },
		{ "ncryptsec1qgqeya6cggg2chdaf48s9evsr0czq3dw059t2khf5nvmq03yeckywqmspcc037l9ajjsq2p08480afuc5hq2zq3rtt454c2epjqxcxll0eff3u7ln2t349t7rc04029q63u28mkeuj4tdazsqqk6p5ky", KEYFILE_NCRYPTSEC },
		{ "g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz", KEYFILE_ADDRESS },
		{ "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9:77Z", KEYFILE_ADDRESS },
		{ "6oyc4rx6KXunVDBdpNtCJDXf646XGDnKVPFUBTXiyPLkaHH", KEYFILE_WIF },
		{ "2YBBQybvvCJVpfocwVGCaTza7rUm84PKyF9pQykqU9Q6b4R1RJhkU", KEYFILE_EWIF },
		{ "", KEYFILE_UNKNOWN }, { " \n", KEYFILE_UNKNOWN }, { "hello", KEYFILE_UNKNOWN }, { "Type: Other\n", KEYFILE_UNKNOWN },
		{ "a\nb\nc", KEYFILE_UNKNOWN },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_int_equal(keyfile_detect(slice_of(row[i].text)), row[i].kind);
	assert_string_equal(keyfile_name(KEYFILE_PUBSEC), "pubsec");
	assert_string_equal(keyfile_name(KEYFILE_KINDS), "");
	assert_true(keyfile_wants_password(KEYFILE_EWIF) && keyfile_wants_password(KEYFILE_JSON) && !keyfile_wants_password(KEYFILE_WIF));
	assert_true(keyfile_free_scheme(KEYFILE_MNEMONIC) && !keyfile_free_scheme(KEYFILE_JSON));
}

static void reads_any(void **state)
{
	static const struct { const char *text, *password, *pub, *kept, *path; enum key_scheme scheme; } row[] = {
		{ pubsec, "", "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", "", "", KEY_ED25519 },
		{ wif, "", "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", "", "", KEY_ED25519 },
		{ ewif, "correct horse", "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", "", "", KEY_ED25519 },
		{ ones, "", "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", "", "", KEY_ED25519 },
		{ nacl, "", "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", "", "", KEY_ED25519 },
		{ jwk, "", "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", "", "", KEY_ED25519 },
		{ pem, "", "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", "", "", KEY_ED25519 },
		{ store_ed, "correct horse", "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", "", "", KEY_ED25519 },
		{ store_sr, "correct horse", "189dac29296d31814dc8c56cf3d36a0543372bba7538fa322a4aebfebc39e056", "", "", KEY_SR25519 },
		{ "toto\ntata\n", "", "87353ce34bc028931adb7e3f26f6fa2047b89c78e6934f0f2bf9d0bf5be0ebf1", "toto\ntata", "", KEY_ED25519 },
		{ "SALT=coucou; PEPPER=coucou", "", "4549484e090bae97a17ae7ebb4740e1e360c83eac297aae71001ea6e8329776c", "coucou\ncoucou", "", KEY_ED25519 },
		{ "nsec1nn5j4dmpdr2yhsklnypqy4xqtm8r8thtlr9vnn0va8s9p0w4ruzs5qn6w4", "", "9da638f3ff87f550efb32ca0d363f53047ead410e6748c19eb8ccb81ba3aff27", "", "", KEY_NOSTR },
		{ "g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz", "", "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", "", "", KEY_ED25519 },
		{ "bottom drive obey lake curtain smoke basket hold race lonely fit walk//0///abc", "", NULL,
		  "bottom drive obey lake curtain smoke basket hold race lonely fit walk///abc", "//0", KEY_ED25519 },
		{ "Bottom drive obey lake curtain smoke basket hold race lonely fit walk", "",
		  "345071da55e5dccefaaa440339415ef9f2663338a38f7da0df21be5ab4e055ef",
		  "Bottom drive obey lake curtain smoke basket hold race lonely fit walk", "", KEY_ED25519 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct keyfile k;
		assert_int_equal(keyfile_read(slice_of(row[i].text), slice_of(row[i].password), &k, NULL, NULL), E_OK);
		if (row[i].pub)
			assert_hex(k.pub, 32, row[i].pub);
		assert_int_equal(k.scheme, row[i].scheme);
		assert_text(&k.text, row[i].kept);
		assert_text(&k.path, row[i].path);
		assert_int_equal(k.root.n, k.kind == KEYFILE_ADDRESS ? 0 : k.scheme == KEY_SR25519 ? 64 : 32);
		assert_int_equal(k.known_to_all, i == COUNT(row) - 1);
		keyfile_free(&k);
	}
}

static void refuses_exactly(void **state)
{
	static const struct { const char *text, *password; enum err e; } row[] = {
		{ "", "", E_INVALID }, { "hello", "", E_INVALID },
		{ "6oyc4rx6KXunVDBdpNtCJDXf646XGDnKVPFUBTXiyPLkaHG", "", E_CHECKSUM },
		{ "g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDx", "", E_CHECKSUM },
		{ "nsec1nn5j4dmpdr2yhsklnypqy4xqtm8r8thtlr9vnn0va8s9p0w4ruzs5qn6w5", "", E_CHECKSUM },
		{ "{\"x\":1}", "", E_INVALID },
		{ "legal winner thank year wave sausage worth useful legal winner thank thank", "", E_CHECKSUM },
		{ "legal winner thank year wave sausage worth useful legal winner thank yellow yellow", "", E_INVALID },
		{ "legal winner thank year wave sausage worth useful legal winner thank yelow", "", E_NOT_FOUND },
		{ "0x0101010101010101010101010101010101010101010101010101010101010101///x", "", E_INVALID },
		{ "ncryptsec1qgqeya6cggg2chdaf48s9evsr0czq3dw059t2khf5nvmq03yeckywqmspcc037l9ajjsq2p08480afuc5hq2zq3rtt454c2epjqxcxll0eff3u7ln2t349t7rc04029q63u28mkeuj4tdazsqqk6p5ky", "no", E_BAD_PASSPHRASE },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct keyfile k;
		struct fault f = { 0 };
		struct bip39_trouble t;
		assert_int_equal(keyfile_read(slice_of(row[i].text), slice_of(row[i].password), &k, &f, &t), row[i].e);
		assert_int_equal(f.code, row[i].e);
		assert_true(f.where[0]);
		assert_null(k.root.p);
	}
}

static void station_dunikey(void **state)
{
	size_t n;
	char *text = shared_load(shared_path("data/astroport-samples/keys/secret.dunikey.txt"), &n);
	struct keyfile k;
	(void)state;
	if (!text)
		skip_for("data/astroport-samples/keys/secret.dunikey.txt");
	assert_int_equal(keyfile_read((struct slice){ text, n }, SLICE(""), &k, NULL, NULL), E_OK);
	assert_int_equal(k.kind, KEYFILE_PUBSEC);
	keyfile_free(&k);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pubsec_files),
		cmocka_unit_test(wif_files),
		cmocka_unit_test(ewif_files),
		cmocka_unit_test(plain_files),
		cmocka_unit_test(keystore_files),
		cmocka_unit_test(keystore_refuses),
		cmocka_unit_test(detects),
		cmocka_unit_test(reads_any),
		cmocka_unit_test(refuses_exactly),
		cmocka_unit_test(station_dunikey),
	};
	assert_int_equal(secret_init(), E_OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
