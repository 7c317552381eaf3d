/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/chart.h"
#include "ui/draw/raster.h"
#include <math.h>

static const char *const sparks_full[8];
static const char *const sparks_vt[4];
static const char *const sparks_ascii[5];
static const char *const heat_full[5];
static const char *const heat_vt[4];
static const char *const heat_ascii[5];

void chart_range(const struct chart *c, double *lo, double *hi)
{
	size_t i;
	bool any = false;

	*lo = c->lo;
	*hi = c->hi;
	if (c->hi > c->lo)
		return;
	*lo = *hi = 0;
	for (i = 0; i < c->n; i++) {
		if (!isfinite(c->v[i]))
			continue;
		*lo = !any || c->v[i] < *lo ? c->v[i] : *lo;
		*hi = !any || c->v[i] > *hi ? c->v[i] : *hi;
		any = true;
	}
	if (*lo > 0)
		*lo = 0;
	if (*hi <= *lo)
		*hi = *lo + 1;
}

/* Which of n steps a value stands on; -1 for no data. Only a value above the lowest leaves step 0. */
static int step_of(double v, double lo, double hi, int n)
{
	double share;

	if (!isfinite(v))
		return -1;
	share = (v - lo) / (hi - lo);
	if (!(share > 0))
		return 0;
	return share >= 1 ? n - 1 : (int)(share * n);
}

/* The value that column i of w shows, with the newest at the right. NAN where the series does not reach. */
static double value_at(const struct chart *c, int i, int w)
{
	size_t back = (size_t)(w - i);

	return back <= c->n ? c->v[c->n - back] : NAN;
}

static void steps(struct grid *g, int y, int x, int w, const struct chart *c, const char *const *forms, int n)
{
	double lo, hi;
	int i, step;

	chart_range(c, &lo, &hi);
	for (i = 0; i < w; i++) {
		step = step_of(value_at(c, i, w), lo, hi, n);
		if (step < 0)
			grid_fill(g, (struct rect){ y, x + i, 1, 1 }, c->role);
		else
			grid_text(g, y, x + i, 1, c->role, slice_of(forms[step]));
	}
}

static enum chart_form form_of(const struct grid *g, const struct chart *c)
{
	if (g->glyphs == GLYPHS_ASCII)
		return CHART_ASCII;
	if (g->glyphs == GLYPHS_VT)
		return c->form == CHART_ASCII ? CHART_ASCII : CHART_BLOCK;
	return c->form == CHART_AUTO ? CHART_BRAILLE : c->form;
}

void chart_spark(struct grid *g, int y, int x, int w, const struct chart *c)
{
	if (g->glyphs == GLYPHS_FULL && c->form != CHART_ASCII)
		steps(g, y, x, w, c, sparks_full, 8);
	else if (g->glyphs == GLYPHS_VT && c->form != CHART_ASCII)
		steps(g, y, x, w, c, sparks_vt, 4);
	else
		steps(g, y, x, w, c, sparks_ascii, 5);
}

void chart_heat(struct grid *g, int y, int x, int w, const struct chart *c)
{
	if (g->glyphs == GLYPHS_FULL && c->form != CHART_ASCII)
		steps(g, y, x, w, c, heat_full, 5);
	else if (g->glyphs == GLYPHS_VT && c->form != CHART_ASCII)
		steps(g, y, x, w, c, heat_vt, 4);
	else
		steps(g, y, x, w, c, heat_ascii, 5);
}

static void line_braille(struct grid *g, struct rect r, const struct chart *c, double lo, double hi)
{
	struct raster *dots = raster_new(r.h, r.w);
	int i, w = 2 * r.w, top = 4 * r.h - 1, last = -1;

	for (i = 0; i < w; i++) {
		int step = step_of(value_at(c, i, w), lo, hi, top + 1), y = top - step;

		if (step < 0) {
			last = -1;
			continue;
		}
		raster_dot(dots, y, i, c->role);
		if (c->fill)
			raster_line(dots, y, i, top, i, c->role);
		else if (last >= 0)
			raster_line(dots, last, i - 1, y, i, c->role);
		last = y;
	}
	raster_draw(dots, g, r.y, r.x, RASTER_BRAILLE);
	raster_free(dots);
}

/* One column of blocks: whole cells below, then a part of one; in the VT set a half is a shade. */
static void column(struct grid *g, struct rect r, int x, int eighths, const struct chart *c)
{
	int whole = eighths / 8, part = eighths % 8, i;

	if (c->fill)
		for (i = 0; i < whole; i++)
			grid_glyph(g, r.y + r.h - 1 - i, x, c->role, GLYPH_FULL);
	if (!part && !c->fill && whole)
		grid_glyph(g, r.y + r.h - whole, x, c->role, GLYPH_FULL);
	if (!part)
		return;
	if (g->glyphs == GLYPHS_FULL)
		grid_text(g, r.y + r.h - 1 - whole, x, 1, c->role, slice_of(sparks_full[part - 1]));
	else
		grid_glyph(g, r.y + r.h - 1 - whole, x, c->role, part < 4 ? GLYPH_SHADE : GLYPH_MEDIUM);
}

static void line_block(struct grid *g, struct rect r, const struct chart *c, double lo, double hi)
{
	int i, step;

	for (i = 0; i < r.w; i++) {
		step = step_of(value_at(c, i, r.w), lo, hi, 8 * r.h);
		if (step >= 0)
			column(g, r, r.x + i, step + 1, c);
	}
}

static void line_ascii(struct grid *g, struct rect r, const struct chart *c, double lo, double hi)
{
	int i, j, step;

	for (i = 0; i < r.w; i++) {
		step = step_of(value_at(c, i, r.w), lo, hi, r.h);
		if (step < 0)
			continue;
		grid_text(g, r.y + r.h - 1 - step, r.x + i, 1, c->role, SLICE("*"));
		for (j = 0; c->fill && j < step; j++)
			grid_text(g, r.y + r.h - 1 - j, r.x + i, 1, c->role, SLICE(":"));
	}
}

void chart_line(struct grid *g, struct rect r, const struct chart *c)
{
	double lo, hi;

	if (r.h <= 0 || r.w <= 0)
		return;
	chart_range(c, &lo, &hi);
	switch (form_of(g, c)) {
	case CHART_AUTO:
	case CHART_BRAILLE:
		line_braille(g, r, c, lo, hi);
		break;
	case CHART_BLOCK:
		line_block(g, r, c, lo, hi);
		break;
	case CHART_ASCII:
		line_ascii(g, r, c, lo, hi);
		break;
	}
}

void chart_gauge(struct grid *g, int y, int x, int w, enum role role, int permille)
{
	int i, full;

	permille = permille < 0 ? 0 : permille > 1000 ? 1000 : permille;
	full = (permille * w + 500) / 1000;
	if (permille > 0 && full == 0)
		full = 1;
	if (permille < 1000 && full == w && w > 1)
		full = w - 1;
	for (i = 0; i < w; i++)
		grid_glyph(g, y, x + i, i < full ? role : ROLE_DIM, i < full ? GLYPH_FULL : GLYPH_SHADE);
}

static const char *const sparks_full[8] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
static const char *const sparks_vt[4] = { "_", "░", "▒", "█" };
static const char *const sparks_ascii[5] = { "_", ".", "-", "=", "#" };
static const char *const heat_full[5] = { "·", "░", "▒", "▓", "█" };
static const char *const heat_vt[4] = { "·", "░", "▒", "█" };
static const char *const heat_ascii[5] = { ".", ":", "+", "*", "#" };
