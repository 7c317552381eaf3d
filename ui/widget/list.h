/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of any length: only the rows on the screen are asked for. The selection holds on to a row's id when rows come, go
 * or move. Items may be several lines high, and some may be headings that cannot be selected. The list owns its selection
 * and marks; the rows are the caller's, reached by callbacks. Nothing blocks.
 * The gutter column of each row belongs to the list (two columns with LIST_MARKS); the row callback draws the rest. */
#ifndef WIDGET_LIST_H
#define WIDGET_LIST_H

#include "base/vec.h"
#include "cmd/cmd.h"
#include "cmd/key.h"
#include "model/subject.h"
#include "ui/draw/grid.h"

#define LIST_NONE ((size_t)-1)

enum list_flag {
	LIST_MARKS = 1,     /* Space marks rows */
	LIST_WRAP = 2,      /* going past an end comes out at the other */
	LIST_NO_SELECT = 4, /* it only scrolls */
	LIST_NEWEST = 8     /* new rows come at the top: a list that shows its first row goes on showing it */
};

struct list_ops {
	size_t (*count)(void *arg);
	/* A row's identity, stable while rows move; NULL: its index. */
	uint64_t (*id)(void *arg, size_t i);
	/* The index of an id or LIST_NONE; NULL: looked for among the 1000 rows around the last place. */
	size_t (*find)(void *arg, uint64_t id);
	int (*height)(void *arg, size_t i);                 /* in lines; NULL: 1 */
	bool (*heading)(void *arg, size_t i);               /* cannot be selected; NULL: none */
	/* Draws item i in r (already clipped to it). on: it is the selected one. */
	void (*row)(void *arg, size_t i, struct grid *g, struct rect r, bool on);
	/* The item in words, for the line mode and the one-line screen; may be NULL. */
	void (*say)(void *arg, size_t i, struct str *out);
};

struct list {
	const struct list_ops *ops;
	void *arg;
	unsigned flags;
	size_t at, top;               /* selected; first on the screen */
	uint64_t at_id;
	bool have_id;
	struct rect area;             /* where it was drawn last: for the mouse and for paging */
	VEC(, uint64_t) marks;        /* sorted ids */
	/* What to show instead of rows and above them; set before list_draw. */
	const struct subject *state;  /* NULL: fresh */
	const char *empty, *hint;     /* translated; see state.h */
};

void list_init(struct list *l, const struct list_ops *ops, void *arg, unsigned flags);
void list_free(struct list *l);
/* Draws banner, rows or placeholder; with focus the terminal's cursor goes to the selected row. */
void list_draw(struct list *l, struct grid *g, struct rect r, bool focus);
/* Moves for the movement commands and marks for C_MARK; else 0. VIEW_... bits. */
unsigned list_command(struct list *l, enum cmd_id id);
/* Clicks and the wheel inside the area; else 0. A double click gives VIEW_HANDLED | VIEW_STALE | LIST_ACTIVATE. */
unsigned list_key(struct list *l, const struct keystroke *k);
/* The selected index or LIST_NONE; follows the id when the rows have moved. */
size_t list_at(struct list *l);
void list_select(struct list *l, size_t i);
/* An id for rows that are told apart by a text, or two. */
uint64_t list_id(const char *text, const char *more);
bool list_marked(const struct list *l, uint64_t id);
void list_say(struct list *l, struct str *out, size_t most);  /* the items in words, at most so many, the selected one marked */
/* The whole program's choice: a bar over the selected row, or only the gutter mark (fewer bytes on a slow line). */
void list_use_bar(bool bar);

enum { LIST_ACTIVATE = 1 << 8 }; /* with the VIEW_ bits: Enter or a double click on the selected row */

#endif
