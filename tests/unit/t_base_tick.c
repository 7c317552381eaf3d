/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/text.h"
#include "base/tick.h"
#include <time.h>

enum { NOON = 1795262400 }; /* Saturday 2026-11-21 12:00:00 UTC */

static void age_is(int64_t seconds, const char *want)
{
	struct str s = { 0 };
	tick_age(&s, seconds);
	unit_str_is(&s, want);
}

static void span_is(int64_t seconds, const char *want)
{
	struct str s = { 0 };
	tick_span(&s, seconds);
	unit_str_is(&s, want);
}

static void when_is(int64_t when, const char *want)
{
	struct str s = { 0 };
	tick_when(&s, when);
	unit_str_is(&s, want);
}

/* Runs first, while nothing has told the time yet. */
static void before_anything_is_known(void **unused)
{
	(void)unused;
	assert_false(tick_trusted());
	assert_false(tick_fixed());
	age_is(10, "?");
	age_is(0, "?");
	assert_true(tick_now() > 1000000000);
}

static void clocks_move(void **unused)
{
	int64_t a = tick_ms();
	(void)unused;
	for (int i = 0; i < 1000; i++) {
		int64_t b = tick_ms();
		assert_true(b >= a);
		a = b;
	}
	int64_t s = tick_now(), ms = tick_now_ms() / 1000;
	assert_true(ms - s == 0 || ms - s == 1);
}

static void a_wrong_clock_is_corrected(void **unused)
{
	int64_t machine = time(NULL);
	(void)unused;
	tick_confirm(machine + 400 * 86400);
	assert_false(tick_trusted());
	assert_true(tick_now() - machine - 400 * 86400 <= 2);
	assert_true(tick_now() - machine - 400 * 86400 >= 0);
	age_is(45, "45 s");
	tick_confirm(machine - 86400);
	assert_true(tick_now() < machine - 86000);
	tick_confirm(machine + 30);
	assert_true(tick_trusted());
	assert_true(tick_now() - machine <= 2);
}

static void a_fixed_clock_stands(void **unused)
{
	(void)unused;
	tick_fix(NOON);
	assert_true(tick_fixed());
	assert_true(tick_trusted());
	assert_true(tick_now() == NOON);
	assert_true(tick_now_ms() == (int64_t)NOON * 1000);
	int64_t a = tick_ms();
	struct timespec pause = { 0, 3000000 };
	nanosleep(&pause, NULL);
	assert_true(tick_ms() > a);
	assert_true(tick_now() == NOON);
	tick_fix(-5);
	assert_true(tick_now() == -5);
	tick_fix(NOON);
}

static void ages(void **unused)
{
	(void)unused;
	age_is(-61, "?");
	age_is(-60, "now");
	age_is(9, "now");
	age_is(10, "10 s");
	age_is(59, "59 s");
	age_is(60, "1 min");
	age_is(3599, "59 min");
	age_is(3600, "1 h");
	age_is(86399, "23 h");
	age_is(86400, "1 d");
	age_is(30 * 86400, "30 d");
	age_is(31 * 86400, "1 mon");
	age_is(364 * 86400, "11 mon");
	age_is(366 * 86400, "1 y");
	age_is(INT64_MIN, "?");
	for (int64_t s = 1; s > 0 && s < INT64_MAX / 3; s = s * 2 + 7) {
		struct str out = { 0 };
		tick_age(&out, s);
		assert_true(text_width(slice_str(&out)) <= 6);
		str_free(&out);
	}
}

static void spans(void **unused)
{
	(void)unused;
	span_is(0, "0 seconds");
	span_is(1, "1 second");
	span_is(119, "119 seconds");
	span_is(120, "2 minutes");
	span_is(7199, "119 minutes");
	span_is(7200, "2 hours");
	span_is(2 * 86400, "2 days");
	span_is(112 * 86400 + 5, "112 days");
	span_is(-112 * 86400, "112 days");
	span_is(730 * 86400, "1 year");
	span_is(INT64_MIN, "292277024626 years");
}

static void dates_for_people(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	setenv("TZ", "UTC0", 1);
	tzset();
	tick_fix(NOON);
	when_is(NOON, "12:00");
	when_is(NOON - 12 * 3600, "00:00");
	when_is(NOON - 12 * 3600 - 1, "Fri");
	when_is(NOON - 6 * 86400, "Sun");
	when_is(NOON - 7 * 86400, "14 Nov");
	when_is(NOON + 86400, "22 Nov");
	when_is(NOON + 86400 * 60, "20 Jan 2027");
	when_is(0, "1 Jan 1970");
	when_is(INT64_MAX, "?");
	tick_date(&s, NOON);
	unit_str_is(&s, "21 Nov 2026");
}

/* The day is that of the local calendar, also where clocks change. */
static void zones(void **unused)
{
	(void)unused;
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	when_is(NOON, "13:00");
	when_is(NOON + 11 * 3600, "22 Nov");
	int64_t change = 1792890000; /* Sunday 2026-10-25 01:00 UTC: three o'clock becomes two */
	tick_fix(change + 3600);
	when_is(change - 1, "02:59");
	when_is(change, "02:00");
	when_is(change - 3 * 3600 - 1, "Sat");
	setenv("TZ", "UTC0", 1);
	tzset();
	tick_fix(NOON);
}

static bool parses(const char *text, int64_t want)
{
	int64_t got = -77;
	bool ok = tick_parse(slice_of(text), &got);
	if (ok)
		assert_true(got == want);
	return ok;
}

static void parsing(void **unused)
{
	(void)unused;
	assert_true(parses("2026-11-21T12:00:00Z", NOON));
	assert_true(parses(" 2026-11-21t12:00:00.999z\n", NOON));
	assert_true(parses("2026-11-21T13:30:00+01:30", NOON));
	assert_true(parses("2026-11-21 10:00:00-02:00", NOON));
	assert_true(parses("2026-11-21 12:00", NOON));
	assert_true(parses("2026-11-21T12:00Z", NOON));
	assert_true(parses("2026-11-21", NOON - 43200));
	assert_true(parses("1795262400", NOON));
	assert_true(parses("-1", -1));
	assert_true(parses("2024-02-29", 1709164800));
	assert_true(parses("1970-01-01T00:00:00Z", 0));
	const char *bad[] = { "", "now", "2026-11", "2026-13-01", "2026-00-01", "2026-02-29", "2100-02-29", "2026-11-31",
		"2026-11-21T", "2026-11-21T24:00:00Z", "2026-11-21T12:60:00Z", "2026-11-21T12:00:61Z", "2026-11-21T12",
		"2026-11-21T12:00:00.Z", "2026-11-21T12:00:00Z x", "2026-11-21T12:00:00+1:00", "2026-11-21T12:00:00+24:00",
		"26-11-21", "2026/11/21", "2026-11-21x", "99999999999999999999" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(parses(bad[i], 0));
	setenv("TZ", "EST5", 1);
	tzset();
	assert_true(parses("2026-11-21 07:00", NOON));
	assert_true(parses("2026-11-21T12:00:00Z", NOON));
	setenv("TZ", "UTC0", 1);
	tzset();
}

static void written_dates_come_back(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	for (int round = 0; round < 5000; round++) {
		int64_t when = (int64_t)(((uint64_t)unit_random(UINT32_MAX) << 31 | unit_random(INT32_MAX)) % 315569520000) -
		    62167219200;
		str_cut(&s, 0);
		tick_rfc3339(&s, when);
		assert_int_equal(s.n, 20);
		assert_true(parses(str_c(&s), when));
	}
	str_cut(&s, 0);
	tick_rfc3339(&s, INT64_MAX);
	assert_string_equal(str_c(&s), "9999-12-31T23:59:59Z");
	str_cut(&s, 0);
	tick_rfc3339(&s, INT64_MIN);
	unit_str_is(&s, "0000-01-01T00:00:00Z");
}

/* What comes back every few seconds comes on full ones, never later than its period and a second. */
static void beats(void **state)
{
	static const int64_t periods[] = { 1000, 2000, 5000, 60000 };
	(void)state;
	for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
		for (int k = 0; k < 200; k++) {
			int64_t before = tick_ms(), wait = tick_beat(periods[i]), after = tick_ms();
			bool full = false;
			for (int64_t t = before; t <= after; t++)
				full = full || (t + wait) % 1000 == 0;
			assert_true(full);
			assert_true(wait >= periods[i] / 8 && wait > periods[i] - 1000 && wait <= periods[i] + 1000 / 8);
			nanosleep(&(struct timespec){ .tv_nsec = 1500000 }, NULL);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(before_anything_is_known),
		cmocka_unit_test(clocks_move),
		cmocka_unit_test(a_wrong_clock_is_corrected),
		cmocka_unit_test(a_fixed_clock_stands),
		cmocka_unit_test(ages),
		cmocka_unit_test(spans),
		cmocka_unit_test(dates_for_people),
		cmocka_unit_test(zones),
		cmocka_unit_test(parsing),
		cmocka_unit_test(written_dates_come_back),
		cmocka_unit_test(beats),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
