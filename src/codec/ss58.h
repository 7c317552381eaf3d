/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SS58 addresses of 32-byte accounts, under any network prefix. */
#ifndef CODEC_SS58_H
#define CODEC_SS58_H

#include "base/err.h"
#include "base/str.h"

enum { SS58_G1 = 4450, SS58_ANY = 42, SS58_MAX = 52 }; /* prefixes; characters of an address and a NUL */

/* Returns the length of the text, 0 when the prefix is beyond 16383. */
size_t ss58_encode(unsigned prefix, const unsigned char pub[32], char out[SS58_MAX]);
/* E_INVALID when it is not the text of an address, E_CHECKSUM when it is one with a wrong character. */
enum err ss58_decode(struct slice text, unsigned *prefix, unsigned char pub[32]);
/* The network of a prefix ("Polkadot"), or NULL. */
const char *ss58_network(unsigned prefix);

#endif
