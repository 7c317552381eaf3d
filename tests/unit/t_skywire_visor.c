/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/tick.h"
#include "skywire/skycoin.h"
#include "skywire/visor.h"
#include "tests/shared.h"

static const char pk_a[] = "02a2b8e47cc73ba0562c6a4f64522cf02b0e5ebd1eedb0ebe5805a66a9cb66b4f2";
static const char pk_b[] = "02cd7630b17cb8931d5f51b4b4c2b626d537881ee8ad2def6c80b10253cee8a5f1";

/* Two boards and a transport between them; sent and recv of each side, "null" for boards without transports. */
static struct visors boards(const char *log_a, const char *log_b)
{
	struct visors v = { 0 };
	struct str s = { 0 };
	struct fault f = { 0 };
	str_addf(&s, "[{\"overview\":{\"local_pk\":\"%s\",\"build_info\":{\"version\":\"unknown\"},\"apps\":[{\"name\":\"skychat\",\"status\":1},"
		"{\"name\":\"x\",\"status\":9}],\"transports\":%s%s%s,\"public_ip\":\"Test failed\",\"local_ip\":\"10.0.0.1\"},\"uptime\":53.4,"
		"\"dmsg_stats\":{\"round_trip\":0},\"online\":true}", pk_b, log_b ? "[{\"id\":\"t1\",\"remote_pk\":\"02a2b8e47cc73ba0562c6a4f64522cf02b0e5ebd1eedb0ebe5805a66a9cb66b4f2\",\"type\":\"dmsg\",\"log\":" : "null",
		log_b ? log_b : "", log_b ? "}]" : "");
	str_addf(&s, ",{\"overview\":{\"local_pk\":\"%s\",\"build_info\":{\"version\":\"v1.3.36\"},\"transports\":%s%s%s,\"routes_count\":2},"
		"\"uptime\":100,\"is_hypervisor\":true,\"online\":true,\"dmsg_stats\":{\"round_trip\":995477},\"reward_address\":\"2jBb\"},"
		"{\"overview\":{\"local_pk\":\"not a key\"}},5]", pk_a, log_a ? "[{\"id\":\"t1\",\"remote_pk\":\"02cd7630b17cb8931d5f51b4b4c2b626d537881ee8ad2def6c80b10253cee8a5f1\",\"type\":\"dmsg\",\"log\":" : "null",
		log_a ? log_a : "", log_a ? "}]" : "");
	if (visor_list(slice_str(&s), &v, &f))
		fail_msg("%s", f.where);
	str_free(&s);
	return v;
}

static void reads(void **state)
{
	(void)state;
	struct visors v = boards("{\"recv\":52,\"sent\":192}", "{\"recv\":0,\"sent\":0}");
	assert_int_equal(v.n, 2);
	assert_string_equal(v.v[0].pk, pk_a); /* sorted: the hypervisor's own order changes */
	assert_true(v.v[0].hypervisor);
	assert_int_equal(v.v[0].round_trip_us, 995);
	assert_int_equal(v.v[1].round_trip_us, -1);
	assert_string_equal(v.v[0].version, "v1.3.36");
	assert_string_equal(v.v[1].version, "");
	assert_string_equal(v.v[1].public_ip, "");
	assert_string_equal(v.v[1].local_ip, "10.0.0.1");
	assert_int_equal(v.v[1].apps.v[0].state, VISOR_APP_RUNNING);
	assert_int_equal(v.v[1].apps.v[1].state, VISOR_APP_UNKNOWN);
	assert_true(v.v[0].transports.v[0].counted);
	/* a remote board's zeros are no count */
	assert_false(v.v[1].transports.v[0].counted);
	assert_int_equal(v.v[1].transports.v[0].sent, -1);
	visor_list_free(&v);
	v = boards(NULL, NULL);
	assert_int_equal(v.v[0].transports.n, 0);
	visor_list_free(&v);
}

static void merges(void **state)
{
	struct visors known = { 0 };
	(void)state;
	struct visors fresh = boards("{\"recv\":1000,\"sent\":5000}", "{\"recv\":0,\"sent\":0}");
	visor_merge(&known, &fresh, 1000, 0);
	assert_int_equal(known.n, 2);
	assert_int_equal(fresh.n, 0);
	assert_int_equal(known.v[0].rate_sent, -1); /* one reading makes no rate */
	/* the other end knows what the remote board sent */
	assert_true(known.v[1].transports.v[0].mirrored);
	assert_int_equal(known.v[1].transports.v[0].sent, 1000);
	assert_int_equal(known.v[1].received, 5000);
	fresh = boards("{\"recv\":3000,\"sent\":5500}", "{\"recv\":0,\"sent\":0}");
	visor_merge(&known, &fresh, 1005, 5000);
	assert_int_equal(known.v[0].rate_sent, 100);
	assert_int_equal(known.v[0].rate_received, 400);
	assert_int_equal(known.v[1].rate_sent, 400);
	/* midnight: counters begin anew */
	fresh = boards("{\"recv\":10,\"sent\":20}", "{\"recv\":0,\"sent\":0}");
	visor_merge(&known, &fresh, 1010, 5000);
	assert_int_equal(known.v[0].rate_sent, 0);
	visor_list_free(&known);
}

static void vanishes(void **state)
{
	struct visors known = { 0 }, fresh = boards(NULL, NULL);
	struct str one = { 0 };
	(void)state;
	visor_merge(&known, &fresh, 1000, 0);
	str_addf(&one, "[{\"overview\":{\"local_pk\":\"%s\"},\"uptime\":9,\"online\":true}]", pk_a);
	assert_int_equal(visor_list(slice_str(&one), &fresh, NULL), E_OK);
	visor_merge(&known, &fresh, 1060, 5000);
	assert_int_equal(known.n, 2);
	assert_int_equal(known.v[1].gone_since, 1000); /* when it was seen last */
	assert_false(known.v[1].online);
	assert_int_equal(known.v[0].gone_since, 0);
	assert_int_equal(visor_list(SLICE("null"), &fresh, NULL), E_OK);
	visor_merge(&known, &fresh, 1100, 5000);
	assert_int_equal(known.v[0].gone_since, 1060);
	assert_int_equal(known.v[1].gone_since, 1000);
	fresh = boards(NULL, NULL);
	visor_merge(&known, &fresh, 1200, 5000);
	assert_int_equal(known.v[0].gone_since + known.v[1].gone_since, 0);
	visor_list_free(&known);
	str_free(&one);
}

static void refuses(void **state)
{
	static const char *const bad[] = { "", "{}", "5", "[", "{\"error\":\"x\"}" };
	struct visors v = { 0 };
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(visor_list(slice_of(bad[i]), &v, NULL), E_PROTOCOL);
	assert_int_equal(visor_list(SLICE("[]"), &v, NULL), E_OK);
	assert_int_equal(v.n, 0);
}

static void host(void **state)
{
	struct visor v;
	(void)state;
	visor_init(&v);
	assert_int_equal(visor_host_stats(&v.host, SLICE("{\"cpu_percent\":0,\"mem_total\":4000000000,\"mem_used\":1}"), 5, NULL), E_OK);
	assert_int_equal(v.host.cpu, -1); /* the first one means nothing */
	assert_int_equal(v.host.mem_total, 4000000000);
	assert_int_equal(visor_host_stats(&v.host, SLICE("{\"cpu_percent\":12.34}"), 7, NULL), E_OK);
	assert_int_equal(v.host.cpu, 123);
	assert_int_equal(v.host.mem_total, -1);
	assert_int_equal(visor_host_stats(&v.host, SLICE("[]"), 7, NULL), E_PROTOCOL);
	visor_free(&v);
}

static void coins(void **state)
{
	int64_t v = -1;
	struct fault f = { 0 };
	static const char list[] = "[{\"status\":{\"confirmed\":true},\"time\":1000,\"txn\":{\"inputs\":[{\"owner\":\"P\"}],\"outputs\":[{\"dst\":\"A\","
		"\"coins\":\"8.5\"},{\"dst\":\"P\",\"coins\":\"1.000000\"}]}},{\"status\":{\"confirmed\":true},\"time\":1000,\"txn\":{\"inputs\":"
		"[{\"owner\":\"A\"}],\"outputs\":[{\"dst\":\"A\",\"coins\":\"100\"}]}},{\"status\":{\"confirmed\":true},\"time\":10,\"txn\":"
		"{\"outputs\":[{\"dst\":\"A\",\"coins\":\"7\"}]}},{\"status\":{\"confirmed\":false},\"time\":1000,\"txn\":{\"outputs\":[{\"dst\":\"B\","
		"\"coins\":\"7\"}]}},{\"status\":{\"confirmed\":true},\"time\":1000,\"txn\":{\"outputs\":[{\"dst\":\"B\",\"coins\":\"0.000001\"},"
		"{\"dst\":\"B\",\"coins\":\"bad\"}]}}]";
	(void)state;
	assert_true(skycoin_amount(SLICE("8.000000"), &v) && v == 8000000);
	assert_true(skycoin_amount(SLICE("0.000001"), &v) && v == 1);
	assert_false(skycoin_amount(SLICE("0.0000001"), &v));
	assert_false(skycoin_amount(SLICE("-1"), &v));
	assert_false(skycoin_amount(SLICE("99999999999999999"), &v));
	assert_int_equal(skycoin_received(slice_of(list), "A B", 500, &v, &f), E_OK);
	assert_int_equal(v, 8500001);
	assert_int_equal(skycoin_received(SLICE("{}"), "A", 0, &v, &f), E_PROTOCOL);
	f = (struct fault){ 0 };
	assert_int_equal(skycoin_balance(SLICE("{\"confirmed\":{\"coins\":21000000}}"), &v, &f), E_OK);
	assert_int_equal(v, 21000000);
	assert_int_equal(skycoin_health(SLICE("{\"blockchain\":{\"time_since_last_block\":\"1h4m46s\"}}"), &v, &f), E_OK);
	assert_int_equal(v, 3886);
	assert_int_equal(skycoin_health(SLICE("{\"blockchain\":{\"time_since_last_block\":\"6.5s\"}}"), &v, &f), E_OK);
	assert_int_equal(v, 6);
	assert_int_equal(skycoin_health(SLICE("{\"blockchain\":{\"time_since_last_block\":\"soon\"}}"), &v, &f), E_PROTOCOL);
}

static void samples(void **state)
{
	struct visors v = { 0 }, known = { 0 };
	size_t n;
	(void)state;
	char *text = shared_load(shared_path("data/skywire-samples/visors-summary.json"), &n);
	if (!text)
		skip();
	assert_int_equal(visor_list((struct slice){ text, n }, &v, NULL), E_OK);
	assert_int_equal(v.n, 2);
	visor_merge(&known, &v, 1000, 0);
	assert_int_equal(known.v[0].sent, 192);
	assert_int_equal(known.v[1].sent, 52); /* by the mirror: its own counters say 0 */
	visor_list_free(&known);
	free(text);
	text = shared_load(shared_path("data/skywire-samples/visors-summary-before.json"), &n);
	assert_non_null(text);
	assert_int_equal(visor_list((struct slice){ text, n }, &v, NULL), E_OK);
	visor_list_free(&v);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads), cmocka_unit_test(merges), cmocka_unit_test(vanishes), cmocka_unit_test(refuses), cmocka_unit_test(host),
		cmocka_unit_test(coins), cmocka_unit_test(samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
