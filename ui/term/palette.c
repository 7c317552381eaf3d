/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/palette.h"

void palette_reserve(int32_t lent[256], const struct theme *theme)
{
	int i;

	for (i = 0; i < 256; i++)
		lent[i] = -1;
	for (i = 0; i < ROLE_COUNT; i++) {
		const struct style *s = &theme->styles[i][THEME_256];

		if (s->fg >= 0 && s->fg < 256)
			lent[s->fg] = -2;
		if (s->bg >= 0 && s->bg < 256)
			lent[s->bg] = -2;
	}
}

static int borrow(int32_t lent[256], int32_t rgb)
{
	int i, free_one = -1;

	for (i = 255; i >= 16; i--) {
		if (lent[i] == rgb)
			return i;
		if (lent[i] == -1 && free_one < 0)
			free_one = i;
	}
	if (free_one >= 0)
		lent[free_one] = rgb;
	return free_one;
}

int palette_number(int32_t lent[256], int32_t color, enum depth depth)
{
	int number = -1;

	if (color == THEME_OWN)
		return -1;
	if (!(color & THEME_RGB))
		return depth == DEPTH_8 && color >= 8 ? color - 8 : color;
	if (depth == DEPTH_TRUE)
		number = borrow(lent, color & 0xffffff);
	return number >= 0 ? number : theme_nearest(theme_rgb(color), depth >= DEPTH_256 ? 256 : depth == DEPTH_16 ? 16 : 8);
}

bool palette_bold(int32_t fg, enum depth depth)
{
	return depth == DEPTH_8 && fg >= 8 && fg < 16;
}
