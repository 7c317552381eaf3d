/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON-RPC 2.0 to one node, over a web socket that stays, or over HTTP POST (no subscriptions). Nothing blocks, and nothing
 * calls back from inside these functions. Each call is answered exactly once unless cancelled: by the node, by its
 * deadline, or by the loss of the connection. Late answers are dropped. What is called before the connection is open waits
 * for it. All functions are safe in callbacks, rpc_close too. */
#ifndef IO_RPC_H
#define IO_RPC_H

#include "io/ws.h"
#include <jansson.h>

struct rpc;

struct rpc_conf {
	const char *url;              /* ws: wss: http: https: */
	unsigned flags;               /* enum net_flag */
	const char *label;            /* of the connecting, in the list of tasks; NULL: not listed */
	size_t max_message;           /* 0: 16 MiB (metadata) */
	int64_t deadline_ms;          /* of a call that names none; 0: 20 s */
	void (*state)(void *arg, const struct ws_info *i); /* of the web socket; or NULL */
	void *arg;
};

/* Borrowed until fn returns. */
struct rpc_answer {
	struct fault fault;           /* E_OK; E_RPC: the node refused, then code, message, data; else the network's */
	const json_t *result;         /* NULL with a fault */
	int64_t code;
	const char *message;          /* clean, "" */
	const json_t *data;           /* of the error, as it came; NULL */
	int64_t latency_ms;
};

struct rpc_item {
	const char *method;
	json_t *params;               /* given away; NULL: [] */
	const char *label;            /* for the list of tasks; NULL: not listed */
	int64_t deadline_ms;          /* 0: that of the connection */
	bool again;                   /* harmless when asked twice: sent again after a loss, until its deadline */
	void (*fn)(void *arg, const struct rpc_answer *a);
	void *arg;
};

enum rpc_news { RPC_SUBSCRIBED, RPC_NOTE, RPC_LOST, RPC_REFUSED }; /* REFUSED is the last news; so is LOST with once */

struct rpc_sub {
	const char *subscribe, *unsubscribe, *notification; /* notification NULL: any that bears our subscription */
	json_t *params;               /* given away; NULL: [] */
	bool once;                    /* subscribing has an effect (submitAndWatch): not repeated after a loss */
	/* result: with NOTE; a: with REFUSED and LOST, why. After a loss SUBSCRIBED comes again: some news may be missing. */
	void (*fn)(void *arg, enum rpc_news news, const json_t *result, const struct rpc_answer *a);
	void *arg;
};

struct rpc *rpc_open(struct net *n, const struct rpc_conf *c, struct fault *f); /* NULL: refused by the rules */
void rpc_close(struct rpc *r);    /* no callback after; NULL is fine */
uint64_t rpc_call(struct rpc *r, const struct rpc_item *i);
/* One message with several calls; each is answered on its own. ids may be NULL. */
void rpc_batch(struct rpc *r, const struct rpc_item *items, size_t n, uint64_t *ids);
uint64_t rpc_subscribe(struct rpc *r, const struct rpc_sub *s);
void rpc_cancel(struct rpc *r, uint64_t id); /* a call, or a subscription, which is ended at the node too; 0 is fine */
size_t rpc_pending(const struct rpc *r);             /* calls not answered yet */

#endif
