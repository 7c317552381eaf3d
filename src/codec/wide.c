/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/wide.h"

static void negate(unsigned char *le, size_t n)
{
	unsigned carry = 1;
	for (size_t i = 0; i < n; i++) {
		carry += (unsigned char)~le[i];
		le[i] = (unsigned char)carry;
		carry >>= 8;
	}
}

void wide_add(struct str *out, const unsigned char *le, size_t n, bool with_sign)
{
	unsigned char v[WIDE_MAX] = { 0 };
	char text[80];
	size_t at = sizeof text;
	memcpy(v, le, n);
	if (with_sign && n && v[n - 1] & 0x80) {
		negate(v, n);
		str_addc(out, '-');
	}
	do {
		unsigned rest = 0;
		for (size_t i = n; i--;) {
			rest = rest << 8 | v[i];
			v[i] = (unsigned char)(rest / 10);
			rest %= 10;
		}
		text[--at] = (char)('0' + rest);
		while (n && !v[n - 1])
			n--;
	} while (n);
	str_add(out, (struct slice){ text + at, sizeof text - at });
}

enum err wide_read(struct slice text, unsigned char *le, size_t n, bool with_sign)
{
	bool minus = with_sign && text.n && text.p[0] == '-', zero = true;
	memset(le, 0, n);
	if (minus)
		text = slice_from(text, 1);
	if (!text.n)
		return E_INVALID;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return E_INVALID;
	for (size_t i = 0; i < text.n; i++) {
		unsigned carry = (unsigned)(text.p[i] - '0');
		for (size_t k = 0; k < n; k++) {
			carry += le[k] * 10u;
			le[k] = (unsigned char)carry;
			carry >>= 8;
		}
		if (carry)
			return E_TOO_BIG;
	}
	for (size_t k = 0; k < n; k++)
		zero = zero && !le[k];
	if (minus)
		negate(le, n);
	return with_sign && n && !zero && (le[n - 1] >> 7 != minus) ? E_TOO_BIG : E_OK;
}
