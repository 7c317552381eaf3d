/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The station's models as JSON. Names are stable, they are promised to scripts; null means unknown and is never 0. */
#include "cmd/station_json.h"
#include "base/tick.h"
#include "cmd/station_json_in.h"
#include "model/app.h"
#include "model/bandwidth.h"
#include "model/ipfs.h"
#include "model/peers.h"
#include "model/series.h"
#include "model/services.h"
#include "model/snap.h"
#include "model/storage.h"

json_t *json_count(int64_t v)
{
	return v < 0 ? json_null() : json_integer(v);
}

json_t *json_figure(int64_t v)
{
	return v == INT64_MIN ? json_null() : json_integer(v);
}

void json_put(json_t *o, const char *name, json_t *v)
{
	json_object_set_new(o, name, v ? v : json_null());
}

json_t *json_head(const struct subject *s, const struct source *src)
{
	static const char *const states[] = { "empty", "loading", "fresh", "stale", "error" };
	json_t *o = json_object();
	json_put(o, "state", json_string(states[s->state]));
	json_put(o, "error", s->fault.code ? json_string(err_name(s->fault.code)) : json_null());
	json_put(o, "where", s->fault.code ? json_string(s->fault.where) : json_null());
	json_put(o, "source", src && *src->who ? json_string(src->who) : json_null());
	json_put(o, "degree", src ? json_string(snap_degrees[src->degree]) : json_null());
	json_put(o, "at", snap_time(src && src->at ? src->at : s->since));
	return o;
}

json_t *peers_json(struct app *a, long limit)
{
	static const char *const ways[] = { "unknown", "in", "out" };
	const struct peers *p = a->peers;
	json_t *o = json_head(&p->subject, &a->ipfs->source), *items = json_array();
	size_t n = peers_count(p);
	for (size_t i = 0; i < n && (limit < 0 || (long)i < limit); i++) {
		const struct peers_row *r = peers_at(p, i);
		json_t *v = json_object();
		json_put(v, "id", json_string(r->peer.id));
		json_put(v, "station", *r->station ? json_string(r->station) : json_null());
		json_put(v, "address", json_string(r->peer.addr));
		json_put(v, "latency_us", json_count(r->peer.latency_us));
		json_put(v, "streams", json_count(r->peer.streams));
		json_put(v, "direction", json_string(ways[r->peer.way]));
		json_put(v, "relayed", json_boolean(r->peer.relayed));
		json_put(v, "agent", *r->peer.agent ? json_string(r->peer.agent) : json_null());
		json_array_append_new(items, v);
	}
	json_put(o, "items", items);
	json_put(o, "more", json_boolean(limit >= 0 && n > (size_t)limit));
	json_put(o, "total", json_integer((json_int_t)p->total));
	json_put(o, "direct", json_integer((json_int_t)p->direct));
	json_put(o, "relayed", json_integer((json_int_t)p->relayed));
	json_put(o, "stations", json_integer((json_int_t)p->stations));
	json_put(o, "stations_known", json_integer((json_int_t)p->stations_known));
	return o;
}

static void put_rate(json_t *o, const struct kubo_rate *r)
{
	json_put(o, "rate_in", json_count(r->rate_in));
	json_put(o, "rate_out", json_count(r->rate_out));
	json_put(o, "total_in", json_count(r->total_in));
	json_put(o, "total_out", json_count(r->total_out));
}

json_t *bandwidth_json(struct app *a)
{
	const struct bandwidth *b = a->bandwidth;
	json_t *o = json_head(&b->subject, &a->ipfs->source), *list = json_array();
	put_rate(o, &b->now);
	json_put(o, "day_in", json_count(b->day_in));
	json_put(o, "day_out", json_count(b->day_out));
	json_put(o, "day_seen_s", json_integer(b->day_seen));
	for (size_t i = 0; i < b->protocols.n; i++) {
		json_t *v = json_object();
		json_put(v, "protocol", json_string(b->protocols.v[i].name));
		put_rate(v, &b->protocols.v[i].rate);
		json_array_append_new(list, v);
	}
	json_put(o, "protocols", list);
	return o;
}

json_t *storage_json(struct app *a)
{
	const struct storage *s = a->storage;
	json_t *o = json_head(&s->subject, &a->ipfs->source), *pins = json_object();
	json_put(o, "repo", json_count(s->repo.size));
	json_put(o, "limit", json_count(s->repo.limit));
	json_put(o, "objects", json_count(s->repo.objects));
	json_put(o, "path", *s->repo.path ? json_string(s->repo.path) : json_null());
	json_put(o, "disk_total", json_count(s->disk_total));
	json_put(o, "disk_used", json_count(s->disk_used));
	json_put(o, "disk_free", json_count(s->disk_free));
	json_put(pins, "recursive", json_count(s->pins.recursive));
	json_put(pins, "direct", json_count(s->pins.direct));
	json_put(pins, "indirect", json_count(s->pins.indirect));
	json_put(pins, "complete", json_boolean(s->pins.complete));
	json_put(pins, "error", s->pins_fault.code ? json_string(s->pins_fault.where) : json_null());
	json_put(o, "pins", pins);
	json_put(o, "growth_per_day", s->growth_days ? json_integer(s->growth) : json_null());
	json_put(o, "growth_days", json_integer(s->growth_days));
	json_put(o, "full_at", snap_time(s->full_at));
	return o;
}

json_t *services_json(struct app *a)
{
	const struct services *s = a->services;
	json_t *o = json_head(&s->subject, &s->source), *items = json_array();
	for (size_t i = 0; i < s->daemons.n; i++) {
		const struct daemon *d = &s->daemons.v[i];
		const char *lacks = d->state == DAEMON_UP ? daemon_lacks(&s->daemons, d) : NULL;
		json_t *v = json_object();
		json_put(v, "name", json_string(d->name));
		json_put(v, "state", json_string(daemon_words[d->state]));
		json_put(v, "port", d->port ? json_integer(d->port) : json_null());
		json_put(v, "version", *d->version ? json_string(d->version) : json_null());
		json_put(v, "needs", *d->needs ? json_string(d->needs) : json_null());
		json_put(v, "lacks", lacks ? json_string(lacks) : json_null());
		json_put(v, "from", *d->from ? json_string(d->from) : json_null());
		json_put(v, "since", snap_time(d->since));
		json_put(v, "note", *d->note ? json_string(d->note) : json_null());
		json_array_append_new(items, v);
	}
	json_put(o, "items", items);
	json_put(o, "more", json_false());
	json_put(o, "up", json_integer(s->tally.up));
	json_put(o, "partly", json_integer(s->tally.partly));
	json_put(o, "down", json_integer(s->tally.down));
	return o;
}

static json_t *texts(char *const *v, size_t n)
{
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_string(v[i]));
	return list;
}

json_t *ipfs_json(struct app *a)
{
	static const char *const privacy[] = { "unknown", "public", "private" };
	const struct ipfs *i = a->ipfs;
	const struct kubo_bitswap *b = &i->bitswap;
	json_t *o = json_head(&i->subject, &i->source), *swarm = json_object(), *bitswap = json_object(), *keys = json_array(), *tunnels = json_array();
	json_put(o, "id", json_string(i->id.id));
	json_put(o, "version", json_string(i->id.version));
	json_put(o, "version_ahead", json_boolean(i->id.ahead));
	json_put(o, "agent", json_string(i->id.agent));
	json_put(swarm, "privacy", json_string(privacy[i->swarm.privacy]));
	json_put(swarm, "fingerprint", *i->swarm.fingerprint ? json_string(i->swarm.fingerprint) : json_null());
	json_put(swarm, "origin", json_boolean(i->swarm.origin));
	json_put(swarm, "key_refused", json_boolean(i->swarm.refused));
	json_put(o, "swarm", swarm);
	bool known = b->partners >= 0;
	json_put(bitswap, "received", known ? json_count(b->received) : json_null());
	json_put(bitswap, "sent", known ? json_count(b->sent) : json_null());
	json_put(bitswap, "blocks_received", known ? json_count(b->blocks_received) : json_null());
	json_put(bitswap, "blocks_sent", known ? json_count(b->blocks_sent) : json_null());
	json_put(bitswap, "duplicates", known ? json_count(b->duplicates) : json_null());
	json_put(bitswap, "wanted", known ? json_count(b->wanted) : json_null());
	json_put(bitswap, "partners", json_count(b->partners));
	json_put(o, "bitswap", bitswap);
	for (size_t k = 0; k < i->extras.keys.n; k++)
		json_array_append_new(keys, json_pack("{s:s,s:s}", "name", i->extras.keys.v[k].name, "id", i->extras.keys.v[k].id));
	for (size_t k = 0; k < i->extras.tunnels.n; k++) {
		const struct kubo_tunnel *t = &i->extras.tunnels.v[k];
		json_array_append_new(tunnels, json_pack("{s:s,s:s,s:s,s:s}", "protocol", t->protocol, "listen", t->listen, "target", t->target,
		                                         "kind", t->ours ? "forward" : "listen"));
	}
	json_put(o, "keys", keys);
	json_put(o, "tunnels", tunnels);
	json_put(o, "bootstrap", texts(i->extras.bootstrap.v, i->extras.bootstrap.n));
	json_put(o, "addresses", texts(i->id.addresses.v, i->id.addresses.n));
	return o;
}

json_t *figures_json(struct app *a, int metric, long span, long points)
{
	const struct metric_about *m = series_about((enum metric)metric);
	struct series_point *p = mem_array((size_t)points, sizeof *p);
	json_t *o = json_object(), *items = json_array();
	size_t n = series_get(a->series, (enum metric)metric, span, (size_t)points, p);
	for (long i = 0; i < points && n; i++) {
		json_t *v = json_object();
		json_put(v, "at", snap_time(p[i].at));
		json_put(v, "mean", json_figure(p[i].mean));
		json_put(v, "most", json_figure(p[i].most));
		json_array_append_new(items, v);
	}
	free(p);
	json_put(o, "metric", json_string(m->name));
	json_put(o, "unit", json_string(m->unit));
	json_put(o, "span_s", json_integer(span));
	json_put(o, "known", json_integer((json_int_t)n));
	json_put(o, "items", items);
	json_put(o, "more", json_false());
	return o;
}

/* The last value of each, when it was recorded within the hour. */
json_t *figures_all_json(struct app *a)
{
	enum { HOUR = 3600, POINTS = 120 };
	struct series_point p[POINTS];
	json_t *o = json_object(), *items = json_array();
	for (int m = 0; m < METRIC_COUNT; m++) {
		const struct metric_about *about = series_about((enum metric)m);
		int64_t value = SERIES_NONE, at = 0;
		series_get(a->series, (enum metric)m, HOUR, POINTS, p);
		for (int i = 0; i < POINTS; i++)
			if (p[i].mean != SERIES_NONE) {
				value = p[i].mean;
				at = p[i].at;
			}
		json_t *v = json_object();
		json_put(v, "metric", json_string(about->name));
		json_put(v, "unit", json_string(about->unit));
		json_put(v, "value", json_figure(value));
		json_put(v, "at", at ? snap_time(at) : json_null());
		json_array_append_new(items, v);
	}
	json_put(o, "items", items);
	json_put(o, "more", json_false());
	return o;
}
