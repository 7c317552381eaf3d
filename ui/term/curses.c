/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Own headers first: those of curses define KEY_ and ERR as macros. */
#include "config.h"
#include "ui/term/curses.h"
#include "ui/term/palette.h"
#include "ui/term/sgr.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "ui/draw/theme.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>
#undef ERR
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>

/* shown is the grid as last put into curses, so that only what changed is touched. */
struct curses {
	SCREEN *screen;
	FILE *file, *input;
	int fd, h, w;
	struct cell *shown;
	bool all, left, cursor, resized, odd_corner, had_secret, alternate, secret_ever;
	attr_t attrs[ROLE_COUNT];
	short pairs[ROLE_COUNT];
	struct sgr sgr;
};


/* newterm takes the size and a few habits from the environment, and takes signals over: all of that is undone. */
struct around {
	struct sigaction old[5];
	char *had_lines, *had_columns, *had_padding;
};

static const int curses_signals[5] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH, SIGCONT };

static char *swap_env(const char *name, const char *value)
{
	const char *old = getenv(name);
	char *kept = old ? mem_strdup(old) : NULL;

	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
	return kept;
}

static void put_env(const char *name, char *kept)
{
	free(swap_env(name, kept));
	free(kept);
}

static void before_newterm(struct around *a, int h, int w)
{
	char text[16];
	int i;

	snprintf(text, sizeof text, "%d", h);
	a->had_lines = swap_env("LINES", text);
	snprintf(text, sizeof text, "%d", w);
	a->had_columns = swap_env("COLUMNS", text);
	a->had_padding = swap_env("NCURSES_NO_PADDING", "1");
	for (i = 0; i < 5; i++)
		sigaction(curses_signals[i], NULL, &a->old[i]);
}

static void after_newterm(struct around *a)
{
	int i;

	put_env("LINES", a->had_lines);
	put_env("COLUMNS", a->had_columns);
	put_env("NCURSES_NO_PADDING", a->had_padding);
	for (i = 0; i < 5; i++)
		sigaction(curses_signals[i], &a->old[i], NULL);
}

/* A terminfo string, NULL when the terminal has none. */
static const char *cap(const char *name)
{
	char copy[8];
	const char *s;

	snprintf(copy, sizeof copy, "%s", name);
	s = tigetstr(copy);
	return s && s != (const char *)-1 ? s : NULL;
}

/* A terminfo string without its padding marks "$<5>". */
static void add_plain(struct str *out, const char *s)
{
	while (s && *s) {
		const char *end = s[0] == '$' && s[1] == '<' ? strchr(s, '>') : NULL;

		if (end) {
			s = end + 1;
			continue;
		}
		str_addc(out, *s++);
	}
}

/* The terminal resets attributes by ESC [ m, with or without leaving line drawing around it. */
static bool ansi(const char *sgr0)
{
	struct str s = { 0 };
	bool yes;

	add_plain(&s, sgr0);
	yes = strstr(str_c(&s), "\033[m") || strstr(str_c(&s), "\033[0m");
	str_free(&s);
	return yes;
}

static void read_info(const char *term, struct caps_info *info)
{
	const char *backspace = cap("kbs");

	snprintf(info->term, sizeof info->term, "%s", term);
	info->colors = tigetnum((char *)(uintptr_t)"colors");
	info->addressable = cap("cup") && cap("clear");
	info->alternate = cap("smcup") && cap("rmcup");
	info->ansi = ansi(cap("sgr0"));
	info->backspace_ctrl_h = backspace && !strcmp(backspace, "\b");
}

static bool open_files(struct curses *c)
{
	c->fd = memfd_create("vigie-screen", MFD_CLOEXEC);
	c->file = c->fd < 0 ? NULL : fdopen(c->fd, "w+");
	c->input = fopen("/dev/null", "re");
	return c->file && c->input;
}

/* A terminal name from the environment is used as a file name by terminfo. */
static bool name_sane(const char *term)
{
	return term && *term && strlen(term) < 64 && !strchr(term, '/') && term[0] != '.';
}

/* newterm loses memory when it fails, so that it is only asked for terminals that exist. */
static bool term_exists(const char *term, int fd)
{
	int error;
	bool good = setupterm((char *)(uintptr_t)term, fd, &error) == OK;

	if (good)
		del_curterm(cur_term);
	return good;
}

struct curses *curses_open(const char *term, int h, int w, struct caps_info *info, struct fault *f)
{
	struct curses *c = mem_new(sizeof *c);
	struct around around;

	*info = (struct caps_info){ .colors = 0 };
	c->fd = -1;
	if (!name_sane(term) || !open_files(c)) {
		fault_set(f, E_UNSUPPORTED, _("the environment variable TERM names no terminal"));
		curses_close(c);
		return NULL;
	}
	before_newterm(&around, h, w);
	if (term_exists(term, c->fd))
		c->screen = newterm((char *)(uintptr_t)term, c->file, c->input);
	after_newterm(&around);
	if (c->screen)
		read_info(term, info);
	if (!c->screen || !info->addressable) {
		fault_set(f, E_UNSUPPORTED, c->screen ? _("terminal “%s” cannot move its cursor") : _("terminal “%s” is not known here"),
		          term);
		curses_close(c);
		return NULL;
	}
	c->alternate = info->alternate;
	c->odd_corner = !cap("rmam");
	sgr_init(&c->sgr, info->ansi);
	typeahead(-1);
	idlok(stdscr, TRUE);
	start_color();
	if (use_default_colors() != OK)
		assume_default_colors(COLOR_WHITE, COLOR_BLACK);
	curses_resize(c, h, w);
	c->resized = false;             /* newterm has set the region, and resetting it moves the cursor that is to be saved */
	c->cursor = true;
	return c;
}

void curses_close(struct curses *c)
{
	if (!c)
		return;
	if (c->screen) {
		if (!isendwin())
			endwin();
		delscreen(c->screen);
	}
	if (c->shown)
		secret_wipe(c->shown, (size_t)c->h * (size_t)c->w * sizeof *c->shown);
	free(c->shown);
	if (c->file)
		fclose(c->file);
	else if (c->fd >= 0)
		close(c->fd);
	if (c->input)
		fclose(c->input);
	free(c);
}

/* Takes what curses has written out of its file, through the filter. */
static void collect(struct curses *c, struct str *bytes)
{
	struct str raw = { 0 };
	off_t n;

	fflush(c->file);
	n = lseek(c->fd, 0, SEEK_CUR);
	if (n > 0) {
		ssize_t got;

		str_reserve(&raw, (size_t)n);
		got = pread(c->fd, raw.p, (size_t)n, 0);
		sgr_filter(&c->sgr, (struct slice){ raw.p, got > 0 ? (size_t)got : 0 }, bytes);
		secret_wipe(raw.p, (size_t)n);
		str_free(&raw);
	}
	lseek(c->fd, 0, SEEK_SET);
	if (ftruncate(c->fd, 0))
		return;
}

static attr_t attrs_of(unsigned attrs)
{
	return (attrs & STYLE_BOLD ? A_BOLD : 0) | (attrs & STYLE_DIM ? A_DIM : 0) | (attrs & STYLE_UNDERLINE ? A_UNDERLINE : 0) |
	       (attrs & STYLE_REVERSE ? A_REVERSE : 0) | (attrs & STYLE_ITALIC ? A_ITALIC : 0);
}

/* Roles of the same colours share a pair: the console has 64 only. */
static short pair_for(struct curses *c, int role, int fg, int bg)
{
	static short fgs[ROLE_COUNT + 1], bgs[ROLE_COUNT + 1];
	static short used;
	short i;

	if (role == 0)
		used = 0;
	if ((fg < 0 && bg < 0) || COLOR_PAIRS < 2)
		return 0;
	for (i = 0; i < used; i++)
		if (fgs[i] == fg && bgs[i] == bg)
			return (short)(i + 1);
	if (used + 1 >= COLOR_PAIRS)
		return 0;
	fgs[used] = (short)fg;
	bgs[used] = (short)bg;
	used++;
	(void)c;
	return init_pair(used, (short)fg, (short)bg) == OK ? used : 0;
}

void curses_look(struct curses *c, const struct theme *theme, enum depth depth, bool gutter)
{
	enum theme_level level = depth == DEPTH_NONE ? THEME_MONO : depth >= DEPTH_256 ? THEME_256 : THEME_16;
	int role;

	palette_reserve(c->sgr.rgb, theme);
	for (role = 0; role < ROLE_COUNT; role++) {
		const struct style *s = &theme->styles[role][level];
		int fg = palette_number(c->sgr.rgb, s->fg, depth), bg = palette_number(c->sgr.rgb, s->bg, depth);

		c->attrs[role] = attrs_of(s->attrs) | (palette_bold(s->fg, depth) ? A_BOLD : 0);
		c->pairs[role] = pair_for(c, role, fg, bg);
	}
	if (gutter) {
		c->attrs[ROLE_CURSOR] = c->attrs[ROLE_CURSOR_OFF] = c->attrs[ROLE_TEXT];
		c->pairs[ROLE_CURSOR] = c->pairs[ROLE_CURSOR_OFF] = c->pairs[ROLE_TEXT];
	}
	c->all = true;
}

void curses_resize(struct curses *c, int h, int w)
{
	if (c->shown)
		secret_wipe(c->shown, (size_t)c->h * (size_t)c->w * sizeof *c->shown);
	free(c->shown);
	c->h = h > 0 ? h : 1;
	c->w = w > 0 ? w : 1;
	c->shown = mem_array((size_t)c->h * (size_t)c->w, sizeof *c->shown);
	resize_term(c->h, c->w);
	c->resized = true;
	curses_repaint(c);
}

void curses_repaint(struct curses *c)
{
	c->all = true;
	clearok(curscr, TRUE);
}

/* The code points of a cell in a form on whose width everybody agrees: one spacing character of the cell's width and marks
 * that take no room. Joined and variant emoji lose what is joined; the halves of a flag become letters. */
static int cell_points(const struct cell *cell, wchar_t points[6])
{
	struct slice s = { cell->text, cell->len };
	int n = 0;
	size_t i = 0;

	while (i < s.n && n < 5) {
		unsigned char b = (unsigned char)s.p[i];
		size_t len = b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4, k;
		uint32_t u = len == 1 ? b : b & (0xffu >> (len + 1));

		for (k = 1; k < len && i + k < s.n; k++)
			u = u << 6 | ((unsigned char)s.p[i + k] & 0x3f);
		i += len;
		if (u == 0x200d || (u >= 0x1f3fb && u <= 0x1f3ff && n))   /* joiner, skin tone */
			break;
		if (u >= 0x1f1e6 && u <= 0x1f1ff)
			u = 'A' + (u - 0x1f1e6);
		if ((u >= 0xfe00 && u <= 0xfe0f) || (n && wcwidth((wchar_t)u) != 0))
			continue;
		points[n++] = (wchar_t)u;
	}
	points[n] = 0;
	return n;
}

static void put_points(struct curses *c, int y, int x, int role, wchar_t *points)
{
	cchar_t cc;

	setcchar(&cc, points, c->attrs[role], c->pairs[role], NULL);
	mvadd_wch(y, x, &cc);
}

static void put_cell(struct curses *c, int y, int x, const struct cell *cell)
{
	wchar_t points[6] = L" ", blank[2] = L" ";
	int role = cell->role < ROLE_COUNT ? cell->role : ROLE_TEXT, width = 1;

	if (cell->len) {
		if (!cell_points(cell, points) || (width = wcwidth(points[0])) < 1 || width > cell->width) {
			wcscpy(points, L"?");
			width = 1;
		}
	}
	put_points(c, y, x, role, points);
	if (width == 1 && cell->width == 2)
		put_points(c, y, x + 1, role, blank);
}

/* A row with a wide cluster is put anew as a whole: half a cluster cannot be replaced. */
static bool row_is_plain(const struct cell *a, const struct cell *b, int w)
{
	int x;

	for (x = 0; x < w; x++)
		if (a[x].width != 1 || b[x].width != 1)
			return false;
	return true;
}

/* Where writing the last cell of all would scroll, curses writes it one to the left and inserts what stands there, and takes
 * no care of wide clusters: there is none then. */
static bool in_corner(const struct curses *c, int y, int x, const struct cell *cell)
{
	return c->odd_corner && y == c->h - 1 && cell->width == 2 && x + 3 >= c->w;
}

static void put_row(struct curses *c, int y, const struct cell *row, int w)
{
	struct cell *shown = c->shown + (size_t)y * (size_t)c->w;
	bool all = c->all;
	int x;

	if (!all && !memcmp(shown, row, (size_t)w * sizeof *row))
		return;
	all |= !row_is_plain(shown, row, w);
	for (x = 0; x < w; x++) {
		if (row[x].width == 0 || (!all && !memcmp(&shown[x], &row[x], sizeof *row)))
			continue;
		if ((row[x].width == 2 && x + 1 >= w) || in_corner(c, y, x, &row[x]))
			put_cell(c, y, x, &(struct cell){ .width = row[x].width, .role = row[x].role });
		else
			put_cell(c, y, x, &row[x]);
	}
	memcpy(shown, row, (size_t)w * sizeof *row);
}

static void place_cursor(struct curses *c, const struct grid *g)
{
	bool visible = g->cursor_y >= 0 && g->cursor_y < c->h && g->cursor_x >= 0 && g->cursor_x < c->w;

	if (visible != c->cursor)
		curs_set(visible);
	c->cursor = visible;
	leaveok(stdscr, !visible);
	if (visible)
		wmove(stdscr, g->cursor_y, g->cursor_x);
}

/* The whole screen scrolls. Some terminals keep the region of another size, and then ignore what happens outside of it. */
static void whole_region(const struct curses *c, struct str *bytes)
{
	const char *csr = cap("csr");

	if (csr)
		add_plain(bytes, tparm((char *)(uintptr_t)csr, 0, c->h - 1, 0, 0, 0, 0, 0, 0, 0));
}

void curses_draw(struct curses *c, const struct grid *g, struct str *bytes)
{
	int h = g->h < c->h ? g->h : c->h, w = g->w < c->w ? g->w : c->w, y;

	if (c->resized)
		whole_region(c, bytes);
	c->resized = false;
	if (c->all && (g->h < c->h || g->w < c->w))
		werase(stdscr);
	for (y = 0; y < h; y++)
		put_row(c, y, g->cells + (size_t)y * (size_t)g->w, w);
	place_cursor(c, g);
	wnoutrefresh(stdscr);
	doupdate();
	c->all = c->left = false;
	c->had_secret = g->secret;
	c->secret_ever |= g->secret;
	collect(c, bytes);
}

void curses_leave(struct curses *c, struct str *bytes)
{
	if (c->left)
		return;
	if (!c->alternate || c->had_secret) {
		werase(stdscr);
		clearok(curscr, TRUE);
		wnoutrefresh(stdscr);
		doupdate();
		secret_wipe(c->shown, (size_t)c->h * (size_t)c->w * sizeof *c->shown);
	}
	if (!c->cursor)
		curs_set(1);
	c->cursor = true;
	endwin();
	collect(c, bytes);
	sgr_settle(&c->sgr, bytes);
	sgr_forget(&c->sgr);
	add_plain(bytes, cap("cnorm"));     /* some terminals bring back the state from before with the other screen */
	if (!c->alternate) {
		add_plain(bytes, cap("clear"));
		if (c->secret_ever)
			add_plain(bytes, cap("E3"));    /* the console's scrollback too */
	}
	c->left = c->all = true;
}

/* Scroll region, attributes, cursor, screen. Resetting the region moves the cursor home: before leaving the screen. */
void curses_emergency(const struct curses *c, struct str *bytes)
{
	whole_region(c, bytes);
	add_plain(bytes, cap("sgr0"));
	add_plain(bytes, cap("op"));
	add_plain(bytes, cap("cnorm"));
	if (!c->alternate || c->had_secret)
		add_plain(bytes, cap("clear"));
	if (!c->alternate && c->secret_ever)
		add_plain(bytes, cap("E3"));
	if (c->alternate)
		add_plain(bytes, cap("rmcup"));
	add_plain(bytes, cap("cnorm"));
}

void curses_bell(const struct curses *c, struct str *bytes)
{
	(void)c;
	add_plain(bytes, cap("bel"));
}
