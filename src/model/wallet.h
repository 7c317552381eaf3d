/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the wallet views show: accounts with balances, the latest movements, the trend of 30 days. Amounts are centimes. */
#ifndef MODEL_WALLET_H
#define MODEL_WALLET_H

#include "base/vec.h"
#include "model/subject.h"
#include <jansson.h>

enum account_kind { ACCOUNT_VAULT, ACCOUNT_WATCH };

struct account {
	char *name;              /* the person's label, clean */
	char *address;           /* SS58 */
	enum account_kind kind;
	bool member;
	int64_t valid_until;     /* membership; 0 none */
	int64_t free_c, reserved_c, unclaimed_c, unclaimed_n; /* n: number of dividends */
	struct source source;
};

enum movement_kind { MOVE_IN, MOVE_OUT, MOVE_CLAIM };

struct movement {
	int64_t when;
	enum movement_kind kind;
	char *party, *comment;   /* clean */
	bool proven;             /* the party's name is proven on the chain */
	int64_t amount_c;        /* signed */
	int64_t count;           /* MOVE_CLAIM: dividends */
};

struct wallet {
	struct subject subject;
	VEC(, struct account) accounts;
	VEC(, struct movement) latest;    /* newest first */
	VEC(, int64_t) trend;             /* balance per day, oldest first */
	int64_t trend_delta_c;
	int64_t ud_c;                     /* the present dividend; 0 unknown */
	size_t selected;
};

struct wallet *wallet_new(void);
void wallet_free(struct wallet *w);
void wallet_load(struct wallet *w, const json_t *o);
json_t *wallet_save(const struct wallet *w);
const struct account *wallet_account(const struct wallet *w); /* the selected one, NULL when there is none */
int64_t wallet_total(const struct wallet *w);

#endif
