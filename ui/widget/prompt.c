/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/prompt.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widget/parts.h"

static const struct view_ops filter_view, line_view;

static void draw_prompt(struct edit *e, struct grid *g, struct rect r, const char *label)
{
	int most = r.w / 2, w = text_width(slice_of(label));

	w = w < most ? w : most;
	grid_field(g, r.y, r.x, w, false, ROLE_KEY, slice_of(label));
	edit_draw(e, g, r.y, r.x + w, r.w - w, true);
}

static bool always(const struct view *v)
{
	(void)v;
	return true;
}

/* The filter: the view below hears of every letter. */

struct filter {
	struct edit edit;
};

void prompt_filter(struct stack *s)
{
	struct frame *below = stack_below(s);
	struct view *v;
	struct filter *p;

	if (!below || !(v = stack_dialog(s, &filter_view)))
		return;
	((struct frame *)v)->owner = below;
	p = v->priv;
	edit_init(&p->edit, false);
	edit_set(&p->edit, slice_str(&below->filter));
}

static void filter_close(struct view *v)
{
	struct filter *p = v->priv;

	edit_free(&p->edit);
}

static unsigned filter_key(struct view *v, const struct keystroke *k)
{
	struct filter *p = v->priv;
	struct frame *below = stack_below(v->stack);
	unsigned r;

	if (!k->mods && !edit_asking(&p->edit)) {
		if (k->code == KEY_ENTER)
			return VIEW_HANDLED | VIEW_CLOSE;
		if (k->code == KEY_ESC || (k->code == KEY_BACKSPACE && !p->edit.text.n)) {
			if (below)
				stack_filter(v->stack, below, (struct slice){ "", 0 });
			return VIEW_HANDLED | VIEW_CLOSE;
		}
		/* The arrows move in what is left, without leaving the filter. */
		if (below && (k->code == KEY_UP || k->code == KEY_DOWN || k->code == KEY_PAGE_UP || k->code == KEY_PAGE_DOWN))
			return stack_do(v->stack, &below->v, k->code == KEY_UP ? C_UP : k->code == KEY_DOWN ? C_DOWN :
			                k->code == KEY_PAGE_UP ? C_PAGE_UP : C_PAGE_DOWN, 0, NULL) | VIEW_HANDLED;
	}
	r = edit_key(&p->edit, k);
	if (r & VIEW_STALE && below && !slice_eq(edit_text(&p->edit), slice_str(&below->filter)))
		stack_filter(v->stack, below, edit_text(&p->edit));
	return r;
}

static void filter_draw(struct view *v, struct grid *g, struct rect r)
{
	struct filter *p = v->priv;

	draw_prompt(&p->edit, g, r, "/");
}

static void filter_say(struct view *v, struct str *out)
{
	struct filter *p = v->priv;

	str_addf(out, _("Filter: %s"), str_c(&p->edit.text));
	str_addc(out, '\n');
}

/* One line asked of the person. */

/* fn is NULL once it was called. */
struct line {
	struct edit edit;
	void (*fn)(void *arg, enum err e, const char *line);
	void *arg;
	char *label;
};

void prompt_line(struct stack *s, const char *title, const char *initial,
                 void (*fn)(void *arg, enum err e, const char *line), void *arg)
{
	struct view *v = stack_dialog(s, &line_view);
	struct str label = { 0 };
	struct line *l;

	if (!v) {
		fn(arg, E_CANCELLED, NULL);
		return;
	}
	l = v->priv;
	v->title = mem_strdup(title);
	str_addf(&label, " %s: ", title);
	*l = (struct line){ .fn = fn, .arg = arg, .label = str_take(&label) };
	edit_init(&l->edit, false);
	l->edit.history = &s->lines;
	edit_set(&l->edit, slice_of(initial));
}

static void line_answer(struct view *v, enum err e, const char *text)
{
	struct line *l = v->priv;
	void (*fn)(void *arg, enum err answer, const char *line) = l->fn;

	l->fn = NULL;
	if (fn)
		fn(l->arg, e, text);
}

static void line_close(struct view *v)
{
	struct line *l = v->priv;

	line_answer(v, E_CANCELLED, NULL);
	edit_free(&l->edit);
	free(l->label);
}

static unsigned line_key(struct view *v, const struct keystroke *k)
{
	struct line *l = v->priv;

	if (!k->mods && !edit_asking(&l->edit)) {
		if (k->code == KEY_ESC)
			return VIEW_HANDLED | VIEW_CLOSE;
		if (k->code == KEY_ENTER) {
			history_add(&v->stack->lines, edit_text(&l->edit));
			stack_close(v->stack, v);
			line_answer(v, E_OK, str_c(&l->edit.text));
			return VIEW_HANDLED | VIEW_STALE;
		}
	}
	return edit_key(&l->edit, k);
}

static void line_draw(struct view *v, struct grid *g, struct rect r)
{
	struct line *l = v->priv;

	draw_prompt(&l->edit, g, r, l->label);
}

static void line_say(struct view *v, struct str *out)
{
	str_addf(out, "%s\n", v->title);
}

static const struct view_ops filter_view = {
	.name = "filter", .title = "", .flags = VIEW_DIALOG | VIEW_LINE, .priv_size = sizeof(struct filter),
	.close = filter_close, .key = filter_key, .wants_text = always, .draw = filter_draw, .say = filter_say,
};

static const struct view_ops line_view = {
	.name = "line", .title = "", .flags = VIEW_DIALOG | VIEW_LINE, .priv_size = sizeof(struct line),
	.close = line_close, .key = line_key, .wants_text = always, .draw = line_draw, .say = line_say,
};
