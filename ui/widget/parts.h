/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stack from inside: for the files of this folder only. Views use stack.h. */
#ifndef WIDGET_PARTS_H
#define WIDGET_PARTS_H

#include "base/vec.h"
#include "ui/widget/edit.h"
#include "ui/widget/keybar.h"
#include "ui/widget/stack.h"
#include "ui/widget/tabs.h"
#include "ui/widget/toast.h"

/* A view and what only the stack knows of it. The view is first, so that one gives the other. */
struct frame {
	struct view v;
	VEC(, struct watch *) watches;
	struct str filter;               /* what v.filter borrows */
	struct rect area;                /* where it was drawn last */
	bool closing;
};

struct tab {
	const struct view_ops *ops;
	VEC(, struct frame *) frames;    /* the bottom one is the tab's own view */
};

struct stack {
	struct app *app;
	struct stack_host host;
	struct front front;
	const struct view_ops *const *views;
	VEC(, struct tab) tabs;
	size_t at, last;                 /* the tab in front; the one before */
	VEC(, struct frame *) dialogs;   /* over every tab; the last has the keys */
	struct toasts toasts;
	struct tabs bar;
	struct keybar keybar;
	struct history commands, lines;  /* of : and of questions */
	bool stale;
	int depth;                       /* handlers under way: closed frames are freed when it is back at 0 */
	VEC(, struct frame *) dead;
};

struct frame *stack_frame(struct stack *s);              /* with the keys now; NULL */
struct frame *stack_below(struct stack *s);              /* the top one of the tab, dialogs apart; NULL */
uint32_t stack_contexts(const struct view *v);           /* all bits in force for it */
void stack_mark(struct stack *s);                        /* a frame is due, also outside of keys */

#endif
