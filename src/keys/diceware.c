/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys/diceware.h"

#include "keys/norm.h"
#include <sodium.h>

enum err diceware_make(size_t words, enum bip39_lang lang, struct secret *out, unsigned *bits)
{
	if (words < DICEWARE_MIN || words > DICEWARE_MAX || (unsigned)lang >= BIP39_LANGS)
		return E_INVALID;
	for (size_t i = 0; i < words; i++) {
		int index = (int)randombytes_uniform(1u << DICEWARE_BITS);
		if (i)
			secret_add(out, " ", 1);
		enum err e = norm_nfc(slice_of(bip39_word(lang, index)), out);
		secret_wipe(&index, sizeof index);
		if (e != E_OK)
			return e;
	}
	*bits = (unsigned)words * DICEWARE_BITS;
	return E_OK;
}

size_t diceware_words(unsigned bits)
{
	return (bits + DICEWARE_BITS - 1) / DICEWARE_BITS;
}
