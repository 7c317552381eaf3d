/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "codec/hex.h"
#include "ipfs/kubo_read.h"
#include "ipfs/peerlist.h"
#include "ipfs/swarmkey.h"
#include <sys/stat.h>

static void durations(void **state)
{
	static const struct {
		const char *text;
		int64_t us;
	} cases[] = { { "23.456ms", 23456 }, { "1.5s", 1500000 }, { "1m2s", 62000000 }, { "1h0m0.5s", 3600500000 }, { "812µs", 812 },
		{ "n/a", -1 }, { "", -1 }, { "5", -1 }, { "ms", -1 }, { "1d", -1 }, { "0s", -1 } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(kubo_duration_us(slice_of(cases[i].text)), cases[i].us);
}

static void who(void **state)
{
	struct kubo_id id = { .version = "" };
	(void)state;
	assert_int_equal(kubo_read_version(SLICE("{\"Version\":\"0.38.2\",\"Commit\":\"x\"}"), &id, NULL), E_OK);
	assert_string_equal(id.version, "0.38.2");
	assert_false(id.ahead);
	assert_int_equal(kubo_read_version(SLICE("{\"Version\":\"0.99.0-rc1\"}"), &id, NULL), E_OK);
	assert_true(id.ahead);
	assert_int_equal(kubo_read_id(SLICE("{\"ID\":\"12D3KooWx\",\"AgentVersion\":\"kubo/0.38.2/\\u001b[2J\",\"Addresses\":[\"/ip4/1\",5,null],"
	                                    "\"Protocols\":null}"), &id, NULL), E_OK);
	assert_int_equal(id.addresses.n, 1);
	assert_int_equal(id.protocols.n, 0);
	assert_null(strchr(id.agent, 27));
	assert_int_equal(kubo_read_id(SLICE("{\"ID\":5}"), &id, NULL), E_PROTOCOL);
	assert_string_equal(id.id, "12D3KooWx"); /* what was known stays */
	assert_int_equal(kubo_read_id(SLICE("{\"ID\":\"12D3"), &id, NULL), E_PROTOCOL);
	kubo_id_free(&id);
}

static void rates(void **state)
{
	struct kubo_rate r = { -1, -1, -1, -1 };
	(void)state;
	assert_int_equal(kubo_read_rate(SLICE("{\"TotalIn\":5000000000,\"TotalOut\":1,\"RateIn\":1234.6,\"RateOut\":0}"), &r, NULL), E_OK);
	assert_int_equal(r.total_in, 5000000000);
	assert_int_equal(r.rate_in, 1235);
	assert_int_equal(kubo_read_rate(SLICE("{\"Message\":\"no\"}"), &r, NULL), E_PROTOCOL);
	assert_int_equal(kubo_read_rate(SLICE("[]"), &r, NULL), E_PROTOCOL);
	assert_int_equal(r.rate_in, 1235);
}

static void peers(void **state)
{
	struct kubo_peers p = { 0 };
	(void)state;
	assert_int_equal(peerlist_read(SLICE("{\"Peers\":null}"), &p, NULL), E_OK);
	assert_int_equal(p.n, 0);
	assert_int_equal(peerlist_read(SLICE("{\"Peers\":[{\"Addr\":\"/ip4/1.2.3.4/tcp/4001\",\"Peer\":\"A\",\"Latency\":\"12.5ms\",\"Direction\":1,"
	                                       "\"Streams\":[{\"Protocol\":\"x\"},{}]},{\"Addr\":\"/ip4/1/p2p/B/p2p-circuit\",\"Peer\":\"B\","
	                                       "\"Latency\":\"n/a\",\"Direction\":2,\"Streams\":null},{\"Peer\":7},\"x\",{\"Peer\":\"C\"}]}"),
	                                 &p, NULL), E_OK);
	assert_int_equal(p.n, 3);
	assert_int_equal(p.v[0].latency_us, 12500);
	assert_int_equal(p.v[0].streams, 2);
	assert_int_equal(p.v[0].way, KUBO_IN);
	assert_true(p.v[1].relayed);
	assert_int_equal(p.v[1].streams, 0);
	assert_int_equal(p.v[1].latency_us, -1);
	assert_int_equal(p.v[2].streams, -1);
	assert_int_equal(peerlist_read(SLICE("{\"Peers\":5}"), &p, NULL), E_PROTOCOL);
	kubo_peers_free(&p);
}

static void storage(void **state)
{
	struct kubo_repo r = { .objects = -1 };
	struct kubo_disk d;
	struct kubo_bitswap b = { .partners = -1 };
	(void)state;
	assert_int_equal(kubo_read_repo(SLICE("{\"RepoSize\":41000000000,\"StorageMax\":18446744073709551615,\"NumObjects\":0,\"RepoPath\":\"\"}"), &r, NULL),
	                 E_PROTOCOL); /* a number beyond 64 bits is not read by the library at all */
	assert_int_equal(kubo_read_repo(SLICE("{\"RepoSize\":41000000000,\"StorageMax\":9223372036854775807,\"NumObjects\":0,\"RepoPath\":\"/r\"}"), &r, NULL), E_OK);
	assert_int_equal(r.limit, -1);
	assert_int_equal(r.objects, -1);
	assert_int_equal(kubo_read_repo(SLICE("{\"RepoSize\":\"many\"}"), &r, NULL), E_PROTOCOL);
	assert_int_equal(kubo_read_disk(SLICE("{\"diskinfo\":{\"total_space\":500,\"free_space\":100},\"environment\":{\"IPFS_PATH\":\"/x\"}}"), &d, NULL), E_OK);
	assert_int_equal(d.total - d.free, 400);
	assert_int_equal(kubo_read_bitswap(SLICE("{\"DataReceived\":7,\"DataSent\":8,\"Wantlist\":null,\"Peers\":[\"a\",\"b\"]}"), &b, NULL), E_OK);
	assert_int_equal(b.partners, 2);
	assert_int_equal(b.wanted, 0);
}

static void lists(void **state)
{
	struct kubo_extras e = { .keys = { 0 } };
	struct str why = { 0 };
	(void)state;
	assert_int_equal(kubo_read_list(KUBO_LIST_KEYS, SLICE("{\"Keys\":[{\"Name\":\"self\",\"Id\":\"k51\"},{\"Name\":\"no id\"}]}"), &e, NULL), E_OK);
	assert_int_equal(e.keys.n, 1);
	assert_int_equal(kubo_read_list(KUBO_LIST_TUNNELS, SLICE("{\"Listeners\":[{\"Protocol\":\"/x/ssh-1\",\"ListenAddress\":\"/p2p/12D3A\",\"TargetAddress\":"
	                                                         "\"/ip4/127.0.0.1/tcp/22\"},{\"Protocol\":\"/x/ollama-2\",\"ListenAddress\":"
	                                                         "\"/ip4/127.0.0.1/tcp/1\",\"TargetAddress\":\"/p2p/12D3B\"}]}"), &e, NULL), E_OK);
	assert_int_equal(e.tunnels.n, 2);
	assert_false(e.tunnels.v[0].ours);
	assert_true(e.tunnels.v[1].ours);
	assert_int_equal(kubo_read_list(KUBO_LIST_TUNNELS, SLICE("{\"Listeners\":null}"), &e, NULL), E_OK);
	assert_int_equal(e.tunnels.n, 0);
	assert_int_equal(kubo_read_list(KUBO_LIST_BOOTSTRAP, SLICE("{\"Peers\":[\"/dnsaddr/x\"]}"), &e, NULL), E_OK);
	assert_int_equal(e.bootstrap.n, 1);
	assert_int_equal(kubo_read_list(KUBO_LIST_BOOTSTRAP, SLICE("{\"Peers\":{}}"), &e, NULL), E_PROTOCOL);
	kubo_extras_free(&e);
	kubo_read_refusal(SLICE("{\"Message\":\"bandwidth reporter disabled\",\"Code\":0,\"Type\":\"error\"}"), &why);
	unit_str_is(&why, "bandwidth reporter disabled");
}

/* The list comes in pieces of any size, and a pin may be named like a kind. */
static void pins(void **state)
{
	static const char text[] = "{\"Cid\":\"a\",\"Type\":\"recursive\"}\n{\"Cid\":\"b\",\"Type\":\"direct\",\"Name\":\"\\\"Type\\\":\\\"recursive\\\"\"}\n"
		"{\"Cid\":\"c\",\"Type\": \"indirect through d\"}\n{\"Cid\":\"e\",\"Type\":\"recursive\"}\n{\"Type\":\"unheard of kind of pin\"}\n";
	(void)state;
	for (size_t step = 1; step < sizeof text; step++) {
		struct kubo_pin_count c = { 0 };
		for (size_t i = 0; i < sizeof text - 1; i += step)
			kubo_count_pins(&c, (struct slice){ text + i, step < sizeof text - 1 - i ? step : sizeof text - 1 - i });
		assert_int_equal(c.pins.recursive, 2);
		assert_int_equal(c.pins.direct, 1);
		assert_int_equal(c.pins.indirect, 1);
	}
}

/* The fingerprint of the key that everybody knows, as Kubo itself prints it at start. */
static void swarm_key(void **state)
{
	unsigned char zero[32] = { 0 };
	char print[33];
	struct kubo_swarm s;
	(void)state;
	swarmkey_fingerprint(zero, print);
	assert_string_equal(print, "708a75afd05affb08736cbf17c73773e");
	swarmkey_look(&s, unit_file("no-repo"));
	assert_int_equal(s.privacy, KUBO_PRIVACY_UNKNOWN);
	swarmkey_look(&s, "");
	assert_int_equal(s.privacy, KUBO_PRIVACY_UNKNOWN);
	assert_int_equal(mkdir(unit_file("repo"), 0700), 0);
	unit_write(unit_file("repo/config"), "{}");
	swarmkey_look(&s, unit_file("repo"));
	assert_int_equal(s.privacy, KUBO_PUBLIC);
	unit_write(unit_file("repo/swarm.key"), "/key/swarm/psk/1.0.0/\n/base16/\n0000000000000000000000000000000000000000000000000000000000000000\n");
	swarmkey_look(&s, unit_file("repo"));
	assert_int_equal(s.privacy, KUBO_PRIVATE);
	assert_true(s.origin);
	assert_string_equal(s.fingerprint, print);
	unit_write(unit_file("repo/swarm.key"), "garbage");
	swarmkey_look(&s, unit_file("repo"));
	assert_true(s.refused && s.privacy == KUBO_PRIVACY_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations), cmocka_unit_test(who), cmocka_unit_test(rates), cmocka_unit_test(peers), cmocka_unit_test(storage),
		cmocka_unit_test(lists), cmocka_unit_test(pins), cmocka_unit_test(swarm_key),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
