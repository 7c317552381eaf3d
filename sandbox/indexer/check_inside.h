/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules share. */
#ifndef SANDBOX_INDEXER_CHECK_INSIDE_H
#define SANDBOX_INDEXER_CHECK_INSIDE_H

#include "sandbox/indexer/check.h"
#include "sandbox/indexer/input_inside.h"

enum { CHECK_EFFORT = 2000000 };

struct check {
	const struct gschema *s;
	const struct gdoc *d;
	struct arena *a;
	struct gerrors *e;
	unsigned long effort;        /* steps so far of what may grow faster than the document */
};

bool check_tired(struct check *c);                      /* one more step: true when it was too many */
const struct ginput *check_directive_args(struct slice name, size_t *n); /* NULL: no such directive */
struct gref check_directive_if(void);

void check_fragments(struct check *c);                  /* check_vars.c: cycles, and those that nobody uses */
void check_overlap(struct check *c);                    /* check_overlap.c: fields of one name must be one field */
void check_variables(struct check *c, const struct gdef *op); /* check_vars.c: how an operation uses its variables */

#endif
