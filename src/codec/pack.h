/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes SCALE at the end of a str (which holds bytes here, not text). */
#ifndef CODEC_PACK_H
#define CODEC_PACK_H

#include "base/str.h"

void pack_uint(struct str *out, uint64_t v, size_t bytes);              /* little endian, 1 to 8 bytes */
void pack_compact(struct str *out, uint64_t v);
void pack_compact_wide(struct str *out, const unsigned char *le, size_t n); /* n bytes, little endian, at most 67 */
void pack_bytes(struct str *out, const void *p, size_t n);
void pack_blob(struct str *out, const void *p, size_t n);               /* Vec<u8>, String: length, then the bytes */

#endif
