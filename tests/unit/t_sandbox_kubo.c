/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox's Kubo over its ports: shapes and errors as captured from Kubo 0.42, figures that agree with each other, and
 * blocks that are what their names say. */
#include "tests/unit/sandbox_ask.h"

#include "codec/cid.h"
#include "codec/dagpb.h"
#include "sandbox/kubo/inside.h"
#include "sandbox/kubo/args.h"
#include "sandbox/kubo/find.h"

static struct ground g;

static int up(void **state)
{
	(void)state;
	ground_up(&g, 12);
	return 0;
}

static int down(void **state)
{
	(void)state;
	ground_down(&g);
	return 0;
}

static int mend(void **state)
{
	(void)state;
	order(&g, "clear");
	return 0;
}

static void expect_error(const char *command, long status, const char *message)
{
	struct reply r = rpc(&g, command);

	assert_int_equal(r.status, status);
	assert_string_equal(jread_text(r.json, "Message", "no message"), message);
	assert_int_equal(jread_int(r.json, "Code", -1), status == 400);
	assert_string_equal(jread_text(r.json, "Type", ""), "error");
	reply_free(&r);
}

static void expect_text(const char *method, const char *command, long status, const char *body)
{
	struct str path = { 0 };
	struct reply r;

	str_addf(&path, "/api/v0/%s", command);
	r = ask(&g, method, "ipfs.api", str_c(&path));
	assert_int_equal(r.status, status);
	assert_string_equal(str_c(&r.body), body);
	str_free(&path);
	reply_free(&r);
}

static void errors_are_those_of_kubo(void **state)
{
	(void)state;
	expect_text("", "id", 405, "405 - Method Not Allowed\n");
	expect_text("PUT", "id", 405, "405 - Method Not Allowed\n");
	expect_text("POST", "nonsense", 404, "404 page not found\n");
	expect_text("POST", "cat", 400, "argument \"ipfs-path\" is required\n");
	expect_text("POST", "bitswap/ledger", 400, "argument \"peer\" is required\n");
	expect_text("POST", "swarm/peers?verbose=maybe", 400,
		    "could not convert value \"maybe\" to type \"bool\" (for option \"-verbose\")\n");
	expect_text("POST", "cat?arg=bafkqaaa&length=x", 400, "could not convert value \"x\" to type \"int64\" (for option \"-length\")\n");
	expect_text("POST", "version?encoding=foo", 400, "invalid encoding: foo\n");
	expect_text("POST", "version?encoding=text", 200, "ipfs version 0.42.0\n");
	expect_error("id?arg=xx", 500, "invalid peer id");
	expect_error("id?arg=12D3KooWGvUaX9NfTuAc3MR9bsKyvigdDrJWaA9ZSWDmMBWba6sy", 500, "routing: not found");
	expect_error("stats/bw?interval=zz", 500, "time: invalid duration \"zz\"");
	expect_error("stats/bw?peer=a&proto=b", 400, "please only specify peer OR protocol");
	expect_error("pin/ls?type=foo", 500, "invalid type 'foo', must be one of {direct, indirect, recursive, all}");
	expect_error("pin/ls?arg=foo", 500, "invalid path \"foo\": path does not have enough components");
	expect_error("cat?arg=/foo/bar", 500, "invalid path \"/foo/bar\": unknown namespace: \"foo\"");
	expect_error("files/ls?arg=camp", 500, "paths must start with a leading slash");
	expect_error("files/stat?arg=/nope", 500, "file does not exist");
	expect_error("config?arg=Datastore.Nope", 500, "failed to get config value: \"Datastore.Nope not found\"");
	expect_error("config?arg=Datastore.StorageMax.x", 500, "failed to get config value: \"Datastore.StorageMax key is not a map\"");
	expect_error("config?arg=Identity.PrivKey", 500, "cannot show or change private key through API");
	expect_error("cat?arg=QmPXoo5XpH13yeq1EcxZZ4NU9Cy3Vgfb4BwFUvUVFCvpTX&offline=true", 500,
		     "block was not found locally (offline): ipld: could not find QmPXoo5XpH13yeq1EcxZZ4NU9Cy3Vgfb4BwFUvUVFCvpTX");
	expect_error("cat?arg=QmPXoo5XpH13yeq1EcxZZ4NU9Cy3Vgfb4BwFUvUVFCvpTX&timeout=50ms", 500, "context deadline exceeded");
}

/* The member's type as a letter; '-' when it is absent. */
static char kind(const json_t *o, const char *path)
{
	json_t *v = jread_at(o, path);

	return !v ? '-' : json_is_string(v) ? 's' : json_is_integer(v) ? 'i' : json_is_real(v) ? 'r' : json_is_object(v) ? 'o'
	       : json_is_array(v) ? 'a' : json_is_null(v) ? 'n' : 'b';
}

static void shapes_are_those_of_kubo(void **state)
{
	static const struct {
		const char *command, *path, *kinds; /* any of the kinds */
	} all[] = {
		{ "id", "ID", "s" }, { "id", "Addresses", "a" }, { "id", "Protocols.0", "s" }, { "id", "Key", "-" },
		{ "version", "Repo", "s" }, { "version", "Commit", "s" },
		{ "swarm/peers", "Peers.0.Latency", "-" }, { "swarm/peers", "Peers.0.Direction", "-" },
		{ "swarm/peers", "Peers.0.Streams", "-" }, { "swarm/peers", "Peers.0.Identify.Addresses", "n" },
		{ "swarm/peers", "Peers.0.Identify.ID", "s" }, { "swarm/peers?latency=true", "Peers.0.Latency", "s" },
		{ "swarm/peers?latency=true", "Peers.0.Direction", "-" }, { "swarm/peers?direction=true", "Peers.0.Direction", "i" },
		{ "swarm/peers?verbose", "Peers.0.Direction", "i" }, { "swarm/addrs", "Addrs", "o" },
		{ "swarm/addrs/local", "Strings.0", "s" }, { "swarm/filters", "Strings", "n" }, { "swarm/peering/ls", "Peers", "a" },
		{ "stats/bw", "TotalIn", "i" }, { "stats/bw", "RateIn", "ir" }, { "repo/stat", "RepoSize", "i" },
		{ "repo/stat", "RepoPath", "s" }, { "repo/stat", "Version", "s" }, { "repo/version", "Version", "s" },
		{ "bitswap/stat", "Wantlist.0", "o" }, { "stats/bitswap", "Peers.0", "s" }, { "stats/bitswap", "DataSent", "i" },
		{ "bitswap/wantlist", "Keys", "a" }, { "pin/ls?type=direct", "Keys", "o" }, { "key/list", "Keys.0.Id", "s" },
		{ "p2p/ls", "Listeners.0.Protocol", "s" }, { "p2p/stream/ls", "Streams", "an" }, { "bootstrap/list", "Peers.0", "s" },
		{ "bootstrap", "Peers", "a" }, { "config/show", "Identity.PrivKey", "-" }, { "config/show", "Datastore.StorageMax", "s" },
		{ "diag/sys", "diskinfo.total_space", "i" }, { "files/ls", "Entries.0.Hash", "s" }, { "files/ls", "Entries.0.Type", "i" },
		{ "files/stat?arg=/", "CumulativeSize", "i" }, { "name/pubsub/state", "Enabled", "b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct reply r = rpc(&g, all[i].command);
		if (r.status != 200 || !strchr(all[i].kinds, kind(r.json, all[i].path)))
			fail_msg("%s: %s is %c, not one of %s", all[i].command, all[i].path, kind(r.json, all[i].path), all[i].kinds);
		assert_non_null(strstr(str_c(&r.head), "kubo/0.42.0"));
		reply_free(&r);
	}
}

static void totals_agree(void **state)
{
	struct reply all = rpc(&g, "stats/bw"), peers, one;
	double sum = 0;
	json_t *p;
	size_t i;

	(void)state;
	assert_true(jread_int(all.json, "TotalIn", 0) > 1000000);
	for (i = 0; i < TRAFFIC_PROTOCOLS; i++) {
		struct str command = { 0 };
		str_addf(&command, "stats/bw?proto=%s", traffic_protocols[i]);
		one = rpc(&g, str_c(&command));
		sum += (double)jread_int(one.json, "TotalIn", 0);
		reply_free(&one);
		str_free(&command);
	}
	/* The clock runs between two questions, by milliseconds. */
	assert_true(sum / (double)jread_int(all.json, "TotalIn", 1) > 0.999 && sum / (double)jread_int(all.json, "TotalIn", 1) < 1.001);
	peers = rpc(&g, "swarm/peers");
	sum = 0;
	json_array_foreach(json_object_get(peers.json, "Peers"), i, p) {
		struct str command = { 0 };
		bool twice = i && !strcmp(jread_text(p, "Peer", ""), "");
		str_addf(&command, "stats/bw?peer=%s", jread_text(p, "Peer", ""));
		one = rpc(&g, str_c(&command));
		assert_false(twice);
		assert_true(jread_int(one.json, "TotalIn", -1) >= 0);
		sum += json_number_value(json_object_get(one.json, "RateIn"));
		reply_free(&one);
		str_free(&command);
	}
	assert_true(sum > 0);
	reply_free(&peers);
	reply_free(&all);
}

static void peers_come_and_go_and_bytes_only_grow(void **state)
{
	struct reply before = rpc(&g, "swarm/peers"), bytes = rpc(&g, "stats/bw"), after, more;

	(void)state;
	order(&g, "advance 600s");
	after = rpc(&g, "swarm/peers");
	more = rpc(&g, "stats/bw");
	assert_false(json_equal(before.json, after.json));
	assert_true(jread_int(more.json, "TotalIn", 0) > jread_int(bytes.json, "TotalIn", 0));
	assert_true(jread_int(more.json, "TotalOut", 0) > jread_int(bytes.json, "TotalOut", 0));
	reply_free(&before);
	reply_free(&bytes);
	reply_free(&after);
	reply_free(&more);
}

static void bandwidth_flows(void **state)
{
	struct str url = { 0 };
	struct reply r;
	int lines = 0;

	(void)state;
	str_addf(&url, "%s/api/v0/stats/bw?poll=true&interval=50ms", jread_text(g.line, "ipfs.api", ""));
	r = ask_for(&g, "POST", str_c(&url), 500);
	assert_int_equal(r.code, CURLE_OPERATION_TIMEDOUT);
	for (size_t i = 0; i < r.body.n; i++)
		lines += r.body.p[i] == '\n';
	assert_true(lines >= 2);
	assert_non_null(strstr(str_c(&r.head), "X-Chunked-Output: 1"));
	str_free(&url);
	reply_free(&r);
}

static size_t count_lines(const char *command)
{
	struct reply r = rpc(&g, command);
	size_t n = 0;

	assert_int_equal(r.status, 200);
	for (size_t i = 0; i < r.body.n; i++)
		n += r.body.p[i] == '\n';
	reply_free(&r);
	return n;
}

static void pins_by_kind(void **state)
{
	struct reply whole = rpc(&g, "pin/ls"), some, none;
	size_t all = count_lines("pin/ls?stream=true"), i = 0;
	const char *key;
	json_t *v;

	(void)state;
	assert_true(all > 8000);
	assert_int_equal(json_object_size(json_object_get(whole.json, "Keys")), all);
	assert_int_equal(count_lines("pin/ls?stream=true&type=recursive") + count_lines("pin/ls?stream=true&type=direct") +
			 count_lines("pin/ls?stream=true&type=indirect"), all);
	/* Any pin can be asked for by its name; what is not pinned cannot. */
	json_object_foreach(json_object_get(whole.json, "Keys"), key, v) {
		struct str command = { 0 };
		if (i++ % 701)
			continue;
		str_addf(&command, "pin/ls?arg=%s", key);
		some = rpc(&g, str_c(&command));
		assert_int_equal(some.status, 200);
		assert_non_null(json_object_get(json_object_get(some.json, "Keys"), key));
		reply_free(&some);
		str_free(&command);
	}
	none = rpc(&g, "pin/ls?arg=bafkreicszyrvqcf4ku73sc5tovxn2fubvd7mpjrormxtvfwiy7lc247i2a");
	assert_int_equal(none.status, 500);
	reply_free(&none);
	reply_free(&whole);
	none = rpc(&g, "pin/ls?name=nobody-calls-it-so");
	assert_string_equal(str_c(&none.body), "{}\n");
	reply_free(&none);
	order(&g, "switch ipfs pins on 30000");
	assert_true(count_lines("pin/ls?stream=true&type=recursive") > 30000);
}

/* Every block under the library has the digest that its CID names, and files read back whole. */
static void blocks_are_what_they_are_called(void **state)
{
	struct reply pins = rpc(&g, "pin/ls?names=true&stream=true&name=biblio"), refs, r;
	struct str command = { 0 };
	const char *root = jread_text(pins.json, "Cid", "");
	size_t checked = 0;
	struct slice rest, line;

	(void)state;
	str_addf(&command, "refs?arg=%s&recursive=true&unique=true", root);
	refs = rpc(&g, str_c(&command));
	rest = slice_str(&refs.body);
	while (slice_split(&rest, '\n', &line)) {
		json_t *o = json_loadb(line.p, line.n, 0, NULL);
		struct cid named, made;
		if (!o)
			continue;
		assert_int_equal(cid_read(slice_of(jread_text(o, "Ref", "")), &named), E_OK);
		str_cut(&command, 0);
		str_addf(&command, "block/get?arg=%s", jread_text(o, "Ref", ""));
		r = rpc(&g, str_c(&command));
		made = cid_of(named.version, named.codec, str_c(&r.body), r.body.n);
		assert_true(cid_same(&named, &made));
		checked++;
		reply_free(&r);
		json_decref(o);
	}
	assert_true(checked > 10);
	str_cut(&command, 0);
	str_addf(&command, "cat?arg=%s/sons/marche-du-samedi.ogg", root);
	r = rpc(&g, str_c(&command));
	assert_int_equal(r.body.n, 610000);
	assert_non_null(strstr(str_c(&r.head), "X-Content-Length: 610000"));
	str_addf(&command, "&offset=262140&length=10");
	reply_free(&refs);
	refs = rpc(&g, str_c(&command));
	assert_int_equal(refs.body.n, 10);
	assert_memory_equal(refs.body.p, r.body.p + 262140, 10);
	reply_free(&refs);
	reply_free(&r);
	reply_free(&pins);
	str_free(&command);
}

static void names_of_the_swarm_resolve(void **state)
{
	struct reply r = rpc(&g, "name/resolve"), far;
	struct str path = { 0 };

	(void)state;
	assert_int_equal(strncmp(jread_text(r.json, "Path", ""), "/ipfs/Qm", 8), 0);
	reply_free(&r);
	for (size_t i = 0; i < 12; i++) {
		const struct station *st = &kubo_swarm(kubo_of(&g.sb))->stations.v[i];
		str_cut(&path, 0);
		str_addf(&path, "/ipns/%s/12345.json", st->ipns);
		far = ask(&g, "", "ipfs.gateway", str_c(&path));
		assert_int_equal(far.status, 200);
		assert_string_equal(jread_text(far.json, "ipfsnodeid", ""), st->peer);
		reply_free(&far);
	}
	/* Asked for by its PeerID, it leads to the same key as a CID. */
	str_cut(&path, 0);
	str_addf(&path, "/ipns/%s/12345.json", kubo_swarm(kubo_of(&g.sb))->stations.v[AFAR].peer);
	far = ask(&g, "", "ipfs.gateway", str_c(&path));
	assert_int_equal(far.status, 302);
	assert_non_null(strstr(str_c(&far.head), "Location: /ipns/k51"));
	reply_free(&far);
	str_free(&path);
	far = ask(&g, "", "ipfs.gateway", "/ipfs/zzz");
	assert_int_equal(far.status, 400);
	reply_free(&far);
}

/* The fingerprint of the ORIGIN swarm as a real node prints it. */
static void the_swarm_key_is_told_by_its_fingerprint(void **state)
{
	static const unsigned char zeros[32];
	char text[33];
	struct reply r;

	(void)state;
	swarm_fingerprint(zeros, text);
	assert_string_equal(text, "708a75afd05affb08736cbf17c73773e");
	r = rpc(&g, "swarm/peers");
	assert_null(strstr(str_c(&r.body), "quic"));
	reply_free(&r);
	order(&g, "kubo key none");
	r = rpc(&g, "swarm/peers");
	assert_non_null(strstr(str_c(&r.body), "quic-v1"));
	reply_free(&r);
	order(&g, "kubo key village");
}

static void switches_show(void **state)
{
	struct reply r;

	(void)state;
	order(&g, "switch ipfs offline on");
	expect_error("swarm/peers", 500, "this action must be run in online mode, try running 'ipfs daemon' first");
	expect_error("stats/bw", 400, "unable to run offline: this command must be run in online mode. Try running 'ipfs daemon' first");
	order(&g, "clear");
	order(&g, "switch ipfs no-metrics on");
	expect_error("stats/bw", 500, "bandwidth reporter disabled in config");
	order(&g, "switch ipfs no-tunnels on");
	expect_error("p2p/ls", 500, "libp2p stream mounting not enabled");
	order(&g, "switch ipfs alone on");
	expect_text("POST", "swarm/peers", 200, "{\"Peers\":null}\n");
	order(&g, "clear");
	order(&g, "switch ipfs ahead on");
	expect_text("POST", "bitswap/stat", 404, "404 page not found\n");
	r = rpc(&g, "version");
	assert_string_equal(jread_text(r.json, "Version", ""), "0.43.0");
	assert_string_equal(jread_text(r.json, "Repo", ""), "19");
	reply_free(&r);
	order(&g, "clear");
	order(&g, "switch ipfs peers on 3000");
	r = rpc(&g, "swarm/peers");
	assert_true(json_array_size(json_object_get(r.json, "Peers")) > 1000);
	reply_free(&r);
	order(&g, "clear");
	order(&g, "switch ipfs full on");
	r = rpc(&g, "repo/stat");
	assert_true(jread_int(r.json, "RepoSize", 0) > jread_int(r.json, "StorageMax", 0) * 99 / 100);
	reply_free(&r);
	order(&g, "clear");
	order(&g, "switch ipfs wrong-types on");
	r = rpc(&g, "repo/stat");
	assert_int_equal(kind(r.json, "RepoSize"), 's');
	reply_free(&r);
}

static void go_writes_durations_so(void **state)
{
	static const struct {
		int64_t ns;
		const char *text;
	} all[] = { { 1, "1ns" }, { 1500, "1.5µs" }, { 1039676, "1.039676ms" }, { 20000000, "20ms" }, { 1200000000, "1.2s" } };
	char text[32];
	int64_t ms;

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		go_duration(all[i].ns, text);
		assert_string_equal(text, all[i].text);
	}
	assert_true(go_interval("1m30s", &ms));
	assert_int_equal(ms, 90000);
	assert_true(go_interval("1.5s", &ms));
	assert_int_equal(ms, 1500);
	assert_false(go_interval("zz", &ms));
	assert_false(go_interval("", &ms));
	assert_false(go_interval("10", &ms));
}

/* The node's counters begin anew, a stream that runs ends, and the ports stay. */
static void a_restart_begins_anew(void **state)
{
	struct reply before = rpc(&g, "stats/bw"), after;

	(void)state;
	order(&g, "kubo restart");
	after = rpc(&g, "stats/bw");
	assert_true(jread_int(after.json, "TotalIn", -1) >= 0);
	assert_true(jread_int(after.json, "TotalIn", -1) < jread_int(before.json, "TotalIn", 0) / 100);
	reply_free(&before);
	reply_free(&after);
	order(&g, "restart wipe");
	for (int i = 0; i < 40; i++)
		loop_turn(g.loop, 10);
	after = rpc(&g, "id");
	assert_int_equal(after.status, 200);
	reply_free(&after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(errors_are_those_of_kubo, mend),
		cmocka_unit_test_teardown(shapes_are_those_of_kubo, mend),
		cmocka_unit_test_teardown(totals_agree, mend),
		cmocka_unit_test_teardown(peers_come_and_go_and_bytes_only_grow, mend),
		cmocka_unit_test_teardown(bandwidth_flows, mend),
		cmocka_unit_test_teardown(pins_by_kind, mend),
		cmocka_unit_test_teardown(blocks_are_what_they_are_called, mend),
		cmocka_unit_test_teardown(names_of_the_swarm_resolve, mend),
		cmocka_unit_test_teardown(the_swarm_key_is_told_by_its_fingerprint, mend),
		cmocka_unit_test_teardown(switches_show, mend),
		cmocka_unit_test(go_writes_durations_so),
		cmocka_unit_test(a_restart_begins_anew),
	};

	return cmocka_run_group_tests(tests, up, down);
}
