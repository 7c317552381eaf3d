/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "base/mem.h"
#include "cmd/parse.h"
#include "cmd/spec.h"
#include <stdio.h>
#include <stdlib.h>

/* The words of a line joined by |, or the name of the error. */
static const char *words(const char *line)
{
	static struct str out;
	struct words w;
	struct fault f = { 0 };
	enum err e = parse_words(slice_of(line), &w, &f);

	str_cut(&out, 0);
	if (e) {
		assert_true(f.where[0]);
		return err_name(e);
	}
	for (int i = 0; i < w.n; i++)
		str_addf(&out, "%s%s", i ? "|" : "", w.v[i]);
	if (w.v)
		assert_null(w.v[w.n]);
	parse_free(&w);
	return str_c(&out);
}

static void test_words(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" }, { "   ", "" }, { "a", "a" }, { " pay  bob\t5 ", "pay|bob|5" }, { "a 'b c' d", "a|b c|d" },
		{ "a \"b c\" d", "a|b c|d" }, { "a''b", "ab" }, { "x '' y", "x||y" }, { "a\\ b", "a b" }, { "\"a\\\"b\"", "a\"b" },
		{ "\"a\\nb\"", "a\\nb" }, { "'a\\'", "a\\" }, { "\"\\\\\"", "\\" }, { "it\\'s", "it's" }, { "--x=y", "--x=y" },
		{ "é 'ğ ü'", "é|ğ ü" }, { "$HOME `id` $(id) ; rm", "$HOME|`id`|$(id)|;|rm" },
		{ "'a", "invalid" }, { "\"a", "invalid" }, { "a\\", "invalid" }, { "\xff", "invalid" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(words(rows[i][0]), rows[i][1]);
	struct words w;
	assert_int_equal(parse_words((struct slice){ "a\0b", 3 }, &w, NULL), E_INVALID);
	assert_int_equal(w.n, 0);
}

static void test_limits(void **state)
{
	struct str line = { 0 };
	struct words w;
	(void)state;
	for (int i = 0; i < PARSE_MAX_WORDS; i++)
		str_adds(&line, "a ");
	assert_int_equal(parse_words(slice_str(&line), &w, NULL), E_OK);
	assert_int_equal(w.n, PARSE_MAX_WORDS);
	parse_free(&w);
	str_adds(&line, "a");
	assert_int_equal(parse_words(slice_str(&line), &w, NULL), E_TOO_BIG);
	str_addn(&line, 'a', PARSE_MAX_LINE);
	assert_int_equal(parse_words(slice_str(&line), &w, NULL), E_TOO_BIG);
	assert_int_equal(w.n, 0);
	str_free(&line);
}

static void test_quote_comes_back(void **state)
{
	static const char *const rows[] = { "", "a", "a b", "it's", "\"", "\\", "a\\b", "'\"\\ ", "é\tx", "#", "a\nb", "$x" };
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str line = { 0 };
		struct words w;

		str_adds(&line, "x ");
		parse_quote(&line, slice_of(rows[i]));
		assert_int_equal(parse_words(slice_str(&line), &w, NULL), E_OK);
		assert_int_equal(w.n, 2);
		assert_string_equal(w.v[1], rows[i]);
		parse_free(&w);
		str_free(&line);
	}
}

static void test_typed(void **state)
{
	static const struct {
		const char *line, *last;
		int n;
		size_t from;
	} rows[] = { { "", "", 1, 0 }, { "pa", "pa", 1, 0 }, { "pay ", "", 2, 4 }, { "pay bo", "bo", 2, 4 }, { "pay \"bo b", "bo b", 2, 4 },
		     { "pay 'x", "x", 2, 4 }, { " a  b", "b", 2, 4 }, { "a\\", "a", 1, 0 } };
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct words w;
		size_t from;

		assert_int_equal(parse_typed(slice_of(rows[i].line), &w, &from), E_OK);
		assert_int_equal(w.n, rows[i].n);
		assert_string_equal(w.v[w.n - 1], rows[i].last);
		assert_int_equal(from, rows[i].from);
		parse_free(&w);
	}
}

static const char spec[] = "TO AMOUNT [--from NAME] [--wait sent|block|final] [--dry-run]";

static enum err check(const char *args, const char *line, char *why)
{
	struct words w;
	struct fault f = { 0 };
	enum err e;

	assert_int_equal(parse_words(slice_of(line), &w, NULL), E_OK);
	e = spec_check("pay", args, w.n, w.v, &f);
	if (why)
		snprintf(why, 200, "%s", f.where);
	parse_free(&w);
	return e;
}

static void test_spec_check(void **state)
{
	static const struct {
		const char *spec, *line;
		bool good;
	} rows[] = {
		{ spec, "bob 5", true }, { spec, "bob 5 --from me", true }, { spec, "--from me bob 5", true },
		{ spec, "bob --wait block 5 --dry-run", true }, { spec, "bob", false }, { spec, "", false }, { spec, "bob 5 6", false },
		{ spec, "bob 5 --what", false }, { spec, "bob 5 --from", false }, { spec, "bob 5 --wait never", false },
		{ spec, "bob -- --5", true }, { spec, "bob -5", true }, { spec, "bob 5 --from --dry-run", true },
		{ "", "", true }, { "", "x", false }, { "[A]", "", true }, { "[A]", "x", true }, { "[A]", "x y", false },
		{ "A...", "", false }, { "A...", "x y z", true }, { "[A...]", "", true }, { "on|off", "on", true },
		{ "on|off", "maybe", false }, { "[on|off]", "", true }, { "list", "list", true }, { "list", "other", false },
		{ "A --kind seed|salt", "x --kind seed", true }, { "A --kind seed|salt", "x", false },
		{ "A --kind seed|salt", "x --kind no", false },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char why[200];
		enum err e = check(rows[i].spec, rows[i].line, why);

		if (e != (rows[i].good ? E_OK : E_USAGE) || !!why[0] == rows[i].good)
			fail_msg("%s <- %s: %s %s", rows[i].spec, rows[i].line, err_name(e), why);
	}
}

static void test_spec_find(void **state)
{
	char a[] = "--from", b[] = "me", c[] = "bob", d[] = "--dry-run", e[] = "5", dashes[] = "--";
	char *argv[] = { a, b, c, d, e, NULL };
	char *later[] = { c, dashes, a, NULL };
	(void)state;
	assert_int_equal(spec_find_place(spec, 5, argv, 0), 2);
	assert_int_equal(spec_find_place(spec, 5, argv, 1), 4);
	assert_int_equal(spec_find_place(spec, 5, argv, 2), -1);
	assert_int_equal(spec_find_flag(spec, 5, argv, "--from"), 1);
	assert_int_equal(spec_find_flag(spec, 5, argv, "--dry-run"), 5);
	assert_int_equal(spec_find_flag(spec, 5, argv, "--wait"), -1);
	assert_int_equal(spec_find_place(spec, 3, later, 1), 2);
	assert_int_equal(spec_find_flag(spec, 3, later, "--from"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words), cmocka_unit_test(test_limits), cmocka_unit_test(test_quote_comes_back),
		cmocka_unit_test(test_typed), cmocka_unit_test(test_spec_check), cmocka_unit_test(test_spec_find),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
