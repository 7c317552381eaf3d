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

/* In half bits. */
static unsigned rule_of_nist(size_t letters)
{
	unsigned half = 0;
	for (size_t i = 0; i < letters; i++)
		half += i == 0 ? 8 : i < 8 ? 4 : i < 20 ? 3 : 2;
	return half;
}

static bool next_token(struct slice *rest, struct slice *token)
{
	size_t n = 0;
	*rest = slice_trim(*rest);
	while (n < rest->n && rest->p[n] != ' ')
		n++;
	*token = slice_to(*rest, n);
	*rest = slice_from(*rest, n);
	return n > 0;
}

unsigned diceware_estimate(struct slice passphrase)
{
	struct slice rest = passphrase, token, before, other;
	unsigned bits = 0;
	size_t letters = 0;
	while (next_token(&rest, &token)) {
		bool listed = bip39_find(BIP39_EN, token) >= 0 || bip39_find(BIP39_FR, token) >= 0, again = false;
		before = slice_to(passphrase, (size_t)(token.p - passphrase.p));
		while (next_token(&before, &other))
			again = again || slice_eq(other, token);
		if (again)
			continue;
		if (listed)
			bits += DICEWARE_BITS;
		else
			for (size_t i = 0; i < token.n; i++) /* letters, not bytes; one that repeats the one before counts no more */
				letters += ((unsigned char)token.p[i] & 0xc0) != 0x80 && (!i || token.p[i] != token.p[i - 1]);
	}
	return bits + rule_of_nist(letters) / 2;
}
