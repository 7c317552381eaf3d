/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing out a rectangle. Views ask for parts with a least size and a weight; what does not fit is left out from the least
 * important on, so that one description serves from 40x12 to 300x100. Pure arithmetic, no grid. */
#ifndef DRAW_LAYOUT_H
#define DRAW_LAYOUT_H

#include "ui/draw/grid.h"

enum layout_class {
	LAYOUT_LINE,    /* below 40x12: the focused item on one line */
	LAYOUT_SMALL,   /* below 80x24 */
	LAYOUT_NORMAL,
	LAYOUT_WIDE     /* from 120 columns: side panes */
};

/* One share: at least min, at most max (0: no limit), the rest by weight (0: never more than min). When even the least sizes
 * do not fit, the parts with the highest drop number go first, and drop 0 goes last. */
struct part {
	int min, max, weight, drop;
};

enum layout_class layout_class(int h, int w);

/* Sizes for n (at most 32) parts with gap cells between two that are there; a part left out gets 0. */
void layout_share(int total, int gap, const struct part *parts, size_t n, int *sizes);
void layout_rows(struct rect r, int gap, const struct part *parts, size_t n, struct rect *out);
void layout_columns(struct rect r, int gap, const struct part *parts, size_t n, struct rect *out);

/* Cuts n rows or columns off r (fewer when it has fewer) and returns them. */
struct rect layout_top(struct rect *r, int n);
struct rect layout_bottom(struct rect *r, int n);
struct rect layout_left(struct rect *r, int n);
struct rect layout_right(struct rect *r, int n);

struct rect layout_center(struct rect r, int h, int w);  /* at most r */

#endif
