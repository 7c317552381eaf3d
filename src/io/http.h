/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP requests on the loop. http_start never blocks and never calls back before it returned. done is called exactly once,
 * unless the request was cancelled by its owner or the owner's generation moved on: then never. Everything in an ask is
 * copied at http_start, except what owner, generation and arg point to. */
#ifndef IO_HTTP_H
#define IO_HTTP_H

#include "io/net.h"
#include <sys/types.h>

enum http_flag {                  /* beside enum net_flag */
	HTTP_AGAIN = 16,          /* asking twice does no harm: may be retried although it is a POST */
	HTTP_NO_REDIRECT = 32,
};

/* One part of a multipart form: bytes, or a file that is streamed. */
struct http_part {
	const char *name, *filename, *type;
	struct slice bytes;
	const char *path;
};

struct http_answer;
struct http_req;

struct http_ask {
	const char *method;              /* NULL: GET, or POST when something is sent */
	const char *url;
	const char *const *headers;      /* "Name: value" ..., NULL; or NULL */
	unsigned flags;
	const char *label;               /* clean words for the list of tasks; NULL: not listed */
	const void *owner;               /* for http_cancel_owner */
	const unsigned *generation;      /* an answer is dropped when this number has changed meanwhile; or NULL */
	int64_t deadline_ms;             /* for everything, retries included; 0: 30 s, streams -1; -1: none, but 2 min of
	                                    silence end it */
	unsigned tries;                  /* at most; 0: one */
	size_t max_body;                 /* 0: 8 MiB in memory, unbounded into a file or sink */
	/* What is sent: bytes, or a file, or a source (size -1: unknown; never sent twice), or a form. type: Content-Type. */
	struct slice body;
	const char *type;
	const char *body_path;
	ssize_t (*source)(void *arg, char *buf, size_t n); /* bytes given, 0 at the end, -1: give up */
	int64_t source_size;
	const struct http_part *parts;
	size_t n_parts;
	/* Where a good answer goes: memory, or a file (made 0600 beside and renamed when complete), or a sink. */
	const char *to_path;
	enum err (*sink)(void *arg, struct slice bytes);
	void (*progress)(void *arg, int64_t done, int64_t total); /* at most ten a second; total -1: unknown */
	void (*done)(void *arg, const struct http_answer *a);
	void (*drop)(void *arg);         /* last of all and always, cancelled or not: frees arg; or NULL */
	void *arg;
};

/* Borrowed until done returns. */
struct http_answer {
	struct fault fault;       /* E_OK for a 2xx (or 304); E_HTTP, E_HTTP_AUTH, E_HTTP_BUSY by status; else the network's */
	int status;               /* 0 when there was no answer */
	struct slice body;        /* of an error status too, its first 64 KiB */
	const char *type;         /* Content-Type, "" */
	const char *url;          /* after redirects */
	int64_t latency_ms;       /* from the request sent to the first byte of its answer; -1 without one */
	int64_t total_ms;
	int64_t retry_after_s;    /* what the server asked for, 0 */
	int64_t date;             /* the server's clock, seconds; 0 */
	const struct http_req *req;
};

struct http_req *http_start(struct net *n, const struct http_ask *ask);
/* The handle dies here, or when done returns. NULL is fine. Safe in any callback. */
void http_cancel(struct http_req *r);
void http_cancel_owner(struct net *n, const void *owner);
/* A header of the answer, "" when absent. Borrowed like the answer. */
struct slice http_header(const struct http_answer *a, const char *name);
/* How many requests are under way, waiting retries included. */
size_t http_pending(const struct net *n);

#endif
