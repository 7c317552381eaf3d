/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes out of digits of five bits, for base32.c and bech32.c. */
#ifndef CODEC_FIVES_H
#define CODEC_FIVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fives {
	unsigned char *out;
	size_t cap, n;        /* n: bytes written */
	uint32_t acc;
	unsigned bits;        /* of acc that wait for their byte */
};

/* One digit more; false when its byte does not fit. */
static inline bool fives_put(struct fives *f, unsigned digit)
{
	f->acc = f->acc << 5 | digit;
	f->bits += 5;
	if (f->bits < 8)
		return true;
	f->bits -= 8;
	if (f->n == f->cap)
		return false;
	f->out[f->n++] = (unsigned char)(f->acc >> f->bits);
	return true;
}

/* Nothing but padding is left: fewer bits than a digit has, all zero. */
static inline bool fives_whole(const struct fives *f)
{
	return f->bits < 5 && !(f->acc & ((1u << f->bits) - 1));
}

#endif
