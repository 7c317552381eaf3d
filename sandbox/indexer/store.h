/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of the indexer, in sqlite. One transaction is open all the time and committed by store_save, so that what is on
 * the disk was saved together with the chain. Whatever is written while a block is set can be taken back by block. */
#ifndef SANDBOX_INDEXER_STORE_H
#define SANDBOX_INDEXER_STORE_H

#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"
#include "sandbox/indexer/types.h"

#include <sqlite3.h>

/* What the faults of the indexer change in answers. */
struct lies {
	bool empty, other_hashes;
	int64_t balance;            /* added to every balance, centimes */
};

struct block_time {
	int32_t number;
	int64_t ms;
};

struct store {
	sqlite3 *db;
	char *path;                 /* NULL: memory */
	int64_t start_ms;           /* of block start */
	int32_t start;
	uint64_t seed;
	VEC(, struct block_time) times; /* of blocks after the start that were carried out */
	struct map idle;            /* statements by their text */
	bool recording;
	int32_t block;              /* what is written belongs to it, while recording */
	uint64_t ration;            /* steps of the virtual machine that a request may take, in thousands */
	uint64_t steps;             /* that the current one may still take */
	struct lies lies;
	/* Hashes of blocks that nobody carried out are not kept: hash, parent, state root, extrinsics root of a number. */
	void (*old_header)(void *arg, uint32_t number, unsigned char hashes[4][32]);
	void *old_arg;
};

/* A value to bind to "?N". */
struct param {
	enum { P_NULL, P_INT, P_TEXT, P_BLOB, P_REAL, P_PARENT } kind;
	int64_t i;
	double d;
	struct slice text;
};
VEC(params, struct param);

/* path NULL or "": memory. fresh: an existing file is not used. *filled tells whether it holds tables already. */
enum err store_open(struct store *st, const char *path, bool fresh, bool *filled, struct fault *f);
void store_close(struct store *st);
enum err store_save(struct store *st, const char *path, struct fault *f);
void store_index(struct store *st);                     /* after the filling: indexes, and recording becomes possible */

/* One statement with values: i int64_t, t struct slice as text, b struct slice as bytes, s const char * (NULL: null), n null.
 * A mistake in it is a mistake of this program and aborts. */
void store_do(struct store *st, const char *sql, const char *kinds, ...);
int64_t store_number(struct store *st, const char *sql, int64_t absent, const char *kinds, ...);

/* A statement that is the caller's until store_put. NULL with the message when sqlite refuses it: it is too deep or long. */
sqlite3_stmt *store_get(struct store *st, const char *sql, const char **why);
void store_put(struct store *st, sqlite3_stmt *s);
void store_bind(sqlite3_stmt *s, const struct params *p, int64_t parent);

#endif
