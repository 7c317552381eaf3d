/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTP request and its answer. Everything here is for handlers of a port (server.h), on the loop, and never blocks. */
#ifndef SANDBOX_REQUEST_H
#define SANDBOX_REQUEST_H

#include "base/str.h"

struct port;

/* One request with its whole body, alive until it was answered (request_reply, or the end of a stream). */
struct request {
	const char *method, *path;      /* "GET", "/api/v0/id": percent escapes decoded, no query */
	struct slice body;
	struct port *port;
};

/* A header, a cookie, the i-th value of a query argument: NULL when absent. Borrowed until the answer. */
const char *request_header(struct request *r, const char *name);
const char *request_cookie(struct request *r, const char *name);
const char *request_arg(struct request *r, const char *name, size_t i);
void request_add_header(struct request *r, const char *name, const char *value); /* to the answer, before it */
void request_reply(struct request *r, int status, const char *type, struct slice body); /* r is invalid after it */

void request_drop(struct request *r); /* no answer: the connection closes, as when a server panics; from the handler only */
/* An answer in parts. gone is called once, when the client left or after request_end; r is invalid after it. */
void request_stream(struct request *r, int status, const char *type, void (*gone)(void *arg), void *arg);
void request_part(struct request *r, struct slice bytes);
void request_end(struct request *r);

#endif
