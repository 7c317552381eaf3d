/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that never resolve, and leaving while everything hangs. The resolver is ours: a symbol of the program stands before
 * the library's. */
#include "t_io.h"
#include "io/ws.h"
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **out)
{
	struct addrinfo *a;
	(void)service, (void)hints;
	if (node && strstr(node, "hangs.example")) {
		sleep(60);
		return EAI_AGAIN;
	}
	if (!node || strcmp(node, "localhost"))
		return EAI_NONAME;
	a = calloc(1, sizeof *a + sizeof(struct sockaddr_in));
	struct sockaddr_in *sa = (struct sockaddr_in *)(void *)(a + 1);
	*sa = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)(service ? atoi(service) : 0)),
	                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	*a = (struct addrinfo){ .ai_family = AF_INET, .ai_socktype = SOCK_STREAM, .ai_addrlen = sizeof *sa, .ai_addr = (void *)sa };
	*out = a;
	return 0;
}

void freeaddrinfo(struct addrinfo *a)
{
	free(a);
}

static void state_changed(void *arg, const struct ws_info *i)
{
	if (arg && i->state == WS_CLOSED)
		((struct got *)arg)->done = true;
}

static void dead_name(void **state)
{
	struct got closed = { 0 };
	(void)state;
	struct got g = ask((struct http_ask){ .url = "https://nobody.example/" });
	assert_int_equal(g.fault.code, E_DNS);
	assert_non_null(strstr(g.fault.where, "nobody.example"));
	struct ws *w = ws_open(net, &(struct ws_conf){ .url = "wss://nobody.example/", .once = true, .state = state_changed, .arg = &closed },
	                       NULL);
	until(&closed.done);
	assert_int_equal(ws_info(w)->fault.code, E_DNS);
	ws_close(w);
}

static void hanging_name(void **state)
{
	struct got g = { 0 };
	unsigned turns = 0;
	(void)state;
	http_start(net, &(struct http_ask){ .url = "https://hangs.example/", .done = keep_answer, .arg = &g, .deadline_ms = 500 });
	for (int64_t end = tick_ms() + 20000; !g.done && tick_ms() < end; turns++)
		loop_turn(loop, 5);
	assert_int_equal(g.fault.code, E_TIMEOUT);
	assert_true(turns > 5); /* the loop turned all the while */
}

static void cancel_hanging_name(void **state)
{
	struct got g = { 0 };
	(void)state;
	struct http_req *r = http_start(net, &(struct http_ask){ .url = "https://hangs.example/", .done = keep_answer, .arg = &g });
	turn_for(100);
	int64_t t = tick_ms();
	http_cancel(r);
	loop_turn(loop, 0);
	print_message("# cancelled while resolving: %d ms\n", (int)(tick_ms() - t));
	assert_true(tick_ms() - t < 10000); /* the name hangs for 60 s: nobody waited for it */
	assert_int_equal(http_pending(net), 0);
}

/* Everything hangs in another way; the owner leaves. No step may wait for any of them: the shortest of these hangs is 60 s,
 * so the assertion tells waiting from not waiting on the slowest machine. The figure is printed. */
static void quit_hanging(void **state)
{
	struct got g = { 0 };
	char url[100];
	(void)state;
	http_start(net, &(struct http_ask){ .url = "https://hangs.example/", .done = keep_answer, .arg = &g });
	http_start(net, &(struct http_ask){ .url = at("plain", "/hang"), .done = keep_answer, .arg = &g });
	http_start(net, &(struct http_ask){ .url = at("tls", "/slow"), .done = keep_answer, .arg = &g });
	snprintf(url, sizeof url, "https://127.0.0.1:%d/", port_of("mute"));
	http_start(net, &(struct http_ask){ .url = url, .done = keep_answer, .arg = &g });
	struct ws *named = ws_open(net, &(struct ws_conf){ .url = "wss://relay.hangs.example/", .state = state_changed }, NULL);
	snprintf(url, sizeof url, "wss://127.0.0.1:%d/ws/hang", port_of("tls"));
	struct ws *mute = ws_open(net, &(struct ws_conf){ .url = url, .state = state_changed }, NULL);
	turn_for(200);
	int64_t t = tick_ms();
	ws_close(named);
	ws_close(mute);
	net_down(NULL);
	print_message("# left with six things hanging: %d ms\n", (int)(tick_ms() - t));
	assert_true(tick_ms() - t < 10000);
	assert_int_equal(g.calls, 0);
	net_up(NULL);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, net_up, net_down)
	const struct CMUnitTest tests[] = { T(dead_name), T(hanging_name), T(cancel_hanging_name), T(quit_hanging) };
	int rc = cmocka_run_group_tests(tests, faultd_start, faultd_stop);
	fflush(stdout);
	_exit(rc); /* the resolver's threads still sleep */
}
