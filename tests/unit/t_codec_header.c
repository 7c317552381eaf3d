/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers against Polkadot's first block, whose hash everybody knows, and the checkpoint that Duniter ships. */
#include "codec/header.h"
#include "codec/hex.h"
#include "tests/shared.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const char genesis[] = "{\"parentHash\":\"0x0000000000000000000000000000000000000000000000000000000000000000\",\"number\":\"0x0\","
	"\"stateRoot\":\"0x29d0d972cd27cbc511e9589fcb7a4506d5eb6a9e8df205f00472e5ab354a4e17\","
	"\"extrinsicsRoot\":\"0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314\",\"digest\":{\"logs\":[]}}";

static void hash_is(const struct header *h, const char *want)
{
	unsigned char got[32], w[32];
	header_hash(h, got);
	assert_int_equal(hex_exact(slice_of(want), w, 32), E_OK);
	assert_memory_equal(got, w, 32);
}

/* JSON to SCALE to JSON, with the hash in between. */
static void both_ways(const json_t *j, const char *scale, const char *hash)
{
	struct header h, again;
	struct str bytes = { 0 }, s = { 0 }, hex = { 0 };
	assert_int_equal(header_from_json(j, &h, &bytes), E_OK);
	if (hash)
		hash_is(&h, hash);
	header_encode(&h, &s);
	hex_add0x(&hex, s.p, s.n);
	if (scale)
		assert_string_equal(str_c(&hex), scale);
	struct scale in = scale_open(s.p, s.n);
	assert_true(header_decode(&in, &again));
	assert_true(scale_done(&in));
	json_t *back = header_to_json(&again);
	assert_true(json_equal(back, j));
	json_decref(back);
	for (size_t cut = 0; cut < s.n; cut++) {
		in = scale_open(s.p, cut);
		assert_false(header_decode(&in, &again));
	}
	str_free(&bytes);
	str_free(&s);
	str_free(&hex);
}

static void known_headers(void **state)
{
	json_t *j = json_loads(genesis, 0, NULL);
	(void)state;
	both_ways(j, NULL, "91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3");
	json_decref(j);
}

static void refused(void **state)
{
	json_t *j = json_loads(genesis, 0, NULL), *logs = json_object_get(json_object_get(j, "digest"), "logs");
	struct str bytes = { 0 };
	struct header h;
	uint64_t slot;
	static const char *const bad[] = { "0x", "0x01", "0x0442414245", "0x0800", "zz", "0x0042", "0x07" };
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		json_array_clear(logs);
		json_array_append_new(logs, json_string(bad[i]));
		assert_int_equal(header_from_json(j, &h, &bytes), E_INVALID);
	}
	json_array_clear(logs);
	json_array_append_new(logs, json_string("0x08"));
	assert_int_equal(header_from_json(j, &h, &bytes), E_OK);
	assert_false(header_slot(&h, &slot));
	json_array_append_new(logs, json_string("0x06424142453402110000008d33491100000000"));
	assert_int_equal(header_from_json(j, &h, &bytes), E_OK);
	assert_true(header_slot(&h, &slot));
	assert_int_equal(slot, 0x1149338d);
	json_array_remove(logs, 1);
	json_array_append_new(logs, json_string("0x0642414245340200000000060504030201000000"));
	assert_int_equal(header_from_json(j, &h, &bytes), E_INVALID);
	json_array_remove(logs, 1);
	for (int i = 0; i < HEADER_ITEMS; i++)
		json_array_append_new(logs, json_string("0x08"));
	assert_int_equal(header_from_json(j, &h, &bytes), E_INVALID);
	json_object_set_new(j, "number", json_string("0x123456789"));
	json_array_clear(logs);
	assert_int_equal(header_from_json(j, &h, &bytes), E_INVALID);
	json_object_set_new(j, "number", json_integer(1));
	assert_int_equal(header_from_json(j, &h, &bytes), E_INVALID);
	assert_int_equal(header_from_json(NULL, &h, &bytes), E_INVALID);
	json_decref(j);
	str_free(&bytes);
}

static json_t *load(const char *rel)
{
	size_t n;
	char *text = shared_load(shared_path(rel), &n);
	json_t *j = text ? json_loadb(text, n, 0, NULL) : NULL;
	free(text);
	return j;
}

static void shared_headers(void **state)
{
	json_t *j = load("data/vectors_light/headers.json"), *real = load("data/vectors_light/real.json"), *v;
	size_t i;
	(void)state;
	if (!j || !real)
		skip();
	json_array_foreach(json_object_get(j, "synthetic"), i, v)
		both_ways(json_object_get(v, "json"), json_string_value(json_object_get(v, "scale")), json_string_value(json_object_get(v, "hash")));
	assert_int_equal(i, 19);
	json_array_foreach(json_object_get(real, "duniter_checkpoint_headers"), i, v)
		both_ways(json_object_get(v, "json"), json_string_value(json_object_get(v, "scale")), json_string_value(json_object_get(v, "hash")));
	assert_int_equal(i, 2);
	/* The checkpoint of the g1 chain is of 2026-03-13 14:10 UTC. */
	struct header h;
	struct str bytes = { 0 };
	uint64_t slot;
	v = json_array_get(json_object_get(real, "duniter_checkpoint_headers"), 0);
	assert_int_equal(header_from_json(json_object_get(v, "json"), &h, &bytes), E_OK);
	assert_int_equal(h.number, 84128);
	assert_true(header_slot(&h, &slot));
	assert_int_equal(slot * 6 / 60, 1773411000 / 60);
	str_free(&bytes);
	json_decref(j);
	json_decref(real);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_headers),
		cmocka_unit_test(refused),
		cmocka_unit_test(shared_headers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
