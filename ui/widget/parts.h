/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stack from inside: for the files of this folder only. Views use stack.h. */
#ifndef WIDGET_PARTS_H
#define WIDGET_PARTS_H

#include "base/vec.h"
#include "ui/widget/edit.h"
#include "ui/widget/keybar.h"
#include "ui/widget/stack_host.h"
#include "ui/widget/tabs.h"
#include "ui/widget/toast.h"

/* A view and what only the stack knows of it. The view is first, so that one gives the other. */
struct frame {
	struct view v;
	unsigned serial;                 /* tells it from another one in the same memory */
	VEC(, struct watch *) watches;
	struct str filter;               /* what v.filter borrows */
	struct rect area;                /* where it was drawn last */
	int64_t rests_at;                /* tick_ms when its rested() is due; 0: not asked for */
	bool closing, dialog;
	const struct frame *owner;       /* a dialog's: the view whose code opened it, and with which it goes; NULL: a command */
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
	bool toast_shown;                /* in the last frame */
	int64_t undo_until;              /* tick_ms until which the hint to undo shows */
	bool undoing;                    /* undo was just asked for: its own notice shows no hint */
	bool freeing;
	struct frame *calling;           /* whose handler runs now */
	unsigned serial;
	int depth;                       /* handlers under way: closed frames are freed when it is back at 0 */
	VEC(, struct frame *) dead;
	struct watch *watches[4];        /* tasks, undo, settings, notices */
	unsigned noticed;                /* number of the last notice shown */
};

struct frame *stack_frame(struct stack *s);              /* with the keys now; NULL */
struct frame *stack_below(struct stack *s);              /* the top one of the tab, dialogs apart; NULL */
uint32_t stack_contexts(const struct view *v);           /* all bits in force for it */
const char *stack_title(const struct view *v);           /* translated */
void stack_mark(struct stack *s);                        /* a frame is due, also outside of keys */
/* Give a view a command or a key and do what it answers. A closed view is freed when no handler runs any more. */
unsigned stack_give(struct stack *s, struct view *v, const struct keystroke *k);
unsigned stack_do(struct stack *s, struct view *v, enum cmd_id id, int argc, char *const *argv);
void stack_filter(struct stack *s, struct frame *f, struct slice text); /* tells the view what to show */
/* The answer to a secret question that was read elsewhere (the line mode). v: the dialog in front, "ask-secret". */
void ask_secret_give(struct view *v, enum err e, const struct secret *s);
bool stack_moves(enum cmd_id id);                        /* moves the cursor: no message when nothing can move */
/* Around whatever calls into views: frames.c frees the closed ones when the outermost call leaves. */
void stack_enter(struct stack *s);
void stack_leave(struct stack *s);
void stack_settle(struct stack *s);                      /* frees the closed views if no handler runs */
const struct view_ops *stack_ops(const struct stack *s, const char *name);

#endif
