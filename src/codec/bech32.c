/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/bech32.h"
#include "codec/fives.h"

static const char alphabet[33];
static const uint32_t generator[5];

static uint32_t step(uint32_t sum, unsigned value)
{
	uint32_t top = sum >> 25;
	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= generator[i];
	return sum;
}

static uint32_t start(const char *hrp, size_t n)
{
	uint32_t sum = 1;
	for (size_t i = 0; i < n; i++)
		sum = step(sum, (unsigned char)hrp[i] >> 5);
	sum = step(sum, 0);
	for (size_t i = 0; i < n; i++)
		sum = step(sum, (unsigned char)hrp[i] & 31);
	return sum;
}

/* The five-bit groups of n bytes, the last one filled with zero bits. */
static unsigned group(const unsigned char *b, size_t n, size_t i)
{
	size_t bit = i * 5, at = bit / 8;
	unsigned two = (unsigned)b[at] << 8 | (at + 1 < n ? b[at + 1] : 0u);
	return two >> (11 - bit % 8) & 31;
}

size_t bech32_encode(const char *hrp, const void *p, size_t n, char *out, size_t cap)
{
	size_t h = strlen(hrp), groups = n <= BECH32_MAX ? (n * 8 + 4) / 5 : BECH32_MAX, len = h + 1 + groups + 6;
	if (!h || len > BECH32_MAX || len >= cap)
		return 0;
	memcpy(out, hrp, h);
	out[h] = '1';
	uint32_t sum = start(hrp, h);
	char *o = out + h + 1;
	for (size_t i = 0; i < groups; i++) {
		unsigned v = group(p, n, i);
		sum = step(sum, v);
		*o++ = alphabet[v];
	}
	for (int i = 0; i < 6; i++)
		sum = step(sum, 0);
	sum ^= 1;
	for (int i = 5; i >= 0; i--)
		*o++ = alphabet[sum >> (5 * i) & 31];
	*o = 0;
	return len;
}

static int value_of(char c)
{
	const char *at = c ? strchr(alphabet, c) : NULL;
	return at ? (int)(at - alphabet) : -1;
}

/* One case only; *split is where the last '1' stands. */
static bool well_formed(struct slice t, size_t *split, bool *upper)
{
	bool lower = false;
	*upper = false;
	*split = 0;
	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] < 33 || t.p[i] > 126)
			return false;
		lower |= t.p[i] >= 'a' && t.p[i] <= 'z';
		*upper |= t.p[i] >= 'A' && t.p[i] <= 'Z';
		if (t.p[i] == '1')
			*split = i;
	}
	return !(lower && *upper) && *split > 0 && t.n - *split - 1 >= 6;
}

static char folded(char c, bool upper)
{
	return upper && c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

enum err bech32_decode(struct slice text, char *hrp, size_t hrp_cap, void *out, size_t cap, size_t *n)
{
	size_t split;
	bool upper;
	*n = 0;
	if (text.n > BECH32_MAX)
		return E_TOO_BIG;
	if (!well_formed(text, &split, &upper))
		return E_INVALID;
	if (split >= hrp_cap)
		return E_TOO_BIG;
	for (size_t i = 0; i < split; i++)
		hrp[i] = folded(text.p[i], upper);
	hrp[split] = 0;
	uint32_t sum = start(hrp, split);
	for (size_t i = split + 1; i < text.n; i++) {
		int v = value_of(folded(text.p[i], upper));
		if (v < 0)
			return E_INVALID;
		sum = step(sum, (unsigned)v);
	}
	if (sum != 1)
		return E_CHECKSUM;
	struct fives f = { .out = out, .cap = cap };
	bool room = true;
	for (size_t i = split + 1; i < text.n - 6 && room; i++)
		room = fives_put(&f, (unsigned)value_of(folded(text.p[i], upper)));
	*n = f.n;
	return !room ? E_TOO_BIG : fives_whole(&f) ? E_OK : E_INVALID;
}

static const char alphabet[33] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
static const uint32_t generator[5] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
