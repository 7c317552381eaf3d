/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files share that write a block into the tables. */
#ifndef SANDBOX_INDEXER_APPLY_INSIDE_H
#define SANDBOX_INDEXER_APPLY_INSIDE_H

#include "sandbox/indexer/apply.h"
#include "sandbox/indexer/store_ids.h"
#include "sandbox/indexer/store_undo.h"

struct applying {
	struct store *st;
	const struct decoded *d;
	int64_t members, accounts, smiths;      /* changes of the population */
};

struct slice apply_bytes(const void *p, size_t n);
int64_t apply_account(struct applying *a, const char *hex);    /* its key, entered when it is new; 0: no account */
void apply_event(struct applying *a, const struct event *e, int64_t k); /* apply_events.c */
void apply_comments(struct applying *a);                                /* apply_comments.c: remarks, and the transfers beside them */

#endif
