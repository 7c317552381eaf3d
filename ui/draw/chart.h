/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small charts in cells. Values are doubles, NAN means "no data" and is drawn as nothing, unlike 0. The newest value is the
 * last one and stands at the right. hi <= lo means: find the range from the values. The form follows the grid's glyph set. */
#ifndef DRAW_CHART_H
#define DRAW_CHART_H

#include "ui/draw/grid.h"

enum chart_form { CHART_AUTO, CHART_BRAILLE, CHART_BLOCK, CHART_ASCII };

struct chart {
	const double *v;       /* borrowed */
	size_t n;
	double lo, hi;
	enum role role;
	bool fill;             /* the area under the line too */
	enum chart_form form;
};

/* One row, one value per column. */
void chart_spark(struct grid *g, int y, int x, int w, const struct chart *c);
/* A line chart in a rectangle: two values per column in braille, one in the other forms. Draw one after the other for
 * several series; cells that hold nothing of this one are left alone. */
void chart_line(struct grid *g, struct rect r, const struct chart *c);
/* permille of w cells filled, the rest shaded; something above 0 always shows, and full only at 1000. */
void chart_gauge(struct grid *g, int y, int x, int w, enum role role, int permille);
/* One shaded cell per value: a week of hours on one row. */
void chart_heat(struct grid *g, int y, int x, int w, const struct chart *c);

/* The range in use: [lo, hi] as given, or that of the values (0 included when all are positive, so that heights compare). */
void chart_range(const struct chart *c, double *lo, double *hi);

#endif
