/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions and filters as SQL over the alias of a table; false after an error was said. */
#ifndef SANDBOX_INDEXER_WHERE_H
#define SANDBOX_INDEXER_WHERE_H

#include "sandbox/indexer/answer_rows.h"

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
