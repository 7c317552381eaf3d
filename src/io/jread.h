/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON from outside: loading within bounds, and members whose type is checked. A path is names joined by dots ("a.b.0.c":
 * numbers walk arrays). What is returned is borrowed from the document. Text still has to pass base/clean.h. */
#ifndef IO_JREAD_H
#define IO_JREAD_H

#include "base/err.h"
#include "base/str.h"
#include <jansson.h>

/* Strict: valid UTF-8, no doubled names, no NUL, at most 64 levels and a million values. NULL: E_PROTOCOL or E_TOO_BIG. */
json_t *jread_load(struct slice bytes, size_t max, struct fault *f);

json_t *jread_at(const json_t *o, const char *path);                            /* NULL when absent */
const char *jread_text(const json_t *o, const char *path, const char *fallback);
/* One line of a stranger's text, cleaned, cut to fit; false and out untouched when there is no text. */
bool jread_line(const json_t *o, const char *path, char *out, size_t cap);
bool jread_bool(const json_t *o, const char *path, bool fallback);
/* Integers, also written as a decimal string, as indexers do with big ones. */
int64_t jread_int(const json_t *o, const char *path, int64_t fallback);
/* The same for 0x-prefixed hex, as nodes write block numbers. */
int64_t jread_hex(const json_t *o, const char *path, int64_t fallback);

#endif
