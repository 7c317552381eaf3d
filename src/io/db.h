/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sqlite file: WAL, mode 0600, schema by numbered steps, statements prepared once. A connection belongs to the thread
 * that opened it. Reading is quick enough for the loop; writing a journal waits for the disk, as it must. Mirrors are
 * written through mirror.h. */
#ifndef IO_DB_H
#define IO_DB_H

#include "base/err.h"
#include "base/str.h"

struct db;
struct db_query;

enum db_kind {
	DB_JOURNAL,     /* what cannot be had again: on the disk before a commit returns; written by every instance */
	DB_MIRROR,      /* can be fetched again: a power cut may lose the last minute, never the file */
	DB_MEMORY,      /* no file at all (path is a name for messages): of this program only, gone when it is closed */
};

struct db_conf {
	const char *path;
	enum db_kind kind;
	const char *const *steps;   /* SQL; step i leads from version i to version i + 1. Never changed once released */
	size_t n_steps;
	bool look_only;             /* nothing is ever written through this connection, the steps apart */
};

/* E_NEWER: written by a newer program, left untouched. E_CORRUPT: the damaged file was set aside under the name in f, and
 * opening again starts afresh. E_BUSY, E_NO_SPACE, E_DENIED, E_DB. */
enum err db_open(const struct db_conf *c, struct db **out, struct fault *f);
void db_close(struct db *d);    /* NULL is fine */

/* One statement without rows. types has a letter per '?': i int, l int64_t, d double, s const char * (NULL: null), t struct
 * slice as text, b struct slice as bytes, n null (no argument). E_EXISTS: a constraint says no. */
enum err db_do(struct db *d, struct fault *f, const char *sql, const char *types, ...);
/* A question; NULL with f on error. Call db_next until it is false, or db_end before. */
struct db_query *db_ask(struct db *d, struct fault *f, const char *sql, const char *types, ...);
/* The next row. False at the end (f, if given, has E_OK) or on error; q is gone then. */
bool db_next(struct db_query *q, struct fault *f);
void db_end(struct db_query *q);
int64_t db_int(struct db_query *q, int column);
struct slice db_text(struct db_query *q, int column);   /* text or bytes; empty for null; borrowed until the next row */
bool db_null(struct db_query *q, int column);
int64_t db_last_id(struct db *d);                       /* of the last INSERT */
int64_t db_changed(struct db *d);                       /* rows of the last db_do */

#endif
