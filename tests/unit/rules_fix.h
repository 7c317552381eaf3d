/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The village on a bench: one call of one account, and what became of it. */
#ifndef RULES_FIX_H
#define RULES_FIX_H

#include "tests/unit/t_sandbox.h"
#include "sandbox/chain/balances.h"

static const unsigned char nobody[32] = "nobody here lives on this key..";

static inline struct acct acct_of(const struct bench *b, size_t account)
{
	return acct_get(&chain_best(b->c)->state, b->w->accounts.v[account].pub);
}

static inline const struct block *send_transfer(struct bench *b, size_t from, const char *head, const unsigned char to[32], uint64_t n)
{
	struct str call = { 0 };
	const struct block *blk;

	call_transfer(&call, head, to, n);
	blk = bench_do(b, from, &call);
	str_free(&call);
	return blk;
}

static inline bool failed_token(const struct chain *c, const struct block *b, enum token_error e)
{
	struct slice f;

	return count_events(c, b, "System", "ExtrinsicFailed", &f) == 1 && f.p[0] == D_TOKEN && f.p[1] == (char)e;
}

/* A call with one number as its argument. */
static inline const struct block *send_index(struct bench *b, size_t from, const char *head, uint32_t index)
{
	struct str call = { 0 };
	const struct block *blk;

	pack_bytes(&call, head, 2);
	if (index != UINT32_MAX)
		pack_uint(&call, index, 4);
	blk = bench_do(b, from, &call);
	str_free(&call);
	return blk;
}

#endif
