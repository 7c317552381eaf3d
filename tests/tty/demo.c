/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The smallest full-screen program on ui/term: a list, a text field, a secret. For the tests of the terminal, and for the bench
 * as the floor under every figure. Options: --bar, --mouse, --true, --theme NAME, --chatter (a clock on the screen). */
#include "config.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "ui/draw/theme.h"
#include "ui/term/term.h"
#include "ui/term/term_info.h"
#include "ui/term/term_read.h"
#include "ui/term/term_tell.h"
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 60 };

static struct {
	struct term *term;
	struct theme *theme;
	struct term_options options;
	struct grid *grid;
	int at, top, frames;
	bool field, secret, quit, bar, clock;
	char text[64];
	struct str said;
} demo;

static void draw_rows(struct grid *g)
{
	int y, rows = g->h - 3;

	if (demo.at < demo.top)
		demo.top = demo.at;
	if (demo.at >= demo.top + rows)
		demo.top = demo.at - rows + 1;
	for (y = 0; y < rows && demo.top + y < ROWS; y++) {
		int row = demo.top + y;

		grid_put(g, y + 1, 1, g->w - 1, row % 3 ? ROLE_TEXT : ROLE_AMOUNT_IN, "row %02d of the list, some words %d", row, row * 37);
		if (row == demo.at && demo.bar)
			grid_role(g, (struct rect){ y + 1, 0, 1, g->w }, ROLE_CURSOR);
		if (row == demo.at && !demo.bar)
			grid_glyph(g, y + 1, 0, ROLE_MARK, GLYPH_GUTTER);
		if (row == demo.at && !demo.field) {
			g->cursor_y = y + 1;
			g->cursor_x = 0;
		}
	}
}

static void draw(void)
{
	int h, w;
	struct grid *g;

	term_size(demo.term, &h, &w);
	if (!demo.grid || demo.grid->h != h || demo.grid->w != w || demo.grid->glyphs != term_glyphs(demo.term)) {
		grid_free(demo.grid);
		demo.grid = grid_new(h, w, term_glyphs(demo.term));
	}
	g = demo.grid;
	grid_clear(g);
	grid_text(g, 0, 1, w, ROLE_TITLE, SLICE("vigie demo ─ café ✓"));
	draw_rows(g);
	if (demo.secret)
		grid_text(g, 2, 30, w, ROLE_SECRET, SLICE("abandon zebra"));
	if (demo.clock)
		grid_put(g, 0, w - 9, 9, ROLE_DIM, "%02d:%02d", (int)(time(NULL) / 60 % 60), (int)(time(NULL) % 60));
	grid_put(g, h - 2, 1, w - 1, ROLE_DIM, "%s", str_c(&demo.said));
	grid_put(g, h - 1, 0, w, ROLE_INPUT, "> %s", demo.text);
	if (demo.field) {
		g->cursor_y = h - 1;
		g->cursor_x = 2 + (int)strlen(demo.text);
	}
	term_draw(demo.term, g);
	demo.frames++;
}

static void type(const struct keystroke *k)
{
	size_t n = strlen(demo.text);

	if (k->code == KEY_ESC)
		demo.field = false;
	else if (k->code == KEY_BACKSPACE && n)
		demo.text[n - 1] = 0;
	else if ((k->code < 0x80 || k->code == KEY_SPACE) && !k->mods && n + 1 < sizeof demo.text)
		demo.text[n] = k->code == KEY_SPACE ? ' ' : (char)k->code;
}

static void say_key(const struct keystroke *k)
{
	str_cut(&demo.said, 0);
	if (k->code == KEY_PASTE)
		str_addf(&demo.said, "pasted %zu bytes", k->text.n);
	else if (k->code == KEY_MOUSE)
		str_addf(&demo.said, "mouse %d at %d,%d", k->button, k->y, k->x);
	else if (k->code == KEY_NONE)
		str_addf(&demo.said, "light %d", term_light(demo.term));
	else
		key_write(&demo.said, k);
}

static void suspend(void)
{
	term_suspend(demo.term);
	kill(getpid(), SIGSTOP);
	term_resume(demo.term);
}

static void toggle_mouse(void)
{
	demo.options.mouse = !demo.options.mouse;
	term_configure(demo.term, &demo.options);
}

static void command(const struct keystroke *k)
{
	switch (k->code) {
	case 'j': case KEY_DOWN: demo.at += demo.at < ROWS - 1; break;
	case 'k': case KEY_UP: demo.at -= demo.at > 0; break;
	case KEY_PAGE_DOWN: demo.at = demo.at + 20 < ROWS ? demo.at + 20 : ROWS - 1; break;
	case '/': demo.field = true; break;
	case 'q': demo.quit = true; break;
	case 'z': if (k->mods & KEY_CTRL) suspend(); break;
	case 's': demo.secret = !demo.secret; break;
	case 'm': toggle_mouse(); break;
	case 'e': fprintf(stderr, "noise from a library\033[31m\n"); break;
	case 'y': say_key(k); term_copy(demo.term, SLICE("copied words")); break;
	case 't': term_title(demo.term, "vigie demo"); break;
	case 'f': raise(SIGSEGV); break;
	case 'l': term_repaint(demo.term); break;
	case 'd': str_cut(&demo.said, 0); term_describe(demo.term, &demo.said); break;
	case KEY_EOF: demo.quit = true; break;
	default: say_key(k);
	}
}

static void keys(int *wait)
{
	struct keystroke k;
	int i;

	for (i = 0; i < 64 && !demo.quit && term_read(demo.term, &k, wait); i++) {
		if (demo.field && k.code != KEY_EOF && k.code != KEY_RESIZE && k.code != KEY_PASTE)
			type(&k);
		else
			command(&k);
	}
}

static void signals(int fd)
{
	struct signalfd_siginfo info;

	while (read(fd, &info, sizeof info) == sizeof info) {
		if (info.ssi_signo == SIGWINCH)
			term_resized(demo.term);
		else if (info.ssi_signo == SIGTSTP)
			suspend();
		else if (info.ssi_signo == SIGCONT)
			term_resume(demo.term);
		else
			demo.quit = true;
	}
}

static int options(int argc, char **argv)
{
	const char *theme = "default";
	int i;

	demo.options = (struct term_options){ .glyphs = -1, .depth = -1, .escape_ms = -1, .gutter = true };
	for (i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--bar"))
			demo.bar = true;
		else if (!strcmp(argv[i], "--mouse"))
			demo.options.mouse = true;
		else if (!strcmp(argv[i], "--true"))
			demo.options.depth = DEPTH_TRUE;
		else if (!strcmp(argv[i], "--chatter"))
			demo.clock = true;
		else if (!strcmp(argv[i], "--theme") && i + 1 < argc)
			theme = argv[++i];
		else
			return 2;
	}
	demo.options.gutter = !demo.bar;
	demo.theme = theme_load(theme, getenv("DEMO_THEMES"), NULL, NULL);
	demo.options.theme = demo.theme;
	return demo.theme ? 0 : 2;
}

int main(int argc, char **argv)
{
	struct fault f = { 0 };
	sigset_t set;
	int fd, wait = -1;

	if (options(argc, argv))
		return 2;
	i18n_init("");
	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTSTP);
	sigaddset(&set, SIGCONT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	demo.term = term_open(&demo.options, &f);
	if (!demo.term) {
		fprintf(stderr, "no full screen: %s: %s\n", err_message(f.code), f.where);
		return 3;
	}
	draw();
	while (!demo.quit) {
		struct pollfd p[2] = {
			{ .fd = term_fd(demo.term), .events = (short)(POLLIN | (term_wants_write(demo.term) ? POLLOUT : 0)) },
			{ .fd = fd, .events = POLLIN }
		};

		poll(p, 2, demo.clock ? 1000 - (int)(tick_now_ms() % 1000) : wait);
		signals(fd);
		if (p[0].revents & POLLOUT)
			term_flush(demo.term);
		keys(&wait);
		if (!demo.quit)
			draw();
	}
	term_close(demo.term);
	grid_free(demo.grid);
	theme_free(demo.theme);
	str_free(&demo.said);
	return 0;
}
