/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Substrate's derivation paths: //hard and /soft junctions. A path may itself be a secret, so it comes as a slice. Quick. */
#ifndef KEYS_DERIVE_H
#define KEYS_DERIVE_H

#include "keys/key.h"
#include <stdint.h>

enum { DERIVE_DEPTH = 16, DERIVE_ACCOUNTS = 31 }; /* other wallets look at the root and //0 .. //30 */

struct derive_junction {
	bool hard;
	unsigned char code[32];
};

/* Takes the next junction off *path. E_NOT_FOUND at the end; E_INVALID when it is none; E_AMBIGUOUS for numbers that wallets
 * do not read alike (a leading + or beyond 64 bits). */
enum err derive_next(struct slice *path, struct derive_junction *out);
/* Is the whole path well formed for this scheme? E_UNSUPPORTED: a soft junction on ed25519; any path on NOSTR. */
enum err derive_check(enum key_scheme scheme, struct slice path);
/* Replaces k by its child. On an error k is left as it was. */
enum err derive_path(struct key *k, struct slice path);
/* The usual name of an account: "" for -1 (the root), then "//0" ... Written with a NUL. */
void derive_account(int32_t n, char out[16]);

#endif
