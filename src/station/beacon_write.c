/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "codec/amount.h"
#include "station/beacon_in.h"
#include <stdio.h>

/* Sets "a.b.c", making the objects on the way. */
static void set_at(json_t *o, const char *path, json_t *v)
{
	struct slice rest = slice_of(path), part;
	char name[64];
	while (slice_split(&rest, '.', &part)) {
		snprintf(name, sizeof name, "%.*s", (int)part.n, part.p);
		if (!rest.n) {
			json_object_set_new(o, name, v);
			return;
		}
		if (!json_is_object(json_object_get(o, name)))
			json_object_set_new(o, name, json_object());
		o = json_object_get(o, name);
	}
}

static json_t *centi(int64_t v)
{
	struct str text = { 0 };
	json_t *o;
	amount_add(&text, v);
	o = json_string(str_c(&text));
	str_free(&text);
	return o;
}

static json_t *services(const struct beacon *b)
{
	json_t *o = json_object();
	for (size_t i = 0; i < b->daemons.n; i++) {
		const struct daemon *d = &b->daemons.v[i];
		if (d->state == DAEMON_UP || d->state == DAEMON_DOWN)
			json_object_set_new(o, d->name, json_pack("{s:b,s:i,s:s,s:s,s:s}", "active", d->state == DAEMON_UP, "port", d->port,
			                                          "source", d->from, "version", d->version, "size", d->note));
	}
	return o;
}

void *beacon_write(const struct beacon *b)
{
	json_t *o = json_object();
	char path[120];
	int64_t v;
	json_object_set_new(o, "version", json_string(b->version));
	json_object_set_new(o, "status", json_string(b->status));
	json_object_set_new(o, "created", json_integer(b->created));
	for (const struct beacon_text *t = beacon_words; t->key; t++)
		json_object_set_new(o, t->key, json_string((const char *)b + t->at));
	for (const struct beacon_text *t = beacon_lines; t->key; t++)
		json_object_set_new(o, t->key, json_string((const char *)b + t->at));
	for (const struct beacon_amount *t = beacon_amounts; t->key; t++) {
		memcpy(&v, (const char *)b + t->at, sizeof v);
		if (v != FIG_NONE)
			set_at(o, t->key, centi(v));
	}
	for (const struct beacon_count *t = beacon_counts; t->path; t++) {
		memcpy(&v, (const char *)b + t->at, sizeof v);
		if (v != FIG_NONE)
			set_at(o, t->path, json_integer(v));
	}
	if (*b->economy.risk)
		set_at(o, "economy.risk_level", json_string(b->economy.risk));
	if (*b->capacity.tier)
		set_at(o, "capacities.provider_tier", json_string(b->capacity.tier));
	if (b->placed) {
		json_object_set_new(o, "STATION_LAT", json_real(b->lat));
		json_object_set_new(o, "STATION_LON", json_real(b->lon));
	}
	snprintf(path, sizeof path, "/ipns/%s", b->ipns_swarm);
	json_object_set_new(o, "g1swarm", json_string(*b->ipns_swarm ? path : ""));
	json_object_set_new(o, "UPLANETG1PUB", json_string(b->swarm_id));
	json_object_set_new(o, "services", services(b));
	return o;
}
