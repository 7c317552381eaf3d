/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subscriptions: what the chain tells is passed on to those who asked. */
#include "sandbox/chain/rpc_inside.h"

#include "codec/hex.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
	const char *notification;
} kinds[] = {
	[SUB_NEW] = { "chain_newHead" },       [SUB_ALL] = { "chain_allHead" },
	[SUB_FINAL] = { "chain_finalizedHead" }, [SUB_STORAGE] = { "state_storage" },
	[SUB_VERSION] = { "state_runtimeVersion" }, [SUB_TX] = { "author_extrinsicUpdate" },
	[SUB_JUSTIFICATION] = { "grandpa_justifications" },
};

void rpc_notify(struct sub *s, json_t *result)
{
	json_t *o = json_pack("{s:s,s:s,s:{s:s,s:o}}", "jsonrpc", "2.0", "method", kinds[s->kind].notification, "params", "subscription",
			      s->id, "result", result);
	char *text = json_dumps(o, JSON_COMPACT);
	struct str copy = { 0 };

	if (s->session->rpc->answering) {
		str_adds(&copy, text);
		vec_push(&s->session->held, copy);
	} else {
		s->session->send(s->session->arg, slice_of(text));
	}
	free(text);
	json_decref(o);
}

static void sub_free(struct sub *s)
{
	for (size_t i = 0; i < s->keys.n; i++)
		str_free(&s->keys.v[i]);
	vec_free(&s->keys);
	state_free(&s->seen);
	free(s);
}

void subs_close(struct rpc *r, struct rpc_session *session)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->subs.n; i++) {
		struct sub *s = r->subs.v[i];

		if (session && s->session != session) {
			r->subs.v[kept++] = s;
			continue;
		}
		pool_unwatch(r->c, s);
		sub_free(s);
	}
	r->subs.n = kept;
}

/* Makes a subscription and its id the answer; NULL after an error was set. */
static struct sub *subscribe(struct rpc_call *k, enum sub_kind kind)
{
	static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	unsigned char mix[32];
	struct sub *s;

	if (!k->s) {
		rpc_fail(k, RPC_INTERNAL, "Subscriptions are not available on this transport.");
		return NULL;
	}
	if (k->r->subs.n >= 4096) {
		rpc_fail(k, -32006, "Too many subscriptions on the connection");
		return NULL;
	}
	s = mem_new(sizeof *s);
	s->kind = kind;
	s->session = k->s;
	k->r->ids++;
	hash_blake2_256(mix, &k->r->ids, sizeof k->r->ids);
	for (int i = 0; i < 16; i++)
		s->id[i] = letters[mix[i] % (sizeof letters - 1)];
	vec_push(&k->r->subs, s);
	k->result = json_string(s->id);
	return s;
}

static void sub_new(struct rpc_call *k)
{
	struct sub *s = subscribe(k, SUB_NEW);

	if (s)
		rpc_notify(s, rpc_block_header(k->r, chain_best(k->r->c)));
}

static void sub_all(struct rpc_call *k)
{
	struct sub *s = subscribe(k, SUB_ALL);

	if (s)
		rpc_notify(s, rpc_block_header(k->r, chain_best(k->r->c)));
}

static void sub_final(struct rpc_call *k)
{
	struct sub *s = subscribe(k, SUB_FINAL);

	if (s)
		rpc_notify(s, rpc_block_header(k->r, chain_finalized(k->r->c)));
}

static void sub_version(struct rpc_call *k)
{
	struct sub *s = subscribe(k, SUB_VERSION);

	if (s)
		rpc_notify(s, rpc_version(k->r));
}

static void sub_justifications(struct rpc_call *k)
{
	subscribe(k, SUB_JUSTIFICATION);
}

static json_t *change(const struct rpc *r, const struct block *b, const struct str *key)
{
	struct str v = { 0 };
	json_t *value = rpc_storage(r, b, slice_str(key), &v) ? rpc_hex(v.p, v.n) : json_null();

	str_free(&v);
	return json_pack("[o,o]", rpc_hex(key->p, key->n), value);
}

/* Tells what differs from what was told last; at first everything. */
static void tell_storage(struct rpc *r, struct sub *s, const struct block *b, bool first)
{
	json_t *changes = json_array();

	for (size_t i = 0; i < s->keys.n; i++) {
		struct slice was = { 0 }, is = { 0 };
		bool a = trie_get(&s->seen.trie, slice_str(&s->keys.v[i]), &was), c = trie_get(&b->state.trie, slice_str(&s->keys.v[i]), &is);

		if (first || a != c || (a && !slice_eq(was, is)))
			json_array_append_new(changes, change(r, b, &s->keys.v[i]));
	}
	state_free(&s->seen);
	s->seen = state_share(&b->state);
	if (json_array_size(changes))
		rpc_notify(s, json_pack("{s:o,s:o}", "block", rpc_hex(b->hash, 32), "changes", changes));
	else
		json_decref(changes);
}

static void sub_storage(struct rpc_call *k)
{
	json_t *keys = rpc_param(k, 0), *one;
	struct sub *s;
	size_t i;

	if (!keys) {
		rpc_fail(k, RPC_METHOD, "RPC call is unsafe to be called externally");
		return;
	}
	if (!json_is_array(keys)) {
		rpc_fail(k, RPC_PARAMS, "Invalid params");
		return;
	}
	s = subscribe(k, SUB_STORAGE);
	if (!s)
		return;
	json_array_foreach(keys, i, one) {
		struct str key = { 0 };

		if (json_is_string(one) && !hex_append((struct slice){ json_string_value(one), json_string_length(one) }, &key))
			vec_push(&s->keys, key);
		else
			str_free(&key);
	}
	tell_storage(k->r, s, chain_best(k->r->c), true);
}

static void drop(struct rpc *r, struct sub *s)
{
	for (size_t i = 0; i < r->subs.n; i++)
		if (r->subs.v[i] == s) {
			vec_remove(&r->subs, i);
			break;
		}
	pool_unwatch(r->c, s);
	sub_free(s);
}

static void submit_and_watch(struct rpc_call *k)
{
	struct sub *s = subscribe(k, SUB_TX);

	if (!s)
		return;
	rpc_submit_and_watch(k, s);
	if (k->code) {
		json_decref(k->result);
		k->result = NULL;
		drop(k->r, s);
	}
}

/* Any unsubscription: ids are unique over all kinds. */
static void unsubscribe(struct rpc_call *k)
{
	const char *id = json_string_value(rpc_param(k, 0));
	bool found = false;

	for (size_t i = 0; id && i < k->r->subs.n && !found; i++)
		if (!strcmp(k->r->subs.v[i]->id, id) && k->r->subs.v[i]->session == k->s) {
			drop(k->r, k->r->subs.v[i]);
			found = true;
		}
	k->result = json_boolean(found);
}

static void on_block(void *arg, const struct block *b)
{
	struct rpc *r = arg;

	for (size_t i = 0; i < r->subs.n; i++) {
		struct sub *s = r->subs.v[i];

		if (s->kind == SUB_NEW || s->kind == SUB_ALL)
			rpc_notify(s, rpc_block_header(r, b));
		else if (s->kind == SUB_STORAGE)
			tell_storage(r, s, b, false);
	}
}

static void on_finalized(void *arg, const struct block *b)
{
	struct rpc *r = arg;

	for (size_t i = 0; i < r->subs.n; i++) {
		struct sub *s = r->subs.v[i];
		struct str just = { 0 };

		if (s->kind == SUB_FINAL)
			rpc_notify(s, rpc_block_header(r, b));
		if (s->kind == SUB_JUSTIFICATION && !rpc_lies(r, "no-justification")) {
			rpc_justification(r, b, &just);
			rpc_notify(s, rpc_hex(just.p, just.n));
			str_free(&just);
		}
	}
}

static void on_upgrade(void *arg)
{
	struct rpc *r = arg;

	free(r->metadata_hex);
	r->metadata_hex = NULL;
	for (size_t i = 0; i < r->subs.n; i++)
		if (r->subs.v[i]->kind == SUB_VERSION)
			rpc_notify(r->subs.v[i], rpc_version(r));
}

void subs_init(struct rpc *r)
{
	struct chain_listener l = { .on_block = on_block, .on_finalized = on_finalized, .on_upgrade = on_upgrade, .arg = r };

	chain_listen(r->c, &l);
}

const struct rpc_method rpc_sub_methods[] = {
	{ "chain_subscribeNewHeads", sub_new },      { "chain_subscribeNewHead", sub_new },
	{ "subscribe_newHead", sub_new },            { "chain_unsubscribeNewHeads", unsubscribe },
	{ "chain_unsubscribeNewHead", unsubscribe }, { "unsubscribe_newHead", unsubscribe },
	{ "chain_subscribeAllHeads", sub_all },      { "chain_unsubscribeAllHeads", unsubscribe },
	{ "chain_subscribeFinalizedHeads", sub_final }, { "chain_unsubscribeFinalizedHeads", unsubscribe },
	{ "chain_subscribeFinalisedHeads", sub_final }, { "chain_unsubscribeFinalisedHeads", unsubscribe },
	{ "state_subscribeStorage", sub_storage },   { "state_unsubscribeStorage", unsubscribe },
	{ "state_subscribeRuntimeVersion", sub_version }, { "state_unsubscribeRuntimeVersion", unsubscribe },
	{ "chain_subscribeRuntimeVersion", sub_version }, { "chain_unsubscribeRuntimeVersion", unsubscribe },
	{ "author_submitAndWatchExtrinsic", submit_and_watch }, { "author_unwatchExtrinsic", unsubscribe },
	{ "grandpa_subscribeJustifications", sub_justifications }, { "grandpa_unsubscribeJustifications", unsubscribe },
	{ NULL, NULL },
};
