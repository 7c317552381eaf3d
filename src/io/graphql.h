/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to indexers: POST {query, variables}. Data and errors are told apart: an answer may hold both. The rules of
 * owner, generation, label and cancelling are those of http.h; the handle is a request of http. Nothing blocks. */
#ifndef IO_GRAPHQL_H
#define IO_GRAPHQL_H

#include "io/http.h"
#include <jansson.h>

/* Borrowed until fn returns. */
struct graphql_answer {
	struct fault fault;        /* E_OK when there is data, even a part of it; E_GRAPHQL when only errors came */
	const json_t *data;        /* NULL with a fault */
	const json_t *errors;      /* NULL when none */
	const char *message;       /* of the first error, clean; "" */
	int64_t latency_ms;
};

struct graphql_ask {
	const char *url, *query;
	json_t *variables;         /* given away; NULL: none */
	unsigned flags;
	const char *label;
	const void *owner;
	const unsigned *generation;
	int64_t deadline_ms;
	unsigned tries;
	size_t max_body;
	void (*fn)(void *arg, const struct graphql_answer *a);
	void *arg;
};

struct http_req *graphql_start(struct net *n, const struct graphql_ask *a);

/* All pages of one connection. fn of the ask gets the end: E_OK, or the fault of the page that failed. */
struct graphql_pages {
	struct graphql_ask ask;
	const char *path;          /* where the connection stands in data: "transfers" */
	const char *cursor;        /* the variable that takes pageInfo.endCursor */
	unsigned max_pages;        /* 0: 1000 */
	/* One page's connection object; false: enough. */
	bool (*page)(void *arg, const json_t *connection, bool more);
};

void graphql_all(struct net *n, const struct graphql_pages *p);

/* The reading half, for tests and fuzzing: fills a from an HTTP answer's bytes. The document returned owns its parts. */
json_t *graphql_read(struct slice body, int status, struct graphql_answer *a, struct str *message);

#endif
