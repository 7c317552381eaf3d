/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/cmd_bench.h"
#include "base/i18n.h"
#include "cmd/doctor.h"
#include <sys/stat.h>
#include <unistd.h>

static struct bench *b;

static int setup(void **state)
{
	(void)state;
	b = bench_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	bench_free(b);
	return 0;
}

/* One member of the first item of the last run. */
static const char *item(const char *name)
{
	return json_string_value(json_object_get(json_array_get(json_object_get(b->result, "items"), 0), name));
}

static void test_program_and_locale(void **state)
{
	(void)state;
	assert_int_equal(RUN(b, "doctor", "program"), E_OK);
	assert_string_equal(item("check"), "program");
	assert_string_equal(item("status"), "found");
	assert_non_null(strstr(item("detail"), PACKAGE_VERSION));
	assert_int_equal(json_array_size(json_object_get(b->result, "items")), 1);
	assert_true(json_is_true(json_object_get(b->result, "well")));
	assert_int_equal(RUN(b, "doctor", "nonsense"), E_USAGE);
}

static void test_terminal(void **state)
{
	(void)state;
	unsetenv("TERM");
	RUN(b, "doctor", "terminal");
	assert_string_equal(item("status"), "missing");
	assert_non_null(strstr(item("advice"), "TERM"));
	setenv("TERM", "xterm", 1);
	RUN(b, "doctor", "terminal");
	assert_non_null(strstr(item("detail"), "xterm"));
}

static void test_colour(void **state)
{
	(void)state;
	setenv("NO_COLOR", "1", 1);
	RUN(b, "doctor", "colour");
	assert_non_null(strstr(item("detail"), "NO_COLOR"));
	unsetenv("NO_COLOR");
	RUN(b, "set", "ui.colour", "16");
	RUN(b, "doctor", "colour");
	assert_string_equal(item("detail"), "16");
}

static void test_folders(void **state)
{
	struct str path = { 0 };
	(void)state;
	RUN(b, "doctor", "folders");
	assert_string_equal(item("status"), "found");
	assert_int_equal(paths_in(PATH_DATA, ".", &path), E_OK);
	str_cut(&path, path.n - 2);
	assert_int_equal(chmod(str_c(&path), 0755), 0);
	RUN(b, "doctor", "folders");
	assert_string_equal(item("status"), "broken");
	assert_non_null(strstr(item("detail"), str_c(&path)));
	assert_non_null(strstr(item("advice"), "chmod"));
	assert_true(json_is_false(json_object_get(b->result, "well")));
	assert_int_equal(chmod(str_c(&path), 0700), 0);
	str_free(&path);
}

static void test_settings_and_keys(void **state)
{
	struct str path = { 0 };
	struct fault f;
	(void)state;
	RUN(b, "doctor", "settings");
	assert_string_equal(item("status"), "found");
	assert_int_equal(paths_in(PATH_CONFIG, "config", &path), E_OK);
	assert_int_equal(paths_write(str_c(&path), SLICE("[ui]\nthem = light\nnonsense\n"), &f), E_OK);
	RUN(b, "doctor", "settings");
	assert_string_equal(item("status"), "broken");
	assert_non_null(strstr(item("detail"), "config:2"));
	assert_non_null(strstr(item("detail"), "1 more"));
	unlink(str_c(&path));
	str_cut(&path, 0);
	assert_int_equal(paths_in(PATH_CONFIG, "keys", &path), E_OK);
	assert_int_equal(paths_write(str_c(&path), SLICE("x = nix\x1b[2J\n"), &f), E_OK);
	RUN(b, "doctor", "keys");
	assert_string_equal(item("status"), "broken");
	assert_null(strchr(item("detail"), '\x1b'));
	unlink(str_c(&path));
	str_free(&path);
}

/* A name that needs no network, so that the way there and back is tried. */
static void test_names(void **state)
{
	(void)state;
	RUN(b, "set", "g1.rpc", "ws://localhost:9944");
	RUN(b, "doctor", "names");
	assert_string_equal(item("check"), "names");
	assert_string_equal(item("status"), "found");
	assert_non_null(strstr(item("detail"), "localhost"));
	RUN(b, "set", "g1.rpc", "wss://a..b.invalid:1/ws");
	RUN(b, "doctor", "names");
	assert_string_not_equal(item("status"), "found");
	assert_true(item("advice")[0]);
	RUN(b, "set", "net.proxy", "socks5h://127.0.0.1:9050");
	RUN(b, "doctor", "names");
	assert_non_null(strstr(item("detail"), "9050"));
}

static struct doctor_item *late;
static int terminals;

static void never(struct doctor_item *it)
{
	late = it;
}

static void own_terminal(struct doctor_item *it)
{
	terminals++;
	doctor_done(it, DOCTOR_DENIED, "a\x1b[31mb", "ask your captain");
}

static const struct doctor_check slow = { "slow", never }, terminal = { "terminal", own_terminal };

static void started(struct cmd_run *r, enum err e, json_t *result, const char *text, void *arg)
{
	bench_done(r, e, result, text, arg);
}

/* A check that does not answer is not known, and may answer later without harm. */
static void test_late_answer(void **state)
{
	char word[] = "slow", *argv[] = { word };
	(void)state;
	doctor_register(&slow);
	bench_forget(b);
	cmd_start(&b->app, &b->front, cmd_at(C_DOCTOR), 1, argv, started, b);
	assert_int_equal(b->done, 0);
	assert_true(cmd_cancel(&b->front, true));
	assert_int_equal(b->done, 1);
	assert_string_equal(item("status"), "unknown");
	doctor_done(late, DOCTOR_FOUND, "too late", "");
	assert_int_equal(b->done, 1);
}

static void test_rooms_replace_checks(void **state)
{
	(void)state;
	doctor_register(&terminal);
	doctor_register(&terminal);
	RUN(b, "doctor", "terminal");
	assert_int_equal(terminals, 1);
	assert_string_equal(item("status"), "denied");
	assert_string_equal(item("advice"), "ask your captain");
	assert_null(strchr(item("detail"), '\x1b'));
	assert_non_null(strstr(str_c(&b->text), "x terminal"));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_program_and_locale), T(test_terminal), T(test_colour), T(test_folders), T(test_settings_and_keys), T(test_names),
		T(test_late_answer), T(test_rooms_replace_checks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
