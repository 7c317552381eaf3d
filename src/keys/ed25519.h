/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ed25519 (RFC 8032) from a 32-byte seed, which belongs in secret memory. Plain functions of their arguments, quick. */
#ifndef KEYS_ED25519_H
#define KEYS_ED25519_H

#include <stdbool.h>
#include <stddef.h>

void ed25519_public(const unsigned char seed[32], unsigned char pub[32]);
void ed25519_sign(const unsigned char seed[32], const void *msg, size_t n, unsigned char sig[64]);
bool ed25519_verify(const unsigned char pub[32], const void *msg, size_t n, const unsigned char sig[64]);

/* The child seed of a hard junction (//x) with its 32-byte chain code, as Substrate does. out may be seed. There are no
 * soft junctions on this curve. */
void ed25519_hard(const unsigned char seed[32], const unsigned char code[32], unsigned char out[32]);

/* The secret that two holders of ed25519 keys share through X25519, hashed as libsodium's crypto_box does; with it
 * Cesium+ messages are opened and closed. False when the other key is not a point of the curve. */
bool ed25519_shared(const unsigned char seed[32], const unsigned char other[32], unsigned char out[32]);

#endif
