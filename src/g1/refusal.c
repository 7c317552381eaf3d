/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/refusal.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "codec/value.h"
#include <stdio.h>

struct say {
	const char *name;
	enum err code;
	const char *words;
};
static const struct say says[];

/* What a node puts into the data of "Invalid Transaction", by a piece of it that has been stable for years. */
struct invalid {
	const char *piece;
	enum refusal_kind kind;
	enum err code;
	const char *words;
};
static const struct invalid invalids[];

struct code {
	int64_t code;
	enum refusal_kind kind;
	enum err err;
	const char *words;
};
static const struct code codes[];

static const struct say *find(const char *name)
{
	for (const struct say *s = says; s->name; s++)
		if (!strcmp(s->name, name))
			return s;
	return NULL;
}

const char *refusal_words(const char *name)
{
	const struct say *s = find(name);
	return s ? _(s->words) : NULL;
}

static void set(struct refusal *out, enum refusal_kind kind, enum err code, const char *words)
{
	out->kind = kind;
	out->code = code;
	snprintf(out->words, sizeof out->words, "%s", words);
	struct str whole = { 0 };
	clean_line(&whole, slice_of(out->words), sizeof out->words - 1); /* never cut inside a letter */
	snprintf(out->words, sizeof out->words, "%s", str_c(&whole));
	str_free(&whole);
}

static void invalid(const struct rpc_answer *a, struct refusal *out)
{
	const char *data = json_is_string(a->data) ? json_string_value(a->data) : "";
	for (const struct invalid *i = invalids; i->piece; i++)
		if (strstr(data, i->piece) || strstr(a->message, i->piece)) {
			set(out, i->kind, i->code, _(i->words));
			return;
		}
	struct str s = { 0 };
	clean_line(&s, slice_of(*data ? data : a->message), 120);
	set(out, REFUSAL_NEVER, E_CHAIN_REFUSED, s.n ? str_c(&s) : err_message(E_CHAIN_REFUSED));
	str_free(&s);
}

void refusal_submit(const struct rpc_answer *a, struct refusal *out)
{
	if (a->fault.code != E_RPC) {
		set(out, REFUSAL_NETWORK, a->fault.code, err_message(a->fault.code));
		return;
	}
	if (a->code == 1010) {
		invalid(a, out);
		return;
	}
	for (const struct code *c = codes; c->words; c++)
		if (c->code == a->code) {
			set(out, c->kind, c->err, _(c->words));
			return;
		}
	/* Method not found, internal errors, limits of a proxy: this node is of no use for sending, others may be. */
	set(out, REFUSAL_NETWORK, E_RPC, *a->message ? a->message : err_message(E_RPC));
}

/* The type of DispatchError, as the event of a failure holds it. */
static uint32_t error_type(const struct meta *m)
{
	const struct meta_pallet *p = meta_pallet(m, SLICE("System"));
	const struct registry_type *t = p && p->events != REGISTRY_NONE ? registry_get(&m->types, p->events) : NULL;
	const struct registry_variant *v = t ? registry_variant_named(t, SLICE("ExtrinsicFailed")) : NULL;
	return v && v->n_fields ? v->fields[0].type : REGISTRY_NONE;
}

static void name_module(const struct runtime *r, struct scale *in, struct refusal_error *out, struct str *docs)
{
	unsigned pallet = (unsigned)scale_uint(in, 1), index = (unsigned)scale_uint(in, 1);
	const struct meta_pallet *p = meta_pallet_at(r->meta, pallet);
	const struct registry_variant *v = meta_error(r->meta, pallet, index);
	if (!p || !v) {
		snprintf(out->name, sizeof out->name, "Module.%u.%u", pallet, index);
		return;
	}
	snprintf(out->name, sizeof out->name, "%.*s.%.*s", (int)(p->name.n < 40 ? p->name.n : 40), p->name.p,
	         (int)(v->name.n < 50 ? v->name.n : 50), v->name.p);
	meta_docs(v->docs, docs);
}

bool refusal_dispatch(const struct runtime *r, struct scale *in, struct refusal_error *out)
{
	uint32_t type = error_type(r->meta);
	const unsigned char *from = in->p;
	struct str docs = { 0 }, words = { 0 };
	*out = (struct refusal_error){ .code = E_CHAIN_REFUSED };
	if (type == REGISTRY_NONE || !value_skip(r->meta, type, in))
		return false;
	struct scale inner = scale_open(from, (size_t)(in->p - from));
	const struct registry_type *t = registry_get(&r->meta->types, type), *of;
	const struct registry_variant *v = t->kind == REG_VARIANT ? registry_variant(t, (unsigned)scale_uint(&inner, 1)) : NULL;
	if (!v)
		return false;
	of = v->n_fields == 1 ? registry_get(&r->meta->types, v->fields[0].type) : NULL;
	snprintf(out->name, sizeof out->name, "%.*s", (int)(v->name.n < 80 ? v->name.n : 80), v->name.p);
	if (slice_is(v->name, "Module")) {
		name_module(r, &inner, out, &docs);
	} else if (of && of->kind == REG_VARIANT) {
		const struct registry_variant *sub = registry_variant(of, (unsigned)scale_uint(&inner, 1));
		size_t n = strlen(out->name);
		if (sub && n < 40)
			snprintf(out->name + n, sizeof out->name - n, ".%.*s", (int)(sub->name.n < 50 ? sub->name.n : 50), sub->name.p);
	}
	const struct say *s = find(out->name);
	if (s)
		out->code = s->code;
	clean_line(&words, s ? slice_of(_(s->words)) : docs.n ? slice_str(&docs) : slice_of(out->name), sizeof out->words - 1);
	snprintf(out->words, sizeof out->words, "%s", str_c(&words));
	str_free(&docs);
	str_free(&words);
	return true;
}

static const struct invalid invalids[] = {
	{ "bad signature", REFUSAL_NEVER, E_BAD_SIGNATURE, N_("the node finds the signature wrong: it knows another version of the chain, or another currency") },
	{ "outdated", REFUSAL_STALE, E_STALE_NONCE, N_("this place in the account's sequence is taken already") },
	{ "valid in the future", REFUSAL_LATER, E_BUSY, N_("an earlier transaction of this account is still missing") },
	{ "pay some fees", REFUSAL_NEVER, E_NO_MONEY, N_("the account cannot pay the fee") },
	{ "ancient birth", REFUSAL_OLD, E_EXPIRED, N_("its time to enter a block is over") },
	{ "exhaust", REFUSAL_LATER, E_POOL_FULL, N_("blocks are full for now") },
	{ "call is not expected", REFUSAL_NEVER, E_CHAIN_REFUSED, N_("the chain does not allow this call") },
	{ "signing address", REFUSAL_NEVER, E_BAD_KEY, N_("this account cannot sign") },
	{ "mandatory", REFUSAL_NEVER, E_CHAIN_REFUSED, N_("the chain does not allow this call") },
	{ NULL, REFUSAL_NEVER, E_OK, NULL },
};

static const struct code codes[] = {
	{ 1001, REFUSAL_NEVER, E_INVALID, N_("the node cannot read these bytes") },
	{ 1002, REFUSAL_NETWORK, E_RPC, N_("the node could not check it") },
	{ 1011, REFUSAL_LATER, E_RPC, N_("the node cannot tell whether it is valid") },
	{ 1012, REFUSAL_KNOWN, E_BUSY, N_("the node had it a moment ago and does not take it again so soon") },
	{ 1013, REFUSAL_KNOWN, E_EXISTS, N_("the node has it already") },
	{ 1014, REFUSAL_STALE, E_STALE_NONCE, N_("another transaction of this account waits in its place") },
	{ 1015, REFUSAL_LATER, E_RPC, N_("the node found it to depend on itself") },
	{ 1016, REFUSAL_LATER, E_POOL_FULL, N_("the node takes no more transactions now") },
	{ 1018, REFUSAL_LATER, E_RPC, N_("the node does not forward it now") },
	{ 1019, REFUSAL_LATER, E_RPC, N_("the node does not forward it now") },
	{ 1021, REFUSAL_LATER, E_BUSY, N_("an earlier transaction of this account is still missing") },
	{ 0, REFUSAL_LATER, E_OK, NULL },
};

static const struct say says[] = {
#define SAY(name, code, words) { name, code, words },
#include "g1/refusal.def"
#undef SAY
	{ NULL, E_OK, NULL },
};
