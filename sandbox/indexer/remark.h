/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comments: what the indexer makes of the bytes of a remark. */
#ifndef SANDBOX_INDEXER_REMARK_H
#define SANDBOX_INDEXER_REMARK_H

#include "sandbox/indexer/store.h"

/* The key of these bytes in the table of remarks; entered under the key wanted (0: any) when they are new. */
int64_t remark_add(struct store *st, int64_t wanted, struct slice bytes);

#endif
