/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/screen.h"
#include "base/i18n.h"
#include "ui/widget/ask.h"
#include "ui/widget/parts.h"
#include "ui/widget/prompt.h"

static void screen_toast(void *self, enum tone tone, const char *text)
{
	struct stack *s = self;

	toasts_add(&s->toasts, tone, text);
	if (tone == TONE_ERROR && s->host.alert && !s->freeing)
		s->host.alert(s->host.self, NULL);
	stack_mark(s);
}

static void screen_show(void *self, const char *title, const char *text)
{
	char *t = mem_strdup(title), *body = mem_strdup(text);
	char *argv[] = { t, body };

	stack_open(self, "text", 2, argv);
	free(t);
	free(body);
}

static void screen_ask(void *self, const struct question *q, void (*fn)(void *arg, enum err answer), void *arg)
{
	ask_open(self, q, fn, arg);
}

static void screen_ask_secret(void *self, const char *title, void (*fn)(void *arg, enum err e, struct secret *s), void *arg)
{
	ask_secret(self, title, fn, arg);
}

static void screen_ask_line(void *self, const char *title, const char *initial,
                            void (*fn)(void *arg, enum err e, const char *line), void *arg)
{
	prompt_line(self, title, initial, fn, arg);
}

static enum err screen_open(void *self, const char *view, int argc, char *const *argv)
{
	return stack_open(self, view, argc, argv);
}

static void screen_back(void *self)
{
	struct stack *s = self;
	struct frame *f = stack_below(s);

	/* The bottom view of a tab stays: there must be something to look at. */
	if (f && s->tabs.v[s->at].frames.n > 1)
		stack_close(s, &f->v);
}

static void screen_repaint(void *self)
{
	struct stack *s = self;

	if (s->host.repaint)
		s->host.repaint(s->host.self);
	stack_mark(s);
}

/* OSC 52 has no answer: nobody knows whether the terminal took it, and we say no more than we know. */
static enum err screen_copy(void *self, struct slice text)
{
	struct stack *s = self;
	enum err e = s->host.copy ? s->host.copy(s->host.self, text) : E_UNSUPPORTED;

	if (e == E_OK) {
		screen_toast(s, TONE_OK, _("sent to the terminal's clipboard"));
		return e;
	}
	char *copy = mem_strndup(text.p, text.n);
	screen_show(s, _("Select it with the mouse: this terminal takes no copies"), copy);
	free(copy);
	return e;
}

static void screen_hand_over(void *self, char *const *argv, void (*fn)(void *arg, int status), void *arg)
{
	struct stack *s = self;

	if (s->host.hand_over && !s->freeing)
		s->host.hand_over(s->host.self, argv, fn, arg);
	else
		fn(arg, -1);
}

static void screen_settings_changed(void *self, const char *key)
{
	struct stack *s = self;

	if (s->host.settings_changed)
		s->host.settings_changed(s->host.self, key);
	stack_mark(s);
}

static void screen_quit(void *self, int code)
{
	struct stack *s = self;

	if (s->host.quit)
		s->host.quit(s->host.self, code);
}

const struct front_ops screen_front = {
	.name = "screen",
	.toast = screen_toast,
	.show = screen_show,
	.ask = screen_ask,
	.ask_secret = screen_ask_secret,
	.ask_line = screen_ask_line,
	.open = screen_open,
	.back = screen_back,
	.repaint = screen_repaint,
	.copy = screen_copy,
	.hand_over = screen_hand_over,
	.settings_changed = screen_settings_changed,
	.quit = screen_quit,
};
