/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about filters share (where_value.c). */
#ifndef SANDBOX_INDEXER_WHERE_INSIDE_H
#define SANDBOX_INDEXER_WHERE_INSIDE_H

#include "sandbox/indexer/where.h"

enum id_kind where_id_kind(const struct column *c);
bool where_is_id(const struct column *c);
bool where_read_time(struct slice text, int64_t *ms);
/* The first block at or after the moment, or after it by more milliseconds. */
bool where_time(struct where *w, const struct gval *v, int64_t more, struct param *out);
void where_json(struct where *w, const struct gval *v, struct param *out);

#endif
