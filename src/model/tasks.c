/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/tasks.h"
#include "base/tick.h"
#include "base/vec.h"
#include "io/loop.h"

enum { VISIBLE_MS = 300, KEPT = 50 };

struct item {
	struct task task;
	char *label;
	void (*cancel)(void *arg);
	void *arg;
};

/* Running items in the order begun, ended ones behind them newest first; shown holds the indexes that are visible now. */
struct tasks {
	struct subject subject;
	struct loop *loop;
	struct loop_timer *timer;
	VEC(, struct item) running, ended;
	unsigned next;
};

struct tasks *tasks_new(struct loop *l)
{
	struct tasks *t = mem_new(sizeof *t);
	subject_init(&t->subject, "tasks");
	t->subject.state = STATE_FRESH;
	t->loop = l;
	t->next = 1;
	return t;
}

static void drop(struct item *i)
{
	free(i->label);
}

void tasks_free(struct tasks *t)
{
	if (!t)
		return;
	loop_timer_del(t->timer);
	for (size_t i = 0; i < t->running.n; i++)
		drop(&t->running.v[i]);
	for (size_t i = 0; i < t->ended.n; i++)
		drop(&t->ended.v[i]);
	vec_free(&t->running);
	vec_free(&t->ended);
	subject_done(&t->subject);
	free(t);
}

struct subject *tasks_subject(struct tasks *t)
{
	return &t->subject;
}

static struct item *running(struct tasks *t, unsigned id)
{
	for (size_t i = 0; i < t->running.n; i++)
		if (t->running.v[i].task.id == id)
			return &t->running.v[i];
	return NULL;
}

static bool visible(const struct item *i, int64_t now)
{
	return now - i->task.began >= VISIBLE_MS;
}

static void arm(struct tasks *t);

static void ripe(void *arg)
{
	struct tasks *t = arg;
	t->timer = NULL;
	subject_touch(&t->subject);
	arm(t);
}

/* Wakes when the oldest of the still invisible ones becomes visible; most are over before, and wake nobody. */
static void arm(struct tasks *t)
{
	int64_t now = tick_ms();
	loop_timer_del(t->timer);
	t->timer = NULL;
	for (size_t i = 0; i < t->running.n; i++)
		if (!visible(&t->running.v[i], now)) {
			t->timer = loop_timer_add(t->loop, t->running.v[i].task.began + VISIBLE_MS - now, ripe, t);
			return;
		}
}

unsigned tasks_begin(struct tasks *t, const char *label, void (*cancel)(void *arg), void *arg)
{
	struct item i = { .label = mem_strdup(label), .cancel = cancel, .arg = arg };
	i.task = (struct task){ .id = t->next++, .label = i.label, .began = tick_ms(), .can_cancel = cancel != NULL };
	vec_push(&t->running, i);
	arm(t);
	return i.task.id;
}

void tasks_progress(struct tasks *t, unsigned id, int64_t done, int64_t total)
{
	struct item *i = running(t, id);
	if (!i || (i->task.done == done && i->task.total == total))
		return;
	i->task.done = done;
	i->task.total = total;
	if (visible(i, tick_ms()))
		subject_touch(&t->subject);
}

void tasks_end(struct tasks *t, unsigned id, enum err outcome)
{
	struct item *i = running(t, id);
	if (!i)
		return;
	struct item gone = *i;
	vec_remove(&t->running, (size_t)(i - t->running.v));
	arm(t);
	gone.task.ended = tick_ms();
	gone.task.outcome = outcome;
	gone.task.can_cancel = false;
	/* over before it could be seen: whoever asked tells how it ended */
	if (gone.task.ended - gone.task.began < VISIBLE_MS) {
		drop(&gone);
		return;
	}
	vec_insert(&t->ended, 0, gone);
	if (t->ended.n > KEPT)
		drop(&t->ended.v[--t->ended.n]);
	subject_touch(&t->subject);
}

bool tasks_cancel(struct tasks *t, unsigned id)
{
	struct item *i = running(t, id);
	if (!i || !i->cancel)
		return false;
	void (*cancel)(void *arg) = i->cancel;
	void *arg = i->arg;
	i->cancel = NULL;
	i->task.can_cancel = false;
	subject_touch(&t->subject);
	cancel(arg);
	return true;
}

size_t tasks_running(struct tasks *t)
{
	size_t n = 0;
	int64_t now = tick_ms();
	while (n < t->running.n && visible(&t->running.v[n], now))
		n++;
	return n;
}

size_t tasks_count(struct tasks *t)
{
	return tasks_running(t) + t->ended.n;
}

const struct task *tasks_at(struct tasks *t, size_t i)
{
	size_t n = tasks_running(t);
	if (i < n)
		return &t->running.v[i].task;
	return i - n < t->ended.n ? &t->ended.v[i - n].task : NULL;
}

size_t tasks_pending(const struct tasks *t)
{
	return t->running.n;
}
