/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the node's JSON-RPC share: one call, its helpers, the subscriptions. */
#ifndef SANDBOX_CHAIN_RPC_INSIDE_H
#define SANDBOX_CHAIN_RPC_INSIDE_H

#include "base/mem.h"
#include "sandbox/chain/pool.h"
#include "sandbox/chain/rpc.h"

enum { RPC_PARSE = -32700, RPC_REQUEST = -32600, RPC_METHOD = -32601, RPC_PARAMS = -32602, RPC_INTERNAL = -32603, RPC_STATE = 4003,
       RPC_COUNT = 4002, KEYS_MAX = 1000 };

enum sub_kind { SUB_NEW, SUB_ALL, SUB_FINAL, SUB_STORAGE, SUB_VERSION, SUB_TX, SUB_JUSTIFICATION };

struct sub {
	enum sub_kind kind;
	char id[20];
	struct rpc_session *session;
	VEC(, struct str) keys;
	struct state seen;          /* storage: what was told last */
	bool dead;
};

/* While a message is answered notifications are held: the answer with the subscription's id goes first. */
struct rpc_session {
	struct rpc *rpc;
	VEC(, struct str) held;
	void (*send)(void *arg, struct slice text);
	void *arg;
};

struct rpc {
	struct rpc_config cfg;
	struct chain *c;
	VEC(, struct sub *) subs;
	VEC(, struct rpc_session *) sessions;
	uint64_t ids;
	bool answering;
	char *metadata_hex;         /* version 14, made when first wanted */
	bool metadata_lies;         /* so it was made */
};

/* One call under way: a method sets result, or an error by rpc_fail. */
struct rpc_call {
	struct rpc *r;
	struct rpc_session *s;
	json_t *params, *result;
	int code;
	struct str message;
	json_t *data;
};

typedef void rpc_fn(struct rpc_call *k);
struct rpc_method {
	const char *name;
	rpc_fn *fn;                 /* NULL: unsafe, refused to everybody */
};
extern const struct rpc_method rpc_chain_methods[], rpc_state_methods[], rpc_system_methods[], rpc_sub_methods[];

void rpc_fail(struct rpc_call *k, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool rpc_lies(const struct rpc *r, const char *name);
json_t *rpc_hex(const void *p, size_t n);
json_t *rpc_param(const struct rpc_call *k, size_t i);          /* NULL when absent or null */
/* Parameters; false after an error was set. */
bool rpc_bytes(struct rpc_call *k, size_t i, struct str *out);
bool rpc_hash(struct rpc_call *k, size_t i, unsigned char hash[32], bool *given);
/* The block of an optional hash parameter (the best one without), with its state; NULL after an error was set. */
const struct block *rpc_block_at(struct rpc_call *k, size_t i);
bool rpc_storage(const struct rpc *r, const struct block *b, struct slice key, struct str *out);

json_t *rpc_header(const struct rpc *r, const struct header *h);
json_t *rpc_block_header(const struct rpc *r, const struct block *b);
bool rpc_metadata(const struct rpc *r, unsigned version, struct str *out); /* false: no such version */
json_t *rpc_version(const struct rpc *r);
void rpc_state_call(struct rpc_call *k, const struct block *at, const char *method, const struct str *args);
/* A finality proof of a block by the sandbox's authorities, as SCALE: justification only, or with all that proveFinality tells. */
void rpc_justification(const struct rpc *r, const struct block *b, struct str *out);

void rpc_notify(struct sub *s, json_t *result);                 /* takes result over */
void rpc_submit_and_watch(struct rpc_call *k, struct sub *s);
void subs_init(struct rpc *r);
void subs_close(struct rpc *r, struct rpc_session *s);          /* all of a session; NULL: all */

#endif
