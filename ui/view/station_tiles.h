/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tiles of the station screen: each in a box, on one line for small screens, and in words. Pure: model -> cells. Unknown
 * figures are "n/a" or say why, never 0. */
#ifndef VIEW_STATION_TILES_H
#define VIEW_STATION_TILES_H

#include "model/app.h"
#include <stddef.h>
#include "model/station.h"
#include "ui/view/station_words.h"

enum { ST_PEERS, ST_BANDWIDTH, ST_STORAGE, ST_SERVICES, ST_MACHINE, ST_CAPACITY, ST_ECONOMY, ST_KEYS, ST_SWARM, ST_SKYWIRE,
	ST_PEOPLE, ST_COUNT };

struct st_tile {
	const char *title;                                        /* N_() */
	const char *view;                                         /* what Enter opens */
	enum station_topic topic;                                 /* what station_unknown is asked */
	enum metric metric;                                       /* the chart its key opens */
	const struct subject *(*subject)(const struct app *a);
	void (*line)(const struct app *a, struct str *out);       /* one line, without the title */
	void (*draw)(const struct app *a, struct grid *g, struct rect r); /* inside of the box; NULL: the line */
	void (*note)(const struct app *a, struct str *out);       /* the one figure beside the title; NULL none */
	void (*more)(const struct app *a, struct str *out);       /* in words: what the box shows beyond the line; NULL none */
};

extern const struct st_tile *const st_tiles[ST_COUNT];
/* Defined in station_tiles_here.c. */
extern const struct st_tile st_services, st_machine, st_capacity, st_economy;

/* Why a tile cannot show anything of this station, NULL when it can. */
const char *st_why(const struct app *a, int tile);
/* When the station that is shown is another one: says first that what follows is of one's own. */
struct pager;
void st_whose(const struct app *a, struct pager *p, int tile);
/* What a tall screen has room for below the tiles: the nightly run and the swarm. */
void st_more_draw(const struct app *a, struct grid *g, struct rect r);
/* For tiles: one line of a box, and a share in thousandths. */
void st_text(struct grid *g, struct rect r, int y, enum role role, const struct str *s);
int st_permille(int64_t part, int64_t whole);

#endif
