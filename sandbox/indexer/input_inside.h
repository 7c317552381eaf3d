/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about values share. */
#ifndef SANDBOX_INDEXER_INPUT_INSIDE_H
#define SANDBOX_INDEXER_INPUT_INSIDE_H

#include "sandbox/indexer/input.h"

bool input_is(struct gref t, const char *name);
struct gref input_item(struct gref t);                  /* of a list */
const struct gvalue *input_enum(const struct gtype *t, struct slice name);
bool input_int_fits(struct slice text, bool wide);
bool input_scalar_fits(const struct gtype *t, const struct gval *v);

#endif
