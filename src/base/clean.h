/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The boundary for strangers' text: names, comments, messages, notices, anything that came from outside passes here once.
 * The result is valid UTF-8 without control characters, escape sequences, bidi overrides, tag characters or private use;
 * stacked marks are bounded; bad bytes become U+FFFD. Nothing else may put foreign bytes on the screen or in the log. */
#ifndef BASE_CLEAN_H
#define BASE_CLEAN_H

#include "base/str.h"

/* One line: line ends and tabs become one blank. At most max_bytes, cut at a grapheme. */
void clean_line(struct str *out, struct slice in, size_t max_bytes);

/* Several lines: keeps '\n' (\r\n and U+2028/2029 too become '\n'), tabs become blanks; at most max_lines. */
void clean_text(struct str *out, struct slice in, size_t max_bytes, size_t max_lines);

/* A name to show beside money: as clean_line, no joiners, one script direction; *suspicious tells that it mixes scripts
 * or holds look-alikes, so that a view can mark it. suspicious may be NULL. */
void clean_name(struct str *out, struct slice in, size_t max_bytes, bool *suspicious);

/* True when the text holds letters written right to left. */
bool clean_is_rtl(struct slice s);

#endif
