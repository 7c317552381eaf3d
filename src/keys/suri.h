/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secret URIs of Substrate: a mnemonic or 0x and 64 digits, then //hard and /soft junctions, then ///password. The parts are
 * slices of the text that was given, which stays in secret memory. A few milliseconds. */
#ifndef KEYS_SURI_H
#define KEYS_SURI_H

#include "keys/bip39.h"
#include "keys/key.h"

enum suri_kind {
	SURI_HEX,       /* a seed */
	SURI_MNEMONIC,
	SURI_DEV        /* nothing before the path: the development phrase that everybody knows, never for real money */
};

struct suri {
	enum suri_kind kind;
	struct slice root, path, password;
	bool has_password;
};

/* Cuts only. E_INVALID: empty, or a path that is none; E_BAD_KEY: 0x without 64 digits. */
enum err suri_parse(struct slice text, struct suri *out);

/* The root secret of 32 bytes, before the path. *lang as in bip39_read (and its errors, its trouble); a password on a hex
 * seed is refused with E_INVALID, for other programs drop it in silence. */
enum err suri_root(const struct suri *s, enum bip39_lang *lang, unsigned char root[32], struct bip39_trouble *t);

/* All at once: parse, root, derive. */
enum err suri_key(struct slice text, enum key_scheme scheme, struct key *out, struct bip39_trouble *t);

/* The development phrase. */
struct slice suri_dev(void);

#endif
