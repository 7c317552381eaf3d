/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/ed25519.h"

#include "base/secret.h"
#include <sodium.h>

void ed25519_public(const unsigned char seed[32], unsigned char pub[32])
{
	unsigned char sk[crypto_sign_SECRETKEYBYTES];
	crypto_sign_seed_keypair(pub, sk, seed);
	secret_wipe(sk, sizeof sk);
}

void ed25519_sign(const unsigned char seed[32], const void *msg, size_t n, unsigned char sig[64])
{
	unsigned char pub[32], sk[crypto_sign_SECRETKEYBYTES];
	crypto_sign_seed_keypair(pub, sk, seed);
	crypto_sign_detached(sig, NULL, msg, n, sk);
	secret_wipe(sk, sizeof sk);
}

bool ed25519_verify(const unsigned char pub[32], const void *msg, size_t n, const unsigned char sig[64])
{
	return crypto_sign_verify_detached(sig, msg, n, pub) == 0;
}

void ed25519_hard(const unsigned char seed[32], const unsigned char code[32], unsigned char out[32])
{
	static const unsigned char label[] = "\x2c" "Ed25519HDKD"; /* SCALE text: compact length 11, letters */
	crypto_generichash_state st;
	crypto_generichash_init(&st, NULL, 0, 32);
	crypto_generichash_update(&st, label, sizeof label - 1);
	crypto_generichash_update(&st, seed, 32);
	crypto_generichash_update(&st, code, 32);
	crypto_generichash_final(&st, out, 32);
	secret_wipe(&st, sizeof st);
}

bool ed25519_shared(const unsigned char seed[32], const unsigned char other[32], unsigned char out[32])
{
	unsigned char pub[32], sk[crypto_sign_SECRETKEYBYTES], mine[32], theirs[32];
	bool ok = crypto_sign_ed25519_pk_to_curve25519(theirs, other) == 0;
	if (ok) {
		crypto_sign_seed_keypair(pub, sk, seed);
		crypto_sign_ed25519_sk_to_curve25519(mine, sk);
		ok = crypto_box_beforenm(out, theirs, mine) == 0;
		secret_wipe(sk, sizeof sk);
		secret_wipe(mine, sizeof mine);
	}
	return ok;
}
