/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table: a list whose rows have columns. Columns are const data. The table sorts and filters by an index of its own when
 * the columns have a compare; a source with very many rows sorts and filters itself (ops->order) and the table keeps no
 * index. Narrow screens drop columns by their drop number, wide ones show all and share the space left by weight. */
#ifndef WIDGET_TABLE_H
#define WIDGET_TABLE_H

#include "ui/widget/list.h"

struct stack;

enum column_flag {
	COLUMN_RIGHT = 1,    /* aligned right: numbers */
	COLUMN_OFF = 2,      /* hidden until chosen */
	COLUMN_DESC = 4,     /* sorted downwards at first: amounts, dates */
	COLUMN_RTL = 8       /* may hold a stranger's name: never drawn beside an amount when written right to left */
};

struct column {
	const char *name;        /* "amount": stable, for settings and :sort */
	const char *title;       /* N_() */
	int min, weight;         /* columns at least; share of the space left (0: stays min) */
	int drop;                /* the highest goes first on a narrow screen; 0 stays always */
	unsigned flags;
	void (*cell)(void *arg, size_t row, struct str *out, enum role *role);   /* role comes in as ROLE_TEXT */
	int (*compare)(void *arg, size_t a, size_t b);                          /* NULL: not sortable */
};

enum { TABLE_COLUMNS = 24 };

struct table_ops {
	const struct column *columns;
	size_t ncolumns;
	size_t (*count)(void *arg);
	uint64_t (*id)(void *arg, size_t row);              /* NULL: the row's index */
	/* The source sorts and filters by itself: called when the person asks for another order. NULL: the table does. */
	void (*order)(void *arg, size_t column, bool desc, struct slice filter);
	unsigned (*version)(void *arg);                     /* moves when rows change; NULL: looked at in every frame */
	/* A second line below the columns (a comment): false when this row has none. NULL: never. */
	bool (*second)(void *arg, size_t row, struct str *out, enum role *role);
};

struct table {
	struct list list;             /* its indexes count visible rows: see table_row */
	const struct table_ops *ops;
	void *arg;
	size_t sort;                  /* column, or LIST_NONE: the source's order */
	bool desc;
	uint32_t off;                 /* bits of hidden columns */
	struct str filter;            /* folded */
	struct stack *stack;          /* set by the view for the menu of C_COLUMNS; NULL: none */
	VEC(, uint32_t) index;        /* visible row -> source row */
	bool indexed, dirty;
	unsigned seen;
	size_t seen_count;
	int x[TABLE_COLUMNS], w[TABLE_COLUMNS]; /* last layout; w 0: not shown */
	int head_y;
};

void table_init(struct table *t, const struct table_ops *ops, void *arg, unsigned list_flags);
void table_free(struct table *t);
void table_draw(struct table *t, struct grid *g, struct rect r, bool focus);
unsigned table_command(struct table *t, enum cmd_id id);   /* movement, C_SORT (next column, then the other way) */
unsigned table_key(struct table *t, const struct keystroke *k);  /* mouse: rows, and the head sorts */
size_t table_row(struct table *t);                         /* the selected source row or LIST_NONE */
void table_filter(struct table *t, struct slice typed);
/* Sorts by a column's name; "" is the source's order. False when it cannot. */
bool table_sort(struct table *t, struct slice name, bool desc);
void table_say(struct table *t, struct str *out, size_t most);

#endif
