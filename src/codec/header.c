/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/header.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "codec/pack.h"
#include <stdio.h>

enum { OTHER = 0, CONSENSUS = 4, SEAL = 5, PRE_RUNTIME = 6, ENVIRONMENT_UPDATED = 8 };

static bool read_item(struct scale *in, struct slice *out)
{
	const unsigned char *from = in->p;
	switch (scale_uint(in, 1)) {
	case OTHER:
		if (!in->bad)
			scale_blob(in);
		break;
	case CONSENSUS:
	case SEAL:
	case PRE_RUNTIME:
		scale_take(in, 4);
		scale_blob(in);
		break;
	case ENVIRONMENT_UPDATED:
		break;
	default:
		return false;
	}
	*out = (struct slice){ (const char *)from, (size_t)(in->p - from) };
	return !in->bad;
}

static void read_hash(struct scale *in, unsigned char out[32])
{
	const unsigned char *p = scale_take(in, 32);
	if (p)
		memcpy(out, p, 32);
}

bool header_decode(struct scale *in, struct header *out)
{
	*out = (struct header){ 0 };
	read_hash(in, out->parent);
	uint64_t number = scale_compact(in);
	read_hash(in, out->state_root);
	read_hash(in, out->extrinsics_root);
	size_t n = scale_count(in, 1);
	if (in->bad || number > UINT32_MAX || n > HEADER_ITEMS)
		return false;
	out->number = (uint32_t)number;
	for (; out->n_items < n; out->n_items++)
		if (!read_item(in, &out->items[out->n_items]))
			return false;
	return true;
}

void header_encode(const struct header *h, struct str *out)
{
	pack_bytes(out, h->parent, 32);
	pack_compact(out, h->number);
	pack_bytes(out, h->state_root, 32);
	pack_bytes(out, h->extrinsics_root, 32);
	pack_compact(out, h->n_items);
	for (size_t i = 0; i < h->n_items; i++)
		str_add(out, h->items[i]);
}

void header_hash(const struct header *h, unsigned char out[32])
{
	struct str s = { 0 };
	header_encode(h, &s);
	hash_blake2_256(out, s.p, s.n);
	str_free(&s);
}

static struct slice text_of(const json_t *v, const char *key)
{
	const json_t *s = json_object_get(v, key);
	return (struct slice){ json_is_string(s) ? json_string_value(s) : "", json_string_length(s) };
}

/* "0x148a0": digits may be odd in number here. */
static bool read_number(struct slice s, uint32_t *out)
{
	char padded[9];
	unsigned char be[4];
	if (!slice_starts(s, "0x") || s.n < 3 || s.n > 10)
		return false;
	memset(padded, '0', 8);
	memcpy(padded + 8 - (s.n - 2), s.p + 2, s.n - 2);
	if (hex_exact((struct slice){ padded, 8 }, be, 4))
		return false;
	*out = (uint32_t)be[0] << 24 | (uint32_t)be[1] << 16 | (uint32_t)be[2] << 8 | be[3];
	return true;
}

enum err header_from_json(const json_t *v, struct header *out, struct str *bytes)
{
	const json_t *logs = json_object_get(json_object_get(v, "digest"), "logs");
	size_t n = json_array_size(logs), ends[HEADER_ITEMS];
	*out = (struct header){ 0 };
	str_cut(bytes, 0);
	if (!json_is_array(logs) || n > HEADER_ITEMS || hex_exact(text_of(v, "parentHash"), out->parent, 32) ||
	    hex_exact(text_of(v, "stateRoot"), out->state_root, 32) ||
	    hex_exact(text_of(v, "extrinsicsRoot"), out->extrinsics_root, 32) || !read_number(text_of(v, "number"), &out->number))
		return E_INVALID;
	for (size_t i = 0; i < n; i++) {
		const json_t *log = json_array_get(logs, i);
		size_t len = json_string_length(log);
		if (!json_is_string(log) || bytes->n + len / 2 > HEADER_MAX ||
		    hex_append((struct slice){ json_string_value(log), len }, bytes))
			return E_INVALID;
		ends[i] = bytes->n;
	}
	/* Only now, when the bytes move no more. */
	for (size_t i = 0, at = 0; i < n; at = ends[i++]) {
		struct scale in = scale_open(bytes->p + at, ends[i] - at);
		if (!read_item(&in, &out->items[i]) || !scale_done(&in))
			return E_INVALID;
	}
	out->n_items = n;
	return E_OK;
}

static void put_hex(json_t *o, const char *key, const unsigned char hash[32])
{
	char text[67] = "0x";
	hex_encode(hash, 32, text + 2);
	json_object_set_new(o, key, json_string(text));
}

json_t *header_to_json(const struct header *h)
{
	json_t *o = json_object(), *logs = json_array();
	char number[12];
	put_hex(o, "parentHash", h->parent);
	snprintf(number, sizeof number, "0x%x", (unsigned)h->number);
	json_object_set_new(o, "number", json_string(number));
	put_hex(o, "stateRoot", h->state_root);
	put_hex(o, "extrinsicsRoot", h->extrinsics_root);
	for (size_t i = 0; i < h->n_items; i++) {
		struct str s = { 0 };
		hex_add0x(&s, h->items[i].p, h->items[i].n);
		json_array_append_new(logs, json_string(str_c(&s)));
		str_free(&s);
	}
	json_object_set_new(o, "digest", json_pack("{s:o}", "logs", logs));
	return o;
}

bool header_slot(const struct header *h, uint64_t *slot)
{
	for (size_t i = 0; i < h->n_items; i++) {
		struct scale in = scale_open(h->items[i].p, h->items[i].n);
		if (scale_uint(&in, 1) != PRE_RUNTIME)
			continue;
		const unsigned char *engine = scale_take(&in, 4);
		if (!engine || memcmp(engine, "BABE", 4))
			continue;
		struct slice body = scale_blob(&in);
		in = scale_open(body.p, body.n);
		uint64_t kind = scale_uint(&in, 1);
		scale_take(&in, 4); /* which authority */
		*slot = scale_uint(&in, 8);
		return !in.bad && kind >= 1 && kind <= 3;
	}
	return false;
}
