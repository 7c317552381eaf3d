/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passphrases one can remember: words of the mnemonic lists, drawn by the system's randomness. Quick. */
#ifndef KEYS_DICEWARE_H
#define KEYS_DICEWARE_H

#include "keys/bip39.h"

enum { DICEWARE_BITS = 11, DICEWARE_MIN = 4, DICEWARE_MAX = 24, DICEWARE_USUAL = 7 };

/* Appends words joined by blanks; *bits gets their entropy (11 a word), to be shown. E_INVALID beyond 4..24 words. */
enum err diceware_make(size_t words, enum bip39_lang lang, struct secret *out, unsigned *bits);

/* How many words are needed for so many bits. */
size_t diceware_words(unsigned bits);

/* About how many bits somebody has to guess who knows how people choose: 11 for each word of the lists (repeated ones count
 * once), NIST's old rule for everything else (4 for the first letter, 2 for the next seven, 1.5 up to twenty, then 1). */
unsigned diceware_estimate(struct slice passphrase);

#endif
