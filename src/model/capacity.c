/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/capacity.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/capacity_in.h"
#include "model/lookout.h"
#include "model/series.h"
#include "model/station.h"
#include <stdlib.h>

enum { MONTH = 30 * 86400, MONTHS = 12 };

static const struct assumption assumptions[ASSUME_COUNT];

static void wake(void *arg)
{
	struct capacity *c = arg;
	lookout_watch(c->app);
	capacity_compute(c);
}

struct capacity *capacity_new(struct app *a)
{
	struct capacity *c = mem_new(sizeof *c);
	subject_init(&c->subject, "capacity");
	c->subject.on_watch = wake;
	c->subject.on_watch_arg = c;
	c->app = a;
	for (int i = 0; i < ASSUME_COUNT; i++)
		c->assume[i] = assumptions[i].usual;
	for (int i = 0; i < NEED_COUNT; i++)
		c->needs[i] = capacity_needs[i];
	return c;
}

void capacity_free(struct capacity *c)
{
	if (!c)
		return;
	subject_done(&c->subject);
	free(c);
}

const struct assumption *capacity_assumption(enum assume i)
{
	return &assumptions[i];
}

enum err capacity_assume(struct capacity *c, enum assume i, int64_t value)
{
	if (value < assumptions[i].least || value > assumptions[i].most)
		return E_INVALID;
	c->assume[i] = value;
	c->swarm_seen = 0;
	capacity_compute(c);
	return E_OK;
}

enum err capacity_assume_text(struct capacity *c, struct slice words, struct fault *f)
{
	struct slice one;
	while (words.n && slice_split(&words, ' ', &one)) {
		const char *eq = memchr(one.p, '=', one.n);
		struct slice name = slice_to(one, eq ? (size_t)(eq - one.p) : one.n);
		int64_t v = 0;
		int i = 0;
		if (!one.n)
			continue;
		while (i < ASSUME_COUNT && !slice_is(name, assumptions[i].name))
			i++;
		if (i == ASSUME_COUNT)
			return fault_set(f, E_USAGE, _("no such assumption: %.*s"), (int)name.n, name.p);
		if (!eq || !slice_i64(slice_from(one, name.n + 1), &v) || capacity_assume(c, (enum assume)i, v))
			return fault_set(f, E_INVALID, _("%s wants a number from %lld to %lld"), assumptions[i].name, (long long)assumptions[i].least,
			                 (long long)assumptions[i].most);
	}
	return E_OK;
}

/* The least over all resources that are known. */
static int64_t least(const struct capacity *c, size_t at, enum resource *which)
{
	int64_t best = -1;
	for (int i = 0; i < NEED_COUNT; i++) {
		int64_t v;
		memcpy(&v, (const char *)&c->needs[i] + at, sizeof v);
		if (v < 0 || (best >= 0 && v >= best))
			continue;
		best = v;
		if (which)
			*which = (enum resource)i;
	}
	return best;
}

static void growth(struct capacity *c)
{
	double per_day;
	int64_t seen, now = tick_now();
	c->pace = -1;
	c->full_at = 0;
	c->n_line = 0;
	if (c->people_today < 0)
		return;
	c->line[c->n_line++] = (struct growth_point){ now, c->people_today };
	if (!series_slope(c->app->series, METRIC_MULTIPASS, MONTH, &per_day, &seen) || per_day < 0 || per_day > 1e6)
		return;
	c->pace = (int64_t)(per_day * 30 + 0.5);
	for (int i = 1; i <= MONTHS; i++)
		c->line[c->n_line++] = (struct growth_point){ now + (int64_t)i * MONTH, c->people_today + (int64_t)(per_day * 30 * i + 0.5) };
	if (per_day > 0 && c->people_here > c->people_today) {
		double days = (double)(c->people_here - c->people_today) / per_day;
		if (days < 3650)
			c->full_at = now + (int64_t)(days * 86400);
	}
}

/* Everybody has a MULTIPASS, and those of collective use a ZEN Card, too. */
static void what_if(struct capacity *c)
{
	struct economy_in in = c->app->station->economy.in;
	in.multipass = c->assume[ASSUME_PEOPLE];
	in.zencards = c->assume[ASSUME_PEOPLE] * c->assume[ASSUME_COLLECTIVE] / 100;
	if (c->assume[ASSUME_NCARD])
		in.ncard_zc = 100 * c->assume[ASSUME_NCARD];
	if (c->assume[ASSUME_ZCARD])
		in.zcard_zc = 100 * c->assume[ASSUME_ZCARD];
	if (c->assume[ASSUME_PAF])
		in.paf_zc = 100 * c->assume[ASSUME_PAF];
	economy_what_if(&c->plan, &in);
}

void capacity_compute(struct capacity *c)
{
	struct app *a = c->app;
	const struct station *s = a->station;
	enum resource which = NEED_MULTIPASS;
	capacity_fill(c);
	c->people_today = s->beacon.economy.multipass == FIG_NONE || s->beacon.economy.multipass < 0 ? -1 : s->beacon.economy.multipass;
	c->people_here = least(c, offsetof(struct need, people_here), &which);
	c->tightest = which;
	c->people_swarm = least(c, offsetof(struct need, people_swarm), NULL);
	c->people_more = least(c, offsetof(struct need, people_more), NULL);
	int64_t carried = c->people_swarm >= 0 ? c->people_swarm : c->people_here, wanted = c->assume[ASSUME_PEOPLE];
	c->machines_wanted = -1;
	if (carried >= wanted)
		c->machines_wanted = 0;
	else if (carried >= 0 && c->people_more > 0)
		c->machines_wanted = (wanted - carried + c->people_more - 1) / c->people_more;
	growth(c);
	what_if(c);
	/* arithmetic is always fresh; what it stands on may not be */
	subject_state(&c->subject, s->subject.state == STATE_EMPTY ? STATE_FRESH : s->subject.state, s->subject.fault.code ? &s->subject.fault : NULL);
	subject_touch(&c->subject);
}

static const struct assumption assumptions[ASSUME_COUNT] = {
	[ASSUME_PEOPLE] = { "people", N_("People to carry"), "", 250, 1, 10000000 },
	[ASSUME_COLLECTIVE] = { "collective", N_("Of them with a ZEN Card (collective use)"), "%", 20, 0, 100 },
	[ASSUME_MULTIPASS_GB] = { "multipass-gb", N_("Storage of a MULTIPASS"), N_("GB"), 10, 1, 10000 },
	[ASSUME_ZENCARD_GB] = { "zencard-gb", N_("Storage of a ZEN Card"), N_("GB"), 128, 1, 100000 },
	[ASSUME_COPIES] = { "copies", N_("Copies kept of what a MULTIPASS stores"), "", 1, 1, 20 },
	[ASSUME_KBITS] = { "kbits", N_("Traffic of somebody present"), N_("kbit/s"), 512, 1, 1000000 },
	[ASSUME_PRESENT] = { "present", N_("Present at the same time"), "%", 10, 1, 100 },
	[ASSUME_MEMORY_MB] = { "memory-mb", N_("Memory for somebody present"), N_("MB"), 32, 1, 100000 },
	[ASSUME_SYSTEM_MB] = { "system-mb", N_("Memory of the system and its services"), N_("MB"), 2000, 0, 1000000 },
	[ASSUME_PER_CORE] = { "per-core", N_("People present that one core serves"), "", 25, 1, 100000 },
	[ASSUME_UPLINK_MBITS] = { "uplink-mbits", N_("Uplink of a station"), N_("Mbit/s"), 100, 1, 1000000 },
	[ASSUME_MACHINE_GB] = { "machine-gb", N_("Storage of one more machine"), N_("GB"), 1000, 1, 10000000 },
	[ASSUME_MACHINE_MB] = { "machine-mb", N_("Memory of one more machine"), N_("MB"), 8000, 256, 100000000 },
	[ASSUME_MACHINE_CORES] = { "machine-cores", N_("Cores of one more machine"), "", 4, 1, 1024 },
	[ASSUME_NCARD] = { "multipass-price", N_("A MULTIPASS a week, 0 as published"), "Ẑ", 0, 0, 10000 },
	[ASSUME_ZCARD] = { "zencard-price", N_("A ZEN Card a week, 0 as published"), "Ẑ", 0, 0, 10000 },
	[ASSUME_PAF] = { "paf", N_("Running costs (PAF) a week, 0 as published"), "Ẑ", 0, 0, 100000 },
};
