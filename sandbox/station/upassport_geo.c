/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of places, and the statistics of the station. A key of a place costs a scrypt, so that twenty-seven of them are
 * made one in each turn of the loop while others are served. */
#include "sandbox/station/inside.h"
#include "sandbox/station/upassport.h"
#include "sandbox/station/words.h"

#include "base/mem.h"
#include "base/tick.h"
#include "codec/cell.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "keys/kdf.h"
#include "keys/secp.h"

#include <math.h>
#include <stdlib.h>

enum { AROUND = 9, LEVELS = 3 };

static const char *const directions[AROUND];
static const int steps[AROUND][2];

/* One request for the keys around a place. */
struct geo_work {
	struct geo_work *next;
	struct stations *s;
	struct request *r;
	struct loop_timer *timer;
	double lat, lon;
	int64_t began;
	int done;
	char hex[LEVELS * AROUND][65];
};

static void geo_seed(const struct swarm *s, enum cell_level level, const struct cell *c, unsigned char seed[32])
{
	struct str salt = { 0 }, pepper = { 0 };

	str_adds(&salt, s->psk_hex);
	str_adds(&pepper, s->psk_hex);
	if (level == CELL_UMAP) {
		str_adds(&salt, c->lat);
		str_adds(&pepper, c->lon);
	} else {
		cell_name(c, '_', &salt);
		cell_name(c, '_', &pepper);
	}
	if (kdf_scrypt(slice_str(&pepper), slice_str(&salt), 4096, 16, 1, seed, 32))
		memset(seed, 1, 32);
	str_free(&salt);
	str_free(&pepper);
}

static void one_key(struct geo_work *w)
{
	static const double size[LEVELS] = { 0.01, 0.1, 1 };
	int level = w->done / AROUND, at = w->done % AROUND;
	double lat = w->lat + steps[at][0] * size[level], lon = w->lon + steps[at][1] * size[level];
	unsigned char seed[32], sk[32], x[32];
	struct cell umap;

	if (!cell_of(lat, lon, &umap) && !cell_of(lat + 0.01, lon + 0.01, &umap))
		return;
	umap = cell_up(&umap, (enum cell_level)level);
	geo_seed(w->s->swarm, (enum cell_level)level, &umap, seed);
	hash_sha256(sk, seed, sizeof seed);
	if (!secp_public(sk, x))
		hex_encode(x, sizeof x, w->hex[w->done]);
}

static json_t *around(const struct geo_work *w, int level)
{
	json_t *o = json_object();

	for (int i = 0; i < AROUND; i++)
		json_object_set_new(o, directions[i], json_string(w->hex[level * AROUND + i]));
	return o;
}

static void unlink_work(struct geo_work *w)
{
	struct geo_work **p = &w->s->geo;

	while (*p != w)
		p = &(*p)->next;
	*p = w->next;
}

static void geo_step(void *arg)
{
	struct geo_work *w = arg;
	char when[40];

	w->timer = NULL;
	one_key(w);
	if (++w->done < LEVELS * AROUND) {
		w->timer = loop_timer_add(w->s->sb->loop, 1, geo_step, w);
		return;
	}
	unlink_work(w);
	iso_time(sandbox_now_ms(w->s->sb), true, when);
	upassport_json(w->r, 200,
		       json_pack("{s:b,s:o,s:{s:f,s:f},s:o,s:o,s:o,s:i,s:s,s:I}", "success", 1, "message",
				 json_sprintf("Liens géographiques récupérés pour UMAP (%g, %g)", w->lat, w->lon), "umap_coordinates", "lat",
				 w->lat, "lon", w->lon, "umaps", around(w, 0), "sectors", around(w, 1), "regions", around(w, 2),
				 "total_adjacent", 8, "timestamp", when, "processing_time_ms", (json_int_t)(tick_ms() - w->began)));
	free(w);
}

void geo_stop(struct stations *s)
{
	while (s->geo) {
		struct geo_work *w = s->geo;
		s->geo = w->next;
		loop_timer_del(w->timer);
		free(w);
	}
}

static bool degrees(struct request *r, const char *name, double limit, double *out)
{
	const char *v = request_arg(r, name, 0);
	char *end;

	if (!v) {
		upassport_missing(r, name);
		return false;
	}
	*out = strtod(v, &end);
	if (end != v && !*end && fabs(*out) <= limit)
		return true;
	upassport_json(r, 422, json_pack("{s:[{s:s,s:[s,s],s:s,s:s}]}", "detail", "type", "float_parsing", "loc", "query", name, "msg",
					 "Input should be a valid number, unable to parse string as a number", "input", v));
	return false;
}

bool upassport_geo(struct stations *s, struct request *r)
{
	struct geo_work *w;
	double lat, lon;

	if (strcmp(r->path, "/api/umap/geolinks"))
		return false;
	if (!degrees(r, "lat", 90, &lat) || !degrees(r, "lon", 180, &lon))
		return true;
	w = mem_new(sizeof *w);
	w->s = s;
	w->r = r;
	w->lat = lat;
	w->lon = lon;
	w->began = tick_ms();
	w->next = s->geo;
	s->geo = w;
	w->timer = loop_timer_add(s->sb->loop, 1, geo_step, w);
	return true;
}

static json_t *swarm_row(struct stations *s, const struct station *st)
{
	static const char *const kept[] = { "ipfsnodeid", "hostname", "IPCity", "captain", "captainHEX", "STATION_LAT", "STATION_LON",
					    "g1station", "g1swarm", "myIPFS", "myAPI", "myRELAY", "uSPOT", "NODEZEN", "PAF", "NCARD", "ZCARD",
					    "BILAN", "uptime", "boots", "capacities", "economy", "services" };
	json_t *card = station_card(s, st, station_published(s, st), (struct moods){ 0 }), *o = json_object();

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		json_object_set(o, kept[i], json_object_get(card, kept[i]));
	json_decref(card);
	return o;
}

static json_t *member_row(struct stations *s, int person, bool player)
{
	const struct world *w = s->swarm->world;
	const struct person *p = &w->people.v[person];
	char address[64], zen[24], hex[65], gateway[40];
	struct str email = { 0 };
	json_t *o;

	snprintf(gateway, sizeof gateway, "http://127.0.0.1:%d", kubo_port(s->kubo, true));
	wallet_address(w, p->account, address);
	zen_text(wallet_balance(s->sb, p->account), zen);
	person_email(w, person, &email);
	person_hex(w, person, hex);
	if (player)
		o = json_pack("{s:o,s:o,s:s,s:o,s:o,s:s,s:s,s:o,s:s,s:s}", "ASTROPORT",
			      json_sprintf("%s/ipns/%s", gateway, s->swarm->stations.v[HERE].peer), "ASTROTW", json_string(gateway), "ZEN", zen,
			      "LAT", json_sprintf("%.2f", p->lat), "LON", json_sprintf("%.2f", p->lon), "ASTROG1", address, "ASTROMAIL",
			      str_c(&email), "ASTROFEED", json_string(gateway), "HEX", hex, "SOURCE", "LOCAL");
	else
		o = json_pack("{s:s,s:s,s:o,s:o,s:s,s:s,s:s}", "EMAIL", str_c(&email), "HEX", hex, "LAT", json_sprintf("%.2f", p->lat), "LON",
			      json_sprintf("%.2f", p->lon), "G1PUBNOSTR", address, "ZEN", zen, "SOURCE", "LOCAL");
	str_free(&email);
	return o;
}

static bool near(struct request *r, const struct person *p)
{
	const char *lat = request_arg(r, "lat", 0), *lon = request_arg(r, "lon", 0), *deg = request_arg(r, "deg", 0);
	double d = deg ? atof(deg) : 1;

	return !lat || !lon || (fabs(p->lat - atof(lat)) <= d && fabs(p->lon - atof(lon)) <= d);
}

static json_t *others(struct stations *s)
{
	json_t *a = json_array();

	for (size_t i = 1; i < s->swarm->stations.n; i++)
		if (sandbox_now_ms(s->sb) - station_published(s, &s->swarm->stations.v[i]) < 12 * 3600000)
			json_array_append_new(a, swarm_row(s, &s->swarm->stations.v[i]));
	return a;
}

json_t *upassport_ustats(struct stations *s, struct request *r)
{
	const struct station *here = &s->swarm->stations.v[HERE];
	static const char *const same[] = { "uSPOT", "g1station", "PAF", "NCARD", "ZCARD", "myRELAY", "myIPFS", "UPLANETG1PUB", "BILAN",
					    "capacities", "economy", "hostname", "STATION_LAT", "STATION_LON", "uptime", "boots" };
	json_t *card = station_card(s, here, station_written(s, here), (struct moods){ 0 }), *nostr = json_array(), *players = json_array();
	const char *lat = request_arg(r, "lat", 0), *lon = request_arg(r, "lon", 0), *deg = request_arg(r, "deg", 0);
	json_t *o = json_pack("{s:s,s:O,s:s,s:O,s:O}", "version", "54321.0", "DATE", json_object_get(card, "date"), "IPFSNODEID", here->peer,
			      "G1", json_object_get(card, "UPLANETG1"), "ZEN", json_object_get(card, "UPLANETZEN"));

	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		json_object_set(o, same[i], json_object_get(card, same[i]));
	json_decref(card);
	if (lat && lon) {
		json_object_set_new(o, "CENTER", json_pack("{s:s,s:s,s:s}", "LAT", lat, "LON", lon, "DEG", deg ? deg : "1"));
		json_object_set_new(o, "CLOSEST_UMAPs", json_array());
	}
	for (size_t i = 0; i < here->members.n; i++) {
		if (!near(r, &s->swarm->world->people.v[here->members.v[i]]))
			continue;
		json_array_append_new(nostr, member_row(s, here->members.v[i], false));
		if ((int)i < here->zencards)
			json_array_append_new(players, member_row(s, here->members.v[i], true));
	}
	json_object_update_new(o, json_pack("{s:o,s:o,s:o,s:[],s:s}", "SWARM", others(s), "NOSTR", nostr, "PLAYERs", players, "UMAPs",
					    "GENERATION_TIME", "9"));
	return o;
}

static const char *const directions[AROUND] = { "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest",
						"here" };
static const int steps[AROUND][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 }, { 1, 1 }, { 1, -1 }, { -1, 1 }, { -1, -1 }, { 0, 0 } };
