/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/term/term_in.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/tick.h"
#include "ui/term/crash.h"
#include "ui/term/term_read.h"
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	BIG_FRAME = 400,       /* bytes from which a frame is bracketed by synchronized output, or hides the cursor */
	CLOSE_MS = 60,         /* what leaving waits for a terminal that takes nothing */
	REPLY_LOCAL_MS = 100, REPLY_REMOTE_MS = 400,  /* from a question on, the answer may still come */
	RESUME_MS = 300,
	ESCAPE_LOCAL_MS = 25, ESCAPE_REMOTE_MS = 100
};

void term_send(struct term *t, const char *bytes)
{
	writer_add(&t->writer, slice_of(bytes), false);
}

void term_send_str(struct term *t, struct str *bytes)
{
	writer_add(&t->writer, slice_str(bytes), false);
	str_free(bytes);
}

/* Our own modes, apart from those of curses. */
static const char *modes_off(const struct term *t)
{
	return t->caps.modern ? "\033[?1006l\033[?1000l\033[?2004l" : "";
}

static void set_mouse(struct term *t, bool on)
{
	on = on && caps_mouse(&t->caps);
	if (on != t->mouse_on)
		term_send(t, on ? "\033[?1000h\033[?1006h" : "\033[?1006l\033[?1000l");
	t->mouse_on = on;
}

/* What the crash handler will write: cancel whatever is half sent, end a frame's bracket, then the way back. */
void term_arm(struct term *t)
{
	struct str bytes = { 0 };

	str_adds(&bytes, "\030");
	if (t->caps.sync)
		str_adds(&bytes, "\033[?2026l");
	str_adds(&bytes, modes_off(t));
	curses_emergency(t->curses, &bytes);
	crash_arm(t->tty.fd, &t->tty.saved, slice_str(&bytes));
	str_free(&bytes);
}

static void enter(struct term *t)
{
	crash_catch_stderr();
	tty_raw(&t->tty);
	term_arm(t);
	t->suspended = false;
	t->mouse_on = false;
	if (t->caps.modern)
		term_send(t, "\033[?2004h");
	set_mouse(t, t->options.mouse);
}

static void ask(struct term *t)
{
	const char *questions = caps_questions(&t->caps);

	if (!*questions)
		return;
	t->caps.asked_ms = tick_ms();
	term_send(t, questions);
}

static const char *environment(const char *name)
{
	return getenv(name);
}

static void apply(struct term *t, const struct term_options *o)
{
	int escape = o->escape_ms >= 0 ? o->escape_ms : t->caps.remote ? ESCAPE_REMOTE_MS : ESCAPE_LOCAL_MS;

	t->options = *o;
	t->glyphs = caps_glyphs(&t->caps, o->glyphs);
	t->depth = caps_depth(&t->caps, o->depth);
	input_configure(t->input, escape, t->caps.info.backspace_ctrl_h || t->tty.saved.c_cc[VERASE] == 8);
	curses_look(t->curses, o->theme, t->depth, o->gutter);
}

/* Once for the whole life of the program: exit() without term_close gives the terminal back too. */
static void install_handlers(void)
{
	static bool installed;

	crash_install(PACKAGE_STRING);
	if (!installed)
		atexit(crash_restore);
	installed = true;
	mem_on_exhausted(crash_restore);
}

struct term *term_open(const struct term_options *o, struct fault *f)
{
	struct term *t = mem_new(sizeof *t);
	struct caps_info info;

	if (tty_open(&t->tty, f)) {
		free(t);
		return NULL;
	}
	tty_size(&t->tty, &t->h, &t->w);
	t->curses = curses_open(getenv("TERM"), t->h, t->w, &info, f);
	if (!t->curses) {
		tty_close(&t->tty);
		free(t);
		return NULL;
	}
	caps_init(&t->caps, &info, environment, i18n_utf8());
	caps_console(&t->caps, t->tty.fd);
	t->input = input_new();
	writer_init(&t->writer, t->tty.fd, t->tty.nonblocking);
	install_handlers();
	apply(t, o);
	enter(t);
	ask(t);
	return t;
}

/* A terminal that is stuck gets what the kernel still holds thrown away, so that the way back can be written. */
static void drain_or_drop(struct term *t)
{
	if (!writer_drain(&t->writer, CLOSE_MS)) {
		writer_drop(&t->writer);
		tcflush(t->tty.fd, TCOFLUSH);
		term_send(t, "\030");
	}
}

/* Replies that come after we left would land in the shell's command line. One that is long overdue never comes. */
static void await_replies(struct term *t)
{
	int64_t until = t->caps.asked_ms + (t->caps.remote ? REPLY_REMOTE_MS : REPLY_LOCAL_MS), now;
	int wait;
	struct keystroke k;

	while (t->caps.asked_ms && (now = tick_ms()) < until && !t->gone) {
		struct pollfd p = { .fd = t->tty.fd, .events = POLLIN };

		if (poll(&p, 1, (int)(until - now)) <= 0)
			break;
		while (term_read(t, &k, &wait))
			;
	}
	if (t->caps.asked_ms)
		tcflush(t->tty.fd, TCIFLUSH);
	t->caps.asked_ms = 0;
}

static void leave(struct term *t)
{
	struct str bytes = { 0 };

	if (t->suspended)
		return;
	drain_or_drop(t);
	set_mouse(t, false);
	if (t->caps.modern)
		term_send(t, "\033[?2004l");
	curses_leave(t->curses, &bytes);
	term_send_str(t, &bytes);
	writer_drain(&t->writer, CLOSE_MS);
	writer_drop(&t->writer);
	await_replies(t);
	crash_disarm();
	tty_sane(&t->tty);
	crash_release_stderr();
	t->suspended = true;
}

void term_close(struct term *t)
{
	if (!t)
		return;
	leave(t);
	curses_close(t->curses);
	input_free(t->input);
	writer_free(&t->writer);
	tty_close(&t->tty);
	str_free(&t->frame);
	free(t);
}

void term_configure(struct term *t, const struct term_options *o)
{
	apply(t, o);
	if (t->suspended)
		return;
	set_mouse(t, o->mouse);
	writer_flush(&t->writer, tick_ms());
}

/* A big frame appears at once where the terminal can do that, else at least without a cursor that runs about. Brackets would
 * cost more than a typed letter, so small frames go as they are. */
static void send_frame(struct term *t, const struct grid *g)
{
	bool big = t->frame.n > BIG_FRAME, hide = big && !t->caps.sync && t->caps.modern && g->cursor_y >= 0;

	if (!t->frame.n)
		return;
	if (big && t->caps.sync)
		term_send(t, "\033[?2026h");
	else if (hide)
		term_send(t, "\033[?25l");
	writer_add(&t->writer, slice_str(&t->frame), g->secret);
	if (big && t->caps.sync)
		term_send(t, "\033[?2026l");
	else if (hide)
		term_send(t, "\033[?25h");
	if (g->secret)
		secret_wipe(t->frame.p, t->frame.n);
	str_cut(&t->frame, 0);
}

bool term_draw(struct term *t, const struct grid *g)
{
	int64_t now = tick_ms();

	if (t->suspended || t->gone)
		return true;
	writer_flush(&t->writer, now);
	if (writer_busy(&t->writer))
		return false;
	if (g->secret)           /* growing would leave copies behind */
		str_reserve(&t->frame, (size_t)g->h * (size_t)g->w * 16);
	if (g->secret != t->secret) /* the screen is wiped before and after, not painted over: a terminal may keep what scrolls */
		curses_repaint(t->curses);
	curses_draw(t->curses, g, &t->frame);
	if (g->secret != t->secret) {
		t->secret = g->secret;
		term_arm(t);
	}
	send_frame(t, g);
	writer_flush(&t->writer, now);
	return true;
}

void term_repaint(struct term *t)
{
	curses_repaint(t->curses);
}

void term_fit(struct term *t)
{
	tty_size(&t->tty, &t->h, &t->w);
	curses_resize(t->curses, t->h, t->w);
	if (!t->suspended)
		term_arm(t);
}

void term_suspend(struct term *t)
{
	leave(t);
}

/* Somebody else had the terminal. Without term_suspend (stopped from outside) the shell has set its own modes under us: ours
 * are set again. Those we found at the start are still what is given back. After our own stop SIGCONT comes as well, and
 * must not paint a second time. */
void term_resume(struct term *t)
{
	int64_t now = tick_ms();

	if (!t->suspended && now - t->resumed_ms < RESUME_MS)
		return;
	t->resumed_ms = now;
	enter(t);
	term_fit(t);
	t->resized = true;
}

void term_resized(struct term *t)
{
	t->resized = true;
}
