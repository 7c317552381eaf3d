/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/notices.h"
#include "model/tasks.h"
#include "model/undo.h"
#include "ui/widget/parts.h"
#include "ui/widget/screen.h"

enum { UNDO_HINT_MS = 8000, REST_MS = 400 };

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

/* Watching models. */

/* A model moved: comes from subject_flush, so possibly while no key is handled. */
static void noticed(void *arg, struct subject *subject)
{
	struct frame *f = arg;
	struct stack *s = f->v.stack;
	unsigned r;

	if (f->closing)
		return;
	stack_enter(s);
	r = f->v.ops->changed ? f->v.ops->changed(&f->v, subject) : VIEW_STALE;
	if (r & VIEW_CLOSE)
		stack_close(s, &f->v);
	stack_leave(s);
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
	stack_enter(s);
	while (s->dialogs.n)
		stack_close(s, &s->dialogs.v[s->dialogs.n - 1]->v);
	for (size_t i = 0; i < s->tabs.n; i++)
		if (s->tabs.v[i].frames.n)
			stack_close(s, &s->tabs.v[i].frames.v[0]->v);
	stack_leave(s);
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
	stack_enter(s);
	s->calling = f;
	r = answer(s, f, v->ops->command(v, id, argc, argv));
	s->calling = calling;
	stack_leave(s);
	return r;
}

unsigned stack_give(struct stack *s, struct view *v, const struct keystroke *k)
{
	struct frame *f = (struct frame *)v, *calling = s->calling;
	unsigned r;

	if (!v->ops->key || f->closing)
		return 0;
	stack_enter(s);
	s->calling = f;
	r = answer(s, f, v->ops->key(v, k));
	s->calling = calling;
	stack_leave(s);
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
