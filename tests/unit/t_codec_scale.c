/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SCALE against the examples of Substrate's own documentation and of parity-scale-codec's tests. */
#include "codec/hex.h"
#include "codec/pack.h"
#include "codec/scale.h"
#include "codec/wide.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct str bytes(const char *hex)
{
	struct str s = { 0 };
	assert_int_equal(hex_append(slice_of(hex), &s), E_OK);
	return s;
}

static void expect(struct str *s, const char *want)
{
	struct str h = { 0 };
	hex_add(&h, s->p, s->n);
	assert_string_equal(str_c(&h), want);
	str_free(&h);
	str_cut(s, 0);
}

static const struct { uint64_t v; const char *hex; } compacts[] = {
	{ 0, "00" }, { 1, "04" }, { 42, "a8" }, { 63, "fc" }, { 64, "0101" }, { 69, "1501" }, { 16383, "fdff" },
	{ 16384, "02000100" }, { 65535, "feff0300" }, { 1073741823, "feffffff" }, { 1073741824, "0300000040" },
	{ 4294967295, "03ffffffff" }, { 4294967296, "070000000001" }, { 100000000000000, "0b00407a10f35a" },
	{ 1099511627776, "0b000000000001" }, { 281474976710656, "0f00000000000001" },
	{ 72057594037927935, "0fffffffffffffff" }, { 72057594037927936, "130000000000000001" },
	{ 18446744073709551615u, "13ffffffffffffffff" },
};

static void compact_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(compacts); i++) {
		struct str s = { 0 };
		pack_compact(&s, compacts[i].v);
		struct scale r = scale_open(s.p, s.n);
		assert_int_equal(scale_compact(&r), compacts[i].v);
		assert_true(scale_done(&r));
		for (size_t cut = 0; cut < s.n; cut++) {
			r = scale_open(s.p, cut);
			assert_int_equal(scale_compact(&r), 0);
			assert_true(r.bad);
		}
		expect(&s, compacts[i].hex);
		str_free(&s);
	}
}

static void compact_must_be_shortest(void **state)
{
	static const char *const bad[] = { "0100", "fd00", "02000000", "feff0000", "0300000000", "03ffffff3f", "070000000000",
		"07ffffffff00", "17000000000000000001", "ff" };
	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct str s = bytes(bad[i]);
		struct scale r = scale_open(s.p, s.n);
		assert_int_equal(scale_compact(&r), 0);
		assert_true(r.bad);
		assert_false(scale_done(&r));
		str_free(&s);
	}
}

static void wide_compacts(void **state)
{
	/* u128::MAX, as in parity-scale-codec's tests of Compact<u128> */
	struct str s = bytes("33ffffffffffffffffffffffffffffffff");
	struct scale r = scale_open(s.p, s.n);
	unsigned char v[32];
	struct str t = { 0 };
	(void)state;
	assert_int_equal(scale_compact_wide(&r, v), 16);
	assert_true(scale_done(&r));
	wide_add(&t, v, 16, false);
	assert_string_equal(str_c(&t), "340282366920938463463374607431768211455");
	str_cut(&t, 0);
	pack_compact_wide(&t, v, 32);
	expect(&t, "33ffffffffffffffffffffffffffffffff");
	r = scale_open("\x87", 1); /* 37 bytes: wider than any integer */
	scale_compact_wide(&r, v);
	assert_true(r.bad);
	r = scale_open("\x01\x01", 2);
	assert_int_equal(scale_compact_wide(&r, v), 1);
	assert_int_equal(v[0], 64);
	r = scale_open("\0", 1);
	assert_int_equal(scale_compact_wide(&r, v), 0);
	assert_true(scale_done(&r));
	str_free(&s);
	str_free(&t);
}

/* docs.substrate.io: "Vec<u16> 4, 8, 15, 16, 23, 42", "Option<bool>", "i8 69", "u32 16777215", strings. */
static void documented_examples(void **state)
{
	struct str s = bytes("18" "040008000f00100017002a00");
	struct scale r = scale_open(s.p, s.n);
	static const unsigned want[] = { 4, 8, 15, 16, 23, 42 };
	(void)state;
	assert_int_equal(scale_count(&r, 2), 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(scale_uint(&r, 2), want[i]);
	assert_true(scale_done(&r));
	str_cut(&s, 0);
	pack_compact(&s, 6);
	for (size_t i = 0; i < 6; i++)
		pack_uint(&s, want[i], 2);
	expect(&s, "18040008000f00100017002a00");

	pack_uint(&s, 16777215, 4);
	expect(&s, "ffffff00");
	pack_blob(&s, "Hamlet", 6);
	expect(&s, "1848616d6c6574");
	pack_bytes(&s, "\x45", 1);
	expect(&s, "45");
	r = scale_open("\x18Hamlet\1\0", 9);
	assert_true(slice_is(scale_blob(&r), "Hamlet"));
	assert_true(scale_flag(&r));
	assert_false(scale_flag(&r));
	assert_true(scale_done(&r));
	r = scale_open("\xff\xff\xff\0", 4);
	assert_int_equal(scale_uint(&r, 4), 16777215);
	str_free(&s);
}

static void hostile_lengths(void **state)
{
	struct scale r = scale_open("\x03\xff\xff\xff\xff" "abc", 8);
	(void)state;
	assert_int_equal(scale_blob(&r).n, 0);
	assert_true(r.bad);
	assert_null(scale_take(&r, 1));
	r = scale_open("\x0c" "ab", 3);
	assert_int_equal(scale_blob(&r).n, 0);
	assert_true(r.bad);
	r = scale_open("\x0c" "abcde", 6); /* three items of two bytes need six */
	assert_int_equal(scale_count(&r, 2), 0);
	assert_true(r.bad);
	r = scale_open("\2", 1);
	assert_false(scale_flag(&r));
	assert_true(r.bad);
	r = scale_open(NULL, 0);
	assert_true(scale_done(&r));
	assert_int_equal(scale_uint(&r, 1), 0);
	assert_true(r.bad);
	r = scale_open("\1\2", 2);
	assert_non_null(scale_take(&r, 1));
	assert_false(scale_done(&r));
}

/* Limits of Rust's integer types, as its standard library prints them. */
static void wide_decimals(void **state)
{
	static const struct { size_t n; bool sign; const char *hex, *text; } table[] = {
		{ 16, false, "00000000000000000000000000000000", "0" },
		{ 16, true, "00000000000000000000000000000080", "-170141183460469231731687303715884105728" },
		{ 16, true, "ffffffffffffffffffffffffffffff7f", "170141183460469231731687303715884105727" },
		{ 16, true, "ffffffffffffffffffffffffffffffff", "-1" },
		{ 8, false, "ffffffffffffffff", "18446744073709551615" },
		{ 1, true, "45", "69" },
		{ 32, false, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		  "115792089237316195423570985008687907853269984665640564039457584007913129639935" },
	};
	static const struct { size_t n; bool sign; const char *text; enum err e; } bad[] = {
		{ 1, false, "256", E_TOO_BIG }, { 1, true, "128", E_TOO_BIG }, { 1, true, "-129", E_TOO_BIG }, { 1, false, "-1", E_INVALID },
		{ 1, false, "", E_INVALID }, { 1, true, "-", E_INVALID }, { 4, false, "1.5", E_INVALID }, { 4, false, " 1", E_INVALID },
		{ 16, false, "340282366920938463463374607431768211456", E_TOO_BIG },
	};
	unsigned char v[32];
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct str s = { 0 };
		hex_exact(slice_of(table[i].hex), v, table[i].n);
		wide_add(&s, v, table[i].n, table[i].sign);
		assert_string_equal(str_c(&s), table[i].text);
		memset(v, 7, sizeof v);
		assert_int_equal(wide_read(slice_of(table[i].text), v, table[i].n, table[i].sign), E_OK);
		str_cut(&s, 0);
		str_add(&s, (struct slice){ (char *)v, table[i].n });
		expect(&s, table[i].hex);
		str_free(&s);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(wide_read(slice_of(bad[i].text), v, bad[i].n, bad[i].sign), bad[i].e);
	assert_int_equal(wide_read(SLICE("-0"), v, 1, true), E_OK);
	assert_int_equal(v[0], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compact_forms),
		cmocka_unit_test(compact_must_be_shortest),
		cmocka_unit_test(wide_compacts),
		cmocka_unit_test(documented_examples),
		cmocka_unit_test(hostile_lengths),
		cmocka_unit_test(wide_decimals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
