/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results for people: the same JSON that --json prints, as aligned text, in their language. Numbers keep their plain form:
 * 1204.56, no signs of the locale, so that they can be taken into a sheet or a script. */
#ifndef CMD_CLI_TABLE_H
#define CMD_CLI_TABLE_H

#include "base/str.h"
#include <jansson.h>

/* An object becomes "heading  value" lines, those that are null left out, {"items":[...],"more":b} a table with a heading. Names in _c are centimes. */
void cli_table(struct str *out, const json_t *result);

#endif
