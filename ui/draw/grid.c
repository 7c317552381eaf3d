/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/grid.h"
#include "base/mem.h"
#include "base/secret.h"
#include "base/text.h"
#include <limits.h>
#include <stdlib.h>

struct forms {
	const char *form[3]; /* by enum glyph_set */
};

static const struct forms glyph_forms[GLYPH_COUNT];
static const uint16_t vt_ranges[][2];

struct grid *grid_new(int h, int w, enum glyph_set glyphs)
{
	struct grid *g = mem_new(sizeof *g);

	g->h = h > 0 ? h : 0;
	g->w = w > 0 ? w : 0;
	g->cells = mem_array((size_t)g->h * (size_t)g->w + 1, sizeof *g->cells);
	g->glyphs = glyphs;
	grid_clear(g);
	return g;
}

void grid_free(struct grid *g)
{
	if (!g)
		return;
	if (g->secret)
		secret_wipe(g->cells, (size_t)g->h * (size_t)g->w * sizeof *g->cells);
	free(g->cells);
	free(g);
}

void grid_clear(struct grid *g)
{
	const struct cell blank = { .width = 1, .role = ROLE_TEXT };
	size_t i, n = (size_t)g->h * (size_t)g->w;

	if (g->secret)
		secret_wipe(g->cells, n * sizeof *g->cells);
	for (i = 0; i < n; i++)
		g->cells[i] = blank;
	g->secret = false;
	g->cursor_y = g->cursor_x = -1;
	g->clip = (struct rect){ 0, 0, g->h, g->w };
}

static int min_int(int a, int b)
{
	return a < b ? a : b;
}

static int max_int(int a, int b)
{
	return a > b ? a : b;
}

/* The common part; an empty one has h or w 0. Far-off corners must not overflow, so they are bounded first. */
static struct rect rect_meet(struct rect a, struct rect b)
{
	int64_t y = max_int(a.y, b.y), x = max_int(a.x, b.x);
	int64_t bottom = (int64_t)a.y + a.h < (int64_t)b.y + b.h ? (int64_t)a.y + a.h : (int64_t)b.y + b.h;
	int64_t right = (int64_t)a.x + a.w < (int64_t)b.x + b.w ? (int64_t)a.x + a.w : (int64_t)b.x + b.w;

	return (struct rect){ (int)y, (int)x, bottom > y ? (int)(bottom - y) : 0, right > x ? (int)(right - x) : 0 };
}

struct rect grid_clip(struct grid *g, struct rect r)
{
	struct rect old = g->clip;

	g->clip = rect_meet(old, r);
	return old;
}

void grid_unclip(struct grid *g, struct rect old)
{
	g->clip = old;
}

static bool inside(const struct grid *g, int y, int x)
{
	const struct rect *c = &g->clip;

	return y >= c->y && y - c->y < c->h && x >= c->x && x - c->x < c->w;
}

static void blank_cell(struct cell *c)
{
	c->len = 0;
	c->width = 1;
	c->text[0] = 0;
}

/* What is about to be written at x may cover one half of a wide cluster: the other half becomes a blank. */
static void split_wide(struct grid *g, struct cell *row, int x)
{
	if (row[x].width == 0 && x > 0)
		blank_cell(&row[x - 1]);
	if (row[x].width == 2 && x + 1 < g->w)
		blank_cell(&row[x + 1]);
}

static void set_cell(struct grid *g, int y, int x, enum role role, const char *text, size_t len, int width)
{
	struct cell *row = g->cells + (size_t)y * (size_t)g->w, *c = row + x;

	split_wide(g, row, x);
	c->len = (uint8_t)len;
	c->width = (uint8_t)width;
	c->role = (uint8_t)role;
	memcpy(c->text, text, len);
	c->text[len] = 0;
	if (width == 2) {
		split_wide(g, row, x + 1);
		blank_cell(c + 1);
		c[1].width = 0;
		c[1].role = (uint8_t)role;
	}
	if (role == ROLE_SECRET)
		g->secret = true;
}

/* One cluster at x, clipped. A wide one of which only a half is inside shows as a blank. */
static void put_cluster(struct grid *g, int y, int x, enum role role, struct slice s, int width)
{
	bool left = inside(g, y, x), right = width < 2 || inside(g, y, x + 1);
	bool plain = s.n == 1 && s.p[0] == ' ';

	if (s.n >= sizeof g->cells->text || (s.n == 1 && ((unsigned char)s.p[0] < ' ' || s.p[0] == 0x7f)))
		s = SLICE("?");
	if (left && right)
		set_cell(g, y, x, role, s.p, plain ? 0 : s.n, width);
	else if (left)
		set_cell(g, y, x, role, "", 0, 1);
	else if (width == 2 && right)
		set_cell(g, y, x + 1, role, "", 0, 1);
}

static bool ascii_only(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* One code point of at most three bytes, or 0. */
static uint32_t small_point(struct slice s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (s.n == 2 && (p[0] & 0xe0) == 0xc0)
		return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	if (s.n == 3 && (p[0] & 0xf0) == 0xe0)
		return (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
	return 0;
}

static bool vt_shows(struct slice cluster)
{
	uint32_t u = small_point(cluster);
	size_t i;

	for (i = 0; u && vt_ranges[i][1]; i++)
		if (u >= vt_ranges[i][0] && u <= vt_ranges[i][1])
			return true;
	return false;
}

static const char *glyph_of(struct slice cluster, enum glyph_set set)
{
	int i;

	for (i = 0; i < GLYPH_COUNT; i++)
		if (slice_is(cluster, glyph_forms[i].form[GLYPHS_FULL]))
			return glyph_forms[i].form[set];
	return NULL;
}

/* The text as the grid's set can show it. Result in s itself or in tmp, which the caller frees. */
static struct slice shown(const struct grid *g, struct slice s, struct str *tmp)
{
	struct slice cluster;
	const char *form;
	int width;

	if (g->glyphs == GLYPHS_FULL || ascii_only(s))
		return s;
	while (text_next(&s, &cluster, &width)) {
		if (ascii_only(cluster) || (g->glyphs == GLYPHS_VT && vt_shows(cluster)))
			str_add(tmp, cluster);
		else if ((form = glyph_of(cluster, g->glyphs)))
			str_adds(tmp, form);
		else
			text_ascii(tmp, cluster);
	}
	return slice_str(tmp);
}

/* A plain ASCII letter that nothing combines with needs no cluster search. */
static bool next_cluster(struct slice *s, struct slice *cluster, int *width)
{
	if (s->n && (unsigned char)s->p[0] < 0x80 && (s->n == 1 || (unsigned char)s->p[1] < 0x80)) {
		*cluster = slice_to(*s, 1);
		*s = slice_from(*s, 1);
		*width = 1;
		return true;
	}
	return text_next(s, cluster, width);
}

static int put_text(struct grid *g, int y, int x, int max, enum role role, struct slice s)
{
	struct slice cluster;
	int width, used = 0;
	int right = g->clip.x + g->clip.w;

	if (y < g->clip.y || y - g->clip.y >= g->clip.h)
		right = INT_MAX;
	while (used < max && x + used < right && next_cluster(&s, &cluster, &width)) {
		if (width <= 0)
			continue;
		if (used + width > max)
			break;
		put_cluster(g, y, x + used, role, cluster, width);
		used += width;
	}
	return used;
}

/* Offsets far outside every screen would overflow the sums; nothing of them can show. */
static bool sane(int y, int x)
{
	return y > -32768 && y < 32768 && x > -32768 && x < 32768;
}

int grid_text(struct grid *g, int y, int x, int max, enum role role, struct slice s)
{
	struct str tmp = { 0 };
	int used;

	if (!sane(y, x) || max <= 0)
		return 0;
	used = put_text(g, y, x, min_int(max, 32767), role, shown(g, s, &tmp));
	if (role == ROLE_SECRET && tmp.p)
		secret_wipe(tmp.p, tmp.n);
	str_free(&tmp);
	return used;
}

int grid_put(struct grid *g, int y, int x, int max, enum role role, const char *fmt, ...)
{
	struct str s = { 0 };
	va_list ap;
	int used;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	used = grid_text(g, y, x, max, role, slice_str(&s));
	if (role == ROLE_SECRET && s.p)
		secret_wipe(s.p, s.n);
	str_free(&s);
	return used;
}

void grid_field(struct grid *g, int y, int x, int w, bool right, enum role role, struct slice s)
{
	struct str tmp = { 0 };
	int width, used;

	if (!sane(y, x) || w <= 0)
		return;
	w = min_int(w, 32767);
	s = shown(g, s, &tmp);
	width = text_width(s);
	if (width > w) {
		used = put_text(g, y, x, w - 1, role, text_fit(s, w - 1));
		used += put_text(g, y, x + used, 1, role, slice_of(grid_glyph_text(g->glyphs, GLYPH_ELLIPSIS)));
		grid_fill(g, (struct rect){ y, x + used, 1, w - used }, role);
	} else if (right) {
		grid_fill(g, (struct rect){ y, x, 1, w - width }, role);
		put_text(g, y, x + w - width, width, role, s);
	} else {
		put_text(g, y, x, width, role, s);
		grid_fill(g, (struct rect){ y, x + width, 1, w - width }, role);
	}
	if (role == ROLE_SECRET && tmp.p)
		secret_wipe(tmp.p, tmp.n);
	str_free(&tmp);
}

int grid_glyph(struct grid *g, int y, int x, enum role role, enum glyph glyph)
{
	if (!sane(y, x))
		return 0;
	put_cluster(g, y, x, role, slice_of(grid_glyph_text(g->glyphs, glyph)), 1);
	return 1;
}

void grid_fill(struct grid *g, struct rect r, enum role role)
{
	int y, x;

	r = rect_meet(r, g->clip);
	for (y = r.y; y < r.y + r.h; y++)
		for (x = r.x; x < r.x + r.w; x++)
			set_cell(g, y, x, role, "", 0, 1);
}

void grid_role(struct grid *g, struct rect r, enum role role)
{
	int y, x;

	r = rect_meet(r, g->clip);
	for (y = r.y; y < r.y + r.h; y++)
		for (x = r.x; x < r.x + r.w; x++)
			g->cells[(size_t)y * (size_t)g->w + (size_t)x].role = (uint8_t)role;
	if (role == ROLE_SECRET && r.h && r.w)
		g->secret = true;
}

static void line_of(struct grid *g, struct rect r, enum glyph glyph)
{
	struct slice s = slice_of(grid_glyph_text(g->glyphs, glyph));
	int y, x;

	r = rect_meet(r, g->clip);
	for (y = r.y; y < r.y + r.h; y++)
		for (x = r.x; x < r.x + r.w; x++)
			set_cell(g, y, x, ROLE_BORDER, s.p, s.n, 1);
}

void grid_hline(struct grid *g, int y, int x, int w)
{
	line_of(g, (struct rect){ y, x, 1, w }, GLYPH_H);
}

void grid_vline(struct grid *g, int y, int x, int h)
{
	line_of(g, (struct rect){ y, x, h, 1 }, GLYPH_V);
}

/* The note keeps its place as long as it fits; the title is cut first. */
static void box_head(struct grid *g, struct rect r, const char *title, const char *note)
{
	int room = r.w - 2, note_w = note && *note ? text_width(slice_of(note)) + 1 : 0;
	int used = 0;

	if (note_w && note_w <= room) {
		int x = r.x + r.w - 1 - note_w;

		grid_fill(g, (struct rect){ r.y, x, 1, 1 }, ROLE_TEXT);
		grid_text(g, r.y, x + 1, note_w - 1, ROLE_TEXT, slice_of(note));
		room -= note_w;
	}
	if (!title || !*title || room < 3)
		return;
	grid_fill(g, (struct rect){ r.y, r.x + 1, 1, 1 }, ROLE_TITLE);
	used = 1 + grid_text(g, r.y, r.x + 2, room - 2, ROLE_TITLE, slice_of(title));
	grid_fill(g, (struct rect){ r.y, r.x + 1 + used, 1, 1 }, ROLE_TITLE);
}

struct rect grid_box(struct grid *g, struct rect r, const char *title, const char *note)
{
	int bottom = r.y + r.h - 1, right = r.x + r.w - 1;

	if (r.h < 2 || r.w < 2)
		return (struct rect){ r.y, r.x, 0, 0 };
	grid_hline(g, r.y, r.x + 1, r.w - 2);
	grid_hline(g, bottom, r.x + 1, r.w - 2);
	grid_vline(g, r.y + 1, r.x, r.h - 2);
	grid_vline(g, r.y + 1, right, r.h - 2);
	grid_glyph(g, r.y, r.x, ROLE_BORDER, GLYPH_TL);
	grid_glyph(g, r.y, right, ROLE_BORDER, GLYPH_TR);
	grid_glyph(g, bottom, r.x, ROLE_BORDER, GLYPH_BL);
	grid_glyph(g, bottom, right, ROLE_BORDER, GLYPH_BR);
	box_head(g, r, title, note);
	return (struct rect){ r.y + 1, r.x + 1, r.h - 2, r.w - 2 };
}

const char *grid_glyph_text(enum glyph_set set, enum glyph glyph)
{
	return glyph_forms[glyph].form[set];
}

static const struct forms glyph_forms[GLYPH_COUNT] = {
#define GLYPH(id, full, vt, ascii) [GLYPH_##id] = { { full, vt, ascii } },
#include "ui/draw/glyphs.def"
#undef GLYPH
};

/* What the Latin console fonts of Debian (Lat15, Uni2, Uni3) hold beyond ASCII. */
static const uint16_t vt_ranges[][2] = {
	{ 0x00a1, 0x00ac }, { 0x00ae, 0x017f }, { 0x2022, 0x2022 }, { 0x20ac, 0x20ac }, { 0x2190, 0x2193 },
	{ 0x2500, 0x2500 }, { 0x2502, 0x2502 }, { 0x250c, 0x250c }, { 0x2510, 0x2510 }, { 0x2514, 0x2514 },
	{ 0x2518, 0x2518 }, { 0x251c, 0x251c }, { 0x2524, 0x2524 }, { 0x252c, 0x252c }, { 0x2534, 0x2534 },
	{ 0x253c, 0x253c }, { 0x2550, 0x256c }, { 0x2588, 0x2588 }, { 0x2591, 0x2592 }, { 0x25a0, 0x25a0 },
	{ 0, 0 }
};
