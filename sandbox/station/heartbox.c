/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the analysis of a machine says: services, capacities, system. Numbers have the forms of the real script, with its
 * sizes as words and commas ("6,2M") and its GPU that is always empty where one would look for it. */
#include "sandbox/station/inside.h"
#include "sandbox/station/words.h"

#include <math.h>

static bool shares(const struct station *st, const char *what)
{
	const char *at = strstr(st->services, what);

	return at && (at == st->services || at[-1] == ',');
}

static long ipfs_free(const struct station *st, int64_t at_ms)
{
	long used = st->machine->disk_gb / 9 + (long)(at_ms / 86400000 % 200) / 20;

	return st->machine->disk_gb > used ? st->machine->disk_gb - used : 0;
}

static int power_score(const struct machine *m)
{
	return m->vram_gb * 4 + m->cores * 2 + (int)m->ram_gb / 2;
}

json_t *station_capacities(const struct station *st, int64_t at_ms)
{
	const struct machine *m = st->machine;
	long ipfs = ipfs_free(st, at_ms), cloud = m->cloud_gb;
	int score = power_score(m);
	json_t *o = json_pack("{s:I,s:I,s:i,s:I,s:i,s:i,s:f,s:i,s:i,s:{s:i,s:i}}", "zencard_slots", (json_int_t)cloud / 128, "nostr_slots",
			      (json_int_t)ipfs / 10, "reserved_captain_slots", 2, "available_space_gb", (json_int_t)(ipfs + cloud),
			      "power_score", score, "avg_w_recent", m->power_w, "value_ratio",
			      round(score / (double)(m->power_w + st->paf) * 10000) / 10000, "crypto_score", m->cores > 4 ? 10 : m->pi ? 4 : 7,
			      "crypto_ms", m->cores > 4 ? 131 : m->pi ? 902 : 310, "disk_io", "write_mbps", m->write_mbps, "read_mbps",
			      m->read_mbps);

	json_object_update_new(
		o, json_pack("{s:b,s:s,s:b,s:{s:b,s:i,s:s,s:s}}", "provider_ready", score > 10 && m->vram_gb > 0, "provider_tier",
			     score > 40 ? (m->vram_gb ? "brain-gpu" : "brain-cpu") : score > 10 && m->vram_gb ? "standard" : "light",
			     "storage_ready", cloud >= 128 || ipfs >= 100, "gpu", "detected", m->vram_gb > 0, "vram_gb", m->vram_gb, "name",
			     m->gpu, "vendor", m->vendor));
	json_object_set_new(
		o, "storage_details",
		json_pack("{s:{s:I,s:s,s:s,s:b,s:s},s:{s:I,s:s},s:{s:I,s:s}}", "nextcloud", "available_gb", (json_int_t)cloud, "mount_point",
			  "/nextcloud-data", "filesystem", cloud ? "btrfs" : "unknown", "btrfs_recommended", cloud > 0, "status",
			  cloud ? "mounted" : "not_mounted", "ipfs", "available_gb", (json_int_t)ipfs, "mount_point", "~/.ipfs", "root",
			  "available_gb", (json_int_t)ipfs, "mount_point", "/"));
	return o;
}

static json_t *helper(const struct station *st, const char *slug, int port)
{
	bool local = shares(st, slug) && st->machine->vram_gb, tunnel = !local && st->index == HERE && !strcmp(slug, "ollama");

	return json_pack("{s:b,s:s,s:i}", "active", local || tunnel, "source", local ? "local" : tunnel ? "p2p_tunnel" : "none", "port",
			 port);
}

static json_t *helpers(const struct station *st)
{
	static const struct {
		const char *name, *slug;
		int port;
	} all[] = { { "ollama", "ollama", 11434 }, { "qdrant", "qdrant", 6333 }, { "dify", "dify", 8010 },
		    { "open_webui", "open-webui", 8000 }, { "mirofish", "mirofish", 5050 }, { "comfyui", "comfyui", 8188 },
		    { "orpheus", "orpheus", 5005 }, { "vane", "vane", 3002 } };
	json_t *o = json_object(), *ollama;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		json_object_set_new(o, all[i].name, helper(st, all[i].slug, all[i].port));
	ollama = json_object_get(o, "ollama");
	json_object_set_new(ollama, "models",
			    st->machine->vram_gb ? json_pack("[s,s]", "gemma3:12b", "nomic-embed-text:latest") : json_array());
	json_object_set_new(ollama, "recommended_ctx", json_integer(st->machine->vram_gb ? 16384 : 4096));
	return o;
}

static json_t *cloud(const struct station *st)
{
	bool on = st->machine->cloud_gb > 0;

	return json_pack("{s:b,s:s,s:{s:b,s:i,s:s},s:{s:b,s:i,s:s},s:{s:b,s:i,s:s}}", "active", on, "container",
			 on ? "nextcloud-aio-apache" : "null", "aio_admin", "active", on, "port", 8443, "note",
			 "AIO admin setup (HTTPS, premiere config)", "aio_dashboard", "active", on, "port", 8002, "note",
			 "AIO dashboard (HTTP, post-setup)", "cloud_apache", "active", on, "port", 8001, "note",
			 "Apache NextCloud app (proxied par NPM cloud.DOMAIN)");
}

static json_t *tunnels(const struct station *st)
{
	struct slice rest = slice_of(st->services), part;
	json_t *a = json_array();

	while (slice_split(&rest, ',', &part))
		json_array_append_new(a, json_sprintf("x_%.*s.sh", (int)part.n, part.p));
	return a;
}

static void human_size(double bytes, char out[16])
{
	static const char unit[] = "KMGT";
	int i = -1;

	while (bytes >= 1000 && i < 3) {
		bytes /= 1024;
		i++;
	}
	snprintf(out, 16, bytes < 10 ? "%.1f%c" : "%.0f%c", bytes, i < 0 ? 'B' : unit[i]);
	for (char *c = out; *c; c++)
		if (*c == '.')
			*c = ',';
}

json_t *station_services(struct stations *s, const struct station *st, int64_t at_ms)
{
	int peers = st->index == HERE ? (int)kubo_peers(s->kubo) : 4 + (int)((at_ms / 600000 + st->index * 7) % 40);
	double repo = st->index == HERE ? (double)kubo_repo_size(s->kubo) : 1e9 * (5 + st->index * 11 % 60);
	json_t *o;
	char size[16];

	human_size(repo, size);
	o = json_pack("{s:{s:b,s:s,s:i},s:{s:b},s:{s:b,s:i},s:o}", "ipfs", "active", 1, "size", size, "peers_connected", peers, "astroport",
		      "active", 1, "upassport", "active", 1, "port", 54321, "nextcloud", cloud(st));
	json_object_update_new(o, json_pack("{s:{s:b,s:s,s:i,s:I},s:{s:b,s:b,s:i},s:{s:b},s:{s:b,s:i}}", "nostr_relay", "active",
					    shares(st, "strfry"), "engine", "strfry", "port", 7777, "db_size_bytes",
					    (json_int_t)(200000000 + at_ms / 86400000 % 1000 * 140000), "npm", "active", st->wan, "ssl", st->wan,
					    "admin_port", 81, "g1billet", "active", st->index % 3 == 0, "node_exporter", "active",
					    !st->machine->pi, "port", 9100));
	json_object_update_new(o, json_pack("{s:o,s:{s:b,s:i,s:i},s:o}", "ai_company", helpers(st), "webtop", "active", 0, "port_http", 3000,
					    "port_https", 3001, "ipfs_p2p_services", tunnels(st)));
	return o;
}

static json_t *system_part(const struct station *st, int64_t at_ms)
{
	const struct machine *m = st->machine;
	double wave = sin((double)at_ms / 900000 + st->index), load = (1 + wave) * m->cores / 6 + 0.15;
	double used = round(m->ram_gb * (0.38 + 0.08 * wave) * 10) / 10;
	int disk_used = m->disk_gb / 9;

	return json_pack("{s:{s:s,s:i,s:i,s:o},s:{s:f,s:f,s:i},s:{s:o,s:o,s:o,s:o},s:f,s:{s:s,s:s,s:i,s:b}}", "cpu", "model", m->cpu, "cores",
			 m->cores, "frequency_mhz", m->mhz, "load_average", json_sprintf("%.2f", load), "memory", "total_gb", m->ram_gb,
			 "used_gb", used, "usage_percent", (int)(used / m->ram_gb * 100), "storage", "total", json_sprintf("%dG", m->disk_gb),
			 "used", json_sprintf("%dG", disk_used), "available", json_sprintf("%ldG", ipfs_free(st, at_ms)), "usage_percent",
			 json_sprintf("%d%%", disk_used * 100 / m->disk_gb), "cpu_temp", m->pi ? round((49 + 6 * wave) * 10) / 10 : 0.0, "gpu",
			 "name", "", "vendor", "none", "vram_gb", 0, "detected", 0);
}

json_t *station_heartbox(struct stations *s, const struct station *st, int64_t at_ms)
{
	static const char *const level[] = { "x_level", "y_level", "z_level" };
	struct str email = { 0 };
	char when[40];
	int stations = (int)s->swarm->stations.n;
	json_t *o;

	iso_time(at_ms, false, when);
	person_email(s->swarm->world, st->captain, &email);
	o = json_pack("{s:o,s:{s:s,s:s,s:s,s:s},s:o}", "timestamp", json_sprintf("%.19s+00:00", when), "node_info", "id", st->peer,
		      "captain", str_c(&email), "type", level[st->level], "hostname", st->host, "system", system_part(st, at_ms));
	json_object_set_new(o, "caches",
			    json_pack("{s:{s:s,s:i,s:i,s:s},s:{s:s,s:i,s:i,s:i,s:i,s:i,s:s},s:{s:s,s:i,s:i,s:i,s:s},s:{s:s,s:i}}", "swarm",
				      "size", "6,2M", "nodes_count", stations - 1, "files_count", stations * 19, "status", "active", "coucou",
				      "size", "1,1M", "total_files", station_people(st) * 6, "coins_files", station_people(st) + COOPS,
				      "gchange_profiles", 0, "cesium_profiles", 3, "avatars", 2, "status", "active", "flashmem", "size",
				      "3,4M", "geokeys_count", 0, "tiddlywikis_count", 0, "uplanet_dirs", 0, "status", "active", "global",
				      "total_size", "61M", "total_files", 2189));
	json_object_set_new(o, "services", station_services(s, st, at_ms));
	json_object_set_new(o, "capacities", station_capacities(st, at_ms));
	str_free(&email);
	return o;
}
