/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/extrinsic.h"

#include "codec/pack.h"
#include "keys/ed25519.h"
#include "keys/sr25519.h"
#include "sandbox/chain/balances.h"
#include "sandbox/chain/signature.h"
#include "sandbox/chain/ud.h"

enum { T_CALL = 113, T_SIGNATURE = 160, BASE_COST = 5, FREE_LENGTH = 256, BYTES_PER_UNIT = 350 };
static const uint64_t base_weight = 108157000, normal_weight = 1500000000000, normal_length = 3932160, billion = 1000000000;

static bool era_good(uint16_t era)
{
	uint32_t period = 2u << (era % 16), unit = period >> 12 ? period >> 12 : 1;

	return period >= 4 && (era >> 4) * unit < period;
}

/* The block from which an era counts, seen from a block: its hash was signed. */
static uint32_t era_birth(uint16_t era, uint32_t now, uint32_t *last)
{
	uint32_t period = 2u << (era % 16), unit = period >> 12 ? period >> 12 : 1, phase = (era >> 4) * unit, birth;

	birth = ((now > phase ? now : phase) - phase) / period * period + phase;
	*last = birth + period - 1;
	return birth;
}

/* The signed extensions in the order of the runtime: each takes what it has in the extrinsic. */
static bool read_extra(const struct runtime *rt, struct scale *s, struct extrinsic *out)
{
	for (size_t i = 0; i < rt->n_extensions && !s->bad; i++) {
		const char *name = rt->extensions[i].name;

		if (!strcmp(name, "CheckMortality")) {
			out->era = (uint16_t)scale_uint(s, 1);
			if (out->era)
				out->era = (uint16_t)(out->era | scale_uint(s, 1) << 8);
			if (out->era && !era_good(out->era))
				return false;
		} else if (!strcmp(name, "CheckNonce")) {
			uint64_t n = scale_compact(s);

			if (n > UINT32_MAX)
				return false;
			out->nonce = (uint32_t)n;
		} else if (!strcmp(name, "ChargeTransactionPayment")) {
			out->tip = scale_compact(s);
		} else if (!strcmp(name, "CheckMetadataHash")) {
			out->metadata_mode = (uint8_t)scale_uint(s, 1);
			if (out->metadata_mode > 1)
				return false;
		} else {
			runtime_skip(rt, rt->extensions[i].type, s);
		}
	}
	return !s->bad;
}

static struct slice between(const unsigned char *from, const unsigned char *to)
{
	return (struct slice){ (const char *)from, (size_t)(to - from) };
}

bool extrinsic_read(const struct runtime *rt, struct slice bytes, struct extrinsic *out)
{
	struct scale outer = scale_open(bytes.p, bytes.n), s;
	struct slice body = scale_blob(&outer);
	const unsigned char *at;
	uint64_t version, kind;

	*out = (struct extrinsic){ .whole = bytes };
	if (!scale_done(&outer))
		return false;
	s = scale_open(body.p, body.n);
	version = scale_uint(&s, 1);
	if (version == 0x84) {
		kind = scale_uint(&s, 1);
		if (kind == 1) {
			scale_take(&s, 0);
		} else if (kind == 2) {
			scale_blob(&s);
		} else if (kind == 0 || kind == 3 || kind == 4) {
			out->signer = scale_take(&s, kind == 4 ? 20 : 32);
		} else {
			return false;
		}
		out->named = kind == 0 || kind == 3;
		if (!out->named)
			out->signer = (const unsigned char *)"";
		at = s.p;
		runtime_skip(rt, T_SIGNATURE, &s);
		out->signature = between(at, s.p);
		at = s.p;
		if (s.bad || !read_extra(rt, &s, out))
			return false;
		out->extra = between(at, s.p);
	} else if (version != 4 && version != 5) {
		return false;
	}
	at = s.p;
	runtime_skip(rt, T_CALL, &s);
	if (!scale_done(&s))
		return false;
	out->call = between(at, s.p);
	hash_blake2_256(out->hash, bytes.p, bytes.n);
	return true;
}

/* What was signed: call, extra, and what both sides know: versions, genesis, the birth block's hash, no metadata hash. */
static bool signed_payload(const struct exec *x, const struct extrinsic *e, uint32_t *last, struct str *o)
{
	struct slice birth = { (const char *)x->genesis, 32 };

	*last = UINT32_MAX;
	if (e->era && !state_get(&x->st, key_u32(S_BLOCK_HASH, era_birth(e->era, x->number, last)), &birth))
		return false;
	str_add(o, e->call);
	str_add(o, e->extra);
	pack_uint(o, x->rt->spec_version, 4);
	pack_uint(o, x->rt->tx_version, 4);
	pack_bytes(o, x->genesis, 32);
	str_add(o, birth);
	pack_uint(o, 0, 1);
	return true;
}

static bool proof_good(const struct extrinsic *e, const struct str *payload)
{
	struct scale sig = scale_open(e->signature.p, e->signature.n);
	unsigned char hash[32];

	if (payload->n <= 256)
		return signature_check(&sig, e->signer, payload->p, payload->n);
	hash_blake2_256(hash, payload->p, payload->n);
	return signature_check(&sig, e->signer, hash, 32);
}

/* Both thresholds are a quarter of what a block may hold of normal extrinsics. */
static bool idle(const struct exec *x)
{
	return x->weight < normal_weight / 4 && x->length < normal_length / 4;
}

static uint64_t multiplier(const struct exec *x)
{
	struct slice v;
	struct scale s;

	/* A fixed-point number with 18 decimals in 16 bytes; whole numbers from 1 to 10 here, which fit the lower eight. */
	if (!state_get(&x->st, key_plain(S_MULTIPLIER), &v))
		return 1;
	s = scale_open(v.p, v.n);
	return scale_uint(&s, 8) / (billion * billion);
}

static uint64_t weight_fee(uint64_t weight)
{
	uint64_t part = BASE_COST * billion / base_weight;

	return (uint64_t)(((unsigned __int128)weight * part + billion / 2 - 1) / billion);
}

uint64_t extrinsic_fee(const struct exec *x, size_t length, uint64_t weight, struct fee_parts *parts)
{
	uint64_t m = multiplier(x);
	bool calm = idle(x) && m == 1;
	struct fee_parts p = { 0 };

	if (!calm) {
		p.base = weight_fee(base_weight);
		p.weight = weight_fee(weight) * m;
	}
	if (!calm || length >= FREE_LENGTH)
		p.length = length / BYTES_PER_UNIT + BASE_COST;
	if (parts)
		*parts = p;
	return p.base + p.length + p.weight;
}

void fees_turn(struct exec *x)
{
	uint64_t m = multiplier(x), next = idle(x) ? (m > 1 ? m - 1 : 1) : (m < 10 ? m + 1 : 10);
	unsigned __int128 fixed = (unsigned __int128)next * billion * billion;
	struct str o = { 0 };
	struct slice v;

	if (next == m && state_get(&x->st, key_plain(S_MULTIPLIER), &v))
		return;
	pack_uint(&o, (uint64_t)fixed, 8);
	pack_uint(&o, (uint64_t)(fixed >> 64), 8);
	state_put(&x->st, key_plain(S_MULTIPLIER), &o);
	str_free(&o);
}

uint64_t extrinsic_weight(const struct exec *x, const struct extrinsic *e)
{
	struct scale call = scale_open(e->call.p, e->call.n);

	return dispatch_weight(x, &call);
}

struct validity extrinsic_check(const struct exec *x, const struct extrinsic *e)
{
	static const unsigned char zero[32];
	struct validity v = { .refusal = ACCEPTED, .last_block = UINT32_MAX };
	struct str payload = { 0 };
	struct acct a;
	uint64_t weight;

	if (!e->signer)
		return (struct validity){ .refusal = UNKNOWN_NO_VALIDATOR };
	if (!e->named || e->metadata_mode)
		return (struct validity){ .refusal = UNKNOWN_LOOKUP };
	if (!signed_payload(x, e, &v.last_block, &payload))
		v.refusal = INVALID_ANCIENT;
	else if (!proof_good(e, &payload))
		v.refusal = INVALID_PROOF;
	str_free(&payload);
	if (v.refusal != ACCEPTED)
		return v;
	a = acct_get(&x->st, e->signer);
	weight = extrinsic_weight(x, e);
	v.fee = extrinsic_fee(x, e->whole.n, weight, NULL) + e->tip;
	v.priority = e->tip * (normal_weight / (weight + base_weight)) + 1;
	if (!memcmp(e->signer, zero, 32))
		v.refusal = INVALID_SIGNER;
	else if (!a.providers && !a.sufficients)
		v.refusal = INVALID_PAYMENT;
	else if (e->nonce < a.nonce)
		v.refusal = INVALID_STALE;
	else if (x->weight + weight + base_weight > normal_weight || x->length + e->whole.n > normal_length)
		v.refusal = INVALID_EXHAUSTS;
	else if (v.fee && balance_reducible(x, e->signer, PRESERVE, false) < v.fee)
		v.refusal = INVALID_PAYMENT;
	return v;
}

static void finish(struct exec *x, struct derr e, uint64_t weight, unsigned class)
{
	if (FAILED(e))
		emit(x, "System", "ExtrinsicFailed", "eWbb", e, weight + base_weight, class, 0u);
	else
		emit(x, "System", "ExtrinsicSuccess", "Wbb", weight + base_weight, class, 0u);
}

static void pay(struct exec *x, const struct extrinsic *e, uint64_t fee)
{
	struct acct a = acct_get(&x->st, e->signer);

	if (fee)
		emit(x, "Balances", "Deposit", "aq", treasury, fee);
	if (a.linked && fee > e->tip)
		quota_queue(x, e->signer, a.identity, fee - e->tip);
	emit(x, "TransactionPayment", "TransactionFeePaid", "aqq", e->signer, fee, e->tip);
}

enum refusal extrinsic_apply(struct exec *x, const struct extrinsic *e)
{
	struct scale call = scale_open(e->call.p, e->call.n);
	struct validity v;
	struct acct a;
	uint64_t weight = extrinsic_weight(x, e);

	x->phase = PHASE_EXTRINSIC;
	if (!e->signer) {
		struct derr d = dispatch(x, (struct origin){ 0 }, &call);

		finish(x, d, weight, 2);
		x->extrinsic++;
		return FAILED(d) ? INVALID_MANDATORY : ACCEPTED;
	}
	v = extrinsic_check(x, e);
	a = acct_get(&x->st, e->signer);
	if (v.refusal == ACCEPTED && e->nonce > a.nonce)
		v.refusal = INVALID_FUTURE;
	if (v.refusal != ACCEPTED)
		return v.refusal;
	a.nonce++;
	acct_put(&x->st, e->signer, &a);
	x->weight += weight + base_weight;
	x->length += e->whole.n;
	if (v.fee) {
		emit(x, "Balances", "Withdraw", "aq", e->signer, v.fee);
		balance_to_treasury(x, e->signer, v.fee);
	}
	struct derr d = dispatch(x, (struct origin){ .signer = e->signer }, &call);
	pay(x, e, v.fee);
	finish(x, d, weight, 0);
	x->extrinsic++;
	return ACCEPTED;
}

void extrinsic_inherent(struct str *out, struct slice call)
{
	pack_compact(out, call.n + 1);
	pack_uint(out, 5, 1);
	str_add(out, call);
}

void extrinsic_sign(const struct exec *x, struct slice call, const unsigned char seed[32], bool sr, uint32_t nonce, struct str *out)
{
	unsigned char pub[32], secret[64], sig[64], hash[32];
	struct str extra = { 0 }, payload = { 0 }, body = { 0 };
	struct extrinsic e = { .call = call };
	uint32_t last;

	pack_uint(&extra, 0, 1);
	pack_compact(&extra, nonce);
	pack_compact(&extra, 0);
	pack_uint(&extra, 0, 1);
	if (x->rt->harbour)
		pack_uint(&extra, 0, 1);
	e.extra = slice_str(&extra);
	signed_payload(x, &e, &last, &payload);
	if (payload.n > 256) {
		hash_blake2_256(hash, payload.p, payload.n);
		str_cut(&payload, 0);
		pack_bytes(&payload, hash, 32);
	}
	if (sr) {
		sr25519_expand(seed, secret);
		sr25519_public(secret, pub);
		sr25519_sign(secret, payload.p, payload.n, sig);
	} else {
		ed25519_public(seed, pub);
		ed25519_sign(seed, payload.p, payload.n, sig);
	}
	pack_uint(&body, 0x84, 1);
	pack_uint(&body, 0, 1);
	pack_bytes(&body, pub, 32);
	pack_uint(&body, sr, 1);
	pack_bytes(&body, sig, 64);
	str_add(&body, slice_str(&extra));
	str_add(&body, call);
	pack_blob(out, body.p, body.n);
	str_free(&extra);
	str_free(&payload);
	str_free(&body);
}
