/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The node's JSON-RPC: text in, text out, the same over POST and web sockets. Subscriptions belong to a session (a web
 * socket); over POST there is none, and they are refused. Never blocks. */
#ifndef SANDBOX_CHAIN_RPC_H
#define SANDBOX_CHAIN_RPC_H

#include "sandbox/chain/chain.h"
#include "sandbox/mischief.h"

#include <jansson.h>

struct rpc;
struct rpc_session;

struct rpc_config {
	struct chain *chain;
	struct mischief *mischief;      /* NULL: no lies */
	const json_t *line;             /* the sandbox's JSON line, for duniter_peerings; may be NULL */
	void (*sealed)(void *arg);      /* an extrinsic was taken: instant sealing wants to know; may be NULL */
	void *arg;
};

struct rpc *rpc_new(const struct rpc_config *c);
void rpc_free(struct rpc *r);
void rpc_switches(struct mischief *m);  /* registers the lies this node can tell */

/* Sessions: send is called with each notification. */
struct rpc_session *rpc_open(struct rpc *r, void (*send)(void *arg, struct slice text), void *arg);
void rpc_close(struct rpc_session *s);

/* Answers one message (a call or a batch); out stays empty when nothing is to be answered. s NULL: over POST. After the answer
 * was sent rpc_flush lets the notifications go that it caused. */
void rpc_answer(struct rpc *r, struct rpc_session *s, struct slice message, struct str *out);
void rpc_flush(struct rpc *r);

#endif
