/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/merlin.h"

#include "base/secret.h"
#include <stdbool.h>
#include <string.h>

enum { RATE = 166 };                                  /* STROBE's R for 128 bits: 200 - 32 - 2 */
enum { I = 1, A = 2, C = 4, M = 16, K = 32 };         /* STROBE operation flags */

static const uint64_t round_constant[24];
static const unsigned char rotation[24], lane[24];

static uint64_t rol(uint64_t v, unsigned n)
{
	return v << n | v >> (64 - n);
}

static uint64_t load(const unsigned char *p)
{
	uint64_t v = 0;
	for (int i = 7; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

static void store(unsigned char *p, uint64_t v)
{
	for (int i = 0; i < 8; i++, v >>= 8)
		p[i] = (unsigned char)v;
}

static void keccak_round(uint64_t a[25], uint64_t constant)
{
	uint64_t c[5], t;
	for (int x = 0; x < 5; x++) /* theta */
		c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
	for (int x = 0; x < 5; x++) {
		t = c[(x + 4) % 5] ^ rol(c[(x + 1) % 5], 1);
		for (int y = 0; y < 25; y += 5)
			a[x + y] ^= t;
	}
	t = a[1]; /* rho and pi walk one cycle through 24 lanes */
	for (int i = 0; i < 24; i++) {
		uint64_t next = a[lane[i]];
		a[lane[i]] = rol(t, rotation[i]);
		t = next;
	}
	for (int y = 0; y < 25; y += 5) { /* chi */
		memcpy(c, a + y, sizeof c);
		for (int x = 0; x < 5; x++)
			a[x + y] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5]);
	}
	a[0] ^= constant; /* iota */
	secret_wipe(c, sizeof c);
}

void merlin_keccak(unsigned char st[200])
{
	uint64_t a[25];
	for (int i = 0; i < 25; i++)
		a[i] = load(st + 8 * i);
	for (int i = 0; i < 24; i++)
		keccak_round(a, round_constant[i]);
	for (int i = 0; i < 25; i++)
		store(st + 8 * i, a[i]);
	secret_wipe(a, sizeof a);
}

static void run(struct merlin *t)
{
	t->st[t->pos] ^= t->begin;
	t->st[t->pos + 1] ^= 0x04;
	t->st[RATE + 1] ^= 0x80;
	merlin_keccak(t->st);
	t->pos = t->begin = 0;
}

static void step(struct merlin *t)
{
	if (++t->pos == RATE)
		run(t);
}

static void absorb(struct merlin *t, const void *data, size_t n)
{
	const unsigned char *p = data;
	for (size_t i = 0; i < n; i++) {
		t->st[t->pos] ^= p[i];
		step(t);
	}
}

static void overwrite(struct merlin *t, const void *data, size_t n)
{
	const unsigned char *p = data;
	for (size_t i = 0; i < n; i++) {
		t->st[t->pos] = p[i];
		step(t);
	}
}

static void squeeze(struct merlin *t, void *out, size_t n)
{
	unsigned char *p = out;
	for (size_t i = 0; i < n; i++) {
		p[i] = t->st[t->pos];
		t->st[t->pos] = 0;
		step(t);
	}
}

/* Starts an operation; with `more` it goes on with the one under way. */
static void begin(struct merlin *t, unsigned char flags, bool more)
{
	if (more)
		return;
	unsigned char head[2] = { t->begin, flags };
	t->begin = (unsigned char)(t->pos + 1);
	t->flags = flags;
	absorb(t, head, sizeof head);
	if ((flags & (C | K)) && t->pos)
		run(t);
}

static void meta(struct merlin *t, const void *data, size_t n, bool more)
{
	begin(t, M | A, more);
	absorb(t, data, n);
}

static void meta_length(struct merlin *t, size_t n, bool more)
{
	unsigned char le[4] = { (unsigned char)n, (unsigned char)(n >> 8), (unsigned char)(n >> 16), (unsigned char)(n >> 24) };
	meta(t, le, sizeof le, more);
}

static void key(struct merlin *t, const char *label, const void *data, size_t n, bool with_length)
{
	meta(t, label, strlen(label), false);
	if (with_length)
		meta_length(t, n, true);
	begin(t, A | C, false);
	overwrite(t, data, n);
}

void merlin_init(struct merlin *t, const char *label)
{
	static const unsigned char head[18] = { 1, RATE + 2, 1, 0, 1, 96, 'S', 'T', 'R', 'O', 'B', 'E', 'v', '1', '.', '0', '.', '2' };
	memset(t, 0, sizeof *t);
	memcpy(t->st, head, sizeof head);
	merlin_keccak(t->st);
	meta(t, "Merlin v1.0", 11, false);
	merlin_append(t, "dom-sep", label, strlen(label));
}

void merlin_append(struct merlin *t, const char *label, const void *msg, size_t n)
{
	meta(t, label, strlen(label), false);
	meta_length(t, n, true);
	begin(t, A, false);
	absorb(t, msg, n);
}

void merlin_challenge(struct merlin *t, const char *label, void *out, size_t n)
{
	meta(t, label, strlen(label), false);
	meta_length(t, n, true);
	begin(t, I | A | C, false);
	squeeze(t, out, n);
}

void merlin_witness(const struct merlin *t, const char *label, const void *witness, size_t n,
		    const unsigned char entropy[32], void *out, size_t out_n)
{
	struct merlin fork = *t;
	key(&fork, label, witness, n, true);
	key(&fork, "rng", entropy, 32, false);
	meta_length(&fork, out_n, false);
	begin(&fork, I | A | C, false);
	squeeze(&fork, out, out_n);
	secret_wipe(&fork, sizeof fork);
}

static const uint64_t round_constant[24] = {
	0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
	0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
	0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
	0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};
static const unsigned char rotation[24] = { 1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44 };
static const unsigned char lane[24] = { 10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1 };
