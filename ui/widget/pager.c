/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/pager.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widget/match.h"
#include "ui/widget/state.h"
#include "ui/widget/view.h"

/* One line as it was added; label and text are owned. */
struct pager_line {
	char *label, *text;
	size_t n;
	int label_width;
	enum role label_role, role;
};

/* One line of the screen: a part of a line of text. */
struct pager_piece {
	size_t line, from, len;
};

static void drop_layout(struct pager *p)
{
	p->pieces.n = 0;
	p->width = 0;
}

void pager_clear(struct pager *p)
{
	for (size_t i = 0; i < p->lines.n; i++) {
		free(p->lines.v[i].label);
		free(p->lines.v[i].text);
	}
	p->lines.n = 0;
	p->top = 0;
	drop_layout(p);
}

void pager_free(struct pager *p)
{
	pager_clear(p);
	vec_free(&p->lines);
	vec_free(&p->pieces);
	str_free(&p->filter);
}

void pager_add_item(struct pager *p, enum role label_role, struct slice label, int label_width, enum role role,
                    struct slice text)
{
	vec_push(&p->lines, (struct pager_line){ .label = mem_strndup(label.p, label.n), .text = mem_strndup(text.p, text.n),
	                                         .n = text.n, .label_width = label_width, .label_role = label_role,
	                                         .role = role });
	drop_layout(p);
}

void pager_add(struct pager *p, enum role role, struct slice text)
{
	pager_add_item(p, role, (struct slice){ "", 0 }, 0, role, text);
}

void pager_filter(struct pager *p, struct slice typed)
{
	str_cut(&p->filter, 0);
	text_fold(&p->filter, typed);
	p->top = 0;
	drop_layout(p);
}

static bool shown(const struct pager *p, const struct pager_line *l)
{
	return match_filter((struct slice){ l->text, l->n }, slice_str(&p->filter)) ||
	       (*l->label && match_filter(slice_of(l->label), slice_str(&p->filter)));
}

static int indent(const struct pager_line *l, int width)
{
	/* A label that leaves no room for the text is cut to a third. */
	return l->label_width <= width / 2 ? l->label_width : width / 3;
}

/* Wraps anew only when the width, the lines or the filter have changed. */
static void layout(struct pager *p, int width)
{
	if (p->width == width && p->width > 0)
		return;
	p->pieces.n = 0;
	p->width = width;
	for (size_t i = 0; i < p->lines.n; i++) {
		const struct pager_line *l = &p->lines.v[i];
		struct slice rest = { l->text, l->n }, line;
		int room = width - indent(l, width);

		if (!shown(p, l))
			continue;
		if (!l->n)
			vec_push(&p->pieces, (struct pager_piece){ i, 0, 0 });
		while (text_wrap(&rest, room > 0 ? room : 1, &line))
			vec_push(&p->pieces, (struct pager_piece){ i, (size_t)(line.p - l->text), line.n });
	}
}

static size_t lowest(const struct pager *p)
{
	size_t h = p->area.h > 0 ? (size_t)p->area.h : 1;

	return p->pieces.n > h ? p->pieces.n - h : 0;
}

void pager_draw(struct pager *p, struct grid *g, struct rect r, bool focus)
{
	p->area = r;
	if (r.h <= 0 || r.w <= 2)
		return;
	/* The last column tells whether there is more above and below. */
	layout(p, r.w - 2);
	if (p->top > lowest(p))
		p->top = lowest(p);
	struct rect old = grid_clip(g, r);
	if (!p->pieces.n && p->filter.n)
		state_placeholder(g, r, NULL, _("Nothing matches the filter"), NULL);
	for (int y = 0; y < r.h && p->top + (size_t)y < p->pieces.n; y++) {
		const struct pager_piece *piece = &p->pieces.v[p->top + (size_t)y];
		const struct pager_line *l = &p->lines.v[piece->line];
		int at = indent(l, p->width);

		if (piece->from == 0 && *l->label)
			match_field(g, r.y + y, r.x, at > 1 ? at - 1 : at, false, l->label_role, slice_of(l->label), slice_str(&p->filter));
		match_field(g, r.y + y, r.x + at, r.w - 2 - at, false, l->role, (struct slice){ l->text + piece->from, piece->len },
		            slice_str(&p->filter));
	}
	if (p->top > 0)
		grid_glyph(g, r.y, r.x + r.w - 1, ROLE_DIM, GLYPH_UP);
	if (p->top < lowest(p))
		grid_glyph(g, r.y + r.h - 1, r.x + r.w - 1, ROLE_DIM, GLYPH_DOWN);
	grid_unclip(g, old);
	if (focus) {
		g->cursor_y = r.y;
		g->cursor_x = r.x;
	}
}

static unsigned scroll_to(struct pager *p, size_t top)
{
	size_t before = p->top, low = lowest(p);

	p->top = top > low ? low : top;
	return p->top == before ? VIEW_HANDLED : VIEW_HANDLED | VIEW_STALE;
}

static unsigned scroll_by(struct pager *p, int lines)
{
	size_t n = (size_t)(lines < 0 ? -lines : lines);

	if (lines < 0)
		return scroll_to(p, p->top > n ? p->top - n : 0);
	return scroll_to(p, p->top + n);
}

unsigned pager_command(struct pager *p, enum cmd_id id)
{
	int page = p->area.h > 1 ? p->area.h - 1 : 1;

	switch (id) {
	case C_UP: return scroll_by(p, -1);
	case C_DOWN: return scroll_by(p, 1);
	case C_PAGE_UP: return scroll_by(p, -page);
	case C_PAGE_DOWN: return scroll_by(p, page);
	case C_HALF_UP: return scroll_by(p, -(page + 1) / 2);
	case C_HALF_DOWN: return scroll_by(p, (page + 1) / 2);
	case C_TOP: return scroll_to(p, 0);
	case C_BOTTOM: return scroll_to(p, p->pieces.n);
	default: return 0;
	}
}

unsigned pager_key(struct pager *p, const struct keystroke *k)
{
	if (k->code != KEY_MOUSE)
		return 0;
	if (k->button == KEY_WHEEL_UP || k->button == KEY_WHEEL_DOWN)
		return scroll_by(p, k->button == KEY_WHEEL_UP ? -3 : 3);
	return 0;
}

void pager_say(struct pager *p, struct str *out)
{
	for (size_t i = 0; i < p->lines.n; i++) {
		const struct pager_line *l = &p->lines.v[i];

		if (!shown(p, l))
			continue;
		if (*l->label)
			str_addf(out, "%s: ", l->label);
		str_add(out, (struct slice){ l->text, l->n });
		str_addc(out, '\n');
	}
}
