/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/ncryptsec.h"

#include "base/secret.h"
#include "codec/bech32.h"
#include "keys/kdf.h"
#include "keys/norm.h"
#include "keys/secp.h"
#include <sodium.h>

/* version, log2 of scrypt's N, salt, nonce, care, sealed key */
enum { SALT = 2, NONCE = 18, CARE = 42, SEALED = 43, SIZE = 91 };

static enum err take_apart(struct slice text, unsigned char raw[SIZE])
{
	char hrp[16];
	size_t n;
	enum err e = bech32_decode(slice_trim(text), hrp, sizeof hrp, raw, SIZE, &n);
	if (e == E_TOO_BIG || (e == E_OK && (n != SIZE || strcmp(hrp, "ncryptsec") != 0)))
		return E_INVALID;
	if (e != E_OK)
		return e;
	if (raw[0] != 2)
		return E_NEWER;
	if (raw[CARE] > NCRYPTSEC_UNKNOWN || !raw[1])
		return E_INVALID;
	return raw[1] > NCRYPTSEC_LOG_N_MAX ? E_TOO_BIG : E_OK;
}

enum err ncryptsec_look(struct slice text, unsigned *log_n, enum ncryptsec_care *care)
{
	unsigned char raw[SIZE];
	enum err e = take_apart(text, raw);
	if (e == E_OK) {
		*log_n = raw[1];
		*care = (enum ncryptsec_care)raw[CARE];
	}
	return e;
}

static enum err derive(const unsigned char raw[SIZE], struct slice password, unsigned char key[32])
{
	struct secret plain = secret_new(password.n + 16);
	enum err e = norm_nfkc(password, &plain);
	if (e == E_OK)
		e = kdf_scrypt(norm_slice(&plain), (struct slice){ (const char *)raw + SALT, 16 }, UINT64_C(1) << raw[1], 8, 1, key, 32);
	secret_free(&plain);
	return e;
}

enum err ncryptsec_read(struct slice text, struct slice password, unsigned char sk[32])
{
	unsigned char raw[SIZE], key[32], x[32];
	enum err e = take_apart(text, raw);
	if (e != E_OK)
		return e;
	e = derive(raw, password, key);
	if (e == E_OK && crypto_aead_xchacha20poly1305_ietf_decrypt(sk, NULL, NULL, raw + SEALED, SIZE - SEALED, raw + CARE, 1,
								    raw + NONCE, key) != 0)
		e = E_BAD_PASSPHRASE;
	if (e == E_OK)
		e = secp_public(sk, x);
	secret_wipe(key, sizeof key);
	return e;
}

enum err ncryptsec_write(const unsigned char sk[32], struct slice password, unsigned log_n, enum ncryptsec_care care,
			 char out[NCRYPTSEC_TEXT])
{
	unsigned char raw[SIZE] = { 2, (unsigned char)log_n }, key[32], x[32];
	if (!log_n || log_n > NCRYPTSEC_LOG_N_MAX || (unsigned)care > NCRYPTSEC_UNKNOWN)
		return E_INVALID;
	enum err e = secp_public(sk, x);
	if (e != E_OK)
		return e;
	randombytes_buf(raw + SALT, CARE - SALT);
	raw[CARE] = (unsigned char)care;
	e = derive(raw, password, key);
	if (e == E_OK) {
		crypto_aead_xchacha20poly1305_ietf_encrypt(raw + SEALED, NULL, sk, 32, raw + CARE, 1, NULL, raw + NONCE, key);
		if (bech32_encode("ncryptsec", raw, SIZE, out, NCRYPTSEC_TEXT) != NCRYPTSEC_TEXT - 1)
			e = E_FAILED;
	}
	secret_wipe(key, sizeof key);
	return e;
}
