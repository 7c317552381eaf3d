/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots and lines at 2x4 dots per cell, for the map and the charts. The raster keeps a bit mask and a role for each cell; the
 * form (braille, quadrant, half block, ASCII) is chosen when it is drawn into a grid. The last writer gives a cell its role. */
#ifndef DRAW_RASTER_H
#define DRAW_RASTER_H

#include "ui/draw/grid.h"

enum raster_form { RASTER_BRAILLE, RASTER_QUADRANT, RASTER_HALF, RASTER_ASCII };

struct raster {
	int h, w;              /* cells; there are 4h x 2w dots */
	uint8_t *mask, *role;  /* h * w each */
};

struct raster *raster_new(int h, int w);
void raster_free(struct raster *r);
void raster_clear(struct raster *r);

/* One dot; outside is ignored. Inline: a map sets 100 000 of them in a frame. */
static inline void raster_dot(struct raster *r, int y, int x, enum role role)
{
	static const uint8_t bits[4][2] = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };
	size_t at;

	if (y < 0 || x < 0 || y >= 4 * r->h || x >= 2 * r->w)
		return;
	at = (size_t)(y >> 2) * (size_t)r->w + (size_t)(x >> 1);
	r->mask[at] |= bits[y & 3][x & 1];
	r->role[at] = (uint8_t)role;
}

/* A line between two dots, both included; ends may lie far outside. */
void raster_line(struct raster *r, double y0, double x0, double y1, double x1, enum role role);

/* Writes the cells that have dots; the others keep what the grid holds. */
void raster_draw(const struct raster *r, struct grid *g, int y, int x, enum raster_form form);
/* The best form for a glyph set. */
enum raster_form raster_form_for(enum glyph_set set);

#endif
