/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Borrowed bytes: a piece of text or data that somebody else keeps alive. Nothing here allocates. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *p;
	size_t n;
};

#define SLICE(literal) ((struct slice){ "" literal, sizeof(literal) - 1 })

static inline struct slice slice_of(const char *s) /* NULL gives the empty slice */
{
	return (struct slice){ s ? s : "", s ? strlen(s) : 0 };
}

bool slice_eq(struct slice a, struct slice b);
bool slice_is(struct slice a, const char *b);
bool slice_starts(struct slice a, const char *prefix);
struct slice slice_from(struct slice a, size_t from); /* clamped */
struct slice slice_to(struct slice a, size_t n);      /* clamped */
struct slice slice_trim(struct slice a);              /* blanks, tabs, line ends */
/* Cuts off what stands before the next sep and moves *rest behind it; false when *rest was used up. */
bool slice_split(struct slice *rest, char sep, struct slice *part);
/* Whole-slice numbers: decimal digits, no blanks, no overflow. */
bool slice_u64(struct slice a, uint64_t *out);
bool slice_i64(struct slice a, int64_t *out);

#endif
