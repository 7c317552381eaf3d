/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/dunikey.h"

#include "base/i18n.h"
#include "codec/base58.h"
#include "codec/hash.h"
#include "keys/ed25519.h"
#include "keys/kdf.h"
#include <openssl/evp.h>
#include <sodium.h>

enum { WIF = 33, EWIF = 37, CHECK = 2 }; /* payloads, and the check bytes behind them */

bool dunikey_line(struct slice text, const char *name, struct slice *value)
{
	struct slice line;
	size_t n = strlen(name);
	while (slice_split(&text, '\n', &line)) {
		line = slice_trim(line);
		if (slice_starts(line, name) && line.n > n && line.p[n] == ':') {
			*value = slice_trim(slice_from(line, n + 1));
			return true;
		}
	}
	return false;
}

static void add_text(struct secret *out, const char *text)
{
	secret_add(out, text, strlen(text));
}

static void add_base58(struct secret *out, const unsigned char *p, size_t n, size_t check)
{
	char text[128];
	size_t len = check ? base58_check_encode(p, n, check, text, sizeof text) : base58_encode(p, n, text, sizeof text);
	secret_add(out, text, len);
	secret_wipe(text, sizeof text);
}

static enum err check_head(struct slice text, const char *type, struct fault *f)
{
	struct slice value;
	if (dunikey_line(text, "Type", &value) && !slice_is(value, type))
		return fault_set(f, E_INVALID, _("this key file is of another type than %s"), type);
	if (dunikey_line(text, "Version", &value) && !slice_is(value, "1"))
		return fault_set(f, E_NEWER, _("only version 1 of %s files is known"), type);
	return E_OK;
}

static enum err pubsec_parts(struct slice text, unsigned char pub[32], unsigned char sec[64], struct fault *f)
{
	struct slice value;
	size_t n;
	if (!dunikey_line(text, "pub", &value))
		return fault_set(f, E_INVALID, _("the line \"pub:\" is missing in the PubSec file"));
	if (base58_decode(value, pub, 32, &n) != E_OK || n != 32)
		return fault_set(f, E_INVALID, _("the line \"pub:\" of the PubSec file holds no public key"));
	if (!dunikey_line(text, "sec", &value))
		return fault_set(f, E_INVALID, _("the line \"sec:\" is missing in the PubSec file"));
	if (base58_decode(value, sec, 64, &n) != E_OK || n != 64)
		return fault_set(f, E_INVALID, _("the line \"sec:\" of the PubSec file holds no secret key"));
	return E_OK;
}

enum err dunikey_pubsec_read(struct slice text, unsigned char seed[32], struct fault *f)
{
	unsigned char pub[32], sec[64], derived[32];
	enum err e = check_head(text, "PubSec", f);
	if (e == E_OK)
		e = pubsec_parts(text, pub, sec, f);
	if (e == E_OK) {
		ed25519_public(sec, derived);
		if (memcmp(derived, pub, 32) != 0 || sodium_memcmp(sec + 32, pub, 32) != 0)
			e = fault_set(f, E_BAD_KEY, _("the two keys of the PubSec file do not belong together"));
		else
			memcpy(seed, sec, 32);
	}
	secret_wipe(sec, sizeof sec);
	return e;
}

void dunikey_pubsec_write(const unsigned char seed[32], struct secret *out)
{
	unsigned char sec[64];
	memcpy(sec, seed, 32);
	ed25519_public(seed, sec + 32);
	add_text(out, "Type: PubSec\nVersion: 1\npub: ");
	add_base58(out, sec + 32, 32, 0);
	add_text(out, "\nsec: ");
	add_base58(out, sec, 64, 0);
	add_text(out, "\n");
	secret_wipe(sec, sizeof sec);
}

/* The data of a WIF or EWIF, from a file or bare, without its check bytes. */
static enum err data_of(struct slice text, const char *type, unsigned char first, unsigned char *out, size_t want, struct fault *f)
{
	struct slice value;
	size_t n;
	enum err e = check_head(text, type, f);
	if (e != E_OK)
		return e;
	if (!dunikey_line(text, "Data", &value))
		value = slice_trim(text);
	e = base58_check_decode(value, CHECK, out, want, &n);
	if (e == E_CHECKSUM)
		return fault_set(f, E_CHECKSUM, _("the check digits of the %s do not fit"), type);
	if (e != E_OK || n != want || out[0] != first)
		return fault_set(f, E_INVALID, _("this is not the data of a %s"), type);
	return E_OK;
}

enum err dunikey_wif_read(struct slice text, unsigned char seed[32], struct fault *f)
{
	unsigned char data[WIF];
	enum err e = data_of(text, "WIF", 1, data, WIF, f);
	if (e == E_OK)
		memcpy(seed, data + 1, 32);
	secret_wipe(data, sizeof data);
	return e;
}

void dunikey_wif_write(const unsigned char seed[32], struct secret *out)
{
	unsigned char data[WIF] = { 1 };
	memcpy(data + 1, seed, 32);
	add_text(out, "Type: WIF\nVersion: 1\nData: ");
	add_base58(out, data, WIF, CHECK);
	add_text(out, "\n");
	secret_wipe(data, sizeof data);
}

/* AES-256 in ECB over the two halves: what BIP38 does, and EWIF took over. */
static enum err aes_ecb(bool encrypt, const unsigned char key[32], const unsigned char in[32], unsigned char out[32])
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	int n = 0;
	bool ok = c && EVP_CipherInit_ex(c, EVP_aes_256_ecb(), NULL, key, NULL, encrypt) && EVP_CIPHER_CTX_set_padding(c, 0) &&
		  EVP_CipherUpdate(c, out, &n, in, 32) && n == 32;
	EVP_CIPHER_CTX_free(c);
	return ok ? E_OK : E_FAILED;
}

static void ewif_salt(const unsigned char seed[32], unsigned char salt[4])
{
	unsigned char pub[32], hash[32];
	ed25519_public(seed, pub);
	hash_sha256d(hash, pub, 32);
	memcpy(salt, hash, 4);
}

static enum err ewif_keys(struct slice password, const unsigned char salt[4], unsigned char keys[64])
{
	return kdf_scrypt(password, (struct slice){ (const char *)salt, 4 }, 16384, 8, 8, keys, 64);
}

enum err dunikey_ewif_read(struct slice text, struct slice password, unsigned char seed[32], struct fault *f)
{
	unsigned char data[EWIF], keys[64], plain[32], salt[4];
	enum err e = data_of(text, "EWIF", 2, data, EWIF, f);
	if (e == E_OK)
		e = ewif_keys(password, data + 1, keys);
	if (e == E_OK)
		e = aes_ecb(false, keys + 32, data + 5, plain);
	if (e == E_OK) {
		for (int i = 0; i < 32; i++)
			plain[i] ^= keys[i];
		ewif_salt(plain, salt);
		if (memcmp(salt, data + 1, 4) != 0)
			e = fault_set(f, E_BAD_PASSPHRASE, _("the password of the EWIF does not fit"));
		else
			memcpy(seed, plain, 32);
	}
	secret_wipe(keys, sizeof keys);
	secret_wipe(plain, sizeof plain);
	return e;
}

enum err dunikey_ewif_write(const unsigned char seed[32], struct slice password, struct secret *out)
{
	unsigned char data[EWIF] = { 2 }, keys[64], mixed[32];
	ewif_salt(seed, data + 1);
	enum err e = ewif_keys(password, data + 1, keys);
	if (e == E_OK) {
		for (int i = 0; i < 32; i++)
			mixed[i] = seed[i] ^ keys[i];
		e = aes_ecb(true, keys + 32, mixed, data + 5);
	}
	if (e == E_OK) {
		add_text(out, "Type: EWIF\nVersion: 1\nData: ");
		add_base58(out, data, EWIF, CHECK);
		add_text(out, "\n");
	}
	secret_wipe(keys, sizeof keys);
	secret_wipe(mixed, sizeof mixed);
	return e;
}
