/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What triggers wrote down is carried out backwards, the last first. */
#include "sandbox/indexer/store_inside.h"

#include <stdlib.h>

bool store_can_rewind(struct store *st, int32_t block)
{
	return store_number(st, "SELECT height FROM status", 0, "") <= block ||
	       store_number(st, "SELECT min(block) FROM undo", INT32_MAX, "") <= (int64_t)block + 1;
}

void store_rewind(struct store *st, int32_t block)
{
	static const char last[] = "SELECT sql FROM undo WHERE n = (SELECT max(n) FROM undo) AND block > ?1";

	st->recording = false;
	for (;;) {
		const char *why;
		char *sql = NULL;
		sqlite3_stmt *s = store_get(st, last, &why);

		sqlite3_bind_int64(s, 1, block);
		if (sqlite3_step(s) == SQLITE_ROW)
			sql = mem_strdup((const char *)sqlite3_column_text(s, 0));
		store_put(st, s);
		if (!sql)
			break;
		store_run(st, sql);
		store_run(st, "DELETE FROM undo WHERE n = (SELECT max(n) FROM undo)");
		free(sql);
	}
	while (st->times.n && st->times.v[st->times.n - 1].number > block)
		st->times.n--;
}
