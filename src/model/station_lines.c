/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/bandwidth.h"
#include "model/ipfs.h"
#include "model/machine.h"
#include "model/peers.h"
#include "model/services.h"
#include "model/station_in.h"
#include "model/storage.h"

enum { DISK_FULL_PERCENT = 80, LINES_MOST = 12 };

VEC(lines, struct service);

void station_clear_services(struct station *s)
{
	for (size_t i = 0; i < s->services.n; i++) {
		free(s->services.v[i].name);
		free(s->services.v[i].word);
	}
	vec_free(&s->services);
}

static struct service *add(struct lines *l, const char *name, enum service_kind kind, enum health h, int64_t since, const char *word)
{
	vec_push(l, (struct service){ mem_strdup(name), kind, h, since, { -1, -1, -1 }, mem_strdup(word) });
	return &l->v[l->n - 1];
}

static void ipfs_line(struct app *a, struct lines *l)
{
	const struct ipfs *i = a->ipfs;
	enum health h = HEALTH_UNKNOWN;
	if (a->station->place == STATION_AFAR || i->subject.state == STATE_EMPTY || i->subject.state == STATE_LOADING)
		return;
	if (i->subject.state == STATE_FRESH)
		h = HEALTH_UP;
	else if (i->subject.state == STATE_STALE && i->subject.fault.code == E_TIMEOUT)
		h = HEALTH_PARTLY;
	else if (i->subject.fault.code)
		h = HEALTH_DOWN;
	struct service *s = add(l, "IPFS", SERVICE_IPFS, h, h == HEALTH_UP ? i->up_since : i->subject.since, "");
	if (a->peers->subject.since)
		s->figure[0] = (int64_t)a->peers->total;
	s->figure[1] = h == HEALTH_UP ? a->bandwidth->now.rate_in : -1;
	s->figure[2] = h == HEALTH_UP ? a->bandwidth->now.rate_out : -1;
}

static enum health health_of(const struct daemons *all, const struct daemon *d)
{
	switch (d->state) {
	case DAEMON_UP: return daemon_lacks(all, d) ? HEALTH_PARTLY : HEALTH_UP;
	case DAEMON_STARTING: case DAEMON_ASLEEP: return HEALTH_PARTLY;
	case DAEMON_DOWN: return HEALTH_DOWN;
	default: return HEALTH_UNKNOWN;
	}
}

/* What a station lives by, and of the rest what is neither up nor plainly not installed: a list of twenty lines tells nothing. */
static void service_lines(struct app *a, struct lines *l)
{
	static const char *const vital[] = { "relay", "upassport", "g1", "cloud", NULL };
	const struct daemons *all = &a->services->daemons;
	for (const char *const *v = vital; *v; v++) {
		const struct daemon *d = daemon_find(all, *v);
		/* a cloud that has no room was never installed */
		bool absent = d && !strcmp(*v, "cloud") && d->state == DAEMON_DOWN && a->station->beacon.capacity.cloud_free_gb <= 0;
		if (d && !absent)
			add(l, *v, !strcmp(*v, "relay") ? SERVICE_RELAY : SERVICE_OTHER, health_of(all, d), d->since, d->version);
	}
	if (a->station->place == STATION_AFAR) {
		const struct daemon *d = daemon_find(all, "ipfs");
		if (d)
			add(l, "IPFS", SERVICE_OTHER, health_of(all, d), d->since, d->note);
	}
}

static void disk_line(struct app *a, struct lines *l)
{
	const struct storage *s = a->storage;
	int64_t used = s->disk_used, total = s->disk_total;
	const struct host_disk *root = a->machine->host.at_ms ? host_disk_of(&a->machine->host, "/") : NULL;
	if (total <= 0 && root) {
		used = (int64_t)root->used;
		total = (int64_t)root->total;
	}
	if (total <= 0 && a->station->beacon.machine.disk_percent >= 0 && a->station->beacon.machine.disk_percent <= 100) {
		used = a->station->beacon.machine.disk_percent;
		total = 100;
	}
	if (total <= 0)
		return;
	struct service *d = add(l, "disk", SERVICE_DISK, used >= total / 100 * DISK_FULL_PERCENT && used * 100 >= total * DISK_FULL_PERCENT
	                                                     ? HEALTH_PARTLY : HEALTH_UP, 0, "");
	d->figure[0] = used;
	d->figure[1] = total;
}

static void economy_line(struct app *a, struct lines *l)
{
	const struct economy *e = &a->station->economy;
	enum risk r = e->risk != RISK_UNKNOWN ? e->risk : e->said;
	if (r == RISK_UNKNOWN || a->station->beacon.zen_bug)
		r = e->risk;
	if (a->station->beacon.kind != BEACON_FULL || r == RISK_UNKNOWN)
		return;
	add(l, "economy", SERVICE_ECONOMY, r == RISK_GREEN ? HEALTH_UP : r == RISK_RED ? HEALTH_DOWN : HEALTH_PARTLY, 0, economy_risks[r]);
}

static void state_line(struct app *a, struct lines *l)
{
	switch (a->station->beacon.kind) {
	case BEACON_BOOTING: add(l, "astroport", SERVICE_OTHER, HEALTH_PARTLY, a->station->beacon.created, _("starting")); break;
	case BEACON_BUILD_ERROR: add(l, "astroport", SERVICE_OTHER, HEALTH_DOWN, a->station->beacon.created, _("its script failed")); break;
	default: break;
	}
}

static bool same(const struct service *a, const struct service *b)
{
	return !strcmp(a->name, b->name) && !strcmp(a->word, b->word) && a->kind == b->kind && a->health == b->health &&
	       a->since == b->since && !memcmp(a->figure, b->figure, sizeof a->figure);
}

void station_compose(struct station *s)
{
	struct app *a = s->in->app;
	struct lines l = { 0 };
	bool moved = false;
	if (a->still)
		return;
	state_line(a, &l);
	ipfs_line(a, &l);
	service_lines(a, &l);
	disk_line(a, &l);
	economy_line(a, &l);
	moved = l.n != s->services.n;
	for (size_t i = 0; !moved && i < l.n; i++)
		moved = !same(&l.v[i], &s->services.v[i]);
	if (!moved || (!l.n && s->subject.state != STATE_FRESH)) {
		for (size_t i = 0; i < l.n; i++) {
			free(l.v[i].name);
			free(l.v[i].word);
		}
		vec_free(&l);
		return;
	}
	station_clear_services(s);
	s->services.v = l.v;
	s->services.n = l.n;
	s->services.cap = l.cap;
	/* a plain IPFS node makes no station, but its lines are worth showing */
	if (s->subject.state == STATE_EMPTY || s->subject.state == STATE_LOADING) {
		if (s->place == STATION_NONE)
			s->place = STATION_NODE;
		subject_state(&s->subject, STATE_FRESH, NULL);
	}
	subject_touch(&s->subject);
}
