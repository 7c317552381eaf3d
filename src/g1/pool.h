/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nodes of the chain: found, judged, and spoken to. One is the main node, whose news are followed; a second one is kept
 * at hand to check what matters; all others wait. A node of another genesis, or one that lied, is named and not spoken to again.
 * A node on this machine is preferred. While something holds the main node (a payment under way) it is changed only when
 * it is lost. Owned by whoever opens it; nothing blocks; callbacks come from the loop, never from inside these functions. */
#ifndef G1_POOL_H
#define G1_POOL_H

#include "g1/nodelist.h"
#include "g1/runtime.h"
#include "io/rpc.h"

struct pool;

enum pool_state { POOL_KNOWN, POOL_TRYING, POOL_GOOD, POOL_SYNCING, POOL_LOST, POOL_BARRED };
enum pool_keeps { POOL_KEEPS_UNKNOWN, POOL_KEEPS_ALL, POOL_KEEPS_RECENT };    /* archive or pruned */
enum pool_agrees { POOL_AGREES_UNKNOWN, POOL_AGREES_YES, POOL_AGREES_NO };

/* One row of the table of nodes. Texts are clean and borrowed until the next turn. */
struct pool_node {
	unsigned id;                  /* never 0, never used again */
	const char *url, *host;       /* url: the way that works, or the first */
	enum nodelist_from from;
	enum pool_state state;
	struct fault why;             /* with LOST and BARRED */
	bool main, second, local, web_socket;
	bool genesis_ok;
	uint32_t best, final, highest; /* blocks; highest: that it heard of */
	int64_t ping_ms;              /* -1 unknown */
	int64_t seen_ms;              /* tick_ms of its last answer, 0 never */
	const char *version;          /* of its program */
	uint32_t spec, peers;
	enum pool_keeps keeps;
	enum pool_agrees agrees;      /* with the others, on the hash of a final block */
};

/* Two blocks of the main node; a number is 0 while unknown. The hashes were computed from the headers. */
struct pool_head {
	unsigned node;
	uint32_t best, final;
	unsigned char best_hash[32], final_hash[32];
	unsigned char best_root[32], final_root[32]; /* of the state */
	int64_t best_time, final_time; /* seconds, by the slot of the block; 0 unknown */
};

struct pool_conf {
	struct net *net;
	const unsigned char *genesis; /* 32 bytes: pinned */
	const char *endpoints;        /* of the configuration; "" finds them */
	const char *cache;            /* a file for what was found, or NULL */
	const char *list_url;         /* the official list, or NULL */
	bool alone;                   /* never looks for others than endpoints: the sandbox, a test */
	int64_t poll_ms;              /* without web socket; 0: 6 s */
	void (*head)(void *arg, const struct pool_head *h);           /* a new best or final block */
	void (*runtime)(void *arg, unsigned node, const struct runtime_id *id); /* what the main node runs, each time it is told */
	void (*changed)(void *arg);                                   /* some row changed; at most once per turn */
	/* Something the person must hear: a liar dropped, another chain, nobody answers. code and words; node named in f. */
	void (*notice)(void *arg, const struct fault *f);
	void *arg;
};

struct pool *pool_open(const struct pool_conf *c);
void pool_close(struct pool *p);      /* answers nobody any more; NULL is fine */

const struct pool_head *pool_head(const struct pool *p);              /* its node, the main one, is 0 while there is none */
/* One that may speak for itself beside node (0: the main one); 0 while there is none. */
unsigned pool_second(const struct pool *p, unsigned node);
const struct pool_node *pool_at(const struct pool *p, size_t i);      /* NULL beyond the end */
const struct pool_node *pool_node(const struct pool *p, unsigned id); /* NULL */

/* While held (as often as let go), the main node is not changed for a better one. */
void pool_hold(struct pool *p, bool on);
/* The person wants it now, or the network is back: waits end. all: asks every known node how it is, for the table. */
void pool_wake(struct pool *p, bool all);
/* Names the node a liar (E_BAD_PROOF, E_WRONG_CHAIN, ...) and bars it for this run. */
void pool_bar(struct pool *p, unsigned node, enum err why, const char *words);

#endif
