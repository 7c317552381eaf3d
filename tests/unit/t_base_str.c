/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include <limits.h>

static void growing(void **unused)
{
	struct str s = { 0 };
	char want[3000];
	(void)unused;
	assert_string_equal(str_c(&s), "");
	for (size_t i = 0; i < sizeof want - 1; i++) {
		want[i] = (char)('a' + unit_random(26));
		str_addc(&s, want[i]);
		assert_int_equal(s.p[s.n], 0);
	}
	want[sizeof want - 1] = 0;
	assert_string_equal(str_c(&s), want);
	str_cut(&s, 5000);
	assert_int_equal(s.n, sizeof want - 1);
	str_cut(&s, 3);
	want[3] = 0;
	unit_str_is(&s, want);
	str_cut(&s, 0); /* of an empty one: nothing to end */
	assert_null(s.p);
}

static void adding_itself(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	str_adds(&s, "ab");
	for (int i = 0; i < 10; i++)
		str_add(&s, slice_str(&s));
	assert_int_equal(s.n, 2048);
	for (size_t i = 0; i < s.n; i++)
		assert_int_equal(s.p[i], i % 2 ? 'b' : 'a');
	str_add(&s, slice_from(slice_str(&s), 2045));
	assert_string_equal(str_c(&s) + 2048, "bab");
	str_free(&s);
}

static void printing(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	str_addf(&s, "%s", "");
	assert_int_equal(s.n, 0);
	str_addf(&s, "%d %s", -5, "blocks");
	str_addf(&s, "%*d", 5000, 1);
	assert_int_equal(s.n, 9 + 5000);
	str_cut(&s, 9);
	str_addn(&s, '.', 3);
	str_addn(&s, '.', 0);
	unit_str_is(&s, "-5 blocks...");
}

static void giving_away(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	char *p = str_take(&s);
	assert_string_equal(p, "");
	free(p);
	str_adds(&s, "mine");
	p = str_take(&s);
	assert_string_equal(p, "mine");
	assert_null(s.p);
	assert_int_equal(s.n + s.cap, 0);
	free(p);
}

static void reserve_everything(void)
{
	struct str s = { 0 };
	str_adds(&s, "x");
	str_reserve(&s, SIZE_MAX);
}

static void reserve_nearly_everything(void)
{
	struct str s = { 0 };
	str_adds(&s, "x");
	str_reserve(&s, SIZE_MAX - 2);
}

static void overflow_aborts(void **unused)
{
	(void)unused;
	assert_true(unit_aborts(reserve_everything));
	assert_true(unit_aborts(reserve_nearly_everything));
}

static void comparing(void **unused)
{
	struct slice none = { NULL, 0 }, empty = { "", 0 };
	(void)unused;
	assert_true(slice_eq(none, empty));
	assert_true(slice_is(none, ""));
	assert_false(slice_is(none, "a"));
	assert_true(slice_starts(none, ""));
	assert_false(slice_starts(none, "a"));
	assert_true(slice_starts(SLICE("vigie"), "vig"));
	assert_false(slice_starts(SLICE("vi"), "vig"));
	assert_true(slice_is(slice_of(NULL), ""));
	assert_false(slice_eq(SLICE("a\0b"), SLICE("a\0c")));
}

static void cutting(void **unused)
{
	struct slice s = SLICE("harbour"), none = { NULL, 0 };
	(void)unused;
	assert_true(slice_is(slice_from(s, 3), "bour"));
	assert_true(slice_is(slice_from(s, 99), ""));
	assert_true(slice_is(slice_to(s, 3), "har"));
	assert_true(slice_is(slice_to(s, 99), "harbour"));
	assert_null(slice_from(none, 0).p);
	assert_true(slice_is(slice_trim(SLICE(" \t\r\n x y \n")), "x y"));
	assert_true(slice_is(slice_trim(SLICE(" \t ")), ""));
	assert_int_equal(slice_trim(none).n, 0);
}

static void splitting(void **unused)
{
	struct slice rest = SLICE("a,,b,"), part;
	const char *want[] = { "a", "", "b", "" };
	size_t n = 0;
	(void)unused;
	while (slice_split(&rest, ',', &part)) {
		assert_true(n < 4);
		assert_true(slice_is(part, want[n++]));
	}
	assert_int_equal(n, 4);
	rest = SLICE("");
	assert_true(slice_split(&rest, ',', &part));
	assert_int_equal(part.n, 0);
	assert_false(slice_split(&rest, ',', &part));
}

/* Whatever is split and joined again is what it was. */
static void splitting_loses_nothing(void **unused)
{
	(void)unused;
	for (int round = 0; round < 2000; round++) {
		struct str s = { 0 }, joined = { 0 };
		struct slice rest, part;
		for (uint32_t n = unit_random(20); n; n--)
			str_addc(&s, "ab,"[unit_random(3)]);
		rest = slice_str(&s);
		for (bool first = true; slice_split(&rest, ',', &part); first = false) {
			assert_null(part.n ? memchr(part.p, ',', part.n) : NULL);
			if (!first)
				str_addc(&joined, ',');
			str_add(&joined, part);
		}
		assert_string_equal(str_c(&s), str_c(&joined));
		str_free(&s);
		str_free(&joined);
	}
}

static void numbers(void **unused)
{
	uint64_t u = 7;
	int64_t i = 7;
	(void)unused;
	assert_true(slice_u64(SLICE("18446744073709551615"), &u));
	assert_true(u == UINT64_MAX);
	assert_false(slice_u64(SLICE("18446744073709551616"), &u));
	assert_false(slice_u64(SLICE("184467440737095516150"), &u));
	assert_true(u == UINT64_MAX);
	assert_true(slice_u64(SLICE("000"), &u));
	assert_int_equal(u, 0);
	const char *bad[] = { "", " 1", "1 ", "+1", "-1", "0x1", "1.0", "1e3", "\xd9\xa1" };
	for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
		assert_false(slice_u64(slice_of(bad[k]), &u));
	assert_false(slice_u64(SLICE("1\0"), &u));
	assert_true(slice_i64(SLICE("-9223372036854775808"), &i));
	assert_true(i == INT64_MIN);
	assert_false(slice_i64(SLICE("-9223372036854775809"), &i));
	assert_true(slice_i64(SLICE("9223372036854775807"), &i));
	assert_true(i == INT64_MAX);
	assert_false(slice_i64(SLICE("9223372036854775808"), &i));
	assert_false(slice_i64(SLICE("-"), &i));
	assert_false(slice_i64(SLICE("--1"), &i));
	assert_true(slice_i64(SLICE("-0"), &i));
	assert_int_equal(i, 0);
}

static void numbers_come_back(void **unused)
{
	(void)unused;
	for (int round = 0; round < 2000; round++) {
		int64_t want = (int64_t)((uint64_t)unit_random(UINT32_MAX) << 32 | unit_random(UINT32_MAX)), got;
		struct str s = { 0 };
		want = unit_random(2) ? want : -want;
		str_addf(&s, "%lld", (long long)want);
		assert_true(slice_i64(slice_str(&s), &got));
		assert_true(got == want);
		str_free(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(growing),
		cmocka_unit_test(adding_itself),
		cmocka_unit_test(printing),
		cmocka_unit_test(giving_away),
		cmocka_unit_test(overflow_aborts),
		cmocka_unit_test(comparing),
		cmocka_unit_test(cutting),
		cmocka_unit_test(splitting),
		cmocka_unit_test(splitting_loses_nothing),
		cmocka_unit_test(numbers),
		cmocka_unit_test(numbers_come_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
