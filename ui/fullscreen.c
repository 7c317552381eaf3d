/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fullscreen.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/loop.h"
#include "model/lookout.h"
#include "model/presence.h"
#include "model/world.h"
#include "ui/badge.h"
#include "ui/child.h"
#include "ui/draw/theme.h"
#include "ui/looks.h"
#include "ui/term/term.h"
#include "ui/term/term_info.h"
#include "ui/term/term_read.h"
#include "ui/term/term_tell.h"
#include "ui/widget/list.h"
#include "ui/widget/stack_host.h"
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { LOCAL_FRAME_MS = 66, REMOTE_FRAME_MS = 200, GATHER_MS = 40, AGES_MS = 1000, KEYS_PER_TURN = 64 };

/* due: when a frame is wanted (tick_ms), or -1. A key wants it at once; data wait for the next slot, so that frames are
 * coalesced and never queued. gather: until then they also wait for answers under way, which mostly come within a millisecond:
 * what is asked in one beat is drawn in one frame. last: the last frame for data; one for a key delays no data. */
struct screen {
	struct app *app;
	struct term *term;
	struct stack *stack;
	struct grid *grid;
	struct loop_fd *input;
	struct loop_timer *escape, *ages;
	struct theme *theme;
	int64_t due, gather, last;
	int code;
	bool asleep;
};

static int64_t frame_ms(const struct screen *s)
{
	return term_remote(s->term) ? REMOTE_FRAME_MS : LOCAL_FRAME_MS;
}

static void want_now(struct screen *s)
{
	s->due = tick_ms();
	s->gather = 0;
}

static void want_soon(void *self)
{
	struct screen *s = self;
	int64_t slot = s->last + frame_ms(s), now = tick_ms();
	if (s->due >= 0)
		return;
	s->due = slot > now ? slot : now;
	s->gather = s->due + GATHER_MS;
}

static void fit(struct screen *s)
{
	int h, w;
	term_size(s->term, &h, &w);
	if (s->grid && s->grid->h == h && s->grid->w == w && s->grid->glyphs == term_glyphs(s->term))
		return;
	grid_free(s->grid);
	s->grid = grid_new(h, w, term_glyphs(s->term));
}

/* Others who look after the same station see which view is open here. */
static void say_view(struct screen *s)
{
	const struct view *v = stack_top(s->stack);
	if (v && !(v->ops->flags & (VIEW_DIALOG | VIEW_SECRET)))
		presence_show(s->app->presence, v->ops->name);
}

/* The hook at the end of each turn: models notify, then at most one frame goes out. */
static int64_t frame(void *arg)
{
	struct screen *s = arg;
	int64_t now = tick_ms();
	if (subject_flush())
		want_soon(s);
	int64_t own = stack_due(s->stack);
	if (s->due < 0 && own == 0)
		want_soon(s);
	loop_fd_events(s->input, (short)(POLLIN | (term_wants_write(s->term) ? POLLOUT : 0)));
	if (s->asleep || s->due < 0)
		return own;
	if (s->due > now)
		return s->due - now;
	if (s->gather > now && app_awaits(s->app))
		return s->gather - now;
	if (term_wants_write(s->term)) /* still busy with the last one: this frame is made when it can be sent */
		return -1;
	fit(s);
	stack_draw(s->stack, s->grid);
	term_draw(s->term, s->grid);
	say_view(s);
	if (s->gather)
		s->last = now;
	s->due = -1;
	loop_fd_events(s->input, (short)(POLLIN | (term_wants_write(s->term) ? POLLOUT : 0)));
	return stack_due(s->stack);
}

static void leave(void *self, int code)
{
	struct screen *s = self;
	s->code = code;
	loop_quit(s->app->loop);
}

static void read_keys(void *arg);
static void dress(struct screen *s);

static void escape_due(void *arg)
{
	struct screen *s = arg;
	s->escape = NULL;
	read_keys(s);
}

static void read_keys(void *arg)
{
	struct screen *s = arg;
	struct keystroke k;
	int wait_ms = -1;
	for (int i = 0; i < KEYS_PER_TURN && term_read(s->term, &k, &wait_ms); i++) {
		if (k.code == KEY_EOF) {
			leave(s, 0);
			return;
		}
		if (k.code == KEY_NONE) { /* the terminal told its ground */
			dress(s);
			continue;
		}
		if (k.code == KEY_RESIZE) /* a storm of them is drawn in the pace of data */
			want_soon(s);
		else if (stack_key(s->stack, &k) & VIEW_STALE)
			want_now(s);
	}
	loop_timer_del(s->escape);
	s->escape = wait_ms >= 0 ? loop_timer_add(s->app->loop, wait_ms, escape_due, s) : NULL;
}

static void input(void *arg, short revents)
{
	struct screen *s = arg;
	if (revents & POLLOUT)
		term_flush(s->term);
	if (revents & (POLLIN | POLLHUP | POLLERR))
		read_keys(s);
}

/* Ages in words move by themselves; one wake-up a second keeps them true, none while asleep. */
static void ages(void *arg)
{
	struct screen *s = arg;
	s->ages = loop_timer_add(s->app->loop, tick_beat(AGES_MS), ages, s);
	if (!s->asleep)
		want_soon(s);
}

static void sleep_now(void *self)
{
	struct screen *s = self;
	term_suspend(s->term);
	kill(getpid(), SIGSTOP);
	term_resume(s->term);
	want_now(s);
}

static void on_signal(void *arg, int signo)
{
	struct screen *s = arg;
	switch (signo) {
	case SIGWINCH:
		term_resized(s->term);
		read_keys(s);
		break;
	case SIGTSTP: sleep_now(s); break;
	case SIGCONT: /* also after a stop from outside that we did not see coming */
		if (!s->asleep)
			term_resume(s->term);
		want_now(s);
		break;
	default: leave(s, 128 + signo); break;
	}
}

static enum err copy(void *self, struct slice text)
{
	return term_copy(((struct screen *)self)->term, text);
}

static void badge(void *self, enum glyph *sign, enum role *role, struct str *text)
{
	badge_draw(((struct screen *)self)->app, sign, role, text);
}

/* What the person looks at is not worth a message of the desktop. */
static void alert(void *self, const char *text)
{
	const struct screen *s = self;

	term_alert(s->term, looks_alert(s->app->conf, text != NULL), text);
}

static void repaint(void *self)
{
	struct screen *s = self;
	term_repaint(s->term);
	want_now(s);
}

/* A child has the terminal: nothing is drawn and no key is read until it ends. */
struct errand {
	struct screen *s;
	void (*fn)(void *arg, int status);
	void *arg;
};

static void child_ended(void *arg, int status)
{
	struct errand *e = arg;
	struct screen *s = e->s;
	term_resume(s->term);
	s->asleep = false;
	s->input = loop_fd_add(s->app->loop, term_fd(s->term), POLLIN, input, s);
	want_now(s);
	e->fn(e->arg, status);
	free(e);
}

static void hand_over(void *self, char *const *argv, void (*fn)(void *arg, int status), void *arg)
{
	struct screen *s = self;
	struct errand *e = mem_new(sizeof *e);
	*e = (struct errand){ s, fn, arg };
	term_suspend(s->term);
	loop_fd_del(s->input);
	s->asleep = true;
	child_run(s->app->loop, argv, child_ended, e);
}

static void dress(struct screen *s)
{
	struct term_options o;
	struct theme *old = s->theme;
	s->theme = looks_theme(s->app->conf, term_light(s->term));
	looks_options(s->app->conf, s->theme, &o);
	term_configure(s->term, &o);
	list_use_bar(!o.gutter);
	theme_free(old);
	want_now(s);
}

static void settings_changed(void *self, const char *key)
{
	struct screen *s = self;
	subject_touch(&s->app->settings);
	if (!strncmp(key, "ui.", 3))
		dress(s);
}

static void start_signals(struct screen *s)
{
	static const int signals[] = { SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT };
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		loop_signal(s->app->loop, signals[i], on_signal, s);
}

/* What was wrong in the settings or keys is told once: the first line, and how many more the log has. */
static void tell_warnings(struct screen *s)
{
	struct front *front = stack_front(s->stack);
	struct str text = { 0 };
	size_t n = 0;
	for (size_t i = 0; i < log_count(); i++) {
		struct log_line l = log_at(i);
		if (l.level != LOG_WARN || (strcmp(l.room, "conf") && strcmp(l.room, "keys")))
			continue;
		const char *name = strrchr(l.text, '/'); /* the folder is known, the line is what matters */
		if (!n++)
			str_adds(&text, name ? name + 1 : l.text);
	}
	if (n > 1)
		str_addf(&text, ngettext(" (and %lu more)", " (and %lu more)", n - 1), (unsigned long)(n - 1));
	if (n)
		front->ops->toast(front->self, TONE_WARN, str_c(&text));
	str_free(&text);
}

int fullscreen_run(struct app *app, const struct options *o, struct fault *f)
{
	struct screen s = { .app = app, .due = -1 };
	struct term_options options;
	s.theme = looks_theme(app->conf, -1);
	looks_options(app->conf, s.theme, &options);
	start_signals(&s);
	s.term = term_open(&options, f);
	if (!s.term) {
		theme_free(s.theme);
		return -1;
	}
	list_use_bar(!options.gutter);
	struct stack_host host = {
		.self = &s, .sandbox = world_is_sandbox(app->world), .badge = badge, .copy = copy, .hand_over = hand_over,
		.repaint = repaint, .suspend = sleep_now, .settings_changed = settings_changed, .quit = leave, .stale = want_soon,
		.alert = alert,
	};
	s.stack = stack_new(app, view_all, &host);
	stack_open(s.stack, looks_first_view(app, o), 0, NULL);
	tell_warnings(&s);
	s.input = loop_fd_add(app->loop, term_fd(s.term), POLLIN, input, &s);
	s.ages = loop_timer_add(app->loop, tick_beat(AGES_MS), ages, &s);
	lookout_live(app);
	app_live(app);
	loop_hook_add(app->loop, frame, &s);
	want_now(&s);
	frame(&s);
	loop_run(app->loop);
	loop_hook_del(app->loop, frame, &s);
	loop_timer_del(s.ages);
	loop_timer_del(s.escape);
	if (!s.asleep)
		loop_fd_del(s.input);
	stack_free(s.stack);
	term_close(s.term);
	grid_free(s.grid);
	theme_free(s.theme);
	return s.code;
}
