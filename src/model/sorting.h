/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index over rows for virtual tables: sorted and filtered views move numbers, never rows. For models only. */
#ifndef MODEL_TABLE_IN_H
#define MODEL_TABLE_IN_H

#include "base/str.h"
#include "base/vec.h"

struct sorting {
	VEC(, uint32_t) shown;        /* row numbers in the order shown */
	struct str filter;            /* folded */
	int by;
	bool descending;
};

/* Rebuilds: keep tells whether a row passes the folded filter, order compares two rows by the column. */
void sorting_build(struct sorting *t, size_t n, bool (*keep)(const void *rows, size_t i, struct slice filter),
                 int (*order)(const void *rows, size_t a, size_t b, int by), const void *rows);
void sorting_filter(struct sorting *t, struct slice text);
void sorting_free(struct sorting *t);
/* Does the folded text hold the folded filter? */
bool sorting_holds(struct slice text, struct slice folded);

#endif
