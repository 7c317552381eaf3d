/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stack as seen by what shows it: a terminal, --dump, the line mode, a test. */
#ifndef WIDGET_STACK_HOST_H
#define WIDGET_STACK_HOST_H

#include "ui/widget/stack.h"

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
/* One key. Returns VIEW_ bits: VIEW_STALE when a frame is due. */
unsigned stack_key(struct stack *s, const struct keystroke *k);
void stack_draw(struct stack *s, struct grid *g);
/* Milliseconds until the picture changes by itself (a toast goes), or -1. For the loop's hook. */
int64_t stack_due(struct stack *s);

#endif
