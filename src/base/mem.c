/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*exhausted_hook)(void);

_Noreturn void mem_exhausted(void)
{
	static const char words[] = "vigie: out of memory\n";
	void (*hook)(void) = exhausted_hook;
	exhausted_hook = NULL;
	if (hook)
		hook();
	ssize_t told = write(2, words, sizeof words - 1);
	(void)told;
	abort();
}

void *mem_array(size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 2 / size)
		mem_exhausted();
	void *p = calloc(n ? n : 1, size ? size : 1);
	if (!p)
		mem_exhausted();
	return p;
}

void *mem_new(size_t n)
{
	return mem_array(1, n);
}

void *mem_grow(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 2 / size)
		mem_exhausted();
	p = realloc(p, n && size ? n * size : 1);
	if (!p)
		mem_exhausted();
	return p;
}

void *mem_dup(const void *p, size_t n)
{
	void *q = mem_grow(NULL, n, 1);
	if (n)
		memcpy(q, p, n);
	return q;
}

char *mem_strndup(const char *s, size_t n)
{
	if (n == SIZE_MAX)
		mem_exhausted();
	char *q = mem_grow(NULL, n + 1, 1);
	if (n)
		memcpy(q, s, n);
	q[n] = 0;
	return q;
}

char *mem_strdup(const char *s)
{
	return s ? mem_strndup(s, strlen(s)) : NULL;
}

size_t mem_room(size_t n, size_t more)
{
	size_t need;
	if (__builtin_add_overflow(n, more, &need) || need > SIZE_MAX / 2 - 4)
		mem_exhausted();
	return need + need / 2 + 4;
}

void mem_on_exhausted(void (*hook)(void))
{
	exhausted_hook = hook;
}

/* glibc raises its bounds with each large block that was freed, up to 32 MB that are kept for ever after, and gives each thread
 * a heap of its own: both are for programs that do much at once. */
void mem_thrifty(void)
{
#ifdef M_MMAP_THRESHOLD
	enum { LARGE = 128 << 10 };
	mallopt(M_MMAP_THRESHOLD, LARGE);
	mallopt(M_TRIM_THRESHOLD, LARGE);
	mallopt(M_ARENA_MAX, 1);
#endif
}

void mem_trim(void)
{
#ifdef M_MMAP_THRESHOLD
	malloc_trim(0);
#endif
}
