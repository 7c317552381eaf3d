/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hexadecimal text. Reading takes upper and lower case and an optional 0x; writing is lower case. Nothing is kept
 * elsewhere, so that secrets may pass when the caller's buffers are secret. */
#ifndef CODEC_HEX_H
#define CODEC_HEX_H

#include "base/err.h"
#include "base/str.h"

/* Reads into out; *n gets the length. E_INVALID for odd or foreign characters, E_TOO_BIG beyond cap bytes. */
enum err hex_decode(struct slice text, void *out, size_t cap, size_t *n);
enum err hex_exact(struct slice text, void *out, size_t n);       /* exactly n bytes, else E_INVALID */
enum err hex_append(struct slice text, struct str *out);          /* appends the bytes to out */
void hex_encode(const void *p, size_t n, char *out);              /* 2 * n characters and a NUL */
void hex_add(struct str *out, const void *p, size_t n);
void hex_add0x(struct str *out, const void *p, size_t n);

#endif
