/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/skywire.h"

#include "codec/hex.h"
#include "keys/secp.h"
#include "sandbox/rng.h"

#include <stdlib.h>

static const char *const versions[] = { "v1.3.19", "v1.3.19", "v1.3.29", "v1.3.36", "v1.3.36", "v1.3.36", "v1.3.29", "v1.3.36" };
static const char *const types[] = { "stcpr", "sudph", "dmsg" };
static const struct {
	const char *name;
	int port;
	const char *args;
} apps[BOARD_APPS] = { { "skychat", 1, ":8001" }, { "skysocks", 3, NULL } };

static void public_key(struct rng *r, char out[67])
{
	unsigned char sk[32], pk[33];
	struct str hex = { 0 };

	do
		rng_bytes(r, sk, sizeof sk);
	while (secp_compressed(sk, pk));
	hex_add(&hex, pk, sizeof pk);
	snprintf(out, 67, "%s", hex.p);
	str_free(&hex);
}

static void transport_id(struct rng *r, char out[37])
{
	unsigned char b[16];

	rng_bytes(r, b, sizeof b);
	snprintf(out, 37, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3], b[4], b[5],
		 b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

void skywire_boards_init(struct skywire *s, uint64_t seed)
{
	struct rng r;
	char server[67];

	rng_init(&r, seed, "skywire", 0);
	public_key(&r, server);
	for (int i = 0; i < BOARDS; i++) {
		struct board *b = &s->boards[i];
		public_key(&r, b->pk);
		snprintf(b->server_pk, sizeof b->server_pk, "%s", server);
		b->version = versions[i];
		b->newer = i >= 3;
		b->started_ms = sandbox_now_ms(s->sb) - rng_between(&r, 3600, 40 * 86400) * 1000;
		b->round_trip_ns = rng_between(&r, 900000, 90000000);
		b->transports = i == 6 ? 0 : 1 + (int)rng_below(&r, BOARD_TRANSPORTS);
		for (int k = 0; k < b->transports; k++) {
			struct board_transport *t = &b->transport[k];
			transport_id(&r, t->id);
			t->remote = (i + 1 + k) % BOARDS;
			t->type = types[rng_below(&r, 3)];
			t->sent_rate = (double)rng_between(&r, 20, 40000);
			t->recv_rate = (double)rng_between(&r, 20, 40000);
		}
		b->app_status[0] = 1;
		b->app_status[1] = i % 3 ? 0 : 1;
		b->reward = i < 6 ? "2jBbGxZRGoQG1mqhPBnXnLTxK6oxsTf8os6" : "";
		b->mem_total = 2059157504;
		b->mem_used = (uint64_t)rng_between(&r, 300000000, 1500000000);
		b->disk_total = 31268536320;
		b->disk_used = (uint64_t)rng_between(&r, 4000000000, 28000000000);
	}
}

/* "vanish 3" takes the fourth board out of every list, as the real one does when a board does not answer any more. */
bool skywire_board_gone(const struct skywire *s, int i)
{
	return mischief_on(s->mischief, "vanish") && i && atoi(mischief_arg(s->mischief, "vanish")) == i;
}

static double up_seconds(const struct skywire *s, int i)
{
	return (double)(sandbox_now_ms(s->sb) - s->boards[i].started_ms) / 1000.0;
}

json_t *skywire_apps(const struct skywire *s, int i)
{
	static const char *const words[] = { "", "Running", "error", "Starting" };
	json_t *list = json_array();

	for (int k = 0; k < BOARD_APPS; k++) {
		int status = s->boards[i].app_status[k];
		json_t *a = json_pack("{s:s,s:s,s:b,s:i,s:i,s:s}", "name", apps[k].name, "binary", apps[k].name, "auto_start",
				      k == 0, "port", apps[k].port, "status", status, "detailed_status", words[status]);
		if (apps[k].args)
			json_object_set_new(a, "args", json_pack("[s,s]", "--addr", apps[k].args));
		json_array_append_new(list, a);
	}
	return list;
}

/* Counters begin anew with each day's file; those of other boards are lost on the way to the hypervisor and read zero. */
static json_t *traffic(const struct skywire *s, int i, const struct board_transport *t)
{
	int64_t now = sandbox_now_ms(s->sb), day = now - now % 86400000, from = s->boards[i].started_ms;
	double seconds = (double)(now - (from > day ? from : day)) / 1000.0;

	if (i)
		return json_pack("{s:i,s:i}", "recv", 0, "sent", 0);
	return json_pack("{s:I,s:I}", "recv", (json_int_t)(t->recv_rate * seconds), "sent", (json_int_t)(t->sent_rate * seconds));
}

json_t *skywire_transports(const struct skywire *s, int i, const char *type, bool logs)
{
	const struct board *b = &s->boards[i];
	json_t *list = json_array();

	for (int k = 0; k < b->transports; k++) {
		const struct board_transport *t = &b->transport[k];
		if (type && *type && strcmp(type, t->type))
			continue;
		json_t *o = json_pack("{s:s,s:s,s:s,s:s}", "id", t->id, "local_pk", b->pk, "remote_pk", s->boards[t->remote].pk,
				      "type", t->type);
		if (logs)
			json_object_set_new(o, "log", traffic(s, i, t));
		json_object_set_new(o, "is_setup", json_false());
		json_object_set_new(o, "label", json_string("automatic"));
		json_array_append_new(list, o);
	}
	if (json_array_size(list))
		return list;
	json_decref(list);
	return json_null();
}

json_t *skywire_overview(const struct skywire *s, int i)
{
	const struct board *b = &s->boards[i];
	char ip[24];

	snprintf(ip, sizeof ip, "192.168.0.%d", i + 2);
	return json_pack("{s:s,s:{s:s,s:s,s:s},s:s,s:o,s:o,s:i,s:s,s:s,s:b,s:o,s:o}", "local_pk", b->pk, "build_info", "version",
			 b->version, "commit", "unknown", "date", "unknown", "app_protocol_version", "0.1.0", "apps",
			 skywire_apps(s, i), "transports", skywire_transports(s, i, NULL, true), "routes_count", b->transports,
			 "local_ip", ip, "public_ip", i == 5 ? "Test failed" : "203.0.113.7", "is_symmetic_nat", i == 4,
			 "hypervisors", i ? json_pack("[s]", s->boards[0].pk) : json_array(), "connected_hypervisor",
			 i ? json_pack("[s]", s->boards[0].pk) : json_null());
}

json_t *skywire_summary(const struct skywire *s, int i, bool online)
{
	const struct board *b = &s->boards[i];
	json_t *o = json_pack("{s:o,s:{s:s},s:f,s:[]}", "overview", skywire_overview(s, i), "health", "services_health",
			      up_seconds(s, i) < 300 ? "connecting" : "healthy", "uptime", up_seconds(s, i), "routes");

	if (!i)
		json_object_set_new(o, "is_hypervisor", json_true());
	json_object_set_new(o, "dmsg_stats", json_pack("{s:s,s:s,s:I}", "public_key", b->pk, "server_public_key", b->server_pk,
						       "round_trip", (json_int_t)b->round_trip_ns));
	json_object_set_new(o, "online", json_boolean(online));
	json_object_set_new(o, "min_hops", json_integer(1));
	json_object_set_new(o, "persistent_transports", json_null());
	json_object_set_new(o, "skybian_build_version", json_string(""));
	json_object_set_new(o, "reward_address", json_string(b->reward));
	json_object_set_new(o, "build_tag", json_string(b->newer ? "linux_arm64" : ""));
	json_object_set_new(o, "public_autoconnect", json_boolean(i % 2 == 0));
	return o;
}

json_t *skywire_host_stats(const struct skywire *s, int i)
{
	const struct board *b = &s->boards[i];
	double up = up_seconds(s, i), load = 8.0 + 4.0 * i + (double)((long)up % 17) / 2.0;

	return json_pack("{s:s,s:s,s:s,s:s,s:I,s:f,s:i,s:i,s:I,s:I,s:I,s:f,s:I,s:I,s:I,s:f,s:I,s:I}", "hostname", "board", "os",
			 "linux", "platform", "debian", "arch", "arm64", "uptime_seconds", (json_int_t)up + 40, "cpu_percent", load,
			 "cpu_count", 4, "cpu_logical_count", 4, "mem_total", (json_int_t)b->mem_total, "mem_used",
			 (json_int_t)b->mem_used, "mem_available", (json_int_t)(b->mem_total - b->mem_used), "mem_percent",
			 (double)b->mem_used * 100 / (double)b->mem_total, "disk_total", (json_int_t)b->disk_total, "disk_used",
			 (json_int_t)b->disk_used, "disk_free", (json_int_t)(b->disk_total - b->disk_used), "disk_percent",
			 (double)b->disk_used * 100 / (double)b->disk_total, "net_bytes_sent", (json_int_t)(up * 21000),
			 "net_bytes_recv", (json_int_t)(up * 34000));
}
