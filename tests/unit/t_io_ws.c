/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t_io.h"
#include "io/ws.h"
#include "io/ws_wire.h"

/* What one socket told. */
struct sock {
	struct ws *ws;
	bool open, closed, waiting, got, close_in_message, close_in_state;
	unsigned messages, opens;
	size_t bytes;
	bool binary;
	char text[256];
	struct ws_info info;
	const char *hello;    /* sent when open */
};

static void on_state(void *arg, const struct ws_info *i)
{
	struct sock *s = arg;
	s->info = *i;
	s->open = i->state == WS_OPEN;
	s->closed = i->state == WS_CLOSED;
	s->waiting = i->state == WS_WAITING;
	s->opens += s->open;
	if (s->open && s->hello)
		assert_int_equal(ws_send(s->ws, slice_of(s->hello), false), E_OK);
	if (s->close_in_state && !s->open && i->state != WS_CONNECTING) {
		ws_close(s->ws);
		s->ws = NULL;
	}
}

static void on_message(void *arg, struct slice bytes, bool binary)
{
	struct sock *s = arg;
	s->messages++;
	s->bytes += bytes.n;
	s->binary = binary;
	s->got = true;
	snprintf(s->text, sizeof s->text, "%.*s", (int)(bytes.n > 200 ? 200 : bytes.n), bytes.p);
	if (s->close_in_message) {
		ws_close(s->ws);
		s->ws = NULL;
	}
}

static void start(struct sock *s, const char *port, const char *path, struct ws_conf c)
{
	char url[300];
	snprintf(url, sizeof url, "%s://127.0.0.1:%d%s", strcmp(port, "plain") ? "wss" : "ws", port_of(port), path);
	c.url = url;
	c.state = on_state;
	c.message = on_message;
	c.arg = s;
	struct fault f = { .code = E_OK };
	s->ws = ws_open(net, &c, &f);
	assert_non_null(s->ws);
}

static void echo_by(const char *port)
{
	struct sock s = { .hello = "ahoy \xc3\xa9" };
	start(&s, port, "/ws/echo", (struct ws_conf){ 0 });
	until(&s.got);
	assert_string_equal(s.text, "ahoy \xc3\xa9");
	assert_false(s.binary);
	s.got = false;
	assert_int_equal(ws_send(s.ws, (struct slice){ "\0\xff\0", 3 }, true), E_OK);
	until(&s.got);
	assert_true(s.binary);
	assert_memory_equal(s.text, "\0", 1);
	assert_int_equal(s.bytes, 7 + 3);
	assert_int_equal(ws_send(s.ws, SLICE("\xff\xfe"), false), E_INVALID);
	assert_true(ws_info(s.ws)->rtt_ms >= 0);
	ws_close(s.ws);
}

static void echoes(void **state)
{
	(void)state;
	echo_by("plain");
	echo_by("tls");
}

static void through_proxies(void **state)
{
	char proxy[100], url[100];
	(void)state;
	snprintf(proxy, sizeof proxy, "http://127.0.0.1:%d", port_of("proxy"));
	net_configure(net, &(struct net_conf){ .proxy = proxy, .tor = proxy + 7, .ca_file = faultd.ca });
	for (int i = 0; i < 2; i++) {
		struct sock s = { .hello = "by proxy" };
		snprintf(url, sizeof url, i ? "ws://abcdef.onion:%d/ws/echo" : "wss://station.example:%d/ws/echo", port_of(i ? "plain" : "tls"));
		s.ws = ws_open(net, &(struct ws_conf){ .url = url, .state = on_state, .message = on_message, .arg = &s }, NULL);
		until(&s.got);
		assert_string_equal(s.text, "by proxy");
		ws_close(s.ws);
	}
	struct sock s = { 0 };
	s.ws = ws_open(net, &(struct ws_conf){ .url = "wss://refused.example/", .once = true, .state = on_state, .arg = &s }, NULL);
	until(&s.closed);
	assert_int_equal(s.info.fault.code, E_UNREACHABLE); /* the proxy works, and says so */
	ws_close(s.ws);
}

static void goodbye_is_said(void **state)
{
	struct sock s = { 0 };
	(void)state;
	start(&s, "plain", "/ws/echo", (struct ws_conf){ 0 });
	until(&s.open);
	ws_close(s.ws);
	for (int i = 0; i < 100; i++) { /* the server counts the close frames it saw */
		struct got g = ask((struct http_ask){ .url = at("plain", "/seen?key=/ws/goodbye") });
		if (strcmp(g.body, "0"))
			return;
		turn_for(20);
	}
	fail();
}

static void fails_with(enum err want, const char *port, const char *path, struct ws_conf c)
{
	struct sock s = { 0 };
	c.once = true;
	start(&s, port, path, c);
	for (int64_t end = tick_ms() + 20000; !s.closed && tick_ms() < end;)
		loop_turn(loop, 200);
	if (!s.closed || s.info.fault.code != want)
		print_message("# %s gave %s (%s)\n", path, err_name(s.info.fault.code), s.info.fault.where);
	assert_int_equal(s.info.fault.code, want);
	assert_non_null(strstr(s.info.fault.where, "127.0.0.1"));
	assert_null(strchr(s.info.fault.where, 27));
	ws_close(s.ws);
}

static void faults(void **state)
{
	const struct ws_conf c = { 0 }, hasty = { .connect_ms = 300 };
	(void)state;
	fails_with(E_PROTOCOL, "plain", "/ws/badkey", c);
	fails_with(E_PROTOCOL, "plain", "/ws/extension", c);
	fails_with(E_PROTOCOL, "plain", "/ws/garbage", c);
	fails_with(E_PROTOCOL, "plain", "/ws/utf8", c);
	fails_with(E_PROTOCOL, "plain", "/ws/masked", c);
	fails_with(E_PROTOCOL, "plain", "/ws/reserved", c);
	fails_with(E_BODY_TOO_BIG, "plain", "/ws/huge", c);
	fails_with(E_BODY_TOO_BIG, "plain", "/ws/flood?n=1&size=262145", c);
	fails_with(E_CLOSED, "plain", "/ws/close", c);
	fails_with(E_CLOSED, "plain", "/ws/cut", c);
	fails_with(E_CLOSED, "tls", "/ws/cut", c);
	fails_with(E_TIMEOUT, "plain", "/ws/hang", hasty);
	fails_with(E_HTTP_AUTH, "plain", "/ws/refuse?status=403", c);
	fails_with(E_HTTP_BUSY, "plain", "/ws/refuse?status=429", c);
	fails_with(E_HTTP, "plain", "/ws/nowhere", c);
	fails_with(E_REDIRECT, "plain", "/ws/refuse?status=302", c);
	fails_with(E_TLS_CLOCK, "expired", "/ws/echo", c);
	fails_with(E_TLS_NAME, "name", "/ws/echo", c);
	fails_with(E_TLS, "unknown", "/ws/echo", c);
}

static void nothing_there(void **state)
{
	static const struct { const char *url; enum err want; } cases[] = {
		{ "ws://127.0.0.1:1/", E_REFUSED }, { "wss://127.0.0.1:1/", E_REFUSED },
	};
	struct fault f = { .code = E_OK };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sock s = { 0 };
		s.ws = ws_open(net, &(struct ws_conf){ .url = cases[i].url, .once = true, .state = on_state, .arg = &s }, &f);
		until(&s.closed);
		assert_int_equal(s.info.fault.code, cases[i].want);
		ws_close(s.ws);
	}
	assert_null(ws_open(net, &(struct ws_conf){ .url = "ws://relay.example/" }, &f));
	assert_int_equal(f.code, E_PLAIN_REFUSED);
	assert_null(ws_open(net, &(struct ws_conf){ .url = "ws://10.0.0.1/" }, &f));
	assert_int_equal(f.code, E_PLAIN_REFUSED);
	assert_null(ws_open(net, &(struct ws_conf){ .url = "ws://hidden.onion/" }, &f));
	assert_int_equal(f.code, E_PROXY);
	assert_null(ws_open(net, &(struct ws_conf){ .url = "wss://127.0.0.1/", .flags = NET_PUBLIC }, &f));
	assert_int_equal(f.code, E_DENIED);
	assert_null(ws_open(net, &(struct ws_conf){ .url = "https://127.0.0.1/" }, &f));
	assert_int_equal(f.code, E_INVALID);
}

static void messages_come_whole(void **state)
{
	struct sock s = { 0 };
	(void)state;
	start(&s, "plain", "/ws/frag", (struct ws_conf){ 0 });
	until(&s.got);
	assert_string_equal(s.text, "in three parts");
	ws_close(s.ws);
	static const char *const same[] = { "/ws/same", "/ws/same?step=1", "/ws/same?step=7" };
	for (size_t i = 0; i < 3; i++) {
		s = (struct sock){ 0 };
		start(&s, i ? "tls" : "plain", same[i], (struct ws_conf){ 0 });
		until(&s.got);
		assert_true(s.open); /* open is told before the message that came in the same packet */
		assert_string_equal(s.text, "first");
		ws_close(s.ws);
	}
}

static void pings_are_answered(void **state)
{
	struct sock s = { 0 };
	(void)state;
	start(&s, "plain", "/ws/ping", (struct ws_conf){ 0 });
	until(&s.got);
	assert_string_equal(s.text, "good pong");
	ws_close(s.ws);
}

static void tls_holds_nothing_back(void **state)
{
	struct sock s = { 0 };
	(void)state;
	start(&s, "tls", "/ws/flood?n=5000&size=700", (struct ws_conf){ 0 });
	for (int64_t end = tick_ms() + 30000; s.messages < 5000 && tick_ms() < end;)
		loop_turn(loop, 1000);
	assert_int_equal(s.messages, 5000);
	assert_int_equal(s.bytes, 5000 * 700);
	ws_close(s.ws);
}

static void queue_is_bounded(void **state)
{
	struct sock s = { 0 };
	char *big = calloc(1, 1000000);
	(void)state;
	start(&s, "plain", "/ws/hang-never", (struct ws_conf){ .once = true });
	assert_int_equal(ws_send(s.ws, SLICE("early"), false), E_CLOSED);
	ws_close(s.ws);
	start(&s, "plain", "/ws/flood?n=100000000&size=1000", (struct ws_conf){ .max_queue = 2000000 }); /* talks, never reads */
	until(&s.open);
	assert_int_equal(ws_send(s.ws, (struct slice){ big, 0 }, true), E_OK);
	enum err e = E_OK;
	for (int i = 0; i < 100 && !e; i++)
		e = ws_send(s.ws, (struct slice){ big, 1000000 }, true);
	assert_int_equal(e, E_BUSY);
	assert_int_equal(ws_send(s.ws, (struct slice){ big, 2000001 }, true), E_TOO_BIG);
	ws_close(s.ws);
	free(big);
}

static void comes_back(void **state)
{
	struct sock s = { 0 };
	(void)state;
	start(&s, "plain", "/ws/flaky?n=1", (struct ws_conf){ 0 });
	until(&s.waiting);
	assert_int_equal(s.info.fault.code, E_CLOSED);
	assert_true(s.info.next_ms - tick_ms() <= 1100);
	until(&s.open);
	assert_int_equal(s.opens, 2);
	assert_int_equal(s.info.fault.code, E_OK);
	ws_close(s.ws);
	/* a server that asks for patience gets it */
	s = (struct sock){ 0 };
	start(&s, "plain", "/ws/refuse?status=429&after=40", (struct ws_conf){ 0 });
	until(&s.waiting);
	assert_true(s.info.next_ms - tick_ms() >= 39000);
	s.waiting = false;
	ws_retry(s.ws); /* the person does not wait */
	until(&s.waiting);
	ws_close(s.ws);
}

static void half_open(void **state)
{
	struct sock s = { 0 };
	(void)state;
	start(&s, "plain", "/ws/silent", (struct ws_conf){ 0 }); /* never answers a ping */
	until(&s.open);
	loop_woke(loop, 60000); /* a long sleep: replaced without asking */
	assert_true(s.waiting);
	s.open = false;
	until(&s.open);
	assert_int_equal(s.opens, 2);
	loop_woke(loop, 3000); /* a nap: asked, and given up after 5 s without an answer */
	assert_true(s.open);
	until(&s.waiting);
	assert_int_equal(s.info.fault.code, E_TIMEOUT);
	ws_close(s.ws);
	s = (struct sock){ 0 };
	start(&s, "plain", "/ws/echo", (struct ws_conf){ .ping_ms = 50 });
	until(&s.open);
	uint64_t sent = ws_info(s.ws)->bytes_out;
	turn_for(400);
	assert_true(s.open); /* answered pings keep it */
	assert_true(ws_info(s.ws)->bytes_out > sent);
	ws_close(s.ws);
}

static void close_anywhere(void **state)
{
	struct sock s = { .close_in_message = true };
	(void)state;
	start(&s, "tls", "/ws/flood?n=1000&size=50", (struct ws_conf){ 0 });
	until(&s.got);
	turn_for(100);
	assert_int_equal(s.messages, 1); /* nothing after ws_close */
	s = (struct sock){ .close_in_state = true };
	start(&s, "plain", "/ws/cut", (struct ws_conf){ 0 });
	until(&s.waiting);
	s = (struct sock){ .close_in_state = true };
	start(&s, "plain", "/ws/silent", (struct ws_conf){ 0 });
	until(&s.open);
	loop_woke(loop, 60000);
	assert_null(s.ws);
	s = (struct sock){ 0 };
	start(&s, "plain", "/ws/echo", (struct ws_conf){ 0 });
	until(&s.open);
	ws_drop(s.ws, E_PROTOCOL, "nonsense");
	assert_true(s.open); /* told from the loop */
	until(&s.waiting);
	assert_int_equal(s.info.fault.code, E_PROTOCOL);
	ws_close(s.ws);
	ws_close(NULL);
}

static void accept_key(void **state)
{
	struct str s = { 0 };
	(void)state;
	ws_wire_accept(SLICE("dGhlIHNhbXBsZSBub25jZQ=="), &s); /* RFC 6455, section 1.3 */
	assert_string_equal(str_c(&s), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
	str_free(&s);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, net_up, net_down)
	const struct CMUnitTest tests[] = {
		T(echoes), T(through_proxies), T(goodbye_is_said), T(faults), T(nothing_there), T(messages_come_whole), T(pings_are_answered),
		T(tls_holds_nothing_back), T(queue_is_bounded), T(comes_back), T(half_open), T(close_anywhere), T(accept_key),
	};
	return cmocka_run_group_tests(tests, faultd_start, faultd_stop);
}
