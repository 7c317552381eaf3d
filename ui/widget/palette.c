/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/palette.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cmd/complete.h"
#include "cmd/keymap.h"
#include "cmd/parse.h"
#include "cmd/spec.h"
#include "model/app.h"
#include "ui/widget/parts.h"

enum { MOST_ROWS = 12, MOST_W = 110, NAME_W = 14, KEY_W = 7, PAGE = 8 };

static const struct view_ops palette_view;

/* While the name is typed: matches. Behind it: what can follow. */
struct palette {
	struct edit edit;
	struct palette_match matches[CMD_COUNT];
	size_t n, at, top;
	const struct cmd *cmd;           /* the name is complete and a blank follows: arguments are typed */
	struct candidates words;
	struct rect box;                 /* where rows were drawn last */
};

static struct slice name_typed(const struct palette *p)
{
	struct slice s = edit_text(&p->edit);
	size_t n = 0;

	while (n < s.n && s.p[n] != ' ')
		n++;
	return slice_to(s, n);
}

static size_t leave_offered(const struct view *v, struct palette_match *m, size_t n)
{
	size_t left = 0;

	for (size_t i = 0; i < n; i++)
		if (view_offers(v, m[i].id))
			m[left++] = m[i];
	return left;
}

/* Looks anew after every change of the text: a name is being typed until a known one is followed by a blank. */
static void search(struct view *v)
{
	struct palette *p = v->priv;
	struct frame *below = stack_below(v->stack);
	struct slice line = edit_text(&p->edit), name = name_typed(p);

	complete_free(&p->words);
	p->words = (struct candidates){ 0 };
	p->cmd = name.n < line.n ? cmd_by_name(name) : NULL;
	p->at = p->top = 0;
	if (p->cmd) {
		complete_line(v->app, line, false, &p->words);
		p->n = p->words.n;
	} else {
		p->n = complete_palette(v->app->keymap, below ? stack_contexts(&below->v) : 0, line, p->matches, CMD_COUNT);
		if (below)
			p->n = leave_offered(&below->v, p->matches, p->n);
	}
}

void palette_open(struct stack *s, const char *initial)
{
	struct view *v = stack_dialog(s, &palette_view);
	struct palette *p;

	if (!v)
		return;
	p = v->priv;
	edit_init(&p->edit, false);
	p->edit.history = &s->commands;
	edit_set(&p->edit, slice_of(initial));
	search(v);
}

static void palette_close(struct view *v)
{
	struct palette *p = v->priv;

	complete_free(&p->words);
	edit_free(&p->edit);
}

/* The selected word in place of the one being typed. */
static void take_word(struct palette *p)
{
	struct str line = { 0 };

	str_add(&line, slice_to(edit_text(&p->edit), p->words.from));
	parse_quote(&line, slice_of(p->words.v[p->at].text));
	str_addc(&line, ' ');
	edit_set(&p->edit, slice_str(&line));
	str_free(&line);
}

static void take_name(struct palette *p)
{
	struct str line = { 0 };

	str_addf(&line, "%s ", cmd_at(p->matches[p->at].id)->name);
	edit_set(&p->edit, slice_str(&line));
	str_free(&line);
}

static unsigned complete(struct view *v)
{
	struct palette *p = v->priv;

	if (p->at < p->n) {
		if (p->cmd)
			take_word(p);
		else
			take_name(p);
		search(v);
	}
	return VIEW_HANDLED | VIEW_STALE;
}

/* The palette is gone before the command begins, so that what it opens is not below it. */
static unsigned run(struct view *v, const struct cmd *cmd, int argc, char *const *argv)
{
	struct palette *p = v->priv;
	struct stack *s = v->stack;

	history_add(&s->commands, edit_text(&p->edit));
	stack_close(s, v);
	stack_run(s, cmd, argc, argv);
	return VIEW_HANDLED | VIEW_STALE;
}

/* A line that begins with a whole name runs as it stands, unless another match was chosen. A chosen command that needs
 * arguments is only written out, for them to be typed. */
static unsigned enter(struct view *v)
{
	struct palette *p = v->priv;
	struct words words;
	struct fault f = { 0 };
	const struct cmd *cmd;
	unsigned r = VIEW_HANDLED | VIEW_STALE;

	if (parse_words(edit_text(&p->edit), &words, &f)) {
		v->stack->front.ops->toast(v->stack->front.self, TONE_WARN, f.where[0] ? f.where : err_message(f.code));
		return r;
	}
	cmd = words.n ? cmd_by_name(slice_of(words.v[0])) : NULL;
	if (cmd && !(p->at && !p->cmd)) {
		r = run(v, cmd, words.n - 1, words.v + 1);
	} else if (p->at < p->n && !p->cmd) {
		struct spec_item item;

		cmd = cmd_at(p->matches[p->at].id);
		if (spec_place(cmd->args, 0, &item) && !item.optional)
			complete(v);
		else
			r = run(v, cmd, 0, NULL);
	}
	parse_free(&words);
	return r;
}

static unsigned move(struct palette *p, int by)
{
	size_t n = (size_t)(by < 0 ? -by : by);

	if (!p->n)
		return VIEW_HANDLED;
	if (by < 0)
		p->at = p->at > n ? p->at - n : 0;
	else
		p->at = p->at + n < p->n ? p->at + n : p->n - 1;
	return VIEW_HANDLED | VIEW_STALE;
}

static unsigned palette_key(struct view *v, const struct keystroke *k)
{
	struct palette *p = v->priv;
	unsigned r;

	if (!k->mods && !edit_asking(&p->edit))
		switch (k->code) {
		case KEY_ESC: return VIEW_HANDLED | VIEW_CLOSE;
		case KEY_ENTER: return enter(v);
		case KEY_TAB: return complete(v);
		case KEY_UP: return move(p, -1);
		case KEY_DOWN: return move(p, 1);
		case KEY_PAGE_UP: return move(p, -PAGE);
		case KEY_PAGE_DOWN: return move(p, PAGE);
		case KEY_BACKSPACE:
			if (!p->edit.text.n)
				return VIEW_HANDLED | VIEW_CLOSE;
			break;
		default: break;
		}
	r = edit_key(&p->edit, k);
	if (r & VIEW_STALE)
		search(v);
	return r;
}

static bool wants_text(const struct view *v)
{
	(void)v;
	return true;
}

/* Marks the letters that matched in a text that was drawn at x. */
static void mark(struct grid *g, int y, int x, int w, const char *text, const struct fuzzy *hits)
{
	for (int i = 0; i < hits->n; i++) {
		int at = text_width(slice_to(slice_of(text), hits->at[i]));

		if (at < w)
			grid_role(g, (struct rect){ y, x + at, 1, 1 }, ROLE_MATCH);
	}
}

static void draw_match(struct view *v, struct grid *g, int y, struct rect in, const struct palette_match *m)
{
	struct frame *below = stack_below(v->stack);
	const struct cmd *c = cmd_at(m->id);
	int x = in.x + 1, name_w = in.w > 50 ? NAME_W : NAME_W - 3;
	struct str key = { 0 };

	grid_field(g, y, x, name_w, false, ROLE_STRONG, slice_of(c->name));
	mark(g, y, x, name_w, c->name, &m->name);
	x += name_w + 1;
	if (v->app->keymap)
		keymap_keys(v->app->keymap, below ? stack_contexts(&below->v) : 0, m->id, 1, &key);
	grid_field(g, y, x, KEY_W, false, m->by_key ? ROLE_MATCH : ROLE_KEY, slice_str(&key));
	x += KEY_W + 1;
	grid_field(g, y, x, in.x + in.w - x, false, ROLE_TEXT, slice_of(_(c->help)));
	mark(g, y, x, in.x + in.w - x, _(c->help), &m->help);
	str_free(&key);
}

static void draw_word(struct grid *g, int y, struct rect in, const struct candidate *c)
{
	int x = in.x + 1, w = text_width(slice_of(c->text));

	w = w < in.w - 1 ? w : in.w - 1;
	grid_field(g, y, x, w, false, ROLE_STRONG, slice_of(c->text));
	if (c->note)
		grid_field(g, y, x + w + 2, in.x + in.w - x - w - 2, false, ROLE_DIM, slice_of(c->note));
}

static void palette_draw(struct view *v, struct grid *g, struct rect r)
{
	struct palette *p = v->priv;
	int room = r.y - 3, head = p->cmd ? 2 : 0, rows = p->n < MOST_ROWS ? (int)p->n : MOST_ROWS;
	int w = g->w < MOST_W ? g->w : MOST_W;

	if (rows + head > room)
		rows = room > head ? room - head : 0;
	if (!rows && !head)
		rows = 1;
	if (room > 0) {
		struct rect box = { r.y - rows - head - 2, 0, rows + head + 2, w };
		struct str note = { 0 };

		str_addf(&note, ngettext("%zu match", "%zu matches", (unsigned long)p->n), p->n);
		grid_fill(g, box, ROLE_TEXT);
		p->box = grid_box(g, box, p->cmd ? p->cmd->name : _("Commands"), str_c(&note));
		struct rect in = p->box;
		str_free(&note);
		if (p->cmd) {
			grid_put(g, in.y, in.x + 1, in.w - 1, ROLE_STRONG, "%s %s", p->cmd->name, p->cmd->args);
			grid_text(g, in.y + 1, in.x + 1, in.w - 1, ROLE_DIM, slice_of(_(p->cmd->help)));
		}
		p->box.y += head;
		p->box.h = rows;
		if (p->at < p->top)
			p->top = p->at;
		if (rows > 0 && p->at >= p->top + (size_t)rows)
			p->top = p->at - (size_t)rows + 1;
		for (size_t i = p->top; i < p->n && i < p->top + (size_t)rows; i++) {
			int y = p->box.y + (int)(i - p->top);

			if (p->cmd)
				draw_word(g, y, in, &p->words.v[i]);
			else
				draw_match(v, g, y, in, &p->matches[i]);
			if (i == p->at)
				grid_glyph(g, y, in.x, ROLE_MARK, GLYPH_GUTTER);
		}
		if (!p->n && !p->cmd)
			grid_text(g, p->box.y, in.x + 1, in.w - 1, ROLE_DIM, slice_of(_("No command is called like this or does this")));
	}
	grid_text(g, r.y, r.x, 1, ROLE_KEY, SLICE(":"));
	edit_draw(&p->edit, g, r.y, r.x + 1, r.w - 1, true);
}

static void palette_say(struct view *v, struct str *out)
{
	struct palette *p = v->priv;

	for (size_t i = 0; !p->cmd && i < p->n; i++) {
		const struct cmd *c = cmd_at(p->matches[i].id);

		str_addf(out, "%s: %s\n", c->name, _(c->help));
	}
}

static const struct view_ops palette_view = {
	.name = "palette", .title = "", .flags = VIEW_DIALOG | VIEW_LINE | VIEW_COMPLETES, .priv_size = sizeof(struct palette),
	.close = palette_close, .key = palette_key, .wants_text = wants_text, .draw = palette_draw, .say = palette_say,
};
