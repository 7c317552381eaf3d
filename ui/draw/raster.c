/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/raster.h"
#include "base/mem.h"
#include <math.h>
#include <stdlib.h>

/* Mask bits by place: left column 01 02 04 40, right column 08 10 20 80, as in the braille block. */
enum { TOP = 0x1b, BOTTOM = 0xe4, LEFT = 0x47, RIGHT = 0xb8 };

struct raster *raster_new(int h, int w)
{
	struct raster *r = mem_new(sizeof *r);

	r->h = h > 0 ? h : 0;
	r->w = w > 0 ? w : 0;
	r->mask = mem_array((size_t)r->h * (size_t)r->w + 1, 1);
	r->role = mem_array((size_t)r->h * (size_t)r->w + 1, 1);
	return r;
}

void raster_free(struct raster *r)
{
	if (!r)
		return;
	free(r->mask);
	free(r->role);
	free(r);
}

void raster_clear(struct raster *r)
{
	memset(r->mask, 0, (size_t)r->h * (size_t)r->w);
}

/* One side of Liang-Barsky: narrows [*from, *to] to where p * t <= q. */
static bool clip_side(double p, double q, double *from, double *to)
{
	if (p == 0)
		return q >= 0;
	if (p < 0) {
		if (q / p > *to)
			return false;
		if (q / p > *from)
			*from = q / p;
	} else {
		if (q / p < *from)
			return false;
		if (q / p < *to)
			*to = q / p;
	}
	return true;
}

void raster_line(struct raster *r, double y0, double x0, double y1, double x1, enum role role)
{
	double dy = y1 - y0, dx = x1 - x0, from = 0, to = 1;
	double bottom = 4.0 * r->h - 0.5, right = 2.0 * r->w - 0.5;
	int y, x, ey, ex, step_y, step_x, ay, ax, error;

	if (!isfinite(dy) || !isfinite(dx))
		return;
	if (!clip_side(-dx, x0 + 0.5, &from, &to) || !clip_side(dx, right - x0, &from, &to) ||
	    !clip_side(-dy, y0 + 0.5, &from, &to) || !clip_side(dy, bottom - y0, &from, &to))
		return;
	y = (int)lround(y0 + from * dy);
	x = (int)lround(x0 + from * dx);
	ey = (int)lround(y0 + to * dy);
	ex = (int)lround(x0 + to * dx);
	ay = abs(ey - y);
	ax = abs(ex - x);
	step_y = ey > y ? 1 : -1;
	step_x = ex > x ? 1 : -1;
	error = ax - ay;
	for (;;) {
		int twice = 2 * error;

		raster_dot(r, y, x, role);
		if (y == ey && x == ex)
			return;
		if (twice > -ay) {
			error -= ay;
			x += step_x;
		}
		if (twice < ax) {
			error += ax;
			y += step_y;
		}
	}
}

static const char *quadrant(uint8_t m)
{
	static const char *const forms[16] = {
		" ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"
	};
	int i = (m & TOP & LEFT ? 1 : 0) | (m & TOP & RIGHT ? 2 : 0) | (m & BOTTOM & LEFT ? 4 : 0) | (m & BOTTOM & RIGHT ? 8 : 0);

	return forms[i];
}

static const char *half(uint8_t m)
{
	static const char *const forms[4] = { " ", "▀", "▄", "█" };

	return forms[(m & TOP ? 1 : 0) | (m & BOTTOM ? 2 : 0)];
}

/* Slopes: which corners and rows hold dots decides among . ' - | / \ + */
static const char *slope(uint8_t m)
{
	bool ul = m & TOP & LEFT, ur = m & TOP & RIGHT, ll = m & BOTTOM & LEFT, lr = m & BOTTOM & RIGHT;
	int rows = !!(m & 0x09) + !!(m & 0x12) + !!(m & 0x24) + !!(m & 0xc0);

	if (!(m & (m - 1)))
		return m & TOP ? "'" : ".";
	if (rows == 1)
		return m & 0xc0 ? "_" : m & 0x09 ? "\"" : "-";
	if (ul && ur && ll && lr)
		return rows == 4 && __builtin_popcount(m) >= 6 ? "#" : "+";
	if (ur && ll && !ul && !lr)
		return "/";
	if (ul && lr && !ur && !ll)
		return "\\";
	if ((ul && ll && !ur && !lr) || (ur && lr && !ul && !ll))
		return "|";
	if (!ll && !lr)
		return "'";
	if (!ul && !ur)
		return ".";
	return ur && ll ? "/" : "\\";
}

static void set_text(struct cell *c, uint8_t m, enum raster_form form)
{
	const char *s;

	if (form == RASTER_BRAILLE) {
		c->text[0] = (char)0xe2;
		c->text[1] = (char)(0xa0 | m >> 6);
		c->text[2] = (char)(0x80 | (m & 0x3f));
		c->text[3] = 0;
		c->len = 3;
		return;
	}
	s = form == RASTER_QUADRANT ? quadrant(m) : form == RASTER_HALF ? half(m) : slope(m);
	c->len = (uint8_t)strlen(s);
	memcpy(c->text, s, c->len + 1u);
}

/* Writes cells straight into the grid: grid_text would search clusters for nothing. */
void raster_draw(const struct raster *r, struct grid *g, int y, int x, enum raster_form form)
{
	const struct rect *clip = &g->clip;
	int i, j;

	for (i = 0; i < r->h; i++) {
		const uint8_t *mask = r->mask + (size_t)i * (size_t)r->w, *role = r->role + (size_t)i * (size_t)r->w;

		if (y + i < clip->y || y + i >= clip->y + clip->h)
			continue;
		for (j = 0; j < r->w; j++) {
			struct cell *c;

			if (!mask[j] || x + j < clip->x || x + j >= clip->x + clip->w)
				continue;
			c = g->cells + (size_t)(y + i) * (size_t)g->w + (size_t)(x + j);
			if (c->width != 1)  /* half of a wide cluster: let the grid take it apart */
				grid_fill(g, (struct rect){ y + i, x + j, 1, 1 }, role[j]);
			c->width = 1;
			c->role = role[j];
			set_text(c, mask[j], form);
		}
	}
}

enum raster_form raster_form_for(enum glyph_set set)
{
	return set == GLYPHS_FULL ? RASTER_BRAILLE : RASTER_ASCII;
}
