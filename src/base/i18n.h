/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks user-visible text for translation. One sentence is one msgid; never glue pieces of sentences. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include "config.h"
#include <stdbool.h>

#if ENABLE_NLS
#include <libintl.h>
#define _(s) gettext(s)
#else
#define _(s) (s)
#define ngettext(one, many, n) ((n) == 1 ? (one) : (many))
#endif
#define N_(s) s

/* Chooses the locale once at start: binds the catalogue found beside the program or in LOCALEDIR. A locale that this
 * machine does not have falls back to C.UTF-8 where it exists, so that text stays readable. */
void i18n_init(const char *exe_dir);

/* Switches the language while running: "fr", "es", "en", or "auto" for the environment's. False if unknown. */
bool i18n_set(const char *lang);

/* The two letters in force: "en", "fr", "es". */
const char *i18n_lang(void);

/* True when the locale's character set is UTF-8. */
bool i18n_utf8(void);

/* The locale's decimal sign and thousands sign as UTF-8 (thousands may be empty or U+202F). */
const char *i18n_decimal(void);
const char *i18n_thousands(void);

/* For tests: every message grows by 40 % and is bracketed, so that a screen that would break with long words shows it. */
void i18n_pseudo(bool on);
const char *i18n_text(const char *msgid);

#if ENABLE_NLS
#undef _
#define _(s) i18n_text(s)
#endif

#endif
