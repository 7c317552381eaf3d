/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "base/paths.h"
#include "cmd/keymap.h"
#include <stdio.h>

static struct str warnings;

static struct keymap *load(const char *file)
{
	struct keymap *k = keymap_new();

	str_cut(&warnings, 0);
	keymap_parse(k, slice_of(file), "keys", &warnings);
	return k;
}

/* What a key does: the name of the command and its arguments, "" for nothing. */
static const char *does(const struct keymap *k, uint32_t contexts, const char *word)
{
	static struct str out;
	struct keystroke key;
	const struct binding *b;

	assert_true(key_parse(slice_of(word), &key));
	b = keymap_find(k, contexts, &key);
	str_cut(&out, 0);
	if (b)
		str_adds(&out, cmd_at(b->id)->name);
	for (int i = 0; b && i < b->argc; i++)
		str_addf(&out, " %s", b->argv[i]);
	return str_c(&out);
}

static const char *keys(const struct keymap *k, uint32_t contexts, enum cmd_id id)
{
	static struct str out;

	str_cut(&out, 0);
	keymap_keys(k, contexts, id, 9, &out);
	return str_c(&out);
}

static void test_defaults(void **state)
{
	struct keymap *k = keymap_new();
	(void)state;
	assert_string_equal(does(k, IN_HOME, "Enter"), "enter");
	assert_string_equal(does(k, IN_HOME, "j"), "down");
	assert_string_equal(does(k, IN_HOME, "3"), "tab 3");
	assert_string_equal(does(k, IN_HOME, "s"), "");
	assert_string_equal(does(k, IN_HOME | IN_LIST, "s"), "sort");
	assert_string_equal(does(k, IN_TASKS | IN_LIST, "x"), "cancel-task");
	assert_string_equal(does(k, IN_LOG | IN_LIST, "x"), "");
	assert_string_equal(keys(k, IN_HOME, C_HELP), "? F1");
	assert_string_equal(keys(k, IN_HOME, C_SORT), "");
	assert_string_equal(keys(k, IN_LIST, C_SORT), "s");
	keymap_free(k);
}

static void test_own_keys_win(void **state)
{
	struct keymap *k = load("# mine\n\nC-t = tasks\nj = none\nM-l = set ui.theme light\n[log]\nx = refresh\n[list]\ns = none\n");
	(void)state;
	assert_string_equal(str_c(&warnings), "");
	assert_string_equal(does(k, IN_HOME, "C-t"), "tasks");
	assert_string_equal(does(k, IN_HOME, "T"), "tasks");
	assert_string_equal(does(k, IN_HOME, "j"), "");
	assert_string_equal(does(k, IN_HOME, "Down"), "down");
	assert_string_equal(does(k, IN_MAP, "M-l"), "set ui.theme light");
	assert_string_equal(does(k, IN_LOG | IN_LIST, "x"), "refresh");
	assert_string_equal(does(k, IN_TASKS | IN_LIST, "x"), "cancel-task");
	assert_string_equal(does(k, IN_LOG | IN_LIST, "s"), "");
	/* help and key bar show the person's key first, and not the one taken away */
	assert_string_equal(keys(k, IN_HOME, C_TASKS), "C-t T");
	assert_string_equal(keys(k, IN_HOME, C_DOWN), "Down");
	keymap_free(k);
}

/* A key given to a command of one view does not disturb the others. */
static void test_own_key_stays_in_place(void **state)
{
	struct keymap *k = load("k = cancel-task\n");
	(void)state;
	assert_string_equal(does(k, IN_TASKS | IN_LIST, "k"), "cancel-task");
	assert_string_equal(does(k, IN_HOME, "k"), "up");
	keymap_free(k);
}

static void test_odd_keys(void **state)
{
	struct keymap *k = load("= = undo\nHash=quit\nC-==log\nEqual = undo\n\" = help\n' = get 'ui.theme'\n  é   =   about  \nF5=refresh\r\n");
	(void)state;
	assert_string_equal(does(k, IN_HOME, "#"), "quit");
	assert_string_equal(does(k, IN_HOME, "="), "undo");
	assert_string_equal(does(k, IN_HOME, "C-="), "log");
	assert_string_equal(does(k, IN_HOME, "\""), "help");
	assert_string_equal(does(k, IN_HOME, "'"), "get ui.theme");
	assert_string_equal(does(k, IN_HOME, "é"), "about");
	assert_string_equal(does(k, IN_HOME, "F5"), "refresh");
	/* "= = undo" and "Equal = undo" are the same key twice */
	assert_string_equal(str_c(&warnings), "keys:4: this key was given before, this line counts: =\n");
	keymap_free(k);
}

static void test_warnings(void **state)
{
	static const struct {
		const char *line, *warning;
	} rows[] = {
		{ "F5\n", "keys:1: this is not of the form: key = command: F5\n" },
		{ "F99 = quit\n", "keys:1: no such key: F99\n" },
		{ "x = qiut\n", "keys:1: no such command, is it quit?: qiut\n" },
		{ "x = fhqwhgads\n", "keys:1: no such command: fhqwhgads\n" },
		{ "x =\n", "keys:1: what should the key do? Write a command, or none\n" },
		{ "x = 'quit\n", "keys:1: a quote is not closed\n" },
		{ "x = help a b\n", "keys:1: help: too many arguments: b\n" },
		{ "\n[nowhere]\nx = quit\n", "keys:2: no such place, the keys below it are left out: nowhere\n" },
		{ "x = \x1b[31mred\n", "keys:1: no such command" },
		{ "x = help a \x16", "keys:1: help: too many arguments: \xef\xbf\xbd\n" },
		{ "\xff = quit\n", "keys:1: this line is too long or no plain text, it is left out\n" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct keymap *k = load(rows[i].line);

		if (strncmp(str_c(&warnings), rows[i].warning, strlen(rows[i].warning)))
			fail_msg("%s gives: %s", rows[i].line, str_c(&warnings));
		assert_null(strchr(str_c(&warnings), '\x1b'));
		assert_string_equal(does(k, IN_HOME, "x"), "");
		keymap_free(k);
	}
}

/* A hostile file costs neither memory nor a page of warnings, and what is good in it counts. */
static void test_hostile(void **state)
{
	struct str file = { 0 };
	struct keymap *k;
	size_t lines = 0;
	(void)state;
	for (int i = 0; i < 5000; i++)
		str_adds(&file, "F13 = quit\n");
	str_addn(&file, 'x', 5000);
	str_adds(&file, "\nF6 = log\n");
	k = load(str_c(&file));
	assert_string_equal(does(k, IN_HOME, "F6"), "log");
	for (size_t i = 0; i < warnings.n; i++)
		lines += warnings.p[i] == '\n';
	assert_int_equal(lines, 51);
	keymap_free(k);
	str_cut(&file, 0);
	for (int i = 0; i < 3000; i++)
		str_addf(&file, "%c = log\n", 'a' + i % 26);
	k = load(str_c(&file));
	assert_non_null(strstr(str_c(&warnings), "more fault"));
	keymap_free(k);
	str_free(&file);
}

static void test_conflicts(void **state)
{
	struct keymap *k = load("x = log\nx = about\n");
	struct str fights = { 0 };
	(void)state;
	assert_string_equal(str_c(&warnings), "keys:2: this key was given before, this line counts: x\n");
	assert_int_equal(keymap_conflicts(k, &fights), 1);
	assert_string_equal(str_c(&fights), "x (everywhere): log, about\n");
	assert_string_equal(does(k, IN_HOME, "x"), "about");
	str_free(&fights);
	keymap_free(k);
}

static void test_file(void **state)
{
	struct str path = { 0 };
	struct keymap *k = keymap_new();
	struct fault f;
	(void)state;
	str_cut(&warnings, 0);
	assert_int_equal(paths_init(NULL, &f), E_OK);
	assert_int_equal(keymap_load(k, &warnings, &f), E_OK);
	assert_int_equal(warnings.n, 0);
	assert_int_equal(paths_in(PATH_CONFIG, "keys", &path), E_OK);
	assert_int_equal(paths_write(str_c(&path), SLICE("F7 = log\nF8 = nix\n"), &f), E_OK);
	assert_int_equal(keymap_load(k, &warnings, &f), E_OK);
	assert_string_equal(does(k, IN_HOME, "F7"), "log");
	assert_non_null(strstr(str_c(&warnings), "/keys:2: "));
	str_free(&path);
	keymap_free(k);
}

static int done(void **state)
{
	(void)state;
	str_free(&warnings);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults), cmocka_unit_test(test_own_keys_win), cmocka_unit_test(test_own_key_stays_in_place),
		cmocka_unit_test(test_odd_keys), cmocka_unit_test(test_warnings), cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_conflicts), cmocka_unit_test(test_file),
	};
	return cmocka_run_group_tests(tests, NULL, done);
}
