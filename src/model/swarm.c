/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/swarm_in.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/station.h"
#include "station/beacon_fold.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { FRESH_S = 3600 };

static size_t find(const struct swarm *s, const char *peer)
{
	return (size_t)(uintptr_t)map_get(&s->in->places, slice_of(peer));
}

long swarm_find(const struct swarm *s, const char *peer)
{
	size_t at = find(s, peer);
	for (size_t i = 0; at && i < s->in->index.shown.n; i++)
		if (s->in->index.shown.v[i] == at - 1)
			return (long)i;
	return -1;
}

const char *swarm_name(const struct swarm *s, const char *peer)
{
	size_t at = find(s, peer);
	return at ? s->in->all.v[at - 1]->row.name : NULL;
}

const struct beacon *swarm_beacon(const struct swarm *s, const char *peer)
{
	size_t at = find(s, peer);
	if (!at || !s->in->all.v[at - 1]->beacon.p)
		return NULL;
	beacon_unfold(&s->in->looked_at, s->in->all.v[at - 1]->beacon);
	return &s->in->looked_at;
}

int64_t swarm_at_of(const struct swarm *s, const char *peer)
{
	size_t at = find(s, peer);
	return at ? s->in->all.v[at - 1]->row.at : 0;
}

size_t swarm_count(const struct swarm *s)
{
	return s->in->index.shown.n;
}

const struct swarm_row *swarm_at(const struct swarm *s, size_t i)
{
	return &s->in->all.v[s->in->index.shown.v[i]]->row;
}

const struct swarm_row *swarm_each(const struct swarm *s, size_t i)
{
	return i < s->in->all.n ? &s->in->all.v[i]->row : NULL;
}

/* Great circle, on a round Earth: good to half a percent. */
static double distance(double lat1, double lon1, double lat2, double lon2)
{
	const double r = M_PI / 180;
	double a = sin((lat2 - lat1) * r / 2), b = sin((lon2 - lon1) * r / 2);
	double h = a * a + cos(lat1 * r) * cos(lat2 * r) * b * b;
	return 2 * 6371 * asin(h > 1 ? 1 : sqrt(h));
}

static int64_t known(int64_t v)
{
	return v == FIG_NONE || v < 0 ? -1 : v;
}

/* A public address: what is loopback or private for its station leads nowhere from here. */
static const char *public_url(const struct beacon *b)
{
	const char *const urls[] = { b->url_station, b->url_passport, b->url_gateway };
	for (size_t i = 0; i < 3; i++)
		if (!strncmp(urls[i], "https://", 8))
			return urls[i];
	return "";
}

static void fill(struct swarm_row *r, const struct beacon *b)
{
	struct economy e;
	economy_of(&e, b);
	r->kind = b->kind;
	if (*b->host)
		snprintf(r->name, sizeof r->name, "%s", b->host);
	if (*b->city)
		snprintf(r->city, sizeof r->city, "%s", b->city);
	if (*b->captain)
		snprintf(r->captain, sizeof r->captain, "%s", b->captain);
	if (*b->capacity.tier)
		snprintf(r->tier, sizeof r->tier, "%s", b->capacity.tier);
	snprintf(r->url, sizeof r->url, "%s", public_url(b));
	if (b->placed) {
		r->placed = true;
		r->lat = b->lat;
		r->lon = b->lon;
	}
	r->power = known(b->capacity.power);
	r->multipass = known(b->economy.multipass);
	r->multipass_slots = known(b->capacity.nostr_slots);
	r->zencards = known(b->economy.zencards);
	r->zencard_slots = known(b->capacity.zencard_slots);
	r->paf_zc = b->paf_zc;
	r->services = r->services_up = -1;
	if (b->daemons.n) {
		struct daemon_tally t = daemon_tally(&b->daemons);
		r->services = (int64_t)b->daemons.n;
		r->services_up = t.up;
	}
	r->peers = known(b->ipfs_peers);
	r->risk = e.risk;
}

/* Of two sources the one that heard the station last counts; a summary never takes away what a whole beacon told, unless it is
 * newer by a good deal. */
static bool better(const struct swarm_known *k, const struct beacon *b, int64_t at)
{
	bool whole = b->kind == BEACON_FULL;
	if (!k->row.via || k->row.kind == BEACON_NONE)
		return true;
	if (whole != (k->row.kind == BEACON_FULL))
		return whole ? at + FRESH_S >= k->row.at : at > k->row.at + FRESH_S;
	return at >= k->row.at;
}

void swarm_hear(struct swarm *s, const struct beacon *b, const char *peer, int64_t at, enum swarm_via via, const char *who, enum degree d)
{
	size_t place = find(s, peer);
	if (!*peer)
		return;
	if (!place) {
		struct swarm_known *k = mem_new(sizeof *k);
		k->row = (struct swarm_row){ .distance_km = -1, .peers = -1, .services = -1, .services_up = -1, .power = -1,
			.multipass = -1, .multipass_slots = -1, .zencards = -1, .zencard_slots = -1, .paf_zc = FIG_NONE };
		snprintf(k->row.peer, sizeof k->row.peer, "%s", peer);
		snprintf(k->row.name, sizeof k->row.name, "%.12s…%.4s", peer, strlen(peer) > 16 ? peer + strlen(peer) - 4 : "");
		vec_push(&s->in->all, k);
		place = s->in->all.n;
		map_set(&s->in->places, slice_of(peer), (void *)(uintptr_t)place);
	}
	struct swarm_known *k = s->in->all.v[place - 1];
	if (better(k, b, at)) {
		fill(&k->row, b);
		snprintf(k->row.source.who, sizeof k->row.source.who, "%s", who);
		k->row.source.at = tick_now();
		k->row.source.degree = d;
		free((void *)(uintptr_t)k->beacon.p);
		k->beacon = beacon_fold(b);
	}
	/* an event that is signed proves that the station lives, even where the unsigned copy tells more */
	if (d > k->row.source.degree && at + FRESH_S >= k->row.at)
		k->row.source.degree = d;
	if (at > k->row.at)
		k->row.at = at;
	k->row.via |= via;
	if (!*s->id && *b->swarm_id && via == SWARM_VIA_SELF)
		snprintf(s->id, sizeof s->id, "%s", b->swarm_id);
}

static bool keep(const void *rows, size_t i, struct slice filter)
{
	const struct swarm_row *r = &((struct swarm_known *const *)rows)[i]->row;
	return sorting_holds(slice_of(r->name), filter) || sorting_holds(slice_of(r->city), filter) || sorting_holds(slice_of(r->captain), filter) ||
	       sorting_holds(slice_of(r->peer), filter) || sorting_holds(slice_of(r->tier), filter);
}

static int numbers(double a, double b)
{
	if ((a < 0) != (b < 0))
		return a < 0 ? 1 : -1;
	return (a > b) - (a < b);
}

static int order(const void *rows, size_t x, size_t y, int by)
{
	const struct swarm_row *a = &((struct swarm_known *const *)rows)[x]->row, *b = &((struct swarm_known *const *)rows)[y]->row;
	switch ((enum swarm_column)by) {
	case SWARM_FRESH: return (a->at < b->at) - (a->at > b->at);
	case SWARM_DISTANCE: return numbers(a->distance_km, b->distance_km);
	case SWARM_CAPTAIN: return strcmp(a->captain, b->captain);
	case SWARM_POWER: return numbers((double)a->power, (double)b->power);
	case SWARM_SLOTS: return numbers((double)a->multipass_slots, (double)b->multipass_slots);
	case SWARM_SERVICES: return numbers((double)a->services_up, (double)b->services_up);
	case SWARM_PEERS: return numbers((double)a->peers, (double)b->peers);
	case SWARM_RISK: return (int)a->risk - (int)b->risk;
	default: return strcmp(a->name, b->name);
	}
}

void swarm_build(struct swarm *s)
{
	const struct app *a = s->in->app;
	const char *own = station_peer_here(a->station);
	if (!*own && station_is_own(a->station))
		own = a->station->beacon.peer;
	size_t at = *own ? find(s, own) : 0;
	const struct swarm_row *here = at ? &s->in->all.v[at - 1]->row : NULL;
	int64_t now = tick_now();
	s->total = s->in->all.n;
	s->fresh = 0;
	for (size_t i = 0; i < s->in->all.n; i++) {
		struct swarm_row *r = &s->in->all.v[i]->row;
		r->own = *own && !strcmp(r->peer, own);
		r->distance_km = here && here->placed && r->placed ? distance(here->lat, here->lon, r->lat, r->lon) : -1;
		s->fresh += r->at && now - r->at < FRESH_S;
	}
	sorting_build(&s->in->index, s->in->all.n, keep, order, s->in->all.v);
	subject_touch(&s->subject);
}

void swarm_sort(struct swarm *s, enum swarm_column by, bool descending)
{
	s->in->index.by = by;
	s->in->index.descending = descending;
	swarm_build(s);
}

void swarm_filter(struct swarm *s, struct slice text)
{
	sorting_filter(&s->in->index, text);
	swarm_build(s);
}
