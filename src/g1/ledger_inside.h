/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger from inside: ledger_write.c is the only one that changes rows. It runs on the mirror's thread; or here, when
 * another instance has the pen (each batch stands on what it finds, so that two writers do no harm), or when nothing may be
 * written and rows live in memory. */
#ifndef G1_LEDGER_INSIDE_H
#define G1_LEDGER_INSIDE_H

#include "g1/ledger.h"
#include "io/mirror.h"

/* A row is placed by block and the event's number in it: unique in an account, and in order. */
#define LEDGER_PLACE(block, event) ((int64_t)(block) << 20 | ((event) & 0xfffff))

/* The id of a row: accounts apart, and within one counted without gaps from its first row, newer ones up, older ones down. So the
 * n-th row and the rows of a time are found at once, and the index of words gives them in order. */
#define LEDGER_FIRST(account) ((int64_t)(account) << 40)
#define LEDGER_LAST(account) (LEDGER_FIRST((account) + 1) - 1)
#define LEDGER_ORIGIN(account) (LEDGER_FIRST(account) + ((int64_t)1 << 39))

struct ledger {
	struct ledger_conf c;
	struct mirror *mirror;  /* NULL without file */
	struct db *own;         /* rows in memory; NULL until needed */
	struct db *direct;      /* to the file, when another instance has the pen */
	size_t gathered;        /* rows that wait for the mirror's thread to take them */
};

extern const char *const ledger_steps[];
extern const size_t ledger_n_steps;

/* Rows to be kept, newest first. newest: they end at the present, and what was there from block from on is replaced; else
 * they go on below the oldest row that is there. When that one is above the place they go on from, a part between was lost on its
 * way to the disk, or another instance began anew: then nothing is kept, for it would hide the hole. */
struct ledger_batch {
	unsigned char pub[32];
	const struct ledger_row *rows;
	size_t n;
	bool newest;
	uint32_t from;
	bool whole;             /* the oldest of them is the first of all */
	uint32_t synced;        /* with newest */
	int64_t at;
	int64_t above;          /* without newest: they are all there is below this place; INT64_MAX: below what there is */
	const char *cursor;     /* where older ones go on, "" */
};

enum { LEDGER_GATHERS = 10000 };

/* Copies everything and returns; flush: wanted on the disk, and readable, soon. So it is when LEDGER_GATHERS rows have gathered. */
void ledger_put(struct ledger *l, const struct ledger_batch *b, bool flush);
/* The disk is slower than the network: wait for written before the next. */
bool ledger_full(const struct ledger *l);
void ledger_flush(struct ledger *l);
/* What a reading has to go on from: false when nothing is there. cursor (or NULL) with bottom, the place of the oldest row, or INT64_MAX. */
bool ledger_mark(struct ledger *l, const unsigned char pub[32], struct ledger_sum *sum, struct str *cursor, int64_t *bottom);
int64_t ledger_account(struct db *d, const unsigned char pub[32]); /* its number in that file, 0: none */

/* "SELECT what FROM the rows wanted, newest first", tail behind it: LIMIT ?9 is w->n. */
struct ledger_wanted {
	int64_t account, first, last, least, most, n;
	int kinds;
	struct slice party;
	struct str match;         /* freed by the caller */
};
void ledger_wanted_of(struct db *d, const unsigned char pub[32], const struct ledger_filter *w, int64_t before, struct ledger_wanted *out);
struct db_query *ledger_select(struct db *d, const struct ledger_wanted *w, const char *what, const char *tail, struct fault *f);

/* The connection that has the rows of this account. */
struct db *ledger_db(struct ledger *l, const unsigned char pub[32]);

#endif
