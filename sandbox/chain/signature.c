/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/signature.h"

#include "codec/hash.h"
#include "keys/ed25519.h"
#include "keys/sr25519.h"

#include <secp256k1.h>
#include <secp256k1_recovery.h>

/* The account of an ecdsa signer is the hash of the compressed key that the signature gives back. */
static bool ecdsa_check(const unsigned char sig[65], const unsigned char who[32], const void *message, size_t n)
{
	secp256k1_context *c = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
	secp256k1_ecdsa_recoverable_signature s;
	secp256k1_pubkey key;
	unsigned char digest[32], compressed[33], account[32];
	size_t len = sizeof compressed;
	bool ok;

	hash_blake2_256(digest, message, n);
	ok = sig[64] < 4 && secp256k1_ecdsa_recoverable_signature_parse_compact(c, &s, sig, sig[64]) &&
	     secp256k1_ecdsa_recover(c, &key, &s, digest) &&
	     secp256k1_ec_pubkey_serialize(c, compressed, &len, &key, SECP256K1_EC_COMPRESSED);
	secp256k1_context_destroy(c);
	if (!ok)
		return false;
	hash_blake2_256(account, compressed, sizeof compressed);
	return !memcmp(account, who, 32);
}

bool signature_check(struct scale *s, const unsigned char who[32], const void *message, size_t n)
{
	uint64_t kind = scale_uint(s, 1);
	const unsigned char *sig = kind < 3 ? scale_take(s, kind == 2 ? 65 : 64) : NULL;

	if (!sig || s->bad)
		return false;
	return kind == 0 ? ed25519_verify(who, message, n, sig) : kind == 1 ? sr25519_verify(who, message, n, sig) :
		ecdsa_check(sig, who, message, n);
}
