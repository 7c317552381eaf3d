/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/machine.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/lookout.h"
#include "model/series.h"
#include "model/station.h"
#include "model/storage.h"
#include "model/tasks.h"
#include "model/world.h"
#include <stdio.h>
#include <stdlib.h>

enum { PERIOD_MS = 2000, GLANCE_MS = 10000, FIRST_MS = 250 };

struct machine_inside {
	struct app *app;
	struct loop_timer *timer;
	bool glance;             /* the timer is a long one */
	unsigned task;           /* while a second reading is still to come, so that --dump waits for it */
};

static void tick(void *arg);

static void wake(void *arg)
{
	struct machine *m = arg;
	/* who comes to look does not wait for the end of a long pause */
	if (subject_watched(&m->subject) && m->in->glance) {
		int64_t left = m->host.at_ms + PERIOD_MS - tick_ms();
		m->in->glance = false;
		loop_timer_del(m->in->timer);
		m->in->timer = left > 0 ? loop_timer_add(m->in->app->loop, left, tick, m) : NULL;
	}
	machine_look(m);
	lookout_watch(m->in->app);
}

struct machine *machine_new(struct app *a)
{
	struct machine *m = mem_new(sizeof *m);
	struct beacon b;
	subject_init(&m->subject, "machine");
	m->subject.on_watch = wake;
	m->subject.on_watch_arg = m;
	host_init(&m->host);
	beacon_init(&b);
	m->told = b.machine;
	m->in = mem_new(sizeof *m->in);
	m->in->app = a;
	return m;
}

void machine_free(struct machine *m)
{
	if (!m)
		return;
	loop_timer_del(m->in->timer);
	subject_done(&m->subject);
	host_free(&m->host);
	free(m->in);
	free(m);
}

const char *machine_root(void)
{
	const char *root = getenv("VIGIE_HOST_ROOT");
	return root ? root : "";
}

/* A station afar, and the invented one of the sandbox, stand on another machine than this. */
static bool is_here(const struct machine *m)
{
	const struct app *a = m->in->app;
	return a->station->place != STATION_AFAR && (!world_is_sandbox(a->world) || *machine_root());
}

static void samples(struct machine *m)
{
	struct series *s = m->in->app->series;
	const struct host *h = &m->host;
	int64_t in = 0, out = 0;
	bool rates = false;
	series_put(s, METRIC_CPU, h->cpu < 0 ? SERIES_NONE : h->cpu);
	if (h->mem_total > 0 && h->mem_available >= 0)
		series_put(s, METRIC_MEMORY, h->mem_total - h->mem_available);
	series_put(s, METRIC_TEMP, h->temp_mc);
	series_put(s, METRIC_LOAD, h->load[0] < 0 ? SERIES_NONE : h->load[0]);
	const struct host_disk *d = host_disk_of(h, *m->in->app->storage->repo.path ? m->in->app->storage->repo.path : "/");
	if (d)
		series_put(s, METRIC_DISK_USED, (int64_t)d->used);
	for (size_t i = 0; i < h->nets.n; i++) {
		if (h->nets.v[i].rate_in < 0)
			continue;
		rates = true;
		in += h->nets.v[i].rate_in;
		out += h->nets.v[i].rate_out;
	}
	if (rates) {
		series_put(s, METRIC_NET_IN, in);
		series_put(s, METRIC_NET_OUT, out);
	}
}

static void read_here(struct machine *m)
{
	host_read(&m->host, machine_root());
	snprintf(m->source.who, sizeof m->source.who, "%s", _("this machine"));
	m->source.at = tick_now();
	m->source.degree = DEGREE_PROVEN;
	samples(m);
	subject_state(&m->subject, STATE_FRESH, NULL);
}

/* What the station's heartbox measured, as old as it is. */
static void read_told(struct machine *m)
{
	const struct station *s = m->in->app->station;
	m->told = s->beacon.machine;
	m->host.at_ms = 0;
	m->source = s->source;
	m->source.at = m->told.at ? m->told.at : s->beacon_at;
	subject_state(&m->subject, s->subject.state, s->subject.fault.code ? &s->subject.fault : NULL);
	subject_touch(&m->subject);
}

static void end_task(struct machine *m)
{
	if (m->in->task)
		tasks_end(m->in->app->tasks, m->in->task, E_OK);
	m->in->task = 0;
}

static void tick(void *arg)
{
	struct machine *m = arg;
	m->in->timer = NULL;
	m->in->glance = false;
	machine_look(m);
}

void machine_sample(struct machine *m)
{
	if (is_here(m) && !m->in->timer)
		read_here(m);
}

void machine_look(struct machine *m)
{
	struct app *a = m->in->app;
	bool close = subject_watched(&m->subject), watched = close || subject_watched(&a->station->subject) || subject_watched(&a->storage->subject);
	if (a->still || m->in->timer)
		return;
	if (!watched) {
		end_task(m);
		return;
	}
	if (!is_here(m)) {
		end_task(m);
		if (m->told.at != a->station->beacon.machine.at || m->source.at != a->station->beacon_at)
			read_told(m);
		return;
	}
	bool first = !m->host.at_ms || tick_ms() - m->host.at_ms > 10 * PERIOD_MS;
	read_here(m);
	if (first && !m->in->task)
		m->in->task = tasks_begin(a->tasks, _("reading the machine"), NULL, NULL);
	else
		end_task(m);
	m->in->glance = !first && !close;
	m->in->timer = loop_timer_add(a->loop, first ? FIRST_MS : tick_beat(close ? PERIOD_MS : GLANCE_MS), tick, m);
	lookout_changed(a);
}

void machine_refresh(struct machine *m)
{
	if (m->in->app->still)
		return;
	loop_timer_del(m->in->timer);
	m->in->timer = NULL;
	if (is_here(m))
		read_here(m);
	else
		read_told(m);
	machine_look(m);
}
