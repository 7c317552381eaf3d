/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/base58.h"
#include "codec/hash.h"
#include "codec/radix.h"
#include <sodium.h>

size_t base58_encode(const void *p, size_t n, char *out, size_t cap)
{
	return radix_encode(RADIX_58, p, n, out, cap);
}

enum err base58_decode(struct slice text, void *out, size_t cap, size_t *n)
{
	return radix_decode(RADIX_58, text, out, cap, n);
}

void base58_add(struct str *out, const void *p, size_t n)
{
	char text[RADIX_TEXT_MAX];
	base58_encode(p, n, text, sizeof text);
	str_adds(out, n ? text : "");
}

size_t base58_check_encode(const void *p, size_t n, size_t check, char *out, size_t cap)
{
	unsigned char whole[RADIX_MAX], sum[32];
	if (check > sizeof sum || n > sizeof whole - check)
		return 0;
	memcpy(whole, p, n);
	hash_sha256d(sum, p, n);
	memcpy(whole + n, sum, check);
	size_t len = base58_encode(whole, n + check, out, cap);
	sodium_memzero(whole, sizeof whole);
	return len;
}

enum err base58_check_decode(struct slice text, size_t check, void *out, size_t cap, size_t *n)
{
	unsigned char whole[RADIX_MAX], sum[32];
	size_t len;
	*n = 0;
	enum err e = base58_decode(text, whole, sizeof whole, &len);
	if (!e && (len < check || check > sizeof sum))
		e = E_INVALID;
	if (!e && len - check > cap)
		e = E_TOO_BIG;
	if (!e) {
		hash_sha256d(sum, whole, len - check);
		if (memcmp(sum, whole + len - check, check))
			e = E_CHECKSUM;
	}
	if (!e) {
		*n = len - check;
		memcpy(out, whole, *n);
	}
	sodium_memzero(whole, sizeof whole);
	return e;
}
