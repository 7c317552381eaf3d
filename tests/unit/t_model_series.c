/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/tick.h"
#include "model/series_in.h"
#include <sys/stat.h>

/* The time of day is not ours to set while figures are put in: records are written as the file has them, by their own time. */
static void fill(struct series *s, int level, enum metric m, int64_t from, int64_t to, int64_t (*value)(int64_t at))
{
	int64_t step = series_levels[level].step;
	size_t before = 0;
	for (int i = 0; i < level; i++)
		before += series_levels[i].slots;
	for (int64_t at = from - from % step; at <= to; at += step) {
		struct series_record *r = &s->records[before + (size_t)(at / step % (int64_t)series_levels[level].slots)];
		if (r->at != at)
			memset(r, 0, sizeof *r);
		r->at = at;
		r->check = 1;
		r->cells[m] = (struct series_cell){ value(at), value(at) + 1, 1, 0 };
	}
}

static int64_t constant(int64_t at)
{
	(void)at;
	return 142;
}

static int64_t daily_gb(int64_t at)
{
	return at / 86400 * 1000 + at % 86400 * 1000 / 86400;
}

static int64_t reset_each_hour(int64_t at)
{
	return at % 3600 * 10;
}

static void put_and_get(void **state)
{
	struct series *s = series_new(NULL, unit_file("a"));
	struct series_point p[4];
	(void)state;
	series_put(s, METRIC_PEERS, 100);
	series_put(s, METRIC_PEERS, 200);
	series_put(s, METRIC_CPU, SERIES_NONE);
	size_t some = series_get(s, METRIC_PEERS, 120, 4, p);
	assert_true(some >= 1); /* a record may begin in the point before the last */
	int64_t mean = SERIES_NONE;
	for (int i = 0; i < 4; i++)
		if (p[i].mean != SERIES_NONE)
			mean = p[i].mean;
	assert_int_equal(mean, 150);
	assert_int_equal(series_get(s, METRIC_CPU, 120, 4, p), 0);
	assert_int_equal(series_get(s, METRIC_PEERS, 2, 4, p), 0);
	series_free(s);
}

static void survives(void **state)
{
	struct stat st;
	struct series_point p[2];
	(void)state;
	struct series *s = series_new(NULL, unit_file("b"));
	series_put(s, METRIC_REPO, 41000000000);
	series_free(s);
	assert_int_equal(stat(unit_file("b"), &st), 0);
	assert_true(st.st_size < 4 << 20);
	assert_int_equal(st.st_mode & 077, 0);
	s = series_new(NULL, unit_file("b"));
	assert_true(series_get(s, METRIC_REPO, 3600, 2, p) > 0);
	assert_int_equal(p[1].mean == SERIES_NONE ? p[0].mean : p[1].mean, 41000000000);
	series_free(s);
}

/* One byte of the file changed, anywhere: at worst one record is lost. */
static void torn(void **state)
{
	(void)state;
	struct series *s = series_new(NULL, unit_file("c"));
	series_put(s, METRIC_PEERS, 7);
	series_free(s);
	struct stat st;
	assert_int_equal(stat(unit_file("c"), &st), 0);
	for (int i = 0; i < 40; i++) {
		FILE *f = fopen(unit_file("c"), "r+b");
		struct series_point p[2];
		assert_non_null(f);
		long at = SERIES_HEAD + (long)unit_random((uint32_t)(st.st_size - SERIES_HEAD));
		fseek(f, at, SEEK_SET);
		int old = fgetc(f);
		fseek(f, at, SEEK_SET);
		fputc(old ^ 0x55, f);
		fclose(f);
		s = series_new(NULL, unit_file("c"));
		series_get(s, METRIC_PEERS, 3600, 2, p);
		series_free(s);
	}
	s = series_new(NULL, unit_file("c"));
	struct series_point p[2];
	series_get(s, METRIC_PEERS, 3600, 2, p);
	assert_true(p[1].mean == 7 || p[1].mean == SERIES_NONE);
	series_free(s);
	/* cut in the middle */
	assert_int_equal(truncate(unit_file("c"), st.st_size / 2), 0);
	s = series_new(NULL, unit_file("c"));
	series_get(s, METRIC_PEERS, 3600, 2, p);
	series_put(s, METRIC_PEERS, 9);
	series_free(s);
}

static void newer_is_left_alone(void **state)
{
	(void)state;
	unit_write(unit_file("d"), "vigie series 9\nsomething from the future that must stay as it is ....................");
	struct series *s = series_new(NULL, unit_file("d"));
	struct series_point p[2];
	series_put(s, METRIC_PEERS, 5);
	assert_true(series_get(s, METRIC_PEERS, 3600, 2, p) > 0); /* in memory it goes on */
	series_free(s);
	char text[200] = "";
	FILE *f = fopen(unit_file("d"), "r");
	assert_non_null(fgets(text, sizeof text, f));
	assert_string_equal(text, "vigie series 9\n");
	assert_non_null(fgets(text, sizeof text, f));
	assert_int_equal(strncmp(text, "something from the future", 25), 0);
	fclose(f);
}

static void one_writes(void **state)
{
	struct series_point p[2];
	(void)state;
	struct series *a = series_new(NULL, unit_file("e")), *b = series_new(NULL, unit_file("e"));
	series_put(a, METRIC_PEERS, 1);
	series_put(b, METRIC_PEERS, 1000);
	assert_true(a->pen && !b->pen);
	series_free(b);
	series_free(a);
	a = series_new(NULL, unit_file("e"));
	series_get(a, METRIC_PEERS, 3600, 2, p);
	assert_int_equal(p[1].mean == SERIES_NONE ? p[0].mean : p[1].mean, 1);
	series_free(a);
}

static void resolution_falls(void **state)
{
	struct series_point p[32];
	int64_t now = tick_now(), seen;
	double per_day;
	(void)state;
	struct series *s = series_new(NULL, unit_file("f"));
	series_put(s, METRIC_CPU, 1);
	fill(s, 2, METRIC_PEERS, now - 31 * 86400, now, constant);
	assert_int_equal(series_get(s, METRIC_PEERS, 31 * 86400, 31, p), 31);
	assert_int_equal(p[15].mean, 142);
	assert_int_equal(p[15].most, 143);
	/* the fine rings know nothing of so long ago */
	assert_int_equal(series_get(s, METRIC_PEERS, 600, 10, p), 0);
	fill(s, 2, METRIC_REPO, now - 28 * 86400, now, daily_gb);
	assert_true(series_slope(s, METRIC_REPO, 28 * 86400, &per_day, &seen));
	assert_true(per_day > 999 && per_day < 1001);
	assert_true(seen > 27 * 86400);
	assert_false(series_slope(s, METRIC_PINS, 28 * 86400, &per_day, &seen));
	series_free(s);
}

static void counters(void **state)
{
	int64_t now = tick_now(), seen = 0;
	(void)state;
	struct series *s = series_new(NULL, unit_file("g"));
	series_put(s, METRIC_CPU, 1);
	assert_int_equal(series_moved(s, METRIC_BYTES_IN, 86400, &seen), -1);
	fill(s, 1, METRIC_BYTES_IN, now - 86400, now, reset_each_hour);
	int64_t moved = series_moved(s, METRIC_BYTES_IN, 86400, &seen);
	/* 10 bytes a second, of which each restart loses what came between the last reading and it */
	assert_true(moved > 700000 && moved <= 864000);
	assert_true(seen >= 86000);
	series_free(s);
}

static void names(void **state)
{
	(void)state;
	for (int i = 0; i < METRIC_COUNT; i++) {
		assert_non_null(series_about((enum metric)i)->name);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(series_about((enum metric)i)->name, series_about((enum metric)k)->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(put_and_get), cmocka_unit_test(survives), cmocka_unit_test(torn), cmocka_unit_test(newer_is_left_alone),
		cmocka_unit_test(one_writes), cmocka_unit_test(resolution_falls), cmocka_unit_test(counters), cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
