/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "ui/term/caps.h"

static const char *const *environment;

static const char *env(const char *name)
{
	size_t n = strlen(name);
	const char *const *e;

	for (e = environment; e && *e; e++)
		if (!strncmp(*e, name, n) && (*e)[n] == '=')
			return *e + n + 1;
	return NULL;
}

static struct caps caps_for(const char *term, int colors, bool utf8, const char *const *e)
{
	struct caps_info info = { .colors = colors, .addressable = true, .alternate = true };
	struct caps c;

	strcpy(info.term, term);
	environment = e;
	caps_init(&c, &info, env, utf8);
	return c;
}

static void glyphs_follow_terminal_and_locale(void **state)
{
	struct caps c = caps_for("xterm-256color", 256, true, NULL);

	(void)state;
	assert_int_equal(caps_glyphs(&c, -1), GLYPHS_FULL);
	assert_int_equal(caps_glyphs(&c, GLYPHS_ASCII), GLYPHS_ASCII);
	c = caps_for("xterm-256color", 256, false, NULL);
	assert_int_equal(caps_glyphs(&c, -1), GLYPHS_ASCII);
	assert_int_equal(caps_glyphs(&c, GLYPHS_FULL), GLYPHS_ASCII);   /* would be question marks */
	c = caps_for("linux", 8, true, NULL);
	assert_int_equal(caps_glyphs(&c, -1), GLYPHS_VT);
	c = caps_for("vt100", -1, true, NULL);
	assert_int_equal(caps_glyphs(&c, -1), GLYPHS_ASCII);
	assert_int_equal(caps_glyphs(&c, 77), GLYPHS_ASCII);
}

static void depths_follow_terminal_and_wish(void **state)
{
	static const char *const no_color[] = { "NO_COLOR=1", NULL };
	static const char *const empty[] = { "NO_COLOR=", "COLORTERM=truecolor", NULL };
	struct caps c = caps_for("xterm-256color", 256, true, NULL);

	(void)state;
	assert_int_equal(caps_depth(&c, -1), DEPTH_256);
	assert_int_equal(caps_depth(&c, DEPTH_TRUE), DEPTH_TRUE);
	assert_int_equal(caps_depth(&c, DEPTH_8), DEPTH_8);
	c = caps_for("xterm-256color", 256, true, no_color);
	assert_int_equal(caps_depth(&c, -1), DEPTH_NONE);
	assert_int_equal(caps_depth(&c, DEPTH_16), DEPTH_16);           /* the person's own word wins */
	c = caps_for("xterm-256color", 256, true, empty);
	assert_int_equal(caps_depth(&c, -1), DEPTH_256);                /* never true colour by itself */
	c = caps_for("linux", 8, true, NULL);
	assert_int_equal(caps_depth(&c, -1), DEPTH_8);
	assert_int_equal(caps_depth(&c, DEPTH_TRUE), DEPTH_8);
	c = caps_for("vt100", -1, true, NULL);
	assert_int_equal(caps_depth(&c, -1), DEPTH_NONE);
	c = caps_for("xterm-direct", 1 << 24, true, NULL);
	assert_int_equal(caps_depth(&c, -1), DEPTH_8);
	assert_int_equal(caps_depth(&c, DEPTH_TRUE), DEPTH_8);
	c = caps_for("rxvt-16color", 16, true, NULL);
	assert_int_equal(caps_depth(&c, -1), DEPTH_16);
}

static void network_and_multiplexers(void **state)
{
	static const char *const ssh[] = { "SSH_CONNECTION=10.0.0.1 1 10.0.0.2 22", "TMUX=/tmp/t,1,0", NULL };
	static const char *const sty[] = { "STY=1.pts", NULL };
	struct caps c = caps_for("tmux-256color", 256, true, ssh);

	(void)state;
	assert_true(c.remote);
	assert_int_equal(c.mux, MUX_TMUX);
	c = caps_for("xterm", 8, true, sty);
	assert_false(c.remote);
	assert_int_equal(c.mux, MUX_SCREEN);
	c = caps_for("screen-256color", 256, true, NULL);
	assert_int_equal(c.mux, MUX_SCREEN);
	c = caps_for("xterm", 8, true, NULL);
	assert_int_equal(c.mux, MUX_NONE);
}

static void only_terminals_that_swallow_questions_are_asked(void **state)
{
	struct caps c = caps_for("linux", 8, true, NULL);

	(void)state;
	assert_string_equal(caps_questions(&c), "");
	assert_false(caps_mouse(&c));
	c = caps_for("vt100", -1, true, NULL);
	assert_string_equal(caps_questions(&c), "");
	c = caps_for("screen", 8, true, NULL);
	assert_string_equal(caps_questions(&c), "\033[c");
	c = caps_for("xterm", 8, true, NULL);
	assert_non_null(strstr(caps_questions(&c), "2026$p"));
	assert_true(caps_mouse(&c));
}

static void answers_are_taken_in(void **state)
{
	struct caps c = caps_for("xterm", 8, true, NULL);

	(void)state;
	c.asked_ms = 1000;
	assert_int_equal(caps_light(&c), -1);
	assert_false(c.sync);
	assert_true(caps_reply(&c, &(struct reply){ REPLY_GROUND, 0xfdf6e3, 0 }, 1100));
	assert_int_equal(caps_light(&c), 1);
	assert_false(caps_reply(&c, &(struct reply){ REPLY_GROUND, 0xffffff, 0 }, 1100));
	assert_true(caps_reply(&c, &(struct reply){ REPLY_GROUND, 0x002b36, 0 }, 1100));
	assert_int_equal(caps_light(&c), 0);
	assert_false(caps_reply(&c, &(struct reply){ REPLY_MODE, 2026, 2 }, 1100));
	assert_true(c.sync);
	caps_reply(&c, &(struct reply){ REPLY_MODE, 2026, 0 }, 1100);
	assert_false(c.sync);
	caps_reply(&c, &(struct reply){ REPLY_MODE, 2026, 4 }, 1100);
	assert_false(c.sync);
	caps_reply(&c, &(struct reply){ REPLY_DA, 0, 0 }, 1180);
	assert_int_equal(c.rtt_ms, 180);
	assert_int_equal(c.asked_ms, 0);
}

static int by_point(const void *a, const void *b)
{
	return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

/* Every code point of a glyph set's forms, as a console font would list them. */
static size_t font_of(enum glyph_set set, uint16_t *points)
{
	size_t n = 0;
	int i;

	for (i = 0x20; i < 0x7f; i++)
		points[n++] = (uint16_t)i;
	for (i = 0; i < GLYPH_COUNT; i++) {
		const unsigned char *p = (const unsigned char *)grid_glyph_text(set, (enum glyph)i);

		if (p[0] >= 0xe0)
			points[n++] = (uint16_t)((p[0] & 15) << 12 | (p[1] & 63) << 6 | (p[2] & 63));
		else if (p[0] >= 0xc0)
			points[n++] = (uint16_t)((p[0] & 31) << 6 | (p[1] & 63));
	}
	points[n++] = 0x2580;
	return n;
}

static void the_console_font_decides(void **state)
{
	struct caps c = caps_for("linux", 8, true, NULL);
	uint16_t points[400];
	size_t n = font_of(GLYPHS_VT, points);

	(void)state;
	qsort(points, n, sizeof *points, by_point);
	caps_font(&c, points, n);
	assert_int_equal(caps_glyphs(&c, -1), GLYPHS_VT);
	caps_font(&c, points, 95);           /* ASCII and nothing else */
	assert_int_equal(caps_glyphs(&c, -1), GLYPHS_ASCII);
	n = font_of(GLYPHS_FULL, points);
	qsort(points, n, sizeof *points, by_point);
	caps_font(&c, points, n);            /* no braille in it */
	assert_int_equal(caps_glyphs(&c, -1), GLYPHS_VT);
	points[n++] = 0x28ff;
	qsort(points, n, sizeof *points, by_point);
	caps_font(&c, points, n);
	assert_int_equal(caps_glyphs(&c, -1), GLYPHS_FULL);
}

static void a_pty_is_no_console(void **state)
{
	struct caps c = caps_for("linux", 8, true, NULL);

	(void)state;
	caps_console(&c, 0);
	caps_console(&c, -1);
	assert_false(c.font_read);
	assert_int_equal(c.best, GLYPHS_VT);
}

static void it_is_described_in_lines(void **state)
{
	struct caps c = caps_for("xterm", 8, true, NULL);
	struct str s = { 0 };

	(void)state;
	caps_reply(&c, &(struct reply){ REPLY_GROUND, 0xffffff, 0 }, 0);
	caps_describe(&c, &s);
	assert_non_null(strstr(str_c(&s), "xterm\n"));
	assert_non_null(strstr(str_c(&s), "#ffffff"));
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glyphs_follow_terminal_and_locale), cmocka_unit_test(depths_follow_terminal_and_wish),
		cmocka_unit_test(network_and_multiplexers), cmocka_unit_test(only_terminals_that_swallow_questions_are_asked),
		cmocka_unit_test(answers_are_taken_in), cmocka_unit_test(the_console_font_decides),
		cmocka_unit_test(a_pty_is_no_console), cmocka_unit_test(it_is_described_in_lines)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
