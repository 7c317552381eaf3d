/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a terminal shows is the grid, cell by cell: many frames, each a random change of the last one, go through curses and the
 * attribute filter into libvterm, and text and appearance are compared. Rows scroll, wide clusters come and go, the size
 * changes, the cursor hides. The random numbers are the same in every run. */
#include "config.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/i18n.h"
#include "base/text.h"
#include "ui/draw/theme.h"
#include "ui/term/curses.h"
#include <locale.h>
#include <stdio.h>
#include <vterm.h>

enum { FRAMES = 600 };

static uint32_t seed;

static int any(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (uint32_t)n);
}

static const char *const words[] = {
	"claire", "été", "日本", "語", "+79.68 Ğ1", "─────", "██░░", "x", "⣿⣀", "—", "e\xcc\x81", "last words of a longer row", " "
};

static void change(struct grid *g)
{
	int i, n = 1 + any(6);

	if (any(10) == 0) {             /* the list scrolls by one */
		memmove(g->cells + g->w, g->cells + 2 * g->w, sizeof *g->cells * (size_t)(g->h - 2) * (size_t)g->w);
		grid_fill(g, (struct rect){ g->h - 1, 0, 1, g->w }, ROLE_TEXT);
	}
	if (any(40) == 0)
		grid_clear(g);
	for (i = 0; i < n; i++) {
		int y = any(g->h), x = any(g->w + 4) - 2;
		enum role role = (enum role)any(ROLE_COUNT);

		if (any(8) == 0)
			grid_role(g, (struct rect){ y, x, 1, any(g->w) }, role);
		else if (any(8) == 0)
			grid_fill(g, (struct rect){ y, x, 1 + any(3), any(20) }, role);
		else
			grid_text(g, y, x, g->w, role, slice_of(words[any((int)(sizeof words / sizeof *words))]));
	}
	g->cursor_y = any(3) ? any(g->h) : -1;
	g->cursor_x = any(g->w);
}

static uint32_t point_at(const struct cell *c)
{
	const unsigned char *p = (const unsigned char *)c->text;

	if (!c->len)
		return ' ';
	if (p[0] < 0x80)
		return p[0];
	if (p[0] < 0xe0)
		return (uint32_t)(p[0] & 31) << 6 | (p[1] & 63);
	return (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63);
}

struct look {
	VTerm *term;
	VTermScreen *screen;
	struct theme *theme;
	enum theme_level level;
	bool bright_by_bold, odd_corner;
};

static uint32_t rgb_of(VTermScreen *screen, VTermColor c)
{
	vterm_screen_convert_color_to_rgb(screen, &c);
	return (uint32_t)(c.rgb.red << 16 | c.rgb.green << 8 | c.rgb.blue);
}

/* A palette number as this terminal shows it. */
static uint32_t shown(const struct look *l, int32_t color, bool ground)
{
	VTermColor c;

	if (color == THEME_OWN) {
		VTermColor fg, bg;

		vterm_state_get_default_colors(vterm_obtain_state(l->term), &fg, &bg);
		return rgb_of(l->screen, ground ? bg : fg);
	}
	vterm_color_indexed(&c, (uint8_t)(l->bright_by_bold && color >= 8 && color < 16 ? color - 8 : color));
	return rgb_of(l->screen, c);
}

static void same_look(const struct look *l, const struct cell *cell, const VTermScreenCell *v, int y, int x)
{
	const struct style *s = &l->theme->styles[cell->role][l->level];
	bool bold = s->attrs & STYLE_BOLD || (l->bright_by_bold && s->fg >= 8);

	if (rgb_of(l->screen, v->bg) != shown(l, s->bg, true) || !v->attrs.reverse != !(s->attrs & STYLE_REVERSE))
		fail_msg("ground of %d,%d (role %d): %06x for %06x", y, x, cell->role, (unsigned)rgb_of(l->screen, v->bg),
		         (unsigned)shown(l, s->bg, true));
	if (!cell->len)
		return;             /* what a blank's letter would look like does not show */
	if (rgb_of(l->screen, v->fg) != shown(l, s->fg, false) || !v->attrs.bold != !bold)
		fail_msg("letter at %d,%d (role %d): %06x for %06x", y, x, cell->role, (unsigned)rgb_of(l->screen, v->fg),
		         (unsigned)shown(l, s->fg, false));
}

static void same_screen(const struct look *l, const struct grid *g, int frame)
{
	int y, x;

	for (y = 0; y < g->h; y++)
		for (x = 0; x < g->w; x++) {
			const struct cell *cell = &g->cells[y * g->w + x];
			VTermScreenCell v;

			if (!vterm_screen_get_cell(l->screen, (VTermPos){ y, x }, &v))
				fail_msg("no cell %d,%d", y, x);
			if (cell->width == 0)
				continue;
			if (l->odd_corner && y == g->h - 1 && x + 3 >= g->w)
				continue;   /* a wide cluster in this corner is left out */
			if ((v.chars[0] ? v.chars[0] : ' ') != point_at(cell))
				fail_msg("frame %d: U+%04X at %d,%d for “%s”", frame, v.chars[0], y, x, cell->text);
			same_look(l, cell, &v, y, x);
		}
	if (g->cursor_y >= 0) {
		VTermPos p;

		vterm_state_get_cursorpos(vterm_obtain_state(l->term), &p);
		assert_int_equal(p.row, g->cursor_y);
		assert_int_equal(p.col, g->cursor_x);
	}
}

static void paint_on(const char *term, enum depth depth, const char *theme, int h, int w)
{
	struct look l = { .theme = theme_load(theme, NULL, NULL, NULL) };
	struct caps_info info;
	struct curses *c = curses_open(term, h, w, &info, NULL);
	struct grid *g = grid_new(h, w, GLYPHS_FULL);
	struct str bytes = { 0 };
	int i;

	assert_non_null(c);
	assert_non_null(l.theme);
	l.level = depth == DEPTH_NONE ? THEME_MONO : depth >= DEPTH_256 ? THEME_256 : THEME_16;
	l.bright_by_bold = depth == DEPTH_8;
	l.odd_corner = !strcmp(term, "screen") || !strcmp(term, "tmux-256color");
	l.term = vterm_new(h, w);
	vterm_set_utf8(l.term, 1);
	l.screen = vterm_obtain_screen(l.term);
	vterm_screen_enable_altscreen(l.screen, 1);
	vterm_screen_reset(l.screen, 1);
	curses_look(c, l.theme, depth, false);
	for (i = 0; i < FRAMES; i++) {
		if (i % 97 == 96) {
			grid_free(g);
			h = 5 + any(40);
			w = 12 + any(140);
			g = grid_new(h, w, GLYPHS_FULL);
			vterm_set_size(l.term, h, w);
			curses_resize(c, h, w);
		}
		if (i % 50 == 49)
			curses_repaint(c);
		change(g);
		str_cut(&bytes, 0);
		curses_draw(c, g, &bytes);
		vterm_input_write(l.term, str_c(&bytes), bytes.n);
		vterm_screen_flush_damage(l.screen);
		same_screen(&l, g, i);
	}
	curses_close(c);
	vterm_free(l.term);
	grid_free(g);
	theme_free(l.theme);
	str_free(&bytes);
}

static void on_xterm(void **state)
{
	(void)state;
	seed = 1;
	paint_on("xterm-256color", DEPTH_256, "default", 24, 80);
	paint_on("xterm-256color", DEPTH_256, "contrast", 24, 80);
	paint_on("xterm", DEPTH_8, "light", 24, 80);
}

static void in_tmux_and_screen(void **state)
{
	(void)state;
	seed = 2;
	paint_on("tmux-256color", DEPTH_256, "deutan", 24, 80);
	paint_on("screen", DEPTH_8, "tritan", 24, 80);
}

static void on_the_console(void **state)
{
	(void)state;
	seed = 3;
	paint_on("linux", DEPTH_8, "vt", 25, 80);
}

static void without_colour(void **state)
{
	(void)state;
	seed = 4;
	paint_on("vt100", DEPTH_NONE, "default", 24, 80);
	paint_on("xterm-256color", DEPTH_NONE, "contrast", 24, 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_xterm), cmocka_unit_test(in_tmux_and_screen), cmocka_unit_test(on_the_console),
		cmocka_unit_test(without_colour)
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	i18n_init("");
	if (!i18n_utf8()) {
		printf("1..0 # SKIP this machine has no UTF-8 locale\n");
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
