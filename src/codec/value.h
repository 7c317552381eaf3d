/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any SCALE value as JSON or as readable text, by its type. Accounts are SS58 under the chain's prefix, byte strings are text
 * where they are clean text and 0x hex else, integers beyond 63 bits are decimal strings, Option is null or the value, a
 * variant is "Name" or {"Name": ...}. Hostile input costs a bounded multiple of its size. codec/encode.h is the way back. */
#ifndef CODEC_VALUE_H
#define CODEC_VALUE_H

#include "codec/meta.h"
#include <jansson.h>

/* Each reads one value off *in. NULL or false when it does not fit; what was written to out until then stays. */
json_t *value_json(const struct meta *m, uint32_t type, struct scale *in); /* a new reference */
/* "Balances.transfer_keep_alive(dest: g1..., value: 48)" */
bool value_text(const struct meta *m, uint32_t type, struct scale *in, struct str *out);
bool value_skip(const struct meta *m, uint32_t type, struct scale *in);

#endif
