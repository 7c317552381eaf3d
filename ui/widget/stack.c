/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/notices.h"
#include "model/tasks.h"
#include "model/undo.h"
#include "ui/widget/parts.h"
#include "ui/widget/screen.h"
#include "ui/widget/views.h"

enum { UNDO_HINT_MS = 8000, REST_MS = 400 };

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

const char *stack_title(const struct view *v)
{
	return v->title ? v->title : *v->ops->title ? _(v->ops->title) : "";
}

void stack_mark(struct stack *s)
{
	s->stale = true;
	if (!s->depth && !s->freeing && s->host.stale)
		s->host.stale(s->host.self);
}

/* Frames: made, found, closed. */

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

static void enter(struct stack *s)
{
	s->depth++;
}

static void doze(struct stack *s);

/* Closed views are freed only when none of their code can be running. Their close may itself close or open others. */
static void leave(struct stack *s)
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
	enter(s);
	leave(s);
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

	enter(s);
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
	leave(s);
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

	enter(s);
	e = open_view(s, name, argc, argv);
	leave(s);
	stack_mark(s);
	return e;
}

/* Watching models. */

/* A model moved: comes from subject_flush, so possibly while no key is handled. */
static void noticed(void *arg, struct subject *subject)
{
	struct frame *f = arg;
	struct stack *s = f->v.stack;
	unsigned r;

	if (f->closing)
		return;
	enter(s);
	r = f->v.ops->changed ? f->v.ops->changed(&f->v, subject) : VIEW_STALE;
	if (r & VIEW_CLOSE)
		stack_close(s, &f->v);
	leave(s);
	if (r & (VIEW_STALE | VIEW_CLOSE))
		stack_mark(s);
}

void view_watch(struct view *v, struct subject *subject)
{
	struct frame *f = (struct frame *)v;

	vec_push(&f->watches, subject_watch(subject, noticed, f));
}

void view_rest(struct view *v, bool now)
{
	((struct frame *)v)->rests_at = now ? 0 : tick_ms() + REST_MS;
	if (now)
		v->ops->rested(v);
}

/* Milliseconds until the view with the focus rests, or -1. */
static int64_t rest_due(struct stack *s)
{
	struct frame *f = stack_below(s);
	int64_t left = f && f->rests_at ? f->rests_at - tick_ms() : -1;

	if (!f || !f->rests_at || left > 0)
		return left;
	f->rests_at = 0;
	f->v.ops->rested(&f->v);
	stack_mark(s);
	return -1;
}

static void frame_noticed(void *arg, struct subject *subject)
{
	(void)subject;
	stack_mark(arg);
}

/* Here and not in a view: it is told whatever screen is open. */
static void tell_notices(void *arg, struct subject *subject)
{
	static const enum tone tones[] = { TONE_INFO, TONE_OK, TONE_WARN, TONE_ERROR };
	struct stack *s = arg;
	const struct notice *n;

	(void)subject;
	while ((n = notices_after(s->app->notices, s->noticed))) {
		s->noticed = n->n;
		toasts_add(&s->toasts, tones[n->tone], n->text);
		if (s->host.alert)
			s->host.alert(s->host.self, n->text);
		stack_mark(s);
	}
}

/* The hint to undo shows for a while after something was done, not after something was undone. */
static void undo_noticed(void *arg, struct subject *subject)
{
	struct stack *s = arg;

	(void)subject;
	s->undo_until = s->undoing || !undo_top(s->app->undo) ? 0 : tick_ms() + UNDO_HINT_MS;
	s->undoing = false;
	stack_mark(s);
}

struct stack *stack_new(struct app *app, const struct view_ops *const *views, const struct stack_host *host)
{
	struct stack *s = mem_new(sizeof *s);

	s->app = app;
	s->views = views;
	if (host)
		s->host = *host;
	s->front = (struct front){ .ops = &screen_front, .self = s };
	for (; views && *views; views++)
		if ((*views)->flags & VIEW_TAB && s->tabs.n < TABS_MOST)
			vec_push(&s->tabs, (struct tab){ .ops = *views });
	if (app->tasks)
		s->watches[0] = subject_watch(tasks_subject(app->tasks), frame_noticed, s);
	if (app->undo)
		s->watches[1] = subject_watch(undo_subject(app->undo), undo_noticed, s);
	if (app->settings.name)
		s->watches[2] = subject_watch(&app->settings, frame_noticed, s);
	if (app->notices) {
		s->watches[3] = subject_watch(notices_subject(app->notices), tell_notices, s);
		if (notices_after(app->notices, 0)) /* said before anybody could listen */
			subject_touch(notices_subject(app->notices));
	}
	s->stale = true;
	return s;
}

/* Questions are answered with E_CANCELLED first, while what they belong to still lives. */
void stack_free(struct stack *s)
{
	if (!s)
		return;
	s->freeing = true;
	cmd_cancel(&s->front, true);
	enter(s);
	while (s->dialogs.n)
		stack_close(s, &s->dialogs.v[s->dialogs.n - 1]->v);
	for (size_t i = 0; i < s->tabs.n; i++)
		if (s->tabs.v[i].frames.n)
			stack_close(s, &s->tabs.v[i].frames.v[0]->v);
	leave(s);
	for (size_t i = 0; i < s->tabs.n; i++)
		vec_free(&s->tabs.v[i].frames);
	for (size_t i = 0; i < sizeof s->watches / sizeof *s->watches; i++)
		subject_unwatch(s->watches[i]);
	vec_free(&s->tabs);
	vec_free(&s->dialogs);
	vec_free(&s->dead);
	toasts_free(&s->toasts);
	keybar_free(&s->keybar);
	history_free(&s->commands);
	history_free(&s->lines);
	free(s);
}

struct front *stack_front(struct stack *s)
{
	return &s->front;
}

/* Calls into views: what they answer is applied here, once. */

static unsigned answer(struct stack *s, struct frame *f, unsigned r)
{
	if (r & VIEW_CLOSE)
		stack_close(s, &f->v);
	if (r & (VIEW_STALE | VIEW_CLOSE))
		stack_mark(s);
	return r & (VIEW_HANDLED | VIEW_STALE | VIEW_CLOSE);
}

unsigned stack_do(struct stack *s, struct view *v, enum cmd_id id, int argc, char *const *argv)
{
	struct frame *f = (struct frame *)v, *calling = s->calling;
	unsigned r;

	if (!v->ops->command || f->closing)
		return 0;
	enter(s);
	s->calling = f;
	r = answer(s, f, v->ops->command(v, id, argc, argv));
	s->calling = calling;
	leave(s);
	return r;
}

unsigned stack_give(struct stack *s, struct view *v, const struct keystroke *k)
{
	struct frame *f = (struct frame *)v, *calling = s->calling;
	unsigned r;

	if (!v->ops->key || f->closing)
		return 0;
	enter(s);
	s->calling = f;
	r = answer(s, f, v->ops->key(v, k));
	s->calling = calling;
	leave(s);
	return r;
}

/* The view gets the text by view->filter and as the argument of C_FILTER. */
void stack_filter(struct stack *s, struct frame *f, struct slice text)
{
	struct str copy = { 0 };
	char *argv[1];

	str_add(&copy, text);
	str_free(&f->filter);
	f->filter = copy;
	f->v.filter = slice_str(&f->filter);
	argv[0] = mem_strdup(str_c(&f->filter));
	stack_do(s, &f->v, C_FILTER, 1, argv);
	free(argv[0]);
	stack_mark(s);
}

uint32_t stack_contexts(const struct view *v)
{
	return v->ops->context | (v->ops->contexts ? v->ops->contexts(v) : 0);
}

/* How long the picture stays right by itself. */
int64_t stack_due(struct stack *s)
{
	int64_t due = toasts_due(&s->toasts), hint = s->undo_until ? s->undo_until - tick_ms() : -1;

	if ((s->toast_shown && !toasts_now(&s->toasts)) || (s->undo_until && hint <= 0)) {
		s->undo_until = hint <= 0 ? 0 : s->undo_until;
		stack_mark(s);
		return 0;
	}
	int64_t rest = rest_due(s);

	if (hint > 0 && (due < 0 || due > hint))
		due = hint;
	if (rest > 0 && (due < 0 || due > rest))
		due = rest;
	/* The age of the task in the message line moves once a second. */
	if (s->app->tasks && tasks_running(s->app->tasks) && (due < 0 || due > 1000))
		due = 1000;
	return due;
}

static const struct view_ops *const own_views[] = { &help_view, &tasks_view, &toasts_view, &text_view, NULL };
