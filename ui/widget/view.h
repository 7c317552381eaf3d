/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a screen is: one const table at the end of its file. Handlers return what became stale and never draw; draw is pure:
 * model -> cells. The stack (stack.h) owns the views; a view borrows the app's models. */
#ifndef WIDGET_VIEW_H
#define WIDGET_VIEW_H

#include "cmd/cmd.h"
#include "cmd/key.h"
#include "model/subject.h"
#include "ui/draw/grid.h"

enum view_flag {
	VIEW_TAB = 1,       /* stands in the tab bar */
	VIEW_FILTER = 2,    /* / filters it */
	VIEW_DIALOG = 4,    /* drawn over the view below, in a box */
	VIEW_SECRET = 8,    /* holds ROLE_SECRET cells: wiped when left, never dumped */
	VIEW_LINE = 16,     /* a dialog drawn on the message line: prompts */
	VIEW_BARE = 32,     /* needs every line: no rule below the tab bar */
	VIEW_COMPLETES = 64, /* Tab completes what is typed: for the key bar */
	/* Which of the commands that every view may have it understands; key bar, help and palette offer no others. */
	VIEW_COPY = 128, VIEW_SORT = 256, VIEW_REFRESH = 512, VIEW_MARK = 1024
};

/* What a handler did. 0: not mine, offer it to the next one. */
enum view_result {
	VIEW_HANDLED = 1,
	VIEW_STALE = 2,     /* draw again */
	VIEW_CLOSE = 4      /* take me off the stack */
};

struct stack;

struct view {
	const struct view_ops *ops;
	struct app *app;
	struct stack *stack;
	void *priv;                     /* ops->priv_size bytes, zeroed at open */
	char *title;                    /* breadcrumb; NULL: the ops' title */
	struct slice filter;            /* what / holds; borrowed */
};

struct view_ops {
	const char *name;               /* "wallet": for --dump, :wallet, tests */
	const char *title;              /* N_() */
	unsigned flags;
	uint32_t context;               /* IN_... of its commands */
	size_t priv_size;
	enum err (*open)(struct view *v, int argc, char *const *argv);  /* may be NULL */
	void (*close)(struct view *v);                                  /* may be NULL; also after an open that failed */
	unsigned (*changed)(struct view *v, struct subject *s);         /* a watched model moved; NULL: always stale */
	unsigned (*command)(struct view *v, enum cmd_id id, int argc, char *const *argv); /* may be NULL */
	/* Text goes here first while a text field has the focus (only Esc, Enter, Tab, F-, Ctrl- and Alt-keys command). */
	unsigned (*key)(struct view *v, const struct keystroke *k);           /* may be NULL */
	bool (*wants_text)(const struct view *v);                       /* a text field has the focus; NULL: never */
	void (*draw)(struct view *v, struct grid *g, struct rect r);
	void (*say)(struct view *v, struct str *out);                   /* the same content in words, line by line */
	uint32_t (*contexts)(const struct view *v);                     /* extra contexts now (IN_LIST ...); may be NULL */
	/* All below may be NULL. */
	unsigned (*unread)(struct app *app);                            /* the counter of its tab, also while it is not open */
	/* Its connection badge in the tab bar, instead of the general one: "● 3/4". */
	void (*badge)(struct view *v, enum glyph *sign, enum role *role, struct str *text);
	/* A VIEW_DIALOG: the inside it would like, at most *h and *w as they come in. NULL: all the room. */
	void (*size)(struct view *v, int *h, int *w);
	/* The focused item on one line: for screens below 40x12, and what the line mode says after a move. NULL: the first
	 * line of say. */
	void (*item)(struct view *v, struct str *out);
	/* Whether a command would do something on this view now: 1 yes, and the key bar shows it first; 0 no; -1 as the flags say. */
	int (*offers)(const struct view *v, enum cmd_id id);
	void (*rested)(struct view *v);                                 /* see view_rest; it is drawn again then */
};

/* Calls rested() once nothing has been asked for during 400 ms: for what would cost a slow link much at every row that is passed.
 * now: at once, instead. */
void view_rest(struct view *v, bool now);
/* Watches a model until the view closes. */
void view_watch(struct view *v, struct subject *s);
/* Whether key bar, help and palette offer a command here; with ops alone: whether the view ever understands it. */
bool view_offers(const struct view *v, enum cmd_id id);
bool view_understands(const struct view_ops *ops, enum cmd_id id);
/* All views, for --dump, the palette and tests; NULL-terminated. In ui/view/views.c. */
extern const struct view_ops *const view_all[];
const struct view_ops *view_by_name(const char *name);

#endif
