/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base32 of RFC 4648, lower case and without padding, as multibase's "b"; reading takes both cases. */
#ifndef CODEC_BASE32_H
#define CODEC_BASE32_H

#include "base/err.h"
#include "base/str.h"

void base32_add(struct str *out, const void *p, size_t n);
/* E_INVALID for foreign characters, impossible lengths and stray bits, E_TOO_BIG beyond cap. */
enum err base32_decode(struct slice text, void *out, size_t cap, size_t *n);

#endif
