/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/address.h"
#include "codec/base58.h"
#include "codec/hash.h"
#include <sodium.h>

static void check_of(const unsigned char *p, size_t n, char out[4])
{
	unsigned char sum[32];
	char text[64];
	hash_sha256d(sum, p, n);
	base58_encode(sum, sizeof sum, text, sizeof text);
	memcpy(out, text, 3);
	out[3] = 0;
}

void address_check(const unsigned char pub[32], char out[4])
{
	check_of(pub, 32, out);
}

void address_v1(const unsigned char pub[32], char out[ADDRESS_V1_MAX])
{
	base58_encode(pub, 32, out, ADDRESS_V1_MAX);
}

/* Old programs disagree on a key that begins with a zero byte: some hash it with the byte, some without. */
static bool check_fits(const unsigned char pub[32], struct slice chk)
{
	char want[4];
	check_of(pub, 32, want);
	if (slice_is(chk, want))
		return true;
	if (pub[0])
		return false;
	check_of(pub + 1, 31, want);
	return slice_is(chk, want);
}

/* 32 bytes; a needless leading '1' is taken off, and a missing one put back where check characters vouch for the rest. */
static bool read_key(struct slice text, bool checked, unsigned char pub[32])
{
	unsigned char raw[33];
	size_t n;
	if (text.n < 32 || text.n > 44 || base58_decode(text, raw, sizeof raw, &n))
		return false;
	if (n == 33 && !raw[0]) {
		memcpy(pub, raw + 1, 32);
		return true;
	}
	if (n == 31 && checked) {
		pub[0] = 0;
		memcpy(pub + 1, raw, 31);
		return true;
	}
	if (n != 32 || text.n < 43 - (size_t)(raw[0] == 0) * 11)
		return false;
	memcpy(pub, raw, 32);
	return true;
}

static enum err read_v1(struct slice text, struct address *out)
{
	struct slice key, chk = text;
	slice_split(&chk, ':', &key);
	out->form = chk.p ? ADDRESS_V1_CHECKED : ADDRESS_V1;
	out->prefix = SS58_G1;
	if (!read_key(key, chk.p != NULL, out->pub))
		return E_INVALID;
	if (chk.p && !check_fits(out->pub, chk))
		return E_CHECKSUM;
	out->doubtful = !chk.p && !crypto_core_ed25519_is_valid_point(out->pub);
	return E_OK;
}

enum err address_read(struct slice text, struct address *out)
{
	memset(out, 0, sizeof *out);
	text = slice_trim(text);
	enum err e = ss58_decode(text, &out->prefix, out->pub);
	if (e == E_INVALID)
		return read_v1(text, out);
	out->form = out->prefix == SS58_G1 ? ADDRESS_G1 : ADDRESS_FOREIGN;
	return e;
}
