/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "base/conf.h"
#include "cmd/complete.h"
#include "cmd/keymap.h"
#include "cmd/settings.h"
#include "model/app.h"
#include <stdio.h>

static struct app app;

static void test_fuzzy_order(void **state)
{
	/* the first text of each row matches better than the second */
	static const char *const rows[][3] = {
		{ "log", "log", "language" }, { "pa", "pay", "copy all" }, { "set", "settings", "reset" }, { "rs", "re-size", "colours" },
		{ "op", "open", "copy" }, { "th", "theme", "with" }, { "ab", "ab", "a b" }, { "cmd", "c-m-d", "accommodate" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int a = fuzzy_match(slice_of(rows[i][0]), slice_of(rows[i][1]), NULL);
		int b = fuzzy_match(slice_of(rows[i][0]), slice_of(rows[i][2]), NULL);

		if (a <= b)
			fail_msg("%s: %s (%d) should beat %s (%d)", rows[i][0], rows[i][1], a, rows[i][2], b);
	}
}

static void test_fuzzy_matches(void **state)
{
	struct fuzzy hits;
	(void)state;
	assert_int_equal(fuzzy_match(SLICE(""), SLICE("abc"), &hits), 0);
	assert_int_equal(hits.n, 0);
	assert_int_equal(fuzzy_match(SLICE("abc"), SLICE("ab"), NULL), -1);
	assert_int_equal(fuzzy_match(SLICE("ba"), SLICE("ab"), NULL), -1);
	assert_int_equal(fuzzy_match(SLICE("x"), SLICE(""), NULL), -1);
	/* whatever case and accents, on either side */
	assert_true(fuzzy_match(SLICE("reglages"), SLICE("Réglages"), &hits) > 0);
	assert_int_equal(hits.n, 8);
	assert_int_equal(hits.at[1], 1);
	assert_int_equal(hits.at[2], 3);
	assert_true(fuzzy_match(SLICE("ÉTÉ"), SLICE("ete"), NULL) > 0);
	assert_true(fuzzy_match(SLICE("gd"), SLICE("Ğ1 dividend"), NULL) > 0);
	/* letters in a row rather than the first ones that fit */
	assert_true(fuzzy_match(SLICE("help"), SLICE("her elder help"), &hits) > 0);
	assert_int_equal(hits.at[0], 10);
	/* bad bytes and long texts do no harm */
	fuzzy_match(SLICE("\xff\xfe"), SLICE("\xff"), NULL);
	struct str text = { 0 };
	str_addn(&text, 'a', 100000);
	fuzzy_match(slice_str(&text), slice_str(&text), &hits);
	str_free(&text);
}

static void test_slips(void **state)
{
	(void)state;
	assert_int_equal(fuzzy_slips(SLICE("quit"), SLICE("quit"), 2), 0);
	assert_int_equal(fuzzy_slips(SLICE("qiut"), SLICE("quit"), 2), 1);
	assert_int_equal(fuzzy_slips(SLICE("qut"), SLICE("quit"), 2), 1);
	assert_int_equal(fuzzy_slips(SLICE("quitt"), SLICE("quit"), 2), 1);
	assert_int_equal(fuzzy_slips(SLICE("abcdef"), SLICE("quit"), 2), 3);
	assert_string_equal(complete_nearest(SLICE("dcotor")), "doctor");
	assert_null(complete_nearest(SLICE("xyz")));
	assert_null(complete_nearest(SLICE("lgo ")));
	assert_string_equal(complete_nearest(SLICE("lgo")), "log");
	assert_null(complete_nearest(SLICE("xyzzyx")));
	assert_null(complete_nearest(SLICE("")));
}

/* The best command for what was typed. */
static const char *best(uint32_t contexts, const char *typed)
{
	struct keymap *k = keymap_new();
	struct palette_match m[CMD_COUNT];
	size_t n = complete_palette(k, contexts, slice_of(typed), m, CMD_COUNT);

	keymap_free(k);
	return n ? cmd_at(m[0].id)->name : "";
}

static void test_palette(void **state)
{
	(void)state;
	assert_string_equal(best(IN_HOME, "theme"), "theme");
	assert_string_equal(best(IN_HOME, "setings"), "settings");
	assert_string_equal(best(IN_HOME, "colours"), "theme");
	assert_string_equal(best(IN_HOME, "whole screen again"), "repaint");
	assert_string_equal(best(IN_HOME, "C-l"), "repaint");
	assert_string_equal(best(IN_HOME, "T"), "tasks");
	assert_string_equal(best(IN_HOME, "F2"), "settings");
	assert_string_equal(best(IN_HOME, "zzzz"), "");
	/* what only a view does is offered in that view */
	assert_string_equal(best(IN_TASKS | IN_LIST, "cancel-task"), "cancel-task");
	assert_string_not_equal(best(IN_HOME, "cancel-task"), "cancel-task");
	/* moving about is not in it */
	assert_string_not_equal(best(IN_HOME, "page-up"), "page-up");
}

static void test_palette_marks(void **state)
{
	struct keymap *k = keymap_new();
	struct palette_match m[3];
	(void)state;
	assert_int_equal(complete_palette(k, IN_HOME, SLICE("se"), m, 3), 3);
	assert_true(m[0].score >= m[1].score && m[1].score >= m[2].score);
	assert_true(complete_palette(k, IN_HOME, SLICE("abo"), m, 3) > 0);
	assert_int_equal(m[0].id, C_ABOUT);
	assert_int_equal(m[0].name.n, 3);
	assert_int_equal(m[0].name.at[2], 2);
	assert_int_equal(complete_palette(k, IN_HOME, SLICE("F2"), m, 3), 1);
	assert_true(m[0].by_key);
	assert_int_equal(complete_palette(k, IN_HOME, SLICE("about"), m, 0), 0);
	keymap_free(k);
}

/* What can follow a line, joined by blanks. */
static const char *follows(const char *line, bool one_shot)
{
	static struct str out;
	struct candidates c;

	complete_line(&app, slice_of(line), one_shot, &c);
	str_cut(&out, 0);
	for (size_t i = 0; i < c.n; i++)
		str_addf(&out, "%s%s", i ? " " : "", c.v[i].text);
	if (c.files)
		str_adds(&out, " :files");
	complete_free(&c);
	return str_c(&out);
}

static void own_words(struct app *a, int argc, char *const *argv, struct candidates *out)
{
	(void)a;
	complete_add(out, "alpha", NULL);
	complete_add(out, "Alps", NULL);
	complete_add(out, argc > 0 ? argv[0] : "beta", NULL);
}

static void test_lines(void **state)
{
	(void)state;
	assert_string_equal(follows("the", false), "theme");
	assert_string_equal(follows("the", true), "");
	assert_string_equal(follows("do", true), "doctor");
	assert_string_equal(follows("theme ", false), "default light contrast deutan tritan mono vt");
	assert_string_equal(follows("theme d", false), "default deutan");
	assert_string_equal(follows("language ", false), "auto en fr es");
	assert_string_equal(follows("glyphs v", false), "vt");
	assert_string_equal(follows("unit ", false), "g1 ud mn");
	assert_string_equal(follows("mouse o", false), "on off");
	assert_string_equal(follows("set ui.the", true), "ui.theme");
	assert_string_equal(follows("set ui.mouse ", true), "auto on off");
	assert_string_equal(follows("set net.allow_plain ", true), "yes no");
	assert_string_equal(follows("get log.", true), "log.level");
	assert_string_equal(follows("help comp", true), "completion");
	assert_string_equal(follows("completion b", true), "bash");
	assert_string_equal(follows("doctor dis", true), "disk");
	assert_string_equal(follows("get --", true), "--json");
	assert_string_equal(follows("get ui.theme ", true), "");
	assert_string_equal(follows("nonsense ", true), "");
	assert_string_equal(follows("\xff", true), "");
}

static void test_from(void **state)
{
	struct candidates c;
	(void)state;
	complete_line(&app, SLICE("set ui.theme \"de"), false, &c);
	assert_int_equal(c.from, 13);
	assert_int_equal(c.n, 2);
	complete_free(&c);
}

static void test_registered(void **state)
{
	(void)state;
	complete_register("CHECK", own_words);
	assert_string_equal(follows("doctor al", true), "alpha Alps");
	assert_string_equal(follows("doctor AL", true), "alpha Alps");
	assert_string_equal(follows("doctor b", true), "beta");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fuzzy_order), cmocka_unit_test(test_fuzzy_matches), cmocka_unit_test(test_slips),
		cmocka_unit_test(test_palette), cmocka_unit_test(test_palette_marks), cmocka_unit_test(test_lines),
		cmocka_unit_test(test_from), cmocka_unit_test(test_registered),
	};
	app.conf = conf_new(settings_keys, settings_count);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	conf_free(app.conf);
	return failed;
}
