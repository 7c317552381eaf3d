/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/text.h"
#include "io/jread.h"
#include "station/beacon_fold.h"
#include "station/economy.h"
#include "station/read.h"
#include "tests/shared.h"

static struct beacon read_ok(const char *json)
{
	struct beacon b;
	struct fault f = { 0 };
	beacon_init(&b);
	if (beacon_read(&b, slice_of(json), &f))
		fail_msg("%s: %s", err_name(f.code), f.where);
	return b;
}

static bool sample(const char *name, struct beacon *b)
{
	char path[200];
	size_t n;
	snprintf(path, sizeof path, "data/astroport-samples/%s", name);
	char *text = shared_load(shared_path(path), &n);
	if (!text)
		return false;
	*b = read_ok(text);
	free(text);
	return true;
}

static void numbers_of_all_kinds(void **state)
{
	static const struct {
		const char *text;
		int64_t wanted;
		bool good;
	} cases[] = { { "0", 0, true }, { "14", 1400, true }, { "38.0", 3800, true }, { "-8", -800, true }, { "6,25", 625, true },
		{ "6,2", 620, true }, { ".5", 50, true }, { "1.999", 199, true }, { "1795233000", 179523300000, true }, { "", 0, false },
		{ "-", 0, false }, { "1.2.3", 0, false }, { "nan", 0, false }, { "1e3", 0, false }, { "99999999999999999999", 0, false } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t v = 7;
		assert_int_equal(read_hundredths(slice_of(cases[i].text), &v), cases[i].good);
		if (cases[i].good)
			assert_int_equal(v, cases[i].wanted);
	}
	assert_int_equal(read_moats(SLICE("1779890400")), 1779890400);
	assert_int_equal(read_moats(SLICE("1779890400123")), 1779890400);
	assert_int_equal(read_moats(SLICE("202605271400000000\n")), 1779890400);
	assert_int_equal(read_moats(SLICE("yesterday")), 0);
}

static const char small[] = "{\"version\":\"12345.0.2\",\"created\":\"1779890400\",\"hostname\":\"raspberry.demo.example\","
	"\"ipfsnodeid\":\"12D3KooWNeC7dfME2PJevtQRDT7RKP2J2nXXE82RmUEQeToiFFCo\",\"captainZEN\":\"38.0\",\"NODEZEN\":110.5,"
	"\"STATION_LAT\":\"43.60\",\"STATION_LON\":\"1.44\",\"UPLANETG1PUB\":\"g1LBF94vApBWxJExucfEQyTRkAN1eFEnD5EFA2ZN8J1PpcdZ5\","
	"\"UPLANETNAME_TREASURY\":\"g1Lt\",\"PAF\":\"9\",\"NCARD\":\"1\",\"ZCARD\":4,\"MACHINE_VALUE_ZEN\":\"500\",\"BILAN\":\"\","
	"\"g1swarm\":\"http://127.0.0.1:8080/ipns/k51abc\","
	"\"capacities\":{\"zencard_slots\":0,\"nostr_slots\":\"38\",\"power_score\":12,\"provider_tier\":\"light\",\"storage_ready\":true},"
	"\"services\":{\"ipfs\":{\"active\":true,\"size\":\"41G\",\"peers_connected\":7},\"nostr_relay\":{\"active\":true,\"engine\":\"strfry\","
	"\"port\":7777},\"nextcloud\":{\"active\":false,\"aio_admin\":{\"active\":true,\"port\":8443},\"cloud_apache\":{\"active\":false,"
	"\"port\":8001}},\"ai_company\":{\"ollama\":{\"active\":true,\"source\":\"p2p_tunnel\",\"port\":11434,\"models\":[]}},"
	"\"something_new\":{\"active\":\"true\",\"port\":\"4242\"}},"
	"\"economy\":{\"multipass_count\":6,\"zencard_count\":1,\"treasury_zen\":0,\"weekly_revenue\":10,\"weekly_costs\":27,"
	"\"weekly_balance\":-17,\"captain_remuneration\":18,\"risk_level\":\"YELLOW\"},"
	"\"boots\":[{\"start\":\"2026-05-01T06:11:02\",\"end\":null,\"duration\":966151,\"running\":true}]}";

static void fields(void **state)
{
	(void)state;
	struct beacon b = read_ok(small);
	assert_int_equal(b.kind, BEACON_FULL);
	assert_false(b.newer || b.zen_bug);
	assert_string_equal(b.host, "raspberry.demo.example");
	assert_int_equal(b.created, 1779890400);
	assert_int_equal(b.captain_zc, 3800);
	assert_int_equal(b.node_zc, 11050);
	assert_true(b.source_zc == FIG_NONE && b.bilan_zc == FIG_NONE);
	assert_int_equal(b.machine_zc, 50000);
	assert_true(b.placed && b.lat > 43.59 && b.lat < 43.61);
	assert_string_equal(b.ipns_swarm, "k51abc");
	assert_string_equal(b.wallets[WALLET_TREASURY], "g1Lt");
	assert_string_equal(b.swarm_id, b.wallets[WALLET_ROOT]);
	assert_int_equal(b.capacity.nostr_slots, 38);
	assert_int_equal(b.capacity.storage_ready, 1);
	assert_int_equal(b.capacity.provider_ready, -1);
	assert_int_equal(b.ipfs_peers, 7);
	assert_int_equal(b.n_boots, 1);
	assert_true(b.boots[0].running && b.boots[0].end == 0);
	const struct daemon *d = daemon_find(&b.daemons, "relay");
	assert_true(d && d->state == DAEMON_UP && d->port == 7777);
	assert_string_equal(d->version, "strfry");
	d = daemon_find(&b.daemons, "cloud");
	assert_true(d && d->state == DAEMON_STARTING && d->port == 8001);
	d = daemon_find(&b.daemons, "ollama");
	assert_string_equal(d->from, "p2p_tunnel");
	d = daemon_find(&b.daemons, "something_new");
	assert_true(d && d->state == DAEMON_UP && d->port == 4242);
	beacon_free(&b);
}

/* What is written for the cache reads back the same. */
static void there_and_back(void **state)
{
	struct beacon a = read_ok(small), b;
	(void)state;
	json_t *o = beacon_write(&a);
	beacon_init(&b);
	assert_int_equal(beacon_object(&b, o, NULL), E_OK);
	json_decref(o);
	assert_int_equal(b.kind, a.kind);
	assert_string_equal(b.peer, a.peer);
	assert_int_equal(b.node_zc, a.node_zc);
	assert_int_equal(b.economy.balance_zc, -1700);
	assert_int_equal(b.capacity.nostr_slots, 38);
	assert_string_equal(b.ipns_swarm, "k51abc");
	assert_true(b.source_zc == FIG_NONE);
	assert_string_equal(b.economy.risk, "YELLOW");
	assert_int_equal(daemon_find(&b.daemons, "ollama")->port, 11434);
	beacon_free(&a);
	beacon_free(&b);
}

static void states_that_are_words(void **state)
{
	(void)state;
	struct beacon b = read_ok("{\"version\":\"12345.0.2\",\"hostname\":\"a\",\"status\":\"booting\",\"created\":\"1779889800\"}");
	assert_int_equal(b.kind, BEACON_BOOTING);
	beacon_free(&b);
	b = read_ok("{\"hostname\":\"a\",\"status\":\"json_build_error\"}");
	assert_int_equal(b.kind, BEACON_BUILD_ERROR);
	beacon_free(&b);
	b = read_ok("{\"hostname\":\"a\",\"status\":\"sleeping\",\"version\":\"12346.1.0\"}");
	assert_int_equal(b.kind, BEACON_PARTIAL);
	assert_string_equal(b.status, "sleeping");
	beacon_free(&b);
	b = read_ok("{\"hostname\":\"a\",\"version\":\"12345.1.0\"}");
	assert_true(b.newer);
	beacon_free(&b);
}

/* -10 is what the script writes when it could not read a balance: unknown, and the risk that follows from it is not believed. */
static void minus_ten(void **state)
{
	struct economy e;
	(void)state;
	struct beacon b = read_ok("{\"hostname\":\"a\",\"captainZEN\":\"-10\",\"NODEZEN\":-10,\"BILAN\":\"-10\",\"PAF\":\"9\",\"NCARD\":\"1\","
		"\"ZCARD\":\"4\",\"economy\":{\"multipass_count\":6,\"zencard_count\":1,\"treasury_zen\":-10,\"risk_level\":\"RED\"}}");
	assert_true(b.zen_bug && b.captain_zc == FIG_NONE && b.node_zc == FIG_NONE && b.economy.treasury_zc == FIG_NONE);
	assert_int_equal(b.bilan_zc, -1000); /* a balance sheet may well be -10 */
	economy_of(&e, &b);
	assert_int_equal(e.said, RISK_RED);
	assert_int_equal(e.risk, RISK_UNKNOWN);
	assert_int_equal(e.revenue_zc, 1000);
	beacon_free(&b);
}

static void hostile(void **state)
{
	char big[2000];
	struct str json = { 0 };
	(void)state;
	memset(big, 'x', sizeof big - 1);
	big[sizeof big - 1] = 0;
	str_addf(&json, "{\"hostname\":\"\\u001b[2J\\u202eevil\\n\",\"captain\":\"%s\",\"ipfsnodeid\":\"../../etc\",\"SSHPUB\":42,"
		"\"created\":\"-5\",\"STATION_LAT\":\"1e9\",\"STATION_LON\":[],\"boots\":\"x\",\"services\":\"all fine\","
		"\"capacities\":[1,2],\"economy\":{\"multipass_count\":\"many\",\"weekly_revenue\":1e300,\"risk_level\":\"<b>\"}}", big);
	struct beacon b = read_ok(json.p);
	assert_null(strchr(b.host, 27));
	assert_null(strstr(b.host, "\u202e"));
	assert_true(strlen(b.captain) < sizeof b.captain && text_valid(slice_of(b.captain)));
	assert_string_equal(b.peer, "");
	assert_string_equal(b.ssh, "");
	assert_string_equal(b.economy.risk, "");
	assert_int_equal(b.created, 0);
	assert_false(b.placed);
	assert_true(b.economy.multipass == FIG_NONE && b.economy.revenue_zc == FIG_NONE);
	assert_int_equal(b.daemons.n, 0);
	beacon_free(&b);
	str_free(&json);
}

static void not_a_station(void **state)
{
	static const char *const bad[] = { "", "[]", "42", "{}", "{\"a\":1}", "<html>", "{\"version\":\"1\"", "{\"hostname\":\"a\",\"hostname\":\"b\"}" };
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct beacon b;
		beacon_init(&b);
		assert_int_equal(beacon_read(&b, slice_of(bad[i]), NULL), E_PROTOCOL);
		beacon_free(&b);
	}
	struct str big = { 0 };
	struct beacon b;
	str_adds(&big, "{\"hostname\":\"");
	str_addn(&big, 'a', 10 << 20);
	str_adds(&big, "\"}");
	beacon_init(&b);
	assert_int_equal(beacon_read(&b, slice_str(&big), NULL), E_TOO_BIG);
	beacon_free(&b);
	str_free(&big);
}

static void too_many_services(void **state)
{
	struct str json = { 0 };
	(void)state;
	str_adds(&json, "{\"hostname\":\"a\",\"services\":{");
	for (int i = 0; i < 500; i++)
		str_addf(&json, "%s\"s%d\":{\"active\":true}", i ? "," : "", i);
	str_adds(&json, "}}");
	struct beacon b = read_ok(json.p);
	assert_int_equal(b.daemons.n, 64);
	beacon_free(&b);
	str_free(&json);
}

static void heartbox(void **state)
{
	static const char json[] = "{\"timestamp\":\"2026-05-27T14:00:00+00:00\",\"node_info\":{\"type\":\"y_level\"},\"system\":{\"cpu\":"
		"{\"model\":\"Raspberry Pi 5\",\"cores\":4,\"load_average\":\"0,42\"},\"memory\":{\"total_gb\":7.9,\"used_gb\":\"2,6\"},"
		"\"storage\":{\"total\":\"458G\",\"usage_percent\":\"13%\"},\"cpu_temp\":51.6},\"services\":{\"upassport\":{\"active\":true}},"
		"\"capacities\":{\"nostr_slots\":38}}";
	struct beacon b;
	(void)state;
	beacon_init(&b);
	assert_int_equal(beacon_heartbox(&b, slice_of(json), NULL), E_OK);
	assert_int_equal(b.machine.at, 1779890400);
	assert_int_equal(b.machine.cores, 4);
	assert_int_equal(b.machine.mem_total_mb, 7900);
	assert_int_equal(b.machine.mem_used_mb, 2600);
	assert_int_equal(b.machine.load_centi, 42);
	assert_int_equal(b.machine.disk_percent, 13);
	assert_int_equal(b.machine.temp_mc, 51600);
	assert_int_equal(b.capacity.nostr_slots, 38);
	assert_int_equal(daemon_find(&b.daemons, "upassport")->port, 54321);
	assert_int_equal(beacon_heartbox(&b, SLICE("{}"), NULL), E_PROTOCOL);
	beacon_free(&b);
}

static void what_needs_what(void **state)
{
	struct daemons u = { 0 };
	(void)state;
	daemon_of(&u, "upassport")->state = DAEMON_UP;
	daemon_of(&u, "relay")->state = DAEMON_DOWN;
	daemon_of(&u, "ipfs")->state = DAEMON_UP;
	assert_string_equal(u.v[0].name, "ipfs"); /* what matters first stands first */
	assert_string_equal(daemon_lacks(&u, daemon_find(&u, "upassport")), "relay");
	assert_null(daemon_lacks(&u, daemon_find(&u, "ipfs")));
	struct daemon_tally t = daemon_tally(&u);
	assert_true(t.up == 1 && t.partly == 1 && t.down == 1);
	vec_free(&u);
}

static void economy(void **state)
{
	struct economy e;
	/* the viability example of the stations' own papers: 10 MULTIPASS and 8 ZEN Cards carry a PAF of 14 */
	struct economy_in in = { .multipass = 10, .zencards = 8, .ncard_zc = 100, .zcard_zc = 400, .paf_zc = 1400, .captain_zc = 4200,
		.treasury_zc = 12600, .machine_zc = 400000 };
	(void)state;
	economy_what_if(&e, &in);
	assert_int_equal(e.revenue_zc, 4200);
	assert_int_equal(e.costs_zc, 4200);
	assert_int_equal(e.balance_zc, 0);
	assert_int_equal(e.missing, 0);
	assert_int_equal(e.runway_weeks, 3);
	assert_int_equal(e.paf_least_zc, 2565); /* 4000 over 156 weeks, rounded up */
	assert_int_equal(e.risk, RISK_GREEN);
	in.multipass = 5;
	economy_what_if(&e, &in);
	assert_int_equal(e.risk, RISK_YELLOW);
	assert_int_equal(e.missing, 5);
	in.captain_zc = 0;
	economy_what_if(&e, &in);
	assert_int_equal(e.risk, RISK_ORANGE);
	in.treasury_zc = 0;
	economy_what_if(&e, &in);
	assert_int_equal(e.risk, RISK_RED);
	in.treasury_zc = FIG_NONE;
	economy_what_if(&e, &in);
	assert_int_equal(e.risk, RISK_UNKNOWN);
	/* a surplus of 100: 15 for the tax, then thirds in whole Ẑ, the rest to the captain */
	in = (struct economy_in){ 142, 0, 100, 400, 1400, 4200, 0, 0 };
	economy_what_if(&e, &in);
	assert_int_equal(e.balance_zc, 10000);
	assert_int_equal(e.split.tax_zc, 1500);
	assert_int_equal(e.split.treasury_zc, 2800);
	assert_int_equal(e.split.rnd_zc + e.split.assets_zc, 5600);
	assert_int_equal(e.split.captain_zc, 100);
	/* numbers out of this world stay unknown instead of overflowing */
	in = (struct economy_in){ INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MIN + 1, INT64_MAX, INT64_MAX };
	economy_what_if(&e, &in);
	assert_true(e.revenue_zc == FIG_NONE && e.costs_zc == FIG_NONE && e.risk == RISK_UNKNOWN);
}

static void samples(void **state)
{
	struct beacon b;
	struct economy e;
	(void)state;
	if (!sample("12345.rpi.json", &b))
		skip();
	assert_int_equal(b.kind, BEACON_FULL);
	assert_int_equal(b.captain_zc, 3800);
	assert_int_equal(b.n_boots, 2);
	economy_of(&e, &b);
	assert_int_equal(e.risk, RISK_YELLOW);
	assert_false(e.differs);
	beacon_free(&b);
	assert_true(sample("12345.brain.json", &b));
	economy_of(&e, &b);
	assert_int_equal(e.risk, RISK_GREEN);
	assert_false(e.differs);
	assert_string_equal(b.capacity.gpu, "NVIDIA GeForce RTX 3090");
	assert_int_equal(b.ipfs_peers, 64);
	beacon_free(&b);
	assert_true(sample("12345.minus10-bug.json", &b));
	assert_true(b.zen_bug);
	economy_of(&e, &b);
	assert_int_equal(e.risk, RISK_UNKNOWN);
	beacon_free(&b);
	assert_true(sample("12345.booting.json", &b));
	assert_int_equal(b.kind, BEACON_BOOTING);
	beacon_free(&b);
	assert_true(sample("12345.json_build_error.json", &b));
	assert_int_equal(b.kind, BEACON_BUILD_ERROR);
	beacon_free(&b);
}

/* All of it comes back, into a beacon that held something else. */
static void folded(void **state)
{
	struct beacon b = read_ok("{\"version\":\"12345.0.2\",\"hostname\":\"h\",\"captainZEN\":\"3\",\"STATION_LAT\":\"43.6\",\"services\":"
	                          "{\"ipfs\":{\"active\":true,\"port\":4001},\"relay\":{\"active\":false}},\"economy\":{}}");
	struct beacon back = read_ok("{\"hostname\":\"other\",\"captain\":\"c\",\"services\":{\"npm\":{\"active\":true}}}");
	const void *services;
	(void)state;
	for (int round = 0; round < 2; round++) {
		struct slice s = beacon_fold(&b);
		assert_true(s.n < 1000);
		beacon_unfold(&back, s);
		free((void *)(uintptr_t)s.p);
		assert_int_equal(back.daemons.n, b.daemons.n);
		if (b.daemons.n)
			assert_memory_equal(back.daemons.v, b.daemons.v, b.daemons.n * sizeof *b.daemons.v);
		services = back.daemons.v;
		assert_true(!services || services != b.daemons.v);
		struct daemons own = back.daemons;
		back.daemons = b.daemons;
		assert_memory_equal(&back, &b, sizeof b);
		back.daemons = own;
		beacon_free(&b);
		beacon_init(&b);
		snprintf(b.host, sizeof b.host, "%.*s", (int)sizeof b.host - 1, "a name that ends where its room does, and so on, and so on, and so on, and so on, ever");
		memset(b.ssh, 'x', sizeof b.ssh - 1);
	}
	beacon_free(&back);
	beacon_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_all_kinds), cmocka_unit_test(fields), cmocka_unit_test(there_and_back),
		cmocka_unit_test(states_that_are_words), cmocka_unit_test(minus_ten), cmocka_unit_test(hostile), cmocka_unit_test(not_a_station),
		cmocka_unit_test(too_many_services), cmocka_unit_test(heartbox), cmocka_unit_test(what_needs_what), cmocka_unit_test(economy),
		cmocka_unit_test(samples), cmocka_unit_test(folded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
