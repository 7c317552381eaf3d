/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going back by blocks: whatever was written while st->recording was set belongs to st->block and can be taken back. */
#ifndef SANDBOX_INDEXER_STORE_UNDO_H
#define SANDBOX_INDEXER_STORE_UNDO_H

#include "sandbox/indexer/store.h"

enum { STORE_UNDO = 600 };      /* so many of the last blocks can be taken back */

/* Takes back all blocks above that number; whether it is remembered how. */
void store_rewind(struct store *st, int32_t block);
bool store_can_rewind(struct store *st, int32_t block);

#endif
