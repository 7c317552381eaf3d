/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/kdf.h"

#include "base/secret.h"
#include <sodium.h>
#include <unistd.h>

void kdf_hmac_sha512(struct slice key, struct slice msg, unsigned char out[64])
{
	crypto_auth_hmacsha512_state st;
	crypto_auth_hmacsha512_init(&st, (const unsigned char *)key.p, key.n);
	crypto_auth_hmacsha512_update(&st, (const unsigned char *)msg.p, msg.n);
	crypto_auth_hmacsha512_final(&st, out);
	secret_wipe(&st, sizeof st);
}

void kdf_pbkdf2(struct slice pass, struct slice salt, unsigned rounds, void *out, size_t n)
{
	crypto_auth_hmacsha512_state keyed, st; /* the state after the key is the same for every round: copied, not remade */
	unsigned char u[64], sum[64], *to = out;
	crypto_auth_hmacsha512_init(&keyed, (const unsigned char *)pass.p, pass.n);
	for (uint32_t block = 1; n; block++) {
		unsigned char be[4] = { (unsigned char)(block >> 24), (unsigned char)(block >> 16), (unsigned char)(block >> 8),
					(unsigned char)block };
		size_t take = n < sizeof sum ? n : sizeof sum;
		st = keyed;
		crypto_auth_hmacsha512_update(&st, (const unsigned char *)salt.p, salt.n);
		crypto_auth_hmacsha512_update(&st, be, sizeof be);
		crypto_auth_hmacsha512_final(&st, u);
		memcpy(sum, u, sizeof sum);
		for (unsigned i = 1; i < rounds; i++) {
			st = keyed;
			crypto_auth_hmacsha512_update(&st, u, sizeof u);
			crypto_auth_hmacsha512_final(&st, u);
			for (size_t k = 0; k < sizeof sum; k++)
				sum[k] ^= u[k];
		}
		memcpy(to, sum, take);
		to += take;
		n -= take;
	}
	secret_wipe(&keyed, sizeof keyed);
	secret_wipe(&st, sizeof st);
	secret_wipe(u, sizeof u);
	secret_wipe(sum, sizeof sum);
}

/* Linux grants memory it does not have and kills later: ask first. */
static bool fits(uint64_t bytes)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
	return bytes <= SIZE_MAX / 2 && (pages <= 0 || size <= 0 || bytes <= (uint64_t)pages * (uint64_t)size / 4 * 3);
}

enum err kdf_scrypt(struct slice pass, struct slice salt, uint64_t n, uint32_t r, uint32_t p, void *out, size_t out_n)
{
	if (n < 2 || (n & (n - 1)) || n > UINT64_C(1) << 40 || !r || !p || r > 1u << 20 || (uint64_t)r * p >= 1u << 30)
		return E_INVALID;
	if (!fits(128 * (uint64_t)r * n) || !fits(128 * (uint64_t)r * p))
		return E_TOO_BIG;
	if (crypto_pwhash_scryptsalsa208sha256_ll((const uint8_t *)pass.p, pass.n, (const uint8_t *)salt.p, salt.n, n, r, p, out,
						  out_n) != 0)
		return E_TOO_BIG;
	return E_OK;
}

enum err kdf_argon2id(struct slice pass, const unsigned char salt[16], uint32_t passes, uint32_t memory_kib, void *out,
		      size_t out_n)
{
	if (!passes || memory_kib < 8 || out_n < crypto_pwhash_BYTES_MIN)
		return E_INVALID;
	if (!fits((uint64_t)memory_kib * 1024) ||
	    crypto_pwhash(out, out_n, pass.p, pass.n, salt, passes, (size_t)memory_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return E_TOO_BIG;
	return E_OK;
}
