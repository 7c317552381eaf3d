/* SPDX-License-Identifier: GPL-3.0-or-later */
/* system_*, payment_*, duniter_* and the list of methods. */
#include "sandbox/chain/rpc_inside.h"

#include "codec/base58.h"
#include "codec/pack.h"
#include "codec/ss58.h"
#include "keys/ed25519.h"

#include <stdio.h>

static void chain_name(struct rpc_call *k)
{
	k->result = json_string("Ğ1");
}

static void chain_type(struct rpc_call *k)
{
	k->result = json_string("Live");
}

static void node_name(struct rpc_call *k)
{
	k->result = json_string("duniter");
}

static void node_version(struct rpc_call *k)
{
	k->result = json_string("0.12.0-sandbox");
}

static void properties(struct rpc_call *k)
{
	k->result = json_pack("{s:i,s:s}", "tokenDecimals", 2, "tokenSymbol", "Ğ1");
}

static void health(struct rpc_call *k)
{
	k->result = json_pack("{s:i,s:b,s:b}", "peers", 7, "isSyncing", rpc_lies(k->r, "syncing"), "shouldHavePeers", 1);
}

static void sync_state(struct rpc_call *k)
{
	json_int_t best = chain_best(k->r->c)->number;

	k->result = json_pack("{s:I,s:I,s:I}", "startingBlock", (json_int_t)WORLD_START, "currentBlock",
			      rpc_lies(k->r, "syncing") ? best - 5000 : best, "highestBlock", best);
}

/* A peer's name: the multihash of its public key. */
static void peer_id(const struct rpc *r, uint32_t which, char out[64])
{
	unsigned char seed[32], b[38] = { 0, 36, 8, 1, 18, 32 };
	size_t n;

	chain_authority(r->c, which + 100, seed);
	ed25519_public(seed, b + 6);
	n = base58_encode(b, sizeof b, out, 64);
	out[n < 63 ? n : 63] = 0;
}

static void local_peer_id(struct rpc_call *k)
{
	char id[64];

	peer_id(k->r, 0, id);
	k->result = json_string(id);
}

static void listen_addresses(struct rpc_call *k)
{
	k->result = json_array();
}

static void roles(struct rpc_call *k)
{
	k->result = json_pack("[s]", "Full");
}

static void next_index(struct rpc_call *k)
{
	json_t *p = rpc_param(k, 0);
	struct slice s = { json_string_value(p), json_string_length(p) };
	unsigned char who[32];
	unsigned prefix;

	if (!json_is_string(p) || ss58_decode(s, &prefix, who))
		rpc_fail(k, RPC_PARAMS, "Invalid params");
	else
		k->result = json_integer(pool_next_nonce(k->r->c, who));
}

/* Both questions about fees are put to the runtime and its answer told as JSON. */
static bool ask(struct rpc_call *k, const char *method, struct str *bytes, struct str *answer)
{
	const struct block *b;
	size_t n;

	if (!rpc_bytes(k, 0, bytes) || !(b = rpc_block_at(k, 1)))
		return false;
	n = bytes->n;
	pack_uint(bytes, n, 4);
	rpc_state_call(k, b, method, bytes);
	if (k->code)
		return false;
	for (const char *p = json_string_value(k->result) + 2; *p; p += 2) {
		unsigned v;

		sscanf(p, "%2x", &v);
		str_addc(answer, (char)v);
	}
	json_decref(k->result);
	k->result = NULL;
	return true;
}

static void query_info(struct rpc_call *k)
{
	struct str bytes = { 0 }, answer = { 0 };

	if (ask(k, "TransactionPaymentApi_query_info", &bytes, &answer)) {
		struct scale s = scale_open(answer.p, answer.n);
		uint64_t time = scale_compact(&s), size = scale_compact(&s);
		char fee[24];

		scale_uint(&s, 1);
		snprintf(fee, sizeof fee, "%llu", (unsigned long long)scale_uint(&s, 8));
		k->result = json_pack("{s:{s:I,s:I},s:s,s:s}", "weight", "ref_time", (json_int_t)time, "proof_size", (json_int_t)size,
				      "class", "normal", "partialFee", fee);
	}
	str_free(&bytes);
	str_free(&answer);
}

static json_t *hex_number(uint64_t v)
{
	return json_sprintf("0x%llx", (unsigned long long)v);
}

static void query_fee_details(struct rpc_call *k)
{
	struct str bytes = { 0 }, answer = { 0 };

	if (ask(k, "TransactionPaymentApi_query_fee_details", &bytes, &answer)) {
		struct scale s = scale_open(answer.p, answer.n);
		json_t *fees = json_null();

		if (scale_flag(&s)) {
			uint64_t base = scale_uint(&s, 8), length = scale_uint(&s, 8);

			fees = json_pack("{s:o,s:o,s:o}", "baseFee", hex_number(base), "lenFee", hex_number(length), "adjustedWeightFee",
					 hex_number(scale_uint(&s, 8)));
		}
		k->result = json_pack("{s:o}", "inclusionFee", fees);
	}
	str_free(&bytes);
	str_free(&answer);
}

static json_t *endpoint(const char *protocol, const json_t *address)
{
	return json_pack("{s:s,s:O}", "protocol", protocol, "address", address);
}

/* Peers of this node that tell where they can be reached: itself, in two guises. */
static void peerings(struct rpc_call *k)
{
	const json_t *g1 = json_object_get(k->r->cfg.line, "g1"), *rpc = json_object_get(g1, "rpc"), *squid = json_object_get(g1, "indexer");
	json_t *out = json_array();

	for (uint32_t i = 0; i < 2; i++) {
		json_t *ends = json_array();
		char id[64];

		if (rpc)
			json_array_append_new(ends, endpoint("rpc", rpc));
		if (squid && i)
			json_array_append_new(ends, endpoint("squid", squid));
		peer_id(k->r, i + 1, id);
		json_array_append_new(out, json_pack("{s:s,s:o}", "peer_id", id, "endpoints", ends));
	}
	k->result = json_pack("{s:o}", "peerings", out);
}

static void methods(struct rpc_call *k)
{
	static const struct rpc_method *const tables[] = { rpc_chain_methods, rpc_state_methods, rpc_system_methods, rpc_sub_methods };
	json_t *list = json_array();

	for (size_t t = 0; t < 4; t++)
		for (const struct rpc_method *m = tables[t]; m->name; m++)
			json_array_append_new(list, json_string(m->name));
	k->result = json_pack("{s:o}", "methods", list);
}

const struct rpc_method rpc_system_methods[] = {
	{ "system_chain", chain_name },              { "system_chainType", chain_type },
	{ "system_name", node_name },                { "system_version", node_version },
	{ "system_properties", properties },         { "system_health", health },
	{ "system_syncState", sync_state },          { "system_localPeerId", local_peer_id },
	{ "system_localListenAddresses", listen_addresses }, { "system_nodeRoles", roles },
	{ "system_accountNextIndex", next_index },   { "account_nextIndex", next_index },
	{ "payment_queryInfo", query_info },         { "payment_queryFeeDetails", query_fee_details },
	{ "duniter_peerings", peerings },            { "rpc_methods", methods },
	{ "system_peers", NULL },                    { "system_dryRun", NULL },
	{ "system_dryRunAt", NULL },                 { "system_addLogFilter", NULL },
	{ "system_resetLogFilter", NULL },           { "system_addReservedPeer", NULL },
	{ "system_removeReservedPeer", NULL },       { "system_reservedPeers", NULL },
	{ "system_unstable_networkState", NULL },    { NULL, NULL },
};
