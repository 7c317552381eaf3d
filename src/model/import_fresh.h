/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fresh words on their way into the vault: made, shown, typed back. */
#ifndef MODEL_IMPORT_FRESH_H
#define MODEL_IMPORT_FRESH_H

#include "base/slice.h"
#include "keys/bip39.h"

struct import;

/* Fresh words; bits of entropy to show. The phrase is borrowed, to be shown in the role "secret". */
enum err import_generate(struct import *i, size_t words, enum bip39_lang lang, unsigned *bits);
struct slice import_phrase(const struct import *i);
/* Typed back, the whole phrase; *wrong gets the first word that differs (from 1), 0 when none does. Until this succeeded
 * import_keep refuses fresh words (E_DENIED). */
bool import_typed_back(struct import *i, struct slice typed, size_t *wrong);

#endif
