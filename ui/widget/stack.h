/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screen as a whole: tabs, each with a stack of views; dialogs over them; message line; key bar. It takes keys, finds
 * who they are for, and composes one frame into a grid. It knows no terminal: what needs one goes through the host, so
 * that --dump and tests run without. It owns its views; views borrow the app. Nothing blocks; one thread. */
#ifndef WIDGET_STACK_H
#define WIDGET_STACK_H

#include "ui/widget/view.h"

/* What the stack needs of the outside; any may be NULL. */
struct stack_host {
	void *self;
	bool sandbox;
	/* The connection badge of the tab bar: "● Ğ1". */
	void (*badge)(void *self, enum glyph *sign, enum role *role, struct str *text);
	enum err (*copy)(void *self, struct slice text);
	void (*hand_over)(void *self, char *const *argv, void (*fn)(void *arg, int status), void *arg);
	void (*repaint)(void *self);
	void (*suspend)(void *self);
	void (*settings_changed)(void *self, const char *key);
	void (*quit)(void *self, int code);
	void (*stale)(void *self);          /* something changed outside of a key: a frame is due */
	void (*alert)(void *self, const char *text);  /* news nobody asked for; NULL: an error the person is looking at */
};

/* views: NULL-terminated, in tab order. host is copied. */
struct stack *stack_new(struct app *app, const struct view_ops *const *views, const struct stack_host *host);
void stack_free(struct stack *s);
/* Shows a view: a tab comes to the front, another is put over the present one; E_NOT_FOUND. */
enum err stack_open(struct stack *s, const char *name, int argc, char *const *argv);
/* Puts a dialog over everything; the caller fills its priv. For ask.h, prompt.h, palette.h, menu.h. */
struct view *stack_dialog(struct stack *s, const struct view_ops *ops);
void stack_close(struct stack *s, struct view *v);
struct view *stack_top(struct stack *s);                  /* what has the focus; NULL before the first open */
/* One key. Returns VIEW_ bits: VIEW_STALE when a frame is due. */
unsigned stack_key(struct stack *s, const struct keystroke *k);
void stack_run(struct stack *s, const struct cmd *cmd, int argc, char *const *argv); /* as if its key had been pressed */
void stack_draw(struct stack *s, struct grid *g);
/* Milliseconds until the picture changes by itself (a toast goes), or -1. For the loop's hook. */
int64_t stack_due(struct stack *s);
struct front *stack_front(struct stack *s);               /* the screen as commands see it (screen.h) */

#endif
