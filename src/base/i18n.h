/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks user-visible text for translation. One sentence is one msgid; never glue pieces of sentences. The texts given back
 * are always UTF-8, whatever the terminal can show, and live for the whole run. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include "config.h"
#include <stdbool.h>

#define _(s) i18n_text(s)
#define N_(s) s
/* A word that means two things: C_("month", "May"). */
#define C_(context, s) i18n_context(context "\004" s, s)
#undef ngettext
#define ngettext(one, many, n) i18n_plural(one, many, n)

/* Chooses the locale once at start: binds the catalogue found in exe_dir/locale (a build tree) or in LOCALEDIR. A locale
 * that this machine does not have falls back to C.UTF-8 where it exists, so that text stays readable; its language is
 * spoken all the same. LC_NUMERIC stays "C": printf and strtod are for machines, i18n_decimal is for people. */
void i18n_init(const char *exe_dir);

/* Switches the language while running: "fr", "es", "en", another one with a catalogue, or "auto" for the environment's.
 * False if unknown, and nothing changes. */
bool i18n_set(const char *lang);

/* The two letters in force: "en", "fr", "es". */
const char *i18n_lang(void);

/* True when the locale's character set is UTF-8. */
bool i18n_utf8(void);

/* The decimal sign ("." or ",") and the sign between thousands (U+202F), as UTF-8. */
const char *i18n_decimal(void);
const char *i18n_thousands(void);

/* For tests: every message grows by 40 % and is bracketed, so that a screen that would break with long words shows it. */
void i18n_pseudo(bool on);

/* What the macros above call. */
const char *i18n_text(const char *msgid) __attribute__((format_arg(1)));
const char *i18n_plural(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1), format_arg(2)));
const char *i18n_context(const char *key, const char *msgid) __attribute__((format_arg(2)));

#endif
