/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bech32 (BIP-173's checksum, without its limit of 90 characters, as NOSTR uses it). Whole bytes only. Everything is
 * written into the caller's memory, secrets may pass. */
#ifndef CODEC_BECH32_H
#define CODEC_BECH32_H

#include "base/err.h"
#include "base/str.h"

enum { BECH32_MAX = 5000 }; /* characters read or written at most */

/* Writes text and a NUL; returns its length, 0 when it does not fit. hrp is lower case. */
size_t bech32_encode(const char *hrp, const void *p, size_t n, char *out, size_t cap);
/* The part before the last '1' goes to hrp (with a NUL). E_INVALID for the form, E_CHECKSUM, E_TOO_BIG. */
enum err bech32_decode(struct slice text, char *hrp, size_t hrp_cap, void *out, size_t cap, size_t *n);

#endif
