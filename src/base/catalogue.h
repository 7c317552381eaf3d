/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the message catalogues (.mo) that msgfmt makes. Not through gettext(3), which needs a generated locale before it
 * says a word: from glibc 2.39 on (Debian 13) it is silent under C.UTF-8, all that a fresh station has, whatever LANGUAGE
 * asks for. Only base/i18n.c uses this. */
#ifndef BASE_CATALOGUE_H
#define BASE_CATALOGUE_H

#include "base/str.h"

struct catalogue;

/* NULL when the file is missing or damaged, or not UTF-8. May block (a local file). */
struct catalogue *catalogue_open(const char *path);
/* The same from bytes, which are copied. */
struct catalogue *catalogue_read(struct slice bytes);
void catalogue_free(struct catalogue *c);

/* The translation, NULL when there is none; borrowed from c. A key with a context is "context\004msgid". */
const char *catalogue_get(const struct catalogue *c, const char *msgid);
/* The form for n of a message with plurals. */
const char *catalogue_plural(const struct catalogue *c, const char *msgid, unsigned long n);

#endif
