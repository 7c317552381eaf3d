/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a type looks like in bytes, so that "have this call's arguments changed?" has an answer over runtime upgrades. Names
 * of fields and variants, indexes and primitives count; paths, ids and documentation do not. A nested runtime call is one
 * word, "Call", so that a new call elsewhere does not change the shape of a batch. */
#ifndef CODEC_SHAPE_H
#define CODEC_SHAPE_H

#include "codec/meta.h"

/* Appends the shape as text; E_TOO_BIG for a type of more than some ten thousand parts. */
enum err shape_type(const struct meta *m, uint32_t type, struct str *out);
/* "[6.3](dest:<0 Id:[u8;32]|...>,value:compact u64)" for a call by name; E_NOT_FOUND. The indexes stay out of the hash. */
enum err shape_call(const struct meta *m, struct slice name, struct str *out, unsigned char hash[32]);
/* The signed extensions in order with both their types: what every signature depends on. out may be NULL. */
enum err shape_extensions(const struct meta *m, struct str *out, unsigned char hash[32]);

#endif
