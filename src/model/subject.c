/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/subject.h"
#include "base/mem.h"
#include "base/tick.h"
#include <stdlib.h>

/* A watcher stays in its subject's list until unwatched. One that is removed while notices go out is only marked (fn NULL)
 * and swept after, so that a notice may close the view that watches. */
struct watch {
	struct watch *next;
	struct subject *subject;
	void (*fn)(void *arg, struct subject *s);
	void *arg;
	bool dozing;
};

static struct subject *queue_first, **queue_last = &queue_first;
static int flushing;
static struct subject *telling; /* whose watchers are called now; NULL once one of them ended it */

void subject_init(struct subject *s, const char *name)
{
	*s = (struct subject){ .name = name };
}

static void dequeue(struct subject *s)
{
	struct subject **p = &queue_first;
	while (*p && *p != s)
		p = &(*p)->next_queued;
	if (*p)
		*p = s->next_queued;
	queue_last = &queue_first;
	while (*queue_last)
		queue_last = &(*queue_last)->next_queued;
	s->queued = false;
}

void subject_done(struct subject *s)
{
	if (s->queued)
		dequeue(s);
	if (telling == s)
		telling = NULL;
	s->on_watch = NULL;
	while (s->watchers) {
		struct watch *w = s->watchers;
		s->watchers = w->next;
		if (!w->fn) { /* given up during a flush, not swept yet */
			free(w);
			continue;
		}
		w->subject = NULL;
		w->fn = NULL;
		w->next = NULL;
	}
}

void subject_touch(struct subject *s)
{
	s->version++;
	if (s->queued)
		return;
	s->queued = true;
	s->next_queued = NULL;
	*queue_last = s;
	queue_last = &s->next_queued;
}

void subject_state(struct subject *s, enum state state, const struct fault *f)
{
	enum err code = f ? f->code : E_OK;
	if (state == STATE_FRESH) {
		s->since = tick_now();
		s->since_ms = tick_fixed() ? 0 : tick_ms();
	}
	if (s->state == state && s->fault.code == code && state != STATE_FRESH)
		return;
	s->state = state;
	s->fault = f ? *f : (struct fault){ 0 };
	subject_touch(s);
}

struct watch *subject_watch(struct subject *s, void (*fn)(void *arg, struct subject *s), void *arg)
{
	struct watch *w = mem_new(sizeof *w);
	*w = (struct watch){ s->watchers, s, fn, arg, false };
	s->watchers = w;
	if (s->on_watch)
		s->on_watch(s->on_watch_arg);
	return w;
}

bool subject_watched(const struct subject *s)
{
	for (const struct watch *w = s->watchers; w; w = w->next)
		if (w->fn && !w->dozing)
			return true;
	return false;
}

void subject_doze(struct watch *w, bool on)
{
	if (w->dozing == on)
		return;
	w->dozing = on;
	if (w->subject && w->subject->on_watch)
		w->subject->on_watch(w->subject->on_watch_arg);
}

static void sweep(struct subject *s)
{
	for (struct watch **p = &s->watchers; *p;) {
		struct watch *w = *p;
		if (w->fn) {
			p = &w->next;
			continue;
		}
		*p = w->next;
		free(w);
	}
}

void subject_unwatch(struct watch *w)
{
	if (!w)
		return;
	if (!w->subject) { /* its subject is gone */
		free(w);
		return;
	}
	struct subject *s = w->subject;
	w->fn = NULL;
	if (!flushing)
		sweep(s);
	if (s->on_watch)
		s->on_watch(s->on_watch_arg);
}

bool subject_flush(void)
{
	bool any = false;
	if (flushing)
		return false;
	flushing++;
	while (queue_first) {
		struct subject *s = queue_first;
		queue_first = s->next_queued;
		if (!queue_first)
			queue_last = &queue_first;
		s->queued = false;
		any = true;
		telling = s;
		for (struct watch *w = s->watchers; w && telling; w = telling ? w->next : NULL)
			if (w->fn)
				w->fn(w->arg, s);
		if (telling)
			sweep(s);
		telling = NULL;
	}
	flushing--;
	return any;
}
