/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/text.h"
#include "ui/draw/grid.h"
#include "ui/draw/layout.h"
#include "ui/term/dump.h"

/* The dump of a grid, compared as one string; frees the grid. */
static void shows(struct grid *g, const char *expected)
{
	struct str s = { 0 };

	dump_text(g, &s);
	assert_string_equal(str_c(&s), expected);
	str_free(&s);
	grid_free(g);
}

static const struct cell *at(const struct grid *g, int y, int x)
{
	return &g->cells[y * g->w + x];
}

static void text_is_cut_and_clipped(void **state)
{
	struct grid *g = grid_new(2, 10, GLYPHS_FULL);
	struct rect old;

	(void)state;
	assert_int_equal(grid_text(g, 0, 7, 100, ROLE_TEXT, SLICE("abcdef")), 3);
	assert_int_equal(grid_text(g, 0, -2, 100, ROLE_TEXT, SLICE("xyz")), 3);
	assert_int_equal(grid_text(g, 1, 0, 2, ROLE_TEXT, SLICE("abcdef")), 2);
	assert_int_equal(grid_text(g, 0, 0, 0, ROLE_TEXT, SLICE("abc")), 0);
	old = grid_clip(g, (struct rect){ 1, 4, 1, 3 });
	grid_text(g, 1, 3, 100, ROLE_TEXT, SLICE("12345"));
	grid_text(g, 0, 3, 100, ROLE_TEXT, SLICE("12345"));
	grid_unclip(g, old);
	shows(g, "z      abc\nab  234\n");
}

static void nothing_far_away_is_touched(void **state)
{
	struct grid *g = grid_new(1, 3, GLYPHS_FULL);

	(void)state;
	grid_text(g, INT32_MAX, 0, INT32_MAX, ROLE_TEXT, SLICE("a"));
	grid_text(g, 0, INT32_MIN, INT32_MAX, ROLE_TEXT, SLICE("a"));
	grid_field(g, 0, INT32_MAX, INT32_MAX, true, ROLE_TEXT, SLICE("a"));
	grid_fill(g, (struct rect){ INT32_MIN, INT32_MIN, INT32_MAX, INT32_MAX }, ROLE_ERROR);
	grid_fill(g, (struct rect){ 0, 0, -1, -1 }, ROLE_ERROR);
	grid_role(g, (struct rect){ 5, 5, 1, 1 }, ROLE_ERROR);
	assert_int_equal(at(g, 0, 0)->role, ROLE_TEXT);
	shows(g, "\n");
}

static void a_wide_cluster_is_never_halved(void **state)
{
	struct grid *g = grid_new(4, 6, GLYPHS_FULL);
	struct rect old;

	(void)state;
	grid_text(g, 0, 0, 6, ROLE_TEXT, SLICE("日本語"));
	assert_int_equal(at(g, 0, 0)->width, 2);
	assert_int_equal(at(g, 0, 1)->width, 0);
	grid_text(g, 0, 1, 1, ROLE_TEXT, SLICE("x"));    /* on a right half: the left one goes */
	grid_text(g, 0, 4, 1, ROLE_TEXT, SLICE("y"));    /* on a left half: the right one goes */
	assert_int_equal(at(g, 0, 0)->len, 0);
	assert_int_equal(at(g, 0, 0)->width, 1);
	assert_int_equal(at(g, 0, 5)->width, 1);
	assert_int_equal(grid_text(g, 1, 0, 3, ROLE_TEXT, SLICE("日本")), 2);
	assert_int_equal(grid_text(g, 2, 5, 6, ROLE_TEXT, SLICE("日")), 2);  /* over the edge: a blank */
	old = grid_clip(g, (struct rect){ 3, 1, 1, 2 });
	grid_text(g, 3, 0, 6, ROLE_TEXT, SLICE("日本"));
	grid_unclip(g, old);
	assert_int_equal(at(g, 3, 1)->width, 1);
	assert_int_equal(at(g, 3, 2)->width, 1);
	shows(g, " x本y\n日\n\n\n");
}

static void fields_have_exactly_their_width(void **state)
{
	struct grid *g = grid_new(6, 8, GLYPHS_FULL);
	int i;

	(void)state;
	for (i = 0; i < 6; i++)
		grid_text(g, i, 0, 8, ROLE_TEXT, SLICE("########"));
	grid_field(g, 0, 1, 6, false, ROLE_TEXT, SLICE("abc"));
	grid_field(g, 1, 1, 6, true, ROLE_TEXT, SLICE("abc"));
	grid_field(g, 2, 1, 6, false, ROLE_TEXT, SLICE("abcdefgh"));
	grid_field(g, 3, 1, 6, false, ROLE_TEXT, SLICE("日本語語"));
	grid_field(g, 4, 1, 6, false, ROLE_TEXT, SLICE("日本語"));
	grid_field(g, 5, 1, 1, false, ROLE_TEXT, SLICE("日"));
	shows(g, "#abc   #\n#   abc#\n#abcde…#\n#日本… #\n#日本語#\n#…######\n");
}

static void other_sets_are_transliterated(void **state)
{
	struct grid *g = grid_new(2, 30, GLYPHS_ASCII);

	(void)state;
	grid_text(g, 0, 0, 30, ROLE_TEXT, SLICE("café → −5 Ğ1 ✓ œuf…"));
	grid_field(g, 1, 0, 5, false, ROLE_TEXT, SLICE("œœœœ"));
	shows(g, "cafe > -5 G1 v oeuf~\noeoe~\n");
	g = grid_new(1, 30, GLYPHS_VT);
	grid_text(g, 0, 0, 30, ROLE_TEXT, SLICE("café → −5 Ğ1 ✓ ⣿ œ…"));
	shows(g, "café → -5 Ğ1 v # œ~\n");
}

/* Should bytes that must not be there come through after all, the terminal still gets none of them. */
static void control_bytes_never_reach_a_cell(void **state)
{
	struct grid *g = grid_new(1, 10, GLYPHS_FULL);
	int x, i;

	(void)state;
	grid_text(g, 0, 0, 10, ROLE_TEXT, (struct slice){ "a\033[2J\n\r\x7f\xff", 9 });
	for (x = 0; x < 10; x++)
		for (i = 0; i < at(g, 0, x)->len; i++)
			assert_true((unsigned char)at(g, 0, x)->text[i] >= 0x20 && at(g, 0, x)->text[i] != 0x7f);
	assert_true(text_valid((struct slice){ at(g, 0, 8)->text, at(g, 0, 8)->len }));
	grid_free(g);
}

static void boxes(void **state)
{
	struct grid *g = grid_new(3, 24, GLYPHS_FULL);
	struct rect in = grid_box(g, (struct rect){ 0, 0, 3, 24 }, "Peers", "142");

	(void)state;
	assert_int_equal(in.y, 1);
	assert_int_equal(in.x, 1);
	assert_int_equal(in.h, 1);
	assert_int_equal(in.w, 22);
	grid_text(g, in.y, in.x, in.w, ROLE_TEXT, SLICE("x"));
	shows(g, "┌ Peers ─────────── 142┐\n│x                     │\n└──────────────────────┘\n");
	g = grid_new(3, 12, GLYPHS_ASCII);
	grid_box(g, (struct rect){ 0, 0, 3, 12 }, "A long title", "9");
	shows(g, "+ A long  9+\n|          |\n+----------+\n");
	g = grid_new(1, 4, GLYPHS_FULL);
	in = grid_box(g, (struct rect){ 0, 0, 1, 4 }, "x", NULL);
	assert_int_equal(in.h * in.w, 0);
	shows(g, "\n");
}

static void secrets_are_marked_dumped_as_dots_and_wiped(void **state)
{
	struct grid *g = grid_new(1, 12, GLYPHS_FULL);
	struct str s = { 0 };

	(void)state;
	assert_false(g->secret);
	grid_text(g, 0, 0, 12, ROLE_SECRET, SLICE("abandon x"));
	assert_true(g->secret);
	dump_text(g, &s);
	assert_null(strstr(str_c(&s), "abandon"));
	assert_string_equal(str_c(&s), ".........\n");
	str_free(&s);
	grid_clear(g);
	assert_false(g->secret);
	assert_int_equal(at(g, 0, 0)->text[1], 0);
	assert_int_equal(at(g, 0, 0)->text[0], 0);
	grid_free(g);
}

static void roles_are_a_grid_of_letters(void **state)
{
	struct grid *g = grid_new(1, 5, GLYPHS_FULL);
	struct str s = { 0 };
	char expected[64];
	char letter = dump_letter(ROLE_ERROR);

	(void)state;
	grid_text(g, 0, 1, 3, ROLE_ERROR, SLICE("bad"));
	dump_roles(g, &s);
	snprintf(expected, sizeof expected, ".%c%c%c.\n. text\n%c error\n", letter, letter, letter, letter);
	assert_string_equal(str_c(&s), expected);
	str_free(&s);
	grid_free(g);
}

static void every_glyph_is_one_column_in_every_set(void **state)
{
	int set, i;

	(void)state;
	for (i = 0; i < GLYPH_COUNT; i++)
		for (set = 0; set < 3; set++)
			assert_int_equal(text_width(slice_of(grid_glyph_text((enum glyph_set)set, (enum glyph)i))), 1);
	for (i = 0; i < GLYPH_COUNT; i++)
		assert_int_equal(strlen(grid_glyph_text(GLYPHS_ASCII, (enum glyph)i)), 1);
}

static void shares_fit_from_small_to_large(void **state)
{
	const struct part parts[] = { { 10, 0, 1, 2 }, { 20, 30, 2, 1 }, { 5, 0, 0, 0 } };
	int sizes[3], total, i, sum;

	(void)state;
	for (total = 0; total < 400; total++) {
		layout_share(total, 1, parts, 3, sizes);
		for (sum = i = 0; i < 3; i++) {
			assert_true(sizes[i] >= 0);
			assert_true(!sizes[i] || sizes[i] >= parts[i].min || total < 5);
			assert_true(!parts[i].max || sizes[i] <= parts[i].max);
			sum += sizes[i] + (sizes[i] && i ? 1 : 0);
		}
		assert_true(sum <= total + 1);
		assert_true(total < 5 || sizes[2] == 5);
		assert_int_equal(sizes[1] > 0, total >= 26);
		assert_int_equal(sizes[0] > 0, total >= 37);
		if (total >= 37)
			assert_int_equal(sizes[0] + sizes[1] + sizes[2] + 2, total);
	}
}

static void rectangles_are_cut_and_classed(void **state)
{
	struct rect r = { 0, 0, 24, 80 }, top = layout_top(&r, 2), bottom = layout_bottom(&r, 1);
	struct rect left = layout_left(&r, 30), mid = layout_center(r, 10, 1000), out[2];
	const struct part two[] = { { 1, 0, 1, 0 }, { 1, 0, 1, 0 } };

	(void)state;
	assert_int_equal(top.h, 2);
	assert_int_equal(bottom.y, 23);
	assert_int_equal(left.w, 30);
	assert_int_equal(r.y, 2);
	assert_int_equal(r.h, 21);
	assert_int_equal(r.x, 30);
	assert_int_equal(r.w, 50);
	assert_int_equal(mid.w, 50);
	assert_int_equal(mid.y, 7);
	assert_int_equal(layout_right(&r, 999).w, 50);
	assert_int_equal(r.w, 0);
	layout_columns((struct rect){ 0, 0, 1, 21 }, 1, two, 2, out);
	assert_int_equal(out[0].w, 10);
	assert_int_equal(out[1].x, 11);
	layout_rows((struct rect){ 3, 0, 4, 9 }, 0, two, 2, out);
	assert_int_equal(out[1].y, 5);
	assert_int_equal(layout_class(11, 80), LAYOUT_LINE);
	assert_int_equal(layout_class(12, 40), LAYOUT_SMALL);
	assert_int_equal(layout_class(24, 80), LAYOUT_NORMAL);
	assert_int_equal(layout_class(60, 200), LAYOUT_WIDE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_cut_and_clipped), cmocka_unit_test(nothing_far_away_is_touched),
		cmocka_unit_test(a_wide_cluster_is_never_halved), cmocka_unit_test(fields_have_exactly_their_width),
		cmocka_unit_test(other_sets_are_transliterated), cmocka_unit_test(control_bytes_never_reach_a_cell),
		cmocka_unit_test(boxes), cmocka_unit_test(secrets_are_marked_dumped_as_dots_and_wiped),
		cmocka_unit_test(roles_are_a_grid_of_letters), cmocka_unit_test(every_glyph_is_one_column_in_every_set),
		cmocka_unit_test(shares_fit_from_small_to_large), cmocka_unit_test(rectangles_are_cut_and_classed)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
