/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chain_*, author_* and what is about blocks. */
#include "sandbox/chain/rpc_inside.h"

#include "codec/hex.h"
#include "codec/pack.h"
#include "keys/ed25519.h"

#include <stdio.h>

enum { T_DIGEST_ITEM = 16 };

static json_t *number_json(uint32_t n)
{
	char hex[16];

	snprintf(hex, sizeof hex, "0x%x", n);
	return json_string(hex);
}

static json_t *logs(const struct rpc *r, const struct str *digest)
{
	struct scale s = scale_open(digest->p, digest->n);
	json_t *out = json_array();
	size_t n = digest->n ? scale_count(&s, 1) : 0;

	while (n-- && !s.bad) {
		const unsigned char *at = s.p;

		runtime_skip(chain_runtime(r->c), T_DIGEST_ITEM, &s);
		json_array_append_new(out, rpc_hex(at, (size_t)(s.p - at)));
	}
	return out;
}

json_t *rpc_header(const struct rpc *r, const struct header *h)
{
	unsigned char root[32];

	memcpy(root, h->state_root, 32);
	if (rpc_lies(r, "broken-header"))
		root[31] ^= 1;
	return json_pack("{s:o,s:o,s:o,s:o,s:{s:o}}", "parentHash", rpc_hex(h->parent, 32), "number", number_json(h->number),
			 "stateRoot", rpc_hex(root, 32), "extrinsicsRoot", rpc_hex(h->extrinsics_root, 32),
			 "digest", "logs", logs(r, &h->digest));
}

json_t *rpc_block_header(const struct rpc *r, const struct block *b)
{
	struct header h = { .number = b->number, .digest = b->digest };

	memcpy(h.parent, b->parent, 32);
	memcpy(h.state_root, b->state_root, 32);
	memcpy(h.extrinsics_root, b->extrinsics_root, 32);
	return rpc_header(r, &h);
}

static json_t *hash_at(const struct rpc *r, uint64_t number)
{
	unsigned char hash[32];

	if (number > chain_best(r->c)->number || !chain_hash_at(r->c, (uint32_t)number, hash))
		return json_null();
	if (rpc_lies(r, number ? "other-fork" : "other-genesis"))
		hash[0] ^= 0xff;
	return rpc_hex(hash, 32);
}

/* A block number: a number, or its text in hex or decimal. */
static bool number_of(const json_t *j, uint64_t *n)
{
	struct slice s = { json_string_value(j), json_string_length(j) };
	char *end;

	if (json_is_integer(j) && json_integer_value(j) >= 0) {
		*n = (uint64_t)json_integer_value(j);
		return true;
	}
	if (!json_is_string(j) || !s.n || s.n > 18)
		return false;
	*n = strtoull(s.p, &end, slice_starts(s, "0x") ? 16 : 10);
	return !*end;
}

static void get_block_hash(struct rpc_call *k)
{
	json_t *p = rpc_param(k, 0), *one;
	uint64_t n;
	size_t i;

	if (!p) {
		k->result = rpc_hex(chain_best(k->r->c)->hash, 32);
	} else if (json_is_array(p)) {
		k->result = json_array();
		json_array_foreach(p, i, one)
			json_array_append_new(k->result, number_of(one, &n) ? hash_at(k->r, n) : json_null());
	} else if (number_of(p, &n)) {
		k->result = hash_at(k->r, n);
	} else {
		rpc_fail(k, RPC_PARAMS, "Invalid params");
	}
}

static void get_finalized_head(struct rpc_call *k)
{
	const struct block *b = chain_finalized(k->r->c);
	unsigned char hash[32];

	memcpy(hash, b->hash, 32);
	if (rpc_lies(k->r, "stale-head"))
		chain_hash_at(k->r->c, b->number - 300, hash);
	k->result = rpc_hex(hash, 32);
}

/* The header of the parameter, or of the best block; false: null is to be answered, or an error was set. */
static bool wanted_header(struct rpc_call *k, struct header *h, unsigned char hash[32])
{
	bool given;

	if (!rpc_hash(k, 0, hash, &given))
		return false;
	if (!given)
		memcpy(hash, chain_best(k->r->c)->hash, 32);
	return chain_header_of(k->r->c, hash, h);
}

static void get_header(struct rpc_call *k)
{
	unsigned char hash[32];
	struct header h;

	if (!wanted_header(k, &h, hash))
		return;
	k->result = rpc_header(k->r, &h);
	header_free(&h);
}

static void get_block(struct rpc_call *k)
{
	unsigned char hash[32];
	json_t *xts = json_array();
	const struct block *b;
	struct str xt = { 0 };
	struct header h;

	if (!wanted_header(k, &h, hash)) {
		json_decref(xts);
		return;
	}
	b = chain_by_hash(k->r->c, hash);
	for (size_t i = 0; b && i < b->extrinsics.n; i++)
		json_array_append_new(xts, rpc_hex(b->extrinsics.v[i].p, b->extrinsics.v[i].n));
	if (!b && h.number) {
		header_inherent(h.time_ms, &xt);
		json_array_append_new(xts, rpc_hex(xt.p, xt.n));
		str_free(&xt);
	}
	k->result = json_pack("{s:{s:o,s:o},s:n}", "block", "header", rpc_header(k->r, &h), "extrinsics", xts, "justifications");
	header_free(&h);
}

static void refused(struct rpc_call *k, const struct pool_answer *a)
{
	static const char *const texts[] = {
		[INVALID_CALL] = "Transaction call is not expected",
		[INVALID_PAYMENT] = "Inability to pay some fees (e.g. account balance too low)",
		[INVALID_FUTURE] = "Transaction will be valid in the future",
		[INVALID_STALE] = "Transaction is outdated",
		[INVALID_PROOF] = "Transaction has a bad signature",
		[INVALID_ANCIENT] = "Transaction has an ancient birth block",
		[INVALID_EXHAUSTS] = "Transaction would exhaust the block limits",
		[INVALID_CUSTOM] = "InvalidTransaction custom error",
		[INVALID_MANDATORY] = "A call was labelled as mandatory, but resulted in an Error.",
		[INVALID_MANDATORY_VALIDATION] = "Transaction dispatch is mandatory; transactions must not be validated.",
		[INVALID_SIGNER] = "Invalid signing address",
	};
	struct str hex = { 0 };

	switch (a->code) {
	case POOL_UNREADABLE:
		rpc_fail(k, POOL_UNREADABLE, "Verification Error: Runtime error: Execution failed: Execution aborted due to trap: wasm trap: "
			 "wasm `unreachable` instruction executed");
		k->data = json_string("RuntimeApi(\"Execution failed: Execution aborted due to trap: wasm trap: wasm `unreachable` "
				      "instruction executed\")");
		break;
	case POOL_INVALID:
		rpc_fail(k, POOL_INVALID, "Invalid Transaction");
		k->data = json_string(texts[a->refusal]);
		break;
	case POOL_UNKNOWN:
		rpc_fail(k, POOL_UNKNOWN, "Unknown Transaction Validity");
		k->data = json_string(a->refusal == UNKNOWN_LOOKUP ? "Could not lookup information required to validate the transaction" :
				      "Could not find an unsigned validator for the unsigned transaction");
		break;
	case POOL_BANNED:
		rpc_fail(k, POOL_BANNED, "Transaction is temporarily banned");
		break;
	case POOL_IMPORTED:
		rpc_fail(k, POOL_IMPORTED, "Transaction Already Imported");
		hex_add0x(&hex, a->hash, 32);
		k->data = json_string(str_c(&hex));
		break;
	case POOL_PRIORITY:
		rpc_fail(k, POOL_PRIORITY, "Priority is too low: (%llu vs %llu)", (unsigned long long)a->old_priority,
			 (unsigned long long)a->new_priority);
		k->data = json_string("The transaction has too low priority to replace another transaction already in the pool.");
		break;
	default:
		rpc_fail(k, POOL_FULL, "Immediately Dropped");
		k->data = json_string("The transaction couldn't enter the pool because of the limit");
		break;
	}
	str_free(&hex);
}

static void submit(struct rpc_call *k, tx_watch *watch, void *arg)
{
	struct str xt = { 0 };
	struct pool_answer a;

	if (!rpc_bytes(k, 0, &xt)) {
		str_free(&xt);
		return;
	}
	pool_pretend_full(k->r->c, rpc_lies(k->r, "pool-full"));
	a = rpc_lies(k->r, "silent-pool") ? (struct pool_answer){ 0 } : pool_submit(k->r->c, slice_str(&xt), watch, arg);
	if (rpc_lies(k->r, "silent-pool"))
		hash_blake2_256(a.hash, xt.p, xt.n);
	if (a.code)
		refused(k, &a);
	else if (!k->result)
		k->result = rpc_hex(a.hash, 32);
	if (!a.code && k->r->cfg.sealed)
		k->r->cfg.sealed(k->r->cfg.arg);
	str_free(&xt);
}

static void submit_extrinsic(struct rpc_call *k)
{
	submit(k, NULL, NULL);
}

static void on_watched(void *arg, enum tx_event what, const unsigned char *hash)
{
	static const char *const names[] = { "future", "ready", "inBlock", "retracted", "finalized", "usurped", "dropped", "invalid" };
	json_t *status = json_string(names[what]);

	if (hash) {
		json_t *o = json_object();

		json_object_set_new(o, names[what], rpc_hex(hash, 32));
		json_decref(status);
		status = o;
	}
	rpc_notify(arg, status);
}

/* The subscription's id is the answer, and must leave before the first status: those are sent from the loop's next turn. */
void rpc_submit_and_watch(struct rpc_call *k, struct sub *s)
{
	submit(k, on_watched, s);
}

static void pending(struct rpc_call *k)
{
	struct slice b;

	k->result = json_array();
	for (size_t i = 0; pool_ready_at(k->r->c, i, &b); i++)
		json_array_append_new(k->result, rpc_hex(b.p, b.n));
}

static void round_state(struct rpc_call *k)
{
	uint64_t set = state_uint(&chain_best(k->r->c)->state, key_plain(S_GRANDPA_SET), 0);

	k->result = json_pack("{s:I,s:{s:I,s:i,s:i,s:{s:i,s:[]},s:{s:i,s:[]}},s:[]}", "setId", (json_int_t)set, "best", "round",
			      (json_int_t)(chain_finalized(k->r->c)->number % 100000 + 1), "totalWeight", 5, "thresholdWeight", 4,
			      "prevotes", "currentWeight", 5, "missing", "precommits", "currentWeight", 5, "missing", "background");
}

/* The authorities' keys are toys that anybody can make again: see put_authorities. */
void rpc_justification(const struct rpc *r, const struct block *b, struct str *out)
{
	uint64_t round = b->number % 100000 + 1, set = state_uint(&chain_best(r->c)->state, key_plain(S_GRANDPA_SET), 0);
	struct str vote = { 0 };

	pack_uint(&vote, 1, 1);
	pack_bytes(&vote, b->hash, 32);
	pack_uint(&vote, b->number, 4);
	pack_uint(&vote, round, 8);
	pack_uint(&vote, set, 8);
	pack_uint(out, round, 8);
	pack_bytes(out, b->hash, 32);
	pack_uint(out, b->number, 4);
	pack_compact(out, 5);
	for (uint32_t i = 0; i < 5; i++) {
		unsigned char seed[32], pub[32], sig[64];

		chain_authority(r->c, i, seed);
		ed25519_public(seed, pub);
		ed25519_sign(seed, vote.p, vote.n, sig);
		if (rpc_lies(r, "broken-justification"))
			sig[5] ^= 1;
		pack_bytes(out, b->hash, 32);
		pack_uint(out, b->number, 4);
		pack_bytes(out, sig, 64);
		pack_bytes(out, pub, 32);
	}
	pack_compact(out, 0);
	str_free(&vote);
}

/* Finality is proven by the newest justification and all headers up to it. */
static void prove_finality(struct rpc_call *k)
{
	const struct block *final = chain_finalized(k->r->c);
	struct str out = { 0 }, just = { 0 };
	uint64_t n;

	if (!rpc_param(k, 0) || !number_of(rpc_param(k, 0), &n)) {
		rpc_fail(k, RPC_PARAMS, "Invalid params");
		return;
	}
	if (rpc_lies(k->r, "no-justification"))
		return;
	if (n > final->number) {
		rpc_fail(k, 1, "Failed to prove finality: Block not yet finalized");
		return;
	}
	if (final->number - n > 4000) {
		rpc_fail(k, 1, "Failed to prove finality: Block not covered by authority set changes");
		return;
	}
	rpc_justification(k->r, final, &just);
	pack_bytes(&out, final->hash, 32);
	pack_blob(&out, just.p, just.n);
	pack_compact(&out, final->number - n);
	for (uint32_t i = (uint32_t)n + 1; i <= final->number; i++) {
		struct header h;

		if (chain_header(k->r->c, i, &h)) {
			header_encode(&h, &out);
			header_free(&h);
		}
	}
	k->result = rpc_hex(out.p, out.n);
	str_free(&out);
	str_free(&just);
}

static void version(struct rpc_call *k)
{
	k->result = rpc_version(k->r);
}

const struct rpc_method rpc_chain_methods[] = {
	{ "chain_getBlockHash", get_block_hash },       { "chain_getHead", get_block_hash },
	{ "chain_getFinalizedHead", get_finalized_head }, { "chain_getFinalisedHead", get_finalized_head },
	{ "chain_getHeader", get_header },              { "chain_getBlock", get_block },
	{ "chain_getRuntimeVersion", version },         { "author_submitExtrinsic", submit_extrinsic },
	{ "author_pendingExtrinsics", pending },        { "grandpa_roundState", round_state },
	{ "grandpa_proveFinality", prove_finality },    { "author_rotateKeys", NULL },
	{ "author_insertKey", NULL },                   { "author_hasKey", NULL },
	{ "author_hasSessionKeys", NULL },              { "author_removeExtrinsic", NULL },
	{ "babe_epochAuthorship", NULL },               { NULL, NULL },
};
