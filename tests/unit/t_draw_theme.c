/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "ui/draw/theme.h"
#include <math.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const seven[] = { "default", "light", "contrast", "deutan", "tritan", "mono", "vt" };

static double linear(unsigned c)
{
	double v = c / 255.0;

	return v <= 0.03928 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t rgb)
{
	return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
}

/* The contrast ratio of WCAG. */
static double contrast(uint32_t a, uint32_t b)
{
	double la = luminance(a), lb = luminance(b);

	return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

static struct theme *load(const char *name)
{
	struct str warnings = { 0 };
	struct theme *t = theme_load(name, NULL, &warnings, NULL);

	assert_non_null(t);
	assert_string_equal(str_c(&warnings), "");
	str_free(&warnings);
	return t;
}

static void all_seven_set_every_role(void **state)
{
	size_t i;

	(void)state;
	assert_int_equal(theme_count(), 7);
	for (i = 0; i < 7; i++) {
		struct theme *t = load(seven[i]);

		assert_string_equal(theme_name(i), seven[i]);
		assert_int_equal(t->set, (UINT64_C(1) << ROLE_COUNT) - 1);
		theme_free(t);
	}
}

static void explicit_pairs_are_readable(void **state)
{
	size_t i;
	int role, level;

	(void)state;
	for (i = 0; i < 7; i++) {
		struct theme *t = load(seven[i]);

		for (role = 0; role < ROLE_COUNT; role++)
			for (level = THEME_16; level <= THEME_256; level++) {
				const struct style *s = &t->styles[role][level];
				double least = !strcmp(seven[i], "contrast") ? 7 : 4, ratio;

				if (s->fg == THEME_OWN || s->bg == THEME_OWN)
					continue;
				ratio = contrast(theme_rgb(s->fg), theme_rgb(s->bg));
				if (ratio < least)
					fail_msg("%s, role %d, depth %d: contrast %.1f", seven[i], role, level, ratio);
			}
		theme_free(t);
	}
}

/* In the default theme a colour stands on a ground that nobody knows: it must show on white and on black. */
static void middle_tones_show_on_light_and_dark(void **state)
{
	static const char *const any_ground[] = { "default", "deutan", "tritan" };
	size_t i;
	int role;

	(void)state;
	for (i = 0; i < 3; i++) {
		struct theme *t = load(any_ground[i]);

		for (role = 0; role < ROLE_COUNT; role++) {
			const struct style *s = &t->styles[role][THEME_256];

			if (s->fg < 16 || s->bg != THEME_OWN)
				continue;
			if (contrast(theme_rgb(s->fg), 0xffffff) < 3 || contrast(theme_rgb(s->fg), 0) < 3)
				fail_msg("%s, role %d: colour %d", any_ground[i], role, (int)s->fg);
		}
		theme_free(t);
	}
}

/* What is said by colour only is not said to everybody: without colours these must still differ from plain text. */
static void what_matters_shows_without_colour(void **state)
{
	static const enum role roles[] = { ROLE_ERROR, ROLE_WARN, ROLE_CURSOR, ROLE_TAB_ON, ROLE_MATCH, ROLE_UNREAD, ROLE_BADGE };
	size_t i, j;

	(void)state;
	for (i = 0; i < 7; i++) {
		struct theme *t = load(seven[i]);

		for (j = 0; j < sizeof roles / sizeof *roles; j++)
			assert_int_not_equal(t->styles[roles[j]][THEME_MONO].attrs, 0);
		for (j = 0; j < ROLE_COUNT; j++) {
			assert_int_equal(t->styles[j][THEME_MONO].fg, THEME_OWN);
			assert_int_equal(t->styles[j][THEME_MONO].bg, THEME_OWN);
		}
		theme_free(t);
	}
}

static void qr_codes_are_black_on_white_everywhere(void **state)
{
	size_t i;
	int level;

	(void)state;
	for (i = 0; i < 7; i++) {
		struct theme *t = load(seven[i]);

		for (level = THEME_16; level <= THEME_256; level++) {
			const struct style *light = &t->styles[ROLE_QR_LIGHT][level], *dark = &t->styles[ROLE_QR_DARK][level];

			assert_int_equal(theme_rgb(light->fg), 0);
			assert_int_equal(theme_rgb(light->bg), 0xffffff);
			assert_int_equal(theme_rgb(dark->bg), 0);
		}
		theme_free(t);
	}
}

static void vt_needs_what_the_console_has(void **state)
{
	struct theme *t = load("vt");
	int role;

	(void)state;
	for (role = 0; role < ROLE_COUNT; role++)
		assert_false(t->styles[role][THEME_16].attrs & (STYLE_UNDERLINE | STYLE_DIM | STYLE_ITALIC));
	theme_free(t);
}

static void a_line_sets_three_depths(void **state)
{
	struct str w = { 0 };
	struct theme *t = theme_parse("own", SLICE("error = yellow bold reverse | #D7af00 on 17 bold | mono: bold\n"
	                                           "ok = bright-green\n"
	                                           "dim = grey on default | 243\n"), &w);
	const struct style *s = t->styles[ROLE_ERROR];

	(void)state;
	assert_string_equal(str_c(&w), "");
	assert_int_equal(s[THEME_16].fg, 3);
	assert_int_equal(s[THEME_16].attrs, STYLE_BOLD | STYLE_REVERSE);
	assert_int_equal(s[THEME_256].fg, THEME_RGB | 0xd7af00);
	assert_int_equal(s[THEME_256].bg, 17);
	assert_int_equal(s[THEME_MONO].attrs, STYLE_BOLD);
	assert_int_equal(t->styles[ROLE_OK][THEME_256].fg, 10);
	assert_int_equal(t->styles[ROLE_DIM][THEME_16].fg, 8);
	assert_int_equal(t->styles[ROLE_DIM][THEME_256].fg, 243);
	assert_int_equal(t->set, UINT64_C(1) << ROLE_ERROR | UINT64_C(1) << ROLE_OK | UINT64_C(1) << ROLE_DIM);
	/* what the file leaves out is as in the default theme */
	assert_int_equal(t->styles[ROLE_TAB_ON][THEME_16].attrs, STYLE_BOLD | STYLE_REVERSE);
	theme_free(t);
	str_free(&w);
}

static void hostile_files_warn_with_their_line(void **state)
{
	static const struct {
		const char *text, *warning;
	} cases[] = {
		{ "\n\neror = red\n", "t:3: there is no role “eror” (did you mean “error”?)\n" },
		{ "error red\n", "t:1: “error red” has no “=”\n" },
		{ "error = purple\n", "t:1: “purple” is neither a colour nor an attribute here\n" },
		{ "error = #ffffff\n", "t:1: “#ffffff” is neither a colour nor an attribute here\n" },
		{ "error = red | 256\n", "t:1: “256” is neither a colour nor an attribute here\n" },
		{ "error = red on\n", "t:1: a colour is missing after “on”\n" },
		{ "error = red | 1 | bold\n", "t:1: the third form begins with “mono:”, not with “bold”\n" },
		{ "error = red\nerror = blue\n", "t:2: “error” is set twice, the first one counts\n" },
		{ "\033[2J = red\n", NULL },
		{ "= red\n", "t:1: there is no role “”\n" },
		{ "error = red | 1 | mono: bold | 2\n", NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str w = { 0 };
		struct theme *t = theme_parse("t", slice_of(cases[i].text), &w);

		assert_int_not_equal(w.n, 0);
		assert_null(memchr(w.p, 033, w.n));
		if (cases[i].warning)
			assert_string_equal(str_c(&w), cases[i].warning);
		theme_free(t);
		str_free(&w);
	}
}

static void warnings_are_bounded(void **state)
{
	struct str text = { 0 }, w = { 0 };
	struct slice rest, line;
	struct theme *t;
	int i, n = 0;

	(void)state;
	for (i = 0; i < 2000; i++)
		str_adds(&text, "nothing = red\n");
	str_addn(&text, 'x', 100000);
	t = theme_parse("t", slice_str(&text), &w);
	for (rest = slice_str(&w); slice_split(&rest, '\n', &line);)
		n++;
	assert_in_range(n, 20, 23);
	theme_free(t);
	str_free(&text);
	str_free(&w);
}

static void the_persons_file_wins_and_names_are_no_paths(void **state)
{
	char dir[] = "/tmp/.vigie-theme.XXXXXX", path[80];
	struct fault f = { 0 };
	struct theme *t;
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/light.theme", dir);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("text = red\n", file);
	fclose(file);
	chmod(path, 0600);
	t = theme_load("light", dir, NULL, &f);
	assert_non_null(t);
	assert_int_equal(t->styles[ROLE_TEXT][THEME_16].fg, 1);
	theme_free(t);
	t = theme_load("vt", dir, NULL, &f);
	assert_non_null(t);
	theme_free(t);
	assert_null(theme_load("nothing", dir, NULL, &f));
	assert_int_equal(f.code, E_NOT_FOUND);
	assert_null(theme_load("../light", dir, NULL, &f));
	assert_int_equal(f.code, E_INVALID);
	assert_null(theme_load("", dir, NULL, &f));
	unlink(path);
	rmdir(dir);
}

static void colours_have_nearest_neighbours(void **state)
{
	int i;

	(void)state;
	for (i = 16; i < 256; i++)
		assert_int_equal(theme_rgb(theme_nearest(theme_rgb(i), 256)), theme_rgb(i));
	assert_int_equal(theme_nearest(0xff0000, 16), 9);
	assert_int_equal(theme_nearest(0x000000, 8), 0);
	assert_int_equal(theme_rgb(THEME_RGB | 0x123456), 0x123456);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_seven_set_every_role), cmocka_unit_test(explicit_pairs_are_readable),
		cmocka_unit_test(middle_tones_show_on_light_and_dark), cmocka_unit_test(what_matters_shows_without_colour),
		cmocka_unit_test(qr_codes_are_black_on_white_everywhere), cmocka_unit_test(vt_needs_what_the_console_has),
		cmocka_unit_test(a_line_sets_three_depths), cmocka_unit_test(hostile_files_warn_with_their_line),
		cmocka_unit_test(warnings_are_bounded), cmocka_unit_test(the_persons_file_wins_and_names_are_no_paths),
		cmocka_unit_test(colours_have_nearest_neighbours)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
