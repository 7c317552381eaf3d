/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base58 with Bitcoin's alphabet, plain and with the check bytes of a double SHA-256 (four in Bitcoin, two in Ğ1's WIF).
 * Everything is written into the caller's memory, secrets may pass. */
#ifndef CODEC_BASE58_H
#define CODEC_BASE58_H

#include "base/err.h"
#include "base/str.h"

size_t base58_encode(const void *p, size_t n, char *out, size_t cap); /* as radix_encode */
enum err base58_decode(struct slice text, void *out, size_t cap, size_t *n);
void base58_add(struct str *out, const void *p, size_t n);

/* With check bytes behind the payload. Decoding gives the payload alone, or E_CHECKSUM. */
size_t base58_check_encode(const void *p, size_t n, size_t check, char *out, size_t cap);
enum err base58_check_decode(struct slice text, size_t check, void *out, size_t cap, size_t *n);

#endif
