/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t_io.h"
#include "io/graphql.h"
#include "io/jread.h"
#include "io/rpc.h"

struct heard {
	bool done;
	unsigned calls;
	struct fault fault;
	int64_t code, latency_ms;
	char result[512], message[256], data[256];
	struct rpc *close;
};

static void print(char *out, size_t cap, const json_t *j)
{
	char *s = j ? json_dumps(j, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
	snprintf(out, cap, "%s", s ? s : "");
	free(s);
}

static void hear(void *arg, const struct rpc_answer *a)
{
	struct heard *h = arg;
	h->done = true;
	h->calls++;
	h->fault = a->fault;
	h->code = a->code;
	h->latency_ms = a->latency_ms;
	print(h->result, sizeof h->result, a->result);
	print(h->data, sizeof h->data, a->data);
	snprintf(h->message, sizeof h->message, "%s", a->message);
	rpc_close(h->close);
}

static struct rpc *start(const char *scheme)
{
	char url[200];
	bool ws = *scheme == 'w';
	snprintf(url, sizeof url, "%s://127.0.0.1:%d%s", scheme, port_of(strlen(scheme) > 4 || !strcmp(scheme, "wss") ? "tls" : "plain"),
	         ws ? "/ws/rpc" : "/rpc");
	struct fault f = { .code = E_OK };
	struct rpc *r = rpc_open(net, &(struct rpc_conf){ .url = url }, &f);
	assert_non_null(r);
	return r;
}

static struct heard call(struct rpc *r, struct rpc_item i)
{
	struct heard h = { 0 };
	i.fn = hear;
	i.arg = &h;
	assert_int_not_equal(rpc_call(r, &i), 0);
	assert_false(h.done);
	until(&h.done);
	assert_int_equal(h.calls, 1);
	return h;
}

static void calls_over(const char *scheme)
{
	struct rpc *r = start(scheme);
	struct heard h = call(r, (struct rpc_item){ .method = "echo", .params = json_pack("[s, i]", "a\"b]", 7) });
	assert_int_equal(h.fault.code, E_OK);
	assert_string_equal(h.result, "[\"a\\\"b]\",7]");
	assert_true(h.latency_ms >= 0);
	h = call(r, (struct rpc_item){ .method = "fail" });
	assert_int_equal(h.fault.code, E_RPC);
	assert_int_equal(h.code, 1010);
	assert_null(strchr(h.message, 27)); /* cleaned */
	assert_non_null(strstr(h.message, "Transaction"));
	assert_string_equal(h.data, "\"Inability to pay\"");
	h = call(r, (struct rpc_item){ .method = "nonsense" });
	assert_int_equal(h.code, -32601);
	h = call(r, (struct rpc_item){ .method = "never", .deadline_ms = 200 });
	assert_int_equal(h.fault.code, E_TIMEOUT);
	h = call(r, (struct rpc_item){ .method = "neither", .deadline_ms = 2000 });
	assert_int_equal(h.fault.code, E_PROTOCOL);
	rpc_close(r);
	assert_int_equal(http_pending(net), 0);
}

static void calls(void **state)
{
	(void)state;
	calls_over("ws");
	calls_over("wss");
	calls_over("http");
	calls_over("https");
}

static void batch_over(const char *scheme)
{
	struct rpc *r = start(scheme);
	struct heard h[4] = { 0 };
	uint64_t ids[4];
	struct rpc_item items[4];
	for (int i = 0; i < 4; i++)
		items[i] = (struct rpc_item){ .method = i == 2 ? "fail" : i == 3 ? "never" : "echo", .params = json_pack("[i]", i),
		                              .deadline_ms = 3000, .fn = hear, .arg = &h[i] };
	rpc_batch(r, items, 4, ids);
	until(&h[0].done);
	until(&h[1].done);
	until(&h[2].done);
	assert_string_equal(h[0].result, "[0]"); /* answered in the opposite order, told by number */
	assert_string_equal(h[1].result, "[1]");
	assert_int_equal(h[2].fault.code, E_RPC);
	until(&h[3].done);
	assert_int_equal(h[3].fault.code, *scheme == 'w' ? E_TIMEOUT : E_PROTOCOL); /* over HTTP nothing more can come */
	rpc_close(r);
}

static void batches(void **state)
{
	(void)state;
	batch_over("ws");
	batch_over("http");
}

static void late_is_dropped(void **state)
{
	struct rpc *r = start("ws");
	(void)state;
	struct heard h = call(r, (struct rpc_item){ .method = "late", .deadline_ms = 100 });
	assert_int_equal(h.fault.code, E_TIMEOUT);
	struct heard quiet = { 0 };
	uint64_t id = rpc_call(r, &(struct rpc_item){ .method = "echo", .fn = hear, .arg = &quiet });
	assert_int_equal(rpc_pending(r), 1);
	rpc_cancel(r, id);
	assert_int_equal(rpc_pending(r), 0);
	h = call(r, (struct rpc_item){ .method = "echo" }); /* the late answers came before this one */
	assert_int_equal(h.fault.code, E_OK);
	assert_int_equal(quiet.calls, 0);
	h = call(r, (struct rpc_item){ .method = "wrong_id", .deadline_ms = 100 });
	assert_int_equal(h.fault.code, E_TIMEOUT);
	rpc_cancel(r, 0);
	rpc_close(r);
}

static void nonsense(void **state)
{
	struct rpc *r = start("ws");
	(void)state;
	assert_int_equal(call(r, (struct rpc_item){ .method = "garbage" }).fault.code, E_PROTOCOL);
	assert_int_equal(call(r, (struct rpc_item){ .method = "deep" }).fault.code, E_PROTOCOL);
	assert_int_equal(call(r, (struct rpc_item){ .method = "echo" }).fault.code, E_OK); /* on a new connection */
	rpc_close(r);
	r = start("http");
	assert_int_equal(call(r, (struct rpc_item){ .method = "garbage" }).fault.code, E_PROTOCOL);
	assert_int_equal(call(r, (struct rpc_item){ .method = "deep" }).fault.code, E_PROTOCOL);
	assert_int_equal(call(r, (struct rpc_item){ .method = "drop" }).fault.code, E_CLOSED);
	rpc_close(r);
}

static void connection_lost(void **state)
{
	struct rpc *r = start("ws");
	struct heard lost = { 0 }, again = { 0 };
	(void)state;
	rpc_call(r, &(struct rpc_item){ .method = "never", .fn = hear, .arg = &lost });
	rpc_call(r, &(struct rpc_item){ .method = "times", .params = json_pack("[s]", "again"), .again = true, .fn = hear, .arg = &again,
	                                .deadline_ms = 10000 });
	until(&again.done);
	again = (struct heard){ 0 };
	rpc_call(r, &(struct rpc_item){ .method = "drop" });
	/* in the same packet, so unanswered: one is sent again, the other is not */
	rpc_call(r, &(struct rpc_item){ .method = "times", .params = json_pack("[s]", "again"), .again = true, .fn = hear, .arg = &again,
	                                .deadline_ms = 10000 });
	until(&lost.done);
	assert_int_equal(lost.fault.code, E_CLOSED);
	until(&again.done);
	assert_int_equal(again.fault.code, E_OK);
	rpc_close(r);
}

static void close_in_answer(void **state)
{
	static const char *const schemes[] = { "ws", "http" };
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct rpc *r = start(schemes[i]);
		struct heard h = { .close = r }, other = { 0 };
		const struct rpc_item items[] = { { .method = "echo", .fn = hear, .arg = &other }, { .method = "echo", .fn = hear, .arg = &h } };
		rpc_batch(r, items, 2, NULL);
		until(&h.done);
		turn_for(50);
		assert_int_equal(other.calls, 0); /* nothing after rpc_close */
	}
	rpc_close(NULL);
}

struct news {
	unsigned subscribed, lost, refused;
	char notes[64];
	bool up, third, gone;
	struct fault fault;
	struct rpc *r;
	uint64_t id, cancel_at;
};

static void on_news(void *arg, enum rpc_news news, const json_t *result, const struct rpc_answer *a)
{
	struct news *n = arg;
	n->subscribed += news == RPC_SUBSCRIBED;
	n->lost += news == RPC_LOST;
	n->refused += news == RPC_REFUSED;
	n->up |= news == RPC_SUBSCRIBED;
	n->gone |= news == RPC_LOST || news == RPC_REFUSED;
	if (a)
		n->fault = a->fault;
	if (news == RPC_NOTE) {
		size_t used = strlen(n->notes);
		snprintf(n->notes + used, sizeof n->notes - used, "%lld", (long long)json_integer_value(result));
		n->third |= json_integer_value(result) == 3;
		if (n->cancel_at && json_integer_value(result) == (json_int_t)n->cancel_at)
			rpc_cancel(n->r, n->id);
	}
}

static void subscriptions(void **state)
{
	struct rpc *r = start("ws");
	struct news n = { .r = r }, once = { 0 }, bad = { 0 };
	struct rpc_sub s = { .subscribe = "sub", .unsubscribe = "unsub", .notification = "test_note", .fn = on_news, .arg = &n };
	(void)state;
	n.id = rpc_subscribe(r, &s);
	until(&n.third);
	assert_string_equal(n.notes, "123"); /* two came before the answer: kept, in order */
	assert_int_equal(n.subscribed, 1);
	s.once = true;
	s.arg = &once;
	rpc_subscribe(r, &s);
	until(&once.third);
	s = (struct rpc_sub){ .subscribe = "fail", .fn = on_news, .arg = &bad };
	rpc_subscribe(r, &s);
	until(&bad.gone);
	assert_int_equal(bad.refused, 1);
	assert_int_equal(bad.fault.code, E_RPC);
	/* the loss is told; the one comes back, the other does not */
	n.third = false;
	rpc_call(r, &(struct rpc_item){ .method = "drop" });
	until(&n.third);
	assert_int_equal(n.lost, 1);
	assert_int_equal(n.subscribed, 2);
	assert_string_equal(n.notes, "123123");
	assert_int_equal(once.lost, 1);
	assert_int_equal(once.subscribed, 1);
	assert_string_equal(once.notes, "123");
	rpc_cancel(r, n.id);
	for (int i = 0; i < 100; i++) { /* the node was told */
		struct heard h = call(r, (struct rpc_item){ .method = "times", .params = json_pack("[s]", "x") });
		assert_int_equal(h.fault.code, E_OK);
		struct got g = ask((struct http_ask){ .url = at("plain", "/seen?key=unsub") });
		if (strcmp(g.body, "0"))
			break;
		assert_true(i < 99);
	}
	rpc_close(r);
}

static void cancel_in_note(void **state)
{
	struct rpc *r = start("ws");
	struct news n = { .r = r, .cancel_at = 1 }, second = { 0 };
	struct rpc_sub s = { .subscribe = "sub", .unsubscribe = "unsub", .fn = on_news, .arg = &n };
	(void)state;
	n.id = rpc_subscribe(r, &s);
	s.arg = &second;
	rpc_subscribe(r, &s);
	until(&second.third);
	assert_string_equal(n.notes, "1"); /* early ones included, none after the cancel */
	assert_string_equal(second.notes, "123");
	struct news quick = { 0 };
	s.arg = &quick;
	rpc_cancel(r, rpc_subscribe(r, &s)); /* before the node answered */
	call(r, (struct rpc_item){ .method = "echo" });
	assert_string_equal(quick.notes, "");
	assert_int_equal(quick.subscribed + quick.refused + quick.lost, 0);
	rpc_close(r);
	r = start("http");
	struct news http = { 0 };
	s.arg = &http;
	rpc_subscribe(r, &s);
	assert_false(http.gone);
	until(&http.gone);
	assert_int_equal(http.fault.code, E_UNSUPPORTED);
	rpc_close(r);
}

static void once_without_answer(void **state)
{
	struct rpc *r = start("ws");
	struct news n = { 0 };
	(void)state;
	rpc_subscribe(r, &(struct rpc_sub){ .subscribe = "drop", .once = true, .fn = on_news, .arg = &n });
	until(&n.gone);
	assert_int_equal(n.lost, 1); /* nobody knows whether it took effect: not a refusal */
	assert_int_equal(n.refused, 0);
	rpc_close(r);
	struct fault f;
	assert_null(rpc_open(net, &(struct rpc_conf){ .url = "ws://node.example/" }, &f));
	assert_int_equal(f.code, E_PLAIN_REFUSED);
}

/* GraphQL. */

struct asked {
	bool done;
	struct fault fault;
	char data[256], message[128];
	bool errors;
	int pages, rows, stop;
};

static void on_graphql(void *arg, const struct graphql_answer *a)
{
	struct asked *k = arg;
	k->done = true;
	k->fault = a->fault;
	k->errors = a->errors != NULL;
	print(k->data, sizeof k->data, a->data);
	snprintf(k->message, sizeof k->message, "%s", a->message);
}

static struct asked question(const char *path)
{
	struct asked k = { 0 };
	graphql_start(net, &(struct graphql_ask){ .url = at("plain", path), .query = "{a b}", .variables = json_pack("{s:i}", "n", 1),
	                                          .fn = on_graphql, .arg = &k });
	until(&k.done);
	return k;
}

static void graphql(void **state)
{
	(void)state;
	struct asked k = question("/graphql/ok");
	assert_int_equal(k.fault.code, E_OK);
	assert_non_null(strstr(k.data, "\"nodes\":[0,1]"));
	assert_false(k.errors);
	k = question("/graphql/partial");
	assert_int_equal(k.fault.code, E_OK);
	assert_string_equal(k.data, "{\"a\":1,\"b\":null}");
	assert_true(k.errors);
	assert_string_equal(k.message, "b failed");
	k = question("/graphql/errors");
	assert_int_equal(k.fault.code, E_GRAPHQL);
	assert_non_null(strstr(k.message, "Cannot query field"));
	assert_null(strchr(k.message, 27));
	k = question("/graphql/400");
	assert_int_equal(k.fault.code, E_GRAPHQL);
	assert_string_equal(k.message, "syntax");
	assert_int_equal(question("/graphql/garbage").fault.code, E_PROTOCOL);
	assert_int_equal(question("/graphql/neither").fault.code, E_PROTOCOL);
	assert_int_equal(question("/status/500").fault.code, E_HTTP);
	assert_int_equal(question("/status/503").fault.code, E_HTTP_BUSY);
	assert_int_equal(question("/cut").fault.code, E_CLOSED);
}

static bool on_page(void *arg, const json_t *connection, bool more)
{
	struct asked *k = arg;
	const json_t *nodes = json_object_get(connection, "nodes");
	assert_int_equal(jread_int(nodes, "0", -1), k->pages * 2);
	assert_true(more == (k->pages < 4));
	k->rows += (int)json_array_size(nodes);
	return ++k->pages != k->stop;
}

static bool any_page(void *arg, const json_t *connection, bool more)
{
	struct asked *k = arg;
	(void)connection, (void)more;
	k->pages++;
	return true;
}

static struct asked walk(const char *path, int stop, unsigned max, bool (*page)(void *, const json_t *, bool))
{
	struct asked k = { .stop = stop };
	graphql_all(net, &(struct graphql_pages){ .ask = { .url = at("plain", path), .query = "{rows}", .fn = on_graphql, .arg = &k },
	                                          .path = "rows", .cursor = "c", .page = page, .max_pages = max });
	until(&k.done);
	return k;
}

static void paging(void **state)
{
	(void)state;
	struct asked k = walk("/graphql/ok", 0, 0, on_page);
	assert_int_equal(k.fault.code, E_OK);
	assert_int_equal(k.pages, 5);
	assert_int_equal(k.rows, 10);
	assert_int_equal(walk("/graphql/ok", 2, 0, on_page).pages, 2);
	assert_int_equal(walk("/graphql/ok", 0, 3, on_page).pages, 3);
	k = walk("/graphql/stuck", 0, 0, any_page); /* the same cursor for ever */
	assert_int_equal(k.fault.code, E_PROTOCOL);
	assert_int_equal(k.pages, 2);
	assert_int_equal(walk("/graphql/errors", 0, 0, on_page).fault.code, E_GRAPHQL);
	assert_int_equal(walk("/graphql/partial", 0, 0, on_page).pages, 0);
	int owner = 0; /* cancelled between two pages: nothing is left over */
	struct asked gone = { 0 };
	graphql_all(net, &(struct graphql_pages){ .ask = { .url = at("plain", "/hang"), .query = "{rows}", .fn = on_graphql, .arg = &gone,
	                                                   .owner = &owner }, .path = "rows", .cursor = "c", .page = any_page });
	turn_for(30);
	http_cancel_owner(net, &owner);
	assert_int_equal(http_pending(net), 0);
	assert_false(gone.done);
}

/* JSON within bounds. */

static enum err load(const char *text)
{
	struct fault f = { .code = E_OK };
	json_t *j = jread_load(slice_of(text), 100000, &f);
	assert_true((j != NULL) == (f.code == E_OK));
	json_decref(j);
	return f.code;
}

static void json_bounds(void **state)
{
	char deep[200] = "";
	(void)state;
	memset(deep, '[', 64);
	memset(deep + 64, ']', 64);
	assert_int_equal(load(deep), E_OK);
	memset(deep, '[', 65);
	memset(deep + 65, ']', 65);
	assert_int_equal(load(deep), E_PROTOCOL);
	assert_int_equal(load("{\"a\":\"[[[[\\\"[[[\"}"), E_OK);
	assert_int_equal(load("{\"a\":1,\"a\":2}"), E_PROTOCOL);
	assert_int_equal(load("\"\xff\""), E_PROTOCOL);
	assert_int_equal(load("\"\\u0000\""), E_PROTOCOL);
	assert_int_equal(load("\"\\ud800\""), E_PROTOCOL);
	assert_int_equal(load("{} x"), E_PROTOCOL);
	assert_int_equal(load(""), E_PROTOCOL);
	assert_int_equal(load("99999999999999999999"), E_PROTOCOL);
	char *many = malloc(3000003);
	many[0] = '[';
	for (size_t i = 0; i < 1000001; i++)
		memcpy(many + 1 + 2 * i, "1,", 2);
	memcpy(many + 1 + 2 * 1000001, "1]", 3);
	struct fault f;
	assert_null(jread_load(slice_of(many), 4000000, &f));
	assert_int_equal(f.code, E_TOO_BIG);
	assert_null(jread_load(slice_of(many), 100, &f));
	assert_int_equal(f.code, E_TOO_BIG);
	free(many);
}

static void json_members(void **state)
{
	json_t *j = jread_load(SLICE("{\"a\":{\"b\":[5,\"-12\",\"0x1a\",true,2.0,2.5,\"0xffffffffffffffff\"]},\"t\":\"x\"}"), 1000, NULL);
	(void)state;
	assert_int_equal(jread_int(j, "a.b.0", -1), 5);
	assert_int_equal(jread_int(j, "a.b.1", -1), -12);
	assert_int_equal(jread_int(j, "a.b.2", -1), -1);
	assert_int_equal(jread_int(j, "a.b.4", -1), 2);
	assert_int_equal(jread_int(j, "a.b.5", -1), -1);
	assert_int_equal(jread_hex(j, "a.b.2", -1), 26);
	assert_int_equal(jread_hex(j, "a.b.6", -1), -1);
	assert_true(jread_bool(j, "a.b.3", false));
	assert_string_equal(jread_text(j, "t", "?"), "x");
	assert_string_equal(jread_text(j, "t.u.v", "?"), "?");
	assert_string_equal(jread_text(j, "a.b.99", "?"), "?");
	assert_null(jread_at(j, "nope"));
	json_decref(j);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, net_up, net_down)
	const struct CMUnitTest tests[] = {
		T(calls), T(batches), T(late_is_dropped), T(nonsense), T(connection_lost), T(close_in_answer), T(subscriptions),
		T(cancel_in_note), T(once_without_answer), T(graphql), T(paging), T(json_bounds), T(json_members),
	};
	return cmocka_run_group_tests(tests, faultd_start, faultd_stop);
}
