/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/varint.h"

uint64_t varint_read(struct scale *in)
{
	uint64_t v = 0;
	for (unsigned shift = 0; shift < 70; shift += 7) {
		uint64_t b = scale_uint(in, 1);
		if (in->bad || (shift == 63 && b > 1) || (shift && !b))
			break;
		v |= (b & 0x7f) << shift;
		if (b < 0x80)
			return v;
	}
	in->bad = true;
	in->p = in->end;
	return 0;
}

struct slice varint_blob(struct scale *in)
{
	uint64_t n = varint_read(in);
	const unsigned char *p = n <= (uint64_t)(in->end - in->p) ? scale_take(in, (size_t)n) : scale_take(in, SIZE_MAX);
	return (struct slice){ p ? (const char *)p : "", p ? (size_t)n : 0 };
}

void varint_add(struct str *out, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		str_addc(out, (char)(v | 0x80));
	str_addc(out, (char)v);
}
