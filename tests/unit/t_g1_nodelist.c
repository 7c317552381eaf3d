/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses as people and operators write them. */
#include "t_g1.h"
#include "g1/nodelist.h"

static void spellings(void **state)
{
	static const struct { const char *text, *url, *host; } good[] = {
		{ "wss://g1.example/ws/", "wss://g1.example/ws", "g1.example" },
		{ "  WSS.example.org ", "wss://wss.example.org", "wss.example.org" },
		{ "/rpc/wss://g1.example:443", "wss://g1.example", "g1.example" },
		{ "wss://g1.example:9945//", "wss://g1.example:9945", "g1.example:9945" },
		{ "https://g1.example", "https://g1.example", "g1.example" },
		{ "\"wss://G1.Example/Ws\",", "wss://g1.example/Ws", "g1.example" },
		{ "ws://127.0.0.1:9944", "ws://127.0.0.1:9944", "127.0.0.1:9944" },
		{ "ws://[::1]:9944/", "ws://[::1]:9944", "[::1]:9944" },
		{ "localhost:9944", "wss://localhost:9944", "localhost:9944" },
	};
	static const char *const bad[] = { "", "   ", "wss://", "hello", "wss://a b.example", "wss://user@g1.example", "wss://g1.example/?x=1",
		"wss://g1.example:99999", "wss://g1.example:", "wss://.example", "wss://g1.example/\x1b[2J", "wss://[::1", "ftp://g1 x" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct nodelist l = { { 0 } };
		assert_int_equal(nodelist_add(&l, NODELIST_RPC, NODELIST_CONFIG, slice_of(good[i].text)), E_OK);
		assert_string_equal(l.v.v[0].url, good[i].url);
		assert_string_equal(l.v.v[0].host, good[i].host);
		nodelist_free(&l);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct nodelist l = { { 0 } };
		assert_int_equal(nodelist_add(&l, NODELIST_RPC, NODELIST_CONFIG, slice_of(bad[i])), E_INVALID);
		nodelist_free(&l);
	}
	(void)state;
}

static void doubles_and_strangers(void **state)
{
	struct nodelist l = { { 0 } };
	struct str bad_words = { 0 };
	assert_int_equal(nodelist_words(&l, NODELIST_RPC, NODELIST_CONFIG, "wss://a.example/ws wss://a.example/ws/ wss://a.example  nonsense wss://b.example",
	                                &bad_words), 2);
	assert_string_equal(str_c(&bad_words), "nonsense");
	assert_int_equal(nodelist_add(&l, NODELIST_RPC, NODELIST_STRANGER, SLICE("ws://c.example:9944")), E_PLAIN_REFUSED);
	assert_int_equal(nodelist_add(&l, NODELIST_RPC, NODELIST_CONFIG, SLICE("ws://c.example:9944")), E_OK);
	/* on this machine another path or port is another node */
	assert_int_equal(nodelist_words(&l, NODELIST_RPC, NODELIST_CONFIG, "ws://127.0.0.1:1/a ws://127.0.0.1:1/b ws://127.0.0.1:2/a", NULL), 3);
	assert_int_equal(nodelist_add(&l, NODELIST_INDEXER, NODELIST_STRANGER, SLICE("squid.example")), E_OK);
	assert_string_equal(l.v.v[l.v.n - 1].url, "https://squid.example/v1/graphql");
	assert_int_equal(nodelist_add(&l, NODELIST_INDEXER, NODELIST_STRANGER, SLICE("wss://squid.example")), E_INVALID);
	for (int i = 0; i < 1000; i++) {
		char text[64];
		snprintf(text, sizeof text, "wss://n%d.example", i);
		nodelist_add(&l, NODELIST_RPC, NODELIST_STRANGER, slice_of(text));
	}
	assert_int_equal(l.v.n, NODELIST_MAX);
	str_free(&bad_words);
	nodelist_free(&l);
	(void)state;
}

static void ways(void **state)
{
	static const char *const with[] = { "wss://g1.example/ws", "wss://g1.example", "https://g1.example/ws", "https://g1.example" };
	static const char *const without[] = { "wss://g1.example", "wss://g1.example/ws", "https://g1.example", "https://g1.example/ws" };
	static const char *const http[] = { "https://g1.example/x", "https://g1.example" };
	static const struct { const char *url; const char *const *want; size_t n; } cases[] = {
		{ "wss://g1.example/ws", with, 4 }, { "wss://g1.example", without, 4 }, { "https://g1.example/x", http, 2 } };
	for (size_t i = 0; i < 3; i++) {
		struct str w[NODELIST_WAYS];
		struct nodelist_entry e = { .url = (char *)(uintptr_t)cases[i].url, .kind = NODELIST_RPC };
		assert_int_equal(nodelist_ways(&e, w), cases[i].n);
		for (size_t k = 0; k < cases[i].n; k++)
			assert_string_equal(str_c(&w[k]), cases[i].want[k]);
		for (size_t k = 0; k < NODELIST_WAYS; k++)
			str_free(&w[k]);
	}
	assert_true(nodelist_apart("wss://a.example", "wss://b.example"));
	assert_false(nodelist_apart("wss://a.example", "https://a.example/ws"));
	assert_false(nodelist_apart("wss://a.example:1", "wss://a.example:2"));
	assert_true(nodelist_apart("ws://127.0.0.1:1", "ws://127.0.0.1:2"));
	assert_false(nodelist_apart("ws://127.0.0.1:1", "http://127.0.0.1:1"));
	(void)state;
}

static void answers(void **state)
{
	static const char peerings[] = "{\"peerings\":[{\"peer_id\":\"12D3\",\"endpoints\":[{\"protocol\":\"rpc\",\"address\":\"wss://a.example\"},"
		"{\"protocol\":\"squid\",\"address\":\"b.example/v1/graphql\"},{\"protocol\":\"p2p\",\"address\":\"wss://no.example\"}]},"
		"{\"endpoints\":[{\"protocol\":\"rpc\",\"address\":\"/rpc/wss://c.example\"},{\"protocol\":\"rpc\",\"address\":7}]}]}";
	static const char official[] = "{\"endpoints\":{\"rpc\":[\"wss://d.example\"],\"squid\":[\"https://e.example/v1/graphql\"]},\"name\":\"wss://no.example\"}";
	struct nodelist l = { { 0 } };
	json_t *j = json_loads(peerings, 0, NULL);
	assert_int_equal(nodelist_json(&l, j), 3);
	assert_string_equal(l.v.v[1].url, "https://b.example/v1/graphql");
	assert_string_equal(l.v.v[2].url, "wss://c.example");
	json_decref(j);
	j = json_loads(official, 0, NULL);
	assert_int_equal(nodelist_json(&l, j), 2);
	json_decref(j);
	j = json_loads("[\"wss://f.example\", 3, null]", 0, NULL);
	assert_int_equal(nodelist_json(&l, j), 1);
	json_decref(j);
	j = json_loads("[[[[[[[[[[\"wss://deep.example\"]]]]]]]]]]", 0, NULL);
	assert_int_equal(nodelist_json(&l, j), 0);
	json_decref(j);
	assert_int_equal(nodelist_remark(&l, "duniter endpoint g1 add rpc wss://g.example"), 1);
	assert_int_equal(nodelist_remark(&l, "duniter endpoint g1 add squid https://h.example"), 1);
	assert_int_equal(nodelist_remark(&l, "duniter endpoint g1 add rpc"), 0);
	assert_int_equal(nodelist_remark(&l, "merci"), 0);
	size_t n = l.v.n;
	nodelist_builtin(&l);
	assert_true(l.v.n > n + 20);
	nodelist_free(&l);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spellings), cmocka_unit_test(doubles_and_strangers), cmocka_unit_test(ways), cmocka_unit_test(answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
