/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The key bar: made from the command table for what has the focus. Commands that act on the item come first; what does not
 * fit is dropped from the less important end; help and quit keep the right. */
#ifndef WIDGET_KEYBAR_H
#define WIDGET_KEYBAR_H

#include "base/vec.h"
#include "ui/widget/view.h"
#include "cmd/cmd.h"
#include "ui/draw/grid.h"

struct keymap;

/* One entry, from column x to end. */
struct keybar_span {
	enum cmd_id id;
	int x, end;
};

struct keybar {
	VEC(, struct keybar_span) spans;   /* where each command was drawn, for the mouse */
	int y;
};

/* What has the focus, as far as the bar cares. */
struct keybar_focus {
	const struct keymap *keys;
	uint32_t contexts;
	bool readonly;       /* leave out what would be refused */
	bool typing;         /* letters are text: only the other keys command */
	bool completes;      /* Tab completes */
	bool dialog;         /* a question: Enter, Tab and Esc only */
	bool below;          /* a view lies below this one: q closes rather than quits */
	const struct view *view; /* asked what it offers; NULL: none has the focus */
};

void keybar_draw(struct keybar *b, struct grid *g, int y, const struct keybar_focus *f);
bool keybar_hit(const struct keybar *b, int y, int x, enum cmd_id *id);
void keybar_free(struct keybar *b);
/* The short, translated word of a command: its name in the person's language. Borrowed until the next call. */
const char *keybar_word(const struct cmd *c);

#endif
