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
