/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line mode towards both sides: what the stack needs of a screen, and cmd/front.h for commands. */
#include "base/i18n.h"
#include "ui/widget/plain_parts.h"
#include "ui/widget/screen.h"

static const struct front_ops plain_ops;

static void host_stale(void *self)
{
	struct plain *p = self;

	p->stale = true;
}

static enum err host_copy(void *self, struct slice text)
{
	struct plain *p = self;

	return p->host.copy ? p->host.copy(p->host.self, text) : E_UNSUPPORTED;
}

static void host_hand_over(void *self, char *const *argv, void (*fn)(void *arg, int status), void *arg)
{
	struct plain *p = self;

	if (p->host.hand_over)
		p->host.hand_over(p->host.self, argv, fn, arg);
	else
		fn(arg, -1);
}

static void host_settings(void *self, const char *key)
{
	struct plain *p = self;

	if (p->host.settings_changed)
		p->host.settings_changed(p->host.self, key);
}

static void host_quit(void *self, int code)
{
	struct plain *p = self;

	p->host.quit(p->host.self, code);
}

struct plain *plain_new(struct app *app, const struct view_ops *const *views, const struct plain_host *host)
{
	struct plain *p = mem_new(sizeof *p);
	struct stack_host h = { .self = p, .copy = host_copy, .hand_over = host_hand_over, .settings_changed = host_settings,
		                .quit = host_quit, .stale = host_stale };

	p->host = *host;
	p->stack = stack_new(app, views, &h);
	p->stack->front = (struct front){ .ops = &plain_ops, .self = p };
	return p;
}

void plain_free(struct plain *p)
{
	if (!p)
		return;
	stack_free(p->stack);
	str_free(&p->said);
	str_free(&p->prompt);
	free(p);
}

/* The front: what only speaks differs from the screen; questions and views are the stack's. */

static void front_toast(void *self, enum tone tone, const char *text)
{
	struct plain *p = self;
	struct str line = { 0 };

	toasts_add(&p->stack->toasts, tone, text);
	str_addf(&line, tone == TONE_WARN ? _("Warning: %s") : tone == TONE_ERROR ? _("Error: %s") : "%s", text);
	plain_print(p, slice_str(&line));
	str_free(&line);
}

static void front_show(void *self, const char *title, const char *text)
{
	struct plain *p = self;

	plain_print(p, slice_of(title));
	plain_print(p, slice_of(text));
}

static void front_ask(void *self, const struct question *q, void (*fn)(void *arg, enum err answer), void *arg)
{
	struct plain *p = self;

	screen_front.ask(p->stack, q, fn, arg);
}

static void front_ask_secret(void *self, const char *title, void (*fn)(void *arg, enum err e, struct secret *s), void *arg)
{
	struct plain *p = self;

	screen_front.ask_secret(p->stack, title, fn, arg);
}

static void front_ask_line(void *self, const char *title, const char *initial,
                           void (*fn)(void *arg, enum err e, const char *line), void *arg)
{
	struct plain *p = self;

	screen_front.ask_line(p->stack, title, initial, fn, arg);
}

static enum err front_open(void *self, const char *view, int argc, char *const *argv)
{
	struct plain *p = self;

	return stack_open(p->stack, view, argc, argv);
}

static void front_back(void *self)
{
	struct plain *p = self;

	screen_front.back(p->stack);
}

static void front_repaint(void *self)
{
	plain_say_all(self);
}

static enum err front_copy(void *self, struct slice text)
{
	struct plain *p = self;
	enum err e = host_copy(p, text);

	plain_print(p, e == E_OK ? slice_of(_("sent to the terminal's clipboard")) : text);
	return e;
}

static const struct front_ops plain_ops = {
	.name = "plain",
	.toast = front_toast,
	.show = front_show,
	.ask = front_ask,
	.ask_secret = front_ask_secret,
	.ask_line = front_ask_line,
	.open = front_open,
	.back = front_back,
	.repaint = front_repaint,
	.copy = front_copy,
	.hand_over = host_hand_over,
	.settings_changed = host_settings,
	.quit = host_quit,
};
