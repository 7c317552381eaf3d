/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/beacon.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/jread.h"
#include "station/beacon_in.h"
#include "station/read.h"
#include <stdio.h>
#include <stdlib.h>

/* The newest form this program was written for: "12345.<major>.<minor>". */
enum { KNOWN_MAJOR = 0, KNOWN_MINOR = 2 };

void beacon_init(struct beacon *b)
{
	*b = (struct beacon){ .kind = BEACON_NONE };
	for (const struct beacon_amount *f = beacon_amounts; f->key; f++)
		memcpy((char *)b + f->at, &(int64_t){ FIG_NONE }, sizeof(int64_t));
	for (const struct beacon_count *f = beacon_counts; f->path; f++)
		memcpy((char *)b + f->at, &(int64_t){ FIG_NONE }, sizeof(int64_t));
	b->capacity.provider_ready = b->capacity.storage_ready = -1;
	b->machine = (struct beacon_machine){ .cores = FIG_NONE, .mhz = FIG_NONE, .mem_total_mb = FIG_NONE, .mem_used_mb = FIG_NONE,
	                                      .disk_percent = FIG_NONE, .temp_mc = FIG_NONE, .load_centi = FIG_NONE };
}

void beacon_free(struct beacon *b)
{
	vec_free(&b->daemons);
}

void beacon_copy(struct beacon *to, const struct beacon *from)
{
	if (to == from)
		return;
	beacon_free(to);
	*to = *from;
	to->daemons.v = NULL;
	to->daemons.n = to->daemons.cap = 0;
	if (!from->daemons.n)
		return;
	/* no room to grow: a thousand stations are kept */
	to->daemons.v = mem_array(from->daemons.n, sizeof *to->daemons.v);
	to->daemons.n = to->daemons.cap = from->daemons.n;
	memcpy(to->daemons.v, from->daemons.v, from->daemons.n * sizeof *to->daemons.v);
}

/* A state word, or a JSON that holds at least who it is about. */
static void read_kind(struct beacon *b, const json_t *o)
{
	read_text(o, "status", b->status, sizeof b->status);
	if (!strcmp(b->status, "booting"))
		b->kind = BEACON_BOOTING;
	else if (!strcmp(b->status, "json_build_error"))
		b->kind = BEACON_BUILD_ERROR;
	else if (json_is_object(jread_at(o, "economy")) || json_is_object(jread_at(o, "capacities")))
		b->kind = BEACON_FULL;
	else
		b->kind = BEACON_PARTIAL;
}

static void read_version(struct beacon *b, const json_t *o)
{
	int port, major, minor;
	read_text(o, "version", b->version, sizeof b->version);
	int n = sscanf(b->version, "%9d.%9d.%9d", &port, &major, &minor);
	b->newer = n == 3 && (port > 12345 || (port == 12345 && (major > KNOWN_MAJOR || (major == KNOWN_MAJOR && minor > KNOWN_MINOR))));
}

/* Balances of -10 are those the station could not read. */
static void read_amounts(struct beacon *b, const json_t *o)
{
	for (const struct beacon_amount *f = beacon_amounts; f->key; f++) {
		int64_t v;
		memcpy(&v, (char *)b + f->at, sizeof v);
		read_centi(o, f->key, &v);
		if (f->bug && v == -1000) {
			v = FIG_NONE;
			b->zen_bug = true;
		}
		memcpy((char *)b + f->at, &v, sizeof v);
	}
	for (const struct beacon_count *f = beacon_counts; f->path; f++) {
		int64_t v;
		memcpy(&v, (char *)b + f->at, sizeof v);
		read_int(o, f->path, &v);
		memcpy((char *)b + f->at, &v, sizeof v);
	}
	read_word(o, "economy.risk_level", b->economy.risk, sizeof b->economy.risk);
}

static void read_place(struct beacon *b, const json_t *o)
{
	double lat = 0, lon = 0;
	read_real(o, "STATION_LAT", &lat);
	read_real(o, "STATION_LON", &lon);
	b->placed = (lat != 0 || lon != 0) && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180;
	b->lat = b->placed ? lat : 0;
	b->lon = b->placed ? lon : 0;
}

static void last_element(char *out, size_t cap, const char *path)
{
	const char *slash = strrchr(path, '/');
	snprintf(out, cap, "%s", slash ? slash + 1 : "");
}

/* "2026-05-16T09:37:29" in local time of the station: its zone is not told, so it counts as UTC. */
static int64_t boot_time(const json_t *o, const char *key)
{
	const char *s = jread_text(o, key, "");
	char full[32];
	int64_t at = 0;
	if (strlen(s) == 19) {
		snprintf(full, sizeof full, "%sZ", s);
		if (!tick_parse(slice_of(full), &at))
			at = 0;
	}
	return at;
}

static void read_boots(struct beacon *b, const json_t *o)
{
	json_t *list = jread_at(o, "boots"), *v;
	size_t i;
	if (json_is_array(list))
		b->n_boots = 0;
	json_array_foreach(list, i, v) {
		/* the newest come last: of too many the oldest go */
		if (json_array_size(list) - i > BEACON_BOOTS || !json_is_object(v))
			continue;
		struct beacon_boot *t = &b->boots[b->n_boots++];
		*t = (struct beacon_boot){ .start = boot_time(v, "start"), .end = boot_time(v, "end"), .seconds = FIG_NONE,
		                           .running = jread_bool(v, "running", false) };
		read_int(v, "duration", &t->seconds);
	}
}

static void read_wallets(struct beacon *b, const json_t *o)
{
	char key[40];
	for (size_t i = 0; i < WALLET_ROOT; i++) {
		snprintf(key, sizeof key, "UPLANETNAME_%s", beacon_wallets[i]);
		for (char *p = key; *p; p++)
			*p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
		read_word(o, key, b->wallets[i], sizeof b->wallets[i]);
	}
	read_word(o, "UPLANETG1PUB", b->wallets[WALLET_ROOT], sizeof b->wallets[WALLET_ROOT]);
	snprintf(b->swarm_id, sizeof b->swarm_id, "%s", b->wallets[WALLET_ROOT]);
}

enum err beacon_object(struct beacon *b, const void *object, struct fault *f)
{
	const json_t *o = object;
	char path[256] = "";
	if (!json_is_object(o))
		return fault_set(f, E_PROTOCOL, "%s", "station JSON: no object");
	read_version(b, o);
	read_kind(b, o);
	read_int(o, "created", &b->created);
	if (b->created < 0)
		b->created = 0;
	for (const struct beacon_text *t = beacon_words; t->key; t++)
		read_word(o, t->key, (char *)b + t->at, t->cap);
	for (const struct beacon_text *t = beacon_lines; t->key; t++)
		read_text(o, t->key, (char *)b + t->at, t->cap);
	read_text(o, "g1swarm", path, sizeof path);
	if (*path)
		last_element(b->ipns_swarm, sizeof b->ipns_swarm, path);
	read_place(b, o);
	read_wallets(b, o);
	read_amounts(b, o);
	read_boots(b, o);
	beacon_capacities(b, jread_at(o, "capacities"));
	beacon_services(b, jread_at(o, "services"));
	return E_OK;
}

enum err beacon_read(struct beacon *b, struct slice json, struct fault *f)
{
	struct fault own = { 0 };
	json_t *o = jread_load(json, BEACON_MAX, f ? f : &own);
	if (!o)
		return f ? f->code : own.code;
	enum err e = json_object_get(o, "version") || json_object_get(o, "hostname") || json_object_get(o, "ipfsnodeid") ||
	                     json_object_get(o, "status")
	                 ? beacon_object(b, o, f)
	                 : fault_set(f, E_PROTOCOL, "%s", "station JSON: nothing of a station in it");
	json_decref(o);
	return e;
}

#define AT(field) offsetof(struct beacon, field), sizeof(((struct beacon *)0)->field)
const struct beacon_text beacon_words[] = {
	{ "ipfsnodeid", AT(peer) }, { "captainHEX", AT(captain_hex) }, { "NODEHEX", AT(node_hex) },
	{ "CAPTAING1PUB", AT(captain_g1) }, { "CAPTAINZENCARDG1PUB", AT(zencard_g1) }, { "NODEG1PUB", AT(node_g1) },
	{ "myIP", AT(ip) }, { "myIPv6", AT(ip6) }, { NULL, 0, 0 },
};
const struct beacon_text beacon_lines[] = {
	{ "hostname", AT(host) }, { "IPCity", AT(city) }, { "captain", AT(captain) }, { "SSHPUB", AT(ssh) },
	{ "myASTROPORT", AT(url_station) }, { "myIPFS", AT(url_gateway) }, { "myAPI", AT(url_api) }, { "myRELAY", AT(url_relay) },
	{ "uSPOT", AT(url_passport) }, { "dragon_services", AT(tunnels) }, { "uptime", AT(uptime) }, { NULL, 0, 0 },
};
const struct beacon_amount beacon_amounts[] = {
	{ "captainZEN", offsetof(struct beacon, captain_zc), true },
	{ "NODEZEN", offsetof(struct beacon, node_zc), true },
	{ "SOURCE_ZEN", offsetof(struct beacon, source_zc), true },
	{ "UPLANETZEN", offsetof(struct beacon, root_zc), true },
	{ "PAF", offsetof(struct beacon, paf_zc), false },
	{ "NCARD", offsetof(struct beacon, ncard_zc), false },
	{ "ZCARD", offsetof(struct beacon, zcard_zc), false },
	{ "MACHINE_VALUE_ZEN", offsetof(struct beacon, machine_zc), false },
	{ "BILAN", offsetof(struct beacon, bilan_zc), false },
	{ "economy.captain_dedicated_zen", offsetof(struct beacon, economy.captain_zc), true },
	{ "economy.treasury_zen", offsetof(struct beacon, economy.treasury_zc), true },
	{ "economy.weekly_revenue", offsetof(struct beacon, economy.revenue_zc), false },
	{ "economy.weekly_costs", offsetof(struct beacon, economy.costs_zc), false },
	{ "economy.weekly_balance", offsetof(struct beacon, economy.balance_zc), false },
	{ "economy.captain_remuneration", offsetof(struct beacon, economy.pay_zc), false },
	{ NULL, 0, false },
};
#define COUNT(path, field) { path, offsetof(struct beacon, field) }
const struct beacon_count beacon_counts[] = {
	COUNT("economy.multipass_count", economy.multipass), COUNT("economy.zencard_count", economy.zencards),
	COUNT("services.ipfs.peers_connected", ipfs_peers),
	COUNT("capacities.zencard_slots", capacity.zencard_slots), COUNT("capacities.nostr_slots", capacity.nostr_slots),
	COUNT("capacities.reserved_captain_slots", capacity.reserved_slots), COUNT("capacities.available_space_gb", capacity.free_gb),
	COUNT("capacities.power_score", capacity.power), COUNT("capacities.avg_w_recent", capacity.watts),
	COUNT("capacities.crypto_score", capacity.crypto_score), COUNT("capacities.crypto_ms", capacity.crypto_ms),
	COUNT("capacities.disk_io.write_mbps", capacity.write_mbps), COUNT("capacities.disk_io.read_mbps", capacity.read_mbps),
	COUNT("capacities.gpu.vram_gb", capacity.vram_gb),
	COUNT("capacities.storage_details.nextcloud.available_gb", capacity.cloud_free_gb),
	COUNT("capacities.storage_details.ipfs.available_gb", capacity.ipfs_free_gb),
	COUNT("capacities.storage_details.root.available_gb", capacity.root_free_gb), { NULL, 0 },
};
const char *const beacon_kinds[] = { "none", "full", "booting", "build-error", "partial", NULL };
const char *const beacon_wallets[] = { "g1", "society", "treasury", "rnd", "assets", "impot", "capital", "amortissement",
	"intrusion", "root", NULL };
