/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pool from inside: pool.c (choosing), pool_link.c (one node's connection), pool_head.c (following the main node),
 * pool_find.c (finding others), pool_vote.c (who is right), ask.c (questions). */
#ifndef G1_POOL_INSIDE_H
#define G1_POOL_INSIDE_H

#include "base/vec.h"
#include "g1/ask.h"

enum { POOL_LAG = 10, POOL_PROBES = 8, POOL_PARALLEL = 4 };

/* One node. It stays until the pool is closed, so that its row keeps its place. */
struct node {
	struct pool *p;
	struct pool_node row;
	struct str url, version;        /* behind the row */
	struct str ways[NODELIST_WAYS];
	size_t n_ways, way;
	struct rpc *rpc;                /* NULL: not connected */
	unsigned probes;                /* answers still to come */
	bool told_genesis, told_head, had_peerings;
	bool want_probe;                /* for the table, though nobody needs it */
	bool syncing;
	unsigned attempts;              /* since it was last good */
	int64_t next_ms;                /* not tried again before */
};

/* One question under way. */
struct asking {
	struct pool *p;
	uint64_t id, rpc_id;
	struct ask ask;                 /* params: ours */
	struct node *node;              /* asked now; NULL: waits for one */
	int64_t until_ms;
	unsigned tried[8], n_tried;
	struct fault fault;             /* of an answer that is due from our side */
	struct loop_timer *timer;
	struct asking *next;
};

struct watching {
	struct pool *p;
	uint64_t id, rpc_id;
	struct ask_watch watch;
	struct node *node;
	bool lost;                      /* its end is due */
	struct loop_timer *timer;
	struct watching *next;
};

struct pool {
	struct pool_conf c;
	unsigned char genesis[32];
	char *cache, *list_url;
	struct nodelist list;           /* every address ever heard */
	VEC(, struct node *) nodes;
	struct node *main, *second;
	struct pool_head head;
	struct rpc *head_rpc;           /* that the following goes by; for comparing only */
	uint64_t subs[3];
	struct loop_timer *turn, *poll, *tell;
	unsigned holds;
	uint64_t last_id;
	struct asking *asks;
	struct watching *watches;
	struct vote *vote;
	bool closing, found, nobody;
	int64_t seeking_ms;             /* since when a second node is looked for: the start, or a liar that was dropped */
};

/* pool.c */
struct node *node_by_id(const struct pool *p, unsigned id);
void pool_touch(struct pool *p);                      /* tells of changed rows soon */
void pool_turn_soon(struct pool *p, int64_t ms);
void pool_choose(struct pool *p);                     /* who is main, who is second */
void pool_notice(struct pool *p, const struct node *n, enum err code, const char *words);
bool pool_hope(const struct pool *p);                 /* some node was not caught lying */
bool pool_one_comes(const struct pool *p, unsigned besides); /* some other node is being connected, or will be */
struct node *pool_add(struct pool *p, const struct nodelist_entry *e);

/* pool_link.c */
void link_open(struct node *n);
void link_close(struct node *n, enum pool_state state, const struct fault *why); /* its questions go elsewhere or fail */
void link_probe(struct node *n);
unsigned link_flags(const struct node *n);

/* pool_head.c */
void head_follow(struct pool *p);                     /* the main node changed */
void head_forget(struct pool *p);

/* pool_find.c */
void find_start(struct pool *p);
void find_peerings(struct node *n);
void find_save(struct pool *p);
void find_take(struct pool *p);                       /* what is new in its list of addresses */

/* pool_vote.c: two nodes name different hashes for a final block. */
void vote_start(struct pool *p, uint32_t number);
void vote_stop(struct pool *p);

/* ask.c */
void ask_moved(struct pool *p);                       /* a main node is there, or another one */
void ask_lost(struct node *n, const struct fault *why); /* before its connection closes */
void ask_close(struct pool *p);

#endif
