/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/layout.h"

enum { PARTS_MAX = 32 };

static int at_most(int n, int most)
{
	if (n < 0)
		return 0;
	return n < most ? n : most;
}

enum layout_class layout_class(int h, int w)
{
	if (w < 40 || h < 12)
		return LAYOUT_LINE;
	if (w < 80 || h < 24)
		return LAYOUT_SMALL;
	return w < 120 ? LAYOUT_NORMAL : LAYOUT_WIDE;
}

/* The space that the parts still there need at least. */
static int least(const struct part *parts, const bool *gone, size_t n, int gap)
{
	int sum = 0, there = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (!gone[i]) {
			sum += parts[i].min;
			there++;
		}
	return there ? sum + gap * (there - 1) : 0;
}

/* The part to give up next: the highest drop number, the last of equals. */
static size_t give_up(const struct part *parts, const bool *gone, size_t n)
{
	size_t i, worst = n;

	for (i = 0; i < n; i++)
		if (!gone[i] && (worst == n || parts[i].drop >= parts[worst].drop))
			worst = i;
	return worst;
}

/* Hands out what is left by weight. A part that reaches its max leaves the round; the others share what it refused. */
static void grow(int left, const struct part *parts, const bool *gone, size_t n, int *sizes)
{
	while (left > 0) {
		int weights = 0, given = 0;
		size_t i;

		for (i = 0; i < n; i++)
			if (!gone[i] && (!parts[i].max || sizes[i] < parts[i].max))
				weights += parts[i].weight;
		if (!weights)
			return;
		for (i = 0; i < n && given < left; i++) {
			int more;

			if (gone[i] || !parts[i].weight || (parts[i].max && sizes[i] >= parts[i].max))
				continue;
			more = (int)((int64_t)left * parts[i].weight / weights);
			more = at_most(more ? more : 1, left - given);
			if (parts[i].max)
				more = at_most(more, parts[i].max - sizes[i]);
			sizes[i] += more;
			given += more;
		}
		left -= given;
	}
}

void layout_share(int total, int gap, const struct part *parts, size_t n, int *sizes)
{
	bool gone[PARTS_MAX] = { false };
	int need;
	size_t i;

	n = n < PARTS_MAX ? n : PARTS_MAX;
	for (i = 0; i < n; i++)
		sizes[i] = 0;
	while ((need = least(parts, gone, n, gap)) > total) {
		size_t worst = give_up(parts, gone, n), others = 0;

		for (i = 0; i < n; i++)
			others += !gone[i];
		if (others <= 1) {     /* the last one takes what there is */
			if (worst < n)
				sizes[worst] = at_most(total, parts[worst].min);
			return;
		}
		gone[worst] = true;
	}
	for (i = 0; i < n; i++)
		if (!gone[i])
			sizes[i] = parts[i].min;
	grow(total - need, parts, gone, n, sizes);
}

void layout_rows(struct rect r, int gap, const struct part *parts, size_t n, struct rect *out)
{
	int sizes[PARTS_MAX], y = r.y;
	size_t i;

	n = n < PARTS_MAX ? n : PARTS_MAX;
	layout_share(r.h, gap, parts, n, sizes);
	for (i = 0; i < n; i++) {
		out[i] = (struct rect){ y, r.x, sizes[i], r.w };
		y += sizes[i] ? sizes[i] + gap : 0;
	}
}

void layout_columns(struct rect r, int gap, const struct part *parts, size_t n, struct rect *out)
{
	int sizes[PARTS_MAX], x = r.x;
	size_t i;

	n = n < PARTS_MAX ? n : PARTS_MAX;
	layout_share(r.w, gap, parts, n, sizes);
	for (i = 0; i < n; i++) {
		out[i] = (struct rect){ r.y, x, r.h, sizes[i] };
		x += sizes[i] ? sizes[i] + gap : 0;
	}
}

struct rect layout_top(struct rect *r, int n)
{
	struct rect cut = *r;

	cut.h = at_most(n, r->h);
	r->y += cut.h;
	r->h -= cut.h;
	return cut;
}

struct rect layout_bottom(struct rect *r, int n)
{
	struct rect cut = *r;

	cut.h = at_most(n, r->h);
	r->h -= cut.h;
	cut.y = r->y + r->h;
	return cut;
}

struct rect layout_left(struct rect *r, int n)
{
	struct rect cut = *r;

	cut.w = at_most(n, r->w);
	r->x += cut.w;
	r->w -= cut.w;
	return cut;
}

struct rect layout_right(struct rect *r, int n)
{
	struct rect cut = *r;

	cut.w = at_most(n, r->w);
	r->w -= cut.w;
	cut.x = r->x + r->w;
	return cut;
}

struct rect layout_center(struct rect r, int h, int w)
{
	h = at_most(h, r.h);
	w = at_most(w, r.w);
	return (struct rect){ r.y + (r.h - h) / 2, r.x + (r.w - w) / 2, h, w };
}
