/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads SCALE, strictly: shortest compact forms only, flags 0 or 1 only. The first thing that does not fit sets bad, moves
 * to the end, and everything read after it is zero, so that a caller checks once, at its end, with scale_done.
 * Nothing is allocated and nothing copied: slices and pointers borrow the input. */
#ifndef CODEC_SCALE_H
#define CODEC_SCALE_H

#include "base/str.h"

struct scale {
	const unsigned char *p, *end;
	bool bad;
};

struct scale scale_open(const void *p, size_t n);
uint64_t scale_uint(struct scale *s, size_t bytes);            /* 1 to 8 bytes, little endian */
uint64_t scale_compact(struct scale *s);                       /* bad beyond 64 bits */
/* A compact of any width up to 32 bytes, little endian, zero filled; returns the bytes that count (0 for zero). */
size_t scale_compact_wide(struct scale *s, unsigned char out[32]);
const unsigned char *scale_take(struct scale *s, size_t n);    /* NULL when fewer are left */
struct slice scale_blob(struct scale *s);                      /* Vec<u8>, String */
/* The length of a Vec whose items take at least so many bytes: bad when the input cannot hold them. least is not 0. */
size_t scale_count(struct scale *s, size_t least);
bool scale_flag(struct scale *s);                              /* bool, or the tag of an Option */
bool scale_done(const struct scale *s);                        /* nothing bad and nothing left */

#endif
