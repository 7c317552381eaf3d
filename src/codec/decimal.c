/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/decimal.h"
#include <math.h>

enum { DIGITS = 15 };

bool decimal_read(struct slice text, double *out)
{
	static const double tens[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
		1e18, 1e19, 1e20, 1e21, 1e22 };
	bool minus = text.n && text.p[0] == '-', point = false, any = false;
	uint64_t v = 0;
	unsigned digits = 0, places = 0, dropped = 0;
	for (size_t i = minus; i < text.n; i++) {
		char c = text.p[i];
		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		any = true;
		if (digits == DIGITS || places == 22) {
			dropped += !point;
			continue;
		}
		v = v * 10 + (uint64_t)(c - '0');
		digits += v > 0;
		places += point;
	}
	if (!any || dropped > 22 || text.p[text.n - 1] == '.')
		return false;
	/* Both numbers are exact, so that the one operation rounds correctly. */
	*out = (double)v / tens[places] * tens[dropped];
	if (minus)
		*out = -*out;
	return true;
}

bool decimal_hundredths(double v, bool *minus, uint32_t *out)
{
	int exponent;
	double fraction = frexp(fabs(v), &exponent);
	if (!(fabs(v) <= 1e6))
		return false;
	/* v is m * 2^shift with an integer m of 53 bits: m * 100 fits 60. */
	uint64_t m = (uint64_t)ldexp(fraction, 53) * 100;
	int shift = 53 - exponent;
	*minus = signbit(v) != 0;
	if (shift >= 64) {
		*out = 0;
		return true;
	}
	uint64_t whole = m >> shift, rest = m & ((UINT64_C(1) << shift) - 1), half = UINT64_C(1) << (shift - 1);
	*out = (uint32_t)(whole + (rest > half || (rest == half && whole & 1)));
	return true;
}
