/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Movements added up: by counterparty, by month. Reads the mirror; at a million rows a sum over
 * all of them takes a fifth of a second. */
#ifndef MODEL_MOVES_TOTALS_H
#define MODEL_MOVES_TOTALS_H

#include "model/moves.h"

/* One line of totals. */
struct moves_total {
	unsigned char party[32];
	char address[64];
	const char *name;           /* the person's own label, else as the indexer says; "" */
	bool contact;
	int64_t in_c, out_c, rows;
};
/* Totals per counterparty of what the filter lets through, greatest turnover first; nothing of dividends. */
void moves_by_party(struct moves *m, size_t most, void (*fn)(void *arg, const struct moves_total *t), void *arg);
/* What the filter lets through between two times (until is in it); dividends count as what came. False: not known. */
bool moves_between(struct moves *m, int64_t since, int64_t until, struct moves_sum *out);
/* When a month began here, and its name ("2026-11"): 0 this one, 1 the one before. */
int64_t moves_month(size_t back, char name[8]);

#endif
