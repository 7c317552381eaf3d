/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON into SCALE by type, the way back of codec/value.h. Strict: unknown or missing names, numbers out of range and
 * addresses of another network are refused, and the fault says where ("calls[1].dest: not an address").
 * Taken besides: fields as a list in order, names in any case, decimal strings for numbers, "0x" hex for any bytes,
 * an address where a MultiAddress is wanted, {"Pallet.call": ...} for a nested call, and a missing Option. */
#ifndef CODEC_ENCODE_H
#define CODEC_ENCODE_H

#include "codec/meta.h"
#include <jansson.h>

/* Appends to out; on error out is as before. */
enum err encode_value(const struct meta *m, uint32_t type, const json_t *v, struct str *out, struct fault *f);
/* "Pallet.call" with its arguments as an object or a list. */
enum err encode_call(const struct meta *m, struct slice name, const json_t *args, struct str *out, struct fault *f);

#endif
