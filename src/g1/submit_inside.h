/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One submission from inside: submit.c sends, submit_settle.c finds out. At most one thing is under way at a time. */
#ifndef G1_SUBMIT_INSIDE_H
#define G1_SUBMIT_INSIDE_H

#include "g1/pool_inside.h"
#include "g1/submit.h"

struct submit {
	struct pool *p;
	struct submit_ask c;
	struct str bytes, hex;
	unsigned char hash[32];
	struct submit_news news;
	bool telling, dead, held;
	bool begun;                     /* looked once, or needs not */
	uint64_t send, watch;           /* under way */
	uint64_t also;                  /* to a second node, as the first one brings it into no block */
	int64_t also_ms;                /* not before */
	bool carried;                   /* a node took it and is believed to keep it */
	unsigned refused[4], n_refused; /* nodes that will not take it */
	unsigned sends;
	int64_t next_send_ms;
	struct loop_timer *timer;
	/* finding out */
	struct locate *locate;
	struct storage *read;
	uint64_t ask, ask2;
	unsigned char top_hash[32];
	uint32_t top, seen;             /* seen: blocks up to here do not hold it */
	bool final_look;                /* the look that decides whether it is expired */
	unsigned char canon[2][32];     /* what two nodes say about the hash at a height */
	bool canon_state[2];            /* said */
	void (*canon_next)(struct submit *s);
};

/* submit.c */
bool submit_tell(struct submit *s, enum submit_state state, const struct fault *f); /* false: it is gone now */
void submit_send(struct submit *s);
void submit_end(struct submit *s);                     /* nothing is under way any more */

/* submit_settle.c */
bool settle_busy(const struct submit *s);
void settle_look(struct submit *s);                    /* is it on the chain? */
void settle_block(struct submit *s, const unsigned char hash[32]); /* a node says it stands there */
void settle_final(struct submit *s);                   /* in a block whose height is final now: is that the block? */
void settle_stop(struct submit *s);
void settle_missing(struct submit *s);                 /* submit.c: it is nowhere up to s->seen */

#endif
