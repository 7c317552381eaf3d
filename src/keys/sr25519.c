/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/sr25519.h"

#include "base/secret.h"
#include "keys/merlin.h"
#include <sodium.h>
#include <string.h>

/* Little-endian division by 8: clamping left the three low bits clear. */
static void divide_by_cofactor(unsigned char s[32])
{
	unsigned carry = 0;
	for (int i = 31; i >= 0; i--) {
		unsigned low = s[i] & 7u;
		s[i] = (unsigned char)(s[i] >> 3 | carry << 5);
		carry = low;
	}
}

static void multiply_by_cofactor(unsigned char s[32])
{
	unsigned carry = 0;
	for (int i = 0; i < 32; i++) {
		unsigned high = s[i] >> 5;
		s[i] = (unsigned char)(s[i] << 3 | carry);
		carry = high;
	}
}

static bool canonical(const unsigned char s[32])
{
	unsigned char wide[64] = { 0 }, low[32];
	memcpy(wide, s, 32);
	crypto_core_ristretto255_scalar_reduce(low, wide);
	bool same = sodium_memcmp(low, s, 32) == 0;
	secret_wipe(wide, sizeof wide);
	secret_wipe(low, sizeof low);
	return same;
}

static void challenge_scalar(struct merlin *t, const char *label, unsigned char out[32])
{
	unsigned char wide[64];
	merlin_challenge(t, label, wide, sizeof wide);
	crypto_core_ristretto255_scalar_reduce(out, wide);
	secret_wipe(wide, sizeof wide);
}

void sr25519_expand(const unsigned char mini[32], unsigned char sec[64])
{
	crypto_hash_sha512(sec, mini, 32);
	sec[0] &= 248;
	sec[31] &= 63;
	sec[31] |= 64;
	divide_by_cofactor(sec);
}

enum err sr25519_public(const unsigned char sec[64], unsigned char pub[32])
{
	if (!canonical(sec) || crypto_scalarmult_ristretto255_base(pub, sec) != 0)
		return E_BAD_KEY;
	return E_OK;
}

static void signing_transcript(struct merlin *t, const void *msg, size_t n, const unsigned char pub[32])
{
	merlin_init(t, "SigningContext");
	merlin_append(t, "", "substrate", 9);
	merlin_append(t, "sign-bytes", msg, n);
	merlin_append(t, "proto-name", "Schnorr-sig", 11);
	merlin_append(t, "sign:pk", pub, 32);
}

enum err sr25519_sign(const unsigned char sec[64], const void *msg, size_t n, unsigned char sig[64])
{
	struct merlin t;
	unsigned char pub[32], entropy[32], wide[64], r[32], k[32], s[32];
	if (sr25519_public(sec, pub) != E_OK)
		return E_BAD_KEY;
	signing_transcript(&t, msg, n, pub);
	do { /* a zero nonce has no point; it never happens twice */
		randombytes_buf(entropy, sizeof entropy);
		merlin_witness(&t, "signing", sec + 32, 32, entropy, wide, sizeof wide);
		crypto_core_ristretto255_scalar_reduce(r, wide);
	} while (crypto_scalarmult_ristretto255_base(sig, r) != 0);
	merlin_append(&t, "sign:R", sig, 32);
	challenge_scalar(&t, "sign:c", k);
	crypto_core_ristretto255_scalar_mul(s, k, sec);
	crypto_core_ristretto255_scalar_add(sig + 32, s, r);
	sig[63] |= 128; /* the mark that tells a schnorrkel signature from an ed25519 one */
	secret_wipe(&t, sizeof t);
	secret_wipe(entropy, sizeof entropy);
	secret_wipe(wide, sizeof wide);
	secret_wipe(r, sizeof r);
	secret_wipe(s, sizeof s);
	return sr25519_verify(pub, msg, n, sig) ? E_OK : E_BAD_SIGNATURE;
}

bool sr25519_verify(const unsigned char pub[32], const void *msg, size_t n, const unsigned char sig[64])
{
	struct merlin t;
	unsigned char s[32], k[32], kp[32], sb[32], r[32];
	memcpy(s, sig + 32, 32);
	if (!(s[31] & 128))
		return false;
	s[31] &= 127;
	if (!canonical(s))
		return false;
	signing_transcript(&t, msg, n, pub);
	merlin_append(&t, "sign:R", sig, 32);
	challenge_scalar(&t, "sign:c", k);
	return crypto_scalarmult_ristretto255(kp, k, pub) == 0 && crypto_scalarmult_ristretto255_base(sb, s) == 0 &&
	       crypto_core_ristretto255_sub(r, sb, kp) == 0 && sodium_memcmp(r, sig, 32) == 0;
}

void sr25519_hard(const unsigned char sec[64], const unsigned char code[32], unsigned char mini[32])
{
	struct merlin t;
	merlin_init(&t, "SchnorrRistrettoHDKD");
	merlin_append(&t, "sign-bytes", "", 0);
	merlin_append(&t, "chain-code", code, 32);
	merlin_append(&t, "secret-key", sec, 32);
	merlin_challenge(&t, "HDKD-hard", mini, 32);
	secret_wipe(&t, sizeof t);
}

static void soft_scalar(struct merlin *t, const unsigned char pub[32], const unsigned char code[32], unsigned char out[32])
{
	unsigned char chain[32];
	merlin_init(t, "SchnorrRistrettoHDKD");
	merlin_append(t, "sign-bytes", "", 0);
	merlin_append(t, "chain-code", code, 32);
	merlin_append(t, "public-key", pub, 32);
	challenge_scalar(t, "HDKD-scalar", out);
	merlin_challenge(t, "HDKD-chaincode", chain, 32);
}

enum err sr25519_soft(const unsigned char sec[64], const unsigned char code[32], unsigned char out[64])
{
	static const unsigned char none[32]; /* the child's nonce is fixed by the parent: the same path is the same secret */
	struct merlin t;
	unsigned char pub[32], add[32], nonce[32];
	if (sr25519_public(sec, pub) != E_OK)
		return E_BAD_KEY;
	soft_scalar(&t, pub, code, add);
	merlin_witness(&t, "HDKD-nonce", sec, 64, none, nonce, sizeof nonce);
	crypto_core_ristretto255_scalar_add(out, sec, add);
	memcpy(out + 32, nonce, 32);
	secret_wipe(nonce, sizeof nonce);
	secret_wipe(&t, sizeof t);
	return E_OK;
}

enum err sr25519_soft_public(const unsigned char pub[32], const unsigned char code[32], unsigned char out[32])
{
	struct merlin t;
	unsigned char add[32], point[32];
	if (!crypto_core_ristretto255_is_valid_point(pub))
		return E_BAD_KEY;
	soft_scalar(&t, pub, code, add);
	if (crypto_scalarmult_ristretto255_base(point, add) != 0 || crypto_core_ristretto255_add(out, pub, point) != 0)
		return E_BAD_KEY;
	return E_OK;
}

void sr25519_to_file(unsigned char sec[64])
{
	multiply_by_cofactor(sec);
}

enum err sr25519_from_file(unsigned char sec[64])
{
	if (sec[0] & 7)
		return E_BAD_KEY;
	divide_by_cofactor(sec);
	unsigned char pub[32];
	return sr25519_public(sec, pub);
}
