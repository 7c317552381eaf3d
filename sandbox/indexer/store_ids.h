/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables keep instead of ids and times: numbers and bytes, that are small and sort as their texts do. */
#ifndef SANDBOX_INDEXER_STORE_IDS_H
#define SANDBOX_INDEXER_STORE_IDS_H

#include "sandbox/indexer/store.h"

/* Times: a block before the start has that of its number, a later one what it said; between blocks the next one's. */
int64_t store_time(const struct store *st, int64_t block);
int64_t store_block_at(const struct store *st, int64_t ms);     /* the first at or after it */

/* Ids: text from what the table keeps (a number, or bytes), and back: false when it cannot be one. */
void store_id(const struct store *st, enum id_kind kind, int64_t n, struct slice bytes, struct str *out);
bool store_id_read(enum id_kind kind, struct slice text, struct param *out);
const char *store_id_sql(const struct entity *e);       /* what of "@" makes its id */
int64_t store_key(int32_t block, uint32_t index);       /* of what is numbered by block and event */

#endif
