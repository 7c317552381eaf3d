/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/lookout.h"
#include "model/peers.h"
#include "model/series.h"
#include "model/station.h"
#include "model/swarm_in.h"
#include "model/world.h"
#include "model/tasks.h"
#include "station/home.h"
#include "station/reach.h"
#include <stdlib.h>

enum { STEP = 24, PERIOD_MS = 120000, CALM_MS = 600000 };

static void wake(void *arg)
{
	struct swarm *s = arg;
	if (!subject_watched(&s->subject))
		return;
	if (!s->in->wide) {
		loop_timer_del(s->in->timer);
		s->in->timer = NULL;
	}
	swarm_look(s);
	lookout_watch(s->in->app);
}

struct swarm *swarm_new(struct app *a)
{
	struct swarm *s = mem_new(sizeof *s);
	subject_init(&s->subject, "swarm");
	s->subject.on_watch = wake;
	s->subject.on_watch_arg = s;
	s->in = mem_new(sizeof *s->in);
	s->in->app = a;
	return s;
}

void swarm_free(struct swarm *s)
{
	if (!s)
		return;
	reach_free(s->in->reach);
	loop_timer_del(s->in->timer);
	loop_timer_del(s->in->step);
	home_walk_free(s->in->walk);
	subject_done(&s->subject);
	for (size_t i = 0; i < s->in->all.n; i++) {
		struct swarm_known *k = s->in->all.v[i];
		free((void *)(uintptr_t)k->beacon.p);
		free(k);
	}
	vec_free(&s->in->all);
	map_free(&s->in->places);
	beacon_free(&s->in->looked_at);
	sorting_free(&s->in->index);
	free(s->in);
	free(s);
}

static void changed(struct swarm *s)
{
	struct app *a = s->in->app;
	swarm_build(s);
	peers_rename(a->peers);
	series_put(a->series, METRIC_SWARM_FRESH, (int64_t)s->fresh);
	lookout_changed(a);
}

static void from_cache(void *arg, const struct beacon *b, const char *peer, int64_t at)
{
	struct swarm *s = arg;
	s->in->answered = true;
	swarm_hear(s, b, peer, at, SWARM_VIA_CACHE, _("this station's cache"), DEGREE_SAID);
}

static void on_station(void *arg, enum reach_how how, const struct beacon *b, int64_t at, const char *who, bool is_signed)
{
	static const enum swarm_via via[] = { SWARM_VIA_SELF, SWARM_VIA_GATEWAY, SWARM_VIA_STATION, SWARM_VIA_RELAY };
	struct swarm *s = arg;
	swarm_hear(s, b, b->peer, at, via[how], who, is_signed ? DEGREE_PROVEN : DEGREE_SAID);
}

/* The round is over when the last source has answered or given up. */
static void end_round(struct swarm *s)
{
	changed(s);
	if (s->in->answered)
		subject_state(&s->subject, STATE_FRESH, NULL);
	else if (!s->in->fault.code)
		subject_state(&s->subject, STATE_EMPTY, NULL);
	else
		subject_state(&s->subject, s->in->all.n ? STATE_STALE : STATE_ERROR, &s->in->fault);
}

static void on_ended(void *arg, enum reach_how how, const struct fault *f)
{
	struct swarm *s = arg;
	(void)how;
	if (f->code)
		s->in->fault = *f;
	else
		s->in->answered = true;
	if (!--s->in->asking)
		end_round(s);
}

static void ask_each(struct swarm *s, const char *list, bool relay, const char *id)
{
	struct slice rest = slice_of(list), one;
	while (rest.n && slice_split(&rest, ' ', &one)) {
		char *url = mem_strndup(one.p, one.n);
		if (*url) {
			s->in->asking++;
			if (relay)
				reach_relay(s->in->reach, url, id);
			else
				reach_list(s->in->reach, url, true);
		}
		free(url);
	}
}

/* The files of the cache, some in each turn of the loop; the program counts as busy until they are read. */
static void step(void *arg)
{
	struct swarm *s = arg;
	struct app *a = s->in->app;
	s->in->step = NULL;
	if (home_walk_next(s->in->walk, STEP, from_cache, s)) {
		if (!s->in->task)
			s->in->task = tasks_begin(a->tasks, _("reading what the station knows of others"), NULL, NULL);
		s->in->step = loop_timer_add(a->loop, 1, step, s);
		return;
	}
	home_walk_free(s->in->walk);
	s->in->walk = NULL;
	if (s->in->task)
		tasks_end(a->tasks, s->in->task, E_OK);
	s->in->task = 0;
	if (!--s->in->asking)
		end_round(s);
}

/* Whoever may know of other stations: the files of the one here, a station's own list, and the relays. */
static void ask(struct swarm *s, bool network)
{
	struct app *a = s->in->app;
	const struct beacon *own = &a->station->beacon;
	struct reach_conf c = { .net = app_net(a), .gateways = "", .station = on_station, .ended = on_ended, .arg = s };
	if (s->in->asking)
		return;
	if (!s->in->reach)
		s->in->reach = reach_new(&c);
	s->in->wide = network;
	s->in->fault = (struct fault){ 0 };
	s->in->answered = false;
	s->in->asking = 1;
	if (s->subject.state == STATE_EMPTY)
		subject_state(&s->subject, STATE_LOADING, NULL);
	const char *home = station_home(a->station);
	if (*home && !s->in->walk) {
		s->in->walk = home_walk_new(home);
		s->in->asking++;
		step(s);
	}
	if (own->kind != BEACON_NONE && station_is_own(a->station))
		swarm_hear(s, own, own->peer, a->station->beacon_at, SWARM_VIA_SELF, a->station->source.who, a->station->source.degree);
	const char *passport = !network ? "" : world_endpoint(a->world, END_UPASSPORT, NULL);
	if (*passport) {
		s->in->listed = true;
		ask_each(s, passport, false, "");
	} else if (network && own->kind != BEACON_NONE && *own->url_passport &&
	           (a->station->place == STATION_HERE || !lookout_loopback(own->url_passport))) {
		s->in->listed = true;
		s->in->asking++;
		reach_list(s->in->reach, own->url_passport, a->station->place == STATION_HERE);
	}
	if (network)
		ask_each(s, world_endpoint(a->world, END_RELAYS, NULL), true, s->id);
	if (!--s->in->asking)
		end_round(s);
	else
		changed(s); /* what the files said is there at once */
}

static void tick(void *arg)
{
	struct swarm *s = arg;
	s->in->timer = NULL;
	swarm_look(s);
}

void swarm_look(struct swarm *s)
{
	struct app *a = s->in->app;
	bool watched = subject_watched(&s->subject) || subject_watched(&a->peers->subject) || lookout_wants_swarm(a);
	if (a->still || s->in->timer || (!watched && !lookout_lives(a)))
		return;
	/* unwatched, only the files of the station here are looked at, for the time series */
	ask(s, watched);
	s->in->timer = loop_timer_add(a->loop, tick_beat(watched ? PERIOD_MS : CALM_MS), tick, s);
}

void swarm_refresh(struct swarm *s)
{
	if (s->in->app->still)
		return;
	loop_timer_del(s->in->timer);
	s->in->timer = NULL;
	ask(s, true);
	swarm_look(s);
}

/* One's own station spoke: its row follows at once. */
void swarm_own(struct swarm *s)
{
	const struct station *st = s->in->app->station;
	if (st->beacon.kind == BEACON_NONE || !station_is_own(st))
		return;
	swarm_hear(s, &st->beacon, st->beacon.peer, st->beacon_at, SWARM_VIA_SELF, st->source.who, st->source.degree);
	changed(s);
	/* now it is known where its list of stations is */
	if (s->in->wide && !s->in->listed && *st->beacon.url_passport && !s->in->asking)
		swarm_refresh(s);
}
