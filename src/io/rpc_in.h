/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of rpc: calls (rpc.c) and subscriptions (rpc_sub.c). */
#ifndef IO_RPC_IN_H
#define IO_RPC_IN_H

#include "base/vec.h"
#include "io/http.h"
#include "io/rpc.h"

/* A call is in the list from rpc_call to its answer. group: which message it travels in. text: the call as JSON, kept
 * until it need not be sent any more. */
struct call {
	struct call *next;
	struct rpc *r;
	uint64_t id, group;
	char *text, *method;
	bool sent, again, traced, internal;
	unsigned trace_id;
	int64_t sent_ms;
	struct loop_timer *timer;
	struct fault fault;                 /* what the timer will say */
	void (*fn)(void *arg, const struct rpc_answer *a);
	void *arg;
};

/* One HTTP request under way for a group; it is not waited for when all its calls have ended. */
struct post {
	struct post *next;
	struct rpc *r;
	struct http_req *req;
	uint64_t group;
};

struct sub {
	struct sub *next;
	struct rpc *r;
	uint64_t id, call;                  /* call: of the subscribing under way, 0 */
	char *subscribe, *unsubscribe, *notification;
	json_t *params;
	char *server_id;                    /* NULL: not subscribed */
	bool once, dead;
	void (*fn)(void *arg, enum rpc_news news, const json_t *result, const struct rpc_answer *a);
	void *arg;
};

/* A notification that came before the answer that names its subscription. */
struct early {
	char *server_id, *method;
	json_t *result;
};

VEC(early_list, struct early);

struct rpc {
	struct net *n;
	struct ws *ws;                      /* NULL over HTTP */
	struct rpc_conf c;
	char *url;
	struct call *calls;                 /* oldest first */
	struct sub *subs;
	struct post *posts;
	struct early_list early;
	size_t n_calls;
	uint64_t last_id, last_group;
	unsigned busy;
	bool dying;
	struct loop_timer *post_timer;      /* HTTP: sends what gathered */
};

uint64_t rpc_put(struct rpc *r, const struct rpc_item *i, uint64_t group, bool internal);
void rpc_push(struct rpc *r);                            /* sends what is not sent yet, if it can */
/* One message from the node. False: it made no sense. The fuzz target's door. */
bool rpc_take(struct rpc *r, struct slice bytes, struct fault *f);

void rpc_sub_note(struct rpc *r, const char *method, const json_t *params);
void rpc_sub_open(struct rpc *r);                        /* the connection is up: subscribe (again) */
void rpc_sub_lost(struct rpc *r, const struct fault *f);
bool rpc_sub_cancel(struct rpc *r, uint64_t id);
void rpc_sub_free(struct rpc *r);

/* Between these two callbacks run; leave frees what was closed meanwhile and tells whether r still lives. */
void rpc_enter(struct rpc *r);
bool rpc_leave(struct rpc *r);

#endif
