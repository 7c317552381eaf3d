/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Themes: one line per role, three depths, colours only:
 *     error = yellow bold reverse | 214 bold | mono: bold reverse
 * The first form serves 8 and 16 colours, the second 256 (and true colour, when written #rrggbb), the third no colour.
 * The files of themes/ are embedded; a file of the same name in the person's folder wins. Files are hostile input. */
#ifndef DRAW_THEME_H
#define DRAW_THEME_H

#include "base/err.h"
#include "ui/draw/grid.h"

enum theme_level { THEME_16, THEME_256, THEME_MONO, THEME_LEVELS };

enum style_attr { STYLE_BOLD = 1, STYLE_DIM = 2, STYLE_UNDERLINE = 4, STYLE_REVERSE = 8, STYLE_ITALIC = 16 };

/* A colour is THEME_OWN (the terminal's), a palette number, or THEME_RGB | 0xrrggbb. */
enum { THEME_OWN = -1, THEME_RGB = 0x1000000 };

struct style {
	int32_t fg, bg;
	unsigned attrs;
};

struct theme {
	char name[32];
	uint64_t set;      /* bit per role that the file sets; the others are those of the default theme */
	struct style styles[ROLE_COUNT][THEME_LEVELS];
};

/* Owned by the caller. Warnings ("name:3: ...") are appended one per line; nothing in a file is fatal. */
struct theme *theme_parse(const char *name, struct slice text, struct str *warnings);
/* dir may be NULL; E_NOT_FOUND for a name that is neither there nor embedded. */
struct theme *theme_load(const char *name, const char *dir, struct str *warnings, struct fault *f);
void theme_free(struct theme *t);

size_t theme_count(void);                 /* the embedded ones */
const char *theme_name(size_t i);

uint32_t theme_rgb(int32_t color);        /* 0xrrggbb of a palette number (xterm's) or of an RGB colour */
int theme_nearest(uint32_t rgb, int colors); /* the palette number (of 8, 16 or 256) that looks most like it */

#endif
