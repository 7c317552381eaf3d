/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/base32.h"
#include "codec/fives.h"

static int digit(char c)
{
	if (c >= '2' && c <= '7')
		return c - '2' + 26;
	c |= 0x20;
	return c >= 'a' && c <= 'z' ? c - 'a' : -1;
}

void base32_add(struct str *out, const void *p, size_t n)
{
	const unsigned char *b = p;
	uint32_t acc = 0;
	unsigned bits = 0;
	for (size_t i = 0; i < n || bits; bits -= 5) {
		if (bits < 5 && i < n) {
			acc = acc << 8 | b[i++];
			bits += 8;
		} else if (bits < 5) {
			acc <<= 5 - bits;
			bits = 5;
		}
		str_addc(out, "abcdefghijklmnopqrstuvwxyz234567"[acc >> (bits - 5) & 31]);
	}
}

enum err base32_decode(struct slice text, void *out, size_t cap, size_t *n)
{
	struct fives f = { .out = out, .cap = cap };
	for (size_t i = 0; i < text.n; i++) {
		int d = digit(text.p[i]);
		if (d < 0 || !fives_put(&f, (unsigned)d)) {
			*n = f.n;
			return d < 0 ? E_INVALID : E_TOO_BIG;
		}
	}
	*n = f.n;
	return fives_whole(&f) ? E_OK : E_INVALID;
}
