/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way out: the queue, the attribute filter, operating system commands, and curses as a maker of bytes. */
#include "config.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/i18n.h"
#include "ui/draw/theme.h"
#include "ui/term/curses.h"
#include "ui/term/osc.h"
#include "ui/term/sgr.h"
#include "ui/term/writer.h"
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* A pipe of the least size the kernel gives. */
static void make_pipe(int fds[2])
{
	assert_int_equal(pipe(fds), 0);
	fcntl(fds[1], F_SETPIPE_SZ, 4096);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
}

static size_t read_all(int fd, struct str *out)
{
	char bytes[8192];
	ssize_t n;
	size_t sum = 0;

	while ((n = read(fd, bytes, sizeof bytes)) > 0) {
		str_add(out, (struct slice){ bytes, (size_t)n });
		sum += (size_t)n;
	}
	return sum;
}

static void fill(struct str *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		str_addc(s, (char)('a' + i % 23));
}

/* Nothing blocks and nothing is lost, whether the descriptor is non-blocking itself or not. */
static void stuck_and_resumed(void **state)
{
	int nonblocking;

	(void)state;
	for (nonblocking = 0; nonblocking < 2; nonblocking++) {
		struct writer w;
		struct str sent = { 0 }, got = { 0 };
		int fds[2], rounds = 0;

		make_pipe(fds);
		if (nonblocking)
			fcntl(fds[1], F_SETFL, O_NONBLOCK);
		writer_init(&w, fds[1], nonblocking);
		fill(&sent, 50000);
		assert_true(writer_add(&w, slice_str(&sent), false));
		writer_flush(&w, 1000);
		assert_true(writer_busy(&w));
		assert_int_equal(w.stalled_ms, 1000);
		writer_flush(&w, 1400);
		assert_int_equal(w.slowest_ms, 400);
		while (writer_busy(&w)) {
			read_all(fds[0], &got);
			writer_flush(&w, 1500);
			assert_true(rounds++ < 1000);
		}
		read_all(fds[0], &got);
		assert_int_equal(w.stalled_ms, 0);
		assert_true(slice_eq(slice_str(&sent), slice_str(&got)));
		writer_free(&w);
		str_free(&sent);
		str_free(&got);
		close(fds[0]);
		close(fds[1]);
	}
}

static void the_queue_is_bounded(void **state)
{
	struct writer w;
	struct str s = { 0 };
	int fds[2];

	(void)state;
	make_pipe(fds);
	fcntl(fds[1], F_SETFL, O_NONBLOCK);
	writer_init(&w, fds[1], true);
	fill(&s, WRITER_MAX);
	assert_true(writer_add(&w, slice_str(&s), true));
	assert_false(writer_add(&w, SLICE("x"), false));
	assert_false(writer_drain(&w, 1));
	writer_drop(&w);
	assert_false(writer_busy(&w));
	assert_int_equal(w.out.p[5], 0);      /* secret bytes are wiped */
	assert_true(writer_add(&w, SLICE("x"), false));
	close(fds[0]);
	signal(SIGPIPE, SIG_IGN);
	writer_flush(&w, 1);
	assert_true(w.gone);
	assert_false(writer_add(&w, SLICE("x"), false));
	writer_free(&w);
	str_free(&s);
	close(fds[1]);
}

static void copies_are_wrapped_for_multiplexers(void **state)
{
	struct str s = { 0 }, big = { 0 };

	(void)state;
	assert_int_equal(osc_copy(&s, SLICE("hello"), MUX_NONE), E_OK);
	assert_string_equal(str_c(&s), "\033]52;c;aGVsbG8=\a");
	str_cut(&s, 0);
	osc_copy(&s, SLICE("ab"), MUX_TMUX);
	assert_string_equal(str_c(&s), "\033]52;c;YWI=\a\033Ptmux;\033\033]52;c;YWI=\a\033\\");
	str_cut(&s, 0);
	osc_copy(&s, SLICE("\xff\xfe\xfd"), MUX_SCREEN);
	assert_string_equal(str_c(&s), "\033P\033]52;c;//79\a\033\\");
	fill(&big, OSC_COPY_MAX + 1);
	str_cut(&s, 0);
	assert_int_equal(osc_copy(&s, slice_str(&big), MUX_NONE), E_TOO_BIG);
	assert_int_equal(s.n, 0);
	str_cut(&s, 0);
	str_cut(&s, 0);
	osc_notify(&s, "paid;\033]0;x\a 12.50", false, MUX_NONE); /* a stranger's text cannot end it, nor begin a field */
	assert_memory_equal(s.p, "\033]9;paid,", 9);
	assert_null(memchr(s.p + 1, 033, s.n - 1));
	assert_ptr_equal(strchr(str_c(&s), '\a'), s.p + s.n - 1);
	str_cut(&s, 0);
	osc_notify(&s, "paid", true, MUX_TMUX);
	assert_string_equal(str_c(&s), "\033Ptmux;\033\033]777;notify;vigie;paid\a\033\\");
	str_cut(&s, 0);
	osc_title(&s, "a\033]0;x\ab\n");
	assert_null(memchr(s.p + 1, 033, s.n - 1));
	assert_ptr_equal(strchr(str_c(&s), '\a'), s.p + s.n - 1);
	str_free(&s);
	str_free(&big);
}

static void filtered(struct sgr *s, const char *in, const char *expected)
{
	struct str out = { 0 };

	sgr_filter(s, slice_of(in), &out);
	assert_string_equal(str_c(&out), expected);
	str_free(&out);
}

static void attributes_are_sent_when_needed_only(void **state)
{
	struct sgr s;
	struct str out = { 0 };

	(void)state;
	sgr_init(&s, true);
	filtered(&s, "\033(B\033[m\033[H\033[2J", "\033[H\033[m\033[2J");
	filtered(&s, "\033[4ma\033(B\033[m", "\033[4ma");
	filtered(&s, "\033[4mb\033(B\033[m\033[3;4H", "b\033[3;4H");          /* a letter costs itself */
	filtered(&s, "\033[0;1m\033[31m\033[48;5;20mx", "\033[0;1;31;48;5;20mx");
	filtered(&s, "\033[39;49m\033[mx", "\033[mx");
	filtered(&s, "\033[1m\r\b\033[A\033[5Gx", "\r\b\033[A\033[5G\033[1mx");
	filtered(&s, "\033[22;92m\nx", "\033[0;92m\nx");
	filtered(&s, "\033[m\033[K", "\033[m\033[K");
	filtered(&s, "\033[7m\017\033[27mx", "x");
	filtered(&s, "\033[38:2:1:2:3mx", "\033[38:2:1:2:3mx");               /* beyond the filter: as it is */
	filtered(&s, "\033[1m", "");
	sgr_settle(&s, &out);
	assert_string_equal(str_c(&out), "\033[1m");
	str_free(&out);
	sgr_forget(&s);
	filtered(&s, "x", "\033[0;1mx");
	s.rgb[200] = 0x0102ff;
	filtered(&s, "\033[m\033[38;5;200my38;5;200m", "\033[0;38;2;1;2;255my38;5;200m");
	sgr_init(&s, false);
	filtered(&s, "\033(B\033[mx\017", "\033(B\033[mx\017");
}

static struct curses *opened(const char *term, struct caps_info *info, struct theme *t, enum depth d)
{
	struct curses *c = curses_open(term, 24, 80, info, NULL);

	assert_non_null(c);
	curses_look(c, t, d, true);
	return c;
}

static void a_frame_that_changes_nothing_costs_nothing(void **state)
{
	struct theme *t = theme_load("default", NULL, NULL, NULL);
	struct caps_info info;
	struct curses *c = opened("xterm-256color", &info, t, DEPTH_256);
	struct grid *g = grid_new(24, 80, GLYPHS_FULL);
	struct str s = { 0 };

	(void)state;
	assert_int_equal(info.colors, 256);
	assert_true(info.alternate && info.addressable && info.ansi);
	grid_text(g, 3, 3, 70, ROLE_TITLE, SLICE("hello"));
	curses_draw(c, g, &s);
	assert_non_null(strstr(str_c(&s), "hello"));
	str_cut(&s, 0);
	curses_draw(c, g, &s);
	assert_int_equal(s.n, 0);
	grid_text(g, 3, 3, 70, ROLE_TITLE, SLICE("jello"));
	curses_draw(c, g, &s);
	assert_in_range(s.n, 1, 20);
	str_cut(&s, 0);
	curses_leave(c, &s);
	assert_non_null(strstr(str_c(&s), "\033[?1049l"));
	str_cut(&s, 0);
	curses_leave(c, &s);
	assert_int_equal(s.n, 0);
	curses_close(c);
	grid_free(g);
	theme_free(t);
	str_free(&s);
}

/* Emoji on whose width terminals disagree are simplified; what is sent always fills the columns of the grid. */
static void doubtful_clusters_are_simplified(void **state)
{
	struct theme *t = theme_load("default", NULL, NULL, NULL);
	struct caps_info info;
	struct curses *c;
	struct grid *g = grid_new(24, 80, GLYPHS_FULL);
	struct str s = { 0 };

	(void)state;
	i18n_init("");
	if (!i18n_utf8())
		skip();
	c = opened("xterm-256color", &info, t, DEPTH_256);
	grid_text(g, 0, 0, 80, ROLE_TEXT, SLICE("a👨‍👩‍👧b"));
	grid_text(g, 1, 0, 80, ROLE_TEXT, SLICE("c🇫🇷d"));
	grid_text(g, 2, 0, 80, ROLE_TEXT, SLICE("e日f"));
	curses_draw(c, g, &s);
	assert_null(strstr(str_c(&s), "\xe2\x80\x8d"));
	assert_non_null(strstr(str_c(&s), "cFRd"));
	assert_non_null(strstr(str_c(&s), "e日f"));
	curses_close(c);
	grid_free(g);
	theme_free(t);
	str_free(&s);
}

static void unusable_terminals_are_refused(void **state)
{
	static const char *const bad[] = { "dumb", "no-such-terminal", "", "../x", ".x", NULL };
	struct caps_info info;
	struct fault f;
	int i;

	(void)state;
	for (i = 0; bad[i]; i++) {
		f.code = E_OK;
		assert_null(curses_open(bad[i], 24, 80, &info, &f));
		assert_int_equal(f.code, E_UNSUPPORTED);
	}
	assert_null(curses_open(NULL, 24, 80, &info, &f));
}

static void signals_stay_as_they_were(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };
	struct sigaction now;
	struct caps_info info;
	struct curses *c = curses_open("xterm", 24, 80, &info, NULL);
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		sigaction(signals[i], NULL, &now);
		assert_true(now.sa_handler == SIG_DFL);
	}
	assert_null(getenv("NCURSES_NO_PADDING"));
	curses_close(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stuck_and_resumed), cmocka_unit_test(the_queue_is_bounded),
		cmocka_unit_test(copies_are_wrapped_for_multiplexers), cmocka_unit_test(attributes_are_sent_when_needed_only),
		cmocka_unit_test(a_frame_that_changes_nothing_costs_nothing), cmocka_unit_test(doubtful_clusters_are_simplified),
		cmocka_unit_test(unusable_terminals_are_refused), cmocka_unit_test(signals_stay_as_they_were)
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
