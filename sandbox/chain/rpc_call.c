/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state_call: the runtime's own functions. */
#include "sandbox/chain/rpc_inside.h"

#include "codec/pack.h"
#include "sandbox/chain/balances.h"
#include "sandbox/chain/ud.h"

struct api_call {
	struct rpc_call *k;
	const struct block *at;
	struct scale args;
	struct str out;
};

static void api_version(struct api_call *a)
{
	const struct rt_pallet *p = &chain_runtime(a->k->r->c)->pallets[0];

	for (size_t i = 0; i < p->n_constants; i++)
		if (!strcmp(p->constants[i].name, "Version"))
			str_add(&a->out, slice_str(&p->constants[i].value));
}

static void api_metadata(struct api_call *a)
{
	struct str m = { 0 };

	rpc_metadata(a->k->r, 14, &m);
	pack_blob(&a->out, m.p, m.n);
	str_free(&m);
}

static void api_metadata_versions(struct api_call *a)
{
	pack_compact(&a->out, 3);
	for (uint32_t v = 14; v <= 16; v++)
		pack_uint(&a->out, v, 4);
}

static void api_metadata_at(struct api_call *a)
{
	struct str m = { 0 };
	bool known = rpc_metadata(a->k->r, (unsigned)scale_uint(&a->args, 4), &m);

	pack_uint(&a->out, known, 1);
	if (known)
		pack_blob(&a->out, m.p, m.n);
	str_free(&m);
}

static void api_nonce(struct api_call *a)
{
	const unsigned char *who = scale_take(&a->args, 32);

	if (who)
		pack_uint(&a->out, acct_get(&a->at->state, who).nonce, 4);
}

/* Reads the extrinsic in front of the arguments, with its length prefix. */
static bool take_extrinsic(struct api_call *a, struct extrinsic *e)
{
	const unsigned char *at = a->args.p;

	scale_blob(&a->args);
	if (a->args.bad || !extrinsic_read(chain_runtime(a->k->r->c), (struct slice){ (const char *)at, (size_t)(a->args.p - at) }, e)) {
		a->args.bad = true;
		return false;
	}
	return true;
}

static uint64_t fee_of(struct api_call *a, const struct extrinsic *e, uint64_t *weight, struct fee_parts *parts)
{
	struct exec x = chain_exec(a->k->r->c, a->at);
	uint64_t fee;

	*weight = extrinsic_weight(&x, e);
	fee = e->signer ? extrinsic_fee(&x, e->whole.n, *weight, parts) : 0;
	exec_free(&x);
	return fee;
}

static void api_query_info(struct api_call *a)
{
	struct extrinsic e;
	struct fee_parts parts;
	uint64_t weight, fee;

	if (!take_extrinsic(a, &e))
		return;
	fee = fee_of(a, &e, &weight, &parts);
	pack_compact(&a->out, weight);
	pack_compact(&a->out, 0);
	pack_uint(&a->out, 0, 1);
	pack_uint(&a->out, fee, 8);
	scale_uint(&a->args, 4);
}

static void api_query_fee_details(struct api_call *a)
{
	struct extrinsic e;
	struct fee_parts parts = { 0 };
	uint64_t weight;

	if (!take_extrinsic(a, &e))
		return;
	fee_of(a, &e, &weight, &parts);
	pack_uint(&a->out, e.signer != NULL, 1);
	if (e.signer) {
		pack_uint(&a->out, parts.base, 8);
		pack_uint(&a->out, parts.length, 8);
		pack_uint(&a->out, parts.weight, 8);
	}
	pack_uint(&a->out, 0, 8);
	scale_uint(&a->args, 4);
}

static void api_estimate_cost(struct api_call *a)
{
	struct extrinsic e;
	struct fee_parts parts;
	uint64_t weight, fee, refund = 0;
	struct acct who;

	if (!take_extrinsic(a, &e))
		return;
	fee = fee_of(a, &e, &weight, &parts);
	if (e.signer && e.named) {
		struct exec x = chain_exec(a->k->r->c, a->at);

		who = acct_get(&a->at->state, e.signer);
		if (who.linked)
			refund = quota_estimate(&x, who.identity);
		exec_free(&x);
	}
	pack_uint(&a->out, fee > refund ? fee - refund : 0, 8);
	pack_uint(&a->out, fee, 8);
	pack_uint(&a->out, refund, 8);
}

static void api_account_balances(struct api_call *a)
{
	const unsigned char *who = scale_take(&a->args, 32);
	uint64_t unclaimed = 0, reducible;
	uint32_t index;
	uint16_t count;
	struct acct acct;
	struct idty i;
	struct exec x;

	if (!who)
		return;
	acct = acct_get(&a->at->state, who);
	index = idty_of(&a->at->state, who);
	if (index && idty_get(&a->at->state, index, &i))
		unclaimed = ud_unclaimed(&a->at->state, i.first_ud, &count);
	x = chain_exec(a->k->r->c, a->at);
	reducible = balance_reducible(&x, who, PRESERVE, false);
	exec_free(&x);
	pack_uint(&a->out, acct.free + acct.reserved + unclaimed, 8);
	pack_uint(&a->out, reducible + unclaimed, 8);
	pack_uint(&a->out, unclaimed, 8);
}

/* What is kept in the state just as it is answered. */
static void from_state(struct api_call *a, enum item i)
{
	struct slice v;

	if (state_get(&a->at->state, key_plain(i), &v))
		str_add(&a->out, v);
}

static void api_grandpa_authorities(struct api_call *a)
{
	from_state(a, S_GRANDPA_AUTHORITIES);
}

static void api_set_id(struct api_call *a)
{
	from_state(a, S_GRANDPA_SET);
}

static const struct {
	const char *name;
	void (*fn)(struct api_call *a);
} apis[] = {
	{ "Core_version", api_version },
	{ "Metadata_metadata", api_metadata },
	{ "Metadata_metadata_versions", api_metadata_versions },
	{ "Metadata_metadata_at_version", api_metadata_at },
	{ "AccountNonceApi_account_nonce", api_nonce },
	{ "TransactionPaymentApi_query_info", api_query_info },
	{ "TransactionPaymentApi_query_fee_details", api_query_fee_details },
	{ "DuniterAccountApi_estimate_cost", api_estimate_cost },
	{ "UniversalDividendApi_account_balances", api_account_balances },
	{ "GrandpaApi_grandpa_authorities", api_grandpa_authorities },
	{ "GrandpaApi_current_set_id", api_set_id },
};

void rpc_state_call(struct rpc_call *k, const struct block *at, const char *method, const struct str *args)
{
	struct api_call a = { .k = k, .at = at, .args = scale_open(args->p, args->n) };

	for (size_t i = 0; i < sizeof apis / sizeof *apis; i++)
		if (!strcmp(apis[i].name, method)) {
			apis[i].fn(&a);
			if (a.args.bad)
				rpc_fail(k, RPC_STATE, "Client error: Execution failed: Execution aborted due to trap: wasm trap: wasm "
					 "`unreachable` instruction executed");
			else
				k->result = rpc_hex(a.out.p, a.out.n);
			str_free(&a.out);
			return;
		}
	rpc_fail(k, RPC_STATE, "Client error: Execution failed: Other: Exported method %s is not found", method);
}
