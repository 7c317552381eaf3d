/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views on the stack: found, made, put on, closed, and freed when none of their code can be running. */
#include "base/secret.h"
#include "ui/widget/parts.h"
#include "ui/widget/views.h"

static const struct view_ops *const own_views[];

const struct view_ops *stack_ops(const struct stack *s, const char *name)
{
	for (const struct view_ops *const *v = s->views; v && *v; v++)
		if (!strcmp((*v)->name, name))
			return *v;
	for (const struct view_ops *const *v = own_views; *v; v++)
		if (!strcmp((*v)->name, name))
			return *v;
	return NULL;
}

/* Owned by the tab or the dialogs it is put on, later by the dead. */
static struct frame *frame_new(struct stack *s, const struct view_ops *ops)
{
	struct frame *f = mem_new(sizeof *f);

	f->v = (struct view){ .ops = ops, .app = s->app, .stack = s, .priv = mem_new(ops->priv_size) };
	f->v.filter = (struct slice){ "", 0 };
	f->serial = ++s->serial;
	return f;
}

static void frame_free(struct frame *f)
{
	for (size_t i = 0; i < f->watches.n; i++)
		subject_unwatch(f->watches.v[i]);
	vec_free(&f->watches);
	if (f->v.ops->close)
		f->v.ops->close(&f->v);
	if (f->v.ops->flags & VIEW_SECRET)
		secret_wipe(f->v.priv, f->v.ops->priv_size);
	free(f->v.priv);
	free(f->v.title);
	str_free(&f->filter);
	free(f);
}

void stack_enter(struct stack *s)
{
	s->depth++;
}

static void doze(struct stack *s);

/* Closed views are freed only when none of their code can be running. Their close may itself close or open others. */
void stack_leave(struct stack *s)
{
	while (s->depth == 1 && s->dead.n) {
		struct frame *f = s->dead.v[--s->dead.n];

		frame_free(f);
	}
	if (s->depth == 1 && !s->freeing)
		doze(s);
	s->depth--;
}

/* A view that stands under another one, or on another tab, dozes: what only it shows is not asked for. */
static void doze(struct stack *s)
{
	const struct frame *shown = stack_below(s);

	for (size_t t = 0; t < s->tabs.n; t++)
		for (size_t i = 0; i < s->tabs.v[t].frames.n; i++) {
			struct frame *f = s->tabs.v[t].frames.v[i];

			for (size_t k = 0; k < f->watches.n; k++)
				subject_doze(f->watches.v[k], f != shown);
		}
}

void stack_settle(struct stack *s)
{
	stack_enter(s);
	stack_leave(s);
}

struct frame *stack_below(struct stack *s)
{
	struct tab *t = s->at < s->tabs.n ? &s->tabs.v[s->at] : NULL;

	return t && t->frames.n ? t->frames.v[t->frames.n - 1] : NULL;
}

struct frame *stack_frame(struct stack *s)
{
	return s->dialogs.n ? s->dialogs.v[s->dialogs.n - 1] : stack_below(s);
}

struct view *stack_top(struct stack *s)
{
	struct frame *f = stack_frame(s);

	return f ? &f->v : NULL;
}

/* From here on the view gets no keys and no notices; it is freed by leave. */
static void bury(struct stack *s, struct frame *f)
{
	if (f->closing)
		return;
	f->closing = true;
	vec_push(&s->dead, f);
	stack_mark(s);
}

/* A menu or prompt that a view opened must not outlive it: the answer would come back into freed memory. */
static void bury_dialogs_of(struct stack *s, const struct frame *owner)
{
	for (size_t i = s->dialogs.n; i-- > 0;)
		if (s->dialogs.v[i]->owner == owner) {
			struct frame *f = s->dialogs.v[i];

			vec_remove(&s->dialogs, i);
			bury(s, f);
		}
}

void stack_close(struct stack *s, struct view *v)
{
	struct frame *f = (struct frame *)v;

	stack_enter(s);
	for (size_t i = 0; i < s->dialogs.n; i++)
		if (s->dialogs.v[i] == f) {
			vec_remove(&s->dialogs, i);
			bury(s, f);
		}
	for (size_t t = 0; t < s->tabs.n; t++)
		for (size_t i = s->tabs.v[t].frames.n; i-- > 0;)
			if (s->tabs.v[t].frames.v[i] == f) {
				/* Pushed last, freed first: what lies over a view goes before it. */
				size_t end = s->tabs.v[t].frames.n;

				for (size_t k = i; k < end; k++)
					bury(s, s->tabs.v[t].frames.v[k]);
				for (size_t k = i; k < end; k++)
					bury_dialogs_of(s, s->tabs.v[t].frames.v[k]);
				s->tabs.v[t].frames.n = i;
			}
	stack_leave(s);
}

struct view *stack_dialog(struct stack *s, const struct view_ops *ops)
{
	struct frame *f;

	if (s->freeing)
		return NULL;
	f = frame_new(s, ops);
	f->dialog = true;
	f->owner = s->calling && s->calling->dialog ? s->calling->owner : s->calling;
	vec_push(&s->dialogs, f);
	stack_mark(s);
	return &f->v;
}

/* Opening. */

static bool show_tab(struct stack *s, size_t i)
{
	if (s->at != i) {
		s->last = s->at;
		s->at = i;
	}
	stack_mark(s);
	return s->tabs.v[i].frames.n > 0;
}

static enum err open_frame(struct stack *s, struct frame *f, int argc, char *const *argv)
{
	struct frame *calling = s->calling;
	enum err e = E_OK;

	s->calling = f;
	if (f->v.ops->open)
		e = f->v.ops->open(&f->v, argc, argv);
	s->calling = calling;
	if (e)
		bury(s, f);
	return e;
}

static enum err push(struct stack *s, size_t tab, const struct view_ops *ops, int argc, char *const *argv)
{
	struct frame *f = frame_new(s, ops);
	enum err e = open_frame(s, f, argc, argv);

	if (!e)
		vec_push(&s->tabs.v[tab].frames, f);
	stack_mark(s);
	return e;
}

/* With arguments the tab begins anew; without them it shows what it showed. */
static enum err open_tab(struct stack *s, size_t i, int argc, char *const *argv)
{
	size_t from = s->at, last = s->last;
	enum err e;

	if (show_tab(s, i) && !argc)
		return E_OK;
	if (s->tabs.v[i].frames.n)
		stack_close(s, &s->tabs.v[i].frames.v[0]->v);
	e = push(s, i, s->tabs.v[i].ops, argc, argv);
	if (e && from != i) {
		s->at = from;
		s->last = last;
	}
	return e;
}

static enum err open_view(struct stack *s, const char *name, int argc, char *const *argv)
{
	const struct view_ops *ops = stack_ops(s, name);
	struct tab *t;

	if (!ops || s->freeing)
		return E_NOT_FOUND;
	for (size_t i = 0; i < s->tabs.n; i++)
		if (s->tabs.v[i].ops == ops)
			return open_tab(s, i, argc, argv);
	if (!s->tabs.n)
		vec_push(&s->tabs, (struct tab){ .ops = ops });
	t = &s->tabs.v[s->at];
	/* What is put over a tab that was never opened has the tab's own view below it, to go back to. */
	if (!t->frames.n && t->ops != ops)
		push(s, s->at, t->ops, 0, NULL);
	t = &s->tabs.v[s->at];
	/* The same screen again, without saying of what: back to the one that is open. */
	for (size_t i = 0; !argc && i < t->frames.n; i++)
		if (t->frames.v[i]->v.ops == ops) {
			if (i + 1 < t->frames.n)
				stack_close(s, &t->frames.v[i + 1]->v);
			return E_OK;
		}
	return push(s, s->at, ops, argc, argv);
}

enum err stack_open(struct stack *s, const char *name, int argc, char *const *argv)
{
	enum err e;

	stack_enter(s);
	e = open_view(s, name, argc, argv);
	stack_leave(s);
	stack_mark(s);
	return e;
}

static const struct view_ops *const own_views[] = { &help_view, &tasks_view, &toasts_view, &text_view, NULL };
