/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indexers: found, judged, asked. One that is behind, empty, or of another world is left for the next. What they say is
 * SAID, never proven; balances are never taken from them. Nothing blocks; callbacks come from the loop. */
#ifndef G1_INDEXER_H
#define G1_INDEXER_H

#include "g1/nodelist.h"
#include "io/graphql.h"

struct indexer;

enum indexer_state { INDEXER_KNOWN, INDEXER_TRYING, INDEXER_GOOD, INDEXER_BEHIND, INDEXER_EMPTY, INDEXER_LOST, INDEXER_BARRED };

struct indexer_row {
	const char *url, *host;
	enum indexer_state state;
	struct fault why;
	bool main;
	uint32_t height;
	int64_t ping_ms;
	const char *version;
};

struct indexer_conf {
	struct net *net;
	const char *endpoints;        /* "": the built-in ones and what nodes tell */
	const unsigned char *genesis; /* 32 bytes: an indexer that shows another block 0 is barred */
	bool alone;
	void (*changed)(void *arg);
	void (*notice)(void *arg, const struct fault *f);
	void *arg;
};

struct indexer *indexer_open(const struct indexer_conf *c);
void indexer_close(struct indexer *x);
void indexer_found(struct indexer *x, const struct nodelist *l);  /* what the nodes told */
void indexer_height(struct indexer *x, uint32_t final);           /* of the chain, to judge by */

/* One of the queries of src/g1/queries by its name. Asked elsewhere when an indexer fails; refused by all: the last fault. */
struct indexer_ask {
	const char *query;            /* "history" */
	json_t *variables;            /* given away */
	const char *label;
	size_t max_body;
	void (*fn)(void *arg, const char *host, const struct graphql_answer *a);
	void *arg;
};
uint64_t indexer_ask(struct indexer *x, const struct indexer_ask *a);
void indexer_cancel(struct indexer *x, uint64_t id);
const struct indexer_row *indexer_at(const struct indexer *x, size_t i); /* NULL beyond the end */

#endif
