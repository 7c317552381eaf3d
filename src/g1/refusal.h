/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the chain or a node said no, in plain words: pool errors of JSON-RPC, invalid transactions, errors of calls. Plain
 * functions. What comes from metadata or nodes is cleaned here. */
#ifndef G1_REFUSAL_H
#define G1_REFUSAL_H

#include "g1/runtime.h"
#include "io/rpc.h"

/* What a refused sending means for bytes that exist once. */
enum refusal_kind {
	REFUSAL_NETWORK,      /* nobody can say whether it arrived */
	REFUSAL_KNOWN,        /* the node has it already, or had it: look for it */
	REFUSAL_STALE,        /* its nonce was used: by itself, or by another: look for it */
	REFUSAL_OLD,          /* its era is over, as this node sees it */
	REFUSAL_LATER,        /* not now: pool full, nonce to come, banned for a while */
	REFUSAL_NEVER,        /* bad signature, bad call, no money: this node did not take it */
};

struct refusal {
	enum refusal_kind kind;
	enum err code;
	char words[160];      /* translated */
};

/* The error of author_submit*, by code, message and data. */
void refusal_submit(const struct rpc_answer *a, struct refusal *out);

/* An encoded DispatchError, moved over: code, the stable name ("Balances.InsufficientBalance", "Token.FundsUnavailable",
 * "BadOrigin") and words. False when it does not fit. */
struct refusal_error {
	enum err code;
	char name[96], words[256];
};
bool refusal_dispatch(const struct runtime *r, struct scale *in, struct refusal_error *out);
/* Translated words of a stable name, NULL when this program has none. */
const char *refusal_words(const char *name);

#endif
