/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed vectors: VEC(rows, struct row) declares struct rows { struct row *v; size_t n, cap; }. Zero is empty. */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/mem.h"
#include <stdlib.h>
#include <string.h>

#define VEC(name, type)                                                                                               \
	struct name {                                                                                                 \
		type *v;                                                                                              \
		size_t n, cap;                                                                                        \
	}

#define vec_reserve(vec, more)                                                                                        \
	do {                                                                                                          \
		size_t vec_more_ = (more);                                                                            \
		if (vec_more_ > (vec)->cap - (vec)->n) {                                                              \
			(vec)->cap = mem_room((vec)->n, vec_more_);                                                   \
			(vec)->v = mem_grow((vec)->v, (vec)->cap, sizeof *(vec)->v);                                  \
		}                                                                                                     \
	} while (0)

#define vec_push(vec, ...)                                                                                            \
	do {                                                                                                          \
		vec_reserve(vec, 1);                                                                                  \
		(vec)->v[(vec)->n++] = (__VA_ARGS__);                                                                 \
	} while (0)

#define vec_insert(vec, at, ...)                                                                                      \
	do {                                                                                                          \
		size_t vec_at_ = (at);                                                                                \
		vec_reserve(vec, 1);                                                                                  \
		memmove((vec)->v + vec_at_ + 1, (vec)->v + vec_at_, ((vec)->n - vec_at_) * sizeof *(vec)->v);         \
		(vec)->v[vec_at_] = (__VA_ARGS__);                                                                    \
		(vec)->n++;                                                                                           \
	} while (0)

#define vec_remove(vec, at)                                                                                           \
	do {                                                                                                          \
		size_t vec_at_ = (at);                                                                                \
		(vec)->n--;                                                                                           \
		memmove((vec)->v + vec_at_, (vec)->v + vec_at_ + 1, ((vec)->n - vec_at_) * sizeof *(vec)->v);         \
	} while (0)

#define vec_free(vec)                                                                                                 \
	do {                                                                                                          \
		free((vec)->v);                                                                                       \
		(vec)->v = NULL;                                                                                      \
		(vec)->n = (vec)->cap = 0;                                                                            \
	} while (0)

#endif
