/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One frame: tab bar, rule with the way here, the view, the dialogs over it, message line, key bar. Below 40x12 there is
 * room for the focused item only. */
#include "base/i18n.h"
#include "base/text.h"
#include "base/tick.h"
#include "base/vec.h"
#include "model/app.h"
#include "ui/widget/parts.h"
#include "ui/widget/status.h"

enum { LEAST_H = 12, LEAST_W = 40, RULE_FROM_H = 16, DIALOG_W = 96 };

static void draw_tabs(struct stack *s, struct grid *g)
{
	struct tabs_item items[TABS_MOST];
	struct tabs_badges b = { .sandbox = s->host.sandbox, .readonly = s->app->readonly, .role = ROLE_TEXT };
	struct str text = { 0 };
	struct frame *f = stack_below(s);

	for (size_t i = 0; i < s->tabs.n; i++) {
		const struct view_ops *ops = s->tabs.v[i].ops;

		items[i] = (struct tabs_item){ _(ops->title), ops->unread ? ops->unread(s->app) : 0 };
	}
	if (f && f->v.ops->badge)
		f->v.ops->badge(&f->v, &b.sign, &b.role, &text);
	else if (s->host.badge)
		s->host.badge(s->host.self, &b.sign, &b.role, &text);
	b.text = slice_str(&text);
	tabs_draw(&s->bar, g, items, s->tabs.n, s->at, &b);
	str_free(&text);
}

/* The first view of a tab whose title can stand on a rule of that width together with those above it; the last one always. */
static size_t first_title(const struct tab *t, int width)
{
	size_t first = t->frames.n - 1;
	int left = width - text_width(slice_of(stack_title(&t->frames.v[first]->v))) - 3;

	while (first > 0 && (left -= text_width(slice_of(stack_title(&t->frames.v[first - 1]->v))) + 3) >= (first > 1 ? 3 : 0))
		first--;
	return first;
}

/* "Wallet > Payment" at the left of the rule once there is a way back, and the filter in force at its right. */
static void draw_rule(struct stack *s, struct grid *g, int y)
{
	const struct tab *t = s->at < s->tabs.n ? &s->tabs.v[s->at] : NULL;
	struct frame *f = stack_below(s);
	int x = 1;

	grid_hline(g, y, 0, g->w);
	if (t && t->frames.n > 1)
		for (size_t first = first_title(t, g->w - 2), i = first; i < t->frames.n; i++) {
			bool last = i + 1 == t->frames.n;

			if (first && i == first) {
				grid_fill(g, (struct rect){ y, x, 1, 3 }, ROLE_DIM);
				grid_glyph(g, y, x + 1, ROLE_DIM, GLYPH_ELLIPSIS);
				x += 3;
			}
			x += grid_put(g, y, x, g->w - x - 1, last ? ROLE_TITLE : ROLE_DIM, i ? "> %s " : " %s ",
			              stack_title(&t->frames.v[i]->v));
		}
	if (f && f->filter.n) {
		int w = text_width(slice_str(&f->filter)) + 3;

		if (w < g->w - x - 2)
			grid_put(g, y, g->w - w - 1, w, ROLE_MATCH, " /%s ", str_c(&f->filter));
	}
}

/* Each view starts without a cursor, so that the last one drawn, which has the keys, decides where it is. */
static void draw_view(struct frame *f, struct grid *g, struct rect r)
{
	struct rect old = grid_clip(g, r);

	f->area = r;
	g->cursor_y = g->cursor_x = -1;
	f->v.ops->draw(&f->v, g, r);
	grid_unclip(g, old);
}

/* The box is a third down, where the eye is, and never wider than comfortable reading. */
static void draw_dialog(struct frame *f, struct grid *g, struct rect body)
{
	int h = body.h - 2, w = body.w - 2 < DIALOG_W ? body.w - 2 : DIALOG_W;
	struct rect box;

	if (h < 1 || w < 4)
		return;
	if (f->v.ops->size)
		f->v.ops->size(&f->v, &h, &w);
	h = h < 1 ? 1 : h > body.h - 2 ? body.h - 2 : h;
	w = w < 4 ? 4 : w > body.w - 2 ? body.w - 2 : w;
	box = (struct rect){ body.y + (body.h - h - 2) / 3, body.x + (body.w - w - 2) / 2, h + 2, w + 2 };
	grid_fill(g, box, ROLE_TEXT);
	struct rect in = grid_box(g, box, stack_title(&f->v), NULL);
	draw_view(f, g, in);
	if (g->cursor_y < 0) {
		g->cursor_y = in.y;
		g->cursor_x = in.x;
	}
}

static void draw_line(struct stack *s, struct frame *f, struct grid *g, int y)
{
	struct rect line = { y, 0, 1, g->w };

	(void)s;
	grid_fill(g, line, ROLE_TEXT);
	f->area = line;
	g->cursor_y = g->cursor_x = -1;
	/* Not clipped to its line: the palette draws its box above it. */
	f->v.ops->draw(&f->v, g, line);
}

/* From the topmost view that covers everything; dialogs of the tab lie over it. */
static void draw_body(struct stack *s, struct grid *g, struct rect body)
{
	struct tab *t = s->at < s->tabs.n ? &s->tabs.v[s->at] : NULL;
	size_t from = t ? t->frames.n : 0;

	while (from > 0 && (from == t->frames.n || t->frames.v[from]->v.ops->flags & VIEW_DIALOG))
		from--;
	for (size_t i = from; t && i < t->frames.n; i++) {
		struct frame *f = t->frames.v[i];

		if (f->v.ops->flags & VIEW_DIALOG)
			draw_dialog(f, g, body);
		else
			draw_view(f, g, body);
	}
}

static void draw_keys(struct stack *s, struct grid *g, int y)
{
	struct frame *f = stack_frame(s);
	const struct tab *t = s->at < s->tabs.n ? &s->tabs.v[s->at] : NULL;
	struct keybar_focus focus = { .keys = s->app->keymap, .readonly = s->app->readonly, .dialog = s->dialogs.n > 0 };

	if (f) {
		focus.contexts = stack_contexts(&f->v);
		focus.typing = f->v.ops->wants_text && f->v.ops->wants_text(&f->v);
		focus.completes = f->v.ops->flags & VIEW_COMPLETES;
		focus.view = &f->v;
	}
	focus.below = t && t->frames.n > 1;
	if (focus.keys)
		keybar_draw(&s->keybar, g, y, &focus);
}

static void item_words(struct view *v, struct str *out)
{
	struct slice all, line;

	if (v->ops->item) {
		v->ops->item(v, out);
	} else if (v->ops->say) {
		struct str said = { 0 };

		v->ops->say(v, &said);
		all = slice_str(&said);
		while (slice_split(&all, '\n', &line))
			if (line.n) {
				str_add(out, line);
				break;
			}
		str_free(&said);
	}
}

/* Too small for a screen: the focused item on one line, then what a question asks, then the message. */
static void draw_tiny(struct stack *s, struct grid *g)
{
	struct frame *f = stack_below(s), *top = stack_frame(s);
	struct str item = { 0 };

	g->cursor_y = g->cursor_x = -1;
	s->keybar.spans.n = 0;
	if (s->dialogs.n) {
		/* A question gets all there is. */
		if (top->v.ops->flags & VIEW_LINE)
			draw_line(s, top, g, g->h - 1);
		else
			draw_view(top, g, (struct rect){ 0, 0, g->h, g->w });
	}
	if (f && (!s->dialogs.n || (top->v.ops->flags & VIEW_LINE && g->h > 1))) {
		str_addf(&item, "%s%s: ", s->host.sandbox ? _("SANDBOX ") : "", stack_title(&f->v));
		item_words(&f->v, &item);
		grid_field(g, 0, 0, g->w, false, ROLE_TEXT, slice_str(&item));
		if (!s->dialogs.n && g->h > 1)
			status_draw(g, g->h - 1, s->app, &s->toasts, tick_ms() < s->undo_until);
	}
	str_free(&item);
}

static void draw_dialogs(struct stack *s, struct grid *g, struct rect body)
{
	for (size_t i = 0; i < s->dialogs.n; i++) {
		struct frame *f = s->dialogs.v[i];

		if (f->v.ops->flags & VIEW_LINE)
			draw_line(s, f, g, g->h - 2);
		else
			draw_dialog(f, g, body);
	}
}

/* The terminal's cursor is always somewhere sensible, for braille lines and magnifiers. */
static void keep_cursor(struct grid *g, int y)
{
	if (g->cursor_y >= 0 && g->cursor_y < g->h && g->cursor_x >= 0 && g->cursor_x < g->w)
		return;
	g->cursor_y = g->h > y ? y : -1;
	g->cursor_x = g->h > y && g->w > 0 ? 0 : -1;
}

void stack_draw(struct stack *s, struct grid *g)
{
	struct frame *f = stack_below(s);
	struct rect body;
	bool rule;

	grid_clear(g);
	s->stale = false;
	s->toast_shown = toasts_now(&s->toasts) != NULL;
	if (g->h < LEAST_H || g->w < LEAST_W) {
		draw_tiny(s, g);
		keep_cursor(g, 0);
		return;
	}
	rule = f && !(f->v.ops->flags & VIEW_BARE) &&
	       (g->h >= RULE_FROM_H || f->filter.n || s->tabs.v[s->at].frames.n > 1);
	body = (struct rect){ rule ? 2 : 1, 0, g->h - (rule ? 4 : 3), g->w };
	draw_tabs(s, g);
	if (rule)
		draw_rule(s, g, 1);
	draw_body(s, g, body);
	status_draw(g, g->h - 2, s->app, &s->toasts, tick_ms() < s->undo_until);
	draw_keys(s, g, g->h - 1);
	draw_dialogs(s, g, body);
	keep_cursor(g, body.y);
}
