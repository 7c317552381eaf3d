/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indexers: found, judged, asked. One that is behind, empty, or on another chain than the nodes is left for the next. What
 * they say is SAID, never proven; balances are never taken from them. None is spoken to before something is asked. Nothing
 * blocks; callbacks come from the loop, never from inside these functions. */
#ifndef G1_INDEXER_H
#define G1_INDEXER_H

#include "g1/pool.h"
#include "io/graphql.h"

struct indexer;

enum indexer_state { INDEXER_KNOWN, INDEXER_TRYING, INDEXER_GOOD, INDEXER_BEHIND, INDEXER_LOST, INDEXER_BARRED };

/* One row of the table of indexers; texts are clean and borrowed until the next turn. */
struct indexer_row {
	const char *url, *host;
	enum indexer_state state;
	struct fault why;             /* with BEHIND, LOST and BARRED */
	bool main;
	bool checked;                 /* a node confirmed the hash it names */
	uint32_t height;
	int64_t ping_ms;              /* -1 unknown */
	const char *version;
};

struct indexer_conf {
	struct net *net;
	struct pool *pool;            /* to compare blocks with; may be NULL */
	const char *endpoints;        /* "": the built-in ones and what nodes tell */
	bool alone;
	void (*changed)(void *arg);   /* some row changed; at most once per turn */
	void (*notice)(void *arg, const struct fault *f); /* the person must hear it */
	void *arg;
};

struct indexer *indexer_open(const struct indexer_conf *c);
void indexer_close(struct indexer *x);    /* answers nobody any more; NULL is fine */
void indexer_found(struct indexer *x, const struct nodelist *l);  /* what the nodes told */

/* One of the queries of src/g1/queries by its name. Asked elsewhere when an indexer fails; when all do, the last fault. */
struct indexer_ask {
	const char *query;            /* "history"; static */
	json_t *variables;            /* given away */
	const char *label;
	size_t max_body;
	const char *besides;          /* not this host: a second opinion; must live until the answer; or NULL */
	void (*fn)(void *arg, const char *host, const struct graphql_answer *a);
	void *arg;
};
uint64_t indexer_ask(struct indexer *x, const struct indexer_ask *a);
void indexer_cancel(struct indexer *x, uint64_t id); /* 0 is fine */
/* What it said cannot be: it is left for another one for this run. */
void indexer_blame(struct indexer *x, const char *host, enum err why, const char *words);
void indexer_wake(struct indexer *x);     /* asks all how they are, for the table */
const struct indexer_row *indexer_at(const struct indexer *x, size_t i); /* NULL beyond the end */

/* What an answer to "status" says, for tests and fuzzing; false when it makes no sense. */
struct indexer_said {
	uint32_t height;
	bool has_newest, has_final;   /* hashes of its newest block, and of the one that was asked for */
	unsigned char newest[32], final[32];
};
bool indexer_status(const json_t *data, struct indexer_said *out, struct str *version);

#endif
