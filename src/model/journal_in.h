/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by journal.c and journal_write.c alone. */
#ifndef MODEL_JOURNAL_IN_H
#define MODEL_JOURNAL_IN_H

#include "io/db.h"
#include "model/journal_write.h"

struct journal {
	struct subject subject;
	struct db *db;
	int64_t seen;             /* sqlite's data_version: moves when another connection wrote */
};

#endif
