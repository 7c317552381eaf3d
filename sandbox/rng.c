/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/rng.h"

#include <string.h>

static uint64_t mix(uint64_t *x)
{
	uint64_t z = *x += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

void rng_init(struct rng *r, uint64_t seed, const char *topic, uint64_t index)
{
	uint64_t x = seed ^ 0x766967696521u;

	for (; *topic; topic++)
		x = (x ^ (unsigned char)*topic) * 0x100000001b3u;
	x ^= mix(&x) + index * 0xd1342543de82ef95u;
	for (int i = 0; i < 4; i++)
		r->s[i] = mix(&x);
}

static uint64_t turn(uint64_t x, int k)
{
	return (x << k) | (x >> (64 - k));
}

uint64_t rng_u64(struct rng *r)
{
	uint64_t *s = r->s, out = turn(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = turn(s[3], 45);
	return out;
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
	return n ? (uint64_t)(((unsigned __int128)rng_u64(r) * n) >> 64) : 0;
}

int64_t rng_between(struct rng *r, int64_t from, int64_t to)
{
	return to <= from ? from : from + (int64_t)rng_below(r, (uint64_t)(to - from) + 1);
}

bool rng_chance(struct rng *r, unsigned per_mille)
{
	return rng_below(r, 1000) < per_mille;
}

double rng_unit(struct rng *r)
{
	return (double)(rng_u64(r) >> 11) * 0x1p-53;
}

double rng_bell(struct rng *r)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += rng_unit(r);
	return sum;
}

void rng_bytes(struct rng *r, void *out, size_t n)
{
	unsigned char *p = out;

	while (n) {
		uint64_t v = rng_u64(r);

		for (int i = 0; i < 8 && n; i++, n--, v >>= 8)
			*p++ = (unsigned char)v;
	}
}
