/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tab bar: line 1. Tabs with their number and what is unread, then the badges: SANDBOX, READ-ONLY, the connection. On a
 * narrow screen the tabs behind keep only their number. */
#ifndef WIDGET_TABS_H
#define WIDGET_TABS_H

#include "ui/draw/grid.h"

enum { TABS_MOST = 12 };

struct tabs_item {
	const char *title;       /* translated */
	unsigned unread;
};

struct tabs_badges {
	bool sandbox, readonly;
	enum glyph sign;
	enum role role;
	struct slice text;       /* "" : no connection badge */
};

struct tabs {
	int from[TABS_MOST], to[TABS_MOST]; /* columns, for the mouse */
	size_t n;
};

void tabs_draw(struct tabs *t, struct grid *g, const struct tabs_item *items, size_t n, size_t at,
               const struct tabs_badges *badges);
/* The tab under column x of line 0, or -1. */
int tabs_hit(const struct tabs *t, int x);

#endif
