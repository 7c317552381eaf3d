/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the store share. */
#ifndef SANDBOX_INDEXER_STORE_INSIDE_H
#define SANDBOX_INDEXER_STORE_INSIDE_H

#include "sandbox/indexer/store_ids.h"
#include "sandbox/indexer/store_undo.h"

enum { STORE_VERSION = 1 };

void store_run(struct store *st, const char *sql); /* statements of this program, without results */
void store_create(struct store *st);            /* store_schema.c */
void store_create_indexes(struct store *st);
void store_create_triggers(struct store *st);
void store_functions(struct store *st);         /* store_functions.c: what SQL can call */

#endif
