/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What drawing costs without a terminal: a map frame with 100 000 points and the coast lines of a continent, a full frame of
 * text, a frame in which nothing changed. Prints milliseconds (best and median of many) and bytes. */
#include "config.h"
#include "base/i18n.h"
#include "ui/draw/raster.h"
#include "ui/draw/theme.h"
#include "ui/term/curses.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 60, POINTS = 100000, VERTICES = 9000 };

static double points[POINTS][2], line[VERTICES][2];

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double any(void)
{
	static uint32_t seed = 7;

	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) / 16777216.0;
}

static void make_world(void)
{
	double y = 0.5, x = 0.5;
	int i;

	for (i = 0; i < POINTS; i++) {
		points[i][0] = any();
		points[i][1] = any();
	}
	for (i = 0; i < VERTICES; i++) {
		y = fabs(fmod(y + (any() - 0.5) / 40, 1));
		x = fabs(fmod(x + (any() - 0.5) / 40, 1));
		line[i][0] = y;
		line[i][1] = x;
	}
}

/* Each frame stands a little further to the east, so that most cells change. */
static void map_frame(struct raster *r, struct grid *g, int round)
{
	double h = 4.0 * r->h, w = 2.0 * r->w, off = round / 100.0;
	int i;

	raster_clear(r);
	for (i = 1; i < VERTICES; i++)
		raster_line(r, line[i - 1][0] * h, (line[i - 1][1] - off) * w, line[i][0] * h, (line[i][1] - off) * w, ROLE_LAND);
	for (i = 0; i < POINTS; i++)
		if (i % 16 == round % 16 || i % 64 == 0)
			raster_dot(r, (int)(points[i][0] * h), (int)((points[i][1] - off) * w), ROLE_MEMBER);
		else
			raster_dot(r, (int)(points[i][0] * h * 8), (int)(points[i][1] * w), ROLE_MEMBER);
	grid_clear(g);
	raster_draw(r, g, 0, 0, RASTER_BRAILLE);
}

static void text_frame(struct grid *g, int round)
{
	int y, x;

	grid_clear(g);
	for (y = 0; y < g->h; y++)
		for (x = 0; x + 20 <= g->w; x += 20)
			grid_put(g, y, x, 20, (enum role)((y + x / 20 + round) % 12), "row %d column %d", y * 7 + round, x);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void measure(const char *name, int h, int w, int kind)
{
	struct theme *t = theme_load("default", NULL, NULL, NULL);
	struct caps_info info;
	struct curses *c = curses_open("xterm-256color", h, w, &info, NULL);
	struct grid *g = grid_new(h, w, GLYPHS_FULL);
	struct raster *r = raster_new(h, w);
	struct str bytes = { 0 };
	double took[ROUNDS];
	size_t sum = 0;
	int i;

	if (!c)
		exit(1);
	curses_look(c, t, DEPTH_256, false);
	for (i = 0; i < ROUNDS; i++) {
		double from = now_ms();

		if (kind == 0)
			map_frame(r, g, i);
		else if (kind == 1 || i == 0)
			text_frame(g, i);
		curses_draw(c, g, &bytes);
		took[i] = now_ms() - from;
		sum += i ? bytes.n : 0;
		str_cut(&bytes, 0);
	}
	qsort(took, ROUNDS, sizeof *took, by_value);
	printf("| %s %dx%d | %.2f | %.2f | %zu |\n", name, w, h, took[0], took[ROUNDS / 2], sum / (ROUNDS - 1));
	curses_close(c);
	raster_free(r);
	grid_free(g);
	theme_free(t);
	str_free(&bytes);
}

int main(void)
{
	setenv("LC_ALL", "C.UTF-8", 1);
	i18n_init("");
	make_world();
	printf("| frame | best ms | median ms | bytes |\n|---|---|---|---|\n");
	measure("map, 100 000 points", 24, 80, 0);
	measure("map, 100 000 points", 60, 200, 0);
	measure("text, all changed", 24, 80, 1);
	measure("text, all changed", 60, 200, 1);
	measure("nothing changed", 24, 80, 2);
	return 0;
}
