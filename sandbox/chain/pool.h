/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool: extrinsics on their way into blocks, and those who watch them. */
#ifndef SANDBOX_CHAIN_POOL_H
#define SANDBOX_CHAIN_POOL_H

#include "sandbox/chain/chain.h"

enum tx_event { TX_FUTURE, TX_READY, TX_IN_BLOCK, TX_RETRACTED, TX_FINALIZED, TX_USURPED, TX_DROPPED, TX_INVALID };

/* Codes as the node tells them; 0: taken. */
enum pool_code { POOL_TAKEN = 0, POOL_UNREADABLE = 1002, POOL_INVALID = 1010, POOL_UNKNOWN = 1011, POOL_BANNED = 1012,
		 POOL_IMPORTED = 1013, POOL_PRIORITY = 1014, POOL_FULL = 1016 };

struct pool_answer {
	enum pool_code code;
	enum refusal refusal;           /* for POOL_INVALID and POOL_UNKNOWN */
	uint64_t old_priority, new_priority;
	unsigned char hash[32];
};

/* hash: of the block, or of the extrinsic that took the place (TX_USURPED); else NULL. */
typedef void tx_watch(void *arg, enum tx_event what, const unsigned char *hash);

/* Checks and takes; watch (may be NULL) is told from then on, the first time before this returns. */
struct pool_answer pool_submit(struct chain *c, struct slice bytes, tx_watch *watch, void *arg);
void pool_unwatch(struct chain *c, void *arg);             /* arg is not called any more */
size_t pool_count(const struct chain *c);                  /* waiting, ready or not */
bool pool_ready_at(const struct chain *c, size_t i, struct slice *bytes); /* the i-th that is ready */
uint32_t pool_next_nonce(const struct chain *c, const unsigned char who[32]);
/* A fault: the pool pretends to be full. Also empties it (a restart loses it). */
void pool_pretend_full(struct chain *c, bool on);
void pool_clear(struct chain *c);

#endif
