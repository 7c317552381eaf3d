/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A typed line becomes words: blanks separate them, '...' takes everything as it is, inside "..." a backslash hides " and \,
 * elsewhere it hides any one sign. Nothing is ever expanded or executed. */
#ifndef CMD_PARSE_H
#define CMD_PARSE_H

#include "base/err.h"
#include "base/str.h"

enum { PARSE_MAX_LINE = 65536, PARSE_MAX_WORDS = 1024 };

/* Owned words; v ends with NULL. Zero is empty. */
struct words {
	char **v;
	int n;
};

/* E_INVALID: a quote is not closed, or the line holds a NUL or bad UTF-8. E_TOO_BIG beyond the limits. out is empty then. */
enum err parse_words(struct slice line, struct words *out, struct fault *f);
/* The same for a line that is still being typed: never fails for an open quote. The last word is the one being typed, "" after
 * a blank; *from is where it begins in the line, quote included. */
enum err parse_typed(struct slice line, struct words *out, size_t *from);
void parse_free(struct words *w);
/* Appends word so that parse_words gives it back. */
void parse_quote(struct str *out, struct slice word);

#endif
