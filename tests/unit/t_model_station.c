/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The station's models without any network: a recorded app is filled by hand. */
#include "tests/cmd_bench.h"
#include "tests/unit/unit.h"
#include "base/tick.h"
#include "ipfs/peerlist.h"
#include "model/capacity_in.h"
#include "model/fields.h"
#include "model/ipfs.h"
#include "model/peers.h"
#include "model/presence.h"
#include "model/services_in.h"
#include "model/skywire.h"
#include "model/station.h"
#include "model/storage.h"
#include "model/swarm_in.h"
#include "model/world.h"

static struct app *app;

static int up(void **state)
{
	static struct conf *conf;
	(void)state;
	conf = conf_new(settings_keys, settings_count);
	app = app_new(loop_new(), conf);
	app->still = true;
	return 0;
}

static int down(void **state)
{
	struct loop *l = app->loop;
	struct conf *c = app->conf;
	(void)state;
	app_free(app);
	loop_free(l);
	conf_free(c);
	return 0;
}

static void peer_rows(size_t n)
{
	struct kubo_peers p = { 0 };
	for (size_t i = 0; i < n; i++) {
		char id[32], addr[64];
		struct kubo_peer one = { .id = id, .addr = addr, .agent = "", .latency_us = i % 7 ? (int64_t)(i * 7919 % 5000) : -1, .streams = (int)(i % 5), .relayed = i % 3 == 0 };
		snprintf(id, sizeof id, "12D3KooWpeer%06zu", i * 7919 % n);
		snprintf(addr, sizeof addr, "/ip4/10.0.%zu.%zu/tcp/4001", i / 250, i % 250);
		kubo_peers_add(&p, &one);
	}
	peers_take(app->peers, &p);
	kubo_peers_free(&p);
}

static void peers_sorted_and_filtered(void **state)
{
	struct peers *p = app->peers;
	bool descending = true;
	(void)state;
	peer_rows(5000);
	assert_int_equal(p->total, 5000);
	assert_int_equal(p->relayed, 1667);
	assert_int_equal(peers_count(p), 5000);
	peers_sort(p, PEERS_LATENCY, false);
	for (size_t i = 1; i < 5000; i++) {
		int64_t a = peers_at(p, i - 1)->peer.latency_us, b = peers_at(p, i)->peer.latency_us;
		assert_true(b < 0 || (a >= 0 && a <= b)); /* what was never measured stands last */
	}
	peers_sort(p, PEERS_ID, true);
	assert_string_equal(peers_at(p, 0)->peer.id, "12D3KooWpeer004999");
	assert_int_equal(peers_sorted(p, &descending), PEERS_ID);
	assert_true(descending);
	peers_filter(p, SLICE("PEER00012"));
	assert_int_equal(peers_count(p), 10);
	assert_true(peers_find(p, "12D3KooWpeer000123") >= 0);
	assert_int_equal(peers_find(p, "12D3KooWpeer004999"), -1);
	peers_filter(p, SLICE("no such peer"));
	assert_int_equal(peers_count(p), 0);
	peers_filter(p, SLICE(""));
	assert_int_equal(peers_count(p), 5000);
}

static struct beacon station_of(const char *host, const char *peer, int64_t power, bool placed)
{
	struct beacon b;
	beacon_init(&b);
	b.kind = BEACON_FULL;
	snprintf(b.host, sizeof b.host, "%s", host);
	snprintf(b.peer, sizeof b.peer, "%s", peer);
	b.capacity.power = power;
	b.capacity.nostr_slots = 38;
	b.capacity.zencard_slots = 3;
	b.capacity.free_gb = 1000;
	b.capacity.reserved_slots = 2;
	b.economy.multipass = 10;
	b.economy.zencards = 2;
	b.placed = placed;
	b.lat = placed ? 43.6 + (double)power / 100 : 0;
	b.lon = placed ? 1.44 : 0;
	return b;
}

static void swarm_of_sources(void **state)
{
	struct swarm *s = app->swarm;
	int64_t now = tick_now();
	(void)state;
	struct beacon a = station_of("alpha", "P1", 12, true), b = station_of("bêta", "P2", 160, true), c = station_of("", "P3", -1, false);
	c.kind = BEACON_PARTIAL;
	beacon_copy(&app->station->beacon, &a);
	swarm_hear(s, &a, "P1", now - 60, SWARM_VIA_SELF, "here", DEGREE_SAID);
	swarm_hear(s, &b, "P2", now - 7200, SWARM_VIA_CACHE, "cache", DEGREE_SAID);
	swarm_hear(s, &c, "P3", 0, SWARM_VIA_STATION, "list", DEGREE_SAID);
	swarm_build(s);
	assert_int_equal(s->total, 3);
	assert_int_equal(s->fresh, 1);
	assert_string_equal(swarm_name(s, "P2"), "bêta");
	assert_null(swarm_name(s, "P9"));
	swarm_sort(s, SWARM_POWER, true);
	assert_string_equal(swarm_at(s, 0)->name, swarm_name(s, "P3")); /* unknown is last upwards, so first downwards */
	swarm_sort(s, SWARM_POWER, false);
	assert_string_equal(swarm_at(s, 0)->name, "alpha");
	assert_true(swarm_at(s, 0)->own);
	assert_true(swarm_at(s, 1)->distance_km > 160 && swarm_at(s, 1)->distance_km < 170);
	assert_int_equal(swarm_at(s, 1)->peers, -1);
	/* an older summary takes nothing away, but a signed one proves that it lives */
	struct beacon d = station_of("", "P2", 1, false);
	d.kind = BEACON_PARTIAL;
	swarm_hear(s, &d, "P2", now - 7000, SWARM_VIA_RELAY, "relay", DEGREE_PROVEN);
	swarm_build(s);
	const struct swarm_row *r = swarm_at(s, (size_t)swarm_find(s, "P2"));
	assert_int_equal(r->power, 160);
	assert_int_equal(r->at, now - 7000);
	assert_int_equal(r->source.degree, DEGREE_PROVEN);
	assert_int_equal(r->via, SWARM_VIA_CACHE | SWARM_VIA_RELAY);
	/* what the swarm carries does not depend on what somebody looks for in its list */
	capacity_fill(app->capacity);
	int64_t all = app->capacity->needs[NEED_MULTIPASS].swarm;
	assert_true(all > 0);
	swarm_filter(s, SLICE("BETA"));
	assert_int_equal(swarm_count(s), 1);
	app->capacity->swarm_seen = 0;
	capacity_fill(app->capacity);
	assert_int_equal(app->capacity->needs[NEED_MULTIPASS].swarm, all);
	swarm_filter(s, SLICE(""));
	beacon_free(&a);
	beacon_free(&b);
	beacon_free(&c);
	beacon_free(&d);
}

static const struct need *need(enum resource r)
{
	return &app->capacity->needs[r];
}

static void plan(void **state)
{
	struct capacity *c = app->capacity;
	struct fault f = { 0 };
	(void)state;
	struct beacon a = station_of("alpha", "P1", 12, true);
	beacon_copy(&app->station->beacon, &a);
	swarm_hear(app->swarm, &a, "P1", tick_now(), SWARM_VIA_SELF, "here", DEGREE_SAID);
	swarm_build(app->swarm);
	assert_int_equal(capacity_assume_text(c, SLICE("people=100 collective=10 copies=2"), &f), E_OK);
	/* 100 * 10 GB * 2 + 10 * 128 GB */
	assert_int_equal(need(NEED_STORAGE)->need, 3280);
	/* 10 present at 512 kbit/s */
	assert_int_equal(need(NEED_BANDWIDTH)->need, 6);
	assert_int_equal(need(NEED_MEMORY)->need, 2000 + 10 * 32);
	assert_int_equal(need(NEED_COMPUTING)->need, 1);
	/* ten in use and 38 free, less two kept for the captain */
	assert_int_equal(need(NEED_MULTIPASS)->here, 46);
	assert_int_equal(need(NEED_MULTIPASS)->used, 10);
	assert_int_equal(need(NEED_ZENCARD)->here, 5);
	assert_int_equal(need(NEED_ZENCARD)->people_here, 59); /* 59 people have 5 ZEN Cards among them, 60 would want 6 */
	assert_int_equal(need(NEED_MEMORY)->here, -1); /* its machine is not known */
	assert_int_equal(c->people_today, 10);
	assert_int_equal(c->people_here, 42); /* 42 * 20 + 4 * 128 of 1356 GB */
	assert_int_equal(c->tightest, NEED_STORAGE);
	assert_true(c->machines_wanted > 0);
	assert_int_equal(c->n_line, 1); /* no pace is known, so no line */
	assert_int_equal(capacity_assume(c, ASSUME_PEOPLE, 0), E_INVALID);
	assert_int_equal(capacity_assume_text(c, SLICE("persons=3"), &f), E_USAGE);
	assert_int_equal(capacity_assume_text(c, SLICE("people=many"), &f), E_INVALID);
	assert_int_equal(capacity_assume_text(c, SLICE("people=30"), &f), E_OK);
	assert_int_equal(c->machines_wanted, 0);
	for (int i = 0; i < ASSUME_COUNT; i++) {
		const struct assumption *as = capacity_assumption((enum assume)i);
		assert_true(as->usual >= as->least && as->usual <= as->most);
		assert_int_equal(capacity_assume(c, (enum assume)i, as->most), E_OK);
		assert_int_equal(capacity_assume(c, (enum assume)i, as->least), E_OK);
		assert_int_equal(capacity_assume(c, (enum assume)i, as->usual), E_OK);
	}
	beacon_free(&a);
}

static void kept_boards(void **state)
{
	json_error_t je;
	(void)state;
	json_t *o = json_loads("{\"state\":\"fresh\",\"since\":1000,\"boards\":[{\"pk\":\"02a2b8e47cc73ba0562c6a4f64522cf02b0e5ebd1eedb0ebe5805a66a9cb66b4f2\","
	                       "\"version\":\"v1\\u001b[2J\",\"seen\":900,\"gone_since\":900},{\"pk\":\"short\"}]}", 0, &je);
	skywire_load(app->skywire, o);
	json_decref(o);
	assert_int_equal(app->skywire->boards.n, 1);
	assert_int_equal(app->skywire->gone, 1);
	assert_null(strchr(app->skywire->boards.v[0].version, 27));
	o = skywire_save(app->skywire);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(json_object_get(o, "boards"), 0), "gone_since")), 900);
	json_decref(o);
	conf_set(app->conf, "skywire.aliases", "02a2b8e4=kitchen zz=x", "test");
	assert_string_equal(skywire_alias(app->skywire, app->skywire->boards.v[0].pk), "kitchen");
	assert_string_equal(skywire_alias(app->skywire, "03"), "");
}

static void station_kept(void **state)
{
	(void)state;
	struct beacon b = station_of("alpha", "12D3KooWNeC7dfME2PJevtQRDT7RKP2J2nXXE82RmUEQeToiFFCo", 12, true);
	b.paf_zc = 900;
	beacon_copy(&app->station->beacon, &b);
	app->station->place = STATION_HERE;
	json_t *o = station_save(app->station);
	struct station *again = station_new(app);
	station_load(again, o);
	assert_string_equal(again->beacon.host, "alpha");
	assert_int_equal(again->beacon.paf_zc, 900);
	assert_int_equal(again->economy.costs_zc, 2700);
	assert_int_equal(again->place, STATION_HERE);
	assert_null(station_unknown(again, ABOUT_SERVICES));
	again->place = STATION_AFAR;
	assert_non_null(station_unknown(again, ABOUT_BANDWIDTH));
	assert_non_null(station_unknown(again, ABOUT_KEYS));
	assert_null(station_unknown(again, ABOUT_SERVICES));
	station_free(again);
	json_decref(o);
	beacon_free(&b);
}

static void systemd_words(void **state)
{
	struct systemd_units s = { 0 };
	struct daemons u = { 0 };
	(void)state;
	services_systemd_read(&s, SLICE("Id=ipfs.service\nLoadState=loaded\nActiveState=active\nSubState=running\n"
	                                "ActiveEnterTimestampMonotonic=5000000\nInactiveEnterTimestampMonotonic=0\n\n"
	                                "Id=strfry.service\nLoadState=not-found\nActiveState=inactive\n\n"
	                                "Id=upassport.service\nLoadState=loaded\nActiveState=failed\nInactiveEnterTimestampMonotonic=9000000\n"), 1000);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.v[0].since, 1005);
	daemon_of(&u, "ipfs")->state = DAEMON_DOWN;
	services_systemd_merge(&u, &s);
	/* it runs, but nobody listens yet */
	assert_int_equal(daemon_find(&u, "ipfs")->state, DAEMON_STARTING);
	assert_int_equal(daemon_find(&u, "upassport")->state, DAEMON_DOWN);
	assert_int_equal(daemon_find(&u, "upassport")->since, 1009);
	vec_free(&s);
	vec_free(&u);
	services_systemd_read(&s, SLICE("garbage\n\n=\nId"), 0);
	assert_int_equal(s.n, 0);
	vec_free(&s);
}

struct thing {
	char name[8];
	int64_t count, figure, at;
	int share;
	bool yes;
};

static void fields_there_and_back(void **state)
{
	static const struct field table[] = { FIELD(struct thing, name, FIELD_TEXT, "name"), FIELD(struct thing, count, FIELD_COUNT, "count"),
		FIELD(struct thing, figure, FIELD_FIGURE, "figure"), FIELD(struct thing, at, FIELD_TIME, "at"),
		FIELD(struct thing, share, FIELD_SHARE, "share"), FIELD(struct thing, yes, FIELD_BOOL, "yes"), { NULL, 0, 0, 0 } };
	struct thing a = { "abc", -1, INT64_MIN, 0, -1, true }, b = { "", 5, 6, 7, 8, false };
	(void)state;
	json_t *o = json_object();
	fields_put(o, &a, table);
	assert_true(json_is_null(json_object_get(o, "count")) && json_is_null(json_object_get(o, "figure")));
	assert_true(json_is_null(json_object_get(o, "at")) && json_is_null(json_object_get(o, "share")));
	fields_get(o, &b, table);
	assert_string_equal(b.name, "abc");
	assert_int_equal(b.count, 5); /* unknown leaves what was there */
	assert_true(b.yes);
	a = (struct thing){ "x", 3, -4, 1779890400, 500, false };
	fields_put(o, &a, table);
	assert_string_equal(json_string_value(json_object_get(o, "at")), "2026-05-27T14:00:00Z");
	json_object_set_new(o, "name", json_string("much too long a name\x1b"));
	fields_get(o, &b, table);
	assert_true(b.count == 3 && b.figure == -4 && b.at == 1779890400 && b.share == 500 && !b.yes);
	assert_int_equal(strlen(b.name), 7);
	json_decref(o);
}

static void nothing_is_asked_of_a_recording(void **state)
{
	struct watch *w;
	(void)state;
	(void)w;
	station_refresh(app->station);
	ipfs_refresh(app->ipfs);
	skywire_refresh(app->skywire);
	swarm_refresh(app->swarm);
	presence_refresh(app->presence);
	assert_null(app->net);
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = { T(peers_sorted_and_filtered), T(swarm_of_sources), T(plan), T(kept_boards), T(station_kept),
		T(systemd_words), T(fields_there_and_back), T(nothing_is_asked_of_a_recording) };
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
