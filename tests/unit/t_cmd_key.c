/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "cmd/key.h"

/* Reads a word and writes it again; "" for no key. Valid until the next call. */
static const char *again(const char *word)
{
	static struct str out;
	struct keystroke k;

	str_cut(&out, 0);
	if (key_parse(slice_of(word), &k))
		key_write(&out, &k);
	return str_c(&out);
}

static void test_written_forms(void **state)
{
	static const char *const same[] = { "p", "P", "Enter", "C-l", "M-Left", "F1", "S-Tab", "Space", "/", ":", "?", "-", "C--", "=", "é",
		"Ğ", "M-P", "M-p", "C-M-x", "C-Space", "PgUp", "F12", "#", "Esc", "Backspace", "M-Enter", "C-S-Up", "C-_" };
	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_string_equal(again(same[i]), same[i]);
}

static void test_other_forms(void **state)
{
	(void)state;
	assert_string_equal(again("Ctrl-L"), "C-l");
	assert_string_equal(again("alt-shift-p"), "M-P");
	assert_string_equal(again("S-a"), "A");
	assert_string_equal(again("S-é"), "É");
	assert_string_equal(again("return"), "Enter");
	assert_string_equal(again("PageDown"), "PgDn");
	assert_string_equal(again("Hash"), "#");
	assert_string_equal(again("Equal"), "=");
	assert_string_equal(again("C-i"), "Tab");
	assert_string_equal(again("C-m"), "Enter");
}

static void test_no_keys(void **state)
{
	static const char *const none[] = { "", "C-", "pp", "F13", "F0", "C-C-x", "Enterr", "\x01", "\xff", "C-\xc3", "Mouse", " p", "p ", "\t" };
	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_string_equal(again(none[i]), "");
}

static void test_same_however_sent(void **state)
{
	struct keystroke a = { .code = 'a', .mods = KEY_SHIFT }, b = { .code = 'A' };
	struct keystroke tab = { .code = '\t' }, tab2 = { .code = KEY_TAB }, ctrl_i = { .code = 'i', .mods = KEY_CTRL };
	struct keystroke space = { .code = ' ' }, space2 = { .code = KEY_SPACE };
	struct keystroke upper = { .code = 'L', .mods = KEY_CTRL }, lower = { .code = 'l', .mods = KEY_CTRL };
	struct keystroke alt_a = { .code = 'a', .mods = KEY_ALT }, alt_big_a = { .code = 'A', .mods = KEY_ALT };
	(void)state;
	assert_true(key_same(&a, &b));
	assert_true(key_same(&tab, &tab2));
	assert_true(key_same(&tab, &ctrl_i));
	assert_true(key_same(&space, &space2));
	assert_true(key_same(&upper, &lower));
	assert_false(key_same(&alt_a, &alt_big_a));
	assert_false(key_same(&a, &alt_a));
}

static void test_text_is_text(void **state)
{
	static const struct {
		const char *word;
		bool text;
	} rows[] = { { "a", true }, { "A", true }, { "?", true }, { "7", true }, { "Space", true }, { "é", true }, { "Enter", false },
		     { "Esc", false }, { "Tab", false }, { "F1", false }, { "C-a", false }, { "M-a", false }, { "C-Space", false },
		     { "Up", false }, { "Backspace", false }, { "Delete", false } };
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct keystroke k;

		assert_true(key_parse(slice_of(rows[i].word), &k));
		assert_int_equal(key_is_text(&k), rows[i].text);
	}
	struct keystroke paste = { .code = KEY_PASTE }, mouse = { .code = KEY_MOUSE };
	assert_false(key_is_text(&paste));
	assert_false(key_is_text(&mouse));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_written_forms), cmocka_unit_test(test_other_forms), cmocka_unit_test(test_no_keys),
		cmocka_unit_test(test_same_however_sent), cmocka_unit_test(test_text_is_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
