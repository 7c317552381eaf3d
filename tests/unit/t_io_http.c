/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t_io.h"
#include "io/net_easy.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

static void plain_get(void **state)
{
	(void)state;
	struct got g = ask((struct http_ask){ .url = at("plain", "/ok") });
	assert_int_equal(g.fault.code, E_OK);
	assert_int_equal(g.status, 200);
	assert_string_equal(g.body, "hello");
	assert_string_equal(g.type, "text/plain");
	assert_string_equal(g.word, "harbour");
	assert_true(g.latency_ms >= 0);
	assert_int_equal(g.date, 1795257360);
}

static void tls_get(void **state)
{
	(void)state;
	struct got g = ask((struct http_ask){ .url = at("tls", "/ok") });
	assert_int_equal(g.fault.code, E_OK);
	assert_string_equal(g.body, "hello");
}

static void post_and_headers(void **state)
{
	static const char *const headers[] = { "Authorization: Bearer x", NULL };
	(void)state;
	struct got g = ask((struct http_ask){ .url = at("plain", "/count"), .body = SLICE("{\"a\":1}"), .type = "application/json",
	                                      .headers = headers });
	assert_string_equal(g.body, "POST 7 [application/json] [Bearer x] {\"a\":1}");
	g = ask((struct http_ask){ .url = at("plain", "/count"), .method = "PUT", .body = SLICE("abc") });
	assert_string_equal(g.body, "PUT 3 [application/octet-stream] [] abc");
	g = ask((struct http_ask){ .url = at("plain", "/count"), .method = "POST" });
	assert_string_equal(g.body, "POST 0 [application/octet-stream] [] ");
	g = ask((struct http_ask){ .url = at("plain", "/count"), .method = "DELETE" });
	assert_string_equal(g.body, "DELETE 0 [] [] ");
	g = ask((struct http_ask){ .url = at("plain", "/ok"), .method = "HEAD" });
	assert_int_equal(g.status, 200);
	assert_string_equal(g.body, "");
}

static void expect_fault(enum err want, struct http_ask a)
{
	struct got g = ask(a);
	if (g.fault.code != want)
		print_message("# %s gave %s (%s), not %s\n", a.url, err_name(g.fault.code), g.fault.where, err_name(want));
	assert_int_equal(g.fault.code, want);
	assert_int_equal(g.calls, 1);
	assert_true(strlen(g.fault.where) > 0);
}

static void bad_certificates(void **state)
{
	(void)state;
	expect_fault(E_TLS_CLOCK, (struct http_ask){ .url = at("expired", "/ok") });
	expect_fault(E_TLS_CLOCK, (struct http_ask){ .url = at("future", "/ok") });
	expect_fault(E_TLS_NAME, (struct http_ask){ .url = at("name", "/ok") });
	expect_fault(E_TLS, (struct http_ask){ .url = at("unknown", "/ok") });
}

static void no_tls_there(void **state)
{
	char url[100];
	(void)state;
	snprintf(url, sizeof url, "https://127.0.0.1:%d/ok", port_of("plain"));
	struct got g = ask((struct http_ask){ .url = url, .deadline_ms = 5000 });
	assert_true(g.fault.code == E_PROTOCOL || g.fault.code == E_CLOSED);
	snprintf(url, sizeof url, "https://127.0.0.1:%d/ok", port_of("mute"));
	expect_fault(E_TIMEOUT, (struct http_ask){ .url = url, .deadline_ms = 300 });
}

static void network_faults(void **state)
{
	(void)state;
	expect_fault(E_REFUSED, (struct http_ask){ .url = "http://127.0.0.1:1/" });
	expect_fault(E_REFUSED, (struct http_ask){ .url = "https://127.0.0.1:1/" });
	expect_fault(E_TIMEOUT, (struct http_ask){ .url = at("plain", "/hang"), .deadline_ms = 300 });
	expect_fault(E_TIMEOUT, (struct http_ask){ .url = at("plain", "/slow"), .deadline_ms = 1500 });
	expect_fault(E_TIMEOUT, (struct http_ask){ .url = at("mute", "/"), .deadline_ms = 300 });
	expect_fault(E_CLOSED, (struct http_ask){ .url = at("plain", "/cut") });
	expect_fault(E_CLOSED, (struct http_ask){ .url = at("plain", "/reset") });
	expect_fault(E_CLOSED, (struct http_ask){ .url = at("tls", "/cut") });
	expect_fault(E_PROTOCOL, (struct http_ask){ .url = at("plain", "/garbage") });
	expect_fault(E_UNREACHABLE, (struct http_ask){ .url = "https://255.255.255.255/" });
	expect_fault(E_INVALID, (struct http_ask){ .url = "gopher://127.0.0.1/" });
	expect_fault(E_INVALID, (struct http_ask){ .url = "http://127.0.0.1/\r\nX: y" });
	expect_fault(E_INVALID, (struct http_ask){ .url = "" });
}

static void endless(void **state)
{
	(void)state;
	expect_fault(E_BODY_TOO_BIG, (struct http_ask){ .url = at("plain", "/endless"), .max_body = 100000 });
	expect_fault(E_BODY_TOO_BIG, (struct http_ask){ .url = at("plain", "/endless") });
	expect_fault(E_BODY_TOO_BIG, (struct http_ask){ .url = at("plain", "/big?n=200000"), .max_body = 199999 });
	struct got g = ask((struct http_ask){ .url = at("plain", "/long-head"), .deadline_ms = 10000 });
	assert_int_equal(g.fault.code, E_BODY_TOO_BIG);
}

static void statuses(void **state)
{
	(void)state;
	expect_fault(E_HTTP_AUTH, (struct http_ask){ .url = at("plain", "/status/401") });
	expect_fault(E_HTTP_AUTH, (struct http_ask){ .url = at("plain", "/status/403") });
	expect_fault(E_HTTP, (struct http_ask){ .url = at("plain", "/status/404") });
	expect_fault(E_HTTP, (struct http_ask){ .url = at("plain", "/status/500") });
	struct got g = ask((struct http_ask){ .url = at("plain", "/status/429") });
	assert_int_equal(g.fault.code, E_HTTP_BUSY);
	assert_int_equal(g.retry_after_s, 7);
	assert_string_equal(g.body, "words of the server");
	assert_non_null(strstr(g.fault.where, "HTTP 429"));
	g = ask((struct http_ask){ .url = at("plain", "/status/503?after=99999999999999") });
	assert_int_equal(g.retry_after_s, 86400);
	/* a wish beyond the deadline is not waited for */
	g = ask((struct http_ask){ .url = at("plain", "/status/503?after=60"), .tries = 3, .deadline_ms = 5000 });
	assert_int_equal(g.fault.code, E_HTTP_BUSY);
}

static void redirects(void **state)
{
	char path[300];
	(void)state;
	struct got g = ask((struct http_ask){ .url = at("plain", "/redirect?to=/ok") });
	assert_int_equal(g.fault.code, E_OK);
	assert_string_equal(g.body, "hello");
	assert_string_equal(g.url, at("plain", "/ok"));
	snprintf(path, sizeof path, "/redirect?to=https://localhost:%d/ok", port_of("tls"));
	assert_int_equal(ask((struct http_ask){ .url = at("tls", path) }).fault.code, E_OK);
	expect_fault(E_REDIRECT, (struct http_ask){ .url = at("tls", "/redirect?to=http://127.0.0.1:9/ok") });
	expect_fault(E_REDIRECT, (struct http_ask){ .url = at("plain", path) });
	expect_fault(E_REDIRECT, (struct http_ask){ .url = at("plain", "/redirect?to=file:///etc/passwd") });
	expect_fault(E_REDIRECT, (struct http_ask){ .url = at("plain", "/redirect") }); /* to itself */
	expect_fault(E_REDIRECT, (struct http_ask){ .url = at("plain", "/redirect?to=/ok"), .flags = HTTP_NO_REDIRECT,
	                                            .max_body = 1 });
}

static void redirected_body(void **state)
{
	static const char *const headers[] = { "Authorization: Bearer x", NULL };
	char path[300];
	(void)state;
	struct got g = ask((struct http_ask){ .url = at("plain", "/redirect?to=/count&code=307"), .body = SLICE("abc"), .headers = headers });
	assert_string_equal(g.body, "POST 3 [application/octet-stream] [Bearer x] abc");
	g = ask((struct http_ask){ .url = at("plain", "/redirect?to=/count&code=303"), .body = SLICE("abc") });
	assert_string_equal(g.body, "GET 0 [] [] ");
	/* the key stays with the host it was meant for */
	snprintf(path, sizeof path, "/redirect?to=http://localhost:%d/count", port_of("plain"));
	g = ask((struct http_ask){ .url = at("plain", path), .headers = headers });
	assert_string_equal(g.body, "GET 0 [] [] ");
}

static void plain_refused(void **state)
{
	(void)state;
	expect_fault(E_PLAIN_REFUSED, (struct http_ask){ .url = "http://g1.example/" });
	expect_fault(E_PLAIN_REFUSED, (struct http_ask){ .url = "http://192.168.1.20/" });
	expect_fault(E_PLAIN_REFUSED, (struct http_ask){ .url = "http://192.0.2.1/", .flags = NET_LAN });
	expect_fault(E_PROXY, (struct http_ask){ .url = "http://abcdef.onion/" });
	expect_fault(E_DENIED, (struct http_ask){ .url = at("plain", "/ok"), .flags = NET_PUBLIC });
	expect_fault(E_DENIED, (struct http_ask){ .url = "https://localhost:1/", .flags = NET_PUBLIC });
	/* allowed is tried: nothing listens there, so no refusal of ours */
	assert_int_equal(net_check(net, "http://192.168.1.20/", NET_LAN, NULL), E_OK);
	assert_int_equal(net_check(net, "http://g1.example/", NET_PLAIN, NULL), E_OK);
	assert_int_equal(net_check(net, "http://station.localhost/", 0, NULL), E_OK);
	assert_int_equal(net_check(net, "http://[::1]:8080/", 0, NULL), E_OK);
	assert_int_equal(net_check(net, "ws://[2001:db8::1]/", 0, NULL), E_PLAIN_REFUSED);
	assert_int_equal(net_check(net, "wss://relay.example/", 0, NULL), E_OK);
	net_configure(net, &(struct net_conf){ .proxy = "", .tor = "127.0.0.1:1", .ca_file = faultd.ca });
	assert_int_equal(net_check(net, "ws://abcdef.onion/", 0, NULL), E_OK);
	expect_fault(E_PROXY, (struct http_ask){ .url = "http://abcdef.onion/" });
	net_configure(net, &(struct net_conf){ .proxy = "http://127.0.0.1:1" });
	expect_fault(E_PROXY, (struct http_ask){ .url = "https://g1.example/" });
	assert_int_equal(ask((struct http_ask){ .url = at("plain", "/ok") }).fault.code, E_OK); /* never by the proxy */
}

static int seen(const char *key)
{
	char path[300];
	net_configure(net, &(struct net_conf){ .proxy = "", .ca_file = faultd.ca });
	snprintf(path, sizeof path, "/seen?key=%s", key);
	return atoi(ask((struct http_ask){ .url = at("plain", path) }).body);
}

/* Names go to the proxy as they are; TLS is with the far end. */
static void proxies(void **state)
{
	static const char *const kinds[] = { "http", "socks5h" };
	char proxy[100], tor[100], url[200];
	(void)state;
	for (int i = 0; i < 2; i++) {
		snprintf(proxy, sizeof proxy, "%s://127.0.0.1:%d", kinds[i], port_of("proxy"));
		net_configure(net, &(struct net_conf){ .proxy = proxy, .ca_file = faultd.ca });
		snprintf(url, sizeof url, "https://station.example:%d/ok", port_of("tls"));
		struct got g = ask((struct http_ask){ .url = url });
		assert_int_equal(g.fault.code, E_OK);
		assert_string_equal(g.body, "hello");
		snprintf(url, sizeof url, "https://other.example:%d/ok", port_of("tls"));
		expect_fault(E_TLS_NAME, (struct http_ask){ .url = url });
		/* unencrypted to a name that only the proxy resolves: nobody knows where that is */
		expect_fault(E_PLAIN_REFUSED, (struct http_ask){ .url = "http://station.example/", .flags = NET_LAN });
	}
	expect_fault(E_REFUSED, (struct http_ask){ .url = "https://refused.example/" });
	expect_fault(E_UNREACHABLE, (struct http_ask){ .url = "https://nowhere.example/" });
	assert_int_equal(seen("proxy:station.example"), 2);
	snprintf(tor, sizeof tor, "127.0.0.1:%d", port_of("proxy"));
	net_configure(net, &(struct net_conf){ .proxy = "http://127.0.0.1:1", .tor = tor, .ca_file = faultd.ca });
	setenv("no_proxy", "*", 1); /* must not send the name to a resolver */
	snprintf(url, sizeof url, "http://abcdef.onion:%d/ok", port_of("plain"));
	struct got g = ask((struct http_ask){ .url = url });
	unsetenv("no_proxy");
	assert_int_equal(g.fault.code, E_OK);
	assert_int_equal(seen("proxy:abcdef.onion"), 1);
	assert_int_equal(seen("proxy:resolved"), 0);
}

static void places(void **state)
{
	static const struct { const char *ip; enum net_place place; } cases[] = {
		{ "127.0.0.1", NET_LOOPBACK }, { "127.8.8.8", NET_LOOPBACK }, { "0.0.0.0", NET_LOOPBACK }, { "::1", NET_LOOPBACK },
		{ "[::1]", NET_LOOPBACK }, { "::ffff:127.0.0.1", NET_LOOPBACK }, { "10.1.2.3", NET_PRIVATE },
		{ "172.16.0.1", NET_PRIVATE }, { "172.32.0.1", NET_WORLD }, { "192.168.0.1", NET_PRIVATE }, { "169.254.1.1", NET_PRIVATE },
		{ "100.64.0.1", NET_SHARED }, { "224.0.0.1", NET_SHARED }, { "8.8.8.8", NET_WORLD }, { "fd00::1", NET_PRIVATE },
		{ "fe80::1%eth0", NET_PRIVATE }, { "2001:db8::1", NET_WORLD }, { "64:ff9b::a00:1", NET_PRIVATE },
	};
	bool is_ip;
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(net_place_text(cases[i].ip, &is_ip), cases[i].place);
		assert_true(is_ip);
	}
	net_place_text("10.example", &is_ip);
	assert_false(is_ip);
}

static void retries(void **state)
{
	(void)state;
	struct got g = ask((struct http_ask){ .url = at("plain", "/flaky/a?n=2&status=503"), .tries = 3 });
	assert_int_equal(g.fault.code, E_OK);
	assert_string_equal(g.body, "well again");
	g = ask((struct http_ask){ .url = at("plain", "/flaky/b?n=1&status=503"), .tries = 1 });
	assert_int_equal(g.fault.code, E_HTTP_BUSY);
	/* a POST that may have had effect is not repeated, unless told so */
	g = ask((struct http_ask){ .url = at("plain", "/flaky/c?n=1&status=0"), .tries = 3, .body = SLICE("x") });
	assert_int_equal(g.fault.code, E_CLOSED);
	g = ask((struct http_ask){ .url = at("plain", "/flaky/d?n=1&status=0"), .tries = 3, .body = SLICE("x"), .flags = HTTP_AGAIN });
	assert_int_equal(g.fault.code, E_OK);
	for (unsigned attempt = 0; attempt < 40; attempt++) {
		int64_t wait = net_jitter(1000, attempt, 300000);
		assert_true(wait >= 0 && wait <= 300000);
	}
}

static void cancelling(void **state)
{
	struct got g = { 0 };
	unsigned generation = 1;
	int owner;
	(void)state;
	struct http_ask a = { .url = at("plain", "/hang"), .done = keep_answer, .arg = &g, .owner = &owner, .generation = &generation };
	struct http_req *r = http_start(net, &a);
	turn_for(50);
	assert_int_equal(http_pending(net), 1);
	http_cancel(r);
	assert_int_equal(http_pending(net), 0); /* at once, without any turn */
	http_start(net, &a);
	http_start(net, &a);
	a.owner = NULL;
	struct http_req *kept = http_start(net, &a);
	turn_for(20);
	http_cancel_owner(net, &owner);
	assert_int_equal(http_pending(net), 1);
	http_cancel(kept);
	a.url = at("plain", "/ok");
	http_start(net, &a);
	generation++; /* the owner asks for something else now: the late answer is dropped */
	for (int i = 0; http_pending(net) && i < 100; i++)
		loop_turn(loop, 50);
	assert_int_equal(http_pending(net), 0);
	assert_int_equal(g.calls, 0);
	http_cancel(NULL);
}

static enum err cancel_in_sink(void *arg, struct slice bytes)
{
	struct http_req **r = arg;
	(void)bytes;
	http_cancel(*r);
	assert_int_equal(http_pending(net), 0);
	*r = NULL;
	return E_OK;
}

static void must_not(void *arg, const struct http_answer *a)
{
	(void)arg, (void)a;
	fail();
}

static void cancel_inside_curl(void **state)
{
	struct http_req *r;
	(void)state;
	struct http_ask a = { .url = at("plain", "/endless"), .sink = cancel_in_sink, .arg = &r, .done = must_not };
	r = http_start(net, &a);
	for (int i = 0; r && i < 1000; i++)
		loop_turn(loop, 50);
	assert_null(r);
	assert_int_equal(http_pending(net), 0);
}

struct sunk {
	size_t n;
	enum err give;
};

static enum err sink(void *arg, struct slice bytes)
{
	struct sunk *s = arg;
	s->n += bytes.n;
	return s->give;
}

static void note_done(void *arg, const struct http_answer *a)
{
	struct sunk *s = arg;
	assert_int_equal(a->fault.code, s->give);
	s->give = E_CANCELLED;
}

static void streamed_down(void **state)
{
	struct sunk s = { 0 };
	(void)state;
	http_start(net, &(struct http_ask){ .url = at("plain", "/big?n=30000000"), .sink = sink, .done = note_done, .arg = &s });
	for (int i = 0; s.give != E_CANCELLED && i < 100000; i++)
		loop_turn(loop, 50);
	assert_int_equal(s.n, 30000000); /* more than any cap in memory */
	s = (struct sunk){ .give = E_NO_SPACE };
	http_start(net, &(struct http_ask){ .url = at("plain", "/big"), .sink = sink, .done = note_done, .arg = &s });
	for (int i = 0; s.give != E_CANCELLED && i < 1000; i++)
		loop_turn(loop, 50);
	assert_int_equal(s.give, E_CANCELLED);
}

static void into_file(void **state)
{
	char path[600], cmd[700];
	struct stat st;
	(void)state;
	snprintf(path, sizeof path, "%s.down", faultd.ca);
	struct got g = ask((struct http_ask){ .url = at("plain", "/big?n=3000000"), .to_path = path });
	assert_int_equal(g.fault.code, E_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 3000000);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* and back up, streamed */
	g = ask((struct http_ask){ .url = at("plain", "/count"), .body_path = path, .method = "PUT" });
	assert_memory_equal(g.body, "PUT 3000000 ", 12);
	unlink(path);
	expect_fault(E_CLOSED, (struct http_ask){ .url = at("plain", "/cut"), .to_path = path });
	expect_fault(E_HTTP, (struct http_ask){ .url = at("plain", "/status/404"), .to_path = path });
	expect_fault(E_BODY_TOO_BIG, (struct http_ask){ .url = at("plain", "/endless"), .to_path = path, .max_body = 100000 });
	expect_fault(E_NOT_FOUND, (struct http_ask){ .url = at("plain", "/ok"), .to_path = "/nowhere/at/all" });
	expect_fault(E_NOT_FOUND, (struct http_ask){ .url = at("plain", "/count"), .body_path = "/nowhere/at/all" });
	snprintf(cmd, sizeof cmd, "ls %s* 2>/dev/null | grep -q .", path); /* no half file stays */
	assert_int_not_equal(system(cmd), 0);
	int full = open("/dev/full", O_WRONLY);
	if (full >= 0)
		close(full);
}

static ssize_t source(void *arg, char *buf, size_t n)
{
	size_t *left = arg;
	if (n > *left)
		n = *left;
	memset(buf, 's', n);
	*left -= n;
	return (ssize_t)n;
}

struct upload {
	size_t left;
	int64_t seen;
	bool done;
	char body[100];
};

static void up_progress(void *arg, int64_t done, int64_t total)
{
	struct upload *u = arg;
	assert_true(done <= total || total == -1);
	u->seen = done;
}

static void up_done(void *arg, const struct http_answer *a)
{
	struct upload *u = arg;
	assert_int_equal(a->fault.code, E_OK);
	snprintf(u->body, sizeof u->body, "%.*s", (int)(a->body.n > 90 ? 90 : a->body.n), a->body.p);
	u->done = true;
}

static void streamed_up(void **state)
{
	struct upload u = { .left = 50000000 };
	(void)state;
	struct http_ask a = { .url = at("plain", "/count"), .source = source, .source_size = 50000000, .progress = up_progress,
	                      .done = up_done, .arg = &u };
	http_start(net, &a);
	until(&u.done);
	assert_memory_equal(u.body, "POST 50000000 ", 14);
	assert_true(u.seen >= 0);
	u = (struct upload){ .left = 100000 };
	a.source_size = -1; /* chunked */
	a.method = "PUT";
	http_start(net, &a);
	until(&u.done);
	assert_memory_equal(u.body, "PUT 100000 ", 11);
}

static void form(void **state)
{
	const struct http_part parts[] = { { .name = "path", .bytes = SLICE("notes.txt") },
	                                   { .name = "file", .filename = "a b.pem", .path = faultd.ca, .type = "text/plain" } };
	(void)state;
	struct got g = ask((struct http_ask){ .url = at("plain", "/count"), .parts = parts, .n_parts = 2 });
	assert_int_equal(g.fault.code, E_OK);
	assert_non_null(strstr(g.body, "[multipart/form-data; boundary="));
	assert_non_null(strstr(g.body, "name=\"path\""));
	struct http_part missing = { .name = "file", .path = "/nowhere/at/all" };
	expect_fault(E_NOT_FOUND, (struct http_ask){ .url = at("plain", "/count"), .parts = &missing, .n_parts = 1 });
}

static void other_done(void *arg, const struct http_answer *a)
{
	(void)a;
	*(bool *)arg = true;
}

/* While one server hangs and one drips, the loop turns and another is served. */
static void never_blocked(void **state)
{
	struct got hang = { 0 }, drip = { 0 };
	bool other = false;
	int64_t longest = 0;
	(void)state;
	http_start(net, &(struct http_ask){ .url = at("plain", "/hang"), .done = keep_answer, .arg = &hang });
	http_start(net, &(struct http_ask){ .url = at("plain", "/slow"), .done = keep_answer, .arg = &drip });
	http_start(net, &(struct http_ask){ .url = at("mute", "/"), .done = keep_answer, .arg = &drip });
	http_start(net, &(struct http_ask){ .url = at("tls", "/ok"), .done = other_done, .arg = &other });
	unsigned turns = 0;
	for (int64_t end = tick_ms() + 10000; (!other || turns < 50) && tick_ms() < end; turns++) {
		int64_t t = tick_ms();
		loop_turn(loop, 5);
		if (tick_ms() - t > longest)
			longest = tick_ms() - t;
	}
	print_message("# %u turns, the longest took %d ms\n", turns, (int)longest);
	assert_true(other);
	assert_true(turns >= 50);
	assert_int_equal(hang.calls + drip.calls, 0);
}

static void suspend(void **state)
{
	struct got get = { 0 }, post = { 0 };
	(void)state;
	http_start(net, &(struct http_ask){ .url = at("plain", "/flaky/s?n=0"), .done = keep_answer, .arg = &get });
	until(&get.done);
	get = (struct got){ 0 };
	http_start(net, &(struct http_ask){ .url = at("plain", "/hang"), .done = keep_answer, .arg = &get, .deadline_ms = 2500 });
	http_start(net, &(struct http_ask){ .url = at("plain", "/hang"), .done = keep_answer, .arg = &post, .body = SLICE("x") });
	turn_for(100);
	loop_woke(loop, 3600000);
	turn_for(100);
	assert_true(post.done); /* cannot be repeated: it failed, at once */
	assert_int_equal(post.fault.code, E_CLOSED);
	assert_false(get.done); /* asked again by itself */
	assert_int_equal(http_pending(net), 1);
	until(&get.done);
	assert_int_equal(get.fault.code, E_TIMEOUT);
	assert_int_equal(ask((struct http_ask){ .url = at("plain", "/ok") }).fault.code, E_OK);
}

/* The list of tasks: what it hears, and its cancel. */
struct heard {
	int began, ended;
	enum err outcome;
	char label[64];
	void (*cancel)(void *self);
	void *self;
};

static unsigned heard_begin(void *arg, const char *label, void (*cancel)(void *self), void *self)
{
	struct heard *h = arg;
	h->began++;
	snprintf(h->label, sizeof h->label, "%s", label);
	h->cancel = cancel;
	h->self = self;
	return 7;
}

static void heard_end(void *arg, unsigned id, enum err outcome)
{
	struct heard *h = arg;
	assert_int_equal(id, 7);
	h->ended++;
	h->outcome = outcome;
}

static void traced(void **state)
{
	struct heard h = { 0 };
	struct got g = { 0 };
	(void)state;
	net_configure(net, &(struct net_conf){ .proxy = "", .trace = { heard_begin, NULL, heard_end, &h } });
	ask((struct http_ask){ .url = at("plain", "/ok") });
	assert_int_equal(h.began, 0); /* without a label it is nobody's business */
	ask((struct http_ask){ .url = at("plain", "/ok"), .label = "balance" });
	assert_int_equal(h.began, 1);
	assert_int_equal(h.ended, 1);
	assert_string_equal(h.label, "balance");
	http_start(net, &(struct http_ask){ .url = at("plain", "/hang"), .label = "pages", .done = keep_answer, .arg = &g });
	turn_for(50);
	h.cancel(h.self);
	loop_turn(loop, 0);
	assert_true(g.done); /* within one turn, and its owner knows */
	assert_int_equal(g.fault.code, E_CANCELLED);
	assert_int_equal(h.outcome, E_CANCELLED);
	assert_int_equal(h.ended, 2);
}

static void table(void **state)
{
	static const struct { CURLcode code; long verify, os; bool proxied; const char *text; enum err want; } cases[] = {
		{ CURLE_OK, 0, 0, false, "", E_OK },
		{ CURLE_COULDNT_CONNECT, 0, ECONNREFUSED, false, "", E_REFUSED },
		{ CURLE_COULDNT_CONNECT, 0, ECONNREFUSED, true, "", E_PROXY },
		{ CURLE_COULDNT_CONNECT, 0, ENETUNREACH, false, "", E_UNREACHABLE },
		{ CURLE_COULDNT_CONNECT, 0, EHOSTUNREACH, false, "", E_UNREACHABLE },
		{ CURLE_COULDNT_CONNECT, 0, ETIMEDOUT, false, "", E_TIMEOUT },
		{ CURLE_COULDNT_RESOLVE_HOST, 0, 0, false, "", E_DNS },
		{ CURLE_COULDNT_RESOLVE_PROXY, 0, 0, true, "", E_PROXY },
		{ CURLE_PEER_FAILED_VERIFICATION, 9, 0, false, "", E_TLS_CLOCK },
		{ CURLE_PEER_FAILED_VERIFICATION, 10, 0, false, "", E_TLS_CLOCK },
		{ CURLE_PEER_FAILED_VERIFICATION, 62, 0, false, "", E_TLS_NAME },
		{ CURLE_PEER_FAILED_VERIFICATION, 20, 0, false, "", E_TLS },
		{ CURLE_SSL_CONNECT_ERROR, 0, 0, false, "wrong version number", E_PROTOCOL },
		{ CURLE_SSL_CONNECT_ERROR, 0, ECONNRESET, false, "", E_CLOSED },
		{ CURLE_SSL_CONNECT_ERROR, 0, 0, false, "alert handshake failure", E_TLS },
		{ CURLE_UNSUPPORTED_PROTOCOL, 0, 0, false, "Received HTTP/0.9 when not allowed", E_PROTOCOL },
		{ CURLE_GOT_NOTHING, 0, 0, false, "", E_CLOSED },
		{ CURLE_FILESIZE_EXCEEDED, 0, 0, false, "", E_BODY_TOO_BIG },
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(net_err(cases[i].code, cases[i].verify, cases[i].os, cases[i].proxied, cases[i].text), cases[i].want);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, net_up, net_down)
	const struct CMUnitTest tests[] = {
		T(plain_get), T(tls_get), T(post_and_headers), T(bad_certificates), T(no_tls_there), T(network_faults), T(endless),
		T(statuses), T(redirects), T(redirected_body), T(plain_refused), T(proxies), T(places), T(retries), T(cancelling),
		T(cancel_inside_curl), T(streamed_down), T(into_file), T(streamed_up), T(form), T(never_blocked), T(suspend),
		T(traced), T(table),
	};
	return cmocka_run_group_tests(tests, faultd_start, faultd_stop);
}
