/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/wait.h"
#include "base/mem.h"
#include "io/loop.h"
#include "model/app.h"
#include <stdlib.h>

struct wait {
	struct cmd_run *r;
	struct subject *subject;
	struct watch *watch;
	struct loop_timer *late, *first;
	wait_step *step;
	void (*when_late)(struct cmd_run *r);
};

void wait_stop(struct wait *w)
{
	if (!w)
		return;
	subject_unwatch(w->watch);
	loop_timer_del(w->late);
	loop_timer_del(w->first);
	free(w);
}

/* The step may end the run, whose drop frees this: nothing of w is touched behind it then. */
static void try_step(struct wait *w)
{
	w->step(w->r);
}

static void moved(void *arg, struct subject *s)
{
	(void)s;
	try_step(arg);
}

static void begin(void *arg)
{
	struct wait *w = arg;

	w->first = NULL;
	try_step(w);
}

static void too_late(void *arg)
{
	struct wait *w = arg;
	struct cmd_run *r = w->r;
	struct fault f = w->subject->fault;

	w->late = NULL;
	if (w->when_late) {
		w->when_late(r);
		return;
	}
	r->fault = f;
	if (!f.code)
		fault_set(&r->fault, E_TIMEOUT, "%s", w->subject->name);
	cmd_finish(r, r->fault.code, NULL, NULL);
}

void wait_again(struct wait *w, int64_t patience_ms)
{
	loop_timer_del(w->late);
	w->late = loop_timer_add(w->r->app->loop, patience_ms, too_late, w);
}

struct wait *wait_for(struct cmd_run *r, struct subject *s, int64_t patience_ms, wait_step *step, void (*late)(struct cmd_run *r))
{
	struct wait *w = mem_new(sizeof *w);

	*w = (struct wait){ .r = r, .subject = s, .step = step, .when_late = late };
	w->watch = subject_watch(s, moved, w);
	w->late = patience_ms < 0 ? NULL : loop_timer_add(r->app->loop, patience_ms, too_late, w);
	w->first = loop_timer_add(r->app->loop, 0, begin, w);
	return w;
}
