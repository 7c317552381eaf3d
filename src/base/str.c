/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "base/mem.h"
#include <stdio.h>
#include <stdlib.h>

void str_reserve(struct str *s, size_t more)
{
	if (s->cap && more < s->cap - s->n)
		return;
	size_t cap = more < SIZE_MAX ? mem_room(s->n, more + 1) : mem_room(more, more);
	if (cap < 32)
		cap = 32;
	s->p = mem_grow(s->p, cap, 1);
	s->cap = cap;
	s->p[s->n] = 0;
}

void str_add(struct str *s, struct slice t)
{
	size_t inside = (uintptr_t)t.p - (uintptr_t)s->p; /* t may be a part of s, which moves when it grows */
	bool own = s->p && t.n && inside < s->n;
	str_reserve(s, t.n);
	if (t.n)
		memmove(s->p + s->n, own ? s->p + inside : t.p, t.n);
	s->n += t.n;
	s->p[s->n] = 0;
}

void str_adds(struct str *s, const char *t)
{
	str_add(s, slice_of(t));
}

void str_addc(struct str *s, char c)
{
	str_add(s, (struct slice){ &c, 1 });
}

void str_addn(struct str *s, char c, size_t times)
{
	str_reserve(s, times);
	memset(s->p + s->n, c, times);
	s->n += times;
	s->p[s->n] = 0;
}

void str_addv(struct str *s, const char *fmt, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	if (n > 0) {
		str_reserve(s, (size_t)n);
		vsnprintf(s->p + s->n, (size_t)n + 1, fmt, again);
		s->n += (size_t)n;
	}
	va_end(again);
}

void str_addf(struct str *s, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	str_addv(s, fmt, ap);
	va_end(ap);
}

void str_cut(struct str *s, size_t n)
{
	if (n < s->n) {
		s->n = n;
		s->p[n] = 0;
	}
}

void str_free(struct str *s)
{
	free(s->p);
	*s = (struct str){ 0 };
}

char *str_take(struct str *s)
{
	str_reserve(s, 0);
	char *p = s->p;
	*s = (struct str){ 0 };
	return p;
}

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
