/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a passphrase to key bytes. Plain functions of their arguments, without globals: the slow ones (scrypt, argon2id: a
 * part of a second to minutes) are meant for a worker thread. What they return belongs in secret memory. */
#ifndef KEYS_KDF_H
#define KEYS_KDF_H

#include "base/err.h"
#include "base/str.h"
#include <stdint.h>

/* PBKDF2 with HMAC-SHA512: a few milliseconds for 2048 rounds. */
void kdf_pbkdf2(struct slice pass, struct slice salt, unsigned rounds, void *out, size_t n);
void kdf_hmac_sha512(struct slice key, struct slice msg, unsigned char out[64]);

/* scrypt (RFC 7914). E_INVALID: n is no power of two, or r and p make no sense; E_TOO_BIG: it wants more memory than this
 * machine has. */
enum err kdf_scrypt(struct slice pass, struct slice salt, uint64_t n, uint32_t r, uint32_t p, void *out, size_t out_n);

/* argon2id version 1.3, one lane, memory in KiB. The same errors. */
enum err kdf_argon2id(struct slice pass, const unsigned char salt[16], uint32_t passes, uint32_t memory_kib, void *out,
		      size_t out_n);

#endif
