/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTP request from inside, for http.c (its life) and http_body.c (its bytes). */
#ifndef IO_HTTP_REQ_H
#define IO_HTTP_REQ_H

#include "base/arena.h"
#include "io/http.h"
#include "io/net_easy.h"

enum http_step { HTTP_QUEUED, HTTP_RUNNING, HTTP_WAITING, HTTP_DEAD };

struct http_req {
	struct loop_easy easy;          /* first: CURLOPT_PRIVATE points here */
	struct net *n;
	struct http_req *prev, *next;
	struct arena arena;             /* the copy of the ask */
	struct http_ask ask;
	enum http_step step;
	CURL *h;
	struct curl_slist *headers;
	curl_mime *mime;
	struct net_gate gate;
	struct loop_timer *timer;
	unsigned generation, tried, hops;
	unsigned trace_id;
	bool traced, public_only;
	int64_t began, told;            /* tick_ms; told: last progress */
	char *url;                      /* of this hop */
	const char *method;
	bool has_body;
	/* sending */
	size_t sent;
	int in_fd;
	int64_t in_size;
	bool source_used;
	/* receiving */
	int status;
	struct str head, body;
	size_t got;
	int out_fd;
	char *part_path;
	enum err own;                   /* why this side ended the transfer */
};

/* Puts body, form and answer functions into r->h; opens files. */
enum err http_body_set(struct http_req *r, struct fault *f);
/* Ends one attempt: closes files; keep moves a complete download to its place, else it is removed. */
enum err http_body_end(struct http_req *r, bool keep, struct fault *f);
/* True when what was sent can be sent once more. */
bool http_body_again(const struct http_req *r);
/* A header of the last answer in r->head. */
struct slice http_head(const struct http_req *r, const char *name);
bool http_is_redirect(int status);

#endif
