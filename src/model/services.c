/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/services.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/loop.h"
#include "io/run.h"
#include "model/app.h"
#include "model/ipfs.h"
#include "model/lookout.h"
#include "model/machine.h"
#include "model/series.h"
#include "model/services_in.h"
#include "model/station.h"
#include "model/world.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PERIOD_MS = 10000, GLANCE_MS = 30000 };

static void wake(void *arg)
{
	struct services *s = arg;
	services_look(s);
	lookout_watch(s->in->app);
}

struct services *services_new(struct app *a)
{
	struct services *s = mem_new(sizeof *s);
	subject_init(&s->subject, "services");
	s->subject.on_watch = wake;
	s->subject.on_watch_arg = s;
	s->in = mem_new(sizeof *s->in);
	s->in->app = a;
	return s;
}

void services_free(struct services *s)
{
	if (!s)
		return;
	loop_timer_del(s->in->timer);
	run_forget(s->in->run);
	subject_done(&s->subject);
	vec_free(&s->daemons);
	vec_free(&s->in->systemd);
	free(s->in);
	free(s);
}

static bool is_here(const struct services *s)
{
	const struct app *a = s->in->app;
	return a->station->place != STATION_AFAR && (!world_is_sandbox(a->world) || *machine_root());
}

/* Keeps since when a state has lasted, as far as it was seen here. */
static void keep_since(struct daemons *fresh, const struct daemons *old, int64_t now)
{
	for (size_t i = 0; i < fresh->n; i++) {
		struct daemon *d = &fresh->v[i];
		const struct daemon *o = daemon_find(old, d->name);
		if (d->since)
			continue;
		if (o && o->state == d->state)
			d->since = o->since;
		else if (o && o->state != DAEMON_UNKNOWN)
			d->since = now;
	}
}

static void container_engine(struct daemons *u)
{
	static const char *const sockets[] = { "/run/docker.sock", "/var/run/docker.sock", "/run/podman/podman.sock" };
	char path[600];
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s%s", machine_root(), sockets[i]);
		if (access(path, F_OK))
			continue;
		struct daemon *d = daemon_of(u, "docker");
		if (!d)
			return;
		bool may = !access(path, R_OK | W_OK);
		d->state = may || errno == EACCES ? DAEMON_UP : DAEMON_UNKNOWN;
		if (!may)
			snprintf(d->note, sizeof d->note, "%s", _("not permitted, group docker"));
		return;
	}
}

/* Who listens on this machine decides for what is there; systemd knows since when, and why not. */
static void look_here(struct services *s, struct daemons *u)
{
	static const char *const usual[] = { "ipfs", "relay", "upassport", "astroport", "g1", "npm", "cloud", "ssh", "g1billet", "ollama",
		"open_webui", "comfyui", "qdrant", "dify", "orpheus", "vane", "mirofish", "webtop", "icecast", "node_exporter", "prometheus" };
	unsigned char ports[8192];
	host_listening(machine_root(), ports);
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
		struct daemon probe = { .port = 0 };
		snprintf(probe.name, sizeof probe.name, "%s", usual[i]);
		daemon_usual(&probe);
		const struct daemon *told = daemon_find(u, usual[i]);
		int port = told && told->port ? told->port : probe.port;
		bool listens = port && ports[port / 8] >> port % 8 & 1;
		if (!listens && !told)
			continue;
		struct daemon *d = daemon_of(u, usual[i]);
		if (!d)
			continue;
		if (listens)
			d->state = DAEMON_UP;
		else if (d->state == DAEMON_UP && !*d->from)
			d->state = DAEMON_DOWN; /* the cache of the station is older than this look */
	}
	services_systemd_merge(u, &s->in->systemd);
	container_engine(u);
}

static void add_versions(const struct services *s, struct daemons *u)
{
	const struct ipfs *i = s->in->app->ipfs;
	struct daemon *d = i->subject.state == STATE_EMPTY || s->in->app->station->place == STATION_AFAR ? NULL : daemon_of(u, "ipfs");
	if (!d)
		return;
	if (*i->id.version)
		snprintf(d->version, sizeof d->version, "%s", i->id.version);
	/* its own answer is better than any list */
	if (i->subject.state == STATE_FRESH)
		d->state = DAEMON_UP;
	else if (i->subject.state == STATE_STALE || i->subject.state == STATE_ERROR)
		d->state = i->subject.fault.code == E_TIMEOUT ? DAEMON_ASLEEP : DAEMON_DOWN;
}

/* The station's own script answers: its door is open, whatever its last heartbox said. */
static void compose(struct services *s)
{
	const struct station *st = s->in->app->station;
	struct daemons u = { 0 };
	for (size_t i = 0; i < st->beacon.daemons.n; i++)
		vec_push(&u, st->beacon.daemons.v[i]);
	if (is_here(s))
		look_here(s, &u);
	add_versions(s, &u);
	keep_since(&u, &s->daemons, tick_now());
	vec_free(&s->daemons);
	s->daemons = u;
	s->tally = daemon_tally(&u);
	s->source = st->source;
	if (is_here(s)) {
		snprintf(s->source.who, sizeof s->source.who, "%s", _("this machine"));
		s->source.at = tick_now();
		s->source.degree = DEGREE_PROVEN;
		subject_state(&s->subject, STATE_FRESH, NULL);
	} else {
		subject_state(&s->subject, st->subject.state, st->subject.fault.code ? &st->subject.fault : NULL);
		s->subject.since = st->subject.since;
		s->subject.since_ms = st->subject.since_ms;
	}
	subject_touch(&s->subject);
	if (station_is_own(st)) {
		series_put(s->in->app->series, METRIC_SERVICES_UP, s->tally.up);
		series_put(s->in->app->series, METRIC_SERVICES_DOWN, s->tally.down);
	}
	lookout_changed(s->in->app);
}

static void systemd_said(void *arg, const struct run_result *r)
{
	struct services *s = arg;
	s->in->run = NULL;
	if (r->fault.code) {
		s->in->no_systemd = true;
		return;
	}
	services_systemd_read(&s->in->systemd, r->out, s->in->app->machine->host.booted);
	compose(s);
}

static void ask_systemd(struct services *s)
{
	if (s->in->run || s->in->no_systemd || *machine_root() || !is_here(s))
		return;
	if (access("/run/systemd/system", F_OK)) {
		s->in->no_systemd = true;
		return;
	}
	s->in->run = run_start(s->in->app->loop, &(struct run_spec){ .argv = services_systemd_argv, .deadline_ms = 5000,
	                                                             .done = systemd_said, .arg = s }, NULL);
}

static void tick(void *arg)
{
	struct services *s = arg;
	s->in->timer = NULL;
	services_look(s);
}

void services_look(struct services *s)
{
	struct app *a = s->in->app;
	if (a->still || (s->in->timer && !s->in->dirty))
		return;
	if (!subject_watched(&s->subject) && !subject_watched(&a->station->subject))
		return;
	loop_timer_del(s->in->timer);
	s->in->timer = NULL;
	s->in->dirty = false;
	compose(s);
	ask_systemd(s);
	if (is_here(s))
		s->in->timer = loop_timer_add(a->loop, tick_beat(subject_watched(&s->subject) ? PERIOD_MS : GLANCE_MS), tick, s);
}

void services_station(struct services *s)
{
	s->in->dirty = true;
	services_look(s);
}

void services_refresh(struct services *s)
{
	if (s->in->app->still)
		return;
	compose(s);
	ask_systemd(s);
}
