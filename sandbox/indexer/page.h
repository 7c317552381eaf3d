/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections: arguments become SQL once for a place in a query; then it gives pages of keys for each row there. */
#ifndef SANDBOX_INDEXER_PAGE_H
#define SANDBOX_INDEXER_PAGE_H

#include "sandbox/indexer/where.h"

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

#endif
