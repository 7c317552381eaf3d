/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/decode.h"

#include "base/mem.h"
#include "codec/hash.h"
#include "codec/hex.h"

#include <inttypes.h>
#include <stdlib.h>

enum { T_EVENTS = 18, T_CALL = 113, DEPTH = 200 };

static json_t *value(const struct runtime *rt, int type, struct scale *s, int depth);

static json_t *hex(const void *p, size_t n)
{
	struct str t = { 0 };
	json_t *j;

	hex_add0x(&t, p, n);
	j = json_stringn(str_c(&t), t.n);
	str_free(&t);
	return j;
}

/* The decimal digits of a little-endian number of up to 32 bytes. */
static json_t *big(const unsigned char *le, size_t n)
{
	char digits[80];
	unsigned char v[32] = { 0 };
	size_t at = sizeof digits;

	memcpy(v, le, n);
	digits[--at] = 0;
	do {
		unsigned rest = 0;

		n = 0;
		for (int i = 31; i >= 0; i--) {
			rest = rest << 8 | v[i];
			v[i] = (unsigned char)(rest / 10);
			rest %= 10;
			n |= v[i];
		}
		digits[--at] = (char)('0' + rest);
	} while (n && at);
	return json_string(digits + at);
}

static json_t *primitive(int which, struct scale *s)
{
	static const unsigned char sizes[] = { [RT_CHAR] = 4, [RT_U8] = 1, [RT_U16] = 2, [RT_U32] = 4, [RT_U64] = 8, [RT_U128] = 16,
					       [RT_U256] = 32 };
	const unsigned char *p;
	struct slice text;
	json_t *j;

	if (which == RT_BOOL)
		return json_boolean(scale_flag(s));
	if (which == RT_STR) {
		text = scale_blob(s);
		j = json_stringn(text.p, text.n);
		return j ? j : hex(text.p, text.n);
	}
	if (sizes[which] <= 4)
		return json_integer((json_int_t)scale_uint(s, sizes[which]));
	p = scale_take(s, sizes[which]);
	return p ? big(p, sizes[which]) : NULL;
}

/* Through wrappers to the number inside. */
static json_t *compact(const struct runtime *rt, int sub, struct scale *s)
{
	const struct rt_type *t = &rt->types[sub];
	unsigned char wide[32];

	while (t->kind == RT_COMPOSITE && t->n_fields == 1)
		t = &rt->types[t->fields[0].type];
	if (t->kind != RT_PRIMITIVE)
		return json_null();
	if (t->sub == RT_U64 || t->sub == RT_U128) {
		scale_compact_wide(s, wide);
		return big(wide, 32);
	}
	return json_integer((json_int_t)scale_compact(s));
}

static bool is_bytes(const struct runtime *rt, int sub)
{
	return rt->types[sub].kind == RT_PRIMITIVE && rt->types[sub].sub == RT_U8;
}

static json_t *list(const struct runtime *rt, int sub, uint64_t n, struct scale *s, int depth)
{
	json_t *out = json_array();

	while (n-- && !s->bad)
		json_array_append_new(out, value(rt, sub, s, depth));
	return out;
}

/* idty_index: idtyIndex */
static void camel(struct slice name, char out[64])
{
	size_t n = 0;

	for (size_t i = 0; i < name.n && n < 63; i++)
		if (name.p[i] == '_' && i + 1 < name.n && n) {
			i++;
			out[n++] = (char)(name.p[i] >= 'a' && name.p[i] <= 'z' ? name.p[i] - 32 : name.p[i]);
		} else {
			out[n++] = name.p[i];
		}
	out[n] = 0;
}

/* Named fields go into out; one without a name is the result itself, more of them a list. */
static json_t *fields(const struct runtime *rt, const struct rt_field *f, size_t n, json_t *out, struct scale *s, int depth)
{
	char key[64];

	if (n == 1 && !f[0].name.n)
		return value(rt, f[0].type, s, depth);
	if (n && !f[0].name.n) {
		json_t *all = json_array();

		for (size_t i = 0; i < n && !s->bad; i++)
			json_array_append_new(all, value(rt, f[i].type, s, depth));
		return all;
	}
	for (size_t i = 0; i < n && !s->bad; i++) {
		camel(f[i].name, key);
		json_object_set_new(out, key, value(rt, f[i].type, s, depth));
	}
	return NULL;
}

static json_t *composite(const struct runtime *rt, const struct rt_type *t, struct scale *s, int depth)
{
	json_t *out = json_object(), *whole = fields(rt, t->fields, t->n_fields, out, s, depth);

	if (!whole)
		return out;
	json_decref(out);
	return whole;
}

static json_t *variant(const struct runtime *rt, int type, struct scale *s, int depth)
{
	const struct rt_variant *v = runtime_variant(rt, type, (uint8_t)scale_uint(s, 1));
	const char *path = rt->types[type].path;
	json_t *out, *inner;

	if (!v || s->bad) {
		s->bad = true;
		return NULL;
	}
	if (path && !strcmp(path, "Option"))
		return v->n ? value(rt, v->fields[0].type, s, depth) : json_null();
	out = json_object();
	json_object_set_new(out, "__kind", json_stringn(v->name.p, v->name.n));
	inner = fields(rt, v->fields, v->n, out, s, depth);
	if (inner)
		json_object_set_new(out, "value", inner);
	return out;
}

static json_t *value(const struct runtime *rt, int type, struct scale *s, int depth)
{
	const struct rt_type *t = &rt->types[type];
	const unsigned char *p;
	struct slice blob;
	uint64_t n;

	if (s->bad || depth > DEPTH) {
		s->bad = true;
		return NULL;
	}
	switch (t->kind) {
	case RT_COMPOSITE:
		return composite(rt, t, s, depth + 1);
	case RT_TUPLE:
		return t->n_fields ? composite(rt, t, s, depth + 1) : json_null();
	case RT_VARIANT:
		return variant(rt, type, s, depth + 1);
	case RT_SEQUENCE:
		if (is_bytes(rt, t->sub)) {
			blob = scale_blob(s);
			return hex(blob.p, blob.n);
		}
		n = scale_count(s, 1);
		return list(rt, t->sub, n, s, depth + 1);
	case RT_ARRAY:
		if (!is_bytes(rt, t->sub))
			return list(rt, t->sub, t->len, s, depth + 1);
		p = scale_take(s, t->len);
		return p ? hex(p, t->len) : NULL;
	case RT_COMPACT:
		return compact(rt, t->sub, s);
	case RT_ERA:
		n = scale_uint(s, 1);
		return json_integer((json_int_t)(n ? n | scale_uint(s, 1) << 8 : 0));
	case RT_PRIMITIVE:
		return primitive(t->sub, s);
	}
	return NULL;
}

json_t *decode_json(const struct runtime *rt, int type, struct scale *s)
{
	json_t *j = value(rt, type, s, 0);

	if (!s->bad)
		return j;
	json_decref(j);
	return NULL;
}

/* What remains of {"__kind": name, ...}: the "value", or the members; NULL when there are none. Owned. */
static json_t *without_kind(json_t *o)
{
	json_t *v = json_object_get(o, "value"), *copy;

	if (v && json_object_size(o) == 2)
		return json_incref(v);
	if (json_object_size(o) < 2)
		return NULL;
	copy = json_copy(o);
	json_object_del(copy, "__kind");
	return copy;
}

static void touch_account(struct decoded *d, const struct block *b, const unsigned char pub[32])
{
	struct acct a = acct_get(&b->state, pub);
	struct touched t = { .free = a.free, .alive = a.providers || a.sufficients };

	for (size_t i = 0; i < d->touched.n; i++)
		if (!memcmp(d->touched.v[i].pub, pub, 32))
			return;
	memcpy(t.pub, pub, 32);
	vec_push(&d->touched, t);
}

/* Whatever in the arguments of an event may be an account. */
static void touch(struct decoded *d, const struct block *b, json_t *j)
{
	const char *text = json_string_value(j), *key;
	unsigned char pub[32];
	json_t *item;
	size_t i;

	json_array_foreach(j, i, item)
		touch(d, b, item);
	json_object_foreach(j, key, item)
		touch(d, b, item);
	if (text && json_string_length(j) == 66 && !hex_exact(slice_of(text), pub, 32))
		touch_account(d, b, pub);
}

/* Each pair once. */
static void lend(struct lenders *l, uint32_t index, const unsigned char pub[32])
{
	struct lender one = { .index = index };

	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].index == index && !memcmp(l->v[i].pub, pub, 32))
			return;
	memcpy(one.pub, pub, 32);
	vec_push(l, one);
}

static bool lent(void *arg, struct slice key, struct slice value)
{
	struct scale s = scale_open(key.p + key.n - 4, 4);

	if (value.n == 32)
		lend(arg, (uint32_t)scale_uint(&s, 4), (const unsigned char *)value.p);
	return true;
}

void decode_lenders(const struct state *now, struct lenders *out)
{
	struct key k = key_plain(S_EVALUATION_OF);

	trie_each(&now->trie, (struct slice){ (char *)k.b, k.n }, slice_of(""), lent, out);
}

static void evaluation(struct decoded *d, const struct block *b, const struct event *e, struct lenders *l)
{
	uint32_t index = (uint32_t)json_integer_value(json_object_get(e->args, "idtyIndex"));
	const char *who = json_string_value(json_object_get(e->args, "who"));
	unsigned char pub[32];

	if (!strcmp(e->name, "EvaluationRequested") && who && !hex_exact(slice_of(who), pub, 32))
		lend(l, index, pub);
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].index == index)
			touch_account(d, b, l->v[i].pub);
}

/* None when the block's state is not there any more. */
static void events(struct decoded *d, const struct runtime *rt, const struct block *b, struct lenders *l)
{
	struct slice bytes;
	struct scale s;
	json_t *all, *record;
	size_t i;

	if (!b->state.trie.root || !state_get(&b->state, key_plain(S_EVENTS), &bytes))
		return;
	s = scale_open(bytes.p, bytes.n);
	all = decode_json(rt, T_EVENTS, &s);
	json_array_foreach(all, i, record) {
		json_t *phase = json_object_get(record, "phase"), *event = json_object_get(record, "event"), *inner, *at;
		struct event e = { .record = json_incref(record), .extrinsic = -1 };

		inner = json_object_get(event, "value");
		e.phase = json_string_value(json_object_get(phase, "__kind"));
		at = json_object_get(phase, "value");
		if (at)
			e.extrinsic = (int)json_integer_value(at);
		e.pallet = json_string_value(json_object_get(event, "__kind"));
		e.name = json_string_value(json_object_get(inner, "__kind"));
		if (!e.phase || !e.pallet || !e.name) {
			json_decref(record);
			continue;
		}
		e.args = without_kind(inner);
		json_object_set_new(record, "args", e.args ? e.args : json_null());
		touch(d, b, e.args);
		if (!strcmp(e.pallet, "Distance"))
			evaluation(d, b, &e, l);
		vec_push(&d->events, e);
	}
	json_decref(all);
}

/* A call as JSON, and those inside it: members that are calls or lists of them. */
static void calls(struct decoded *d, json_t *j, size_t extrinsic, int parent, const char *address, int depth)
{
	json_t *inner = json_object_get(j, "value"), *args, *more, *item;
	const char *pallet = json_string_value(json_object_get(j, "__kind")), *name = json_string_value(json_object_get(inner, "__kind"));
	struct call c = { .extrinsic = extrinsic, .parent = parent };
	int me = (int)d->calls.n;
	char below[80];
	size_t i;

	if (!pallet || !name || depth > 10 || d->calls.n > 20000)
		return;
	c.pallet = mem_strdup(pallet);
	c.name = mem_strdup(name);
	c.args = args = without_kind(inner);
	snprintf(c.address, sizeof c.address, "%s", address);
	vec_push(&d->calls, c);
	more = json_object_get(args, "calls");
	json_array_foreach(more, i, item) {
		snprintf(below, sizeof below, "%.48s%s%zu", address, *address ? "," : "", i);
		calls(d, item, extrinsic, me, below, depth + 1);
	}
	snprintf(below, sizeof below, "%.48s%s0", address, *address ? "," : "");
	calls(d, json_object_get(args, "call"), extrinsic, me, below, depth + 1);
}

/* MultiSignature: ed25519, sr25519 or ecdsa, then the bytes. */
static json_t *signature(const struct extrinsic *e)
{
	static const char *const kinds[] = { "Ed25519", "Sr25519", "Ecdsa" };
	unsigned char kind = e->signature.n == 65 || e->signature.n == 66 ? (unsigned char)e->signature.p[0] : 0;
	struct slice raw = e->signature.n > 64 ? slice_from(e->signature, 1) : e->signature;

	return json_pack("{s:{s:s,s:o},s:{s:s,s:o},s:{s:i}}", "address", "__kind", "Id", "value", hex(e->signer, 32), "signature", "__kind",
			 kinds[kind % 3], "value", hex(raw.p, raw.n), "signedExtensions", "CheckNonce", (int)e->nonce);
}

static void extrinsics(struct decoded *d, const struct runtime *rt, const struct block *b)
{
	for (size_t i = 0; i < b->extrinsics.n; i++) {
		struct xt x = { .version = 4, .call = -1 };
		struct slice bytes = slice_str(&b->extrinsics.v[i]);
		struct extrinsic e;
		struct scale s;
		json_t *j;

		hash_blake2_256(x.hash, bytes.p, bytes.n);
		if (extrinsic_read(rt, bytes, &e)) {
			x.tip = e.tip;
			x.signature = e.signer ? signature(&e) : NULL;
			s = scale_open(e.call.p, e.call.n);
			j = decode_json(rt, T_CALL, &s);
			x.call = j ? (int)d->calls.n : -1;
			calls(d, j, i, -1, "", 0);
			json_decref(j);
		}
		vec_push(&d->xts, x);
	}
}

struct decoded *decode_block(const struct runtime *rt, const struct block *b, struct lenders *l)
{
	struct decoded *d = mem_new(sizeof *d);

	d->number = b->number;
	memcpy(d->hash, b->hash, 32);
	memcpy(d->parent, b->parent, 32);
	memcpy(d->state_root, b->state_root, 32);
	memcpy(d->extrinsics_root, b->extrinsics_root, 32);
	d->time_ms = (int64_t)b->time_ms;
	d->spec_version = rt->spec_version;
	events(d, rt, b, l);
	extrinsics(d, rt, b);
	return d;
}

void decode_free(struct decoded *d)
{
	for (size_t i = 0; i < d->events.n; i++)
		json_decref(d->events.v[i].record);
	for (size_t i = 0; i < d->calls.n; i++) {
		json_decref(d->calls.v[i].args);
		free(d->calls.v[i].pallet);
		free(d->calls.v[i].name);
	}
	for (size_t i = 0; i < d->xts.n; i++)
		json_decref(d->xts.v[i].signature);
	vec_free(&d->events);
	vec_free(&d->calls);
	vec_free(&d->xts);
	vec_free(&d->touched);
	free(d);
}
