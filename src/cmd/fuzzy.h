/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a typed pattern match a text, letters in order with gaps, whatever case and accents? The better the higher: heads of
 * words, letters in a row and small gaps count. Used by the palette, and free for any list. */
#ifndef CMD_FUZZY_H
#define CMD_FUZZY_H

#include "base/str.h"

enum { FUZZY_PATTERN = 32, FUZZY_TEXT = 160 }; /* longer ones are cut at so many code points */

/* Byte offsets in the text of the code points that matched, ascending, for painting them. */
struct fuzzy {
	int n;
	uint16_t at[FUZZY_PATTERN];
};

/* -1: no match; 0: the empty pattern, which matches everything. hits may be NULL. */
int fuzzy_match(struct slice pattern, struct slice text, struct fuzzy *hits);
/* The number of typing slips (wrong, missing, extra or swapped letter) between two words, or limit + 1 when more. */
int fuzzy_slips(struct slice a, struct slice b, int limit);

#endif
