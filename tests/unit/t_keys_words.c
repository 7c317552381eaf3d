/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and passphrases against vectors of others: npm bip39 3.1.2 (French and English), Trezor's BIP-39 list, RFC 4231,
 * RFC 7914, Python's hashlib and unicodedata, argon2-cffi, Cesium v1. */
#include "keys/bip39.h"
#include "keys/brain.h"
#include "keys/diceware.h"
#include "keys/kdf.h"
#include "keys/norm.h"
#include "tests/unit/keys_util.h"
#include <sodium.h>

static void kdf_hmac(void **state)
{
	unsigned char out[64];
	(void)state;
	kdf_hmac_sha512(SLICE("Jefe"), SLICE("what do ya want for nothing?"), out); /* RFC 4231, case 2 */
	assert_hex(out, 64,
		   "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

static void kdf_pbkdf2_lengths(void **state)
{
	unsigned char out[100];
	(void)state;
	kdf_pbkdf2(SLICE("password"), SLICE("salt"), 1, out, 64);
	assert_hex(out, 64,
		   "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce");
	kdf_pbkdf2(SLICE("password"), SLICE("salt"), 2, out, 100); /* hashlib: over one block */
	assert_hex(out, 100, "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53cf76cab2868a39b9f7840edce4fef5a82be67335c77a6068e04112754f27ccf4e473e311ad827b68945f4e2dddb204c78e40e2495141e411cd272d020640d673cd34aa29f");
}

static void kdf_scrypt_rfc7914(void **state)
{
	unsigned char out[64];
	(void)state;
	assert_int_equal(kdf_scrypt(SLICE("password"), SLICE("NaCl"), 1024, 8, 16, out, 64), E_OK);
	assert_hex(out, 64,
		   "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
	assert_int_equal(kdf_scrypt(SLICE(""), SLICE(""), 1000, 8, 1, out, 64), E_INVALID);
	assert_int_equal(kdf_scrypt(SLICE(""), SLICE(""), 0, 8, 1, out, 64), E_INVALID);
	assert_int_equal(kdf_scrypt(SLICE(""), SLICE(""), 1024, 0, 1, out, 64), E_INVALID);
	assert_int_equal(kdf_scrypt(SLICE(""), SLICE(""), 1024, 1 << 16, 1 << 16, out, 64), E_INVALID);
	assert_int_equal(kdf_scrypt(SLICE(""), SLICE(""), UINT64_C(1) << 40, 1 << 10, 1, out, 64), E_TOO_BIG);
}

static void kdf_argon2id_vector(void **state)
{
	unsigned char salt[16], out[32];
	(void)state;
	for (unsigned char i = 0; i < 16; i++)
		salt[i] = i;
	assert_int_equal(kdf_argon2id(SLICE("correct horse"), salt, 2, 256, out, 32), E_OK);
	assert_hex(out, 32, "c11a4774080bb0957f9a6612fe2e3ad2fcf34fb26d939a4b822698b4cb427478");
	assert_int_equal(kdf_argon2id(SLICE("x"), salt, 0, 256, out, 32), E_INVALID);
	assert_int_equal(kdf_argon2id(SLICE("x"), salt, 1, 4, out, 32), E_INVALID);
	assert_int_equal(kdf_argon2id(SLICE("x"), salt, 1, UINT32_MAX, out, 32), E_TOO_BIG);
}

static void norm_forms(void **state)
{
	struct secret s = secret_new(4);
	char big[NORM_MAX + 1];
	(void)state;
	assert_int_equal(norm_nfkd(SLICE("École\xef\xac\x81Ğ"), &s), E_OK);
	assert_hex(s.p, s.n, "45cc81636f6c65666947cc86");
	secret_cut(&s, 0);
	assert_int_equal(norm_nfkc(SLICE("\xe2\x84\xab\xe2\x84\xa6\xe1\xba\x9b\xcc\xa3"), &s), E_OK); /* nips/49.md */
	assert_hex(s.p, s.n, "c385cea9e1b9a9");
	secret_cut(&s, 0);
	assert_int_equal(norm_nfc(SLICE("e\xcc\x81"), &s), E_OK);
	assert_hex(s.p, s.n, "c3a9");
	assert_int_equal(norm_nfc(SLICE(""), &s), E_OK);
	assert_int_equal(norm_slice(&s).n, 2);
	assert_int_equal(norm_nfkd(SLICE("a\xff"), &s), E_INVALID);
	memset(big, 'a', sizeof big);
	assert_int_equal(norm_nfc((struct slice){ big, sizeof big }, &s), E_TOO_BIG);
	secret_free(&s);
}

static void brain_cesium(void **state)
{
	static const struct { const char *salt, *password, *level, *seed; } row[] = {
		{ "toto", "tata", "default", "da093f214fbc967749703c6879994adbbba9ddde6458c30c54d6ee743f25ee7c" },
		{ "abc", "def", "4096,16,1", "ce63e90dd4c3d10fb23606ea585ab9c87815527cb62880ed6d51f3fe136ec1ec" },
		{ "été", "Ğ1 ♥", "default", "3fe30ab298b5e6fd66b7a3f99dd63c0e1e80f81ad44fa2086fd87d16011d6d6e" },
		{ "test", "test", "simple", "efadf8fe7681442486ccd1121a9720e99b088c56591a319e6b3f0c6b85761c14" },
		{ "test", "test", "secure", "a24d0034783be10cfdf54f38d5dbac1c38a9e4c555c410c1e62b0fc4a6eb4d4f" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct brain_level level;
		unsigned char seed[32];
		assert_int_equal(brain_level_parse(slice_of(row[i].level), &level), E_OK);
		assert_int_equal(brain_seed(slice_of(row[i].salt), slice_of(row[i].password), &level, seed), E_OK);
		assert_hex(seed, 32, row[i].seed);
	}
}

static void brain_levels(void **state)
{
	struct brain_level l;
	size_t n = 0;
	(void)state;
	while (brain_level_at(n))
		n++;
	assert_int_equal(n, 5);
	assert_string_equal(brain_level_at(0)->name, "default");
	assert_null(brain_level_at(50));
	assert_int_equal(brain_level_parse(SLICE("extreme"), &l), E_OK);
	assert_int_equal(l.n, 262144); /* Cesium: 262144/64/8 */
	assert_int_equal(l.r, 64);
	assert_int_equal(l.p, 8);
	static const char *const bad[] = { "", "strong", "4096,16", "4095,16,1", "4096,16,0", "4096,16,1,1", "4096,a,1", "1,1,1" };
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(brain_level_parse(slice_of(bad[i]), &l), E_INVALID);
}

static void brain_as_cesium2_cuts_letters(void **state)
{
	struct secret s = secret_new(16), salt = secret_new(16);
	unsigned char seed[32];
	bool differs;
	(void)state;
	assert_int_equal(brain_latin1(SLICE("Ğ1 ♥ été 😀"), &s, &differs), E_OK);
	assert_hex(s.p, s.n, "1e31206520e974e9203d00");
	assert_true(differs);
	secret_cut(&s, 0);
	assert_int_equal(brain_latin1(SLICE("Ğ1 ♥"), &s, &differs), E_OK);
	assert_int_equal(brain_latin1(SLICE("été"), &salt, &differs), E_OK);
	assert_int_equal(brain_seed(norm_slice(&salt), norm_slice(&s), brain_level_at(0), seed), E_OK);
	assert_hex(seed, 32, "0e86507c33daa43150b9a9aab0b93bf6a2f38a202f7b2ed0b737008ba0cfc2c2");
	assert_int_equal(brain_latin1(SLICE("plain"), &s, &differs), E_OK);
	assert_false(differs);
	assert_int_equal(brain_latin1(SLICE("\xc3"), &s, &differs), E_INVALID);
	secret_free(&s);
	secret_free(&salt);
}

static const struct { enum bip39_lang lang; const char *entropy, *phrase, *password, *seed; } known[] = {
	{ BIP39_FR, "00000000000000000000000000000000",
	  "abaisser abaisser abaisser abaisser abaisser abaisser abaisser abaisser abaisser abaisser abaisser abeille", "café",
	  "8630238b2009fbda39c88eb46802938b31ba8f93fa559af3d988e8c5a9ec2ca11ccc5404ac4b8c9a2362fe14af5fae257272eb02630e9e70976e650f2c2bafe2" },
	{ BIP39_EN, "00000000000000000000000000000000",
	  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about", "TREZOR",
	  "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04" },
	{ BIP39_FR, "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
	  "implorer visage sonnette voyage véloce pourpre volaille tribunal implorer visage sonnette voyelle", "café",
	  "c6aba437eb58002240ab6c2ff405ee2b79395481e8150838a5d10deeda85c023c97a6541c5463f3897f10a4f542c5f6ba80924cc24bfec1d341d1ed241c84194" },
	{ BIP39_EN, "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
	  "legal winner thank year wave sausage worth useful legal winner thank yellow", "TREZOR",
	  "2e8905819b8723fe2c1d161860e5ee1830318dbf49a83bd451cfb8440c28bd6fa457fe1296106559a3c80937a1c1069be3a3a5bd381ee6260e8d9739fce1f607" },
	{ BIP39_FR, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	  "zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie zoologie valable", "café",
	  "223e4882c7ce15b4211d27defd4af52adb5d6b88363aa66120d88e396bd95435db8693f642203b52a592cdd9485d5a5e41b7b94d0c11567530c4f0b3e395715d" },
	{ BIP39_EN, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
	  "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote", "TREZOR",
	  "dd48c104698c30cfe2b6142103248622fb7bb0ff692eebb00089b32d22484e1613912f0a5b694407be899ffd31ed3992c456cdf60f5d4564b8ba3f05a69890ad" },
	{ BIP39_FR, "0123456789abcdef0123456789abcdef0123456789abcdef",
	  "abreuver barrage espèce associer pointe végétal actif flatteur financer écorce union skier arsenic nation monotone colère respect histoire", "café",
	  "87385edfa6a546a016df8a022793697b156d0119efd9763a9a79f1749e4ceccb1bd860ec48bfc4eb6624ffcbe853e5f8a4892e247fd2e1b697f77c11acb0085f" },
	{ BIP39_EN, "0123456789abcdef0123456789abcdef0123456789abcdef",
	  "abuse boss fly battle rubber wasp afraid hamster guide essence vibrant task banana pencil owner cube social kind", "TREZOR",
	  "cad15af827e0f88d25864d0c8ffe0f9ae895cc38e0f338ac77ecc100ea0db8380eb620b4e4f9a930c36e3e825c410573003f182b93e9e489f6e4a94bdc44acac" },
	{ BIP39_FR, "9e885d952ad362caeb4efe34a8e91bd200112233",
	  "monument dépenser féroce entasser comédie ferveur optique sonnette codifier discuter dioxyde neige abrasif loterie résoudre", "café",
	  "45a8826d19a01f7d625becb33940609558fe94579b53613ced7d31d9b67584feba6baa0313d4c220db79aec69398c48cf26a1c4e3a2980e7455b8c20fbee8443" },
	{ BIP39_EN, "9e885d952ad362caeb4efe34a8e91bd200112233",
	  "ozone drill grab fiber curtain grace pudding thank cruise elder eight piano absurd much soccer", "TREZOR",
	  "4cae8d2af58cc5c61889d53100517c71fb11ce11d64268515adc69bd24302f36f32db08e37a3fe54f9c7e3d2b14a099d1e672e626d675e9bbdb453e5d09eb76d" },
	{ BIP39_FR, "1a486a5fbe53639984cb64b070755f7b112233445566778899aabbcc",
	  "bassin déposer maximal humain comédie renvoi assiette frelon palace intact épier vallon arsenic barbier armement opportun gustatif détourer formuler gustatif résultat", "café",
	  "9324cd85eab8bc601732a1d6b27e72c434856a7a42841f106340b2991504d015404322e8cf23a1231bbad6d19baa99e59e7683144fa97dccf809224718859dca" },
	{ BIP39_EN, "1a486a5fbe53639984cb64b070755f7b112233445566778899aabbcc",
	  "bottom drive obey lake curtain smoke basket hold race lonely fit wage banana boost bacon proud jealous dynamic height jealous soda", "TREZOR",
	  "233eb1d442768bf29341f96b7fd6c46e83612c6989e5e18be0d09190edeaede64d4ea2c4e1add4be4a7e5e287bc36e13e10090879cd6d6cf061708d3731475d0" },
};

static void bip39_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(known); i++) {
		struct secret bits = secret_new(32), words = secret_new(64);
		unsigned char seed[64];
		enum bip39_lang lang = BIP39_AUTO;
		char hex[65];
		assert_int_equal(bip39_read(slice_of(known[i].phrase), &lang, &bits, NULL), E_OK);
		assert_int_equal(lang, known[i].lang);
		assert_hex(bits.p, bits.n, known[i].entropy);
		assert_int_equal(bip39_write(norm_slice(&bits), lang, &words), E_OK);
		assert_text(&words, known[i].phrase);
		assert_int_equal(bip39_seed(slice_of(known[i].phrase), &lang, slice_of(known[i].password), seed), E_OK);
		assert_hex(seed, 64, known[i].seed);
		assert_true(strlen(known[i].entropy) < sizeof hex);
		secret_free(&bits);
		secret_free(&words);
	}
}

static void bip39_lists(void **state)
{
	static const char *const hash[BIP39_LANGS] = { /* of the files of bitcoin/bips, decomposed */
		"2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
		"ebc3959ab7801a1df6bac4fa7d970652f1df76b683cd2f4003c941c63d517e59",
	};
	(void)state;
	for (enum bip39_lang l = 0; l < BIP39_LANGS; l++) {
		crypto_hash_sha256_state st;
		unsigned char out[32];
		crypto_hash_sha256_init(&st);
		for (int i = 0; i < 2048; i++) {
			const char *w = bip39_word(l, i);
			assert_int_equal(bip39_find(l, slice_of(w)), i);
			crypto_hash_sha256_update(&st, (const unsigned char *)w, strlen(w));
			crypto_hash_sha256_update(&st, (const unsigned char *)"\n", 1);
		}
		crypto_hash_sha256_final(&st, out);
		assert_hex(out, 32, hash[l]);
	}
	assert_string_equal(bip39_word(BIP39_EN, 2048), "");
	assert_string_equal(bip39_word(BIP39_EN, -1), "");
	assert_int_equal(bip39_find(BIP39_EN, SLICE("vigie")), -1);
	assert_int_equal(bip39_find(BIP39_FR, SLICE("Vélo ce")), -1);
	assert_int_equal(bip39_find(BIP39_FR, SLICE("VELOCE")), bip39_find(BIP39_FR, SLICE("véloce")));
}

static void bip39_mini_secret(void **state)
{
	struct secret bits = secret_new(32);
	unsigned char mini[32];
	enum bip39_lang lang = BIP39_EN;
	(void)state;
	assert_int_equal(bip39_read(SLICE("bottom drive obey lake curtain smoke basket hold race lonely fit walk"), &lang, &bits, NULL), E_OK);
	bip39_mini(norm_slice(&bits), SLICE(""), mini); /* @polkadot/util-crypto */
	assert_hex(mini, 32, "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e");
	bip39_mini(norm_slice(&bits), SLICE("abc"), mini);
	assert_hex(mini, 32, "b3891b7bba2102fd9547a33517f2ca2188f93526d9b32a423617490e1bb32877");
	secret_free(&bits);
}

static enum err read_phrase(const char *text, enum bip39_lang *lang, struct bip39_trouble *t)
{
	struct secret bits = secret_new(32);
	enum err e = bip39_read(slice_of(text), lang, &bits, t);
	assert_int_equal(bits.n > 0, e == E_OK);
	secret_free(&bits);
	return e;
}

static void bip39_reads_generously(void **state)
{
	enum bip39_lang lang = BIP39_AUTO;
	(void)state;
	assert_int_equal(read_phrase("  Legal WINNER thank\tyear wave\nsausage worth useful legal  winner thank yellow ", &lang, NULL), E_OK);
	assert_int_equal(lang, BIP39_EN);
	lang = BIP39_AUTO;
	assert_int_equal(read_phrase("implorer visage sonnette voyage veloce pourpre volaille tribunal implorer VISAGE sonnette voyelle", &lang, NULL), E_OK);
	assert_int_equal(lang, BIP39_FR);
	lang = BIP39_AUTO; /* decomposed and with ideographic blanks */
	assert_int_equal(read_phrase("implorer\xe3\x80\x80visage sonnette voyage ve\xcc\x81loce pourpre volaille tribunal implorer visage sonnette voyelle", &lang, NULL), E_OK);
	lang = BIP39_EN;
	assert_int_equal(read_phrase("implorer visage sonnette voyage veloce pourpre volaille tribunal implorer visage sonnette voyelle", &lang, NULL), E_NOT_FOUND);
}

static void bip39_troubles(void **state)
{
	struct bip39_trouble t;
	enum bip39_lang lang = BIP39_AUTO;
	(void)state;
	assert_int_equal(read_phrase("", &lang, &t), E_INVALID);
	assert_int_equal(t.words, 0);
	assert_int_equal(read_phrase("legal winner thank", &lang, &t), E_INVALID);
	assert_int_equal(t.words, 3);
	assert_int_equal(read_phrase("legal winner thank year wave sausage worth useful legal winner thank thank", &lang, &t), E_CHECKSUM);
	assert_int_equal(read_phrase("legal winner thank year wave sausgae worth useful legal winner thank yellow", &lang, &t), E_NOT_FOUND);
	assert_int_equal(t.word, 6);
	assert_int_equal(t.lang, BIP39_EN);
	assert_true(t.nears > 0);
	assert_string_equal(bip39_word(t.lang, t.near[0]), "sausage");
	assert_int_equal(read_phrase("implorer visage sonnette voyage voloce pourpre volaille tribunal implorer visage sonnette voyelle", &lang, &t), E_NOT_FOUND);
	assert_int_equal(t.lang, BIP39_FR);
	assert_int_equal(t.word, 5);
	assert_int_equal(t.near[0], bip39_find(BIP39_FR, SLICE("véloce")));
	assert_int_equal(read_phrase("legal \xff winner thank year wave sausage worth useful legal winner thank yellow", &lang, &t), E_INVALID);
	char many[30 * 4 + 1] = "";
	for (int i = 0; i < 30; i++)
		strcat(many, "zoo ");
	assert_int_equal(read_phrase(many, &lang, &t), E_INVALID);
}

static void bip39_nearest_words(void **state)
{
	static const struct { enum bip39_lang lang; const char *typed, *meant; } row[] = {
		{ BIP39_EN, "abandn", "abandon" }, { BIP39_EN, "aban", "abandon" }, { BIP39_EN, "zooo", "zoo" },
		{ BIP39_EN, "yelow", "yellow" }, { BIP39_FR, "abesser", "abaisser" }, { BIP39_FR, "ecole", "école" },
		{ BIP39_FR, "zoologei", "zoologie" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		int near[3];
		size_t n = bip39_nearest(row[i].lang, slice_of(row[i].typed), near, 3);
		assert_true(n >= 1 && n <= 3);
		int meant = bip39_find(row[i].lang, slice_of(row[i].meant));
		if (meant >= 0)
			assert_int_equal(near[0], meant);
	}
	int near[3];
	assert_int_equal(bip39_nearest(BIP39_EN, SLICE("qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"), near, 3), 0);
	assert_int_equal(bip39_nearest(BIP39_EN, SLICE(""), near, 3), 0);
}

static void bip39_two_languages(void **state)
{
	/* all words stand in both lists: found by search so that both checksums hold, or only one */
	static const char *const common[] = { "abandon", "amateur", "angle", "animal", "aspect", "badge", "bicycle", "bonus" };
	int both = 0, one = 0;
	(void)state;
	for (unsigned i = 0; i < 4096 && (!both || !one); i++) {
		char text[256] = "abandon angle badge bonus animal aspect bicycle badge";
		for (unsigned k = 0; k < 4; k++) {
			strcat(text, " ");
			strcat(text, common[i >> 3 * k & 7]);
		}
		enum bip39_lang en = BIP39_EN, fr = BIP39_FR, any = BIP39_AUTO;
		enum err a = read_phrase(text, &en, NULL), b = read_phrase(text, &fr, NULL), c = read_phrase(text, &any, NULL);
		if (a == E_OK && b == E_OK) {
			assert_int_equal(c, E_AMBIGUOUS);
			both++;
		} else if (a == E_OK || b == E_OK) {
			assert_int_equal(c, E_OK);
			assert_int_equal(any, a == E_OK ? BIP39_EN : BIP39_FR);
			one++;
		} else {
			assert_int_equal(c, E_CHECKSUM);
		}
	}
	assert_true(both && one);
}

static void bip39_generates(void **state)
{
	(void)state;
	for (size_t words = 12; words <= 24; words += 3)
		for (enum bip39_lang l = 0; l < BIP39_LANGS; l++) {
			struct secret a = secret_new(64), b = secret_new(64);
			enum bip39_lang lang = l;
			struct bip39_trouble t;
			assert_int_equal(bip39_generate(words, l, &a), E_OK);
			assert_int_equal(bip39_generate(words, l, &b), E_OK);
			assert_true(a.n != b.n || memcmp(a.p, b.p, a.n) != 0);
			struct secret bits = secret_new(32);
			assert_int_equal(bip39_read(norm_slice(&a), &lang, &bits, &t), E_OK);
			assert_int_equal(t.words, words);
			assert_int_equal(bits.n, words / 3 * 4);
			secret_free(&bits);
			secret_free(&a);
			secret_free(&b);
		}
	struct secret s = secret_new(8);
	assert_int_equal(bip39_generate(13, BIP39_EN, &s), E_INVALID);
	assert_int_equal(bip39_write(SLICE("fifteen bytes.."), BIP39_EN, &s), E_INVALID);
	assert_int_equal(bip39_write(SLICE("sixteen bytes..."), BIP39_AUTO, &s), E_INVALID);
	secret_free(&s);
}

static void diceware_draws(void **state)
{
	unsigned bits = 0;
	(void)state;
	for (int round = 0; round < 50; round++) {
		struct secret s = secret_new(16);
		struct slice rest, word;
		size_t n = 0;
		assert_int_equal(diceware_make(DICEWARE_USUAL, BIP39_FR, &s, &bits), E_OK);
		assert_int_equal(bits, 77);
		rest = norm_slice(&s);
		while (slice_split(&rest, ' ', &word)) {
			assert_true(bip39_find(BIP39_FR, word) >= 0);
			n++;
		}
		assert_int_equal(n, DICEWARE_USUAL);
		secret_free(&s);
	}
	struct secret s = secret_new(16);
	assert_int_equal(diceware_make(3, BIP39_EN, &s, &bits), E_INVALID);
	assert_int_equal(diceware_make(25, BIP39_EN, &s, &bits), E_INVALID);
	assert_int_equal(diceware_words(77), 7); /* 2048 words: 11 bits each */
	assert_int_equal(diceware_words(78), 8);
	secret_free(&s);
}

static void diceware_estimates(void **state)
{
	(void)state;
	assert_int_equal(diceware_estimate(SLICE("")), 0);
	assert_int_equal(diceware_estimate(SLICE("aaaaaaaaaaaa")), 4);
	assert_int_equal(diceware_estimate(SLICE("azertyui")), 18);             /* 4 + 7 * 2 */
	assert_int_equal(diceware_estimate(SLICE("tube spoon cancel")), 33);
	assert_int_equal(diceware_estimate(SLICE("tube tube tube tube")), 11);
	assert_int_equal(diceware_estimate(SLICE("bruyant moniteur revanche \303\251tanche")), 44);
	assert_true(diceware_estimate(SLICE("tube spoon cancel 7!x")) > 33);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kdf_hmac),
		cmocka_unit_test(kdf_pbkdf2_lengths),
		cmocka_unit_test(kdf_scrypt_rfc7914),
		cmocka_unit_test(kdf_argon2id_vector),
		cmocka_unit_test(norm_forms),
		cmocka_unit_test(brain_cesium),
		cmocka_unit_test(brain_levels),
		cmocka_unit_test(brain_as_cesium2_cuts_letters),
		cmocka_unit_test(bip39_known),
		cmocka_unit_test(bip39_lists),
		cmocka_unit_test(bip39_mini_secret),
		cmocka_unit_test(bip39_reads_generously),
		cmocka_unit_test(bip39_troubles),
		cmocka_unit_test(bip39_nearest_words),
		cmocka_unit_test(bip39_two_languages),
		cmocka_unit_test(bip39_generates),
		cmocka_unit_test(diceware_draws),
		cmocka_unit_test(diceware_estimates),
	};
	assert_int_equal(secret_init(), E_OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
