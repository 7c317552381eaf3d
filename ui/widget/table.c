/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/widget/table.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widget/match.h"
#include "ui/widget/menu.h"
#include "ui/widget/view.h"

enum { SEARCH_ALL = 20000, NEAR = 1000, SECOND_INDENT = 2 };

static const struct list_ops rows;

void table_init(struct table *t, const struct table_ops *ops, void *arg, unsigned list_flags)
{
	*t = (struct table){ .ops = ops, .arg = arg, .sort = LIST_NONE, .dirty = true };
	list_init(&t->list, &rows, t, list_flags);
	for (size_t c = 0; c < ops->ncolumns && c < TABLE_COLUMNS; c++)
		if (ops->columns[c].flags & COLUMN_OFF)
			t->off |= 1u << c;
}

void table_free(struct table *t)
{
	list_free(&t->list);
	str_free(&t->filter);
	vec_free(&t->index);
}

static size_t columns(const struct table *t)
{
	return t->ops->ncolumns < TABLE_COLUMNS ? t->ops->ncolumns : TABLE_COLUMNS;
}

static bool chosen(const struct table *t, size_t c)
{
	return !(t->off & 1u << c);
}

/* The index: which source rows show, in which order. */

/* All shown columns and the second line are one text for the filter, so that its words may match in different columns. */
static bool passes(struct table *t, size_t row, struct str *line)
{
	str_cut(line, 0);
	for (size_t c = 0; c < columns(t); c++) {
		enum role role = ROLE_TEXT;

		if (!chosen(t, c))
			continue;
		t->ops->columns[c].cell(t->arg, row, line, &role);
		str_addc(line, '\n');
	}
	if (t->ops->second) {
		enum role role = ROLE_TEXT;

		t->ops->second(t->arg, row, line, &role);
	}
	return match_filter(slice_str(line), slice_str(&t->filter));
}

/* Equal rows keep the order of the source, whichever way is sorted. */
static int compare_rows(const void *a, const void *b, void *arg)
{
	const struct table *t = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int d = t->ops->columns[t->sort].compare(t->arg, x, y);

	if (!d)
		return x < y ? -1 : x > y;
	return t->desc ? -d : d;
}

static void rebuild(struct table *t, size_t n)
{
	struct str line = { 0 };

	t->index.n = 0;
	for (size_t row = 0; row < n; row++)
		if (!t->filter.n || passes(t, row, &line))
			vec_push(&t->index, (uint32_t)row);
	str_free(&line);
	if (t->sort != LIST_NONE && t->index.n > 1)
		qsort_r(t->index.v, t->index.n, sizeof *t->index.v, compare_rows, t);
}

/* Brings the index up to date; cheap when nothing moved. */
static void refresh(struct table *t)
{
	size_t n = t->ops->count(t->arg);
	unsigned version = t->ops->version ? t->ops->version(t->arg) : t->seen + 1;
	bool wanted = !t->ops->order && (t->filter.n || t->sort != LIST_NONE);

	if (wanted && (t->dirty || !t->indexed || version != t->seen || n != t->seen_count))
		rebuild(t, n);
	t->indexed = wanted;
	t->dirty = false;
	t->seen = version;
	t->seen_count = n;
}

static size_t source_row(const struct table *t, size_t i)
{
	return t->indexed && i < t->index.n ? t->index.v[i] : i;
}

static size_t row_count(void *arg)
{
	const struct table *t = arg;

	return t->indexed ? t->index.n : t->seen_count;
}

static uint64_t row_id(void *arg, size_t i)
{
	const struct table *t = arg;
	size_t row = source_row(t, i);

	return t->ops->id ? t->ops->id(t->arg, row) : row;
}

/* The index has no map from id to row: rows are looked through, all of them while there are not too many. */
static size_t row_find(void *arg, uint64_t id)
{
	const struct table *t = arg;
	size_t n = row_count(arg), from = 0, to = n;

	if (n > SEARCH_ALL) {
		from = t->list.at > NEAR ? t->list.at - NEAR : 0;
		to = from + 2 * NEAR < n ? from + 2 * NEAR : n;
	}
	for (size_t i = from; i < to; i++)
		if (row_id(arg, i) == id)
			return i;
	return LIST_NONE;
}

/* Layout: which columns show, where. */

/* Two blanks between columns where all fit, else one; then columns go by their drop number; what is left is shared. */
static void layout(struct table *t, int w)
{
	size_t n = columns(t);
	int sum = 0, shown = 0, weights = 0, gap;

	for (size_t c = 0; c < n; c++) {
		t->w[c] = chosen(t, c) ? t->ops->columns[c].min : 0;
		sum += t->w[c];
		shown += t->w[c] > 0;
	}
	gap = sum + 2 * (shown - 1) <= w ? 2 : 1;
	while (shown > 1 && sum + gap * (shown - 1) > w) {
		size_t worst = LIST_NONE;

		for (size_t c = 0; c < n; c++)
			if (t->w[c] && t->ops->columns[c].drop > 0 &&
			    (worst == LIST_NONE || t->ops->columns[c].drop >= t->ops->columns[worst].drop))
				worst = c;
		if (worst == LIST_NONE)
			break;
		sum -= t->w[worst];
		t->w[worst] = 0;
		shown--;
	}
	int left = w - sum - gap * (shown - 1), x = 0;
	for (size_t c = 0; c < n; c++)
		weights += t->w[c] ? t->ops->columns[c].weight : 0;
	for (size_t c = 0; c < n; c++) {
		int weight = t->ops->columns[c].weight;

		if (t->w[c] && weight > 0 && left > 0) {
			int more = left * weight / weights;

			t->w[c] += more;
			left -= more;
			weights -= weight;
		}
		t->x[c] = x;
		if (t->w[c])
			x += t->w[c] + gap;
	}
}

/* A stranger's name written right to left turns the whole row round on a terminal that does bidi: it gets its own line. */
static bool row_rtl(const struct table *t, size_t row, size_t *column)
{
	for (size_t c = 0; c < columns(t); c++) {
		struct str s = { 0 };
		enum role role = ROLE_TEXT;
		bool rtl;

		if (!t->w[c] || !(t->ops->columns[c].flags & COLUMN_RTL))
			continue;
		t->ops->columns[c].cell(t->arg, row, &s, &role);
		rtl = clean_is_rtl(slice_str(&s));
		str_free(&s);
		if (rtl) {
			*column = c;
			return true;
		}
	}
	return false;
}

static int row_height(void *arg, size_t i)
{
	const struct table *t = arg;
	size_t row = source_row(t, i), c;
	struct str s = { 0 };
	enum role role = ROLE_TEXT;
	int h = 1 + row_rtl(t, row, &c);

	if (t->ops->second)
		h += t->ops->second(t->arg, row, &s, &role);
	str_free(&s);
	return h;
}

static void draw_cell(struct table *t, struct grid *g, struct rect r, size_t row, size_t c, bool moved)
{
	const struct column *col = &t->ops->columns[c];
	struct str s = { 0 };
	enum role role = ROLE_TEXT;
	int w = t->x[c] + t->w[c] > r.w ? r.w - t->x[c] : t->w[c];

	if (moved)
		grid_glyph(g, r.y, r.x + t->x[c], ROLE_DIM, GLYPH_DOWN);
	else if (w > 0) {
		col->cell(t->arg, row, &s, &role);
		match_field(g, r.y, r.x + t->x[c], w, col->flags & COLUMN_RIGHT, role, slice_str(&s), slice_str(&t->filter));
	}
	str_free(&s);
}

static void draw_row(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	struct table *t = arg;
	size_t row = source_row(t, i), rtl = LIST_NONE;
	struct str s = { 0 };
	enum role role = ROLE_TEXT;
	bool has_rtl = row_rtl(t, row, &rtl);
	int y = r.y + 1;

	(void)on;
	for (size_t c = 0; c < columns(t); c++)
		if (t->w[c])
			draw_cell(t, g, r, row, c, has_rtl && c == rtl);
	if (has_rtl) {
		t->ops->columns[rtl].cell(t->arg, row, &s, &role);
		match_field(g, y++, r.x + SECOND_INDENT, r.w - SECOND_INDENT, false, role, slice_str(&s), slice_str(&t->filter));
		str_cut(&s, 0);
		role = ROLE_TEXT;
	}
	if (t->ops->second && t->ops->second(t->arg, row, &s, &role)) {
		int x = t->x[1 < columns(t) && t->w[1] ? 1 : 0] + SECOND_INDENT;

		match_field(g, y, r.x + x, r.w - x, false, role, slice_str(&s), slice_str(&t->filter));
	}
	str_free(&s);
}

static void say_row(void *arg, size_t i, struct str *out)
{
	const struct table *t = arg;
	size_t row = source_row(t, i);
	bool first = true;

	for (size_t c = 0; c < columns(t); c++) {
		struct str s = { 0 };
		enum role role = ROLE_TEXT;

		if (!chosen(t, c))
			continue;
		t->ops->columns[c].cell(t->arg, row, &s, &role);
		if (s.n) {
			/* The first column is the name; the others are said with their title. */
			if (first)
				str_adds(out, str_c(&s));
			else
				str_addf(out, ", %s: %s", _(t->ops->columns[c].title), str_c(&s));
			first = false;
		}
		str_free(&s);
	}
	if (t->ops->second) {
		struct str s = { 0 };
		enum role role = ROLE_TEXT;

		if (t->ops->second(t->arg, row, &s, &role))
			str_addf(out, ", %s", str_c(&s));
		str_free(&s);
	}
}

static void draw_head(struct table *t, struct grid *g, struct rect r)
{
	int gutter = t->list.flags & LIST_NO_SELECT ? 0 : t->list.flags & LIST_MARKS ? 2 : 1;

	t->head_y = r.y;
	for (size_t c = 0; c < columns(t); c++) {
		const struct column *col = &t->ops->columns[c];
		struct slice title = slice_of(*col->title ? _(col->title) : "");
		int x = r.x + gutter + t->x[c], w = t->w[c];

		if (!w)
			continue;
		if (t->sort != c) {
			grid_field(g, r.y, x, w, col->flags & COLUMN_RIGHT, ROLE_DIM, title);
			continue;
		}
		int used = text_width(title) < w - 1 ? text_width(title) : w - 1;
		int at = col->flags & COLUMN_RIGHT ? x + w - 1 - used : x;

		grid_field(g, r.y, at, used, false, ROLE_STRONG, title);
		grid_glyph(g, r.y, at + used, ROLE_STRONG, t->desc ? GLYPH_DOWN : GLYPH_UP);
	}
}

void table_draw(struct table *t, struct grid *g, struct rect r, bool focus)
{
	int gutter = t->list.flags & LIST_NO_SELECT ? 0 : t->list.flags & LIST_MARKS ? 2 : 1;

	refresh(t);
	layout(t, r.w - gutter);
	t->head_y = -1;
	if (r.h > 2) {
		struct rect old = grid_clip(g, r);

		draw_head(t, g, r);
		grid_unclip(g, old);
		r.y++;
		r.h--;
	}
	const char *empty = t->list.empty;
	if (t->filter.n && !row_count(t))
		t->list.empty = _("Nothing matches the filter");
	list_draw(&t->list, g, r, focus);
	t->list.empty = empty;
}

/* The selection stays on its row: the list finds it again by id. */
static void sort_by(struct table *t, size_t c, bool desc)
{
	t->sort = c;
	t->desc = desc;
	t->dirty = true;
	if (t->ops->order)
		t->ops->order(t->arg, c, desc, slice_str(&t->filter));
	refresh(t);
}

/* First the column's own direction, then the other way, then the next column; after the last the source's order. */
static void next_sort(struct table *t)
{
	size_t c = t->sort == LIST_NONE ? 0 : t->sort;
	bool first_way = t->sort != LIST_NONE && t->desc == !!(t->ops->columns[c].flags & COLUMN_DESC);

	if (first_way) {
		sort_by(t, c, !t->desc);
		return;
	}
	for (c = t->sort == LIST_NONE ? 0 : c + 1; c < columns(t); c++)
		if (chosen(t, c) && (t->ops->columns[c].compare || t->ops->order)) {
			sort_by(t, c, t->ops->columns[c].flags & COLUMN_DESC);
			return;
		}
	sort_by(t, LIST_NONE, false);
}

/* The menu goes with the view that owns the table, so t is alive here. */
static void column_chosen(void *arg, enum err e, size_t c)
{
	struct table *t = arg;

	if (e != E_OK || c >= columns(t))
		return;
	t->off ^= 1u << c;
	t->dirty = true;
}

static void column_menu(struct table *t)
{
	const char *items[TABLE_COLUMNS];
	struct str texts[TABLE_COLUMNS] = { { 0 } };

	for (size_t c = 0; c < columns(t); c++) {
		str_addf(&texts[c], "[%c] %s", chosen(t, c) ? 'x' : ' ', _(t->ops->columns[c].title));
		items[c] = str_c(&texts[c]);
	}
	menu_open(t->stack, _("Columns"), items, columns(t), 0, column_chosen, t);
	for (size_t c = 0; c < columns(t); c++)
		str_free(&texts[c]);
}

static bool sortable(const struct table *t)
{
	for (size_t i = 0; i < columns(t); i++)
		if (t->ops->order || t->ops->columns[i].compare)
			return true;
	return false;
}

unsigned table_command(struct table *t, enum cmd_id id)
{
	refresh(t);
	if (id == C_SORT && sortable(t)) {
		next_sort(t);
		return VIEW_HANDLED | VIEW_STALE;
	}
	if (id == C_COLUMNS && t->stack) {
		column_menu(t);
		return VIEW_HANDLED | VIEW_STALE;
	}
	return list_command(&t->list, id);
}

unsigned table_key(struct table *t, const struct keystroke *k)
{
	int gutter = t->list.flags & LIST_MARKS ? 2 : 1;

	refresh(t);
	if (k->code == KEY_MOUSE && k->button == KEY_CLICK && k->y == t->head_y && t->head_y >= 0)
		for (size_t c = 0; c < columns(t); c++) {
			int x = t->list.area.x + gutter + t->x[c];

			if (t->w[c] && k->x >= x && k->x < x + t->w[c] && (t->ops->columns[c].compare || t->ops->order)) {
				sort_by(t, c, t->sort == c ? !t->desc : !!(t->ops->columns[c].flags & COLUMN_DESC));
				return VIEW_HANDLED | VIEW_STALE;
			}
		}
	return list_key(&t->list, k);
}

size_t table_row(struct table *t)
{
	refresh(t);
	size_t i = list_at(&t->list);

	return i == LIST_NONE ? LIST_NONE : source_row(t, i);
}

void table_filter(struct table *t, struct slice typed)
{
	str_cut(&t->filter, 0);
	text_fold(&t->filter, typed);
	t->dirty = true;
	if (t->ops->order)
		t->ops->order(t->arg, t->sort, t->desc, slice_str(&t->filter));
	refresh(t);
}

static size_t column_named(const struct table *t, struct slice name)
{
	for (size_t c = 0; c < columns(t); c++)
		if (slice_is(name, t->ops->columns[c].name))
			return c;
	return LIST_NONE;
}

bool table_sort(struct table *t, struct slice name, bool desc)
{
	size_t c = column_named(t, name);

	if (!name.n) {
		sort_by(t, LIST_NONE, false);
		return true;
	}
	if (c == LIST_NONE || (!t->ops->columns[c].compare && !t->ops->order))
		return false;
	sort_by(t, c, desc);
	return true;
}

void table_say(struct table *t, struct str *out, size_t most)
{
	refresh(t);
	list_say(&t->list, out, most);
}

static const struct list_ops rows = {
	.count = row_count,
	.id = row_id,
	.find = row_find,
	.height = row_height,
	.row = draw_row,
	.say = say_row,
};
