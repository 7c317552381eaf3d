/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Integers of up to 32 bytes, little endian, as decimal text: u128, i128, u256. */
#ifndef CODEC_WIDE_H
#define CODEC_WIDE_H

#include "base/err.h"
#include "base/str.h"

enum { WIDE_MAX = 32 };

/* Appends the number; negative values are two's complement. n at most WIDE_MAX. */
void wide_add(struct str *out, const unsigned char *le, size_t n, bool with_sign);
/* E_INVALID when it is no whole decimal number, E_TOO_BIG when it does not fit n bytes. */
enum err wide_read(struct slice text, unsigned char *le, size_t n, bool with_sign);

#endif
