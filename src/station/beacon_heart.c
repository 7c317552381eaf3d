/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/tick.h"
#include "io/jread.h"
#include "station/beacon_in.h"
#include "station/read.h"
#include <stdio.h>

/* Names that differ between heartbox and the screen. */
static const struct alias {
	const char *theirs, *ours;
} aliases[];

void beacon_capacities(struct beacon *b, const json_t *o)
{
	struct beacon_capacity *c = &b->capacity;
	if (!json_is_object(o))
		return;
	read_word(o, "provider_tier", c->tier, sizeof c->tier);
	read_text(o, "gpu.name", c->gpu, sizeof c->gpu);
	read_bool3(o, "provider_ready", &c->provider_ready);
	read_bool3(o, "storage_ready", &c->storage_ready);
}

static void note_of(struct daemon *d, const json_t *v)
{
	char size[16] = "";
	int64_t peers = FIG_NONE, bytes = FIG_NONE;
	unsigned long models = json_array_size(jread_at(v, "models"));
	read_text(v, "size", size, sizeof size);
	read_int(v, "peers_connected", &peers);
	read_int(v, "db_size_bytes", &bytes);
	if (peers >= 0 && *size)
		snprintf(d->note, sizeof d->note, ngettext("%s, %ld peer", "%s, %ld peers", (unsigned long)peers), size, (long)peers);
	else if (bytes >= 0)
		snprintf(d->note, sizeof d->note, "%lld MB", (long long)(bytes / 1000000));
	else if (models)
		snprintf(d->note, sizeof d->note, ngettext("%lu model", "%lu models", models), models);
	else if (*size)
		snprintf(d->note, sizeof d->note, "%s", size);
}

/* active false is down for what a station must have; what it never installed is simply not there. */
static void one_service(struct beacon *b, const char *key, const json_t *v)
{
	char name[24] = "";
	int up = -1;
	int64_t port = 0;
	if (!json_is_object(v))
		return;
	read_clean(name, sizeof name, slice_of(key));
	for (const struct alias *a = aliases; a->theirs; a++)
		if (!strcmp(a->theirs, key))
			snprintf(name, sizeof name, "%s", a->ours);
	read_bool3(v, "active", &up);
	if (!*name || up < 0)
		return;
	struct daemon *d = daemon_of(&b->daemons, name);
	if (!d)
		return;
	d->state = up ? DAEMON_UP : DAEMON_DOWN;
	for (const char *const *p = (const char *const[]){ "port", "admin_port", "port_http", "cloud_apache.port", NULL }; *p; p++) {
		read_int(v, *p, &port);
		if (port > 0 && port < 65536)
			break;
	}
	if (port > 0 && port < 65536)
		d->port = (int)port;
	read_word(v, "source", d->from, sizeof d->from);
	if (!strcmp(d->from, "none"))
		d->from[0] = 0;
	read_text(v, "version", d->version, sizeof d->version);
	if (!*d->version)
		read_word(v, "engine", d->version, sizeof d->version);
	note_of(d, v);
}

/* A cloud whose door answers while the rest does not is on its way up. */
static void half_cloud(struct beacon *b, const json_t *o)
{
	struct daemon *d = daemon_of(&b->daemons, "cloud");
	bool door = jread_bool(o, "nextcloud.aio_admin.active", false) || jread_bool(o, "nextcloud.aio_dashboard.active", false);
	bool app = jread_bool(o, "nextcloud.cloud_apache.active", false);
	if (d && door && !app)
		d->state = DAEMON_STARTING;
}

void beacon_services(struct beacon *b, const json_t *o)
{
	const char *key;
	if (!json_is_object(o))
		return;
	for (void *it = json_object_iter((json_t *)(uintptr_t)o); it; it = json_object_iter_next((json_t *)(uintptr_t)o, it)) {
		const json_t *v = json_object_iter_value(it);
		key = json_object_iter_key(it);
		if (strcmp(key, "ai_company"))
			one_service(b, key, v);
		else
			for (void *j = json_is_object(v) ? json_object_iter((json_t *)(uintptr_t)v) : NULL; j;
			     j = json_object_iter_next((json_t *)(uintptr_t)v, j))
				one_service(b, json_object_iter_key(j), json_object_iter_value(j));
	}
	if (json_is_object(jread_at(o, "nextcloud")))
		half_cloud(b, o);
}

/* "13%", "13 %", 13 or "7,9" with a unit behind. */
static void leading_int(const json_t *o, const char *path, int64_t *out)
{
	const char *s = jread_text(o, path, NULL);
	read_int(o, path, out);
	if (!s)
		return;
	size_t n = strspn(s, "0123456789.,-");
	int64_t centi;
	if (read_hundredths((struct slice){ s, n }, &centi))
		*out = centi / 100;
}

enum err beacon_heartbox(struct beacon *b, struct slice json, struct fault *f)
{
	struct fault own = { 0 };
	json_t *o = jread_load(json, BEACON_MAX, f ? f : &own);
	struct beacon_machine *m = &b->machine;
	int64_t gb = FIG_NONE;
	if (!o)
		return f ? f->code : own.code;
	if (!json_is_object(o) || !(jread_at(o, "node_info") || jread_at(o, "system") || jread_at(o, "capacities"))) {
		json_decref(o);
		return fault_set(f, E_PROTOCOL, "%s", "heartbox JSON: nothing of a station in it");
	}
	const char *stamp = jread_text(o, "timestamp", "");
	if (!tick_parse(slice_of(stamp), &m->at))
		m->at = 0;
	read_text(o, "system.cpu.model", m->cpu, sizeof m->cpu);
	read_int(o, "system.cpu.cores", &m->cores);
	read_int(o, "system.cpu.frequency_mhz", &m->mhz);
	read_centi(o, "system.cpu.load_average", &m->load_centi);
	read_centi(o, "system.memory.total_gb", &gb);
	if (gb >= 0)
		m->mem_total_mb = gb * 10;
	gb = FIG_NONE;
	read_centi(o, "system.memory.used_gb", &gb);
	if (gb >= 0)
		m->mem_used_mb = gb * 10;
	leading_int(o, "system.storage.usage_percent", &m->disk_percent);
	read_text(o, "system.storage.total", m->disk_total, sizeof m->disk_total);
	read_text(o, "system.storage.used", m->disk_used, sizeof m->disk_used);
	read_text(o, "system.storage.available", m->disk_free, sizeof m->disk_free);
	int64_t temp = FIG_NONE;
	read_centi(o, "system.cpu_temp", &temp);
	if (temp > 0) /* 0 is what other machines than a Raspberry write */
		m->temp_mc = temp * 10;
	for (const struct beacon_count *t = beacon_counts; t->path; t++) {
		int64_t v = FIG_NONE;
		read_int(o, t->path, &v);
		if (v != FIG_NONE)
			memcpy((char *)b + t->at, &v, sizeof v);
	}
	beacon_capacities(b, jread_at(o, "capacities"));
	beacon_services(b, jread_at(o, "services"));
	json_decref(o);
	return E_OK;
}

static const struct alias aliases[] = {
	{ "nostr_relay", "relay" }, { "strfry", "relay" }, { "nextcloud", "cloud" }, { "uspot", "upassport" }, { NULL, NULL },
};
