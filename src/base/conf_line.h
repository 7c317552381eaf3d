/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of the configuration file, line by line; also used for theme and keymap files, so that people learn one form:
 *   # comment      [section]      key = value      key = "value with # or \" inside"   # comment */
#ifndef BASE_CONF_LINE_H
#define BASE_CONF_LINE_H

#include "base/str.h"

enum conf_line_kind { LINE_BLANK, LINE_SECTION, LINE_KEY, LINE_LONG, LINE_NOT_TEXT, LINE_BAD };

struct conf_line {
	struct slice key;     /* borrowed: of a section its name */
	struct slice raw;     /* borrowed: the value as it is written, with its quotes */
	struct str value;     /* owned by the caller: the value meant */
};

/* Reads one line without its '\n' (a '\r' at the end is allowed). */
enum conf_line_kind conf_line_read(struct slice line, struct conf_line *l);

/* False for what no line can hold: control characters, bad UTF-8, more than 2048 bytes. */
bool conf_line_writable(const char *value);

/* Appends the file old to out with "section.key" = value: the last line that sets it is changed in place, else a line is
 * added at the end of its section. Everything else stays byte for byte. */
void conf_line_write(struct str *out, struct slice old, const char *name, const char *value);

#endif
