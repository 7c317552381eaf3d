/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/offline.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/base32.h"
#include "codec/hex.h"
#include "codec/pack.h"
#include "codec/ss58.h"
#include "codec/value.h"
#include "io/jread.h"
#include <stdio.h>
#include <stdlib.h>

enum { FORMAT = 1, PACK_MOST = 65536 };
static const char pack_head[] = "VIGIE1:"; /* what a QR code's small alphabet can hold, followed by base32 */

static void set_hex(json_t *o, const char *key, const void *p, size_t n)
{
	struct str s = { 0 };
	hex_add0x(&s, p, n);
	json_object_set_new(o, key, json_string(str_c(&s)));
	str_free(&s);
}

static json_t *era_json(const struct era *e, const unsigned char birth_hash[32])
{
	json_t *o = json_pack("{s:I,s:I}", "period", (json_int_t)e->period, "birth", (json_int_t)e->birth);
	if (birth_hash)
		set_hex(o, "hash", birth_hash, 32);
	if (e->period)
		json_object_set_new(o, "last", json_integer(era_last(e)));
	return o;
}

static json_t *head_json(const struct runtime *r, const struct extrinsic_draft *d, const char *what)
{
	char signer[SS58_MAX];
	ss58_encode(r->meta->ss58, d->signer, signer);
	json_t *o = json_pack("{s:s,s:i,s:s,s:I,s:I,s:s,s:s,s:I,s:I}", "vigie", what, "format", FORMAT, "chain", r->id.name, "spec_version",
	                      (json_int_t)r->id.spec, "transaction_version", (json_int_t)r->id.tx, "signer", signer, "scheme",
	                      key_scheme_name(d->scheme), "nonce", (json_int_t)d->nonce, "tip_c", (json_int_t)d->tip_c);
	set_hex(o, "genesis", r->id.genesis, 32);
	return o;
}

json_t *offline_draft(const struct runtime *r, const struct extrinsic_draft *d)
{
	json_t *o = head_json(r, d, "unsigned");
	struct str text = { 0 };
	struct scale in = scale_open(d->call.p, d->call.n);
	value_text(r->meta, r->meta->call, &in, &text);
	set_hex(o, "call", d->call.p, d->call.n);
	json_object_set_new(o, "era", era_json(&d->era, d->birth_hash));
	json_object_set_new(o, "text", json_string(str_c(&text)));
	str_free(&text);
	return o;
}

json_t *offline_signed(const struct runtime *r, const struct extrinsic_draft *d, struct slice bytes)
{
	json_t *o = head_json(r, d, "signed");
	unsigned char hash[32];
	extrinsic_hash(bytes, hash);
	set_hex(o, "hash", hash, 32);
	set_hex(o, "extrinsic", bytes.p, bytes.n);
	json_object_set_new(o, "era", era_json(&d->era, d->birth_hash));
	return o;
}

static enum err refuse(struct fault *f, const char *member)
{
	return fault_set(f, E_INVALID, _("\"%s\" is missing or wrong"), member);
}

static bool number(const json_t *o, const char *path, int64_t most, int64_t *out)
{
	*out = jread_int(o, path, -1);
	return *out >= 0 && *out <= most;
}

static enum err read_head(const json_t *o, const char *what, struct runtime_id *id, struct era *era, struct fault *f)
{
	int64_t spec, tx, period, birth;
	*id = (struct runtime_id){ .spec = 0 };
	if (strcmp(jread_text(o, "vigie", ""), what))
		return fault_set(f, E_INVALID, !strcmp(what, "signed") ? _("this is no signed transaction") : _("this is no unsigned transaction"));
	if (jread_int(o, "format", 0) > FORMAT)
		return fault_set(f, E_NEWER, "format");
	if (hex_exact(slice_of(jread_text(o, "genesis", "")), id->genesis, 32))
		return refuse(f, "genesis");
	if (!number(o, "spec_version", UINT32_MAX, &spec) || !number(o, "transaction_version", UINT32_MAX, &tx))
		return refuse(f, "spec_version");
	if (!number(o, "era.period", 65536, &period) || !number(o, "era.birth", UINT32_MAX, &birth))
		return refuse(f, "era");
	*era = (struct era){ (uint32_t)period, (uint32_t)birth };
	/* A period that is none, or a birth that does not stand on a step of a long one, cannot be signed. */
	struct era same = era_at(era->period, era->birth);
	if (period && (same.period != era->period || same.birth != era->birth))
		return refuse(f, "era");
	struct str name = { 0 };
	clean_line(&name, slice_of(jread_text(o, "chain", "")), sizeof id->name - 1);
	snprintf(id->name, sizeof id->name, "%s", str_c(&name));
	str_free(&name);
	id->spec = (uint32_t)spec;
	id->tx = (uint32_t)tx;
	return E_OK;
}

enum err offline_read_draft(const json_t *o, struct runtime_id *id, struct extrinsic_draft *out, struct fault *f)
{
	struct extrinsic_draft d = { .scheme = KEY_SCHEMES };
	unsigned prefix;
	int64_t nonce;
	enum err e = read_head(o, "unsigned", id, &d.era, f);
	if (e)
		return e;
	if (ss58_decode(slice_of(jread_text(o, "signer", "")), &prefix, d.signer))
		return refuse(f, "signer");
	if (key_scheme_parse(slice_of(jread_text(o, "scheme", "")), &d.scheme) || d.scheme > KEY_SR25519)
		return refuse(f, "scheme");
	if (!number(o, "nonce", UINT32_MAX, &nonce) || !number(o, "tip_c", INT64_MAX / 2, &d.tip_c))
		return refuse(f, "nonce");
	if (hex_exact(slice_of(jread_text(o, "era.hash", "")), d.birth_hash, 32))
		return refuse(f, "era.hash");
	if (hex_append(slice_of(jread_text(o, "call", "")), &d.call) || !d.call.n) {
		str_free(&d.call);
		return refuse(f, "call");
	}
	d.nonce = (uint32_t)nonce;
	*out = d;
	return E_OK;
}

enum err offline_read_signed(const json_t *o, struct runtime_id *id, struct era *era, struct str *bytes, struct fault *f)
{
	enum err e = read_head(o, "signed", id, era, f);
	size_t from = bytes->n;
	unsigned char hash[32], told[32];
	if (e)
		return e;
	if (hex_append(slice_of(jread_text(o, "extrinsic", "")), bytes) || bytes->n == from)
		return refuse(f, "extrinsic");
	extrinsic_hash(slice_from(slice_str(bytes), from), hash);
	if (hex_exact(slice_of(jread_text(o, "hash", "")), told, 32) || memcmp(hash, told, 32)) {
		str_cut(bytes, from);
		return refuse(f, "hash");
	}
	return E_OK;
}

enum err offline_pack(const struct runtime *r, const struct extrinsic_draft *d, struct str *text)
{
	struct str s = { 0 };
	unsigned char sum[32];
	pack_bytes(&s, r->id.genesis, 32);
	pack_blob(&s, r->id.name, strlen(r->id.name));
	pack_compact(&s, r->id.spec);
	pack_compact(&s, r->id.tx);
	pack_uint(&s, (uint64_t)d->scheme, 1);
	pack_bytes(&s, d->signer, 32);
	pack_compact(&s, d->era.period);
	pack_compact(&s, d->era.birth);
	pack_bytes(&s, d->birth_hash, 32);
	pack_compact(&s, d->nonce);
	pack_compact(&s, (uint64_t)d->tip_c);
	pack_blob(&s, d->call.p, d->call.n);
	hash_blake2_256(sum, s.p, s.n);
	pack_bytes(&s, sum, 4); /* a camera reads well, but people also type */
	enum err e = s.n > PACK_MOST ? E_TOO_BIG : E_OK;
	if (!e) {
		size_t from = text->n;
		str_adds(text, pack_head);
		base32_add(text, s.p, s.n);
		for (size_t i = from; i < text->n; i++)
			if (text->p[i] >= 'a' && text->p[i] <= 'z')
				text->p[i] = (char)(text->p[i] - 32);
	}
	str_free(&s);
	return e;
}

static bool unpack(struct slice bytes, struct runtime_id *id, struct extrinsic_draft *d)
{
	struct scale in = scale_open(bytes.p, bytes.n);
	const unsigned char *p = scale_take(&in, 32);
	struct slice name = scale_blob(&in);
	uint64_t spec = scale_compact(&in), tx = scale_compact(&in), scheme = scale_uint(&in, 1);
	const unsigned char *signer = scale_take(&in, 32);
	uint64_t period = scale_compact(&in), birth = scale_compact(&in);
	const unsigned char *hash = scale_take(&in, 32);
	uint64_t nonce = scale_compact(&in), tip = scale_compact(&in);
	struct slice call = scale_blob(&in);
	if (!scale_done(&in) || name.n >= sizeof id->name || spec > UINT32_MAX || tx > UINT32_MAX || scheme > KEY_SR25519 || period > 65536 ||
	    birth > UINT32_MAX || nonce > UINT32_MAX || tip > INT64_MAX / 2 || !call.n)
		return false;
	struct era e = era_at((uint32_t)period, (uint32_t)birth);
	if (period && (e.period != period || e.birth != birth))
		return false;
	*id = (struct runtime_id){ .spec = (uint32_t)spec, .tx = (uint32_t)tx };
	memcpy(id->genesis, p, 32);
	memcpy(id->name, name.p, name.n);
	*d = (struct extrinsic_draft){ .scheme = (enum key_scheme)scheme, .era = { (uint32_t)period, (uint32_t)birth }, .nonce = (uint32_t)nonce,
	                               .tip_c = (int64_t)tip };
	memcpy(d->signer, signer, 32);
	memcpy(d->birth_hash, hash, 32);
	str_add(&d->call, call);
	return true;
}

enum err offline_unpack(struct slice text, struct runtime_id *id, struct extrinsic_draft *out, struct fault *f)
{
	struct str lower = { 0 };
	unsigned char *bytes, sum[32];
	size_t n = 0;
	text = slice_trim(text);
	if (!slice_starts(text, pack_head) || text.n > 2 * PACK_MOST)
		return fault_set(f, E_INVALID, _("this is no unsigned transaction"));
	for (size_t i = sizeof pack_head - 1; i < text.n; i++)
		str_addc(&lower, text.p[i] >= 'A' && text.p[i] <= 'Z' ? (char)(text.p[i] + 32) : text.p[i]);
	bytes = mem_new(PACK_MOST + 4);
	enum err e = base32_decode(slice_str(&lower), bytes, PACK_MOST + 4, &n);
	if (!e && n > 4)
		hash_blake2_256(sum, bytes, n - 4);
	if (e || n <= 4 || memcmp(sum, bytes + n - 4, 4))
		e = fault_set(f, E_CHECKSUM, _("the code was not read whole"));
	else if (!unpack((struct slice){ (const char *)bytes, n - 4 }, id, out))
		e = fault_set(f, E_INVALID, _("this is no unsigned transaction"));
	free(bytes);
	str_free(&lower);
	return e;
}
