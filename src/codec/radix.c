/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/radix.h"
#include <sodium.h>

/* The number is held in limbs, least significant first: of LIMB digits each when writing (58^5 and 36^5 fit 30 bits), of 32
 * bits when reading. The loops are inlined with a constant base, so that the divisions become multiplications. */
enum { LIMB = 5, LIMBS = RADIX_TEXT_MAX / LIMB + 2, WORDS = RADIX_MAX / 4 + 2 };

static const char alphabet58[59], alphabet36[37];
static const signed char digit58[128], digit36[128];

static inline uint32_t power(uint32_t base, unsigned n)
{
	uint32_t v = 1;
	while (n--)
		v *= base;
	return v;
}

static inline size_t to_limbs(const unsigned char *p, size_t n, uint32_t *limb, uint32_t base)
{
	const uint32_t top = power(base, LIMB);
	size_t used = 0;
	for (size_t i = 0; i < n;) {
		size_t take = (n - i) % 4 ? (n - i) % 4 : 4;
		uint64_t carry = 0;
		for (size_t k = 0; k < take; k++)
			carry = carry << 8 | p[i++];
		for (size_t k = 0; k < used; k++) {
			carry += (uint64_t)limb[k] << (8 * take);
			limb[k] = (uint32_t)(carry % top);
			carry /= top;
		}
		for (; carry; carry /= top)
			limb[used++] = (uint32_t)(carry % top);
	}
	return used;
}

static inline size_t write_digits(const uint32_t *limb, size_t used, uint32_t base, const char *alphabet, char *out)
{
	char text[LIMBS * LIMB];
	size_t n = 0, skip = 0;
	for (size_t k = used; k--;) {
		uint32_t v = limb[k];
		for (int d = LIMB; d--; v /= base)
			text[n + (size_t)d] = alphabet[v % base];
		n += LIMB;
	}
	while (skip < n && text[skip] == alphabet[0])
		skip++;
	memcpy(out, text + skip, n - skip);
	sodium_memzero(text, n);
	return n - skip;
}

size_t radix_encode(enum radix base, const void *p, size_t n, char *out, size_t cap)
{
	const unsigned char *b = p;
	uint32_t limb[LIMBS];
	char text[LIMBS * LIMB];
	size_t zeros = 0, used, len;
	if (!cap || n > RADIX_MAX)
		return 0;
	while (zeros < n && !b[zeros])
		zeros++;
	if (base == RADIX_58) {
		used = to_limbs(b + zeros, n - zeros, limb, 58);
		len = write_digits(limb, used, 58, alphabet58, text);
	} else {
		used = to_limbs(b + zeros, n - zeros, limb, 36);
		len = write_digits(limb, used, 36, alphabet36, text);
	}
	bool fits = zeros + len < cap;
	if (fits) {
		memset(out, base == RADIX_58 ? '1' : '0', zeros);
		memcpy(out + zeros, text, len);
		out[zeros + len] = 0;
	}
	sodium_memzero(limb, sizeof limb);
	sodium_memzero(text, len);
	return fits ? zeros + len : 0;
}

/* Adds the digits to the words; false at a foreign character or when the number outgrows the words. */
static inline bool to_words(struct slice text, uint32_t *word, size_t *used, uint32_t base, const signed char *digit)
{
	for (size_t i = 0; i < text.n;) {
		size_t take = (text.n - i) % LIMB ? (text.n - i) % LIMB : LIMB;
		uint64_t carry = 0;
		for (size_t k = 0; k < take; k++, i++) {
			unsigned char c = (unsigned char)text.p[i];
			if (c >= 128 || digit[c] < 0)
				return false;
			carry = carry * base + (uint64_t)digit[c];
		}
		const uint32_t scale = power(base, (unsigned)take);
		for (size_t k = 0; k < *used; k++) {
			carry += (uint64_t)word[k] * scale;
			word[k] = (uint32_t)carry;
			carry >>= 32;
		}
		if (carry && *used == WORDS)
			return false;
		if (carry)
			word[(*used)++] = (uint32_t)carry;
	}
	return true;
}

enum err radix_decode(enum radix base, struct slice text, void *out, size_t cap, size_t *n)
{
	unsigned char *o = out;
	uint32_t word[WORDS];
	size_t used = 0, zeros = 0, len;
	char zero = base == RADIX_58 ? '1' : '0';
	*n = 0;
	if (text.n > RADIX_TEXT_MAX)
		return E_TOO_BIG;
	while (zeros < text.n && text.p[zeros] == zero)
		zeros++;
	struct slice rest = slice_from(text, zeros);
	bool good = base == RADIX_58 ? to_words(rest, word, &used, 58, digit58) : to_words(rest, word, &used, 36, digit36);
	enum err e = E_OK;
	if (!good) {
		e = E_INVALID;
	} else {
		len = used * 4;
		while (len && !(word[(len - 1) / 4] >> (8 * ((len - 1) % 4)) & 0xff))
			len--;
		if (zeros > cap || len > cap - zeros) {
			e = E_TOO_BIG;
		} else {
			memset(o, 0, zeros);
			for (size_t i = 0; i < len; i++)
				o[zeros + i] = (unsigned char)(word[(len - 1 - i) / 4] >> (8 * ((len - 1 - i) % 4)));
			*n = zeros + len;
		}
	}
	sodium_memzero(word, sizeof word);
	return e;
}

static const char alphabet58[59] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static const char alphabet36[37] = "0123456789abcdefghijklmnopqrstuvwxyz";
static const signed char digit58[128] = {
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, -1, -1, -1, -1, -1, -1,
	-1, 9, 10, 11, 12, 13, 14, 15, 16, -1, 17, 18, 19, 20, 21, -1, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, -1, -1, -1, -1, -1,
	-1, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, -1, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, -1, -1, -1, -1, -1,
};
static const signed char digit36[128] = {
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1, -1, -1, -1, -1,
	-1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, -1, -1, -1, -1, -1,
	-1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, -1, -1, -1, -1, -1,
};
