/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/headers.h"

#include "codec/hash.h"
#include "codec/pack.h"
#include "sandbox/chain/extrinsic.h"

void header_encode(const struct header *h, struct str *out)
{
	pack_bytes(out, h->parent, 32);
	pack_compact(out, h->number);
	pack_bytes(out, h->state_root, 32);
	pack_bytes(out, h->extrinsics_root, 32);
	if (h->digest.n)
		str_add(out, slice_str(&h->digest));
	else
		pack_compact(out, 0);
}

void header_hash(const struct header *h, unsigned char hash[32])
{
	struct str o = { 0 };

	header_encode(h, &o);
	hash_blake2_256(hash, o.p, o.n);
	str_free(&o);
}

void header_free(struct header *h)
{
	str_free(&h->digest);
}

static void put(unsigned char *p, uint64_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)(v >> (8 * i));
}

enum { DIGEST_SIZE = 91 };

static void digest_bytes(unsigned char out[DIGEST_SIZE], uint32_t authority, uint64_t slot, const unsigned char seal[64])
{
	memcpy(out, "\x08\6BABE\x34\2", 8);
	put(out + 8, authority, 4);
	put(out + 12, slot, 8);
	memcpy(out + 20, "\5BABE\1\1", 7);
	memcpy(out + 27, seal, 64);
}

void header_digest(struct str *out, uint32_t authority, uint64_t slot, const void *salt, size_t n)
{
	unsigned char seal[64], bytes[DIGEST_SIZE];

	hash_blake2b(seal, 64, salt, n);
	digest_bytes(bytes, authority, slot, seal);
	pack_bytes(out, bytes, sizeof bytes);
}

void header_inherent(uint64_t time_ms, struct str *out)
{
	struct str call = { 0 };

	pack_bytes(&call, "\4\0", 2);
	pack_compact(&call, time_ms);
	extrinsic_inherent(out, slice_str(&call));
	str_free(&call);
}

/* A derived block without anything allocated, because a time jump makes millions. Its extrinsics root is that of a trie with
 * one leaf under the key 00; its seal is empty but for the number. */
static void fill_fast(const struct quiet *q, uint32_t number, unsigned char extrinsics_root[32], unsigned char digest[DIGEST_SIZE])
{
	uint64_t time = q->first_ms + (uint64_t)(number - q->first) * 6000;
	unsigned char leaf[15] = "\x42\0\x2c\x28\5\4\0\x0b", seal[64] = { 0 };

	put(leaf + 8, time, 6);
	hash_blake2_256(extrinsics_root, leaf, 14);
	put(seal, number, 4);
	digest_bytes(digest, number % 5, time / 6000, seal);
}

static void hash_fast(const struct quiet *q, uint32_t number, const unsigned char parent[32], unsigned char hash[32])
{
	unsigned char b[32 + 5 + 64 + DIGEST_SIZE];
	size_t at = 32, wide = number < 64 ? 1 : number < 1 << 14 ? 2 : number < 1 << 30 ? 4 : 5;

	memcpy(b, parent, 32);
	put(b + at, wide < 5 ? (uint64_t)number << 2 | (wide == 1 ? 0 : wide == 2 ? 1 : 2) : (uint64_t)number << 8 | 3, wide);
	at += wide;
	memcpy(b + at, q->state_root, 32);
	fill_fast(q, number, b + at + 32, b + at + 64);
	hash_blake2_256(hash, b, at + 64 + DIGEST_SIZE);
}

static void fill(const struct quiet *q, uint32_t number, struct header *h)
{
	unsigned char digest[DIGEST_SIZE];

	h->number = number;
	h->time_ms = q->first_ms + (uint64_t)(number - q->first) * 6000;
	memcpy(h->state_root, q->state_root, 32);
	fill_fast(q, number, h->extrinsics_root, digest);
	str_cut(&h->digest, 0);
	pack_bytes(&h->digest, digest, sizeof digest);
}

/* The step that a block is in: its first block. Unlinked stretches count back from their end. */
static uint32_t step_of(const struct quiet *q, uint32_t number)
{
	uint32_t back;

	if (q->linked)
		return number - (number - q->first) % q->step;
	back = (q->last - number) / q->step;
	return q->last - q->first < (back + 1) * q->step ? q->first : q->last + 1 - (back + 1) * q->step;
}

/* The parent of a step's first block. */
static void before_step(const struct quiet *q, uint32_t first, unsigned char hash[32])
{
	unsigned char salt[16] = "quiet", *p = salt + 8;

	if (first == q->first) {
		memcpy(hash, q->before, 32);
	} else if (q->linked) {
		memcpy(hash, q->marks.v[(first - q->first) / q->step - 1].b, 32);
	} else {
		for (int i = 0; i < 4; i++) {
			p[i] = (unsigned char)(first >> (8 * i));
			p[4 + i] = (unsigned char)(q->seed >> (8 * i));
		}
		hash_blake2_256(hash, salt, sizeof salt);
	}
}

bool quiet_header(const struct quiet *q, uint32_t number, struct header *out)
{
	uint32_t at;

	*out = (struct header){ 0 };
	if (number < q->first || number > q->last)
		return false;
	at = step_of(q, number);
	before_step(q, at, out->parent);
	for (; at < number; at++)
		hash_fast(q, at, out->parent, out->parent);
	fill(q, number, out);
	return true;
}

void quiet_each(const struct quiet *q, uint32_t from, uint32_t to, void (*fn)(void *arg, uint32_t number, const unsigned char hash[32]),
		void *arg)
{
	struct header h;
	unsigned char hash[32];

	from = from < q->first ? q->first : from;
	to = to > q->last ? q->last : to;
	if (from > to || !quiet_header(q, from, &h))
		return;
	memcpy(hash, h.parent, 32);
	header_free(&h);
	for (uint32_t n = from; n <= to; n++) {
		if (n > from && step_of(q, n) == n)
			before_step(q, n, hash);
		hash_fast(q, n, hash, hash);
		fn(arg, n, hash);
	}
}

void quiet_link(struct quiet *q, unsigned char last_hash[32])
{
	q->linked = true;
	memcpy(last_hash, q->before, 32);
	for (uint32_t n = q->first; n <= q->last; n++) {
		hash_fast(q, n, last_hash, last_hash);
		if ((n - q->first + 1) % q->step == 0) {
			struct mark m;

			memcpy(m.b, last_hash, 32);
			vec_push(&q->marks, m);
		}
	}
}

void quiet_free(struct quiet *q)
{
	vec_free(&q->marks);
}
