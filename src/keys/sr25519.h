/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sr25519: schnorrkel over ristretto255, as Substrate and polkadot-js use it. A secret is 64 bytes, scalar then nonce, made
 * from a 32-byte mini secret; both belong in secret memory. Signatures are over the context "substrate". Quick. */
#ifndef KEYS_SR25519_H
#define KEYS_SR25519_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

/* Mini secret to secret as every Substrate wallet does (schnorrkel's Ed25519 mode). */
void sr25519_expand(const unsigned char mini[32], unsigned char sec[64]);

enum err sr25519_public(const unsigned char sec[64], unsigned char pub[32]); /* E_BAD_KEY: the scalar is zero or too big */

enum err sr25519_sign(const unsigned char sec[64], const void *msg, size_t n, unsigned char sig[64]);
bool sr25519_verify(const unsigned char pub[32], const void *msg, size_t n, const unsigned char sig[64]);

/* Children of a junction with its 32-byte chain code. Hard gives a mini secret; soft gives a secret, and the same public
 * key as the public form, which needs no secret. E_BAD_KEY when pub or sec is not valid. out may be the input. */
void sr25519_hard(const unsigned char sec[64], const unsigned char code[32], unsigned char mini[32]);
enum err sr25519_soft(const unsigned char sec[64], const unsigned char code[32], unsigned char out[64]);
enum err sr25519_soft_public(const unsigned char pub[32], const unsigned char code[32], unsigned char out[32]);

/* Key files hold the scalar times the cofactor 8 (the ed25519 form): to it and from it, in place. Reading is exact:
 * E_BAD_KEY when the bytes are no such form. */
void sr25519_to_file(unsigned char sec[64]);
enum err sr25519_from_file(unsigned char sec[64]);

#endif
