/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The movements of one account, from the indexer, kept in a mirror that can be searched without network. Rows of the last
 * blocks are provisional. The running balance is free and reserved; dividends not claimed are no row. A page costs the same
 * wherever it is. Loop thread; reading is quick, writing goes through the mirror. */
#ifndef MODEL_MOVES_H
#define MODEL_MOVES_H

#include "base/str.h"
#include "model/subject.h"
#include "model/wallet.h"

struct app;
struct moves;

enum moves_way { MOVES_BOTH, MOVES_IN, MOVES_OUT };

/* Zero filters nothing. Texts are borrowed during moves_filter. */
struct moves_filter {
	const char *words;          /* in comment or the party's name, address or label */
	const unsigned char *party; /* 32 bytes */
	int64_t since, until;       /* seconds; 0 open */
	int64_t least_c, most_c;    /* of the amount without its sign; 0 open */
	enum moves_way way;
	bool no_claims;
};

struct moves_row {
	int64_t id;                 /* in the mirror */
	int64_t when, block;
	enum movement_kind kind;
	unsigned char party[32];    /* zero for a claim */
	char address[64];           /* of the party, SS58 */
	const char *name;           /* of the party, clean; "" */
	bool proven, contact;       /* the name: an identity of the chain, or the person's own label */
	const char *comment;        /* clean; "" */
	int64_t amount_c;           /* signed */
	int64_t balance_c;          /* after it */
	int64_t days_from, days_to, count; /* MOVE_CLAIM: the dividends it covers, by index */
	bool provisional;           /* in one of the last blocks */
	int64_t entry;              /* of our journal; 0 */
};

struct moves_sum {
	size_t rows;
	int64_t in_c, out_c;        /* both positive */
	int64_t since, until;       /* first and last time; 0 none */
	bool more;                  /* rows are still counted, or still come: the figures grow, and the subject moves */
	bool whole;                 /* they reach back to the account's first movement */
};

struct moves *moves_new(struct app *a);
void moves_free(struct moves *m);
struct subject *moves_subject(struct moves *m);
/* Shows this account from now on; asks the indexer for what is newer than the mirror. */
void moves_show(struct moves *m, const unsigned char pub[32]);
void moves_filter(struct moves *m, const struct moves_filter *f);
const struct moves_sum *moves_sum(struct moves *m);
const struct moves_sum *moves_settle(struct moves *m);  /* counts to the end: half a second for a million rows */
/* The i-th, newest first; borrowed until the next call; NULL beyond the end. */
const struct moves_row *moves_at(struct moves *m, size_t i);
bool moves_asking(const struct moves *m);   /* names of the last page are being checked */
/* What the account had before the first row, so that the rows end at the chain's balance: 0 when they tell everything. False
 * while the history or the balance is not known. The running balances end at the chain's all the same; where that one is not known
 * they count from 0. */
bool moves_gap(struct moves *m, int64_t *gap_c);
/* By how much the history lacks behind the chain since this was first shown: an indexer that is late is asked again some times. */
bool moves_late(struct moves *m, int64_t *lacks_c);

#endif
