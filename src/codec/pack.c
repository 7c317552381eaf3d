/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/pack.h"

void pack_uint(struct str *out, uint64_t v, size_t bytes)
{
	for (; bytes--; v >>= 8)
		str_addc(out, (char)(v & 0xff));
}

void pack_compact_wide(struct str *out, const unsigned char *le, size_t n)
{
	while (n && !le[n - 1])
		n--;
	uint64_t v = 0;
	if (n <= 4) {
		for (size_t i = n; i--;)
			v = v << 8 | le[i];
		if (v < 1u << 6) {
			pack_uint(out, v << 2, 1);
			return;
		}
		if (v < 1u << 14) {
			pack_uint(out, v << 2 | 1, 2);
			return;
		}
		if (v < 1u << 30) {
			pack_uint(out, v << 2 | 2, 4);
			return;
		}
	}
	str_addc(out, (char)((n - 4) << 2 | 3));
	pack_bytes(out, le, n);
}

void pack_compact(struct str *out, uint64_t v)
{
	unsigned char le[8];
	for (size_t i = 0; i < sizeof le; i++)
		le[i] = (unsigned char)(v >> (8 * i));
	pack_compact_wide(out, le, sizeof le);
}

void pack_bytes(struct str *out, const void *p, size_t n)
{
	str_add(out, (struct slice){ p, n });
}

void pack_blob(struct str *out, const void *p, size_t n)
{
	pack_compact(out, n);
	pack_bytes(out, p, n);
}
