/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/twin.h"

#include "codec/hex.h"
#include "keys/secp.h"
#include <sodium.h>

enum err twin_nostr(const unsigned char seed[32], unsigned char sk[32])
{
	unsigned char x[32];
	crypto_hash_sha256(sk, seed, 32);
	return secp_public(sk, x);
}

void twin_pepper(struct slice pepper, struct slice uplanet, struct secret *out)
{
	unsigned char hash[32];
	char digits[17];
	crypto_hash_sha256(hash, (const unsigned char *)uplanet.p, uplanet.n);
	hex_encode(hash, 8, digits);
	secret_add(out, pepper.p, pepper.n);
	secret_add(out, "_", 1);
	secret_add(out, digits, 16);
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void unescape(struct slice s, struct secret *out)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '%' && i + 2 < s.n && hex_digit(s.p[i + 1]) >= 0 && hex_digit(s.p[i + 2]) >= 0) {
			c = (char)(hex_digit(s.p[i + 1]) << 4 | hex_digit(s.p[i + 2]));
			i += 2;
		}
		secret_add(out, &c, 1);
	}
}

static enum err read_query(struct slice text, struct secret *salt, struct secret *pepper)
{
	struct slice rest = slice_from(text, 2), part;
	bool have_salt = false, have_pepper = false;
	while (slice_split(&rest, '&', &part)) {
		if (slice_starts(part, "salt=") && !have_salt) {
			unescape(slice_from(part, 5), salt);
			have_salt = true;
		} else if (slice_starts(part, "nostr=") && !have_pepper) {
			unescape(slice_from(part, 6), pepper);
			have_pepper = true;
		}
	}
	return have_salt && have_pepper && salt->n && pepper->n ? E_OK : E_INVALID;
}

enum err twin_read(struct slice text, struct secret *salt, struct secret *pepper)
{
	static const char middle[] = "; PEPPER=";
	text = slice_trim(text);
	if (slice_starts(text, "/?"))
		return read_query(text, salt, pepper);
	if (!slice_starts(text, "SALT="))
		return E_INVALID;
	text = slice_from(text, 5);
	for (size_t i = 1; i + sizeof middle - 1 < text.n; i++)
		if (memcmp(text.p + i, middle, sizeof middle - 1) == 0) {
			secret_add(salt, text.p, i);
			secret_add(pepper, text.p + i + sizeof middle - 1, text.n - i - (sizeof middle - 1));
			return E_OK;
		}
	return E_INVALID;
}
