/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hex, big-number bases, bech32, NIP-19, SS58 and addresses against vectors that others published or computed: RFC 4648,
 * the Bitcoin and BIP-173 test vectors, nostr-tools, @polkadot/util-crypto, Silkaj and the Duniter wallets. */
#include "codec/fives.h"
#include "codec/address.h"
#include "codec/base58.h"
#include "codec/bech32.h"
#include "codec/hex.h"
#include "codec/nip19.h"
#include "codec/radix.h"
#include "tests/shared.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void unhex(const char *text, unsigned char *out, size_t n)
{
	assert_int_equal(hex_exact(slice_of(text), out, n), E_OK);
}

static void hex_reads_and_writes(void **state)
{
	unsigned char b[8];
	size_t n;
	struct str s = { 0 };
	char text[13];
	(void)state;
	assert_int_equal(hex_decode(SLICE("666F6f626172"), b, sizeof b, &n), E_OK); /* RFC 4648: "foobar" */
	assert_int_equal(n, 6);
	assert_memory_equal(b, "foobar", 6);
	hex_encode("foobar", 6, text);
	assert_string_equal(text, "666f6f626172");
	hex_add(&s, "fo", 2);
	hex_add0x(&s, "o", 1);
	assert_string_equal(str_c(&s), "666f0x6f");
	str_cut(&s, 0);
	assert_int_equal(hex_append(SLICE("0x666f6f"), &s), E_OK);
	assert_string_equal(str_c(&s), "foo");
	assert_int_equal(hex_append(SLICE("0xzz"), &s), E_INVALID);
	assert_string_equal(str_c(&s), "foo");
	assert_int_equal(hex_decode(SLICE("0x"), b, 0, &n), E_OK);
	assert_int_equal(n, 0);
	assert_int_equal(hex_decode(SLICE("abc"), b, sizeof b, &n), E_INVALID);
	assert_int_equal(hex_decode(SLICE("ag"), b, sizeof b, &n), E_INVALID);
	assert_int_equal(hex_decode(SLICE("@G"), b, sizeof b, &n), E_INVALID);
	assert_int_equal(hex_decode(SLICE("112233"), b, 2, &n), E_TOO_BIG);
	assert_int_equal(hex_exact(SLICE("1122"), b, 1), E_INVALID);
	assert_int_equal(hex_exact(SLICE("0x0xff"), b, 2), E_INVALID);
	str_free(&s);
}

/* draft-msporny-base58 and the multibase specification's examples. */
static const struct { enum radix base; const char *bytes; size_t n; const char *text; } radix_table[] = {
	{ RADIX_58, "Hello World!", 12, "2NEpo7TZRRrLZSi2U" },
	{ RADIX_58, "The quick brown fox jumps over the lazy dog.", 44,
	  "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z" },
	{ RADIX_58, "\0\0\x28\x7f\xb4\xcd", 6, "11233QC4" },
	{ RADIX_36, "Decentralize everything!!!", 26, "m552ng4dabi4neu1oo8l4i5mndwmpc3mkukwtxy9" },
	{ RADIX_36, "yes mani !", 10, "2lcpzo5yikidynfl" },
	{ RADIX_36, "\0yes mani !", 11, "02lcpzo5yikidynfl" },
	{ RADIX_36, "\0\0yes mani !", 12, "002lcpzo5yikidynfl" },
};

static void radix_follows_the_specifications(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(radix_table); i++) {
		char text[RADIX_TEXT_MAX];
		unsigned char b[RADIX_MAX];
		size_t n;
		assert_int_equal(radix_encode(radix_table[i].base, radix_table[i].bytes, radix_table[i].n, text, sizeof text),
				 strlen(radix_table[i].text));
		assert_string_equal(text, radix_table[i].text);
		assert_int_equal(radix_decode(radix_table[i].base, slice_of(text), b, sizeof b, &n), E_OK);
		assert_int_equal(n, radix_table[i].n);
		assert_memory_equal(b, radix_table[i].bytes, n);
		assert_int_equal(radix_decode(radix_table[i].base, slice_of(text), b, radix_table[i].n - 1, &n), E_TOO_BIG);
		assert_int_equal(radix_encode(radix_table[i].base, radix_table[i].bytes, radix_table[i].n, text,
					      strlen(radix_table[i].text)), 0);
	}
}

/* The longest number: bytes 255 down to 0, both texts computed by the npm package multiformats. */
static void radix_takes_long_numbers(void **state)
{
	static const char text36[] = "1mvj05wljbmpd8a2mrglgkrl8gqwelpwwxehf7iy1e62a2bgqnwhakfi8fhp4yiy96w7gg8pkrvycojpy7czhc5r9tc"
		"oz0w5494eh31ezh8ezx4stye8xhigo1k7u2owa4olg2tx3nqhwkiay1mrg4rb09twvlcqx1qnsbsb3qfl7j2wxlrkqhanbcxt2gcztp40bxcww"
		"a0lp1a39mzhxwmovwnc745vv3sv44jnfgqoekcku7trkz49lvn3kwf7kk1mcn6fg1nxjccmy6g4p3j4m1hjpywgt9pnq9mgovinv1wq4u3c4s4"
		"tv5bux5b5yi5avnt894fm2b8a57jtmggfc3thfwalqq3eruydie3u2rhh2bjf5g8i6qla9b2fh6lrb1ios0wlc";
	static const char text58[] = "CqFXikQpYU36v9H3hxQj61r38coek8SwL1mCGWxTx4UxQPC4Cb7hcgpU75QJHoeBRW8jwW2wFv7t2P7GiSkk2XJ8pWR6"
		"bJ9wrKSktCa16yURhMSS1Vew8hh7qobLPWZNSzrZ6zBRpLzwJLdrKcWsc6rpDpMQMCGHfiKPesYWzyFUgoUf1eNmkxRYxAwZqGmgsjAy98wzVE"
		"VAn5gLA2gnWqVVWxLbwVRFsnXr8kQbGriMjJN51QqM2KbdN1idx8wHEZyyBCFHH5MEjr3qSssjPmhpfBN5m21gaMJP2PRqkVMKJWGwZYHkGaa9"
		"DEQFqi5XRvBQhr22FY3ZBtjaoq6FUMZAiFeerj";
	unsigned char big[RADIX_MAX + 1] = { 0 }, back[RADIX_MAX];
	char text[RADIX_TEXT_MAX];
	size_t n;
	(void)state;
	for (size_t i = 0; i < RADIX_MAX; i++)
		big[i] = (unsigned char)(255 - i);
	radix_encode(RADIX_36, big, RADIX_MAX, text, sizeof text);
	assert_string_equal(text, text36);
	radix_encode(RADIX_58, big, RADIX_MAX, text, sizeof text);
	assert_string_equal(text, text58);
	assert_int_equal(radix_decode(RADIX_36, slice_of(text36), back, sizeof back, &n), E_OK);
	assert_int_equal(n, RADIX_MAX);
	assert_memory_equal(back, big, n);
	assert_int_equal(radix_decode(RADIX_58, slice_of(text58), back, sizeof back, &n), E_OK);
	assert_memory_equal(back, big, n);
	assert_int_equal(radix_encode(RADIX_58, big, RADIX_MAX + 1, text, sizeof text), 0);
	memset(big, 255, sizeof big);
	assert_int_equal(radix_encode(RADIX_58, big, RADIX_MAX, text, sizeof text), 350);
	assert_int_equal(radix_encode(RADIX_36, big, RADIX_MAX, text, sizeof text), 397);
	memset(text, 'z', 399);
	assert_int_equal(radix_decode(RADIX_36, (struct slice){ text, 399 }, back, sizeof back, &n), E_TOO_BIG);
	assert_int_equal(radix_decode(RADIX_58, (struct slice){ text, 401 }, back, sizeof back, &n), E_TOO_BIG);
	assert_int_equal(radix_decode(RADIX_58, SLICE("0OIl"), back, sizeof back, &n), E_INVALID);
	assert_int_equal(radix_decode(RADIX_58, SLICE("\xc3\xa9"), back, sizeof back, &n), E_INVALID);
	assert_int_equal(radix_decode(RADIX_36, SLICE("YES"), back, sizeof back, &n), E_OK); /* base 36 reads both cases */
}

/* Bitcoin Core's base58_encode_decode.json. */
static const struct { const char *hex, *text; } base58_table[] = {
	{ "", "" }, { "61", "2g" }, { "626262", "a3gV" }, { "636363", "aPEr" },
	{ "73696d706c792061206c6f6e6720737472696e67", "2cFupjhnEsSn59qHXstmK2ffpLv2" },
	{ "00eb15231dfceb60925886b67d065299925915aeb172c06647", "1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L" },
	{ "516b6fcd0f", "ABnLTmg" }, { "bf4f89001e670274dd", "3SEo3LWLoPntC" }, { "572e4794", "3EFU7m" },
	{ "ecac89cad93923c02321", "EJDM8drfXA6uyA" }, { "10c8511e", "Rt5zm" }, { "00000000000000000000", "1111111111" },
};

static void base58_as_bitcoin(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(base58_table); i++) {
		unsigned char want[64], got[64];
		char text[96];
		size_t n, m;
		struct str s = { 0 };
		assert_int_equal(hex_decode(slice_of(base58_table[i].hex), want, sizeof want, &n), E_OK);
		assert_int_equal(base58_encode(want, n, text, sizeof text), strlen(base58_table[i].text));
		assert_string_equal(text, base58_table[i].text);
		base58_add(&s, want, n);
		assert_string_equal(str_c(&s), base58_table[i].text);
		assert_int_equal(base58_decode(slice_of(base58_table[i].text), got, sizeof got, &m), E_OK);
		assert_int_equal(m, n);
		assert_memory_equal(got, want, n);
		str_free(&s);
	}
}

static void base58_with_check_bytes(void **state)
{
	unsigned char raw[64], seed[33];
	char text[96];
	size_t n;
	(void)state;
	/* Bitcoin's developer guide: the WIF of a private key. */
	static const char wif[] = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ";
	assert_int_equal(base58_check_decode(slice_of(wif), 4, raw, sizeof raw, &n), E_OK);
	assert_int_equal(n, 33);
	unhex("800c28fca386c7a227600b2fe50b7cae11ec86d3bf1fbe471be89827e19d72aa1d", seed, 33);
	assert_memory_equal(raw, seed, 33);
	assert_int_equal(base58_check_encode(raw, n, 4, text, sizeof text), 51);
	assert_string_equal(text, wif);
	/* A key file of Cesium: two check bytes. */
	static const char g1wif[] = "6oyc4rx6KXunVDBdpNtCJDXf646XGDnKVPFUBTXiyPLkaHH";
	assert_int_equal(base58_check_decode(slice_of(g1wif), 2, raw, sizeof raw, &n), E_OK);
	assert_int_equal(n, 33);
	memset(seed, 1, 33);
	assert_memory_equal(raw, seed, 33);
	base58_check_encode(seed, 33, 2, text, sizeof text);
	assert_string_equal(text, g1wif);
	text[9]++;
	assert_int_equal(base58_check_decode(slice_of(text), 2, raw, sizeof raw, &n), E_CHECKSUM);
	assert_int_equal(base58_check_decode(SLICE("2"), 2, raw, sizeof raw, &n), E_INVALID);
	assert_int_equal(base58_check_decode(slice_of(g1wif), 2, raw, 32, &n), E_TOO_BIG);
}

/* BIP-173. The first ones are not whole bytes for us beyond the checksum. */
static void bech32_follows_bip173(void **state)
{
	static const char *const good[] = { "A12UEL5L", "a12uel5l",
		"an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs" };
	static const struct { const char *text; enum err e; } bad[] = {
		{ "\x20" "1nwldj5", E_INVALID }, { "\x7f" "1axkwrx", E_INVALID }, { "\x80" "1eym55h", E_INVALID },
		{ "pzry9x0s0muk", E_INVALID }, { "1pzry9x0s0muk", E_INVALID }, { "x1b4n0q5v", E_INVALID },
		{ "li1dgmt3", E_INVALID }, { "de1lg7wt\xff", E_INVALID }, { "A1G7SGD8", E_CHECKSUM }, { "10a06t8", E_INVALID },
		{ "1qzzfhee", E_INVALID }, { "A12uEL5L", E_INVALID }, { "", E_INVALID },
	};
	char hrp[96], text[128];
	unsigned char b[64], hash[20];
	size_t n;
	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_int_equal(bech32_decode(slice_of(good[i]), hrp, sizeof hrp, b, sizeof b, &n), E_OK);
		assert_int_equal(n, 0);
	}
	assert_int_equal(bech32_encode("a", b, 0, text, sizeof text), 8);
	assert_string_equal(text, "a12uel5l");
	/* "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw": 32 groups = 20 bytes. */
	static const char alpha[] = "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw";
	assert_int_equal(bech32_decode(slice_of(alpha), hrp, sizeof hrp, b, sizeof b, &n), E_OK);
	assert_string_equal(hrp, "abcdef");
	assert_int_equal(n, 20);
	unhex("00443214c74254b635cf84653a56d7c675be77df", hash, 20);
	assert_memory_equal(b, hash, 20);
	assert_int_equal(bech32_encode("abcdef", b, n, text, sizeof text), strlen(alpha));
	assert_string_equal(text, alpha);
	assert_int_equal(bech32_encode("abcdef", b, n, text, strlen(alpha)), 0);
	assert_int_equal(bech32_decode(slice_of(alpha), hrp, sizeof hrp, b, 19, &n), E_TOO_BIG);
	assert_int_equal(bech32_decode(slice_of(alpha), hrp, 6, b, sizeof b, &n), E_TOO_BIG);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(bech32_decode(slice_of(bad[i].text), hrp, sizeof hrp, b, sizeof b, &n), bad[i].e);
}

static void nip19_plain_keys(void **state)
{
	static const char npub[] = "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6";
	static const char nsec[] = "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5";
	unsigned char want[32], got[32], zero[32] = { 0 };
	char text[72];
	struct nip19 n;
	struct str s = { 0 };
	(void)state;
	unhex("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d", want, 32);
	assert_int_equal(nip19_read32(slice_of(npub), "npub", got), E_OK);
	assert_memory_equal(got, want, 32);
	assert_int_equal(nip19_read32(slice_of(npub), "nsec", got), E_INVALID);
	assert_int_equal(nip19_write32("npub", want, text), 63);
	assert_string_equal(text, npub);
	assert_int_equal(nip19_decode(SLICE(" nostr:npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6\n"), &n), E_OK);
	assert_int_equal(n.kind, NIP19_NPUB);
	assert_memory_equal(n.key, want, 32);
	assert_int_equal(nip19_encode(&n, &s), E_OK);
	assert_string_equal(str_c(&s), npub);
	unhex("67dea2ed018072d675f5415ecfaed7d2597555e202d85b3d65ea4e58d2d92ffa", want, 32);
	assert_int_equal(nip19_read32(slice_of(nsec), "nsec", got), E_OK);
	assert_memory_equal(got, want, 32);
	assert_int_equal(nip19_decode(slice_of(nsec), &n), E_OK);
	assert_int_equal(n.kind, NIP19_NSEC);
	assert_memory_equal(n.key, zero, 32);
	assert_int_equal(nip19_encode(&n, &s), E_INVALID);
	assert_int_equal(nip19_decode(SLICE("note1hwamhwamhwamhwamhwamhwamhwamhwamhwamhwamhwamhwamhwashyvgw5"), &n), E_OK);
	assert_int_equal(n.kind, NIP19_NOTE);
	memset(want, 0xbb, 32);
	assert_memory_equal(n.key, want, 32);
	str_free(&s);
}

/* The NIP's and nostr-tools' examples; those marked are written by us exactly as by nostr-tools. */
static void nip19_names_with_relays(void **state)
{
	static const char nprofile[] = "nprofile1qqsrhuxx8l9ex335q7he0f09aej04zpazpl0ne2cgukyawd24mayt8gpp4mhxue69uhhytnc9e3k7mgpz4mhxue"
		"69uhkg6nzv9ejuumpv34kytnrdaksjlyr9p";
	static const char naddr[] = "naddr1qqrxyctwv9hxzq3q80cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsxpqqqp65wqfwwaehxw309aex2mrp"
		"0yhxummnw3ezuetcv9khqmr99ekhjer0d4skjm3wv4uxzmtsd3jjucm0d5q3vamnwvaz7tmwdaehgu3wvfskuctwvyhxxmmd0zfmwx";
	static const char nevent[] = "nevent1qvzqqqrkcgpzp7fs3gqeykxrzpyngnu9lzw4y2d4x8yytqm0nxcgvq03zw7wqdheqydhwumn8ghj7un9d3shjtnrdac8jmr"
		"pwfskg6t09e3k7mgqyz4242424242424242424242424242424242424242424242424250xg909";
	unsigned char want[32];
	struct nip19 n;
	struct str s = { 0 };
	(void)state;
	assert_int_equal(nip19_decode(slice_of(nprofile), &n), E_OK);
	assert_int_equal(n.kind, NIP19_NPROFILE);
	unhex("3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d", want, 32);
	assert_memory_equal(n.key, want, 32);
	assert_int_equal(n.n_relays, 2);
	assert_string_equal(n.relays[0], "wss://r.x.com");
	assert_string_equal(n.relays[1], "wss://djbas.sadkb.com");

	assert_int_equal(nip19_decode(slice_of(naddr), &n), E_OK);
	assert_int_equal(n.kind, NIP19_NADDR);
	assert_memory_equal(n.key, want, 32);
	assert_true(n.has_event_kind);
	assert_int_equal(n.event_kind, 30023);
	assert_string_equal(n.identifier, "banana");
	assert_string_equal(n.relays[1], "wss://nostr.banana.com");

	assert_int_equal(nip19_decode(slice_of(nevent), &n), E_OK);
	assert_int_equal(n.kind, NIP19_NEVENT);
	unhex("f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9", want, 32);
	assert_true(n.has_author);
	assert_memory_equal(n.author, want, 32);
	assert_int_equal(n.event_kind, 30402);
	assert_string_equal(n.relays[0], "wss://relay.copylaradio.com");
	assert_int_equal(nip19_encode(&n, &s), E_OK);
	assert_string_equal(str_c(&s), nevent); /* nostr-tools' order of the entries */
	str_free(&s);
}

static void nip19_refuses(void **state)
{
	static const struct { const char *text; enum err e; } bad[] = {
		{ "nevent1qq5v4rkz", E_INVALID },
		{ "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w7", E_CHECKSUM },
		{ "Npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6", E_INVALID },
		{ "npub1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqkxnxjx", E_INVALID },
		{ "", E_INVALID }, { "nostr:", E_INVALID }, { "a12uel5l", E_INVALID },
	};
	struct nip19 n;
	unsigned char got[32];
	struct str s = { 0 };
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(nip19_decode(slice_of(bad[i].text), &n), bad[i].e);
	assert_int_equal(nip19_read32(slice_of(bad[3].text), "npub", got), E_INVALID);
	n = (struct nip19){ .kind = NIP19_NADDR, .identifier = "" };
	static char long_id[300];
	memset(long_id, 'x', sizeof long_id - 1);
	n.identifier = long_id;
	assert_int_equal(nip19_encode(&n, &s), E_TOO_BIG);
	str_free(&s);
}

/* One account under many prefixes, by @polkadot/util-crypto. */
static void ss58_every_prefix(void **state)
{
	static const struct { unsigned prefix; const char *text; } table[] = {
		{ 0, "14z8n9cVTQFfQhE4bhyCZruzmxgTiC9jR2vjGMqnmSYiBBv" },
		{ 2, "CeJemERG39hyXW9sfU1xNPmHkFGa5TC7J9BxdeSiUdXH6hP" },
		{ 42, "5C8gzStYdg8nDsgi6xey4R2m99y2mQe1evJSZyNVEgR2Xsq1" },
		{ 63, "7HfYRHG1hnW3W7BT898TzLcgiLyCvFrwcfwCVKsoxduGSfnN" },
		{ 64, "cEVeBtrihVwDkKZsjSLNQZrTcAAcpV5hrtchthPW6Qo8pTHMm" },
		{ 255, "yGCoVcDD9WQLXX76M6W4kRMQ2VYfHPNiNiLesJX2aMHhNgjYk" },
		{ 1284, "VdqbWcBKWcB8MMTRhxYeKSzYycLD91EwmVUANHA8RjZnqA8CL" },
		{ 4450, "g1K3kkX5sKyDgqJ43hubVf3gVVGDfqzZJZKbpuJsNoz89dhwA" },
		{ 16383, "yNVQ3tiKYijSKMoaaA3VFD89oD7foqvPAbbZ94aYYXAA6R2rH" },
	};
	unsigned char pub[32], got[32];
	char text[SS58_MAX];
	unsigned prefix;
	(void)state;
	unhex("0x030a11181f262d343b424950575e656c737a81888f969da4abb2b9c0c7ced5dc", pub, 32);
	for (size_t i = 0; i < COUNT(table); i++) {
		assert_int_equal(ss58_encode(table[i].prefix, pub, text), strlen(table[i].text));
		assert_string_equal(text, table[i].text);
		assert_int_equal(ss58_decode(slice_of(table[i].text), &prefix, got), E_OK);
		assert_int_equal(prefix, table[i].prefix);
		assert_memory_equal(got, pub, 32);
		text[20] = text[20] == 'x' ? 'y' : 'x';
		assert_int_equal(ss58_decode(slice_of(text), &prefix, got), E_CHECKSUM);
	}
	memset(pub, 0, 32);
	ss58_encode(0, pub, text);
	assert_string_equal(text, "111111111111111111111111111111111HC1");
	assert_int_equal(ss58_decode(slice_of(text), &prefix, got), E_OK);
	ss58_encode(SS58_G1, pub, text);
	assert_string_equal(text, "g1JymcjwFqWpSAtMpeJtXTUpaVVFzPHN9puZuB3WY2DgbveJY");
	assert_int_equal(ss58_encode(16384, pub, text), 0);
	assert_int_equal(ss58_decode(SLICE("g1"), &prefix, got), E_INVALID);
	assert_string_equal(ss58_network(0), "Polkadot"); /* the registry of substrate.io */
	assert_string_equal(ss58_network(SS58_ANY), "Substrate");
	assert_null(ss58_network(9999));
}

static const struct { const char *v1, *v2, *check; } address_table[] = {
	/* the wallets' published pairs and Silkaj's checksums */
	{ "6DrGg8cftpkgffv4Y4Lse9HSjgc8coEQor3yvMPHAnVH", "g1LjVbmvZVx7QxgAW9Q7NSS4jKHXo51M44zUwbkG3UsA7UZVM", NULL },
	{ "DU7b6JByc8HSKtZxbKape5ZSkXRwNy6ZKApisryevmrZ", "g1PAf1Dg6NAtsece62shM98dgmGiCF36PDJjfJ86aCYhe78XP", NULL },
	{ "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9", "g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz", "77Z" },
	{ "3rp7ahDGeXqffBQTnENiXEFXYS7BRjYmS33NbgfCuDc8", NULL, "DFQ" },
	{ "J4c8CARmP9vAFNGtHRuzx14zvxojyRWHW2darguVqjtX", NULL, "KAv" },
};

static void address_forms(void **state)
{
	struct address a, b;
	char text[80], v1[ADDRESS_V1_MAX], check[4];
	(void)state;
	for (size_t i = 0; i < COUNT(address_table); i++) {
		assert_int_equal(address_read(slice_of(address_table[i].v1), &a), E_OK);
		assert_int_equal(a.form, ADDRESS_V1);
		assert_int_equal(a.doubtful, i == 1); /* the wallets' second example is no point of the curve */
		address_v1(a.pub, v1);
		assert_string_equal(v1, address_table[i].v1);
		if (address_table[i].v2) {
			assert_int_equal(address_read(slice_of(address_table[i].v2), &b), E_OK);
			assert_int_equal(b.form, ADDRESS_G1);
			assert_memory_equal(a.pub, b.pub, 32);
		}
		if (address_table[i].check) {
			address_check(a.pub, check);
			assert_string_equal(check, address_table[i].check);
			snprintf(text, sizeof text, "  %s:%s\n", address_table[i].v1, check);
			assert_int_equal(address_read(slice_of(text), &b), E_OK);
			assert_int_equal(b.form, ADDRESS_V1_CHECKED);
			text[12] = text[12] == 'a' ? 'b' : 'a';
			assert_int_equal(address_read(slice_of(text), &b), E_CHECKSUM);
		}
	}
	assert_int_equal(address_read(SLICE("5FCM8VvFKfKzQnmkT7X9kDY6xMcgeGYRK8tmSbfwpXyM1CvS"), &a), E_OK);
	assert_int_equal(a.form, ADDRESS_FOREIGN);
	assert_int_equal(a.prefix, 42);
}

static void address_refuses(void **state)
{
	static const struct { const char *text; enum err e; } bad[] = {
		{ "", E_INVALID }, { "poka", E_INVALID }, { ":", E_INVALID }, { "g1", E_INVALID },
		{ "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9:", E_CHECKSUM },
		{ "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9:77z", E_CHECKSUM },
		{ "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9:77Z:77Z", E_CHECKSUM },
		{ "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRS", E_INVALID },
		{ "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ0", E_INVALID },
		{ "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ99", E_INVALID },
		{ "g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDy", E_CHECKSUM },
		{ "g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DD", E_INVALID },
	};
	struct address a;
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(address_read(slice_of(bad[i].text), &a), bad[i].e);
	/* The last character lost: still 32 bytes, but a point of the curve no more. */
	assert_int_equal(address_read(SLICE("AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ"), &a), E_OK);
	assert_true(a.doubtful);
}

/* A key that begins with a zero byte, in the spellings of the old programs. */
static void address_with_a_leading_zero(void **state)
{
	unsigned char pub[32];
	char v1[ADDRESS_V1_MAX], text[80], check[4];
	struct address a;
	(void)state;
	for (int i = 0; i < 32; i++)
		pub[i] = (unsigned char)(i ? 255 - i : 0);
	address_v1(pub, v1);
	assert_int_equal(v1[0], '1');
	assert_int_equal(address_read(slice_of(v1), &a), E_OK);
	assert_memory_equal(a.pub, pub, 32);
	address_check(pub, check);
	snprintf(text, sizeof text, "%s:%s", v1 + 1, check);
	assert_int_equal(address_read(slice_of(text), &a), E_OK);
	assert_memory_equal(a.pub, pub, 32);
	assert_int_equal(address_read(slice_of(v1 + 1), &a), E_INVALID); /* without check characters nobody vouches for it */
}

/* Every key of the shared vectors: old and new address, and the npub of the derivations. */
static void shared_addresses(void **state)
{
	size_t n;
	char *file = shared_load(shared_path("data/astroport-samples/keys/derivation-vectors.json"), &n);
	(void)state;
	if (!file)
		skip();
	json_t *root = json_loads(file, 0, NULL), *v;
	size_t i, seen = 0;
	assert_non_null(root);
	json_array_foreach(json_object_get(root, "vectors"), i, v) {
		const char *v1 = json_string_value(json_object_get(v, "g1_v1")), *v2 = json_string_value(json_object_get(v, "g1_ss58"));
		const char *npub = json_string_value(json_object_get(v, "npub")), *nhex = json_string_value(json_object_get(v, "nostr_hex"));
		unsigned char pub[32], got[32];
		char text[SS58_MAX];
		struct address a;
		unhex(json_string_value(json_object_get(v, "ed25519_pub_hex")), pub, 32);
		assert_int_equal(address_read(slice_of(v1), &a), E_OK);
		assert_memory_equal(a.pub, pub, 32);
		ss58_encode(SS58_G1, pub, text);
		assert_string_equal(text, v2);
		unhex(nhex, pub, 32);
		assert_int_equal(nip19_read32(slice_of(npub), "npub", got), E_OK);
		assert_memory_equal(got, pub, 32);
		seen++;
	}
	assert_true(seen > 5);
	json_decref(root);
	free(file);
}

/* RFC 4648, section 10: "fooba" is MZXW6YTB. */
static void fives_of_rfc4648(void **state)
{
	static const unsigned char digits[] = { 12, 25, 23, 22, 30, 24, 19, 1 };
	unsigned char out[5];
	struct fives f = { .out = out, .cap = sizeof out };
	(void)state;
	for (size_t i = 0; i < sizeof digits; i++)
		assert_true(fives_put(&f, digits[i]));
	assert_int_equal(f.n, 5);
	assert_memory_equal(out, "fooba", 5);
	assert_true(fives_whole(&f));
	assert_true(fives_put(&f, 0)); /* five bits wait */
	assert_false(fives_whole(&f));
	assert_false(fives_put(&f, 0)); /* a byte too much */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fives_of_rfc4648),
		cmocka_unit_test(hex_reads_and_writes),
		cmocka_unit_test(radix_follows_the_specifications),
		cmocka_unit_test(radix_takes_long_numbers),
		cmocka_unit_test(base58_as_bitcoin),
		cmocka_unit_test(base58_with_check_bytes),
		cmocka_unit_test(bech32_follows_bip173),
		cmocka_unit_test(nip19_plain_keys),
		cmocka_unit_test(nip19_names_with_relays),
		cmocka_unit_test(nip19_refuses),
		cmocka_unit_test(ss58_every_prefix),
		cmocka_unit_test(address_forms),
		cmocka_unit_test(address_refuses),
		cmocka_unit_test(address_with_a_leading_zero),
		cmocka_unit_test(shared_addresses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
