/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block of the chain as the indexer reads it: events and calls as JSON in the shapes of its real tool, and the balances of
 * the accounts that the events speak of, taken from the block's state while it is there. */
#ifndef SANDBOX_INDEXER_DECODE_H
#define SANDBOX_INDEXER_DECODE_H

#include "sandbox/chain/chain.h"

#include <jansson.h>

struct event {
	json_t *record;             /* owned; the following borrow from it */
	const char *phase, *pallet, *name;
	int extrinsic;              /* -1: of no extrinsic */
	json_t *args;               /* NULL: none */
};

struct call {
	json_t *args;               /* owned, NULL: none */
	char *pallet, *name;        /* owned */
	size_t extrinsic;
	int parent;                 /* in calls, -1: the extrinsic's own */
	char address[80];           /* "1,0": which call of which call */
};

struct xt {
	unsigned char hash[32];
	int version;
	json_t *signature;          /* owned, NULL: not signed */
	uint64_t tip;
	int call;                   /* in calls, -1: its bytes could not be read */
};

struct touched {
	unsigned char pub[32];
	uint64_t free;
	bool alive;
};

struct decoded {
	uint32_t number;
	unsigned char hash[32], parent[32], state_root[32], extrinsics_root[32];
	int64_t time_ms;
	uint32_t spec_version;
	VEC(, struct event) events;
	VEC(, struct call) calls;
	VEC(, struct xt) xts;
	VEC(, struct touched) touched;
};

/* Who lent the deposit of an evaluation that is under way: the event of its end does not say whose balance it moves. Only
 * grows, because forks come and go; to be freed with vec_free. */
struct lender {
	uint32_t index;
	unsigned char pub[32];
};
VEC(lenders, struct lender);
void decode_lenders(const struct state *now, struct lenders *out); /* those of a state */

struct decoded *decode_block(const struct runtime *rt, const struct block *b, struct lenders *l);
void decode_free(struct decoded *d);
/* A value of a type as JSON: 64-bit numbers as strings, bytes in hexadecimal, variants with "__kind", names in camel case.
 * Owned; NULL when the bytes do not fit. */
json_t *decode_json(const struct runtime *rt, int type, struct scale *s);

#endif
