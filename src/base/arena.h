/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bump allocator: one per request or per frame. Everything in it is freed at once; it is never for secrets. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena {
	struct arena_block *first;
	size_t used;          /* bytes handed out since the last reset */
};

void *arena_new(struct arena *a, size_t n);   /* zeroed, aligned for any type */
char *arena_copy(struct arena *a, struct slice s); /* NUL-terminated */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void arena_reset(struct arena *a);            /* keeps one block for reuse, unless it is large */
void arena_free(struct arena *a);

#endif
