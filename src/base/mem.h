/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation that never returns NULL: out of memory restores the terminal (by the hook) and aborts. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_new(size_t n);                              /* zeroed; n may be 0 */
void *mem_array(size_t n, size_t size);               /* zeroed, overflow checked */
void *mem_grow(void *p, size_t n, size_t size);       /* realloc to n * size, overflow checked; new bytes are not zeroed */
char *mem_strdup(const char *s);                      /* NULL stays NULL */
char *mem_strndup(const char *s, size_t n);
void *mem_dup(const void *p, size_t n);
size_t mem_room(size_t n, size_t more);                /* a capacity for n + more, with reserve; overflow checked */
void mem_thrifty(void);                               /* at the start of a program that runs for days: large blocks are given back */
void mem_trim(void);                                  /* something large was freed in many pieces: gives it back to the machine */
_Noreturn void mem_exhausted(void);                   /* for allocators of their own, such as base/secret.h */
void mem_on_exhausted(void (*hook)(void));            /* called once before abort; must not allocate */

#endif
