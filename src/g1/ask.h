/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to the nodes of a pool. A question to any node is asked again elsewhere when a node is lost before it answered; a
 * question to one node ends with that node. Each is answered exactly once, unless cancelled. */
#ifndef G1_ASK_H
#define G1_ASK_H

#include "g1/pool.h"

struct ask {
	const char *method;           /* static */
	json_t *params;               /* given away; NULL: [] */
	const char *label;            /* clean words for the list of tasks; NULL: not listed */
	int64_t deadline_ms;          /* 0: 20 s, waiting for a first node included */
	unsigned node;                /* 0: the main node, then others */
	bool once;                    /* has an effect: never asked a second time */
	/* node: who answered, or was asked last; 0: nobody was there (E_OFFLINE). */
	void (*fn)(void *arg, unsigned node, const struct rpc_answer *a);
	void *arg;
};

uint64_t ask_node(struct pool *p, const struct ask *a);
/* A subscription at one node; news as in rpc.h. It ends with RPC_LOST when the node is given up. */
struct ask_watch {
	const char *subscribe, *unsubscribe;
	json_t *params;
	unsigned node;                /* 0: the main one, whichever that is: taken up again there after a change */
	bool once;
	void (*fn)(void *arg, unsigned node, enum rpc_news news, const json_t *result, const struct rpc_answer *a);
	void *arg;
};
/* 0: that node speaks HTTP only, or is not there. */
uint64_t ask_watch(struct pool *p, const struct ask_watch *w);
void ask_cancel(struct pool *p, uint64_t id); /* either; 0 is fine */

#endif
