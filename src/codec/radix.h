/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes as one big number in base 58 or 36, the leading zero bytes kept as leading zero digits (Bitcoin's convention, also
 * multibase's). At most RADIX_MAX bytes: the work is quadratic. The scratch memory is wiped, secrets may pass. */
#ifndef CODEC_RADIX_H
#define CODEC_RADIX_H

#include "base/err.h"
#include "base/str.h"

enum { RADIX_MAX = 256, RADIX_TEXT_MAX = 400 }; /* bytes; characters of RADIX_MAX bytes in base 36, and a NUL */
enum radix { RADIX_58, RADIX_36 };

/* Writes text and a NUL; returns its length, 0 when n is beyond RADIX_MAX or cap too small. */
size_t radix_encode(enum radix base, const void *p, size_t n, char *out, size_t cap);
/* E_INVALID for a foreign character, E_TOO_BIG when the bytes do not fit. */
enum err radix_decode(enum radix base, struct slice text, void *out, size_t cap, size_t *n);

#endif
