/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/scale.h"

static void fail(struct scale *s)
{
	s->bad = true;
	s->p = s->end;
}

struct scale scale_open(const void *p, size_t n)
{
	const unsigned char *b = p ? p : (const void *)"";
	return (struct scale){ b, b + (p ? n : 0), false };
}

const unsigned char *scale_take(struct scale *s, size_t n)
{
	if (n > (size_t)(s->end - s->p)) {
		fail(s);
		return NULL;
	}
	s->p += n;
	return s->p - n;
}

uint64_t scale_uint(struct scale *s, size_t bytes)
{
	const unsigned char *b = scale_take(s, bytes);
	uint64_t v = 0;
	for (size_t i = b ? bytes : 0; i--;)
		v = v << 8 | b[i];
	return v;
}

size_t scale_compact_wide(struct scale *s, unsigned char out[32])
{
	memset(out, 0, 32);
	if (s->p == s->end) {
		fail(s);
		return 0;
	}
	unsigned mode = *s->p & 3;
	size_t n = mode == 3 ? (size_t)(*s->p >> 2) + 4 : (size_t)1 << mode;
	if (mode == 3) {
		const unsigned char *b = n <= 32 && scale_take(s, 1) ? scale_take(s, n) : NULL;
		if (!b || !b[n - 1] || (n == 4 && b[3] < 0x40)) {
			fail(s);
			return 0;
		}
		memcpy(out, b, n);
		return n;
	}
	uint64_t v = scale_uint(s, n) >> 2;
	if (s->bad || (mode && v < (mode == 1 ? 1u << 6 : 1u << 14))) {
		fail(s);
		return 0;
	}
	for (size_t i = 0; i < 4; i++)
		out[i] = (unsigned char)(v >> (8 * i));
	while (n && !out[n - 1])
		n--;
	return n;
}

uint64_t scale_compact(struct scale *s)
{
	unsigned char wide[32];
	size_t n = scale_compact_wide(s, wide);
	uint64_t v = 0;
	if (n > 8) {
		fail(s);
		return 0;
	}
	while (n--)
		v = v << 8 | wide[n];
	return v;
}

struct slice scale_blob(struct scale *s)
{
	size_t n = scale_count(s, 1);
	const unsigned char *b = scale_take(s, n);
	return (struct slice){ b ? (const char *)b : "", b ? n : 0 };
}

size_t scale_count(struct scale *s, size_t least)
{
	uint64_t n = scale_compact(s);
	if (n > (size_t)(s->end - s->p) / least) {
		fail(s);
		return 0;
	}
	return (size_t)n;
}

bool scale_flag(struct scale *s)
{
	uint64_t v = scale_uint(s, 1);
	if (v > 1)
		fail(s);
	return v == 1;
}

bool scale_done(const struct scale *s)
{
	return !s->bad && s->p == s->end;
}
