/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/i18n.h"
#include "base/text.h"
#include "ui/draw/chart.h"
#include "model/money.h"
#include "ui/draw/figure.h"
#include "ui/draw/raster.h"
#include "ui/term/dump.h"
#include <math.h>

static void shows(struct grid *g, const char *expected)
{
	struct str s = { 0 };

	dump_text(g, &s);
	assert_string_equal(str_c(&s), expected);
	str_free(&s);
	grid_free(g);
}

static const double ramp[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
static const double gap[] = { 0, NAN, 7 };

static void sparks_in_all_sets(void **state)
{
	const struct chart c = { .v = ramp, .n = 8, .role = ROLE_GRAPH };
	const struct chart holes = { .v = gap, .n = 3, .lo = 0, .hi = 7, .role = ROLE_GRAPH };
	struct grid *g = grid_new(2, 10, GLYPHS_FULL);

	(void)state;
	chart_spark(g, 0, 0, 10, &c);        /* two columns older than the series stay empty */
	chart_spark(g, 1, 0, 3, &holes);     /* no data is not zero */
	shows(g, "  ▁▂▃▄▅▆▇█\n▁ █\n");
	g = grid_new(1, 4, GLYPHS_FULL);
	chart_spark(g, 0, 0, 4, &c);         /* the newest ones */
	shows(g, "▅▆▇█\n");
	g = grid_new(1, 8, GLYPHS_VT);
	chart_spark(g, 0, 0, 8, &c);
	shows(g, "__░░▒▒██\n");
	g = grid_new(1, 8, GLYPHS_ASCII);
	chart_spark(g, 0, 0, 8, &c);
	shows(g, "__.--=##\n");
}

static void lines_in_all_forms(void **state)
{
	struct chart c = { .v = ramp, .n = 8, .role = ROLE_GRAPH };
	struct grid *g = grid_new(2, 4, GLYPHS_FULL);

	(void)state;
	chart_line(g, (struct rect){ 0, 0, 2, 4 }, &c);
	shows(g, "  ⡠⠊\n⡠⠊\n");
	c.fill = true;
	g = grid_new(2, 4, GLYPHS_FULL);
	chart_line(g, (struct rect){ 0, 0, 2, 4 }, &c);
	shows(g, "  ⣠⣾\n⣠⣾⣿⣿\n");
	c.form = CHART_BLOCK;
	g = grid_new(2, 8, GLYPHS_FULL);
	chart_line(g, (struct rect){ 0, 0, 2, 8 }, &c);
	shows(g, "    ▂▄▆█\n▁▃▅▇████\n");
	g = grid_new(2, 8, GLYPHS_VT);
	chart_line(g, (struct rect){ 0, 0, 2, 8 }, &c);
	shows(g, "    ░▒▒█\n░░▒▒████\n");
	c.fill = false;
	g = grid_new(4, 8, GLYPHS_ASCII);
	chart_line(g, (struct rect){ 0, 0, 4, 8 }, &c);
	shows(g, "      **\n    **\n  **\n**\n");
}

static void empty_and_odd_series(void **state)
{
	const double odd[] = { INFINITY, -INFINITY, NAN, 1e300, -1e300 };
	struct chart c = { .v = odd, .n = 5, .role = ROLE_GRAPH };
	struct grid *g = grid_new(3, 5, GLYPHS_FULL);
	double lo, hi;

	(void)state;
	chart_line(g, (struct rect){ 0, 0, 3, 5 }, &c);
	chart_spark(g, 0, 0, 5, &c);
	c.n = 0;
	chart_line(g, (struct rect){ 0, 0, 3, 5 }, &c);
	chart_line(g, (struct rect){ 0, 0, 0, 0 }, &c);
	chart_range(&c, &lo, &hi);
	assert_true(hi > lo);
	grid_free(g);
	g = grid_new(1, 5, GLYPHS_FULL);
	chart_heat(g, 0, 0, 5, &c);
	shows(g, "\n");
}

static void gauges_tell_none_from_some_and_some_from_all(void **state)
{
	static const struct {
		int permille;
		const char *shown;
	} cases[] = {
		{ 0, "░░░░░░░░░░\n" }, { 1, "█░░░░░░░░░\n" }, { 500, "█████░░░░░\n" }, { 999, "█████████░\n" },
		{ 1000, "██████████\n" }, { 5000, "██████████\n" }, { -5, "░░░░░░░░░░\n" }
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct grid *g = grid_new(1, 10, GLYPHS_FULL);

		chart_gauge(g, 0, 0, 10, ROLE_GAUGE, cases[i].permille);
		shows(g, cases[i].shown);
	}
}

static void heat_strips(void **state)
{
	const struct chart c = { .v = ramp, .n = 8, .role = ROLE_GRAPH };
	struct grid *g = grid_new(1, 8, GLYPHS_FULL);

	(void)state;
	chart_heat(g, 0, 0, 8, &c);
	shows(g, "··░▒▒▓██\n");
}

static void dots_become_braille_and_quadrants(void **state)
{
	struct raster *r = raster_new(1, 3);
	struct grid *g = grid_new(1, 3, GLYPHS_FULL);

	(void)state;
	raster_dot(r, 0, 0, ROLE_LAND);
	raster_dot(r, 3, 3, ROLE_WATER);
	raster_dot(r, 99, 0, ROLE_WATER);
	raster_dot(r, 0, -1, ROLE_WATER);
	grid_text(g, 0, 0, 3, ROLE_TEXT, SLICE("abc"));
	raster_draw(r, g, 0, 0, RASTER_BRAILLE);
	assert_int_equal(g->cells[0].role, ROLE_LAND);
	assert_int_equal(g->cells[1].role, ROLE_WATER);
	shows(g, "⠁⢀c\n");
	g = grid_new(1, 3, GLYPHS_FULL);
	raster_draw(r, g, 0, 0, RASTER_QUADRANT);
	shows(g, "▘▗\n");
	g = grid_new(1, 3, GLYPHS_FULL);
	raster_draw(r, g, 0, 0, RASTER_HALF);
	shows(g, "▀▄\n");
	raster_clear(r);
	g = grid_new(1, 3, GLYPHS_FULL);
	raster_draw(r, g, 0, 0, RASTER_BRAILLE);
	shows(g, "\n");
	raster_free(r);
}

/* Every mask gives the character of its number, in valid UTF-8. */
static void all_braille_masks(void **state)
{
	struct raster *r = raster_new(1, 1);
	int m;

	(void)state;
	for (m = 1; m < 256; m++) {
		struct grid *g = grid_new(1, 1, GLYPHS_FULL);
		unsigned char *p = (unsigned char *)g->cells[0].text;

		r->mask[0] = (uint8_t)m;
		raster_draw(r, g, 0, 0, RASTER_BRAILLE);
		assert_int_equal((p[0] & 15) << 12 | (p[1] & 63) << 6 | (p[2] & 63), 0x2800 + m);
		raster_draw(r, g, 0, 0, RASTER_ASCII);
		assert_int_equal(g->cells[0].len, 1);
		grid_free(g);
	}
	raster_free(r);
}

static void lines_are_clipped_and_whole(void **state)
{
	struct raster *r = raster_new(2, 4);
	struct grid *g = grid_new(2, 4, GLYPHS_FULL);
	int i, n = 0;

	(void)state;
	raster_line(r, 0, 0, 7, 7, ROLE_LAND);
	raster_draw(r, g, 0, 0, RASTER_BRAILLE);
	shows(g, "⠑⢄\n  ⠑⢄\n");
	raster_clear(r);
	raster_line(r, 3, -1e9, 3, 1e9, ROLE_LAND);
	for (i = 0; i < 4; i++)
		n += r->mask[i] == 0xc0;
	assert_int_equal(n, 4);
	raster_clear(r);
	raster_line(r, 100, 100, 200, 300, ROLE_LAND);
	raster_line(r, NAN, 0, 1, 1, ROLE_LAND);
	raster_line(r, -INFINITY, 0, INFINITY, 1, ROLE_LAND);
	for (i = 0; i < 8; i++)
		assert_int_equal(r->mask[i], 0);
	raster_free(r);
}

static void slopes_in_ascii(void **state)
{
	struct raster *r = raster_new(3, 3);
	struct grid *g = grid_new(3, 3, GLYPHS_ASCII);

	(void)state;
	raster_line(r, 0, 0, 11, 5, ROLE_LAND);
	raster_draw(r, g, 0, 0, raster_form_for(GLYPHS_ASCII));
	shows(g, "\\\n \\\n  \\\n");
	raster_clear(r);
	raster_line(r, 5, 0, 5, 5, ROLE_LAND);
	g = grid_new(3, 3, GLYPHS_ASCII);
	raster_draw(r, g, 0, 0, RASTER_ASCII);
	shows(g, "\n---\n\n");
	raster_free(r);
}

static void raster_respects_clip_and_wide_cells(void **state)
{
	struct raster *r = raster_new(1, 4);
	struct grid *g = grid_new(1, 4, GLYPHS_FULL);
	int i;

	(void)state;
	for (i = 0; i < 8; i++)
		raster_dot(r, 0, i, ROLE_LAND);
	grid_text(g, 0, 0, 4, ROLE_TEXT, SLICE("日本"));
	grid_clip(g, (struct rect){ 0, 1, 1, 2 });
	raster_draw(r, g, 0, 0, RASTER_BRAILLE);
	assert_int_equal(g->cells[0].width, 1);
	assert_int_equal(g->cells[3].width, 1);
	shows(g, " ⠉⠉\n");
	raster_free(r);
}

/* '_' stands for the locale's thousands sign, ',' for its decimal one. */
static void is(struct str *s, const char *expected)
{
	struct str e = { 0 };

	for (; *expected; expected++)
		if (*expected == '_')
			str_adds(&e, i18n_thousands());
		else if (*expected == ',')
			str_adds(&e, i18n_decimal());
		else
			str_addc(&e, *expected);
	assert_string_equal(str_c(s), str_c(&e));
	str_cut(s, 0);
	str_free(&e);
}

static void figures(void **state)
{
	struct str s = { 0 };

	(void)state;
	money_g1(&s, 120456, false), is(&s, "1_204,56");
	money_g1(&s, 7968, true), is(&s, "+79,68");
	money_g1(&s, -1200, true), is(&s, "−12,00");
	money_g1(&s, -5, false), is(&s, "−0,05");
	money_g1(&s, INT64_MIN, false), is(&s, "−92_233_720_368_547_758,08");
	money_count(&s, -18402), is(&s, "−18_402");
	money_count(&s, 0), is(&s, "0");
	figure_short(&s, 812), is(&s, "812");
	figure_short(&s, 18402), is(&s, "18k");
	figure_short(&s, 1284213), is(&s, "1,2M");
	figure_short(&s, 999999), is(&s, "999k");
	figure_short(&s, UINT64_MAX), is(&s, "18E");
	figure_bytes(&s, 0), is(&s, "0 B");
	figure_bytes(&s, 1999), is(&s, "1,9 kB");
	figure_bytes(&s, 412000000000), is(&s, "412 GB");
	figure_rate(&s, 1200000), is(&s, "1,2 MB/s");
	figure_percent(&s, 83, 100), is(&s, "83 %");
	figure_percent(&s, 999, 1000), is(&s, "99 %");
	figure_percent(&s, 1, 0), is(&s, "—");
	figure_percent(&s, UINT64_MAX, UINT64_MAX), is(&s, "100 %");
	figure_real(&s, 0.42, 2), is(&s, "0,42");
	figure_real(&s, -0.001, 2), is(&s, "0,00");
	figure_real(&s, -1.5, 1), is(&s, "−1,5");
	figure_real(&s, NAN, 2), is(&s, "—");
	figure_real(&s, 7, 0), is(&s, "7");
	str_free(&s);
}

static void figures_never_outgrow_their_columns(void **state)
{
	uint64_t n;
	struct str s = { 0 };

	(void)state;
	for (n = 1; n && n < UINT64_MAX / 3; n = n * 3 + 1) {
		str_cut(&s, 0);
		figure_bytes(&s, n);
		assert_true(text_width(slice_str(&s)) <= 7);
		str_cut(&s, 0);
		figure_short(&s, n);
		assert_true(text_width(slice_str(&s)) <= 4);
	}
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sparks_in_all_sets), cmocka_unit_test(lines_in_all_forms), cmocka_unit_test(empty_and_odd_series),
		cmocka_unit_test(gauges_tell_none_from_some_and_some_from_all), cmocka_unit_test(heat_strips),
		cmocka_unit_test(dots_become_braille_and_quadrants), cmocka_unit_test(all_braille_masks),
		cmocka_unit_test(lines_are_clipped_and_whole), cmocka_unit_test(slopes_in_ascii),
		cmocka_unit_test(raster_respects_clip_and_wide_cells), cmocka_unit_test(figures),
		cmocka_unit_test(figures_never_outgrow_their_columns)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
