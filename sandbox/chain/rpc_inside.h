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

/* With the lie "own-chain": a block's hash as this node has it, and the true one. */
struct rpc_forgery {
	unsigned char hash[32], truth[32];
};
enum { RPC_FORGERIES = 64 };

struct rpc {
	struct rpc_config cfg;
	struct chain *c;
	VEC(, struct sub *) subs;
	VEC(, struct rpc_session *) sessions;
	uint64_t ids;
	bool answering;
	char *metadata_hex;         /* version 14, made when first wanted */
	struct rpc_forgery forgeries[RPC_FORGERIES];
	size_t n_forgeries;
	struct runtime *other;      /* with the lie "other-calls" */
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

/* rpc_lies.c. What a lie makes of a state, a header, a hash, a runtime; without that lie they are true. */
void rpc_double(struct str *account);
struct trie rpc_forged(const struct block *b);                  /* trie_free */
bool rpc_own_chain(const struct rpc *r, const struct block *b);
void rpc_forge(struct rpc *r, const struct block *b, unsigned char root[32], unsigned char hash[32]);
void rpc_unforge(const struct rpc *r, unsigned char hash[32]);
const struct block *rpc_older(const struct rpc *r, const struct block *b);
bool rpc_hides(const struct rpc *r);                            /* which block that is */
const struct runtime *rpc_runtime(struct rpc *r);

json_t *rpc_header(struct rpc *r, const struct header *h);
json_t *rpc_block_header(struct rpc *r, const struct block *b);
json_t *rpc_version(const struct rpc *r);
void rpc_state_call(struct rpc_call *k, const struct block *at, const char *method, const struct str *args);
/* A finality proof of a block by the sandbox's authorities, as SCALE: justification only, or with all that proveFinality tells. */
void rpc_justification(const struct rpc *r, const struct block *b, struct str *out);

void rpc_notify(struct sub *s, json_t *result);                 /* takes result over */
void rpc_submit_and_watch(struct rpc_call *k, struct sub *s);
void subs_init(struct rpc *r);
void subs_close(struct rpc *r, struct rpc_session *s);          /* all of a session; NULL: all */

#endif
