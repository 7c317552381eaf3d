/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screen as a whole: tabs, each with a stack of views; dialogs over them; message line; key bar. It takes keys, finds
 * who they are for, and composes one frame into a grid. It knows no terminal: what needs one goes through the host, so
 * that --dump and tests run without. It owns its views; views borrow the app. Nothing blocks; one thread.
 * This is what views and dialogs use of it; whoever shows it uses stack_host.h. */
#ifndef WIDGET_STACK_H
#define WIDGET_STACK_H

#include "ui/widget/view.h"

/* Shows a view: a tab comes to the front, another is put over the present one; E_NOT_FOUND. */
enum err stack_open(struct stack *s, const char *name, int argc, char *const *argv);
/* Puts a dialog over everything; the caller fills its priv. For ask.h, prompt.h, palette.h, menu.h. */
struct view *stack_dialog(struct stack *s, const struct view_ops *ops);
void stack_close(struct stack *s, struct view *v);
struct view *stack_top(struct stack *s);                  /* what has the focus; NULL before the first open */
void stack_run(struct stack *s, const struct cmd *cmd, int argc, char *const *argv); /* as if its key had been pressed */
struct front *stack_front(struct stack *s);               /* the screen as commands see it (screen.h) */

#endif
