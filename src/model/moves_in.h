/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The movements from inside, for moves*.c. */
#ifndef MODEL_MOVES_IN_H
#define MODEL_MOVES_IN_H

#include "model/coin.h"
#include "model/moves.h"

enum { MOVES_PAGE = 64, MOVES_TURN = 10000 }; /* rows; a turn of counting takes some milliseconds */

struct loop_timer;
struct ledger_scan;

/* A name that was checked on the chain, or found wanting ("" then). */
struct proven {
	unsigned char pub[32];
	char name[PEOPLE_NAME];
};

/* anchors[k] is the row after which page k begins (0 for the first). Without a filter the ledger knows the n-th row, and going
 * down the list fills it; with one the scan that counts the rows in turns of the loop does, ahead of where the person reads. */
struct moves {
	struct subject subject;
	struct app *app;
	struct coin *coin;
	struct coin_ear *ear;
	unsigned char pub[32];
	bool showing;
	struct str words;
	unsigned char party[32];
	bool has_party;
	struct ledger_filter filter;
	struct moves_sum sum;
	int64_t balance_c;            /* of the newest row of all */
	bool whole, claims_too, partial, summed, filtered, asked_indexer; /* partial: rows are still coming */
	int64_t asked_c;              /* the balance the reading was told */
	int64_t opening_c;            /* the gap when first all was read: what was there before the first row */
	bool opened;
	int64_t opened_c;             /* the balance then, and its block */
	uint32_t opened_block;
	unsigned again_n;             /* readings since the history was seen to be late */
	struct loop_timer *again;
	uint32_t synced;
	VEC(, int64_t) anchors;
	struct ledger_scan *scan;     /* while it counts */
	struct loop_timer *count;
	unsigned turns;
	size_t page_at;
	bool have_page;
	struct ledger_page page;
	struct moves_row row;
	VEC(, struct proven) names;
	void *ask;
	unsigned char (*asked)[32];
	size_t n_asked;
};

static inline struct ledger *moves_ledger(const struct moves *m)
{
	return m->coin->ops->ledger(m->coin->self);
}

/* So many rows more of a filter: sums, and where pages begin; the rest in turns of the loop. */
void moves_count(struct moves *m, size_t n);
void moves_stop_counting(struct moves *m);

/* Of the chain's balance and the rows as they are this moment, be they all or not. */
bool moves_before(struct moves *m, int64_t *c);
/* The same, when they are all. */
bool moves_gap_now(struct moves *m, int64_t *gap_c);

#endif
