/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "station/event.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "io/jread.h"
#include "keys/secp.h"
#include "station/read.h"
#include <stdlib.h>

enum { KIND = 30850, TAGS_MOST = 400 };

struct tag_field {
	const char *name;
	size_t at;
	int scale;             /* 1: whole, 100: hundredths */
};

static const struct tag_field numbers[];

/* The id is the SHA-256 of [0,pubkey,created_at,kind,tags,content] without blanks, as the author's program wrote it: letters
 * beyond ASCII as they are, which is also jansson's compact form. */
static enum err check(const json_t *o)
{
	unsigned char id[32], key[32], sig[64], want[32];
	json_t *tags = jread_at(o, "tags"), *content = jread_at(o, "content"), *kind = jread_at(o, "kind");
	json_t *pubkey = jread_at(o, "pubkey"), *created = jread_at(o, "created_at");
	if (hex_exact(slice_of(jread_text(o, "id", "")), id, sizeof id) || hex_exact(slice_of(jread_text(o, "pubkey", "")), key, sizeof key) ||
	    hex_exact(slice_of(jread_text(o, "sig", "")), sig, sizeof sig) || !json_is_array(tags) || !json_is_string(content) ||
	    !json_is_integer(kind) || !json_is_integer(created))
		return E_PROTOCOL;
	json_t *list = json_pack("[i,O,O,O,O,O]", 0, pubkey, created, kind, tags, content);
	char *text = list ? json_dumps(list, JSON_COMPACT) : NULL;
	json_decref(list);
	if (!text)
		return E_PROTOCOL;
	hash_sha256(want, text, strlen(text));
	free(text);
	return memcmp(want, id, sizeof id) || !secp_verify(key, id, sizeof id, sig) ? E_BAD_SIGNATURE : E_OK;
}

/* A tag's value under its name, as a member of an object: so the readers of JSON members serve here too. */
static json_t *tags_object(const json_t *tags)
{
	json_t *o = json_object(), *t;
	size_t i;
	json_array_foreach(tags, i, t) {
		const char *name = json_string_value(json_array_get(t, 0));
		if (i < TAGS_MOST && name && json_is_string(json_array_get(t, 1)) && !json_object_get(o, name))
			json_object_set(o, name, json_array_get(t, 1));
	}
	return o;
}

static void read_tags(struct beacon *b, const json_t *o)
{
	int64_t total = FIG_NONE, used = FIG_NONE;
	double lat = 0, lon = 0;
	read_word(o, "station", b->peer, sizeof b->peer);
	read_text(o, "station:name", b->host, sizeof b->host);
	read_word(o, "swarm_id", b->swarm_id, sizeof b->swarm_id);
	read_text(o, "ssh_pub", b->ssh, sizeof b->ssh);
	read_text(o, "station:url", b->url_passport, sizeof b->url_passport);
	read_real(o, "geo:lat", &lat);
	read_real(o, "geo:lon", &lon);
	if ((lat != 0 || lon != 0) && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		b->lat = lat;
		b->lon = lon;
		b->placed = true;
	}
	for (const struct tag_field *t = numbers; t->name; t++) {
		int64_t v = FIG_NONE;
		if (t->scale == 1)
			read_int(o, t->name, &v);
		else
			read_centi(o, t->name, &v);
		if (v != FIG_NONE)
			memcpy((char *)b + t->at, &v, sizeof v);
	}
	read_int(o, "capacity:multipass_total", &total);
	read_int(o, "capacity:multipass_used", &used);
	if (total >= 0 && used >= 0) /* total slots here, free ones elsewhere */
		b->capacity.nostr_slots = total - used < 0 ? 0 : total - used;
	read_word(o, "hw:tier", b->capacity.tier, sizeof b->capacity.tier);
	read_bool3(o, "hw:provider_ready", &b->capacity.provider_ready);
	read_bool3(o, "hw:storage_ready", &b->capacity.storage_ready);
	double ram = 0;
	read_real(o, "hw:ram_gb", &ram);
	if (ram > 0 && ram < 1e6)
		b->machine.mem_total_mb = (int64_t)(ram * 1000);
}

enum err event_health(struct beacon *b, const void *event, int64_t *at, struct fault *f)
{
	const json_t *o = event;
	if (!json_is_object(o) || jread_int(o, "kind", 0) != KIND)
		return fault_set(f, E_PROTOCOL, "%s", "no event of kind 30850");
	enum err e = check(o);
	if (e)
		return fault_set(f, e, "%s", "event of kind 30850");
	json_t *tags = tags_object(jread_at(o, "tags"));
	read_tags(b, tags);
	json_decref(tags);
	read_word(o, "pubkey", b->captain_hex, sizeof b->captain_hex);
	*at = jread_int(o, "created_at", 0);
	b->created = *at;
	b->kind = BEACON_PARTIAL;
	return *b->peer ? E_OK : fault_set(f, E_PROTOCOL, "%s", "event without a station");
}

#define AT(field) offsetof(struct beacon, field)
static const struct tag_field numbers[] = {
	{ "price:multipass", AT(ncard_zc), 100 }, { "price:zencard", AT(zcard_zc), 100 }, { "cost:paf", AT(paf_zc), 100 },
	{ "balance:cash", AT(economy.treasury_zc), 100 }, { "balance:node", AT(node_zc), 100 },
	{ "depreciation:machine_value", AT(machine_zc), 100 }, { "revenue:total", AT(economy.revenue_zc), 100 },
	{ "cost:total", AT(economy.costs_zc), 100 }, { "cost:captain", AT(economy.pay_zc), 100 },
	{ "health:bilan", AT(economy.balance_zc), 100 },
	{ "capacity:multipass_used", AT(economy.multipass), 1 }, { "capacity:zencard_total", AT(economy.zencards), 1 },
	{ "capacity:zencard_capacity", AT(capacity.zencard_slots), 1 }, { "hw:power_score", AT(capacity.power), 1 },
	{ "hw:avg_w_recent", AT(capacity.watts), 1 }, { "hw:gpu_vram_gb", AT(capacity.vram_gb), 1 },
	{ "hw:disk_write_mbps", AT(capacity.write_mbps), 1 }, { "hw:disk_read_mbps", AT(capacity.read_mbps), 1 },
	{ "hw:cpu_cores", AT(machine.cores), 1 }, { NULL, 0, 0 },
};
