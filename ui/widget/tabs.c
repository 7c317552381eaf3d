/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/tabs.h"
#include "base/i18n.h"
#include "base/text.h"

/* How much of the tabs behind is written: all; without the second blank between; number and what is unread; nothing. */
enum shape { WHOLE, TIGHT, NUMBERS, ONE };

static void tab_text(struct str *out, const struct tabs_item *item, size_t i, bool on, enum shape shape, const char *dot)
{
	bool titled = on || shape <= TIGHT;

	str_addc(out, on ? '[' : ' ');
	str_addf(out, "%zu", i + 1);
	if (titled)
		str_addf(out, " %s", item->title);
	if (item->unread)
		str_addf(out, "%s%s%u", titled ? " " : "", dot, item->unread < 1000 ? item->unread : 999);
	if (on)
		str_addc(out, ']');
	else if (shape == WHOLE)
		str_addc(out, ' ');
}

/* Draws, or with g NULL only measures. Brackets stand where the others have blanks, so that nothing moves. */
static int draw(struct tabs *t, struct grid *g, const struct tabs_item *items, size_t n, size_t at, enum shape shape,
                enum glyph_set set)
{
	const char *dot = grid_glyph_text(set, GLYPH_DOT);
	int x = 0;

	for (size_t i = 0; i < n; i++) {
		struct str s = { 0 };
		bool on = i == at;

		t->from[i] = t->to[i] = -1;
		if (!on && shape == ONE)
			continue;
		tab_text(&s, &items[i], i, on, shape, dot);
		int w = text_width(slice_str(&s));
		if (g)
			grid_text(g, 0, x, w, on ? ROLE_TAB_ON : items[i].unread ? ROLE_UNREAD : ROLE_TAB, slice_str(&s));
		t->from[i] = x;
		t->to[i] = x + w;
		x += w;
		str_free(&s);
	}
	return x;
}

static int badges_width(const struct tabs_badges *b)
{
	int w = 0;

	if (b->sandbox)
		w += text_width(slice_of(_("SANDBOX"))) + 1;
	if (b->readonly)
		w += text_width(slice_of(_("READ-ONLY"))) + 1;
	if (b->text.n)
		w += text_width(b->text) + 3;
	return w;
}

static void draw_badges(struct grid *g, const struct tabs_badges *b, int x)
{
	if (b->sandbox)
		x += grid_text(g, 0, x + 1, g->w, ROLE_BADGE, slice_of(_("SANDBOX"))) + 1;
	if (b->readonly)
		x += grid_text(g, 0, x + 1, g->w, ROLE_BADGE, slice_of(_("READ-ONLY"))) + 1;
	if (b->text.n) {
		grid_glyph(g, 0, x + 1, b->role, b->sign);
		grid_text(g, 0, x + 3, g->w - x - 3, b->role, b->text);
	}
}

/* The fullest shape that leaves room for the badges. */
void tabs_draw(struct tabs *t, struct grid *g, const struct tabs_item *items, size_t n, size_t at,
               const struct tabs_badges *badges)
{
	int room = g->w - badges_width(badges);
	enum shape shape = WHOLE;

	t->n = n < TABS_MOST ? n : TABS_MOST;
	while (shape < ONE && draw(t, NULL, items, t->n, at, shape, g->glyphs) > room)
		shape++;
	draw(t, g, items, t->n, at, shape, g->glyphs);
	if (room < g->w) {
		int from = room > 0 ? room : 0;

		/* A title too long for what is left gives way: the badges must be seen. */
		grid_fill(g, (struct rect){ 0, from, 1, g->w - from }, ROLE_TAB);
		draw_badges(g, badges, from);
	}
}

int tabs_hit(const struct tabs *t, int x)
{
	for (size_t i = 0; i < t->n; i++)
		if (x >= t->from[i] && x < t->to[i])
			return (int)i;
	return -1;
}
