/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names and words of --json in the language of the person. */
#ifndef CMD_CLI_WORDS_H
#define CMD_CLI_WORDS_H

#include "base/str.h"

/* Heading of "block.number": "bloc numéro". What nobody named stands as it is, its underlines as blanks, _c left out. */
void cli_heading(struct str *out, const char *name);
/* A value of that name, when its values are words of ours; NULL: it stands as it is. */
const char *cli_word(const char *name, const char *value);

#endif
