/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Amounts as the locales of ICU write them, and payment URIs as Cesium, Ğecko, Ğchange and the Ğ1lien draft emit them. */
#include "codec/amount.h"
#include "codec/hex.h"
#include "codec/payuri.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define A_TEXT "g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDz"
#define A_OLD "AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9"
#define NARROW "\xe2\x80\xaf"

static const struct { const char *text; enum err e; enum amount_unit unit; int64_t n; } amounts[] = {
	{ "12.50", E_OK, AMOUNT_G1, 1250 }, { "12,50", E_OK, AMOUNT_G1, 1250 }, { "12.5", E_OK, AMOUNT_G1, 1250 }, { "12", E_OK, AMOUNT_G1, 1200 },
	{ "0", E_OK, AMOUNT_G1, 0 }, { "0.01", E_OK, AMOUNT_G1, 1 }, { "  20 ", E_OK, AMOUNT_G1, 2000 },
	{ "1 204,56", E_OK, AMOUNT_G1, 120456 }, { "1 204.56", E_OK, AMOUNT_G1, 120456 }, { "1 204", E_OK, AMOUNT_G1, 120400 },
	{ "1" NARROW "234" NARROW "204,56", E_OK, AMOUNT_G1, 123420456 }, /* fr of ICU */
	{ "1\xc2\xa0" "234,5", E_OK, AMOUNT_G1, 123450 }, { "1204", E_OK, AMOUNT_G1, 120400 },
	{ "20 \xc4\x9e" "1", E_OK, AMOUNT_G1, 2000 }, { "20\xc4\x9f" "1", E_OK, AMOUNT_G1, 2000 }, { "20 g1", E_OK, AMOUNT_G1, 2000 },
	{ "2ud", E_OK, AMOUNT_UD, 2000 }, { "0,5 DU", E_OK, AMOUNT_UD, 500 }, { "0.125 UD", E_OK, AMOUNT_UD, 125 }, { "1,5ud", E_OK, AMOUNT_UD, 1500 },
	{ "92233720368547758.07", E_OK, AMOUNT_G1, INT64_MAX }, { "92233720368547758.08", E_AMOUNT, 0, 0 },
	{ "99999999999999999999999", E_AMOUNT, 0, 0 },
	/* a third decimal, or thousands? */
	{ "1.204", E_AMBIGUOUS, 0, 0 }, { "1,204", E_AMBIGUOUS, 0, 0 }, { "12.345", E_AMBIGUOUS, 0, 0 }, { "1,204ud", E_AMBIGUOUS, 0, 0 },
	{ "1,234,204.56", E_AMBIGUOUS, 0, 0 }, /* en of ICU */ { "1.234.204,56", E_AMBIGUOUS, 0, 0 }, /* de */
	{ "1 20", E_AMBIGUOUS, 0, 0 }, { "12 5", E_AMBIGUOUS, 0, 0 }, { "1204 567", E_AMBIGUOUS, 0, 0 }, { "1 2045", E_AMBIGUOUS, 0, 0 },
	/* a third decimal and nothing else */
	{ "0.123", E_AMOUNT, 0, 0 }, { "1234.567", E_AMOUNT, 0, 0 }, { "1 204.567", E_AMOUNT, 0, 0 }, { "12.3456", E_AMOUNT, 0, 0 },
	{ "0.1234ud", E_AMOUNT, 0, 0 },
	{ "", E_AMOUNT, 0, 0 }, { "ud", E_AMOUNT, 0, 0 }, { ".5", E_AMOUNT, 0, 0 }, { "5.", E_AMOUNT, 0, 0 }, { "-5", E_AMOUNT, 0, 0 },
	{ "+5", E_AMOUNT, 0, 0 }, { "5 EUR", E_AMOUNT, 0, 0 }, { "1e3", E_AMOUNT, 0, 0 }, { "0x10", E_AMOUNT, 0, 0 }, { "1.2.3", E_AMOUNT, 0, 0 },
	{ "5 5 5", E_AMBIGUOUS, 0, 0 }, { "\xd9\xa5", E_AMOUNT, 0, 0 }, { "5\xff", E_AMOUNT, 0, 0 }, { "12.50.", E_AMOUNT, 0, 0 },
};

static void amounts_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(amounts); i++) {
		struct amount a;
		enum err e = amount_read(slice_of(amounts[i].text), &a);
		if (e != amounts[i].e || (!e && (a.n != amounts[i].n || a.unit != amounts[i].unit)))
			print_message("%s\n", amounts[i].text);
		assert_int_equal(e, amounts[i].e);
		if (e)
			continue;
		assert_int_equal(a.n, amounts[i].n);
		assert_int_equal(a.unit, amounts[i].unit);
	}
}

/* What Intl.NumberFormat of node writes for 1234204.56. */
static void amounts_shown(void **state)
{
	struct str s = { 0 };
	(void)state;
	amount_fixed(&s, 123420456, 2, ",", NARROW);
	assert_string_equal(str_c(&s), "1" NARROW "234" NARROW "204,56");
	str_cut(&s, 0);
	amount_fixed(&s, 123420456, 2, ".", ",");
	assert_string_equal(str_c(&s), "1,234,204.56");
	str_cut(&s, 0);
	amount_fixed(&s, 7, 4, ".", ",");
	str_addc(&s, ' ');
	amount_fixed(&s, UINT64_MAX, 0, ".", " ");
	assert_string_equal(str_c(&s), "0.0007 18 446 744 073 709 551 615");
	str_cut(&s, 0);
	amount_add(&s, 123420456);
	str_addc(&s, ' ');
	amount_add(&s, 5);
	str_addc(&s, ' ');
	amount_add(&s, -100);
	str_addc(&s, ' ');
	amount_add(&s, INT64_MIN);
	assert_string_equal(str_c(&s), "1234204.56 0.05 -1.00 -92233720368547758.08");
	str_free(&s);
}

static const struct { const char *text; enum address_form form; int64_t centimes; const char *comment; } good[] = {
	{ A_TEXT, ADDRESS_G1, -1, "" }, { "\n " A_OLD " ", ADDRESS_V1, -1, "" }, { A_OLD ":77Z", ADDRESS_V1_CHECKED, -1, "" },
	{ "g1://" A_TEXT, ADDRESS_G1, -1, "" }, { "G1:" A_TEXT, ADDRESS_G1, -1, "" }, { "g1://" A_TEXT "/?amount=3", ADDRESS_G1, 300, "" },
	{ "g1://" A_TEXT "?amount=12.5&comment=Merci%20%C4%9E1%20%E2%99%A5%20%26%20co&t=1770000000", ADDRESS_G1, 1250,
	  "Merci \xc4\x9e" "1 \xe2\x99\xa5 & co" },
	{ "june://" A_OLD "?amount=12,5&comment=pour le pain", ADDRESS_V1, 1250, "pour le pain" },
	{ "june://" A_OLD ":77Z?comment=a+b", ADDRESS_V1_CHECKED, -1, "a b" },
	{ "june://wallet/" A_OLD, ADDRESS_V1, -1, "" }, { "june://pubkey/" A_OLD, ADDRESS_V1, -1, "" },
	{ "web+june://" A_OLD "?amount=1&unknown=2&flag", ADDRESS_V1, 100, "" }, { "duniter:key/" A_OLD, ADDRESS_V1, -1, "" },
	{ "g1://pay:100:to:" A_TEXT ":ref:Panier 7: 2 kg", ADDRESS_G1, 10000, "Panier 7: 2 kg" },
	{ "g1://pay:0,5:to:" A_OLD, ADDRESS_V1, 50, "" },
};

static void uris_read(void **state)
{
	unsigned char pub[32];
	struct payuri u;
	(void)state;
	hex_exact(SLICE("8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"), pub, 32);
	for (size_t i = 0; i < COUNT(good); i++) {
		enum err e = payuri_read(slice_of(good[i].text), &u);
		if (e)
			print_message("%s\n", good[i].text);
		assert_int_equal(e, E_OK);
		assert_true(u.has_address);
		assert_int_equal(u.to.form, good[i].form);
		assert_memory_equal(u.to.pub, pub, 32);
		assert_int_equal(u.has_amount, good[i].centimes >= 0);
		if (u.has_amount)
			assert_int_equal(u.amount.n, good[i].centimes);
		assert_string_equal(u.comment, good[i].comment);
		assert_int_equal(u.time, i == 6 ? 1770000000 : 0);
	}
	assert_int_equal(payuri_read(SLICE("june://" A_OLD "?udAmount=1.5"), &u), E_OK);
	assert_int_equal(u.amount.unit, AMOUNT_UD);
	assert_int_equal(u.amount.n, 1500);
	assert_int_equal(payuri_read(SLICE("g1://" A_TEXT "?amount=2ud"), &u), E_OK);
	assert_int_equal(u.amount.n, 2000);
	assert_int_equal(payuri_read(SLICE("june://@poka"), &u), E_OK);
	assert_false(u.has_address);
	assert_string_equal(u.uid, "poka");
	/* strangers' text is cleaned */
	assert_int_equal(payuri_read(SLICE("g1://" A_TEXT "?comment=a%1B%5B31mb%0Ac%E2%80%AEd"), &u), E_OK);
	assert_null(strchr(u.comment, 27));
	assert_null(strchr(u.comment, '\n'));
	assert_null(strstr(u.comment, "\xe2\x80\xae"));
}

static void uris_refused(void **state)
{
	static const struct { const char *text; enum err e; } bad[] = {
		{ "", E_INVALID }, { "g1://", E_INVALID }, { "g1://?amount=1", E_INVALID }, { "june://@", E_INVALID }, { "https://" A_TEXT, E_INVALID },
		{ "june://block/7", E_UNSUPPORTED }, { "g1://balance:" A_TEXT, E_UNSUPPORTED }, { "g1://isMember:" A_TEXT, E_UNSUPPORTED },
		{ "g1://burn:1:to:" A_TEXT, E_INVALID }, { "g1://pay:1:from:" A_TEXT, E_INVALID }, { "g1://pay:1", E_INVALID },
		{ "g1://pay:1:to:" A_TEXT ":note:x", E_INVALID }, { "g1://pay:1.234:to:" A_TEXT, E_AMBIGUOUS },
		{ "june://" A_OLD ":77z", E_CHECKSUM }, { "g1://g1N7Qta7a1xQu2D9644TgLrBqJTsKirTiDYC9mwAqPqgU7DDy?amount=1", E_CHECKSUM },
		{ "g1://" A_TEXT "?amount=", E_AMOUNT }, { "g1://" A_TEXT "?amount=-1", E_AMOUNT }, { "g1://" A_TEXT "?amount=1&amount=2", E_AMBIGUOUS },
		{ "g1://" A_TEXT "?amount=1&udAmount=2", E_AMBIGUOUS }, { "g1://" A_TEXT "?comment=%zz", E_INVALID },
		{ "g1://" A_TEXT "?comment=%4", E_INVALID }, { "g1://" A_TEXT "?comment=a%00b", E_INVALID },
		{ "g1://" A_TEXT "?comment=a&comment=b", E_AMBIGUOUS },
	};
	struct payuri u;
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		enum err e = payuri_read(slice_of(bad[i].text), &u);
		if (e != bad[i].e)
			print_message("%s\n", bad[i].text);
		assert_int_equal(e, bad[i].e);
		assert_false(u.has_address);
	}
	struct str s = { 0 };
	str_adds(&s, "g1://" A_TEXT "?comment=");
	str_addn(&s, 'x', PAYURI_COMMENT);
	assert_int_equal(payuri_read(slice_str(&s), &u), E_TOO_BIG);
	str_addn(&s, 'x', PAYURI_MAX);
	assert_int_equal(payuri_read(slice_str(&s), &u), E_TOO_BIG);
	str_free(&s);
}

/* The comment as encodeURIComponent of JavaScript writes it. */
static void uris_written(void **state)
{
	unsigned char pub[32];
	struct str s = { 0 };
	int64_t c = 1250;
	(void)state;
	hex_exact(SLICE("8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"), pub, 32);
	payuri_write(pub, &c, "Merci \xc4\x9e" "1 \xe2\x99\xa5 & co", &s);
	assert_string_equal(str_c(&s), "g1://" A_TEXT "?amount=12.50&comment=Merci%20%C4%9E1%20%E2%99%A5%20%26%20co");
	str_cut(&s, 0);
	payuri_write(pub, NULL, "x", &s);
	assert_string_equal(str_c(&s), "g1://" A_TEXT "?comment=x");
	str_cut(&s, 0);
	payuri_write(pub, NULL, NULL, &s);
	assert_string_equal(str_c(&s), "g1://" A_TEXT);
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_read),
		cmocka_unit_test(amounts_shown),
		cmocka_unit_test(uris_read),
		cmocka_unit_test(uris_refused),
		cmocka_unit_test(uris_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
