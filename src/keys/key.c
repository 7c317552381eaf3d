/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/key.h"

#include "keys/ed25519.h"
#include "keys/secp.h"
#include "keys/sr25519.h"

static const char *const names[KEY_SCHEMES];

const char *key_scheme_name(enum key_scheme scheme)
{
	return (unsigned)scheme < KEY_SCHEMES ? names[scheme] : "";
}

enum err key_scheme_parse(struct slice name, enum key_scheme *out)
{
	for (int i = 0; i < KEY_SCHEMES; i++)
		if (slice_is(name, names[i])) {
			*out = (enum key_scheme)i;
			return E_OK;
		}
	return E_INVALID;
}

static enum err open_sr25519(struct key *out, struct slice bytes)
{
	unsigned char sec[64];
	if (bytes.n == 64)
		memcpy(sec, bytes.p, 64);
	else
		sr25519_expand((const unsigned char *)bytes.p, sec);
	out->sec = secret_copy(sec, sizeof sec);
	secret_wipe(sec, sizeof sec);
	return sr25519_public(out->sec.p, out->pub);
}

enum err key_open(struct key *out, enum key_scheme scheme, struct slice bytes)
{
	enum err e = E_OK;
	*out = (struct key){ .scheme = scheme };
	if ((unsigned)scheme >= KEY_SCHEMES || !(bytes.n == 32 || (bytes.n == 64 && scheme == KEY_SR25519)))
		return E_BAD_KEY;
	if (scheme == KEY_SR25519) {
		e = open_sr25519(out, bytes);
	} else {
		out->sec = secret_copy(bytes.p, bytes.n);
		if (scheme == KEY_ED25519)
			ed25519_public(out->sec.p, out->pub);
		else
			e = secp_public(out->sec.p, out->pub);
	}
	if (e != E_OK)
		key_free(out);
	return e;
}

void key_free(struct key *k)
{
	secret_free(&k->sec);
	*k = (struct key){ 0 };
}

enum err key_sign(const struct key *k, const void *msg, size_t n, unsigned char sig[64])
{
	switch (k->scheme) {
	case KEY_ED25519:
		ed25519_sign(k->sec.p, msg, n, sig);
		return E_OK;
	case KEY_SR25519:
		return sr25519_sign(k->sec.p, msg, n, sig);
	default:
		return secp_sign(k->sec.p, msg, n, NULL, sig);
	}
}

bool key_verify(enum key_scheme scheme, const unsigned char pub[32], const void *msg, size_t n, const unsigned char sig[64])
{
	switch (scheme) {
	case KEY_ED25519:
		return ed25519_verify(pub, msg, n, sig);
	case KEY_SR25519:
		return sr25519_verify(pub, msg, n, sig);
	case KEY_NOSTR:
		return secp_verify(pub, msg, n, sig);
	default:
		return false;
	}
}

enum err key_shared(const struct key *k, const unsigned char other[32], unsigned char out[32])
{
	switch (k->scheme) {
	case KEY_ED25519:
		return ed25519_shared(k->sec.p, other, out) ? E_OK : E_BAD_KEY;
	case KEY_NOSTR:
		return secp_shared(k->sec.p, other, out);
	default:
		return E_UNSUPPORTED;
	}
}

static const char *const names[KEY_SCHEMES] = { "ed25519", "sr25519", "nostr" };
