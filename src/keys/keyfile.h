/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text that may hold a key: tells what it is, and reads it. The text is a secret and is read in place. keyfile_detect is
 * quick; keyfile_read may run scrypt (seconds): for a worker thread. */
#ifndef KEYS_KEYFILE_H
#define KEYS_KEYFILE_H

#include "keys/bip39.h"
#include "keys/key.h"

enum keyfile_kind {
	KEYFILE_UNKNOWN,
	KEYFILE_PUBSEC, KEYFILE_WIF, KEYFILE_EWIF, KEYFILE_SEED, KEYFILE_NACL, KEYFILE_JWK, KEYFILE_PEM, KEYFILE_JSON,
	KEYFILE_MNEMONIC,     /* words alone */
	KEYFILE_SURI,         /* words or 0x digits with a path or password, or a path alone */
	KEYFILE_SALT,         /* salt and pepper of a station, or two lines: identifier, password */
	KEYFILE_NSEC, KEYFILE_NCRYPTSEC,
	KEYFILE_ADDRESS,      /* no secret: something to watch */
	KEYFILE_KINDS
};

struct keyfile {
	enum keyfile_kind kind;
	enum key_scheme scheme; /* the one the kind has; ed25519 where the person may choose (see keyfile_free_scheme) */
	struct secret root;     /* 32 bytes before any path, or an sr25519 secret of 64; empty for an address */
	struct secret text;     /* what to write down or keep besides: the words, "salt\npepper"; else empty */
	struct secret path;     /* of a secret URI; else empty */
	unsigned char pub[32];  /* of the root, under the scheme */
	bool known_to_all;      /* the development phrase: never for real money */
};

enum keyfile_kind keyfile_detect(struct slice text);
const char *keyfile_name(enum keyfile_kind kind);     /* "pubsec" "wif" ...: stable */
bool keyfile_wants_password(enum keyfile_kind kind);  /* EWIF, JSON, ncryptsec */
bool keyfile_free_scheme(enum keyfile_kind kind);     /* the same secret serves ed25519 and sr25519 */

/* On an error out is empty, f tells what exactly is wrong, t (for words) which one; both may be NULL. */
enum err keyfile_read(struct slice text, struct slice password, struct keyfile *out, struct fault *f, struct bip39_trouble *t);
void keyfile_free(struct keyfile *k);

#endif
