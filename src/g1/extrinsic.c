/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/extrinsic.h"
#include "base/i18n.h"
#include "codec/hex.h"
#include "codec/pack.h"
#include "codec/ss58.h"
#include "codec/storekey.h"
#include "codec/value.h"
#include "keys/payload.h"

enum { SIGNED_V4 = 0x84, BARE_V4 = 0x04, BARE_V5 = 0x05, TEXT_MAX = 65536 };

/* What a signed extension puts into the extrinsic, and what it only adds under the signature. */
enum part { PART_NONE, PART_SPEC, PART_TX, PART_GENESIS, PART_ERA, PART_NONCE, PART_TIP, PART_MODE };

struct extension {
	const char *name;
	enum part part;
};
static const struct extension extensions[];

static enum part part_of(struct slice name)
{
	for (const struct extension *e = extensions; e->name; e++)
		if (slice_is(name, e->name))
			return e->part;
	return PART_NONE;
}

void extrinsic_draft_free(struct extrinsic_draft *d)
{
	str_free(&d->call);
	*d = (struct extrinsic_draft){ 0 };
}

static void put_extra(const struct runtime *r, const struct extrinsic_draft *d, struct str *out)
{
	for (size_t i = 0; i < r->meta->n_extensions; i++)
		switch (part_of(r->meta->extensions[i].name)) {
		case PART_ERA:
			era_pack(&d->era, out);
			break;
		case PART_NONCE:
			pack_compact(out, d->nonce);
			break;
		case PART_TIP:
			pack_compact(out, (uint64_t)d->tip_c);
			break;
		case PART_MODE:
			str_addc(out, 0);
			break;
		default:
			break;
		}
}

static void put_additional(const struct runtime *r, const struct extrinsic_draft *d, struct str *out)
{
	for (size_t i = 0; i < r->meta->n_extensions; i++)
		switch (part_of(r->meta->extensions[i].name)) {
		case PART_SPEC:
			pack_uint(out, r->id.spec, 4);
			break;
		case PART_TX:
			pack_uint(out, r->id.tx, 4);
			break;
		case PART_GENESIS:
			pack_bytes(out, r->id.genesis, 32);
			break;
		case PART_ERA: /* an immortal one was born in block 0 */
			pack_bytes(out, d->era.period ? d->birth_hash : r->id.genesis, 32);
			break;
		case PART_MODE:
			str_addc(out, 0);
			break;
		default:
			break;
		}
}

static void put_payload(const struct runtime *r, const struct extrinsic_draft *d, struct str *out)
{
	struct str all = { 0 };
	unsigned char hash[32];
	str_add(&all, slice_str(&d->call));
	put_extra(r, d, &all);
	put_additional(r, d, &all);
	str_add(out, payload_transaction(slice_str(&all), hash));
	str_free(&all);
}

enum err extrinsic_payload(const struct runtime *r, const struct extrinsic_draft *d, struct str *out, struct fault *f)
{
	enum err e = runtime_may_sign(r, slice_str(&d->call), f);
	if (!e && d->tip_c < 0)
		e = fault_set(f, E_AMOUNT, _("the tip"));
	if (!e && d->scheme != KEY_ED25519 && d->scheme != KEY_SR25519)
		e = fault_set(f, E_UNSUPPORTED, "%s", key_scheme_name(d->scheme));
	if (!e)
		put_payload(r, d, out);
	return e;
}

static void put_signed(const struct runtime *r, const struct extrinsic_draft *d, const unsigned char sig[64], struct str *bytes)
{
	struct str body = { 0 };
	pack_uint(&body, SIGNED_V4, 1);
	pack_uint(&body, 0, 1); /* MultiAddress::Id */
	pack_bytes(&body, d->signer, 32);
	pack_uint(&body, (uint64_t)d->scheme, 1);
	pack_bytes(&body, sig, 64);
	put_extra(r, d, &body);
	str_add(&body, slice_str(&d->call));
	pack_blob(bytes, body.p, body.n);
	str_free(&body);
}

enum err extrinsic_assemble(const struct runtime *r, const struct extrinsic_draft *d, const unsigned char sig[64], struct str *bytes,
                            unsigned char hash[32], struct fault *f)
{
	struct str payload = { 0 };
	size_t from = bytes->n;
	enum err e = extrinsic_payload(r, d, &payload, f);
	if (!e && !key_verify(d->scheme, d->signer, payload.p, payload.n, sig))
		e = fault_set(f, E_BAD_SIGNATURE, _("it is not of this account and these bytes"));
	str_free(&payload);
	if (e)
		return e;
	put_signed(r, d, sig, bytes);
	extrinsic_hash(slice_from(slice_str(bytes), from), hash);
	return E_OK;
}

void extrinsic_mock(const struct runtime *r, const struct extrinsic_draft *d, struct str *bytes)
{
	static const unsigned char none[64];
	put_signed(r, d, none, bytes);
}

size_t extrinsic_length(const struct runtime *r, const struct extrinsic_draft *d)
{
	struct str s = { 0 };
	extrinsic_mock(r, d, &s);
	size_t n = s.n;
	str_free(&s);
	return n;
}

void extrinsic_hash(struct slice bytes, unsigned char out[32])
{
	hash_blake2_256(out, bytes.p, bytes.n);
}

/* Takes the length off, when there is one. */
static struct slice body_of(struct slice bytes, bool *prefixed)
{
	struct scale in = scale_open(bytes.p, bytes.n);
	uint64_t n = scale_compact(&in);
	*prefixed = !in.bad && n == (size_t)(in.end - in.p) && n > 0;
	return *prefixed ? (struct slice){ (const char *)in.p, (size_t)n } : bytes;
}

/* The extensions are walked by name; one that is not known is skipped by its type, so that foreign runtimes can be read. */
static void read_extra(const struct runtime *r, struct scale *in, uint32_t block, struct extrinsic *x)
{
	uint64_t nonce = 0, tip = 0;
	for (size_t i = 0; i < r->meta->n_extensions; i++)
		switch (part_of(r->meta->extensions[i].name)) {
		case PART_ERA:
			if (!era_read(in, block, &x->era))
				in->bad = true;
			break;
		case PART_NONCE:
			nonce = scale_compact(in);
			break;
		case PART_TIP:
			tip = scale_compact(in);
			break;
		default:
			value_skip(r->meta, r->meta->extensions[i].extra, in);
		}
	in->bad |= nonce > UINT32_MAX || tip > INT64_MAX;
	x->nonce = (uint32_t)nonce;
	x->tip_c = (int64_t)tip;
}

static void read_signature(struct scale *in, struct extrinsic *x)
{
	const unsigned char *who, *sig;
	uint64_t address = scale_uint(in, 1);
	who = scale_take(in, 32);
	uint64_t scheme = scale_uint(in, 1);
	sig = scale_take(in, scheme == 2 ? 65 : 64);
	if (in->bad || address || scheme > 2) {
		in->bad = true;
		return;
	}
	memcpy(x->signer, who, 32);
	/* 2 is a signature this program never makes: shown, not checked. */
	x->scheme = scheme == 0 ? KEY_ED25519 : scheme == 1 ? KEY_SR25519 : KEY_SCHEMES;
	x->signature = (struct slice){ (const char *)sig, scheme == 2 ? 65 : 64 };
}

static bool verify(const struct runtime *r, const struct extrinsic *x, const unsigned char *birth_hash)
{
	struct extrinsic_draft d = { .scheme = x->scheme, .era = x->era, .nonce = x->nonce, .tip_c = x->tip_c };
	struct str payload = { 0 };
	if (x->scheme == KEY_SCHEMES)
		return false;
	memcpy(d.birth_hash, birth_hash, 32);
	str_add(&d.call, x->call);
	put_payload(r, &d, &payload);
	unsigned char sig[64];
	memcpy(sig, x->signature.p, sizeof sig);
	bool ok = key_verify(x->scheme, x->signer, payload.p, payload.n, sig);
	str_free(&payload);
	str_free(&d.call);
	return ok;
}

enum err extrinsic_read(const struct runtime *r, struct slice bytes, uint32_t block, const unsigned char *birth_hash, struct extrinsic *out,
                        struct fault *f)
{
	bool prefixed;
	struct slice body = body_of(bytes, &prefixed);
	struct scale in = scale_open(body.p, body.n);
	struct str whole = { 0 };
	uint64_t version = scale_uint(&in, 1);
	*out = (struct extrinsic){ .scheme = KEY_SCHEMES };
	out->is_signed = version == SIGNED_V4;
	if (out->is_signed) {
		read_signature(&in, out);
		read_extra(r, &in, block, out);
	} else if (version != BARE_V4 && version != BARE_V5) {
		in.bad = true;
	}
	if (!in.bad)
		out->call = (struct slice){ (const char *)in.p, (size_t)(in.end - in.p) };
	if (in.bad || !value_skip(r->meta, r->meta->call, &in) || !scale_done(&in))
		return fault_set(f, E_INVALID, _("these bytes are no transaction of this chain"));
	pack_blob(&whole, body.p, body.n);
	extrinsic_hash(slice_str(&whole), out->hash);
	str_free(&whole);
	if (out->is_signed && birth_hash)
		out->checked = verify(r, out, birth_hash);
	return E_OK;
}

static void set_hex(json_t *o, const char *key, const void *p, size_t n)
{
	struct str s = { 0 };
	hex_add0x(&s, p, n);
	json_object_set_new(o, key, json_string(str_c(&s)));
	str_free(&s);
}

static json_t *signed_json(const struct runtime *r, const struct extrinsic *x)
{
	char address[SS58_MAX];
	json_t *o = json_object(), *era = json_object();
	json_object_set_new(o, "kind", json_string("extrinsic"));
	set_hex(o, "hash", x->hash, 32);
	json_object_set_new(o, "signed", json_boolean(x->is_signed));
	if (!x->is_signed) {
		json_decref(era);
		return o;
	}
	ss58_encode(r->meta->ss58, x->signer, address);
	json_object_set_new(o, "signer", json_string(address));
	json_object_set_new(o, "scheme", json_string(x->scheme == KEY_SCHEMES ? "ecdsa" : key_scheme_name(x->scheme)));
	set_hex(o, "signature", x->signature.p, x->signature.n);
	json_object_set_new(era, "period", json_integer(x->era.period));
	if (x->era.period)
		json_object_set_new(era, "phase", json_integer(x->era.birth % x->era.period));
	json_object_set_new(o, "era", era);
	json_object_set_new(o, "nonce", json_integer(x->nonce));
	json_object_set_new(o, "tip_c", json_integer(x->tip_c));
	return o;
}

enum err extrinsic_decode_value(const struct runtime *r, const char *item, struct slice key, struct slice bytes, json_t **json, struct str *text,
                                struct fault *f)
{
	const struct meta_pallet *p;
	const struct meta_item *it = item ? meta_item(r->meta, slice_of(item), &p) : storekey_item(r->meta, key, &p);
	struct scale in = scale_open(bytes.p, bytes.n);
	size_t from = text->n;
	if (!it)
		return fault_set(f, E_NOT_FOUND, "%.100s", item ? item : "");
	json_t *v = value_json(r->meta, it->value, &in);
	if (!v || !scale_done(&in)) {
		json_decref(v);
		return fault_set(f, E_INVALID, "%.*s.%.*s", (int)p->name.n, p->name.p, (int)it->name.n, it->name.p);
	}
	in = scale_open(bytes.p, bytes.n);
	str_addf(text, "%.*s.%.*s: ", (int)p->name.n, p->name.p, (int)it->name.n, it->name.p);
	value_text(r->meta, it->value, &in, text);
	if (text->n - from > TEXT_MAX)
		str_cut(text, from + TEXT_MAX);
	*json = json_pack("{s:s, s:o, s:o, s:s}", "kind", "storage", "item", json_sprintf("%.*s.%.*s", (int)p->name.n, p->name.p, (int)it->name.n,
	                  it->name.p), "value", v, "text", str_c(text) + from);
	json_t *args = item ? NULL : storekey_args(r->meta, it, key);
	if (args)
		json_object_set_new(*json, "key", args);
	return E_OK;
}

/* A bare call, or an extrinsic: that one begins with its length, or with the version of a signed one. */
enum err extrinsic_decode(const struct runtime *r, struct slice bytes, json_t **json, struct str *text, struct fault *f)
{
	struct extrinsic x = { .call = bytes };
	bool prefixed;
	json_t *o = NULL;
	struct slice body = body_of(bytes, &prefixed);
	if (prefixed || (body.n && (unsigned char)*body.p == SIGNED_V4)) {
		enum err e = extrinsic_read(r, bytes, 0, NULL, &x, f);
		if (e)
			return e;
		o = signed_json(r, &x);
	}
	struct scale in = scale_open(x.call.p, x.call.n);
	json_t *call = value_json(r->meta, r->meta->call, &in);
	if (!call || !scale_done(&in)) {
		json_decref(call);
		json_decref(o);
		return fault_set(f, E_INVALID, _("these bytes are neither a call nor a transaction of this chain"));
	}
	in = scale_open(x.call.p, x.call.n);
	size_t from = text->n;
	value_text(r->meta, r->meta->call, &in, text);
	if (text->n - from > TEXT_MAX)
		str_cut(text, from + TEXT_MAX);
	if (!o) {
		o = json_object();
		json_object_set_new(o, "kind", json_string("call"));
	}
	set_hex(o, "bytes", x.call.p, x.call.n);
	json_object_set_new(o, "call", call);
	json_object_set_new(o, "text", json_string(str_c(text) + from));
	*json = o;
	return E_OK;
}

static const struct extension extensions[] = {
	{ "CheckSpecVersion", PART_SPEC },
	{ "CheckTxVersion", PART_TX },
	{ "CheckGenesis", PART_GENESIS },
	{ "CheckMortality", PART_ERA },
	{ "CheckNonce", PART_NONCE },
	{ "ChargeTransactionPayment", PART_TIP },
	{ "CheckMetadataHash", PART_MODE },
	{ NULL, PART_NONE },
};
