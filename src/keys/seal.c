/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/seal.h"

#include "base/i18n.h"
#include "codec/hash.h"
#include "keys/kdf.h"
#include "keys/norm.h"
#include <sodium.h>

enum { KIND = 8, FORMAT_AT = 12, CONTENT = 14, PASSES = 16, MEMORY = 20, SALT = 24, CHECK = 40, NONCE = 56, OPEN_N = 80, SEALED_N = 84,
       HEAD = 88, TAG = 16, DIGEST = 32, FORMAT = 1, MOST_PASSES = 64 };

static const unsigned char magic[8] = { 'V', 'I', 'G', 'I', 'E', 'S', 'L', 0x1a };

const struct seal_params seal_usual = { 4, 64 << 10 };

static uint32_t get32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static void put32(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> 8 * i);
}

/* The derived bytes: 32 to seal with, 32 whose hash is the check. Another keyboard may write the same letters in another
 * Unicode form; bytes that are no text are taken as they are. */
static enum err derive(struct seal_key *k, struct slice passphrase)
{
	unsigned char hash[32];
	struct secret plain = secret_new(passphrase.n);
	k->key = secret_new(64);
	if (norm_nfkc(passphrase, &plain) == E_OK)
		passphrase = norm_slice(&plain);
	enum err e = kdf_argon2id(passphrase, k->salt, k->params.passes, k->params.memory_kib, k->key.p, 64);
	secret_free(&plain);
	if (e == E_OK) {
		hash_blake2_256(hash, k->key.p + 32, 32);
		memcpy(k->check, hash, sizeof k->check);
		k->key.n = 64;
		secret_cut(&k->key, 32);
	} else {
		secret_free(&k->key);
	}
	return e;
}

enum err seal_key_new(struct slice passphrase, struct seal_params params, struct seal_key *out)
{
	*out = (struct seal_key){ .params = params };
	randombytes_buf(out->salt, sizeof out->salt);
	return derive(out, passphrase);
}

enum err seal_key_for(struct slice file, const char kind[4], struct slice passphrase, struct seal_key *out, struct fault *f)
{
	struct seal_look seen;
	enum err e = seal_look(file, kind, UINT16_MAX, &seen, f);
	*out = (struct seal_key){ 0 };
	if (e != E_OK)
		return e;
	out->params = seen.params;
	memcpy(out->salt, file.p + SALT, sizeof out->salt);
	e = derive(out, passphrase);
	if (e != E_OK)
		return fault_set(f, e, _("this machine has not the memory that the passphrase of this file asks for"));
	if (sodium_memcmp(out->check, file.p + CHECK, sizeof out->check) != 0) {
		seal_key_free(out);
		return fault_set(f, E_BAD_PASSPHRASE, _("this passphrase does not open the file"));
	}
	return E_OK;
}

void seal_key_free(struct seal_key *k)
{
	secret_free(&k->key);
	*k = (struct seal_key){ 0 };
}

static bool whole(struct slice file)
{
	const unsigned char *p = (const unsigned char *)file.p;
	unsigned char digest[DIGEST];
	uint64_t size = (uint64_t)HEAD + get32(p + OPEN_N) + get32(p + SEALED_N) + DIGEST;
	if (size != file.n || get32(p + SEALED_N) < TAG)
		return false;
	hash_blake2_256(digest, p, file.n - DIGEST);
	return memcmp(digest, p + file.n - DIGEST, DIGEST) == 0;
}

enum err seal_look(struct slice file, const char kind[4], unsigned newest, struct seal_look *out, struct fault *f)
{
	const unsigned char *p = (const unsigned char *)file.p;
	*out = (struct seal_look){ 0 };
	if (file.n < KIND + 4 || memcmp(p, magic, sizeof magic) != 0 || memcmp(p + KIND, kind, 4) != 0)
		return fault_set(f, E_INVALID, _("this file was not written by vigie for this use"));
	if (file.n < HEAD + TAG + DIGEST)
		return fault_set(f, E_CORRUPT, _("the file is cut"));
	if (p[FORMAT_AT] + 256u * p[FORMAT_AT + 1] > FORMAT)
		return fault_set(f, E_NEWER, _("this file has a newer format"));
	if (!whole(file))
		return fault_set(f, E_CORRUPT, _("the file is damaged or cut"));
	out->version = p[CONTENT] + 256u * p[CONTENT + 1];
	if (out->version > newest)
		return fault_set(f, E_NEWER, _("this file has a newer format"));
	out->params = (struct seal_params){ get32(p + PASSES), get32(p + MEMORY) };
	if (!out->params.passes || out->params.passes > MOST_PASSES || out->params.memory_kib < 8)
		return fault_set(f, E_CORRUPT, _("the parameters of the file make no sense"));
	out->open = (struct slice){ file.p + HEAD, get32(p + OPEN_N) };
	return E_OK;
}

enum err seal_write(const struct seal_key *k, const char kind[4], unsigned version, struct slice open, struct slice secret,
		    struct str *out)
{
	if (open.n > SEAL_MAX || secret.n > SEAL_MAX || open.n + secret.n > SEAL_MAX - HEAD - TAG - DIGEST)
		return E_TOO_BIG;
	size_t from = out->n, size = HEAD + open.n + secret.n + TAG + DIGEST;
	str_addn(out, '\0', size);
	unsigned char *p = (unsigned char *)out->p + from;
	memcpy(p, magic, sizeof magic);
	memcpy(p + KIND, kind, 4);
	p[FORMAT_AT] = FORMAT;
	p[CONTENT] = (unsigned char)version;
	p[CONTENT + 1] = (unsigned char)(version >> 8);
	put32(p + PASSES, k->params.passes);
	put32(p + MEMORY, k->params.memory_kib);
	memcpy(p + SALT, k->salt, sizeof k->salt);
	memcpy(p + CHECK, k->check, sizeof k->check);
	randombytes_buf(p + NONCE, 24);
	put32(p + OPEN_N, (uint32_t)open.n);
	put32(p + SEALED_N, (uint32_t)(secret.n + TAG));
	memcpy(p + HEAD, open.p, open.n);
	crypto_aead_xchacha20poly1305_ietf_encrypt(p + HEAD + open.n, NULL, (const unsigned char *)secret.p, secret.n, p, HEAD + open.n,
						   NULL, p + NONCE, k->key.p);
	hash_blake2_256(p + size - DIGEST, p, size - DIGEST);
	return E_OK;
}

enum err seal_read(const struct seal_key *k, const char kind[4], struct slice file, struct secret *out, struct fault *f)
{
	struct seal_look seen;
	enum err e = seal_look(file, kind, UINT16_MAX, &seen, f);
	if (e != E_OK)
		return e;
	const unsigned char *p = (const unsigned char *)file.p;
	if (memcmp(p + SALT, k->salt, sizeof k->salt) != 0 || memcmp(p + CHECK, k->check, sizeof k->check) != 0 ||
	    seen.params.passes != k->params.passes || seen.params.memory_kib != k->params.memory_kib)
		return fault_set(f, E_BAD_PASSPHRASE, _("this passphrase does not open the file"));
	size_t n = get32(p + SEALED_N) - TAG;
	struct secret plain = secret_new(n);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.p, NULL, NULL, p + HEAD + seen.open.n, n + TAG, p, HEAD + seen.open.n,
						       p + NONCE, k->key.p) != 0)
		e = fault_set(f, E_CORRUPT, _("the file was changed by somebody who does not know the passphrase"));
	else
		secret_add(out, plain.p, n);
	secret_free(&plain);
	return e;
}
