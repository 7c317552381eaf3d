/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One signing key of any scheme. It owns its secret memory until key_free; a struct key is not copied. Quick. */
#ifndef KEYS_KEY_H
#define KEYS_KEY_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

/* The numbers of the first two are those of a Substrate MultiSignature and are kept in vaults: never renumber. */
enum key_scheme { KEY_ED25519, KEY_SR25519, KEY_NOSTR, KEY_SCHEMES };

struct key {
	enum key_scheme scheme;
	unsigned char pub[32];
	struct secret sec; /* a seed of 32 bytes, but for sr25519: scalar and nonce, 64 bytes */
};

const char *key_scheme_name(enum key_scheme scheme); /* "ed25519" "sr25519" "nostr": stable */
enum err key_scheme_parse(struct slice name, enum key_scheme *out);

/* From a seed, mini secret or secp256k1 secret of 32 bytes, or an sr25519 secret of 64. E_BAD_KEY. On error out is empty. */
enum err key_open(struct key *out, enum key_scheme scheme, struct slice bytes);
void key_free(struct key *k);

enum err key_sign(const struct key *k, const void *msg, size_t n, unsigned char sig[64]);
bool key_verify(enum key_scheme scheme, const unsigned char pub[32], const void *msg, size_t n, const unsigned char sig[64]);

/* The secret shared with the holder of another public key: ed25519 as for crypto_box, NOSTR as for NIP-44.
 * E_UNSUPPORTED for sr25519. */
enum err key_shared(const struct key *k, const unsigned char other[32], unsigned char out[32]);

#endif
