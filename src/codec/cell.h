/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of UPlanet's cells. They are text: a UMAP is rounded to hundredths, its sector and region are that text cut off,
 * so that "-0" and "0" are two regions, and what rounds to "0.00" has no UMAP while "-0.00" has one. */
#ifndef CODEC_CELL_H
#define CODEC_CELL_H

#include "base/str.h"

enum cell_level { CELL_UMAP, CELL_SECTOR, CELL_REGION };

struct cell {
	enum cell_level level;
	char lat[8], lon[8];      /* "43.60", "1.44"; "43.6", "1.4"; "43", "1" */
};

bool cell_of(double lat, double lon, struct cell *umap);             /* false where there is none */
bool cell_read(struct slice text, struct cell *out);                 /* "43.60,1.44", "_43.60_1.44" and the coarser ones */
struct cell cell_up(const struct cell *c, enum cell_level level);    /* the same or a coarser one around it */
void cell_name(const struct cell *c, char joint, struct str *out);   /* '_': "_43.60_1.44", ',': "43.60,1.44" */
void cell_path(const struct cell *umap, struct str *out);            /* "__/_43_1/_43.6_1.4/_43.60_1.44" */

#endif
