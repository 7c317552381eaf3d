/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index over rows for virtual tables: sorted and filtered views move numbers, never rows. For models only. */
#ifndef MODEL_TABLE_IN_H
#define MODEL_TABLE_IN_H

#include "base/str.h"
#include "base/vec.h"

struct table_index {
	VEC(, uint32_t) shown;        /* row numbers in the order shown */
	struct str filter;            /* folded */
	int by;
	bool descending;
};

/* Rebuilds: keep tells whether a row passes the folded filter, order compares two rows by the column. */
void table_build(struct table_index *t, size_t n, bool (*keep)(const void *rows, size_t i, struct slice filter),
                 int (*order)(const void *rows, size_t a, size_t b, int by), const void *rows);
void table_filter(struct table_index *t, struct slice text);
void table_free(struct table_index *t);
/* Does the folded text hold the folded filter? */
bool table_holds(struct slice text, struct slice folded);

#endif
