/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storage keys by name, and what a key says. With fewer arguments than the map has, a key is the prefix of all below it. */
#ifndef CODEC_STOREKEY_H
#define CODEC_STOREKEY_H

#include "codec/meta.h"
#include <jansson.h>

/* Appends the key of "Pallet.Item" for the arguments, a list or NULL. E_NOT_FOUND, or as encode_value. */
enum err storekey_build(const struct meta *m, struct slice name, const json_t *args, struct str *out, struct fault *f);
/* The same for arguments that are encoded already, at most the item's; the quick way for many keys. */
void storekey_add(const struct meta_pallet *p, const struct meta_item *it, const struct slice *args, size_t n, struct str *out);
/* Just the two words, hashed: what any program can do without metadata. */
void storekey_prefix(struct slice prefix, struct slice item, unsigned char out[32]);

/* Finds the item a full key belongs to; NULL when none. */
const struct meta_item *storekey_item(const struct meta *m, struct slice key, const struct meta_pallet **pallet);
/* The arguments of a key of that item as a new list; an argument that was only hashed is null. NULL when it does not fit. */
json_t *storekey_args(const struct meta *m, const struct meta_item *it, struct slice key);

#endif
