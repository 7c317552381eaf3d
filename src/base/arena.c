/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"
#include "base/mem.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	_Alignas(max_align_t) unsigned char data[];
};

enum { BLOCK = 4096 - sizeof(struct arena_block), LARGE = 1 << 18, KEPT = 1 << 16 };

/* An arena that grows takes larger blocks: these go back to the machine when it is freed, small ones only to the heap. */
static size_t block_size(const struct arena *a, size_t n)
{
	size_t size = a->used < BLOCK ? BLOCK : a->used < LARGE ? a->used : LARGE;
	return n > size ? n : size;
}

void *arena_new(struct arena *a, size_t n)
{
	const size_t align = _Alignof(max_align_t);
	struct arena_block *b = a->first;
	if (n > SIZE_MAX / 2)
		mem_exhausted();
	n = (n + align - 1) & ~(align - 1);
	if (!b || b->size - b->used < n) {
		size_t size = block_size(a, n);
		b = mem_grow(NULL, 1, sizeof *b + size);
		b->size = size;
		b->used = 0;
		b->next = a->first;
		a->first = b;
	}
	void *p = b->data + b->used;
	b->used += n;
	a->used += n;
	return memset(p, 0, n);
}

char *arena_copy(struct arena *a, struct slice s)
{
	char *p = arena_new(a, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *p = arena_new(a, n < 0 ? 1 : (size_t)n + 1);
	if (n > 0)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

static void free_from(struct arena_block *b)
{
	while (b) {
		struct arena_block *next = b->next;
		free(b);
		b = next;
	}
}

void arena_reset(struct arena *a)
{
	a->used = 0;
	if (!a->first)
		return;
	free_from(a->first->next);
	a->first->next = NULL;
	a->first->used = 0;
	if (a->first->size > KEPT) {
		free(a->first);
		a->first = NULL;
	}
}

void arena_free(struct arena *a)
{
	free_from(a->first);
	*a = (struct arena){ 0 };
}
