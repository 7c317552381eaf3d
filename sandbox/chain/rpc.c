/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/rpc_inside.h"

#include "codec/hex.h"

#include <stdlib.h>

void rpc_fail(struct rpc_call *k, int code, const char *fmt, ...)
{
	va_list ap;

	k->code = code;
	str_cut(&k->message, 0);
	va_start(ap, fmt);
	str_addv(&k->message, fmt, ap);
	va_end(ap);
}

bool rpc_lies(const struct rpc *r, const char *name)
{
	return r->cfg.mischief && mischief_on(r->cfg.mischief, name);
}

json_t *rpc_hex(const void *p, size_t n)
{
	struct str s = { 0 };
	json_t *j;

	hex_add0x(&s, p, n);
	j = json_stringn(s.p, s.n);
	str_free(&s);
	return j;
}

json_t *rpc_param(const struct rpc_call *k, size_t i)
{
	json_t *p = json_is_array(k->params) ? json_array_get(k->params, i) : NULL;

	return json_is_null(p) ? NULL : p;
}

bool rpc_bytes(struct rpc_call *k, size_t i, struct str *out)
{
	json_t *p = rpc_param(k, i);
	struct slice s = { json_string_value(p), json_string_length(p) };

	if (!json_is_string(p) || !slice_starts(s, "0x") || hex_append(s, out)) {
		rpc_fail(k, RPC_PARAMS, "Invalid params");
		return false;
	}
	return true;
}

bool rpc_hash(struct rpc_call *k, size_t i, unsigned char hash[32], bool *given)
{
	struct str b = { 0 };
	bool ok;

	*given = rpc_param(k, i) != NULL;
	if (!*given)
		return true;
	ok = rpc_bytes(k, i, &b);
	if (ok && b.n != 32) {
		rpc_fail(k, RPC_PARAMS, "Invalid params");
		ok = false;
	}
	if (ok)
		memcpy(hash, b.p, 32);
	str_free(&b);
	return ok;
}

const struct block *rpc_block_at(struct rpc_call *k, size_t i)
{
	unsigned char hash[32];
	char hex[65];
	bool given;
	const struct block *b;
	struct header h;

	if (!rpc_hash(k, i, hash, &given))
		return NULL;
	b = given ? chain_by_hash(k->r->c, hash) : chain_best(k->r->c);
	if (b && b->state.trie.root && !rpc_lies(k->r, "discarded"))
		return b;
	hex_encode(given ? hash : b->hash, 32, hex);
	if (b || chain_header_of(k->r->c, hash, &h)) {
		rpc_fail(k, RPC_STATE, "Client error: UnknownBlock: State already discarded for 0x%s", hex);
		if (!b)
			header_free(&h);
	} else {
		rpc_fail(k, RPC_STATE, "Client error: UnknownBlock: Header was not found in the database: 0x%s", hex);
	}
	return NULL;
}

static const struct rpc_method *method_of(const char *name)
{
	static const struct rpc_method *const tables[] = { rpc_chain_methods, rpc_state_methods, rpc_system_methods, rpc_sub_methods };

	for (size_t t = 0; t < 4; t++)
		for (const struct rpc_method *m = tables[t]; m->name; m++)
			if (!strcmp(m->name, name))
				return m;
	return NULL;
}

static json_t *envelope(const json_t *id, const char *key, json_t *value)
{
	json_t *o = json_object();

	json_object_set_new(o, "jsonrpc", json_string("2.0"));
	json_object_set_new(o, key, value);
	json_object_set(o, "id", id ? (json_t *)(uintptr_t)id : json_null());
	return o;
}

static json_t *error_of(int code, const char *message, json_t *data)
{
	json_t *e = json_pack("{s:i,s:s%}", "code", code, "message", message, strlen(message));

	if (data)
		json_object_set_new(e, "data", data);
	return envelope(NULL, "error", e);
}

static json_t *with_id(json_t *o, const json_t *id)
{
	json_object_set(o, "id", id ? (json_t *)(uintptr_t)id : json_null());
	return o;
}

static void run(struct rpc_call *k, const char *name)
{
	const struct rpc_method *m = method_of(name);

	if (!m || (rpc_lies(k->r, "no-method") && !strcmp(name, mischief_arg(k->r->cfg.mischief, "no-method"))))
		rpc_fail(k, RPC_METHOD, "Method not found");
	else if (!m->fn)
		rpc_fail(k, RPC_METHOD, "RPC call is unsafe to be called externally");
	else if (rpc_lies(k->r, "null-results"))
		k->result = json_null();
	else
		m->fn(k);
}

/* One call; NULL when it was a notification, which is never answered. */
static json_t *answer_one(struct rpc *r, struct rpc_session *s, const json_t *call)
{
	json_t *id = json_object_get(call, "id"), *params = json_object_get(call, "params"), *out;
	const char *name = json_string_value(json_object_get(call, "method"));
	struct rpc_call k = { .r = r, .s = s, .params = params };

	if (!json_is_object(call) || !name || strcmp(json_string_value(json_object_get(call, "jsonrpc")) ?
	    json_string_value(json_object_get(call, "jsonrpc")) : "", "2.0"))
		return with_id(error_of(RPC_REQUEST, "Invalid request", NULL), id);
	if (params && !json_is_array(params) && !json_is_object(params))
		return with_id(error_of(RPC_PARAMS, "Invalid params", NULL), id);
	run(&k, name);
	if (k.code)
		out = with_id(error_of(k.code, str_c(&k.message), k.data), id);
	else
		out = envelope(id, "result", k.result ? k.result : json_null());
	str_free(&k.message);
	if (id)
		return out;
	json_decref(out);
	return NULL;
}

void rpc_answer(struct rpc *r, struct rpc_session *s, struct slice message, struct str *out)
{
	json_error_t e;
	json_t *in = json_loadb(message.p, message.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e), *answer = NULL;
	size_t i;
	json_t *one;
	char *text;

	r->answering = true;
	if (!in) {
		answer = error_of(RPC_PARSE, "Parse error", NULL);
	} else if (json_is_array(in) && json_array_size(in)) {
		answer = json_array();
		json_array_foreach(in, i, one) {
			json_t *a = answer_one(r, s, one);

			if (a)
				json_array_append_new(answer, a);
		}
		if (!json_array_size(answer)) {
			json_decref(answer);
			answer = NULL;
		}
	} else {
		answer = answer_one(r, s, in);
	}
	if (answer) {
		text = json_dumps(answer, JSON_COMPACT);
		str_adds(out, text);
		free(text);
	}
	json_decref(answer);
	json_decref(in);
}

void rpc_flush(struct rpc *r)
{
	r->answering = false;
	for (size_t i = 0; i < r->sessions.n; i++) {
		struct rpc_session *s = r->sessions.v[i];

		for (size_t k = 0; k < s->held.n; k++) {
			s->send(s->arg, slice_str(&s->held.v[k]));
			str_free(&s->held.v[k]);
		}
		s->held.n = 0;
	}
}

static void session_free(struct rpc_session *s)
{
	for (size_t k = 0; k < s->held.n; k++)
		str_free(&s->held.v[k]);
	vec_free(&s->held);
	free(s);
}

struct rpc *rpc_new(const struct rpc_config *c)
{
	struct rpc *r = mem_new(sizeof *r);

	r->cfg = *c;
	r->c = c->chain;
	subs_init(r);
	return r;
}

void rpc_free(struct rpc *r)
{
	if (!r)
		return;
	subs_close(r, NULL);
	for (size_t i = 0; i < r->sessions.n; i++)
		session_free(r->sessions.v[i]);
	vec_free(&r->sessions);
	vec_free(&r->subs);
	free(r->metadata_hex);
	free(r);
}

struct rpc_session *rpc_open(struct rpc *r, void (*send)(void *arg, struct slice text), void *arg)
{
	struct rpc_session *s = mem_new(sizeof *s);

	*s = (struct rpc_session){ .rpc = r, .send = send, .arg = arg };
	vec_push(&r->sessions, s);
	return s;
}

void rpc_close(struct rpc_session *s)
{
	struct rpc *r = s->rpc;

	subs_close(r, s);
	for (size_t i = 0; i < r->sessions.n; i++)
		if (r->sessions.v[i] == s) {
			vec_remove(&r->sessions, i);
			break;
		}
	session_free(s);
}

void rpc_switches(struct mischief *m)
{
	static const struct {
		const char *name, *help;
	} lies[] = {
		{ "other-genesis", "claims another genesis hash" },
		{ "lying-balance", "tells twice the free balance of every account; proofs stay true" },
		{ "lying-metadata", "describes Balances.transfer_keep_alive by the index of transfer_allow_death, and the reverse" },
		{ "proof-elsewhere", "read proofs of the block before, under the name of the one that was asked for" },
		{ "proof-of-another", "read proofs of another key than the one that was asked for" },
		{ "other-fork", "another hash for every block but the first, as if it were on a chain of its own" },
		{ "broken-header", "headers with an altered state root: they do not give their hash" },
		{ "broken-proof", "read proofs with an altered node" },
		{ "short-proof", "read proofs with a node left out" },
		{ "broken-justification", "justifications with altered signatures" },
		{ "no-justification", "says of no block that it is final: no proofs, no justifications" },
		{ "stale-head", "tells an old block as the finalized head" },
		{ "syncing", "says that it is far behind" },
		{ "discarded", "every state is already discarded" },
		{ "null-results", "answers null to everything, without any error" },
		{ "no-method", "does not know one method (the argument)" },
		{ "old-version", "reports spec_version 1000" },
		{ "pool-full", "refuses extrinsics: immediately dropped" },
		{ "silent-pool", "takes extrinsics and never puts them into a block" },
	};

	for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
		mischief_register(m, lies[i].name, lies[i].help);
}
