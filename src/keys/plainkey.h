/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key files that hold an ed25519 seed openly: 64 hex digits (authfile), NaCl JSON (duniterpy, libnacl), JWK, PEM (pkcs8).
 * Texts are secrets and are read in place. Quick. f may be NULL; it tells what exactly is wrong. */
#ifndef KEYS_PLAINKEY_H
#define KEYS_PLAINKEY_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

enum err plainkey_hex_read(struct slice text, unsigned char seed[32], struct fault *f);
void plainkey_hex_write(const unsigned char seed[32], struct secret *out);

/* E_INVALID: the form; E_BAD_KEY: the public key in the file is not the one of the seed. */
enum err plainkey_nacl_read(struct slice text, unsigned char seed[32], struct fault *f);
void plainkey_nacl_write(const unsigned char seed[32], struct secret *out);
enum err plainkey_jwk_read(struct slice text, unsigned char seed[32], struct fault *f);

/* E_UNSUPPORTED: a PEM of another kind of key, or an encrypted one. */
enum err plainkey_pem_read(struct slice text, unsigned char seed[32], struct fault *f);
void plainkey_pem_write(const unsigned char seed[32], struct secret *out);

/* The string member of a flat JSON object, without any copy (no escapes inside). False when there is none. */
bool plainkey_member(struct slice text, const char *name, struct slice *value);

#endif
