/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox's stations: the shapes of the samples, every form that a switch makes, money that agrees with the chain, and a
 * home folder that says what the ports say. */
#include "tests/unit/sandbox_ask.h"

#include "base/paths.h"
#include "codec/peerid.h"
#include "codec/ss58.h"
#include "sandbox/station/words.h"
#include "sandbox/station/home.h"
#include "tests/shared.h"

#include <dirent.h>
#include <sodium.h>
#include <sys/stat.h>

static struct ground g;
static struct str home;

static int up(void **state)
{
	(void)state;
	ground_up(&g, 12);
	str_adds(&home, jread_text(g.line, "home", ""));
	return 0;
}

static int down(void **state)
{
	struct stat st;

	(void)state;
	ground_down(&g);
	if (!stat(str_c(&home), &st))
		fail_msg("the home folder stayed behind");
	str_free(&home);
	return 0;
}

static int mend(void **state)
{
	(void)state;
	order(&g, "clear");
	return 0;
}

static struct reply station(size_t i)
{
	return ask(&g, "", i ? "station.1" : "station.0", "/");
}

static char kind(const json_t *v)
{
	return !v ? '-' : json_is_string(v) ? 's' : json_is_number(v) ? 'n' : json_is_object(v) ? 'o' : json_is_array(v) ? 'a'
	       : json_is_null(v) ? '0' : 'b';
}

/* Every member of the sample is there with its type; lists are compared by their first element when both have one. */
static void same_shape(const json_t *sample, const json_t *made, const char *where)
{
	const char *key;
	json_t *v;
	char path[256];

	if (kind(sample) != kind(made) && !(kind(sample) == '0' || kind(made) == '0'))
		fail_msg("%s: the sample has %c, we have %c", where, kind(sample), kind(made));
	json_object_foreach((json_t *)(uintptr_t)sample, key, v) {
		snprintf(path, sizeof path, "%s.%s", where, key);
		same_shape(v, json_object_get(made, key), path);
	}
	if (json_is_array(sample) && json_array_size(sample) && json_array_size(made)) {
		snprintf(path, sizeof path, "%s.0", where);
		same_shape(json_array_get(sample, 0), json_array_get(made, 0), path);
	}
}

/* First in a test that needs them: skipping leaves it at once. */
static void need_samples(void)
{
	if (shared_path("data/astroport-samples/README.md"))
		return;
	print_message("the samples are not here\n");
	skip();
}

static json_t *sample(const char *rel)
{
	char path[128];

	snprintf(path, sizeof path, "data/astroport-samples/%s", rel);
	return json_load_file(shared_path(path), 0, NULL);
}

static void compare(const char *rel, struct reply r)
{
	json_t *s = sample(rel);

	assert_non_null(s);
	assert_non_null(r.json);
	same_shape(s, r.json, rel);
	json_decref(s);
	reply_free(&r);
}

static void documents_have_the_shape_of_the_samples(void **state)
{
	struct str path = { 0 };
	struct reply r;

	(void)state;
	need_samples();
	compare("12345.rpi.json", station(HERE));
	compare("12345.brain.json", station(AFAR));
	compare("upassport/ustats.GET_root.json", ask(&g, "", "upassport", "/?lat=43.60&lon=1.44"));
	compare("upassport/health.json", ask(&g, "", "upassport", "/health"));
	compare("upassport/captain_info.json", ask(&g, "", "upassport", "/api/nostr/admin/captain_info"));
	compare("upassport/rate-limit-status.json", ask(&g, "", "upassport", "/rate-limit-status"));
	compare("upassport/api_umap_geolinks.json", ask(&g, "", "upassport", "/api/umap/geolinks?lat=43.60&lon=1.44"));
	r = station(HERE);
	str_addf(&path, "/check_balance?g1pub=%s", jread_text(r.json, "CAPTAING1PUB", ""));
	compare("upassport/check_balance.json", ask(&g, "", "upassport", str_c(&path)));
	str_cut(&path, 0);
	str_addf(&path, "/check_g1history?g1pub=%s", jread_text(r.json, "CAPTAING1PUB", ""));
	compare("upassport/check_g1history.json", ask(&g, "", "upassport", str_c(&path)));
	str_cut(&path, 0);
	str_addf(&path, "/api/getN2?hex=%s", jread_text(r.json, "captainHEX", ""));
	compare("upassport/getN2.json", ask(&g, "", "upassport", str_c(&path)));
	str_cut(&path, 0);
	str_addf(&path, "/api/myGPS?npub=%s", jread_text(r.json, "captainHEX", ""));
	compare("upassport/myGPS.403.json", ask(&g, "", "upassport", str_c(&path)));
	reply_free(&r);
	str_free(&path);
}

static json_t *home_json(const char *rel)
{
	struct str path = { 0 };
	json_t *o;

	str_addf(&path, "%s/%s", str_c(&home), rel);
	o = json_load_file(str_c(&path), 0, NULL);
	str_free(&path);
	return o;
}

static void the_report_and_the_analysis_too(void **state)
{
	struct str path = { 0 };
	struct reply r;
	json_t *s, *o;

	(void)state;
	need_samples();
	r = station(HERE);
	str_addf(&path, ".zen/tmp/%s/heartbox_analysis.json", jread_text(r.json, "ipfsnodeid", ""));
	o = home_json(str_c(&path));
	assert_non_null(o);
	s = sample("heartbox_analysis.json");
	same_shape(s, o, "heartbox");
	json_decref(s);
	json_decref(o);
	str_cut(&path, 0);
	str_addf(&path, ".zen/tmp/%s/economy_health.json", jread_text(r.json, "ipfsnodeid", ""));
	o = home_json(str_c(&path));
	assert_non_null(o);
	s = sample("nostr/economy_health.content.json");
	same_shape(s, o, "economy");
	json_decref(s);
	json_decref(o);
	str_free(&path);
	reply_free(&r);
}

static void numbers_are_strings(void **state)
{
	struct reply r = station(HERE);
	const char *key;
	json_t *v;

	(void)state;
	assert_non_null(strstr(str_c(&r.head), "Server: Astroport.ONE"));
	assert_null(strstr(str_c(&r.head), "Content-Length"));
	assert_null(strstr(str_c(&r.head), "chunked"));
	json_object_foreach(r.json, key, v)
		if (strcmp(key, "capacities") && strcmp(key, "services") && strcmp(key, "economy") && strcmp(key, "boots"))
			assert_true(json_is_string(v));
	reply_free(&r);
}

static void the_peer_is_the_ssh_key_at_level_y(void **state)
{
	struct reply r = station(HERE), id = rpc(&g, "id");
	const char *line = jread_text(r.json, "SSHPUB", ""), *b64 = strchr(line, ' ') + 1;
	unsigned char blob[51];
	char peer[PEERID_MAX];
	size_t n;

	(void)state;
	assert_int_equal(sodium_base642bin(blob, sizeof blob, b64, strcspn(b64, " "), NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL), 0);
	peerid_text(blob + 19, peer);
	assert_string_equal(peer, jread_text(r.json, "ipfsnodeid", ""));
	assert_string_equal(peer, jread_text(id.json, "ID", ""));
	reply_free(&r);
	reply_free(&id);
}

/* Sets a switch of the station here and gives its document. */
static struct reply with(const char *name)
{
	struct str line = { 0 };
	struct reply r;

	order(&g, "clear station");
	str_addf(&line, "switch station %s on", name);
	order(&g, str_c(&line));
	r = station(HERE);
	str_free(&line);
	return r;
}

static void every_mood_shows(void **state)
{
	struct reply good = station(HERE), r;

	(void)state;
	r = with("booting");
	assert_string_equal(jread_text(r.json, "status", ""), "booting");
	assert_int_equal(json_object_size(r.json), 5);
	reply_free(&r);
	r = with("build-error");
	assert_string_equal(jread_text(r.json, "status", ""), "json_build_error");
	reply_free(&r);
	r = with("minus10");
	assert_string_equal(jread_text(r.json, "captainZEN", ""), "-10");
	assert_int_equal(jread_int(r.json, "economy.treasury_zen", 0), -10);
	assert_string_equal(jread_text(r.json, "economy.risk_level", ""), "RED");
	reply_free(&r);
	r = with("stale");
	assert_int_equal(jread_int(good.json, "created", 0) - jread_int(r.json, "created", 0), 2 * 86400);
	reply_free(&r);
	r = with("hostile");
	assert_non_null(strchr(jread_text(r.json, "hostname", ""), '\x1b'));
	reply_free(&r);
	r = with("future");
	assert_string_equal(jread_text(r.json, "version", ""), "12346.1.0");
	assert_true(json_is_integer(json_object_get(r.json, "created")));
	reply_free(&r);
	r = with("wrong-types");
	assert_true(json_is_string(json_object_get(r.json, "services")));
	reply_free(&r);
	r = with("fallback");
	assert_int_equal(json_object_size(json_object_get(r.json, "capacities")), 1);
	assert_int_equal(json_object_size(json_object_get(r.json, "services")), 3);
	reply_free(&r);
	r = with("gaps");
	assert_null(json_object_get(r.json, "economy"));
	reply_free(&r);
	r = with("big");
	assert_true(r.body.n > 10000000);
	assert_non_null(r.json);
	reply_free(&r);
	r = with("invalid-json");
	assert_null(r.json);
	reply_free(&r);
	/* The one afar has its own switches. */
	r = station(AFAR);
	assert_non_null(r.json);
	reply_free(&r);
	reply_free(&good);
}

static void half_a_document_ends_early(void **state)
{
	struct reply good = station(HERE), r;

	(void)state;
	order(&g, "cut station on");
	r = station(HERE);
	assert_null(r.json);
	assert_true(r.body.n > 100 && r.body.n < good.body.n * 6 / 10);
	reply_free(&r);
	reply_free(&good);
}

/* What the purse holds, said four ways. */
static void money_agrees_with_the_chain(void **state)
{
	struct reply r = station(HERE), b;
	const struct world *w = g.sb.world;
	const char *address = jread_text(r.json, "CAPTAING1PUB", "");
	struct str path = { 0 };
	int64_t centimes = -1;
	unsigned char pub[32];
	unsigned prefix;
	char text[24], coins[40], zen[24];
	FILE *f;

	(void)state;
	assert_int_equal(ss58_decode(slice_of(address), &prefix, pub), E_OK);
	assert_int_equal(prefix, SS58_G1);
	for (size_t i = 0; i < w->accounts.n; i++)
		if (!memcmp(w->accounts.v[i].pub, pub, 32))
			centimes = wallet_balance(&g.sb, (int32_t)i);
	assert_true(centimes >= 0);
	zen_text(centimes, zen);
	assert_string_equal(zen, jread_text(r.json, "captainZEN", ""));
	snprintf(text, sizeof text, "%lld.%02lld", (long long)centimes / 100, (long long)centimes % 100);
	str_addf(&path, "/check_balance?g1pub=%s", address);
	b = ask(&g, "", "upassport", str_c(&path));
	assert_string_equal(jread_text(b.json, "balance", ""), text);
	str_cut(&path, 0);
	str_addf(&path, "%s/.zen/tmp/coucou/%s.COINS", str_c(&home), address);
	f = fopen(str_c(&path), "r");
	assert_non_null(f);
	assert_non_null(fgets(coins, sizeof coins, f));
	fclose(f);
	coins[strcspn(coins, "\n")] = 0;
	assert_string_equal(coins, text);
	zen_text(480, zen);
	assert_string_equal(zen, "38.0");
	zen_text(95, zen);
	assert_string_equal(zen, "-0.5");
	str_free(&path);
	reply_free(&r);
	reply_free(&b);
}

static size_t folders(const char *rel)
{
	struct str path = { 0 };
	struct dirent *e;
	size_t n = 0;
	DIR *d;

	str_addf(&path, "%s/%s", str_c(&home), rel);
	d = opendir(str_c(&path));
	while (d && (e = readdir(d)))
		n += e->d_name[0] != '.';
	if (d)
		closedir(d);
	str_free(&path);
	return n;
}

static struct str home_text(const char *rel)
{
	struct str path = { 0 }, text = { 0 };

	str_addf(&path, "%s/%s", str_c(&home), rel);
	assert_int_equal(paths_read(str_c(&path), 1 << 20, &text, NULL), E_OK);
	str_free(&path);
	return text;
}

static void the_home_folder_tells_the_same(void **state)
{
	struct reply r = station(HERE);
	json_t *last = home_json(".zen/tmp/12345.last.json");
	struct str text;

	(void)state;
	assert_true(json_equal(last, r.json));
	assert_int_equal(folders(".zen/tmp/swarm"), 11);
	assert_true(folders(".zen/log") >= 9);
	assert_true(folders(".zen/game/nostr") > 3);
	text = home_text(".ssh/authorized_keys");
	assert_non_null(strstr(str_c(&text), "root@vps-3481"));
	assert_non_null(strstr(str_c(&text), " uplanet:"));
	assert_non_null(strstr(str_c(&text), "capitaine.demo@bureau"));
	str_free(&text);
	text = home_text(".ipfs/swarm.key");
	assert_int_equal(strncmp(str_c(&text), "/key/swarm/psk/1.0.0/\n/base16/\n", 31), 0);
	str_free(&text);
	json_decref(last);
	reply_free(&r);
}

static void what_is_silent_leaves_the_cache(void **state)
{
	struct str path = { 0 };
	struct stat st;

	(void)state;
	order(&g, "advance 0.5");
	assert_int_equal(folders(".zen/tmp/swarm"), 9);
	order(&g, "kubo key none");
	str_addf(&path, "%s/.ipfs/swarm.key", str_c(&home));
	assert_int_not_equal(stat(str_c(&path), &st), 0);
	order(&g, "kubo key origin");
	assert_int_equal(stat(str_c(&path), &st), 0);
	str_free(&path);
}

static void a_full_disk_keeps_the_old_files(void **state)
{
	json_t *before, *after;

	(void)state;
	before = home_json(".zen/tmp/12345.last.json");
	order(&g, "disk-full on");
	order(&g, "advance 3600s");
	after = home_json(".zen/tmp/12345.last.json");
	assert_true(json_equal(before, after));
	json_decref(after);
	order(&g, "disk-full off");
	order(&g, "home");
	after = home_json(".zen/tmp/12345.last.json");
	assert_false(json_equal(before, after));
	json_decref(before);
	json_decref(after);
}

static void upassport_refuses_as_it_does(void **state)
{
	struct reply r = ask(&g, "", "upassport", "/nothing");

	(void)state;
	assert_int_equal(r.status, 404);
	assert_string_equal(str_c(&r.body), "{\"detail\":\"Not Found\"}");
	reply_free(&r);
	r = ask(&g, "", "upassport", "/check_balance");
	assert_int_equal(r.status, 422);
	assert_string_equal(jread_text(r.json, "detail.0.type", ""), "missing");
	reply_free(&r);
	r = ask(&g, "", "upassport", "/api/nostr/admin/multipass_list");
	assert_int_equal(r.status, 403);
	reply_free(&r);
	r = ask(&g, "", "upassport", "/api/nostr/admin/multipass_list?uplanetname="
		"0000000000000000000000000000000000000000000000000000000000000000");
	assert_int_equal(r.status, 200);
	assert_int_equal(jread_int(r.json, "count", -1), (int64_t)json_array_size(json_object_get(r.json, "accounts")));
	reply_free(&r);
	order(&g, "switch upassport rate-limit on 2");
	order(&g, "advance 60s");
	for (int i = 0; i < 3; i++) {
		r = ask(&g, "", "upassport", "/health");
		assert_int_equal(r.status, i < 2 ? 200 : 429);
		reply_free(&r);
	}
}

/* Keys of places on the open swarm: a vector that anybody can compute. */
static void places_have_their_known_keys(void **state)
{
	struct reply r;

	(void)state;
	order(&g, "kubo key origin");
	r = ask(&g, "", "upassport", "/api/umap/geolinks?lat=43.60&lon=1.44");
	assert_string_equal(jread_text(r.json, "umaps.here", ""), "0c8c06d0e47db9b6cc05f28d53440abcca5c3de9b52ec78fe008c1976d392032");
	assert_string_equal(jread_text(r.json, "umaps.north", ""), "f15efd4303a83f20e9d17ef45df5e47dbdb4d54bbef06968fc3871d3602792a5");
	assert_string_equal(jread_text(r.json, "sectors.here", ""), "c4b2a13e58ab450b6e3d8ea17a6d1c72f208d229c069853965ce38ca8f310923");
	assert_string_equal(jread_text(r.json, "regions.here", ""), "f4b0e574b2a30285237c64e448cc981a7e32bb7c4ede231cbb1843c2a5f8f0be");
	reply_free(&r);
}

/* Toulouse, 27 May: 22:03 by the clock, two hours ahead of UTC. */
static void the_night_begins_by_the_sun(void **state)
{
	struct station toulouse = { .gps = true, .lat = 43.60, .lon = 1.44 };
	int64_t day = 1779890400 / 86400, ms = nightly_start(&toulouse, day) - day * 86400000;

	(void)state;
	assert_in_range(ms / 60000, 20 * 60 + 1, 20 * 60 + 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(documents_have_the_shape_of_the_samples, mend),
		cmocka_unit_test_teardown(the_report_and_the_analysis_too, mend),
		cmocka_unit_test_teardown(numbers_are_strings, mend),
		cmocka_unit_test_teardown(the_peer_is_the_ssh_key_at_level_y, mend),
		cmocka_unit_test_teardown(every_mood_shows, mend),
		cmocka_unit_test_teardown(half_a_document_ends_early, mend),
		cmocka_unit_test_teardown(money_agrees_with_the_chain, mend),
		cmocka_unit_test_teardown(the_home_folder_tells_the_same, mend),
		cmocka_unit_test_teardown(what_is_silent_leaves_the_cache, mend),
		cmocka_unit_test_teardown(a_full_disk_keeps_the_old_files, mend),
		cmocka_unit_test_teardown(upassport_refuses_as_it_does, mend),
		cmocka_unit_test_teardown(places_have_their_known_keys, mend),
		cmocka_unit_test(the_night_begins_by_the_sun),
	};

	return cmocka_run_group_tests(tests, up, down);
}
