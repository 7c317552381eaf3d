/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "model/app.h"
#include "model/capacity_in.h"
#include "model/machine.h"
#include "model/station.h"
#include "model/swarm.h"

/* What one station has, each in the unit of its line; -1 unknown. */
struct have {
	int64_t v[NEED_COUNT], used[NEED_COUNT];
};

static int64_t known(int64_t v)
{
	return v < 0 || v > 1000000000000 ? -1 : v;
}

static int64_t plus(int64_t a, int64_t b)
{
	return a < 0 || b < 0 ? -1 : a + b;
}

/* Published slots are free ones: what there is in all is what is taken plus what is free. */
static void from_beacon(const struct capacity *c, const struct beacon *b, struct have *h)
{
	int64_t multipass = known(b->economy.multipass), cards = known(b->economy.zencards), reserved = known(b->capacity.reserved_slots);
	for (int i = 0; i < NEED_COUNT; i++)
		h->v[i] = h->used[i] = -1;
	h->used[NEED_MULTIPASS] = multipass;
	h->used[NEED_ZENCARD] = cards;
	h->v[NEED_MULTIPASS] = plus(multipass, known(b->capacity.nostr_slots));
	if (h->v[NEED_MULTIPASS] >= 0 && reserved > 0)
		h->v[NEED_MULTIPASS] = h->v[NEED_MULTIPASS] > reserved ? h->v[NEED_MULTIPASS] - reserved : 0;
	h->v[NEED_ZENCARD] = plus(cards, known(b->capacity.zencard_slots));
	if (multipass >= 0 && cards >= 0)
		h->used[NEED_STORAGE] = multipass * c->assume[ASSUME_MULTIPASS_GB] + cards * c->assume[ASSUME_ZENCARD_GB];
	h->v[NEED_STORAGE] = plus(known(b->capacity.free_gb), h->used[NEED_STORAGE]);
	h->v[NEED_MEMORY] = known(b->machine.mem_total_mb);
	h->used[NEED_MEMORY] = known(b->machine.mem_used_mb);
	h->v[NEED_COMPUTING] = known(b->machine.cores);
	h->v[NEED_BANDWIDTH] = c->assume[ASSUME_UPLINK_MBITS];
}

/* On the machine itself its own figures are better than what was published. */
static void from_machine(const struct machine *m, struct have *h)
{
	if (!m->host.at_ms)
		return;
	if (m->host.mem_total > 0) {
		h->v[NEED_MEMORY] = m->host.mem_total / 1000000;
		h->used[NEED_MEMORY] = (m->host.mem_total - m->host.mem_available) / 1000000;
	}
	if (m->host.cores > 0)
		h->v[NEED_COMPUTING] = m->host.cores;
}

/* Need of n people, in the unit of the line. */
static int64_t need_of(const int64_t *a, enum resource r, int64_t n)
{
	int64_t present = (n * a[ASSUME_PRESENT] + 99) / 100, cards = n * a[ASSUME_COLLECTIVE] / 100;
	switch (r) {
	case NEED_STORAGE: return n * a[ASSUME_MULTIPASS_GB] * a[ASSUME_COPIES] + cards * a[ASSUME_ZENCARD_GB];
	case NEED_BANDWIDTH: return (present * a[ASSUME_KBITS] + 999) / 1000;
	case NEED_MEMORY: return a[ASSUME_SYSTEM_MB] + present * a[ASSUME_MEMORY_MB];
	case NEED_COMPUTING: return (present + a[ASSUME_PER_CORE] - 1) / a[ASSUME_PER_CORE];
	case NEED_MULTIPASS: return n;
	default: return cards;
	}
}

/* The most people whose need fits: need_of never falls, so halving finds it. */
static int64_t people_for(const int64_t *a, enum resource r, int64_t have)
{
	int64_t low = 0, high = 100000000;
	if (have < 0 || need_of(a, r, high) <= have)
		return -1; /* unknown, or no limit at all */
	while (low + 1 < high) {
		int64_t mid = low + (high - low) / 2;
		*(need_of(a, r, mid) <= have ? &low : &high) = mid;
	}
	return low;
}

static void add_swarm(struct capacity *c, const struct have *h, int64_t *people, bool *some)
{
	for (int i = 0; i < NEED_COUNT; i++) {
		if (h->v[i] < 0)
			continue;
		c->needs[i].swarm = (c->needs[i].swarm < 0 ? 0 : c->needs[i].swarm) + h->v[i];
		int64_t p = people_for(c->assume, (enum resource)i, h->v[i]);
		if (p >= 0) {
			people[i] += p;
			some[i] = true;
		}
	}
}

/* What the swarm has changes far more rarely than what is here. */
static void fill_swarm(struct capacity *c)
{
	const struct app *a = c->app;
	const struct swarm *s = a->swarm;
	struct have one;
	int64_t people[NEED_COUNT] = { 0 };
	bool some[NEED_COUNT] = { false };
	bool measured = a->machine->host.at_ms > 0;
	if (c->swarm_seen && c->swarm_seen == s->subject.version && c->machine_seen == measured)
		return;
	c->swarm_seen = s->subject.version;
	c->machine_seen = measured;
	for (int i = 0; i < NEED_COUNT; i++)
		c->needs[i].swarm = -1;
	const struct swarm_row *r;
	for (size_t i = 0; (r = swarm_each(s, i)); i++) {
		const struct beacon *b = swarm_beacon(s, r->peer);
		if (!b || r->kind == BEACON_NONE)
			continue;
		from_beacon(c, b, &one);
		if (r->own)
			from_machine(a->machine, &one);
		add_swarm(c, &one, people, some);
	}
	for (int i = 0; i < NEED_COUNT; i++)
		c->needs[i].people_swarm = some[i] ? people[i] : -1;
}

void capacity_fill(struct capacity *c)
{
	const struct app *a = c->app;
	struct have here;
	from_beacon(c, &a->station->beacon, &here);
	from_machine(a->machine, &here);
	const int64_t *as = c->assume;
	const int64_t more[NEED_COUNT] = { as[ASSUME_MACHINE_GB], as[ASSUME_UPLINK_MBITS], as[ASSUME_MACHINE_MB], as[ASSUME_MACHINE_CORES],
		as[ASSUME_MACHINE_GB] / as[ASSUME_MULTIPASS_GB] / as[ASSUME_COPIES], as[ASSUME_MACHINE_GB] / as[ASSUME_ZENCARD_GB] };
	for (int i = 0; i < NEED_COUNT; i++) {
		struct need *n = &c->needs[i];
		n->need = need_of(as, (enum resource)i, as[ASSUME_PEOPLE]);
		n->here = here.v[i];
		n->used = here.used[i];
		n->one_more = more[i];
		n->people_here = people_for(as, (enum resource)i, here.v[i]);
		n->people_more = people_for(as, (enum resource)i, more[i]);
	}
	fill_swarm(c);
	/* one more machine serves both uses from one disk: its slots are no limit of their own beside storage */
	c->needs[NEED_MULTIPASS].people_more = c->needs[NEED_ZENCARD].people_more = -1;
}

const struct need capacity_needs[NEED_COUNT] = {
	{ .resource = NEED_STORAGE, .name = "storage", .title = N_("Storage"), .unit = N_("GB"),
	  .formula = N_("people x MULTIPASS storage x copies + people with a ZEN Card x ZEN Card storage") },
	{ .resource = NEED_BANDWIDTH, .name = "bandwidth", .title = N_("Bandwidth"), .unit = N_("Mbit/s"),
	  .formula = N_("people present x traffic of each; a station is taken to have the uplink assumed") },
	{ .resource = NEED_MEMORY, .name = "memory", .title = N_("Memory"), .unit = N_("MB"),
	  .formula = N_("memory of the system + people present x memory of each") },
	{ .resource = NEED_COMPUTING, .name = "computing", .title = N_("Computing"), .unit = N_("cores"),
	  .formula = N_("people present / people that one core serves") },
	{ .resource = NEED_MULTIPASS, .name = "multipass", .title = N_("MULTIPASS slots"), .unit = "",
	  .formula = N_("one each; a station has those in use and its free ones, one per 10 GB free, less those kept for its captain") },
	{ .resource = NEED_ZENCARD, .name = "zencard", .title = N_("ZEN Card slots"), .unit = "",
	  .formula = N_("one for each of those with collective use; a station has those in use and one per 128 GB free") },
};
