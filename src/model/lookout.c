/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/lookout.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/tick.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/capacity.h"
#include "model/ipfs.h"
#include "model/machine.h"
#include "model/series.h"
#include "model/services.h"
#include "model/skywire.h"
#include "model/ssh_keys.h"
#include "model/station_in.h"
#include "model/swarm.h"
#include <stdlib.h>

enum { SAMPLE_MS = 60000 };

struct lookout {
	struct app *app;
	struct loop_timer *sample, *soon;
	struct watch *settings;
	bool live;
};

static void settings_moved(void *arg, struct subject *s)
{
	(void)s;
	lookout_watch(arg);
}

static int64_t turn_ends(void *arg);

struct lookout *lookout_new(struct app *a)
{
	struct lookout *l = mem_new(sizeof *l);
	l->app = a;
	loop_hook_add(a->loop, turn_ends, l);
	l->settings = subject_watch(&a->settings, settings_moved, a);
	return l;
}

void lookout_free(struct lookout *l)
{
	if (!l)
		return;
	loop_hook_del(l->app->loop, turn_ends, l);
	loop_timer_del(l->sample);
	loop_timer_del(l->soon);
	subject_unwatch(l->settings);
	free(l);
}

bool lookout_lives(const struct app *a)
{
	return a->lookout && a->lookout->live;
}

bool lookout_wants_station(const struct app *a)
{
	return subject_watched(&a->machine->subject) || subject_watched(&a->services->subject) || subject_watched(&a->capacity->subject) ||
	       subject_watched(&a->swarm->subject);
}

bool lookout_wants_swarm(const struct app *a)
{
	return subject_watched(&a->capacity->subject);
}

/* Who looks changed, or the addresses did: everybody judges anew what is to be asked. */
void lookout_watch(struct app *a)
{
	if (!a->lookout || a->still)
		return;
	station_look(a->station);
	ipfs_look(a->ipfs);
	machine_look(a->machine);
	services_look(a->services);
	swarm_look(a->swarm);
	skywire_look(a->skywire);
	ssh_keys_look(a->ssh_keys);
}

static void sample(void *arg)
{
	struct lookout *l = arg;
	struct app *a = l->app;
	l->sample = loop_timer_add(a->loop, tick_beat(SAMPLE_MS), sample, l);
	machine_sample(a->machine);
	lookout_watch(a);
}

void lookout_live(struct app *a)
{
	if (a->lookout->live || a->dump || a->still)
		return;
	a->lookout->live = true;
	sample(a->lookout);
}

/* What follows is computed once, at the end of this turn, however many figures moved in it. */
static void follow(void *arg)
{
	struct lookout *l = arg;
	struct app *a = l->app;
	l->soon = NULL;
	station_compose(a->station);
	if (subject_watched(&a->capacity->subject))
		capacity_compute(a->capacity);
}

/* Before the screen draws, so that one frame shows all of it. What changes behind that finds a timer. */
static int64_t turn_ends(void *arg)
{
	struct lookout *l = arg;
	if (l->soon) {
		loop_timer_del(l->soon);
		follow(l);
	}
	return -1;
}

void lookout_changed(struct app *a)
{
	if (a->lookout && !a->lookout->soon && !a->still)
		a->lookout->soon = loop_timer_add(a->loop, 0, follow, a->lookout);
}

static void put(struct series *s, enum metric m, int64_t v)
{
	if (v != FIG_NONE)
		series_put(s, m, v);
}

void lookout_station(struct app *a)
{
	const struct station *s = a->station;
	if (!a->lookout || a->still)
		return;
	if (station_is_own(s) && s->beacon.kind == BEACON_FULL && s->subject.state == STATE_FRESH) {
		put(a->series, METRIC_MULTIPASS, s->beacon.economy.multipass);
		put(a->series, METRIC_ZENCARDS, s->beacon.economy.zencards);
		put(a->series, METRIC_BALANCE, s->economy.balance_zc);
	}
	machine_look(a->machine);
	services_station(a->services);
	swarm_own(a->swarm);
	lookout_changed(a);
}

bool lookout_loopback(const char *url)
{
	const char *host = strstr(url, "://");
	host = host ? host + 3 : url;
	return !strncmp(host, "127.", 4) || !strncmp(host, "localhost", 9) || !strncmp(host, "[::1]", 5);
}
