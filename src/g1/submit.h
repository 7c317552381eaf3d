/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sends bytes that were signed and journalled, follows them into a final block, or settles that they can enter none any more.
 * It never builds nor signs: whatever happens, the same bytes are sent again. Picking up after a crash is the same call. */
#ifndef G1_SUBMIT_H
#define G1_SUBMIT_H

#include "g1/chain.h"
#include "g1/era.h"
#include "g1/events.h"
#include "g1/locate.h"

enum submit_state {
	SUBMIT_LOOKING,       /* whether it is on the chain already */
	SUBMIT_SENDING,
	SUBMIT_SENT,          /* a node has it */
	SUBMIT_IN_BLOCK,      /* outcome tells success; a re-org may still take it out */
	SUBMIT_FINAL,         /* in a final block, and it succeeded; without outcome.found no node knows its events any more */
	SUBMIT_FAILED,        /* in a final block, and it failed: only the fee and the nonce are gone */
	SUBMIT_REFUSED,       /* no node takes it; still it must not be signed anew before it is EXPIRED */
	SUBMIT_EXPIRED,       /* its last block is final and it is in none: it never happened */
	SUBMIT_UNKNOWN        /* nobody answers; it goes on by itself */
};

struct submit_news {
	enum submit_state state;
	bool open;                    /* the bytes may still enter a block */
	unsigned node;                /* who carries it */
	uint32_t number, index;       /* with a block */
	unsigned char block[32];
	enum degree degree;           /* of FINAL, FAILED, EXPIRED: two nodes, or one */
	struct events_outcome outcome;/* with a block */
	struct fault fault;           /* why, with REFUSED and UNKNOWN */
	uint32_t last;                /* its last block */
	bool rival;                   /* another extrinsic used the nonce: another program, or another machine */
};

struct submit_ask {
	struct pool *pool;
	struct chain *chain;
	struct slice bytes;           /* copied */
	unsigned char signer[32];
	uint32_t nonce;
	struct era era;
	bool look_first;              /* picked up after a crash: it may be on the chain already */
	bool never_send;              /* only finds out (a watcher on another machine) */
	void (*fn)(void *arg, const struct submit_news *n); /* after each change; the last one has open == false */
	void *arg;
};

struct submit;
struct submit *submit_start(const struct submit_ask *a);
void submit_stop(struct submit *s);   /* forgets it, tells no node; NULL is fine */
void submit_head(struct submit *s, const struct pool_head *h); /* the pool's news, by whoever owns both */
const struct submit_news *submit_news(const struct submit *s);

#endif
