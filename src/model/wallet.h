/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts the person keeps or watches, with what the chain says of each, and what Home shows of the history. Amounts are
 * centimes. Views read the fields; only this file and what it names writes them. Nothing blocks but the small file of watched
 * addresses. */
#ifndef MODEL_WALLET_H
#define MODEL_WALLET_H

#include "base/str.h"
#include "base/vec.h"
#include "model/subject.h"
#include <jansson.h>

struct app;

enum account_kind { ACCOUNT_VAULT, ACCOUNT_WATCH };

struct account {
	char *name;              /* the person's label, clean; "" none */
	char *address;           /* SS58 */
	char *identity;          /* its name on the chain, clean; "" none */
	enum account_kind kind;
	const char *scheme;      /* "ed25519" "sr25519"; "" unknown; static */
	unsigned char pub[32];
	uint32_t id;             /* in the vault; 0: in the list of watched addresses */
	bool proven;             /* this address came out of the opened vault (or is watched): safe to receive money on */
	bool exists;             /* the chain knows the account; means something once source.at is set */
	bool member;
	int64_t valid_until;     /* membership; 0 none */
	int64_t free_c, reserved_c, unclaimed_c, unclaimed_n; /* n: number of dividends */
	int64_t transferable_c;  /* what a payment may take, dividends to claim included */
	int64_t pending_c;       /* of the journal: on the way out, not in a block yet */
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
	VEC(, struct account) accounts;   /* those of the vault, then the watched ones */
	VEC(, struct movement) latest;    /* newest first */
	VEC(, int64_t) trend;             /* balance per day, oldest first */
	int64_t trend_delta_c;
	int64_t ud_c, mean_c;             /* the present dividend, the mean per member; 0 unknown */
	size_t selected;
	struct wallet_own *own;           /* wallet.c's own */
};

struct wallet *wallet_new(struct app *a);   /* a NULL: a bare one, for tests */
void wallet_free(struct wallet *w);
void wallet_load(struct wallet *w, const json_t *o);
json_t *wallet_save(const struct wallet *w);
const struct account *wallet_account(const struct wallet *w); /* the selected one, NULL when there is none */
int64_t wallet_total(const struct wallet *w);                 /* free and reserved of all accounts of the vault */

void wallet_select(struct wallet *w, size_t i);
/* An account by label, address (any form), or number "1".."n"; -1: none, -2: the label names several. */
int wallet_find(const struct wallet *w, struct slice text);
int wallet_by_pub(const struct wallet *w, const unsigned char pub[32]);   /* -1 */

#endif
