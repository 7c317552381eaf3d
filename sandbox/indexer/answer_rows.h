/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fields give: those of rows, of the root, of the schema. A false result is an error that was said. */
#ifndef SANDBOX_INDEXER_ANSWER_ROWS_H
#define SANDBOX_INDEXER_ANSWER_ROWS_H

#include "sandbox/indexer/answer_inside.h"

bool answer_row(struct run *r, struct gset *set, const struct entity *e, int64_t k, bool *found);
bool answer_field_of_row(struct run *r, struct group *g, const struct entity *e, int64_t k, sqlite3_stmt *s);
void answer_value_of(struct run *r, const struct column *c, sqlite3_stmt *s, int at); /* a column as JSON, null too */
void answer_from(const struct entity *e, struct str *out);                      /* "FROM ... WHERE": the row of key ?1 as t0 */
void answer_sql(struct str *out, const char *pattern, const char *alias);          /* puts the alias in the place of "@" */

bool answer_meta(struct run *r, struct group *g, const struct source *src);
bool answer_schema(struct run *r, struct group *g);

bool answer_root(struct run *r, struct group *g);           /* answer_root.c */
bool answer_status(struct run *r, const struct group *g);

#endif
