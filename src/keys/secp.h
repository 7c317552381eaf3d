/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secp256k1 as NOSTR uses it: x-only public keys and BIP-340 signatures. Secret keys are 32 bytes of secret memory; each
 * function refuses zero and what is beyond the curve's order (E_BAD_KEY). Quick, no globals, any thread. */
#ifndef KEYS_SECP_H
#define KEYS_SECP_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

enum err secp_public(const unsigned char sk[32], unsigned char x[32]);
enum err secp_compressed(const unsigned char sk[32], unsigned char out[33]); /* 02 or 03, then x */
bool secp_valid(const unsigned char x[32]);                                   /* is it a public key at all */

/* BIP-340 over n bytes (a NOSTR event id has 32). aux is 32 bytes of randomness, or NULL to draw them. The signature is
 * verified before it is given. */
enum err secp_sign(const unsigned char sk[32], const void *msg, size_t n, const unsigned char *aux, unsigned char sig[64]);
bool secp_verify(const unsigned char x[32], const void *msg, size_t n, const unsigned char sig[64]);

/* The x coordinate shared with the holder of another x-only key, not hashed: what NIP-04 and NIP-44 start from. */
enum err secp_shared(const unsigned char sk[32], const unsigned char x[32], unsigned char out[32]);

/* sk + tweak modulo the order, in place. */
enum err secp_add(unsigned char sk[32], const unsigned char tweak[32]);

#endif
