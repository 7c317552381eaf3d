/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mnemonics (BIP39) in English and French. Phrases and entropy are secrets: they come as slices of secret memory and go to
 * secret memory. Reading is generous (case, accents, any Unicode form, any blanks), writing is exact. Quick, but for
 * bip39_seed and bip39_mini: some milliseconds. */
#ifndef KEYS_BIP39_H
#define KEYS_BIP39_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

enum bip39_lang { BIP39_EN, BIP39_FR, BIP39_LANGS, BIP39_AUTO = BIP39_LANGS };

/* What is wrong with a phrase, for the person who typed it. */
struct bip39_trouble {
	size_t words;            /* counted in the phrase */
	size_t word;             /* 1 for the first word, 0 when no word is to blame */
	enum bip39_lang lang;    /* the language that fits most of the words */
	size_t nears;
	int near[5];             /* the words that may have been meant, best first */
};

/* A phrase to its entropy (16 to 32 bytes). *lang chooses a list, or finds it (BIP39_AUTO) and tells. t may be NULL.
 * E_INVALID: not 12, 15, 18, 21 or 24 words; E_NOT_FOUND: a word is in no list (t tells which); E_CHECKSUM: all words
 * are known, but one is wrong or misplaced; E_AMBIGUOUS: valid in both languages with another meaning. */
enum err bip39_read(struct slice phrase, enum bip39_lang *lang, struct secret *entropy, struct bip39_trouble *t);

/* Entropy (16, 20, 24, 28 or 32 bytes) to a phrase, as one writes it down (composed letters, single blanks). */
enum err bip39_write(struct slice entropy, enum bip39_lang lang, struct secret *phrase);
/* A fresh phrase of 12, 15, 18, 21 or 24 words from the system's randomness. */
enum err bip39_generate(size_t words, enum bip39_lang lang, struct secret *phrase);

/* Substrate's mini secret: out of the entropy, so that it is the same in every language. The password is used as typed. */
void bip39_mini(struct slice entropy, struct slice password, unsigned char mini[32]);
/* The standard seed, out of the words (BIP32, NIP-06). The errors of bip39_read; *lang as there. */
enum err bip39_seed(struct slice phrase, enum bip39_lang *lang, struct slice password, unsigned char seed[64]);

/* The words of a list (decomposed letters), the number of one (-1), and those that a mistyped one may mean. */
const char *bip39_word(enum bip39_lang lang, int index);
int bip39_find(enum bip39_lang lang, struct slice word);
size_t bip39_nearest(enum bip39_lang lang, struct slice word, int *out, size_t max);

#endif
