/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/tick.h"
#include <sys/stat.h>

static const char *path_of(const char *name)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s", unit_file(name));
	return path;
}

static void the_ring(void **unused)
{
	(void)unused;
	log_open(NULL, LOG_INFO);
	assert_string_equal(log_path(), "");
	assert_int_equal(log_count(), 0);
	unsigned v = log_version();
	log_add(LOG_DEBUG, "io", "too small to keep");
	assert_int_equal(log_count(), 0);
	assert_int_equal(log_version(), v);
	for (int i = 0; i < 2500; i++) {
		log_add(LOG_WARN, "io", "line %d", i);
		assert_int_not_equal(log_version(), v++);
	}
	assert_int_equal(log_count(), 1000);
	assert_string_equal(log_at(0).text, "line 1500");
	assert_string_equal(log_at(999).text, "line 2499");
	assert_int_equal(log_at(5).level, LOG_WARN);
	assert_string_equal(log_at(5).room, "io");
	assert_string_equal(log_at(1000).text, "");
	log_close();
	assert_int_equal(log_count(), 0);
}

static void the_file(void **unused)
{
	struct str s = { 0 };
	struct fault f = { E_TIMEOUT, "node g1.example" }, bare = { E_BUSY, "" };
	struct stat st;
	(void)unused;
	tick_fix(1795262400);
	const char *path = path_of("log");
	log_open(path, LOG_DEBUG);
	assert_string_equal(log_path(), path);
	log_add(LOG_DEBUG, "g1", "head %d", 7);
	log_add(LOG_ERROR, "pod", "bad\nline\x1b[2J \xff");
	log_fault(LOG_WARN, "io", &f);
	log_fault(LOG_INFO, "io", &bare);
	log_close();
	log_open(path, LOG_DEBUG); /* a second run goes on below */
	log_add(LOG_INFO, "ui", "again");
	log_close();
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(paths_read(path, 10000, &s, NULL), E_OK);
	unit_str_is(&s, "2026-11-21T12:00:00.000Z D g1: head 7\n"
			"2026-11-21T12:00:00.000Z E pod: bad line\ufffd[2J \ufffd\n"
			"2026-11-21T12:00:00.000Z W io: node g1.example: no answer in time (net-timeout)\n"
			"2026-11-21T12:00:00.000Z I io: something else holds it (busy)\n"
			"2026-11-21T12:00:00.000Z I ui: again\n");
}

static void long_lines_are_cut(void **unused)
{
	(void)unused;
	log_open(NULL, LOG_DEBUG);
	log_add(LOG_INFO, "ui", "%5000s", "x");
	assert_int_equal(strlen(log_at(0).text), 1000);
	log_close();
}

static void turns_over(void **unused)
{
	struct stat st;
	char old[5000];
	(void)unused;
	const char *path = path_of("turn");
	snprintf(old, sizeof old, "%s.1", path);
	log_open(path, LOG_INFO);
	for (int i = 0; i < 12000; i++)
		log_add(LOG_INFO, "io", "%0200d", i);
	log_close();
	assert_int_equal(stat(old, &st), 0);
	assert_true(st.st_size >= 1 << 20 && st.st_size < (1 << 20) + 64 * 300);
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_size < (1 << 20) + 64 * 300);
}

/* Another instance turned the file over: this one follows to the new file instead of writing into the old. */
static void follows_another_instance(void **unused)
{
	struct str s = { 0 };
	char moved[5000];
	(void)unused;
	const char *path = path_of("followed");
	snprintf(moved, sizeof moved, "%s.1", path);
	log_open(path, LOG_INFO);
	log_add(LOG_INFO, "io", "first");
	assert_int_equal(rename(path, moved), 0);
	for (int i = 0; i < 200; i++)
		log_add(LOG_INFO, "io", "n %d", i);
	log_close();
	assert_int_equal(paths_read(path, 100000, &s, NULL), E_OK);
	assert_non_null(strstr(str_c(&s), "n 199\n"));
	assert_null(strstr(str_c(&s), "first"));
	str_free(&s);
}

static void unwritable_places(void **unused)
{
	(void)unused;
	log_open(unit_file("no-such-folder/log"), LOG_INFO);
	assert_string_equal(log_path(), "");
	log_add(LOG_INFO, "io", "still in the ring");
	assert_int_equal(log_count(), 1);
	assert_int_equal(mkfifo(unit_file("log-pipe"), 0600), 0);
	log_open(unit_file("log-pipe"), LOG_INFO); /* and does not wait for a reader */
	assert_string_equal(log_path(), "");
	assert_int_equal(symlink("elsewhere", unit_file("log-link")), 0);
	log_open(unit_file("log-link"), LOG_INFO);
	assert_string_equal(log_path(), "");
	log_close();
}

static void the_level_can_change(void **unused)
{
	(void)unused;
	log_open(NULL, LOG_INFO);
	log_add(LOG_DEBUG, "io", "not kept");
	log_least(LOG_DEBUG);
	log_add(LOG_DEBUG, "io", "kept");
	log_least(LOG_ERROR);
	log_add(LOG_WARN, "io", "not kept either");
	assert_int_equal(log_count(), 1);
	assert_string_equal(log_at(0).text, "kept");
	log_close();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ring),
		cmocka_unit_test(the_file),
		cmocka_unit_test(long_lines_are_cut),
		cmocka_unit_test(turns_over),
		cmocka_unit_test(follows_another_instance),
		cmocka_unit_test(unwritable_places),
		cmocka_unit_test(the_level_can_change),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
