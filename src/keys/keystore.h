/* SPDX-License-Identifier: GPL-3.0-or-later */
/* polkadot-js's encrypted JSON keystore, version 3 (scrypt, xsalsa20-poly1305, pkcs8). Reading and writing run scrypt with
 * 128 MB: for a worker thread. f may be NULL. */
#ifndef KEYS_KEYSTORE_H
#define KEYS_KEYSTORE_H

#include "keys/key.h"

struct keystore_look {
	enum key_scheme scheme;
	unsigned char pub[32];
	unsigned prefix;      /* of the address in the file */
	char name[128];       /* meta.name as written by a stranger: clean it before showing */
};

/* What stands in the file unencrypted. E_INVALID, E_NEWER (another version), E_UNSUPPORTED (another cipher or curve, or
 * not encrypted at all), E_CHECKSUM (the address). */
enum err keystore_look(struct slice text, struct keystore_look *out, struct fault *f);

/* The key; E_BAD_PASSPHRASE, E_BAD_KEY (what is inside does not fit the address) and the errors of keystore_look. An
 * sr25519 file holds the expanded secret: its mini secret and words cannot be found again. */
enum err keystore_read(struct slice text, struct slice password, struct key *out, struct fault *f);

/* A whole file for ed25519 and sr25519 keys (E_UNSUPPORTED else), under the address of the given SS58 prefix. */
enum err keystore_write(const struct key *k, struct slice password, const char *name, unsigned prefix, struct str *out);

#endif
