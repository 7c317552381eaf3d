/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/secp.h"

#include "base/secret.h"
#include <secp256k1.h>
#include <secp256k1_ecdh.h>
#include <secp256k1_extrakeys.h>
#include <secp256k1_schnorrsig.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* A context with fresh blinding: made per signature, which costs less than sharing one between threads. */
static secp256k1_context *open_context(void)
{
	unsigned char blind[32];
	secp256k1_context *c = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
	randombytes_buf(blind, sizeof blind);
	if (!c || !secp256k1_context_randomize(c, blind))
		abort();
	secret_wipe(blind, sizeof blind);
	return c;
}

enum err secp_compressed(const unsigned char sk[32], unsigned char out[33])
{
	secp256k1_context *c = open_context();
	secp256k1_pubkey p;
	size_t n = 33;
	bool ok = secp256k1_ec_pubkey_create(c, &p, sk) && secp256k1_ec_pubkey_serialize(c, out, &n, &p, SECP256K1_EC_COMPRESSED);
	secp256k1_context_destroy(c);
	return ok ? E_OK : E_BAD_KEY;
}

enum err secp_public(const unsigned char sk[32], unsigned char x[32])
{
	unsigned char full[33];
	enum err e = secp_compressed(sk, full);
	if (e == E_OK)
		memcpy(x, full + 1, 32);
	return e;
}

bool secp_valid(const unsigned char x[32])
{
	secp256k1_xonly_pubkey p;
	return secp256k1_xonly_pubkey_parse(secp256k1_context_static, &p, x);
}

enum err secp_sign(const unsigned char sk[32], const void *msg, size_t n, const unsigned char *aux, unsigned char sig[64])
{
	secp256k1_context *c = open_context();
	secp256k1_keypair pair;
	secp256k1_xonly_pubkey p;
	secp256k1_schnorrsig_extraparams extra = SECP256K1_SCHNORRSIG_EXTRAPARAMS_INIT;
	unsigned char own[32];
	enum err e = E_BAD_KEY;
	if (!aux) {
		randombytes_buf(own, sizeof own);
		aux = own;
	}
	union { /* the library promises to leave it alone, its type does not */
		const unsigned char *in;
		void *out;
	} data = { .in = aux };
	extra.ndata = data.out;
	if (secp256k1_keypair_create(c, &pair, sk) && secp256k1_keypair_xonly_pub(c, &p, NULL, &pair))
		e = secp256k1_schnorrsig_sign_custom(c, sig, msg, n, &pair, &extra) &&
				    secp256k1_schnorrsig_verify(c, sig, msg, n, &p) ?
			    E_OK :
			    E_BAD_SIGNATURE;
	secret_wipe(&pair, sizeof pair);
	secret_wipe(own, sizeof own);
	secp256k1_context_destroy(c);
	return e;
}

bool secp_verify(const unsigned char x[32], const void *msg, size_t n, const unsigned char sig[64])
{
	secp256k1_xonly_pubkey p;
	return secp256k1_xonly_pubkey_parse(secp256k1_context_static, &p, x) &&
	       secp256k1_schnorrsig_verify(secp256k1_context_static, sig, msg, n, &p);
}

static int copy_x(unsigned char *out, const unsigned char *x, const unsigned char *y, void *data)
{
	(void)y;
	(void)data;
	memcpy(out, x, 32);
	return 1;
}

enum err secp_shared(const unsigned char sk[32], const unsigned char x[32], unsigned char out[32])
{
	secp256k1_pubkey p;
	unsigned char full[33] = { 2 };
	memcpy(full + 1, x, 32);
	if (!secp256k1_ec_pubkey_parse(secp256k1_context_static, &p, full, sizeof full))
		return E_BAD_KEY;
	return secp256k1_ecdh(secp256k1_context_static, out, &p, sk, copy_x, NULL) ? E_OK : E_BAD_KEY;
}

enum err secp_add(unsigned char sk[32], const unsigned char tweak[32])
{
	return secp256k1_ec_seckey_tweak_add(secp256k1_context_static, sk, tweak) ? E_OK : E_BAD_KEY;
}
