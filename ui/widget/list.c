/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/list.h"
#include "base/i18n.h"
#include "ui/widget/state.h"
#include "ui/widget/view.h"

enum { NEAR = 1000 };

static bool use_bar;

void list_use_bar(bool bar)
{
	use_bar = bar;
}

void list_init(struct list *l, const struct list_ops *ops, void *arg, unsigned flags)
{
	*l = (struct list){ .ops = ops, .arg = arg, .flags = flags };
}

void list_free(struct list *l)
{
	vec_free(&l->marks);
}

static size_t count(const struct list *l)
{
	return l->ops->count(l->arg);
}

static uint64_t id_of(const struct list *l, size_t i)
{
	return l->ops->id ? l->ops->id(l->arg, i) : i;
}

static int height(const struct list *l, size_t i)
{
	int h = l->ops->height ? l->ops->height(l->arg, i) : 1;

	return h > 0 ? h : 1;
}

static bool heading(const struct list *l, size_t i)
{
	return l->ops->heading && l->ops->heading(l->arg, i);
}

/* Without a find of its own the source is asked row by row, nearest first, and not for ever: a list may have a million rows. */
static size_t find(const struct list *l, uint64_t id, size_t n)
{
	if (l->ops->find) {
		size_t i = l->ops->find(l->arg, id);

		return i < n ? i : LIST_NONE;
	}
	for (size_t d = 1; d <= NEAR; d++) {
		if (l->at + d < n && id_of(l, l->at + d) == id)
			return l->at + d;
		if (d <= l->at && l->at - d < n && id_of(l, l->at - d) == id)
			return l->at - d;
	}
	return LIST_NONE;
}

/* The nearest row from i on that can be selected, first in the direction given. */
static size_t selectable(const struct list *l, size_t i, size_t n, int dir)
{
	for (int turn = 0; turn < 2; turn++, dir = -dir)
		for (size_t k = i; k < n; k += (size_t)(ptrdiff_t)dir) {
			if (!heading(l, k))
				return k;
			if (k == 0 && dir < 0)
				break;
		}
	return LIST_NONE;
}

static void put(struct list *l, size_t i)
{
	l->at = i;
	l->at_id = id_of(l, i);
	l->have_id = true;
}

/* Follows the selected id when rows have moved. Returns the number of rows. */
static size_t sync(struct list *l)
{
	size_t n = count(l), i;

	if (!n) {
		l->at = l->top = 0;
		return 0;
	}
	if (l->have_id && l->at < n && id_of(l, l->at) == l->at_id)
		return n;
	i = l->have_id ? find(l, l->at_id, n) : LIST_NONE;
	if (i != LIST_NONE) {
		/* The rows moved under the selection: it keeps its place on the screen. Where the newest stands first, whoever is
		 * at the very top wants to see what comes. */
		if (l->flags & LIST_NEWEST && !l->top && !l->at)
			put(l, 0);
		if (l->flags & LIST_NEWEST && !l->top)
			i = l->at ? i : 0;
		else if (i >= l->at)
			l->top += i - l->at;
		else
			l->top = l->top > l->at - i ? l->top - (l->at - i) : 0;
		l->at = i;
		return n;
	}
	i = selectable(l, l->at < n ? l->at : n - 1, n, 1);
	if (i == LIST_NONE)
		l->have_id = false;
	else
		put(l, i);
	return n;
}

size_t list_at(struct list *l)
{
	size_t n = sync(l);

	return n && l->have_id && !(l->flags & LIST_NO_SELECT) ? l->at : LIST_NONE;
}

void list_select(struct list *l, size_t i)
{
	size_t n = count(l);

	if (!n)
		return;
	i = selectable(l, i < n ? i : n - 1, n, 1);
	if (i != LIST_NONE)
		put(l, i);
}

/* The first row such that the rows from it to last fit in h lines. */
static size_t first_above(const struct list *l, size_t last, int h)
{
	int used = height(l, last);

	while (last > 0) {
		int more = height(l, last - 1);

		if (used + more > h)
			break;
		used += more;
		last--;
	}
	return last;
}

/* Moves top so that the selected item is whole on the screen, its heading too where there is room, and nothing is left empty
 * below the last row. */
static void scroll(struct list *l, size_t n, int h)
{
	size_t lowest = first_above(l, n - 1, h);

	if (!(l->flags & LIST_NO_SELECT)) {
		if (l->at < l->top)
			l->top = l->at > 0 && heading(l, l->at - 1) && h > 1 ? l->at - 1 : l->at;
		else if (l->top < first_above(l, l->at, h))
			l->top = first_above(l, l->at, h);
		if (l->at == l->top && l->top > 0 && heading(l, l->top - 1) && height(l, l->at) < h)
			l->top--;
	}
	if (l->top > lowest)
		l->top = lowest;
}

uint64_t list_id(const char *text, const char *more)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 1099511628211u;
	for (; *more; more++)
		h = (h ^ (unsigned char)*more) * 1099511628211u;
	return h;
}

bool list_marked(const struct list *l, uint64_t id)
{
	size_t lo = 0, hi = l->marks.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->marks.v[mid] < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < l->marks.n && l->marks.v[lo] == id;
}

/* Marks are few: an ordered vector of ids is found by halves and costs nothing when rows move. */
static void toggle_mark(struct list *l, uint64_t id)
{
	size_t i = 0;

	while (i < l->marks.n && l->marks.v[i] < id)
		i++;
	if (i < l->marks.n && l->marks.v[i] == id)
		vec_remove(&l->marks, i);
	else
		vec_insert(&l->marks, i, id);
}

static void draw_item(struct list *l, struct grid *g, struct rect r, size_t i, bool focus)
{
	bool on = !(l->flags & LIST_NO_SELECT) && l->have_id && i == l->at;
	int gutter = l->flags & LIST_NO_SELECT ? 0 : l->flags & LIST_MARKS ? 2 : 1;
	struct rect inner = { r.y, r.x + gutter, r.h, r.w - gutter }, old = grid_clip(g, inner);

	l->ops->row(l->arg, i, g, inner, on);
	grid_unclip(g, old);
	if (gutter == 2 && list_marked(l, id_of(l, i)))
		grid_glyph(g, r.y, r.x + 1, ROLE_MARK, GLYPH_CHECK);
	if (!on)
		return;
	for (int y = r.y; y < r.y + r.h && (y == r.y || use_bar); y++)
		grid_glyph(g, y, r.x, focus ? ROLE_MARK : ROLE_DIM, GLYPH_GUTTER);
	if (use_bar)
		grid_role(g, r, focus ? ROLE_CURSOR : ROLE_CURSOR_OFF);
	if (focus) {
		g->cursor_y = r.y;
		g->cursor_x = r.x;
	}
}

void list_draw(struct list *l, struct grid *g, struct rect r, bool focus)
{
	size_t n = sync(l);

	if (n)
		r = state_banner(g, r, l->state);
	l->area = r;
	if (r.h <= 0 || r.w <= 0)
		return;
	if (!n) {
		state_placeholder(g, r, l->state, l->empty, l->hint);
		return;
	}
	scroll(l, n, r.h);
	int y = r.y, bottom = r.y + r.h;
	for (size_t i = l->top; i < n && y < bottom; i++) {
		int h = height(l, i);

		if (y + h > bottom)
			h = bottom - y;
		draw_item(l, g, (struct rect){ y, r.x, h, r.w }, i, focus);
		y += h;
	}
}

/* Where the selection gets to by so many screen lines. */
static size_t by_lines(struct list *l, size_t n, int lines, int dir)
{
	size_t i = l->flags & LIST_NO_SELECT ? l->top : l->at;

	while (lines > 0 && (dir > 0 ? i + 1 < n : i > 0)) {
		lines -= height(l, i);
		i += (size_t)(ptrdiff_t)dir;
	}
	return i;
}

/* dir says where a heading sends the selection on to: never back to where it came from. */
static unsigned move_to(struct list *l, size_t n, size_t to, int dir)
{
	size_t before = l->at, top = l->top;

	if (l->flags & LIST_NO_SELECT) {
		size_t lowest = first_above(l, n - 1, l->area.h > 0 ? l->area.h : 1);

		l->top = to < lowest ? to : lowest;
		return l->top == top ? VIEW_HANDLED : VIEW_HANDLED | VIEW_STALE;
	}
	to = selectable(l, to, n, dir);
	if (to == LIST_NONE)
		return VIEW_HANDLED;
	/* A heading at the very end sends the search back: stay rather than turn round. */
	if ((dir > 0 && to < before) || (dir < 0 && to > before))
		to = before;
	put(l, to);
	return to == before ? VIEW_HANDLED : VIEW_HANDLED | VIEW_STALE;
}

static unsigned step(struct list *l, size_t n, int dir)
{
	size_t from = l->flags & LIST_NO_SELECT ? l->top : l->at;

	if (dir < 0 ? from == 0 : from + 1 >= n) {
		if (!(l->flags & LIST_WRAP) || n < 2)
			return VIEW_HANDLED;
		list_select(l, dir < 0 ? n - 1 : 0);
		return VIEW_HANDLED | VIEW_STALE;
	}
	return move_to(l, n, dir < 0 ? from - 1 : from + 1, dir);
}

unsigned list_command(struct list *l, enum cmd_id id)
{
	size_t n = sync(l);
	int page = l->area.h > 1 ? l->area.h - 1 : 1;

	switch (id) {
	case C_UP: return n ? step(l, n, -1) : VIEW_HANDLED;
	case C_DOWN: return n ? step(l, n, 1) : VIEW_HANDLED;
	case C_PAGE_UP: return n ? move_to(l, n, by_lines(l, n, page, -1), -1) : VIEW_HANDLED;
	case C_PAGE_DOWN: return n ? move_to(l, n, by_lines(l, n, page, 1), 1) : VIEW_HANDLED;
	case C_HALF_UP: return n ? move_to(l, n, by_lines(l, n, (page + 1) / 2, -1), -1) : VIEW_HANDLED;
	case C_HALF_DOWN: return n ? move_to(l, n, by_lines(l, n, (page + 1) / 2, 1), 1) : VIEW_HANDLED;
	case C_TOP:
		if (n)
			l->top = 0;
		return n ? move_to(l, n, 0, -1) | VIEW_STALE : VIEW_HANDLED;
	case C_BOTTOM: return n ? move_to(l, n, n - 1, 1) : VIEW_HANDLED;
	case C_ENTER: return list_at(l) == LIST_NONE ? 0 : VIEW_HANDLED | LIST_ACTIVATE;
	case C_MARK:
		if (!(l->flags & LIST_MARKS) || list_at(l) == LIST_NONE)
			return 0;
		toggle_mark(l, l->at_id);
		step(l, n, 1);
		return VIEW_HANDLED | VIEW_STALE;
	default: return 0;
	}
}

static size_t item_at_line(struct list *l, size_t n, int y)
{
	int line = l->area.y;

	for (size_t i = l->top; i < n && line < l->area.y + l->area.h; i++) {
		line += height(l, i);
		if (y < line)
			return i;
	}
	return LIST_NONE;
}

unsigned list_key(struct list *l, const struct keystroke *k)
{
	const struct rect *a = &l->area;
	size_t n, i;

	if (k->code != KEY_MOUSE || k->y < a->y || k->y >= a->y + a->h || k->x < a->x || k->x >= a->x + a->w)
		return 0;
	n = sync(l);
	if (!n)
		return VIEW_HANDLED;
	if (k->button == KEY_WHEEL_UP)
		return move_to(l, n, by_lines(l, n, 3, -1), -1);
	if (k->button == KEY_WHEEL_DOWN)
		return move_to(l, n, by_lines(l, n, 3, 1), 1);
	i = item_at_line(l, n, k->y);
	if (i == LIST_NONE || heading(l, i) || l->flags & LIST_NO_SELECT)
		return VIEW_HANDLED;
	put(l, i);
	return VIEW_HANDLED | VIEW_STALE | (k->button == KEY_DOUBLE ? LIST_ACTIVATE : 0u);
}

void list_say(struct list *l, struct str *out, size_t most)
{
	size_t n = sync(l), from = 0, to = n;

	state_say(out, l->state, n > 0, l->empty);
	if (!n || !l->ops->say)
		return;
	if (n > most) {
		from = l->at > most / 2 ? l->at - most / 2 : 0;
		from = from > n - most ? n - most : from;
		to = from + most;
	}
	for (size_t i = from; i < to; i++) {
		size_t begin = out->n, words;

		if (!heading(l, i))
			str_adds(out, l->have_id && i == l->at && !(l->flags & LIST_NO_SELECT) ? "> " : "  ");
		words = out->n;
		l->ops->say(l->arg, i, out);
		/* A heading that has nothing to say is only there for the eye. */
		if (out->n > words)
			str_addc(out, '\n');
		else
			str_cut(out, begin);
	}
	if (to - from < n) {
		str_addf(out, ngettext("%zu to %zu of %zu line", "%zu to %zu of %zu lines", (unsigned long)n), from + 1, to, n);
		str_addc(out, '\n');
	}
}
