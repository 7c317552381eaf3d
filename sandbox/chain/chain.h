/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain: blocks with real headers over the persistent state, the pool of extrinsics, finality, forks, time jumps.
 * It knows nothing of sockets: the node asks and is told by a listener. One chain, on the loop; everything is synchronous. */
#ifndef SANDBOX_CHAIN_CHAIN_H
#define SANDBOX_CHAIN_CHAIN_H

#include "base/err.h"
#include "sandbox/chain/extrinsic.h"
#include "sandbox/chain/headers.h"
#include "sandbox/world.h"

struct chain;

/* A block that was carried out here. state.root is NULL once it was discarded; forked blocks stay known by their hash. */
struct block {
	uint32_t number;
	unsigned char hash[32], parent[32], state_root[32], extrinsics_root[32];
	uint64_t time_ms;
	struct str digest;              /* SCALE: Vec<DigestItem>; behind the block's header */
	VEC(, struct str) extrinsics;   /* with their length prefixes */
	struct state state;
	bool fork;                      /* no longer on the best chain */
};

/* What happens, in this order for a new head: retracted blocks from the top down, then new ones upwards, then finality.
 * events is System.Events of the block, as in its state. Listeners live as long as the chain. */
struct chain_listener {
	void (*on_block)(void *arg, const struct block *b);
	void (*on_retracted)(void *arg, const struct block *b);
	void (*on_finalized)(void *arg, const struct block *b);
	void (*on_upgrade)(void *arg);  /* chain_runtime gives the new one */
	void *arg;
};

struct chain_config {
	const struct world *world;
	int64_t birth_ms;               /* goes into the genesis: villages of one seed are different chains */
	uint32_t finality;
	bool bare;                      /* no state yet: chain_store follows and brings it, or founds it */
	uint64_t (*now_ms)(void *arg);
	void *now_arg;
};

/* The chain at the world's start; chain_store may bring a later state. */
struct chain *chain_new(const struct chain_config *c);
void chain_free(struct chain *c);
void chain_listen(struct chain *c, const struct chain_listener *l);

const struct runtime *chain_runtime(const struct chain *c);
const unsigned char *chain_genesis(const struct chain *c);
const struct block *chain_best(const struct chain *c);
const struct block *chain_finalized(const struct chain *c);
const struct block *chain_by_hash(const struct chain *c, const unsigned char hash[32]);  /* NULL: not carried out here */

/* The block of a number on the best chain: carried out or derived. False beyond the head. */
bool chain_header(const struct chain *c, uint32_t number, struct header *out);
bool chain_hash_at(const struct chain *c, uint32_t number, unsigned char hash[32]);
/* The header behind a hash, also of derived blocks as long as somebody asked for their hash before. */
bool chain_header_of(const struct chain *c, const unsigned char hash[32], struct header *out);

/* Authors one block now, with what the pool has; returns it. */
const struct block *chain_seal(struct chain *c);

/* Takes back n blocks that are not final and authors n + 1 others. drop: what was in the old ones waits some blocks.
 * E_INVALID when so many are final already. */
enum err chain_reorg(struct chain *c, uint32_t n, bool drop);
/* The next block brings another runtime; changes: of runtime.h. */
void chain_upgrade(struct chain *c, unsigned changes);
/* The clock went ahead: all blocks up to its time exist afterwards; those in which something falls due are carried out, the
 * quiet ones are derived. */
void chain_advance(struct chain *c);

/* The toy seed of an authority's key (there are five): whoever asks may sign as it. */
void chain_authority(const struct chain *c, uint32_t which, unsigned char seed[32]);

/* A block in the making on top of a block, for questions ("what would it cost"): free with exec_free. */
struct exec chain_exec(const struct chain *c, const struct block *on);

#endif
