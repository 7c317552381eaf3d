/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person should hear of an address that was not written as the Ğ1 writes it. Pure. */
#ifndef MODEL_ADDRESS_WORDS_H
#define MODEL_ADDRESS_WORDS_H

#include "base/str.h"
#include "codec/address.h"

/* Appends translated sentences: another network's prefix with the g1… form of the same key, an old key without its check
 * characters, one that no pair of keys can have. Nothing for an address of the Ğ1. */
void address_words(const struct address *a, struct str *out);
const char *address_form_name(enum address_form form);   /* "g1" "foreign" "v1" "v1-checked": stable */

#endif
