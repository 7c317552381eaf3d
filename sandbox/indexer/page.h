/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections: arguments become SQL once for a place in a query; then it gives pages of keys for each row there. */
#ifndef SANDBOX_INDEXER_PAGE_H
#define SANDBOX_INDEXER_PAGE_H

#include "sandbox/indexer/answer_inside.h"

/* One term of the order: an expression, and the column whose value stands in cursors; flag: only whether it is null. */
struct page_term {
	const char *sql;
	const struct column *column;
	bool descending, flag;
};

struct page_plan {
	const struct group *group;
	const struct entity *e;
	struct params p;
	struct str with;                   /* at the front of all three */
	struct str keys, count, beyond;    /* SQL; beyond: whether there are rows on the cursor's other side; may be empty */
	VEC(, struct page_term) terms;
	VEC(, const char *) aliases;       /* of the orders as asked for, in cursors */
	bool flip, bounded, offset;
	int64_t limit;                     /* -1: none */
};

struct page {
	int64_t parent;
	VEC(, int64_t) keys;
	bool more;                         /* beyond the end, in the direction of reading */
};

/* NULL after an error was said. */
struct page_plan *page_plan(struct run *r, struct group *g, const struct entity *e);
void page_plan_free(struct page_plan *p);
bool page_read(struct run *r, struct page_plan *p, int64_t parent, struct page *out);
bool page_count(struct run *r, struct page_plan *p, int64_t parent, int64_t *out);
bool page_beyond(struct run *r, struct page_plan *p, int64_t parent);
void page_cursor(struct run *r, struct page_plan *p, int64_t k, struct str *out); /* base64 */

/* where.c: conditions and filters as SQL over the alias; false after an error. */
struct where {
	struct run *r;
	const struct group *g;
	struct params *p;
	struct str *with;                  /* tables that stand before the whole statement */
	unsigned aliases, depth;
};
bool where_filter(struct where *w, const struct gval *filter, const struct entity *e, const char *alias, struct str *sql);
bool where_condition(struct where *w, const struct gval *condition, const struct entity *e, const char *alias, struct str *sql);
/* A value for comparison with a column's sort expression; false when it cannot be one. */
bool where_param(struct where *w, const struct column *c, const struct gval *v, struct param *out);
size_t where_add(struct where *w, struct param p);                 /* its number */
/* An expression of the column to sort by and compare: what ids are kept as, not their text. */
void where_sort_sql(const struct column *c, const char *alias, struct str *out);

#endif
