/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid: cells of text and role that views draw into. It knows no terminal: the same grid is written to curses, to a dump
 * or to a test. All drawing is clipped to grid->clip; text is cut, never wrapped, and a wide cluster is never halved. */
#ifndef DRAW_GRID_H
#define DRAW_GRID_H

#include "base/str.h"
#include <stdint.h>

enum role {
#define ROLE(id, name, what) ROLE_##id,
#include "ui/draw/roles.def"
#undef ROLE
	ROLE_COUNT
};

enum glyph {
#define GLYPH(id, full, vt, ascii) GLYPH_##id,
#include "ui/draw/glyphs.def"
#undef GLYPH
	GLYPH_COUNT
};

enum glyph_set { GLYPHS_FULL, GLYPHS_VT, GLYPHS_ASCII };

struct rect {
	int y, x, h, w;
};

/* One cell. len 0 is a blank. A wide cluster fills its cell (width 2) and the next one (width 0, len 0). */
struct cell {
	char text[21];
	uint8_t len, width, role;
};

struct grid {
	int h, w;
	struct cell *cells;
	struct rect clip;
	int cursor_y, cursor_x;   /* the terminal's cursor; -1: hidden */
	enum glyph_set glyphs;
	bool secret;              /* some cell has ROLE_SECRET: wipe when replaced */
};

struct grid *grid_new(int h, int w, enum glyph_set glyphs);
void grid_free(struct grid *g);
void grid_clear(struct grid *g);                             /* blanks, role text, no cursor, clip = all */
/* Narrows the clip to r; returns the old one for grid_unclip. */
struct rect grid_clip(struct grid *g, struct rect r);
void grid_unclip(struct grid *g, struct rect old);

/* Text from outside must be clean. Returns the columns used (at most max). In the VT and ASCII sets what the set cannot show
 * is transliterated. */
int grid_text(struct grid *g, int y, int x, int max, enum role role, struct slice s);
int grid_put(struct grid *g, int y, int x, int max, enum role role, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* Exactly w columns: cut with an ellipsis, padded; right aligns. */
void grid_field(struct grid *g, int y, int x, int w, bool right, enum role role, struct slice s);
int grid_glyph(struct grid *g, int y, int x, enum role role, enum glyph glyph);
void grid_fill(struct grid *g, struct rect r, enum role role);       /* blanks */
void grid_role(struct grid *g, struct rect r, enum role role);       /* changes roles, keeps text */
void grid_hline(struct grid *g, int y, int x, int w);
void grid_vline(struct grid *g, int y, int x, int h);
/* A frame with a title at the left and a note at the right of its top line (both may be NULL). Returns the inside. */
struct rect grid_box(struct grid *g, struct rect r, const char *title, const char *note);

/* The written form of a glyph in the grid's set. */
const char *grid_glyph_text(enum glyph_set set, enum glyph glyph);

#endif
