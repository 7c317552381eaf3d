/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "keys/secp.h"
#include "station/event.h"
#include "tests/shared.h"
#include <jansson.h>

/* Signs tags as a captain would. */
static json_t *signed_event(json_t *tags, const char *content)
{
	unsigned char sk[32] = { 7 }, x[32], id[32], sig[64];
	char key[65], id_hex[65], sig_hex[129];
	assert_int_equal(secp_public(sk, x), E_OK);
	hex_encode(x, 32, key);
	json_t *list = json_pack("[i,s,i,i,O,s]", 0, key, 1779890340, 30850, tags, content);
	char *text = json_dumps(list, JSON_COMPACT);
	hash_sha256(id, text, strlen(text));
	free(text);
	json_decref(list);
	assert_int_equal(secp_sign(sk, id, 32, NULL, sig), E_OK);
	hex_encode(id, 32, id_hex);
	hex_encode(sig, 64, sig_hex);
	return json_pack("{s:s,s:s,s:i,s:i,s:o,s:s,s:s}", "id", id_hex, "pubkey", key, "created_at", 1779890340, "kind", 30850, "tags", tags,
	                 "content", content, "sig", sig_hex);
}

static json_t *usual_tags(void)
{
	return json_pack("[[s,s],[s,s],[s,s],[s,s],[s,s],[s,s],[s,s],[s,s],[s],[s,i]]", "d", "economic-health", "station", "12D3KooWx",
	                 "station:name", "raspberry é", "swarm_id", "g1LBF94", "geo:lat", "43.60", "geo:lon", "1.44", "capacity:multipass_used",
	                 "6", "capacity:multipass_total", "38", "lonely", "number", 5);
}

static void reads(void **state)
{
	struct beacon b;
	int64_t at = 0;
	(void)state;
	json_t *e = signed_event(usual_tags(), "with é and \"quotes\" and /slashes/ and \n lines");
	beacon_init(&b);
	assert_int_equal(event_health(&b, e, &at, NULL), E_OK);
	assert_int_equal(at, 1779890340);
	assert_string_equal(b.peer, "12D3KooWx");
	assert_string_equal(b.host, "raspberry é");
	assert_true(b.placed);
	assert_int_equal(b.economy.multipass, 6);
	assert_int_equal(b.capacity.nostr_slots, 32);
	beacon_free(&b);
	json_decref(e);
}

static void refuses(void **state)
{
	struct beacon b;
	int64_t at = 0;
	(void)state;
	beacon_init(&b);
	json_t *e = signed_event(usual_tags(), "x");
	json_object_set_new(e, "content", json_string("y"));
	assert_int_equal(event_health(&b, e, &at, NULL), E_BAD_SIGNATURE);
	json_object_set_new(e, "content", json_string("x"));
	assert_int_equal(event_health(&b, e, &at, NULL), E_OK);
	json_array_append_new(json_object_get(e, "tags"), json_pack("[s,s]", "balance:cash", "1000000"));
	assert_int_equal(event_health(&b, e, &at, NULL), E_BAD_SIGNATURE);
	json_object_set_new(e, "kind", json_integer(1));
	assert_int_equal(event_health(&b, e, &at, NULL), E_PROTOCOL);
	json_decref(e);
	beacon_free(&b);
	beacon_init(&b);
	e = signed_event(json_pack("[[s,s]]", "d", "economic-health"), "");
	assert_int_equal(event_health(&b, e, &at, NULL), E_PROTOCOL);
	json_decref(e);
	e = json_pack("{s:i}", "kind", 30850);
	assert_int_equal(event_health(&b, e, &at, NULL), E_PROTOCOL);
	json_decref(e);
	beacon_free(&b);
}

static void sample(void **state)
{
	struct beacon b;
	int64_t at = 0;
	size_t n;
	json_error_t je;
	(void)state;
	char *text = shared_load(shared_path("data/astroport-samples/nostr/kind30850.economic-health.json"), &n);
	if (!text)
		skip();
	json_t *e = json_loadb(text, n, 0, &je);
	beacon_init(&b);
	assert_int_equal(event_health(&b, e, &at, NULL), E_OK);
	assert_string_equal(b.host, "raspberry");
	assert_int_equal(b.node_zc, 11000);
	assert_int_equal(b.paf_zc, 900);
	assert_int_equal(b.capacity.power, 12);
	assert_int_equal(b.machine.mem_total_mb, 7900);
	beacon_free(&b);
	json_decref(e);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(reads), cmocka_unit_test(refuses), cmocka_unit_test(sample) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
