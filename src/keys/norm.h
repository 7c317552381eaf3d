/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unicode normal forms of secrets: unlike base/text.h nothing leaves secret memory. */
#ifndef KEYS_NORM_H
#define KEYS_NORM_H

#include "base/err.h"
#include "base/secret.h"
#include "base/str.h"

enum { NORM_MAX = 8192 }; /* bytes of input at most */

/* Append the normal form of in to out. E_INVALID: not UTF-8; E_TOO_BIG: beyond NORM_MAX. */
enum err norm_nfkd(struct slice in, struct secret *out);
enum err norm_nfkc(struct slice in, struct secret *out);
enum err norm_nfc(struct slice in, struct secret *out);

/* The bytes of a secret as a slice, to pass them on without a copy. */
static inline struct slice norm_slice(const struct secret *s)
{
	return (struct slice){ s->p ? (const char *)s->p : "", s->n };
}

#endif
