/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 text on a screen: THE width function of the program, cutting and padding by grapheme cluster, wrapping, folding.
 * All input must be valid UTF-8 (text_valid, or through base/clean.h); invalid bytes count as one '?' each. Widths are those
 * of the C library's wcwidth, which curses goes by, without depending on the locale. Nothing here allocates but into out. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/str.h"

bool text_valid(struct slice s);

/* Takes the next grapheme cluster off *rest; *width gets its columns (0, 1 or 2; what has 0 is not to be drawn alone). A
 * cluster holds one base and its marks, fit for one cell: more than five code points are given as the base alone, the joined
 * part of an emoji is skipped, and what takes columns of its own begins the next cluster. False at the end. */
bool text_next(struct slice *rest, struct slice *cluster, int *width);

int text_width(struct slice s);                          /* columns */
struct slice text_fit(struct slice s, int columns);      /* the longest head that fits */
/* Appends s in exactly columns: cut with an ellipsis (or '~' when ascii) if too long, padded with blanks if short. */
void text_pad(struct str *out, struct slice s, int columns, bool right, bool ascii);
void text_cut(struct str *out, struct slice s, int columns, bool ascii);
/* Takes the next screen line of at most columns off *rest: breaks at blanks, at '\n', else inside a word. False at the end. */
bool text_wrap(struct slice *rest, int columns, struct slice *line);
void text_ascii(struct str *out, struct slice s);        /* transliterates: é -> e, œ -> oe, € -> EUR, Ğ -> G, else '?' */
void text_fold(struct str *out, struct slice s);         /* for searching: NFKD, no marks, lower case, œ as oe, quotes as ' */
void text_nfkc(struct str *out, struct slice s);
void text_ambiguous_wide(bool on);                       /* option: East Asian ambiguous width counts 2 */

#endif
