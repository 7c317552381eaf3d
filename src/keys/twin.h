/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Astroport's twin keys: from one ed25519 seed (brain_seed of salt and pepper) the NOSTR key, and the salts of the wallets
 * that belong to a MULTIPASS. All of it is secret. Quick. */
#ifndef KEYS_TWIN_H
#define KEYS_TWIN_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

/* The secp256k1 secret beside an ed25519 seed: its SHA-256. E_BAD_KEY happens once in 2^127. */
enum err twin_nostr(const unsigned char seed[32], unsigned char sk[32]);

/* The pepper of a MULTIPASS's Ğ1 and IPNS keys: the pepper, "_", and 16 digits that stand for the UPlanet's name. Accounts
 * of before that rule use the plain pepper: try both. Appends to out. */
void twin_pepper(struct slice pepper, struct slice uplanet, struct secret *out);

/* Takes salt and pepper out of the text of a station's secret files: "SALT=a; PEPPER=b" or "/?salt=a&nostr=b" (percent
 * signs resolved). Both are appended. E_INVALID when it is neither. */
enum err twin_read(struct slice text, struct secret *salt, struct secret *pepper);

#endif
