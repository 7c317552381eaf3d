/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what a person wants to the bytes of a call, with what it moves and what would stay. Pure functions: nothing is asked,
 * signed or sent. Amounts are centimes; refusals say why in words. */
#ifndef G1_COMPOSE_H
#define G1_COMPOSE_H

#include "g1/account.h"
#include "g1/extrinsic.h"

enum compose_unit { COMPOSE_C, COMPOSE_MILLI_UD };
enum { COMPOSE_MAX = 500, COMPOSE_COMMENT = 4096 };

struct compose_line {
	unsigned char to[32];
	int64_t amount;               /* in the payment's unit */
};

struct compose_wish {
	const struct compose_line *lines;
	size_t n;
	enum compose_unit unit;
	bool all;                     /* everything to the one line's address, amount ignored */
	bool close;                   /* with all: the account may end (no deposit stays) */
	const unsigned char *rest;    /* after the lines, what is left goes there, and the account ends; or NULL */
	struct slice comment;         /* UTF-8; empty: none */
	bool claim_only;              /* no lines: claim the dividends due */
	bool never_claim;
};

struct compose_plan {
	struct str call;              /* owned: compose_free */
	int64_t sum_c;                /* what leaves, fees apart; UD counted at the present dividend */
	int64_t stays_c;              /* free money afterwards, claim included, fees by rule deducted */
	int64_t fee_c;                /* by rule, at the usual load */
	int64_t claimed_c;            /* taken with it, 0 when no claim was put in front */
	size_t bytes, comment_bytes;  /* of the whole extrinsic; of the comment */
	size_t free_bytes;            /* the comment could still grow by so many before a fee begins; 0 when there is one */
	size_t doubled;               /* lines whose address stood before */
	bool batch, ends;             /* ends: the account will be empty */
};

/* p and c may have degree NONE: then nothing is checked against the balance and no claim is put in front.
 * E_NO_MONEY, E_TOO_LITTLE (below the deposit for an account that does not exist is the caller's to know), E_AMOUNT, E_INVALID,
 * E_TOO_BIG (comment, lines), E_RUNTIME_CHANGED. */
enum err compose_pay(const struct runtime *r, const struct purse *p, const struct currency *c, const struct compose_wish *w,
                     struct compose_plan *out, struct fault *f);
void compose_free(struct compose_plan *p);

/* Any call by name and JSON arguments: "Identity.confirm_identity", {"idty_name": "toto"}. */
enum err compose_call(const struct runtime *r, const char *name, const json_t *args, struct str *out, struct fault *f);
/* Several encoded calls as one Utility.batch_all. */
enum err compose_batch(const struct runtime *r, const struct str *calls, size_t n, struct str *out, struct fault *f);
/* The fee by rule of so many bytes at the usual load. */
int64_t compose_fee(size_t bytes);

#endif
