/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indexers from inside: indexer.c keeps the table and chooses, indexer_judge.c finds out how each is, indexer_ask.c carries
 * questions to them. */
#ifndef G1_INDEXER_INSIDE_H
#define G1_INDEXER_INSIDE_H

#include "base/vec.h"
#include "g1/indexer.h"

struct server {
	struct indexer *x;
	struct indexer_row row;
	struct str version;
	unsigned attempts;
	int64_t next_ms, judged_ms;
	struct indexer_said said;
	unsigned char final_hash[32];   /* of the block it was asked for */
	uint32_t final;
	struct http_req *req;
	uint64_t check;                 /* the node that is asked about its block */
	uint32_t disputed;              /* a block that the main node names otherwise */
	unsigned char disputed_hash[32];
	struct loop_timer *later;
	unsigned patience;
};

struct waiting {
	struct indexer *x;
	uint64_t id;
	struct indexer_ask ask;         /* variables: ours */
	struct server *server;          /* asked now */
	struct http_req *req;
	struct server *tried[8];
	size_t n_tried;
	struct fault fault;
	struct loop_timer *timer;
	struct waiting *next;
};

struct indexer {
	struct indexer_conf c;
	struct nodelist list;
	VEC(, struct server *) servers;
	struct server *main;
	struct waiting *waits;
	uint64_t last_id;
	struct loop_timer *turn, *tell;
	bool every, told_behind;
};

/* indexer.c */
void indexer_notice(struct indexer *x, const struct fault *f);
void indexer_touch(struct indexer *x);                        /* tells that some row changed, once a turn */
void indexer_turn(struct indexer *x);                         /* looks soon whether one must be probed or a question can go out */
/* What was found out about it; another one is chosen, or it is asked again later. why: NULL when it is good. */
void indexer_judged(struct server *s, enum indexer_state state, const struct fault *why);
bool indexer_usable(const struct server *s);
unsigned indexer_flags(const struct indexer *x, const struct server *s); /* NET_ flags to speak to it with */

/* indexer_judge.c: how is it, and does it speak of our chain? */
void indexer_probe(struct server *s);

/* indexer_ask.c */
void indexer_dispatch(struct indexer *x);                     /* sends the questions that wait for an indexer */
void indexer_drop(struct waiting *w);

#endif
