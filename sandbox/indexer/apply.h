/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A decoded block into the tables, on top of the height they have. What it writes can be taken back by store_rewind. */
#ifndef SANDBOX_INDEXER_APPLY_H
#define SANDBOX_INDEXER_APPLY_H

#include "sandbox/indexer/decode.h"
#include "sandbox/indexer/store.h"

void apply_block(struct store *st, const struct decoded *d);

#endif
