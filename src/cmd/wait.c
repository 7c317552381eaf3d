/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/wait.h"
#include "base/mem.h"
#include "base/i18n.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/nodes.h"
#include <stdlib.h>

enum { ALONE_MS = 1500 }; /* a node that only hiccups is back by then */

struct wait {
	struct cmd_run *r;
	struct subject *subject;
	struct watch *watch;
	struct loop_timer *late, *first, *alone;
	struct nodes *nodes;
	struct watch *watch_nodes;
	unsigned needs;
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
	subject_unwatch(w->watch_nodes);
	nodes_free(w->nodes);
	loop_timer_del(w->alone);
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
	if (!r->fault.code)
		r->fault = f;
	if (!r->fault.code)
		fault_set(&r->fault, E_TIMEOUT, "%s", w->subject->name);
	cmd_finish(r, r->fault.code, NULL, NULL);
}

static bool all_away(const struct nodes *n, enum node_kind kind)
{
	bool some = false;

	for (size_t i = 0; i < nodes_count(n); i++) {
		const struct node *node = nodes_at(n, i);

		if (node->kind != kind)
			continue;
		if (node->health < NODE_DOWN)
			return false;
		some = true;
	}
	return some;
}

static enum node_kind away(const struct wait *w, bool *is)
{
	*is = w->needs & WAIT_NODES && all_away(w->nodes, NODE_RPC);
	if (*is)
		return NODE_RPC;
	*is = w->needs & WAIT_INDEXERS && all_away(w->nodes, NODE_INDEXER);
	return NODE_INDEXER;
}

static void left_alone(void *arg)
{
	struct wait *w = arg;
	bool is;
	enum node_kind kind = away(w, &is);

	w->alone = NULL;
	if (!is)
		return;
	fault_set(&w->r->fault, E_OFFLINE, "%s", kind == NODE_RPC ? _("no Ğ1 node answers") : _("no indexer answers"));
	loop_timer_del(w->late);
	too_late(w);
}

static void nodes_moved(void *arg, struct subject *s)
{
	struct wait *w = arg;
	bool is;

	(void)s;
	away(w, &is);
	if (is && !w->alone)
		w->alone = loop_timer_add(w->r->app->loop, ALONE_MS, left_alone, w);
}

void wait_needs(struct wait *w, unsigned kinds)
{
	w->needs = kinds;
	w->nodes = nodes_new(w->r->app);
	w->watch_nodes = subject_watch(nodes_subject(w->nodes), nodes_moved, w);
	nodes_moved(w, NULL);
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
