/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tiles of the station screen: each in a box, on one line for small screens, and in words. Pure: model -> cells. Unknown
 * figures are "n/a" or say why, never 0. */
#ifndef VIEW_STATION_TILES_H
#define VIEW_STATION_TILES_H

#include "model/app.h"
#include <stddef.h>
#include "model/series.h"
#include "ui/draw/grid.h"

enum { ST_PEERS, ST_BANDWIDTH, ST_STORAGE, ST_SERVICES, ST_MACHINE, ST_CAPACITY, ST_ECONOMY, ST_KEYS, ST_SWARM, ST_SKYWIRE,
	ST_COUNT };

struct st_tile {
	const char *title;                                        /* N_() */
	const char *view;                                         /* what Enter opens */
	const struct subject *(*subject)(const struct app *a);
	void (*line)(const struct app *a, struct str *out);       /* one line, without the title */
	void (*draw)(const struct app *a, struct grid *g, struct rect r); /* inside of the box; NULL: the line */
};

extern const struct st_tile st_tiles[ST_COUNT];

/* A chart of a metric over span seconds: braille or blocks, as many points as columns. */
void st_chart(const struct app *a, struct grid *g, struct rect r, enum metric m, int64_t span, enum role role);
/* "1.2 MB/s", "n/a" */
void st_rate(struct str *out, int64_t bytes);
void st_bytes(struct str *out, int64_t bytes);
void st_count(struct str *out, int64_t n);
/* "12D3Koo…D581" */
void st_short_id(struct str *out, const char *id);
/* "12.50 Ẑ" from hundredths. */
void st_zen(struct str *out, int64_t zc);

#endif
