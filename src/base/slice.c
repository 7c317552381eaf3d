/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/slice.h"

bool slice_eq(struct slice a, struct slice b)
{
	return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

bool slice_is(struct slice a, const char *b)
{
	return slice_eq(a, slice_of(b));
}

bool slice_starts(struct slice a, const char *prefix)
{
	size_t n = strlen(prefix);
	return a.n >= n && (!n || !memcmp(a.p, prefix, n));
}

struct slice slice_from(struct slice a, size_t from)
{
	if (from > a.n)
		from = a.n;
	return from ? (struct slice){ a.p + from, a.n - from } : a;
}

struct slice slice_to(struct slice a, size_t n)
{
	return (struct slice){ a.p, n < a.n ? n : a.n };
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice slice_trim(struct slice a)
{
	while (a.n && blank(a.p[0]))
		a.p++, a.n--;
	while (a.n && blank(a.p[a.n - 1]))
		a.n--;
	return a;
}

bool slice_split(struct slice *rest, char sep, struct slice *part)
{
	if (!rest->p)
		return false;
	const char *end = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
	if (!end) {
		*part = *rest;
		*rest = (struct slice){ 0 };
		return true;
	}
	*part = (struct slice){ rest->p, (size_t)(end - rest->p) };
	*rest = (struct slice){ end + 1, rest->n - part->n - 1 };
	return true;
}

bool slice_u64(struct slice a, uint64_t *out)
{
	uint64_t v = 0;
	if (!a.n)
		return false;
	for (size_t i = 0; i < a.n; i++) {
		if (a.p[i] < '0' || a.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(v, 10u, &v) || __builtin_add_overflow(v, (uint64_t)(a.p[i] - '0'), &v))
			return false;
	}
	*out = v;
	return true;
}

bool slice_i64(struct slice a, int64_t *out)
{
	bool minus = a.n && a.p[0] == '-';
	uint64_t v;
	if (!slice_u64(minus ? slice_from(a, 1) : a, &v) || v > (uint64_t)INT64_MAX + (minus ? 1 : 0))
		return false;
	*out = minus ? (int64_t)(0 - v) : (int64_t)v;
	return true;
}
