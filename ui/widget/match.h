/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters: finding what was typed in a text, without case and accents, and showing where it matched. The needle is folded
 * once by text_fold (base/text.h). Pure; nothing blocks. (Letters with gaps, for the palette: cmd/fuzzy.h.) */
#ifndef WIDGET_MATCH_H
#define WIDGET_MATCH_H

#include "ui/draw/grid.h"

/* Where the folded needle stands in text, as bytes of text; false when nowhere. An empty needle matches nothing to show. */
bool match_find(struct slice text, struct slice folded, size_t *from, size_t *len);
/* A filter as typed: all its blank-separated words must occur, a word with a leading ! must not. Empty matches all. */
bool match_filter(struct slice text, struct slice folded_filter);
/* grid_field with the part that matched (the first word of the filter) in ROLE_MATCH. */
void match_field(struct grid *g, int y, int x, int w, bool right, enum role role, struct slice text,
                 struct slice folded_filter);

#endif
