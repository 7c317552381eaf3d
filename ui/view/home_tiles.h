/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections of Home: each knows its rows and how one is drawn and said. Pure: model -> cells. */
#ifndef VIEW_HOME_TILES_H
#define VIEW_HOME_TILES_H

#include "model/app.h"
#include "ui/draw/grid.h"

struct tile {
	const char *title;                                     /* N_() */
	const char *view;                                      /* what Enter opens */
	const char *empty;                                     /* N_(): when there truly is nothing */
	struct subject *(*subject)(const struct app *a);
	size_t (*count)(const struct app *a);
	/* Draws row i in r, one line high. */
	void (*row)(const struct app *a, size_t i, struct grid *g, struct rect r);
	void (*say)(const struct app *a, size_t i, struct str *out);
	/* What stands behind the title: the station's name. NULL: nothing. */
	const char *(*note)(const struct app *a);
};

enum { TILE_TODO, TILE_LATEST, TILE_MAIL, TILE_STATION, TILE_HERE, TILES };
extern const struct tile home_tiles[TILES];

/* The head of Home: who I am and what I have. Returns the lines used of r. */
int home_head(const struct app *a, struct grid *g, struct rect r);
void home_head_say(const struct app *a, struct str *out);

#endif
