/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person types or pastes as an address: g1... (SS58), SS58 of another network, the old base58 public key, and the
 * old key with its check characters "key:chk". The check characters are always verified. */
#ifndef CODEC_ADDRESS_H
#define CODEC_ADDRESS_H

#include "codec/ss58.h"

enum address_form { ADDRESS_G1, ADDRESS_FOREIGN, ADDRESS_V1, ADDRESS_V1_CHECKED };
enum { ADDRESS_V1_MAX = 46 };

struct address {
	enum address_form form;
	unsigned prefix;        /* SS58_G1 but for ADDRESS_FOREIGN, whose g1... form must be shown before use */
	unsigned char pub[32];
	bool doubtful;          /* a bare old key that no key pair can have: probably mistyped */
};

/* Blanks around are ignored. E_INVALID: not an address at all; E_CHECKSUM: one with a wrong character. */
enum err address_read(struct slice text, struct address *out);
/* The old forms of an ed25519 key: base58, and its three check characters. */
void address_v1(const unsigned char pub[32], char out[ADDRESS_V1_MAX]);
void address_check(const unsigned char pub[32], char out[4]);

#endif
