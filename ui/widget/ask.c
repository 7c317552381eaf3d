/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget/ask.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/widget/parts.h"

enum { WIDTH = 60 };

static const struct view_ops ask_view, secret_view;

/* A yes-or-no question, or one that wants its word typed. */
struct ask {
	char *text, *word;
	struct edit edit;                 /* the word as typed */
	int top;                          /* first line of the text that shows, when it is longer than the screen */
	void (*fn)(void *arg, enum err answer);
	void *arg;
};

void ask_open(struct stack *s, const struct question *q, void (*fn)(void *arg, enum err answer), void *arg)
{
	struct view *v = stack_dialog(s, &ask_view);
	struct ask *a;

	if (!v) {
		fn(arg, E_CANCELLED);
		return;
	}
	a = v->priv;
	v->title = mem_strdup(q->title);
	*a = (struct ask){ .text = mem_strdup(q->text ? q->text : ""), .word = mem_strdup(q->word), .fn = fn, .arg = arg };
	edit_init(&a->edit, false);
}

/* fn is taken out first, so that it is called once whatever happens. */
static void ask_answer(struct view *v, enum err e)
{
	struct ask *a = v->priv;
	void (*fn)(void *arg, enum err answer) = a->fn;

	a->fn = NULL;
	if (fn)
		fn(a->arg, e);
}

static void ask_close(struct view *v)
{
	struct ask *a = v->priv;

	ask_answer(v, E_CANCELLED);
	edit_free(&a->edit);
	free(a->text);
	free(a->word);
}

static unsigned yes(struct view *v)
{
	stack_close(v->stack, v);
	ask_answer(v, E_OK);
	return VIEW_HANDLED | VIEW_STALE;
}

/* Enter and every other key that means nothing here are swallowed: they must not act on the view below. */
static unsigned ask_key(struct view *v, const struct keystroke *k)
{
	struct ask *a = v->priv;

	if (k->code == KEY_ESC && !k->mods)
		return edit_asking(&a->edit) ? edit_key(&a->edit, k) : VIEW_HANDLED | VIEW_CLOSE;
	if (!k->mods && (k->code == KEY_UP || k->code == KEY_DOWN)) {
		a->top += k->code == KEY_UP ? -1 : 1;
		return VIEW_HANDLED | VIEW_STALE;
	}
	if (a->word) {
		if (k->code == KEY_ENTER && !k->mods)
			return slice_is(edit_text(&a->edit), a->word) ? yes(v) : VIEW_HANDLED;
		return edit_key(&a->edit, k);
	}
	if (!k->mods && (k->code == 'y' || k->code == 'Y'))
		return yes(v);
	if (!k->mods && (k->code == 'n' || k->code == 'N' || k->code == 'q'))
		return VIEW_HANDLED | VIEW_CLOSE;
	return k->code == KEY_ENTER || key_is_text(k) ? VIEW_HANDLED : 0;
}

static bool ask_wants_text(const struct view *v)
{
	const struct ask *a = v->priv;

	return a->word != NULL;
}

static int wrapped_lines(const char *text, int w)
{
	struct slice rest = slice_of(text), line;
	int n = 0;

	while (w > 0 && text_wrap(&rest, w, &line))
		n++;
	return n;
}

static int draw_wrapped(struct grid *g, struct rect r, int y, enum role role, const char *text)
{
	struct slice rest = slice_of(text), line;

	while (r.w > 2 && y < r.y + r.h && text_wrap(&rest, r.w - 2, &line))
		grid_text(g, y++, r.x + 1, r.w - 2, role, line);
	return y;
}

static void hint_text(const struct ask *a, struct str *out)
{
	if (a->word)
		str_addf(out, _("Type %s and press Enter, or Esc to leave"), a->word);
	else
		str_adds(out, _("y does it, n or Esc leaves"));
}

/* As high as its text needs, so that little of what is asked about is covered. */
static void ask_size(struct view *v, int *h, int *w)
{
	const struct ask *a = v->priv;
	struct str hint = { 0 };

	*w = *w < WIDTH ? *w : WIDTH;
	hint_text(a, &hint);
	*h = wrapped_lines(a->text, *w - 2) + 1 + wrapped_lines(str_c(&hint), *w - 2) + (a->word ? 1 : 0);
	str_free(&hint);
}

/* The text may be longer than the screen: it scrolls by the arrows; the last lines, where the answer is, always show. */
static void draw_text(struct ask *a, struct grid *g, struct rect r)
{
	struct slice rest = slice_of(a->text), line;
	int n = wrapped_lines(a->text, r.w - 2), lowest = n > r.h ? n - r.h : 0;

	a->top = a->top < 0 ? 0 : a->top > lowest ? lowest : a->top;
	for (int i = 0; r.w > 2 && text_wrap(&rest, r.w - 2, &line); i++)
		if (i >= a->top && i - a->top < r.h)
			grid_text(g, r.y + i - a->top, r.x + 1, r.w - 2, ROLE_TEXT, line);
	if (a->top > 0)
		grid_glyph(g, r.y, r.x + r.w - 1, ROLE_KEY, GLYPH_UP);
	if (a->top < lowest)
		grid_glyph(g, r.y + r.h - 1, r.x + r.w - 1, ROLE_KEY, GLYPH_DOWN);
}

static void ask_draw(struct view *v, struct grid *g, struct rect r)
{
	struct ask *a = v->priv;
	struct str hint = { 0 };
	int foot, y;

	hint_text(a, &hint);
	foot = wrapped_lines(str_c(&hint), r.w - 2) + (a->word ? 1 : 0);
	if (foot > r.h)
		foot = r.h;
	if (r.h > foot)
		draw_text(a, g, (struct rect){ r.y, r.x, r.h - foot, r.w });
	y = draw_wrapped(g, r, r.y + r.h - foot, ROLE_STRONG, str_c(&hint));
	if (a->word)
		edit_draw(&a->edit, g, y < r.y + r.h ? y : r.y + r.h - 1, r.x + 1, r.w - 2, true);
	else if (y > r.y) {
		g->cursor_y = y - 1;
		g->cursor_x = r.x + 1;
	}
	str_free(&hint);
}

static void ask_say(struct view *v, struct str *out)
{
	const struct ask *a = v->priv;

	str_addf(out, "%s\n%s\n", v->title, a->text);
	hint_text(a, out);
	str_addc(out, '\n');
}

/* A secret line. */

struct ask_secret {
	struct edit edit;
	void (*fn)(void *arg, enum err e, struct secret *s);
	void *arg;
};

void ask_secret(struct stack *s, const char *title, void (*fn)(void *arg, enum err e, struct secret *secret), void *arg)
{
	struct view *v = stack_dialog(s, &secret_view);
	struct secret none = { 0 };
	struct ask_secret *a;

	if (!v) {
		fn(arg, E_CANCELLED, &none);
		return;
	}
	a = v->priv;
	v->title = mem_strdup(title);
	a->fn = fn;
	a->arg = arg;
	edit_init(&a->edit, true);
}

static void secret_answer(struct view *v, enum err e)
{
	struct ask_secret *a = v->priv;
	void (*fn)(void *arg, enum err answer, struct secret *s) = a->fn;

	a->fn = NULL;
	if (fn)
		fn(a->arg, e, &a->edit.hidden);
	if (a->edit.hidden.p)
		secret_cut(&a->edit.hidden, 0);
}

void ask_secret_give(struct view *v, enum err e, const struct secret *s)
{
	struct ask_secret *a = v->priv;
	struct stack *stack = v->stack;

	if (e == E_OK) {
		secret_cut(&a->edit.hidden, 0);
		secret_add(&a->edit.hidden, s->p, s->n);
	}
	/* As in a key's turn: the view lives until the answer was heard. */
	stack->depth++;
	stack_close(stack, v);
	if (e == E_OK)
		secret_answer(v, E_OK);
	stack->depth--;
	stack_settle(stack);
}

static void secret_close(struct view *v)
{
	struct ask_secret *a = v->priv;

	if (a->edit.hidden.p)
		secret_cut(&a->edit.hidden, 0);
	a->edit.at = a->edit.from = 0;
	secret_answer(v, E_CANCELLED);
	edit_free(&a->edit);
}

static unsigned secret_key(struct view *v, const struct keystroke *k)
{
	struct ask_secret *a = v->priv;

	if (!k->mods && k->code == KEY_ESC && !edit_asking(&a->edit))
		return VIEW_HANDLED | VIEW_CLOSE;
	if (!k->mods && k->code == KEY_ENTER && !edit_asking(&a->edit)) {
		stack_close(v->stack, v);
		secret_answer(v, E_OK);
		return VIEW_HANDLED | VIEW_STALE;
	}
	return edit_key(&a->edit, k);
}

static bool secret_wants_text(const struct view *v)
{
	(void)v;
	return true;
}

static void secret_size(struct view *v, int *h, int *w)
{
	(void)v;
	*w = *w < WIDTH ? *w : WIDTH;
	*h = 1 + wrapped_lines(_("Enter gives it, Esc leaves, Alt-r shows it"), *w - 2);
}

static void secret_draw(struct view *v, struct grid *g, struct rect r)
{
	struct ask_secret *a = v->priv;

	draw_wrapped(g, r, r.y + 1, ROLE_DIM, _("Enter gives it, Esc leaves, Alt-r shows it"));
	edit_draw(&a->edit, g, r.y, r.x + 1, r.w - 2, true);
}

static void secret_say(struct view *v, struct str *out)
{
	str_addf(out, "%s\n", v->title);
}

static const struct view_ops ask_view = {
	.name = "ask", .title = "", .flags = VIEW_DIALOG, .priv_size = sizeof(struct ask),
	.close = ask_close, .key = ask_key, .wants_text = ask_wants_text, .draw = ask_draw, .say = ask_say, .size = ask_size,
};

static const struct view_ops secret_view = {
	.name = "ask-secret", .title = "", .flags = VIEW_DIALOG | VIEW_SECRET, .priv_size = sizeof(struct ask_secret),
	.close = secret_close, .key = secret_key, .wants_text = secret_wants_text, .draw = secret_draw, .say = secret_say,
	.size = secret_size,
};
