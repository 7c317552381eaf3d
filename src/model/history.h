/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The movements of one account, from the indexer, kept in a mirror that can be searched without network. Rows of the last
 * blocks are provisional. The running balance is free and reserved; dividends not claimed are no row. A page costs the same
 * wherever it is. Loop thread; reading is quick, writing goes through the mirror. */
#ifndef MODEL_HISTORY_H
#define MODEL_HISTORY_H

#include "model/subject.h"
#include "model/wallet.h"

struct app;
struct history;

enum history_way { HISTORY_BOTH, HISTORY_IN, HISTORY_OUT };

/* Zero filters nothing. Texts are borrowed during history_filter. */
struct history_filter {
	const char *words;          /* in comment or the party's name, address or label */
	const unsigned char *party; /* 32 bytes */
	int64_t since, until;       /* seconds; 0 open */
	int64_t least_c, most_c;    /* of the amount without its sign; 0 open */
	enum history_way way;
	bool no_claims;
};

struct history_row {
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

struct history_sum {
	size_t rows;
	int64_t in_c, out_c;        /* both positive */
	int64_t since, until;       /* first and last time; 0 none */
	bool more;                  /* the search still goes on: the figures grow */
};

struct history *history_new(struct app *a);
void history_free(struct history *h);
struct subject *history_subject(struct history *h);
/* Shows this account from now on; asks the indexer for what is newer than the mirror. */
void history_show(struct history *h, const unsigned char pub[32]);
void history_filter(struct history *h, const struct history_filter *f);
const struct history_sum *history_sum(struct history *h);
/* The i-th, newest first; borrowed until the next call; NULL beyond the end. */
const struct history_row *history_at(struct history *h, size_t i);
/* By how much the last running balance differs from the chain's (0: they agree); false while one of them is unknown. */
bool history_gap(struct history *h, int64_t *gap_c);
/* How often and how much went to a party and came from it, over all accounts of the wallet. */
void history_party(struct history *h, const unsigned char party[32], int64_t *n_out, int64_t *n_in, int64_t *out_c, int64_t *in_c);

#endif
