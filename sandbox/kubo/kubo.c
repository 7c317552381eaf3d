/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/kubo/answer.h"
#include "sandbox/kubo/find.h"
#include "sandbox/kubo/inside.h"

#include "base/mem.h"

#include <stdlib.h>

static struct kubo *running;
static const char *const flags[][2];
static const char *const integers[];

int64_t kubo_now(const struct kubo *k)
{
	return sandbox_now_ms(k->sb);
}

bool kubo_on(const struct kubo *k, const char *name)
{
	return mischief_on(k->mischief, name);
}

const char *kubo_version(const struct kubo *k)
{
	return kubo_on(k, "ahead") ? "0.43.0" : "0.42.0";
}

static bool is_bool(const char *v)
{
	static const char *const words[] = { "1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(v, words[i]))
			return true;
	return false;
}

/* What is wrong with an option's value is said before the command begins, in plain text. True: it was answered. */
static bool bad_options(struct kubo *k, struct request *r)
{
	const char *encoding = request_arg(r, "encoding", 0), *v;
	struct str why = { 0 };
	bool bad;

	for (size_t i = 0; flags[i][0] && !why.n; i++) {
		bool lists_values = !strcmp(flags[i][0], "names") && strcmp(r->path, "/api/v0/pin/ls");
		v = lists_values ? NULL : request_arg(r, flags[i][0], 0);
		if (!v && flags[i][1])
			v = request_arg(r, flags[i][1], 0);
		if (v && *v && !is_bool(v))
			str_addf(&why, "could not convert value \"%s\" to type \"bool\" (for option \"-%s\")\n", v, flags[i][0]);
	}
	for (size_t i = 0; integers[i] && !why.n; i++) {
		int64_t n;
		v = request_arg(r, integers[i], 0);
		if (v && !slice_i64(slice_of(v), &n))
			str_addf(&why, "could not convert value \"%s\" to type \"int64\" (for option \"-%s\")\n", v, integers[i]);
	}
	if (!why.n && encoding && strcmp(encoding, "json") && strcmp(encoding, "text"))
		str_addf(&why, "invalid encoding: %s\n", encoding);
	bad = why.n > 0;
	if (bad)
		kubo_text(k, r, 400, "text/plain; charset=utf-8", slice_str(&why));
	str_free(&why);
	return bad;
}

static bool forbidden(struct kubo *k, struct request *r)
{
	const char *agent = request_header(r, "User-Agent"), *origin = request_header(r, "Origin");

	if (origin || (agent && !strncmp(agent, "Mozilla", 7))) {
		kubo_text(k, r, 403, "text/plain; charset=utf-8", SLICE("403 - Forbidden\n"));
		return true;
	}
	return false;
}

static void run(struct kubo *k, struct request *r, const struct kubo_entry *e)
{
	const char *arg = request_arg(r, "arg", 0);
	char why[64];

	if (bad_options(k, r))
		return;
	if (e->needs && !arg) {
		snprintf(why, sizeof why, "argument \"%s\" is required\n", e->needs);
		kubo_text(k, r, 400, "text/plain; charset=utf-8", slice_of(why));
	} else if (e->online && kubo_on(k, "offline")) {
		kubo_fail(k, r, "this action must be run in online mode, try running 'ipfs daemon' first");
	} else {
		e->run(k, r);
	}
}

static void on_request(struct request *r, void *arg)
{
	struct kubo *k = arg;
	const struct kubo_entry *e = kubo_table;

	if (strncmp(r->path, "/api/v0/", 8)) {
		kubo_text(k, r, 404, "text/plain; charset=utf-8", SLICE("404 page not found\n"));
		return;
	}
	if (!strcmp(r->method, "OPTIONS")) {
		request_add_header(r, "Allow", "OPTIONS, POST");
		request_add_header(r, "Vary", "Origin");
		request_reply(r, 204, NULL, SLICE(""));
		return;
	}
	if (strcmp(r->method, "POST")) {
		request_add_header(r, "Allow", "OPTIONS, POST");
		kubo_text(k, r, 405, "text/plain; charset=utf-8", SLICE("405 - Method Not Allowed\n"));
		return;
	}
	if (forbidden(k, r))
		return;
	while (e->path && strcmp(e->path, r->path + 8))
		e++;
	/* The next version will have dropped what this one calls deprecated. */
	if (!e->path || (kubo_on(k, "ahead") && !strncmp(e->path, "bitswap/", 8)))
		kubo_text(k, r, 404, "text/plain; charset=utf-8", SLICE("404 page not found\n"));
	else
		run(k, r, e);
}

struct kubo *kubo_of(const struct sandbox *sb)
{
	return running && running->sb == sb ? running : NULL;
}

struct swarm *kubo_swarm(struct kubo *k)
{
	return k->swarm;
}

int kubo_port(const struct kubo *k, bool gateway)
{
	return port_number(gateway ? k->gateway : k->api);
}

void kubo_beacons(struct kubo *k, kubo_beacon_fn *fn, void *arg)
{
	k->beacon = fn;
	k->beacon_arg = arg;
}

void kubo_repo_path(struct kubo *k, const char *path)
{
	free(k->repo_path);
	k->repo_path = mem_strdup(path);
}

void kubo_on_key(struct kubo *k, void (*fn)(void *arg), void *arg)
{
	k->on_key = fn;
	k->on_key_arg = arg;
}

static json_t *told(const struct kubo *k)
{
	json_t *o = json_pack("{s:s,s:b,s:I,s:I}", "peer", k->swarm->stations.v[HERE].peer, "private", !k->swarm->open, "started",
			      (json_int_t)(k->started_ms / 1000), "connections", (json_int_t)kubo_peers(k));

	json_object_set_new(o, "fingerprint", k->swarm->open ? json_null() : json_string(k->swarm->fingerprint));
	return o;
}

/* kubo: what it is; restart: its totals begin anew; key: which swarm it belongs to. */
static json_t *cmd_kubo(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why)
{
	struct kubo *k = arg;

	(void)why;
	if (n == 2 && !strcmp(words[1], "restart")) {
		k->started_ms = sandbox_now_ms(sb);
	} else if (n == 3 && !strcmp(words[1], "key")) {
		bool origin = !strcmp(words[2], "origin"), open = !strcmp(words[2], "none");
		if (!origin && !open && strcmp(words[2], "village"))
			return NULL;
		k->swarm->open = open;
		swarm_set_key(k->swarm, origin);
		k->started_ms = sandbox_now_ms(sb);
		if (k->on_key)
			k->on_key(k->on_key_arg);
	} else if (n != 1) {
		return NULL;
	}
	return told(k);
}

static void switches(struct kubo *k)
{
	struct mischief *m = k->mischief;

	mischief_register(m, "ahead", "a version ahead: other numbers, unknown members, deprecated commands gone");
	mischief_register(m, "offline", "the daemon runs with --offline");
	mischief_register(m, "alone", "no peer at all");
	mischief_register(m, "no-metrics", "bandwidth is not counted (Swarm.DisableBandwidthMetrics)");
	mischief_register(m, "no-tunnels", "Experimental.Libp2pStreamMounting is off");
	mischief_register(m, "full", "the repository is at its limit");
	mischief_register(m, "hostile", "names of peers, keys and pins hold escape sequences, markup and bidi overrides");
	mischief_register(m, "wrong-types", "numbers are strings and strings are numbers");
	mischief_register(m, "peers", "N peers in all that may be there (5000)");
	mischief_register(m, "pins", "N pins (1000000)");
}

static enum err start(struct sandbox *sb, json_t *line, struct fault *f)
{
	struct kubo *k = mem_new(sizeof *k);

	running = k;
	k->sb = sb;
	k->swarm = swarm_new(sb);
	k->blocks = blocks_new();
	k->peers = peers_new(k->swarm);
	k->started_ms = sandbox_now_ms(sb) - (3 * 24 + 4) * 3600000LL;
	k->repo_path = mem_strdup("/home/pi/.ipfs");
	k->library = kubo_library(k);
	k->mfs = kubo_mfs(k);
	k->api = sandbox_listen(sb, &(struct port_handlers){ .name = "ipfs", .request = on_request, .arg = k }, f);
	k->gateway = k->api ? sandbox_listen(sb, &(struct port_handlers){ .name = "gateway", .request = kubo_gateway, .arg = k }, f)
			    : NULL;
	if (!k->gateway)
		return f ? f->code : E_FAILED;
	k->mischief = port_mischief(k->api);
	switches(k);
	sandbox_command(sb, "kubo", "[restart | key village|origin|none]", cmd_kubo, k);
	json_object_set_new(line, "ipfs",
			    json_pack("{s:o,s:o}", "api", json_sprintf("http://127.0.0.1:%d", port_number(k->api)), "gateway",
				      json_sprintf("http://127.0.0.1:%d", port_number(k->gateway))));
	return E_OK;
}

static void stop(struct sandbox *sb)
{
	struct kubo *k = running;

	(void)sb;
	running = NULL;
	if (!k)
		return;
	if (k->api)
		port_silence(k->api);
	if (k->gateway)
		port_silence(k->gateway);
	kubo_held_free(k);
	kubo_names_free(k);
	peers_free(k->peers);
	blocks_free(k->blocks);
	swarm_free(k->swarm);
	free(k->repo_path);
	free(k);
}

const struct service service_kubo = { .name = "kubo", .start = start, .stop = stop };

static const char *const flags[][2] = {
	{ "verbose", "v" }, { "streams", NULL }, { "latency", NULL }, { "direction", NULL }, { "identify", NULL },
	{ "size-only", "s" }, { "human", "H" }, { "stream", NULL }, { "quiet", "q" }, { "names", "n" }, { "poll", NULL },
	{ "headers", "v" }, { "l", NULL }, { "long", NULL }, { "size", NULL }, { "resolve-type", NULL }, { "offline", NULL },
	{ "recursive", "r" }, { "nocache", NULL }, { "progress", "p" }, { "id", NULL }, { "with-local", NULL }, { "U", NULL },
	{ "unique", "u" }, { "hash", NULL }, { "all", NULL }, { NULL, NULL },
};
static const char *const integers[] = { "offset", "length", "count", "max-depth", NULL };

const struct kubo_entry kubo_table[] = {
	{ "id", cmd_id, NULL, false },
	{ "version", cmd_version, NULL, false },
	{ "swarm/peers", cmd_swarm_peers, NULL, true },
	{ "swarm/addrs", cmd_swarm_addrs, NULL, true },
	{ "swarm/addrs/local", cmd_swarm_local, NULL, true },
	{ "swarm/addrs/listen", cmd_swarm_listen, NULL, true },
	{ "swarm/filters", cmd_swarm_filters, NULL, true },
	{ "swarm/peering/ls", cmd_peering, NULL, true },
	{ "stats/bw", cmd_bw, NULL, false },
	{ "stats/repo", cmd_repo_stat, NULL, false },
	{ "repo/stat", cmd_repo_stat, NULL, false },
	{ "repo/version", cmd_repo_version, NULL, false },
	{ "stats/bitswap", cmd_bitswap, NULL, false },
	{ "bitswap/stat", cmd_bitswap, NULL, false },
	{ "bitswap/wantlist", cmd_wantlist, NULL, false },
	{ "bitswap/ledger", cmd_ledger, "peer", false },
	{ "pin/ls", cmd_pin_ls, NULL, false },
	{ "key/list", cmd_key_list, NULL, false },
	{ "key/ls", cmd_key_list, NULL, false },
	{ "name/resolve", cmd_name_resolve, NULL, false },
	{ "name/pubsub/state", cmd_pubsub_state, NULL, false },
	{ "p2p/ls", cmd_p2p_ls, NULL, false },
	{ "p2p/stream/ls", cmd_p2p_streams, NULL, false },
	{ "bootstrap", cmd_bootstrap, NULL, false },
	{ "bootstrap/list", cmd_bootstrap, NULL, false },
	{ "config", cmd_config, "key", false },
	{ "config/show", cmd_config_show, NULL, false },
	{ "diag/sys", cmd_diag, NULL, false },
	{ "cat", cmd_cat, "ipfs-path", false },
	{ "ls", cmd_ls, "ipfs-path", false },
	{ "resolve", cmd_resolve, "name", false },
	{ "refs", cmd_refs, "ipfs-path", false },
	{ "dag/stat", cmd_dag_stat, "root", false },
	{ "block/stat", cmd_block_stat, "cid", false },
	{ "block/get", cmd_block_get, "cid", false },
	{ "files/ls", cmd_files_ls, NULL, false },
	{ "files/stat", cmd_files_stat, "path", false },
	{ "files/read", cmd_files_read, "path", false },
	{ NULL, NULL, NULL, false },
};
