/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a theme's colours to the palette numbers that curses knows. True colours borrow numbers that the theme does not use
 * itself; lent[n] is 0xrrggbb then, -1 while free, -2 when the theme uses it. The filter of sgr.h puts the colours back in. */
#ifndef TERM_PALETTE_H
#define TERM_PALETTE_H

#include "ui/draw/theme.h"
#include "ui/term/term.h"

void palette_reserve(int32_t lent[256], const struct theme *theme);
/* -1 for the terminal's own. */
int palette_number(int32_t lent[256], int32_t color, enum depth depth);
/* Eight colours make a bright letter by bold. */
bool palette_bold(int32_t fg, enum depth depth);

#endif
