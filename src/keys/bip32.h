/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BIP32 private derivation over secp256k1, and NIP-06: the NOSTR key of a mnemonic. The structure is a secret: it lives in
 * secret memory or is wiped. Quick. */
#ifndef KEYS_BIP32_H
#define KEYS_BIP32_H

#include "base/err.h"
#include "base/str.h"
#include <stdint.h>

struct bip32 {
	unsigned char key[32], chain[32];
};

enum { BIP32_DEPTH = 32 };

/* From a seed of 16 to 64 bytes. E_BAD_KEY happens once in 2^127. */
enum err bip32_master(struct slice seed, struct bip32 *out);
/* One child in place; hard children have the bit 0x80000000. */
enum err bip32_child(struct bip32 *k, uint32_t index);
/* A path such as m/44'/1237'/0'/0/0, in place. E_INVALID when it is none; k is undefined then. */
enum err bip32_path(struct bip32 *k, struct slice path);

/* m/44'/1237'/account'/0/0 of a standard BIP39 seed. E_INVALID: account beyond 2^31. */
enum err bip32_nip06(const unsigned char seed[64], uint32_t account, unsigned char sk[32]);

#endif
