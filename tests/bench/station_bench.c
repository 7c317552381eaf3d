/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What 5 000 peers and 1 000 stations cost: reading them, sorting, filtering, and the memory they take. Figures only. */
#include "base/conf.h"
#include "base/paths.h"
#include "base/tick.h"
#include "cmd/settings.h"
#include "io/loop.h"
#include "ipfs/peerlist.h"
#include "model/app.h"
#include "model/peers.h"
#include "model/series.h"
#include "model/swarm_in.h"
#include "station/home.h"
#include "tests/bench/bench.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "codec/peerid.h"

enum { PEERS = 5000, STATIONS = 1000 };

static void name_of(unsigned n, char out[PEERID_MAX])
{
	unsigned char pub[32] = { (unsigned char)n, (unsigned char)(n >> 8), 7 };
	peerid_text(pub, out);
}

static void peers_json(struct str *out)
{
	char id[PEERID_MAX];
	str_adds(out, "{\"Peers\":[");
	for (unsigned i = 0; i < PEERS; i++) {
		name_of(i, id);
		str_addf(out, "%s{\"Addr\":\"/ip4/10.%u.%u.%u/tcp/4001\",\"Peer\":\"%s\",\"Latency\":\"%u.%03ums\",\"Muxer\":\"\",\"Direction\":%u,\"Streams\":[",
		         i ? "," : "", i / 65536, i / 256 % 256, i % 256, id, i % 400, i % 1000, 1 + i % 2);
		for (unsigned k = 0; k < 4; k++)
			str_addf(out, "%s{\"Protocol\":\"/ipfs/bitswap/1.2.0\"}", k ? "," : "");
		str_adds(out, "]}");
	}
	str_adds(out, "]}");
}

static void bench_peers(struct app *a)
{
	struct str json = { 0 };
	struct kubo_peers p = { 0 };
	long before = bench_kb();
	peers_json(&json);
	double t0 = bench_ms();
	peerlist_read(slice_str(&json), &p, NULL);
	double t1 = bench_ms();
	peers_take(a->peers, &p);
	double t2 = bench_ms();
	peers_sort(a->peers, PEERS_LATENCY, true);
	double t3 = bench_ms();
	peers_filter(a->peers, SLICE("10.0.1"));
	double t4 = bench_ms();
	printf("%d peers: answer %zu kB, read %.1f ms, taken %.1f ms, sorted %.1f ms, filtered %.1f ms (%zu left), resident +%ld kB\n", PEERS,
	       json.n / 1000, t1 - t0, t2 - t1, t3 - t2, t4 - t3, peers_count(a->peers), bench_kb() - before);
	kubo_peers_free(&p);
	str_free(&json);
}

static void heard(void *arg, const struct beacon *b, const char *peer, int64_t at)
{
	swarm_hear(arg, b, peer, at, SWARM_VIA_CACHE, "cache", DEGREE_SAID);
}

static void make_stations(const char *home)
{
	char path[700], id[PEERID_MAX];
	struct str json = { 0 };
	struct fault f;
	snprintf(path, sizeof path, "%s/tmp", home);
	mkdir(home, 0700);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/tmp/swarm", home);
	mkdir(path, 0700);
	for (unsigned i = 0; i < STATIONS; i++) {
		name_of(i, id);
		snprintf(path, sizeof path, "%s/tmp/swarm/%s", home, id);
		mkdir(path, 0700);
		str_cut(&json, 0);
		str_addf(&json, "{\"version\":\"12345.0.2\",\"created\":\"1779890400\",\"hostname\":\"s%u.example\",\"ipfsnodeid\":\"%s\",\"IPCity\":\"Lyon\","
			"\"captain\":\"c%u@x.example\",\"STATION_LAT\":\"%u.5\",\"STATION_LON\":\"1.5\",\"PAF\":\"9\",\"NCARD\":\"1\",\"ZCARD\":\"4\","
			"\"capacities\":{\"nostr_slots\":38,\"power_score\":%u},\"services\":{", i, id, i, i % 60, i % 160);
		for (unsigned k = 0; k < 16; k++)
			str_addf(&json, "%s\"service%u\":{\"active\":true,\"port\":%u}", k ? "," : "", k, 1000 + k);
		str_adds(&json, "},\"economy\":{\"multipass_count\":6,\"zencard_count\":1,\"risk_level\":\"GREEN\"}}");
		snprintf(path, sizeof path, "%s/tmp/swarm/%s/12345.json", home, id);
		paths_write(path, slice_str(&json), &f);
	}
	str_free(&json);
}

static void bench_swarm(struct app *a, const char *home)
{
	long before = bench_kb();
	double t0 = bench_ms();
	struct home_walk *walk = home_walk_new(home);
	while (home_walk_next(walk, 24, heard, a->swarm))
		;
	home_walk_free(walk);
	double t1 = bench_ms();
	swarm_build(a->swarm);
	double t2 = bench_ms();
	swarm_sort(a->swarm, SWARM_POWER, true);
	double t3 = bench_ms();
	swarm_filter(a->swarm, SLICE("s99"));
	double t4 = bench_ms();
	printf("%d stations: read from the cache %.1f ms, built %.1f ms, sorted %.1f ms, filtered %.1f ms (%zu left), resident +%ld kB\n", STATIONS,
	       t1 - t0, t2 - t1, t3 - t2, t4 - t3, swarm_count(a->swarm), bench_kb() - before);
}

static void bench_series(struct app *a)
{
	struct series_point p[120];
	double t0 = bench_ms();
	for (int i = 0; i < 100000; i++)
		series_put(a->series, (enum metric)(i % METRIC_COUNT), i);
	double t1 = bench_ms();
	for (int i = 0; i < 100; i++)
		series_get(a->series, METRIC_PEERS, 86400, 120, p);
	printf("time series: %.2f us a figure put, %.1f us a chart of 120 points over a day\n", (t1 - t0) / 100, (bench_ms() - t1) * 10);
}

int main(int argc, char **argv)
{
	struct conf *c = conf_new(settings_keys, settings_count);
	struct loop *l = loop_new();
	struct app *a = app_new(l, c);
	(void)argc;
	if (!argv[1] || paths_init(NULL, NULL))
		return 2;
	a->still = true;
	make_stations(argv[1]);
	bench_peers(a);
	bench_swarm(a, argv[1]);
	bench_series(a);
	app_free(a);
	loop_free(l);
	conf_free(c);
	return 0;
}
