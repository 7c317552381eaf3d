/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Geohashes of the literature and of the npm package ngeohash; UPlanet's cells as the stations' own script names them;
 * rounding as awk's printf does it. */
#include "codec/cell.h"
#include "codec/decimal.h"
#include "codec/geohash.h"
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void decimals(void **state)
{
	static const struct { const char *text; double v; } table[] = {
		{ "43.60", 43.60 }, { "-1.277", -1.277 }, { ".06", .06 }, { "-.56", -.56 }, { "0", 0 }, { "180", 180 }, { "1.4442", 1.4442 },
		{ "0.1", 0.1 }, { "123456789012345", 123456789012345.0 }, { "1234567890123456789", 1234567890123450000.0 },
		{ "0.000000000000000000001", 1e-21 }, { "3.141592653589793", 3.14159265358979 },
	};
	static const char *const bad[] = { "", "-", ".", "1.", "1..2", "1,5", "+1", "1e5", " 1", "nan", "0x1", "--1" };
	/* awk '{printf "%.2f", $1}' */
	static const struct { const char *text; bool minus; unsigned n; } rounded[] = {
		{ "43.618", false, 4362 }, { "43.615", false, 4362 }, { "43.605", false, 4360 }, { "-1.277", true, 128 }, { "-0.50", true, 50 },
		{ "-0.006", true, 1 }, { "0.004", false, 0 }, { "-0.004", true, 0 }, { "0.125", false, 12 }, { "0.375", false, 38 },
		{ "1.005", false, 100 }, { "2.675", false, 267 }, { "89.995", false, 9000 }, { "-179.995", true, 18000 }, { "1.115", false, 111 },
	};
	double v;
	bool minus;
	uint32_t n;
	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		assert_true(decimal_read(slice_of(table[i].text), &v));
		assert_true(v == table[i].v);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(decimal_read(slice_of(bad[i]), &v));
	for (size_t i = 0; i < COUNT(rounded); i++) {
		assert_true(decimal_read(slice_of(rounded[i].text), &v));
		assert_true(decimal_hundredths(v, &minus, &n));
		assert_int_equal(minus, rounded[i].minus);
		assert_int_equal(n, rounded[i].n);
	}
	assert_false(decimal_hundredths(1e7, &minus, &n));
	assert_false(decimal_hundredths(NAN, &minus, &n));
	assert_true(decimal_hundredths(5e-320, &minus, &n));
	assert_int_equal(n, 0);
}

/* Against printf itself, in the C locale the test runs in, for places all over the globe. */
static void rounding_as_printf(void **state)
{
	uint32_t seed = 1, n;
	bool minus;
	char want[32], got[32];
	(void)state;
	setlocale(LC_NUMERIC, "C");
	for (int i = 0; i < 20000; i++) {
		seed = seed * 1664525u + 1013904223u;
		double v = ((double)seed / 4294967296.0 - 0.5) * (i % 3 ? 360 : 0.1);
		if (i % 5 == 0)
			v = (double)(int)(seed >> 12) / 800 - 180; /* many ties */
		snprintf(want, sizeof want, "%.2f", v);
		assert_true(decimal_hundredths(v, &minus, &n));
		snprintf(got, sizeof got, "%s%u.%02u", minus ? "-" : "", (unsigned)n / 100, (unsigned)n % 100);
		assert_string_equal(got, want);
	}
}

static void geohashes(void **state)
{
	char text[GEOHASH_MAX + 1];
	struct geohash_box b;
	(void)state;
	assert_true(geohash_write(37.8324, 112.5584, 9, text));
	assert_string_equal(text, "ww8p1r4t8");
	assert_true(geohash_write(43.6, 1.44, 6, text));
	assert_string_equal(text, "spc00c");
	assert_true(geohash_write(-33.86, 151.21, 12, text));
	assert_string_equal(text, "r3gx2ggz0qs0");
	assert_true(geohash_write(57.64911, 10.40744, 11, text)); /* Wikipedia */
	assert_string_equal(text, "u4pruydqqvj");
	assert_true(geohash_write(90, 180, 3, text));
	assert_string_equal(text, "zzz");
	assert_false(geohash_write(90.1, 0, 3, text));
	assert_false(geohash_write(0, 0, 13, text));
	assert_false(geohash_write(NAN, 0, 3, text));
	assert_true(geohash_read(SLICE("ezs42"), &b));
	assert_true(b.lat == 42.60498046875 && b.lon == -5.60302734375);
	assert_true(b.lat_error == 0.02197265625 && b.lon_error == 0.02197265625);
	assert_true(geohash_read(SLICE("SPC00CE"), &b));
	assert_true(b.lat == 43.60267639160156 && b.lon == 1.4440155029296875);
	assert_false(geohash_read(SLICE("ezs4a"), &b));
	assert_false(geohash_read(SLICE(""), &b));
	assert_false(geohash_read(SLICE("0123456789bcd"), &b));
	assert_true(geohash_tag(SLICE("43.60, 1.44"), &b));
	assert_true(b.lat == 43.60 && b.lon == 1.44 && b.lat_error == 0);
	assert_true(geohash_tag(SLICE("ezs42"), &b));
	assert_false(geohash_tag(SLICE("91,0"), &b));
	assert_false(geohash_tag(SLICE("43.6,1.4,7"), &b));
	assert_false(geohash_tag(SLICE("3fa9c01d77e2a"), &b));
}

static void cell_is(double lat, double lon, const char *umap, const char *sector, const char *region)
{
	struct cell c, up;
	struct str s = { 0 };
	assert_true(cell_of(lat, lon, &c));
	cell_name(&c, ',', &s);
	assert_string_equal(str_c(&s), umap);
	str_cut(&s, 0);
	up = cell_up(&c, CELL_SECTOR);
	cell_name(&up, '_', &s);
	assert_string_equal(str_c(&s), sector);
	str_cut(&s, 0);
	up = cell_up(&up, CELL_REGION);
	cell_name(&up, '_', &s);
	assert_string_equal(str_c(&s), region);
	str_cut(&s, 0);
	up = cell_up(&up, CELL_UMAP); /* there is no way down */
	assert_int_equal(up.level, CELL_REGION);
	str_free(&s);
}

static void cells(void **state)
{
	struct cell c;
	struct str s = { 0 };
	(void)state;
	cell_is(43.618, 1.444, "43.62,1.44", "_43.6_1.4", "_43_1");
	cell_is(43.605, -1.277, "43.60,-1.28", "_43.6_-1.2", "_43_-1");
	cell_is(44.83, -0.50, "44.83,-0.50", "_44.8_-0.5", "_44_-0");
	cell_is(44.83, -0.006, "44.83,-0.01", "_44.8_-0.0", "_44_-0");
	cell_is(44.83, -0.004, "44.83,-0.00", "_44.8_-0.0", "_44_-0");
	cell_is(-89.999, -179.999, "-90.00,-180.00", "_-90.0_-180.0", "_-90_-180");
	assert_false(cell_of(43.6, 0, &c));
	assert_false(cell_of(43.6, 0.004, &c));
	assert_false(cell_of(0.001, 1, &c));
	assert_false(cell_of(90.01, 1, &c));
	assert_false(cell_of(43.6, NAN, &c));
	assert_true(cell_read(SLICE("_43.60_1.44"), &c));
	assert_int_equal(c.level, CELL_UMAP);
	cell_path(&c, &s);
	assert_string_equal(str_c(&s), "__/_43_1/_43.6_1.4/_43.60_1.44");
	assert_true(cell_read(SLICE("44.8,-0.5"), &c));
	assert_int_equal(c.level, CELL_SECTOR);
	assert_string_equal(c.lon, "-0.5");
	assert_true(cell_read(SLICE("_44_-0"), &c));
	assert_int_equal(c.level, CELL_REGION);
	static const char *const bad[] = { "", "43.60", "43.60,1.4", "043.60,1.44", "43.60,0.00", "91.00,1.00", "43.605,1.445", "a,b", "43.60,", ".60,.44",
		"43.60,1.44,2", "_43.60_1.44_" };
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(cell_read(slice_of(bad[i]), &c));
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decimals),
		cmocka_unit_test(rounding_as_printf),
		cmocka_unit_test(geohashes),
		cmocka_unit_test(cells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
