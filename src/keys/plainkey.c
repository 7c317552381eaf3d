/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/plainkey.h"

#include "base/i18n.h"
#include "codec/hex.h"
#include "keys/ed25519.h"
#include <sodium.h>

static const char pem_begin[] = "-----BEGIN PRIVATE KEY-----", pem_end[] = "-----END PRIVATE KEY-----";
static const unsigned char pkcs8[16] = { 0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20 };

static void add_text(struct secret *out, const char *text)
{
	secret_add(out, text, strlen(text));
}

static void add_hex(struct secret *out, const unsigned char *p, size_t n)
{
	char text[2 * 64 + 1];
	hex_encode(p, n, text);
	secret_add(out, text, 2 * n);
	secret_wipe(text, sizeof text);
}

enum err plainkey_hex_read(struct slice text, unsigned char seed[32], struct fault *f)
{
	if (hex_exact(slice_trim(text), seed, 32) != E_OK)
		return fault_set(f, E_INVALID, _("a seed has 64 digits from 0 to 9 and a to f"));
	return E_OK;
}

void plainkey_hex_write(const unsigned char seed[32], struct secret *out)
{
	add_hex(out, seed, 32);
}

static size_t skip_blanks(struct slice t, size_t i)
{
	while (i < t.n && (t.p[i] == ' ' || t.p[i] == '\t' || t.p[i] == '\n' || t.p[i] == '\r'))
		i++;
	return i;
}

/* The string that starts at i; *i moves behind it. */
static bool string_at(struct slice t, size_t *i, struct slice *out)
{
	size_t from = *i + 1, to = from;
	if (*i >= t.n || t.p[*i] != '"')
		return false;
	while (to < t.n && t.p[to] != '"' && t.p[to] != '\\')
		to++;
	if (to >= t.n || t.p[to] != '"')
		return false;
	*out = (struct slice){ t.p + from, to - from };
	*i = to + 1;
	return true;
}

bool plainkey_member(struct slice text, const char *name, struct slice *value)
{
	struct slice t = slice_trim(text), key;
	size_t i = 1;
	if (t.n < 2 || t.p[0] != '{' || t.p[t.n - 1] != '}')
		return false;
	for (;;) {
		i = skip_blanks(t, i);
		if (!string_at(t, &i, &key))
			return false;
		i = skip_blanks(t, i);
		if (i >= t.n || t.p[i] != ':')
			return false;
		i = skip_blanks(t, i + 1);
		if (!string_at(t, &i, value))
			return false;
		if (slice_is(key, name))
			return true;
		i = skip_blanks(t, i);
		if (i >= t.n || t.p[i] != ',')
			return false;
		i++;
	}
}

static enum err fits(const unsigned char seed[32], const unsigned char pub[32], struct fault *f)
{
	unsigned char derived[32];
	ed25519_public(seed, derived);
	return memcmp(derived, pub, 32) == 0 ? E_OK : fault_set(f, E_BAD_KEY, _("the two keys of this file do not belong together"));
}

enum err plainkey_nacl_read(struct slice text, unsigned char seed[32], struct fault *f)
{
	struct slice sign, verify;
	unsigned char pub[32];
	if (!plainkey_member(text, "sign", &sign) || hex_exact(sign, seed, 32) != E_OK)
		return fault_set(f, E_INVALID, _("the NaCl file holds no signing key"));
	if (!plainkey_member(text, "verify", &verify))
		return E_OK;
	if (hex_exact(verify, pub, 32) != E_OK)
		return fault_set(f, E_INVALID, _("the public key of the NaCl file is not valid"));
	return fits(seed, pub, f);
}

void plainkey_nacl_write(const unsigned char seed[32], struct secret *out)
{
	unsigned char pub[32];
	ed25519_public(seed, pub);
	add_text(out, "{\"priv\": \"");
	add_hex(out, seed, 32);
	add_hex(out, pub, 32);
	add_text(out, "\", \"verify\": \"");
	add_hex(out, pub, 32);
	add_text(out, "\", \"sign\": \"");
	add_hex(out, seed, 32);
	add_text(out, "\"}");
}

static bool from_base64url(struct slice text, unsigned char out[32])
{
	size_t n;
	return sodium_base642bin(out, 32, text.p, text.n, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 && n == 32;
}

enum err plainkey_jwk_read(struct slice text, unsigned char seed[32], struct fault *f)
{
	struct slice curve, d, x;
	unsigned char pub[32];
	if (!plainkey_member(text, "crv", &curve) || !slice_is(curve, "Ed25519"))
		return fault_set(f, E_UNSUPPORTED, _("only Ed25519 keys can be read from a JWK"));
	if (!plainkey_member(text, "d", &d) || !from_base64url(d, seed))
		return fault_set(f, E_INVALID, _("the JWK holds no secret key"));
	if (!plainkey_member(text, "x", &x) || !from_base64url(x, pub))
		return fault_set(f, E_INVALID, _("the JWK holds no public key"));
	return fits(seed, pub, f);
}

enum err plainkey_pem_read(struct slice text, unsigned char seed[32], struct fault *f)
{
	unsigned char der[128];
	size_t n;
	const char *end;
	text = slice_trim(text);
	if (!slice_starts(text, pem_begin))
		return fault_set(f, E_UNSUPPORTED, _("only unencrypted pkcs8 keys can be read from a PEM file"));
	text = slice_from(text, sizeof pem_begin - 1);
	enum err e = E_OK;
	if (sodium_base642bin(der, sizeof der, text.p, text.n, " \t\r\n", &n, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    !slice_starts(slice_from(text, (size_t)(end - text.p)), pem_end))
		e = fault_set(f, E_INVALID, _("the PEM file is cut or damaged"));
	else if (n != 48 || memcmp(der, pkcs8, sizeof pkcs8) != 0)
		e = fault_set(f, E_UNSUPPORTED, _("the PEM file holds another kind of key than Ed25519"));
	else
		memcpy(seed, der + 16, 32);
	secret_wipe(der, sizeof der);
	return e;
}

void plainkey_pem_write(const unsigned char seed[32], struct secret *out)
{
	unsigned char der[48];
	char text[sodium_base64_ENCODED_LEN(48, sodium_base64_VARIANT_ORIGINAL)];
	memcpy(der, pkcs8, 16);
	memcpy(der + 16, seed, 32);
	sodium_bin2base64(text, sizeof text, der, sizeof der, sodium_base64_VARIANT_ORIGINAL);
	add_text(out, pem_begin);
	add_text(out, "\n");
	add_text(out, text);
	add_text(out, "\n");
	add_text(out, pem_end);
	add_text(out, "\n");
	secret_wipe(der, sizeof der);
	secret_wipe(text, sizeof text);
}
