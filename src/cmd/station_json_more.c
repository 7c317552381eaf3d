/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/vec.h"
#include "cmd/station_json.h"
#include "cmd/station_json_in.h"
#include "model/app.h"
#include "model/bandwidth.h"
#include "model/capacity.h"
#include "model/ipfs.h"
#include "model/machine.h"
#include "model/peers.h"
#include "model/services.h"
#include "model/skywire.h"
#include "model/snap.h"
#include "model/ssh_keys.h"
#include "model/station.h"
#include "model/storage.h"
#include "model/swarm.h"

static json_t *text(const char *s)
{
	return *s ? json_string(s) : json_null();
}

static json_t *machine_here(const struct host *h)
{
	json_t *o = json_object(), *cores = json_array(), *disks = json_array(), *nets = json_array(), *load = json_array();
	json_put(o, "model", text(h->model));
	json_put(o, "cores", json_integer(h->cores));
	json_put(o, "cpu_share", json_count(h->cpu));
	for (int i = 0; i < h->cores; i++)
		json_array_append_new(cores, json_count(h->core[i]));
	json_put(o, "core_shares", cores);
	json_put(o, "memory_total", json_count(h->mem_total));
	json_put(o, "memory_used", h->mem_total < 0 || h->mem_available < 0 ? json_null() : json_integer(h->mem_total - h->mem_available));
	json_put(o, "swap_total", json_count(h->swap_total));
	json_put(o, "swap_free", json_count(h->swap_free));
	for (int i = 0; i < 3; i++)
		json_array_append_new(load, json_count(h->load[i]));
	json_put(o, "load_c", load);
	json_put(o, "temperature_mc", json_figure(h->temp_mc));
	json_put(o, "uptime_s", json_count(h->uptime));
	for (size_t i = 0; i < h->disks.n; i++)
		json_array_append_new(disks, json_pack("{s:s,s:s,s:I,s:I,s:I}", "mount", h->disks.v[i].mount, "device", h->disks.v[i].device, "total",
		                                       (json_int_t)h->disks.v[i].total, "used", (json_int_t)h->disks.v[i].used, "free",
		                                       (json_int_t)h->disks.v[i].free));
	json_put(o, "disks", disks);
	for (size_t i = 0; i < h->nets.n; i++) {
		json_t *v = json_object();
		json_put(v, "name", json_string(h->nets.v[i].name));
		json_put(v, "up", json_boolean(h->nets.v[i].up));
		json_put(v, "rate_in", json_count(h->nets.v[i].rate_in));
		json_put(v, "rate_out", json_count(h->nets.v[i].rate_out));
		json_put(v, "speed_mbps", json_count(h->nets.v[i].speed_mbps));
		json_array_append_new(nets, v);
	}
	json_put(o, "networks", nets);
	return o;
}

static int64_t times(int64_t v, int64_t by)
{
	return v == FIG_NONE ? FIG_NONE : v * by;
}

static json_t *machine_told(const struct beacon_machine *m)
{
	json_t *o = json_object();
	json_put(o, "model", text(m->cpu));
	json_put(o, "cores", json_figure(m->cores));
	json_put(o, "memory_total", json_figure(times(m->mem_total_mb, 1000000)));
	json_put(o, "memory_used", json_figure(times(m->mem_used_mb, 1000000)));
	json_put(o, "load_c", json_figure(m->load_centi));
	json_put(o, "temperature_mc", json_figure(m->temp_mc));
	json_put(o, "disk_percent", json_figure(m->disk_percent));
	json_put(o, "at", snap_time(m->at));
	return o;
}

static json_t *economy_json(const struct economy *e)
{
	json_t *o = json_object(), *split = json_object();
	json_put(o, "multipass", json_figure(e->in.multipass));
	json_put(o, "zencards", json_figure(e->in.zencards));
	json_put(o, "multipass_price_zen_c", json_figure(e->in.ncard_zc));
	json_put(o, "zencard_price_zen_c", json_figure(e->in.zcard_zc));
	json_put(o, "paf_zen_c", json_figure(e->in.paf_zc));
	json_put(o, "revenue_zen_c", json_figure(e->revenue_zc));
	json_put(o, "costs_zen_c", json_figure(e->costs_zc));
	json_put(o, "balance_zen_c", json_figure(e->balance_zc));
	json_put(o, "captain_pay_zen_c", json_figure(e->pay_zc));
	json_put(o, "captain_zen_c", json_figure(e->in.captain_zc));
	json_put(o, "treasury_zen_c", json_figure(e->in.treasury_zc));
	json_put(o, "runway_weeks", json_figure(e->runway_weeks));
	json_put(o, "paf_least_zen_c", json_figure(e->paf_least_zc));
	json_put(o, "multipass_missing", json_figure(e->missing));
	json_put(o, "risk", json_string(economy_risks[e->risk]));
	json_put(o, "risk_said", json_string(economy_risks[e->said]));
	json_put(o, "differs", json_boolean(e->differs));
	json_put(split, "tax_zen_c", json_integer(e->split.tax_zc));
	json_put(split, "treasury_zen_c", json_integer(e->split.treasury_zc));
	json_put(split, "rnd_zen_c", json_integer(e->split.rnd_zc));
	json_put(split, "assets_zen_c", json_integer(e->split.assets_zc));
	json_put(split, "captain_zen_c", json_integer(e->split.captain_zc));
	json_put(o, "split", split);
	return o;
}

static json_t *capacities_json(const struct beacon_capacity *c)
{
	json_t *o = json_object();
	json_put(o, "multipass_free", json_figure(c->nostr_slots));
	json_put(o, "zencard_free", json_figure(c->zencard_slots));
	json_put(o, "captain_reserved", json_figure(c->reserved_slots));
	json_put(o, "space_free_gb", json_figure(c->free_gb));
	json_put(o, "power", json_figure(c->power));
	json_put(o, "tier", text(c->tier));
	json_put(o, "watts", json_figure(c->watts));
	json_put(o, "gpu", text(c->gpu));
	json_put(o, "vram_gb", json_figure(c->vram_gb));
	json_put(o, "storage_ready", c->storage_ready < 0 ? json_null() : json_boolean(c->storage_ready));
	json_put(o, "provider_ready", c->provider_ready < 0 ? json_null() : json_boolean(c->provider_ready));
	return o;
}

static json_t *nightly_json(const struct station *s)
{
	const struct nightly *n = &s->nightly;
	json_t *o = json_object(), *phases = json_array();
	if (!n->day) {
		json_decref(phases);
		json_decref(o);
		return json_null();
	}
	json_put(o, "day", snap_time(n->day));
	json_put(o, "began", snap_time(n->began));
	json_put(o, "ended", snap_time(n->ended));
	json_put(o, "duration_s", n->began && n->ended >= n->began && n->finished ? json_integer(n->ended - n->began) : json_null());
	json_put(o, "finished", json_boolean(n->finished));
	json_put(o, "errors", json_integer(n->errors));
	for (size_t i = 0; i < n->n_phases; i++)
		json_array_append_new(phases, json_pack("{s:s,s:o,s:o}", "name", n->phases[i].name, "at", snap_time(n->phases[i].at), "seconds",
		                                        json_count(n->phases[i].seconds)));
	json_put(o, "phases", phases);
	return o;
}

json_t *station_json(struct app *a)
{
	const struct station *s = a->station;
	const struct beacon *b = &s->beacon;
	json_t *o = json_head(&s->subject, &s->source), *place = json_object();
	json_put(o, "place", json_string(station_places[s->place]));
	json_put(o, "name", text(s->name));
	json_put(o, "id", text(b->peer));
	json_put(o, "swarm", text(b->swarm_id));
	json_put(o, "kind", json_string(beacon_kinds[b->kind]));
	json_put(o, "status", text(b->status));
	json_put(o, "version", text(b->version));
	json_put(o, "version_newer", json_boolean(b->newer));
	json_put(o, "beacon_at", snap_time(s->beacon_at));
	json_put(o, "captain", text(b->captain));
	json_put(o, "captain_hex", text(b->captain_hex));
	json_put(o, "node_hex", text(b->node_hex));
	json_put(place, "city", text(b->city));
	json_put(place, "lat", b->placed ? json_real(b->lat) : json_null());
	json_put(place, "lon", b->placed ? json_real(b->lon) : json_null());
	json_put(o, "location", place);
	json_put(o, "uptime", text(b->uptime));
	json_put(o, "boots", json_integer((json_int_t)b->n_boots));
	json_put(o, "balances_unread", json_boolean(b->zen_bug));
	json_put(o, "node_zen_c", json_figure(b->node_zc));
	json_put(o, "capacity", capacities_json(&b->capacity));
	json_put(o, "economy", economy_json(&s->economy));
	json_put(o, "machine", a->machine->host.at_ms ? machine_here(&a->machine->host) : machine_told(&a->machine->told));
	json_put(o, "nightly", nightly_json(s));
	json_t *ipfs = s->place == STATION_AFAR ? NULL : ipfs_json(a);
	if (ipfs) {
		json_put(ipfs, "peers", a->peers->subject.since ? json_integer((json_int_t)a->peers->total) : json_null());
		json_put(ipfs, "rate_in", json_count(a->bandwidth->now.rate_in));
		json_put(ipfs, "rate_out", json_count(a->bandwidth->now.rate_out));
		json_put(ipfs, "repo", json_count(a->storage->repo.size));
	}
	json_put(o, "ipfs", ipfs);
	json_put(o, "ipfs_peers_told", json_figure(b->ipfs_peers));
	json_t *list = services_json(a);
	json_put(o, "services", json_incref(json_object_get(list, "items")));
	json_decref(list);
	return o;
}

json_t *swarm_json(struct app *a)
{
	static const char *const vias[] = { "self", "cache", "station", "gateway", "relay" };
	const struct swarm *s = a->swarm;
	json_t *o = json_head(&s->subject, NULL), *items = json_array();
	for (size_t i = 0; i < swarm_count(s); i++) {
		const struct swarm_row *r = swarm_at(s, i);
		json_t *v = json_object(), *via = json_array();
		json_put(v, "name", json_string(r->name));
		json_put(v, "id", json_string(r->peer));
		json_put(v, "kind", json_string(beacon_kinds[r->kind]));
		json_put(v, "at", snap_time(r->at));
		json_put(v, "distance_km", r->distance_km < 0 ? json_null() : json_integer((json_int_t)(r->distance_km + 0.5)));
		json_put(v, "city", text(r->city));
		json_put(v, "captain", text(r->captain));
		json_put(v, "power", json_count(r->power));
		json_put(v, "tier", text(r->tier));
		json_put(v, "multipass", json_count(r->multipass));
		json_put(v, "multipass_free", json_count(r->multipass_slots));
		json_put(v, "zencards", json_count(r->zencards));
		json_put(v, "zencard_free", json_count(r->zencard_slots));
		json_put(v, "services_up", json_count(r->services_up));
		json_put(v, "services", json_count(r->services));
		json_put(v, "peers", json_count(r->peers));
		json_put(v, "risk", json_string(economy_risks[r->risk]));
		json_put(v, "url", text(r->url));
		for (int k = 0; k < 5; k++)
			if (r->via & (1u << k))
				json_array_append_new(via, json_string(vias[k]));
		json_put(v, "via", via);
		json_put(v, "degree", json_string(snap_degrees[r->source.degree]));
		json_put(v, "own", json_boolean(r->own));
		json_array_append_new(items, v);
	}
	json_put(o, "items", items);
	json_put(o, "more", json_false());
	json_put(o, "swarm", text(s->id));
	json_put(o, "total", json_integer((json_int_t)s->total));
	json_put(o, "fresh", json_integer((json_int_t)s->fresh));
	return o;
}

static json_t *transports_json(const struct visor *v)
{
	json_t *list = json_array();
	for (size_t i = 0; i < v->transports.n; i++) {
		const struct visor_transport *t = &v->transports.v[i];
		json_t *o = json_object();
		json_put(o, "id", json_string(t->id));
		json_put(o, "type", json_string(t->type));
		json_put(o, "remote", json_string(t->remote));
		json_put(o, "sent", json_count(t->sent));
		json_put(o, "received", json_count(t->received));
		json_put(o, "rate_sent", json_count(t->rate_sent));
		json_put(o, "rate_received", json_count(t->rate_received));
		json_put(o, "mirrored", json_boolean(t->mirrored));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *board_json(const struct skywire *s, const struct visor *v)
{
	json_t *o = json_object(), *apps = json_array(), *host = json_object();
	json_put(o, "alias", text(skywire_alias(s, v->pk)));
	json_put(o, "pk", json_string(v->pk));
	json_put(o, "hypervisor", json_boolean(v->hypervisor));
	json_put(o, "online", json_boolean(!v->gone_since && v->online));
	json_put(o, "gone_since", snap_time(v->gone_since));
	json_put(o, "version", text(v->version));
	json_put(o, "uptime_s", v->gone_since ? json_null() : json_count(v->uptime));
	json_put(o, "uptime_today", json_count(v->uptime_today));
	json_put(o, "uptime_today_least", v->gone_since ? json_null() : json_count(v->uptime_least));
	json_put(o, "round_trip_us", json_count(v->round_trip_us));
	json_put(o, "routes", json_count(v->routes));
	json_put(o, "sent", json_count(v->sent));
	json_put(o, "received", json_count(v->received));
	json_put(o, "rate_sent", json_count(v->rate_sent));
	json_put(o, "rate_received", json_count(v->rate_received));
	json_put(o, "reward", text(v->reward));
	json_put(o, "transports", transports_json(v));
	for (size_t i = 0; i < v->apps.n; i++)
		json_array_append_new(apps, json_pack("{s:s,s:s}", "name", v->apps.v[i].name, "state", visor_app_states[v->apps.v[i].state]));
	json_put(o, "apps", apps);
	json_put(host, "cpu_share", json_count(v->host.cpu));
	json_put(host, "memory_total", json_count(v->host.mem_total));
	json_put(host, "memory_used", json_count(v->host.mem_used));
	json_put(host, "disk_total", json_count(v->host.disk_total));
	json_put(host, "disk_used", json_count(v->host.disk_used));
	json_put(o, "host", host);
	return o;
}

json_t *skywire_json(struct app *a)
{
	const struct skywire *s = a->skywire;
	json_t *o = json_head(&s->subject, &s->source), *items = json_array(), *sky = json_object();
	for (size_t i = 0; i < s->boards.n; i++)
		json_array_append_new(items, board_json(s, &s->boards.v[i]));
	json_put(o, "items", items);
	json_put(o, "more", json_false());
	json_put(o, "up", json_integer((json_int_t)s->up));
	json_put(o, "gone", json_integer((json_int_t)s->gone));
	json_put(o, "rate_sent", json_count(s->rate_sent));
	json_put(o, "rate_received", json_count(s->rate_received));
	json_put(sky, "days", s->sky.days ? json_integer(s->sky.days) : json_null());
	json_put(sky, "received_droplets", s->sky.days ? json_integer(s->sky.received) : json_null());
	json_put(sky, "per_hour_droplets", s->sky.days ? json_integer(s->sky.per_hour) : json_null());
	json_put(sky, "balance_droplets", json_count(s->sky.balance));
	json_put(sky, "head_age_s", json_count(s->sky.head_age));
	json_put(o, "sky", sky);
	return o;
}

json_t *capacity_json(struct app *a)
{
	const struct capacity *c = a->capacity;
	json_t *o = json_head(&c->subject, &a->station->source), *items = json_array(), *assume = json_object(), *line = json_array();
	for (int i = 0; i < ASSUME_COUNT; i++)
		json_put(assume, capacity_assumption((enum assume)i)->name, json_integer(c->assume[i]));
	for (int i = 0; i < NEED_COUNT; i++) {
		const struct need *n = &c->needs[i];
		json_t *v = json_object();
		json_put(v, "resource", json_string(n->name));
		json_put(v, "unit", text(n->unit));
		json_put(v, "need", json_count(n->need));
		json_put(v, "here", json_count(n->here));
		json_put(v, "used", json_count(n->used));
		json_put(v, "swarm", json_count(n->swarm));
		json_put(v, "one_more", json_count(n->one_more));
		json_put(v, "people_here", json_count(n->people_here));
		json_put(v, "people_swarm", json_count(n->people_swarm));
		json_put(v, "people_more", json_count(n->people_more));
		json_array_append_new(items, v);
	}
	for (size_t i = 0; i < c->n_line; i++)
		json_array_append_new(line, json_pack("{s:o,s:I}", "at", snap_time(c->line[i].at), "people", (json_int_t)c->line[i].people));
	json_put(o, "items", items);
	json_put(o, "more", json_false());
	json_put(o, "assumptions", assume);
	json_put(o, "people_today", json_count(c->people_today));
	json_put(o, "people_here", json_count(c->people_here));
	json_put(o, "people_swarm", json_count(c->people_swarm));
	json_put(o, "people_more", json_count(c->people_more));
	json_put(o, "tightest", c->people_here < 0 ? json_null() : json_string(c->needs[c->tightest].name));
	json_put(o, "machines_wanted", json_count(c->machines_wanted));
	json_put(o, "pace_per_month", json_count(c->pace));
	json_put(o, "full_at", snap_time(c->full_at));
	json_put(o, "growth", line);
	json_put(o, "what_if", economy_json(&c->plan));
	return o;
}

json_t *ssh_keys_json(struct app *a)
{
	const struct ssh_keys *k = a->ssh_keys;
	json_t *o = json_head(&k->subject, NULL), *items = json_array();
	for (size_t i = 0; i < k->keys.n; i++) {
		const struct ssh_key *s = &k->keys.v[i];
		json_t *v = json_object();
		json_put(v, "origin", json_string(ssh_origins[s->origin]));
		json_put(v, "owner", text(s->owner));
		json_put(v, "type", text(s->type));
		json_put(v, "fingerprint", text(s->fingerprint));
		json_put(v, "comment", text(s->comment));
		json_put(v, "peer", text(s->peer));
		json_put(v, "peer_known", json_boolean(s->peer_known));
		json_put(v, "options", text(s->options));
		json_put(v, "damaged", json_boolean(s->damaged));
		json_put(v, "line", json_integer(s->line));
		json_array_append_new(items, v);
	}
	json_put(o, "items", items);
	json_put(o, "more", json_false());
	json_put(o, "file", text(k->path));
	json_put(o, "known", json_integer((json_int_t)k->known));
	json_put(o, "unknown", json_integer((json_int_t)k->unknown));
	json_put(o, "level", k->level ? json_string((char[]){ k->level, 0 }) : json_null());
	json_put(o, "through_tunnel", json_boolean(k->through_tunnel));
	return o;
}
