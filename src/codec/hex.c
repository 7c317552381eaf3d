/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/hex.h"

static const char digits[17];

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct slice bare(struct slice text)
{
	return text.n >= 2 && text.p[0] == '0' && (text.p[1] == 'x' || text.p[1] == 'X') ? slice_from(text, 2) : text;
}

enum err hex_decode(struct slice text, void *out, size_t cap, size_t *n)
{
	unsigned char *o = out;
	text = bare(text);
	*n = 0;
	if (text.n % 2)
		return E_INVALID;
	if (text.n / 2 > cap)
		return E_TOO_BIG;
	for (size_t i = 0; i < text.n; i += 2) {
		int hi = nibble(text.p[i]), lo = nibble(text.p[i + 1]);
		if (hi < 0 || lo < 0)
			return E_INVALID;
		*o++ = (unsigned char)(hi << 4 | lo);
	}
	*n = text.n / 2;
	return E_OK;
}

enum err hex_exact(struct slice text, void *out, size_t n)
{
	size_t got;
	if (bare(text).n != 2 * n)
		return E_INVALID;
	return hex_decode(text, out, n, &got);
}

enum err hex_append(struct slice text, struct str *out)
{
	size_t n, cap = bare(text).n / 2;
	str_reserve(out, cap);
	enum err e = hex_decode(text, out->p + out->n, cap, &n);
	out->n += n;
	out->p[out->n] = 0;
	return e;
}

void hex_encode(const void *p, size_t n, char *out)
{
	const unsigned char *b = p;
	for (size_t i = 0; i < n; i++) {
		*out++ = digits[b[i] >> 4];
		*out++ = digits[b[i] & 15];
	}
	*out = 0;
}

void hex_add(struct str *out, const void *p, size_t n)
{
	str_reserve(out, 2 * n);
	hex_encode(p, n, out->p + out->n);
	out->n += 2 * n;
}

void hex_add0x(struct str *out, const void *p, size_t n)
{
	str_adds(out, "0x");
	hex_add(out, p, n);
}

static const char digits[17] = "0123456789abcdef";
