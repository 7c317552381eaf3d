/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the chain share. */
#ifndef SANDBOX_CHAIN_CHAIN_INSIDE_H
#define SANDBOX_CHAIN_CHAIN_INSIDE_H

#include "base/map.h"
#include "base/mem.h"
#include "io/db.h"
#include "sandbox/chain/chain.h"
#include "sandbox/chain/pool.h"

enum { KEEP_STATES = 256, BLOCK_HASHES = 2400, SESSION_BLOCKS = 600, POOL_MAX = 8192, BAN_MS = 1800000 };

struct watcher {
	tx_watch *fn;
	void *arg;
};

enum tx_state { WAITS, STANDS_IN_BLOCK, GONE };

/* The bytes do not move: xt borrows them. It stays until its block is final, because a fork may give it back. */
struct tx {
	struct str bytes;
	struct extrinsic xt;
	struct validity validity;
	enum tx_state state;
	bool ready;
	uint64_t order;                 /* of arrival */
	uint32_t not_before;            /* block */
	unsigned char block[32];
	uint32_t number;                /* of that block */
	VEC(, struct watcher) watchers;
};

struct ban {
	unsigned char hash[32];
	uint64_t until_ms;
};

struct chain {
	struct chain_config cfg;
	struct runtime *rt, *next_rt;
	unsigned upgrades;
	uint64_t seed;
	unsigned char genesis[32];
	VEC(, struct block *) best;     /* carried out, rising numbers */
	VEC(, struct block *) forks;
	struct map by_hash;             /* of both */
	struct map derived;             /* hash to number + 1 of derived blocks that were asked for */
	VEC(, struct quiet) quiet;      /* rising */
	size_t finalized;               /* index in best */
	size_t discarded;               /* blocks before this index have no state */
	struct state evaluation;        /* of the evaluation block, for the oracle */
	struct numbers agenda;          /* blocks in which something falls due: sorted, each once */
	VEC(, struct chain_listener) listeners;
	VEC(, struct tx *) pool;
	VEC(, struct ban) bans;
	uint64_t submitted;
	bool full;
	bool jumping, jumped;           /* the clock goes ahead: the map of block hashes waits until it stands again */
	struct db *store;               /* NULL: all in memory */
	struct state saved;             /* what the store holds */
	uint32_t saved_to;              /* blocks up to here are in it for good */
	uint32_t salt;                  /* makes blocks of a fork differ */
};

/* genesis.c: the state that the world makes. */
void genesis_state(struct chain *c, struct state *st);

static inline struct slice hash_key(const unsigned char hash[32])
{
	return (struct slice){ (const char *)hash, 32 };
}

/* chain.c, chain_make.c, chain_look.c */
struct header block_header(const struct block *b);
void chain_found(struct chain *c);
struct block *chain_make(struct chain *c, uint64_t time_ms, uint32_t number, const unsigned char parent[32]);
void chain_adopt(struct chain *c, struct block *b);
void agenda_fill(struct chain *c);
void block_free(struct block *b);
uint64_t chain_clock(const struct chain *c);

void chain_know(struct chain *c, struct block *b);      /* as the new head; nobody is told */
void chain_forget_all(struct chain *c);
/* store.c: a block from the file, by hash or else by number; NULL when it is not there. */
struct block *chain_recall(struct chain *c, uint32_t number, const unsigned char *hash);

/* pool.c: what a new block, a taken-back block, a final block mean for it. */
void pool_apply(struct chain *c, struct exec *x, struct block *b);
void pool_on_block(struct chain *c, const struct block *b);
void pool_on_retracted(struct chain *c, const struct block *b, uint32_t hold);
void pool_on_final(struct chain *c, const struct block *b);

#endif
