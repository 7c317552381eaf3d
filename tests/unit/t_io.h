/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of io/: the faulty server beside, a loop and a net that trusts its authority, and waiting for something. */
#ifndef TESTS_T_IO_H
#define TESTS_T_IO_H

#include "base/mem.h"
#include "base/tick.h"
#include "io/http.h"
#include "io/loop.h"
#include "io/loop_curl.h"
#include "io/net.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct faultd {
	pid_t pid;
	int in;
	char ca[512], line[512];
};

static struct faultd faultd;
static struct loop *loop;
static struct net *net;

/* A port of the server by name: plain tls expired future name unknown mute. */
static int port_of(const char *name)
{
	char key[32];
	snprintf(key, sizeof key, "\"%s\":", name);
	const char *at = strstr(faultd.line, key);
	assert_non_null(at);
	return atoi(at + strlen(key));
}

/* "http://127.0.0.1:PORT/path", https for the TLS ports. */
__attribute__((unused)) static const char *at(const char *port, const char *path)
{
	static char ring[8][512];
	static unsigned next;
	char *s = ring[next++ % 8];
	bool tls = strcmp(port, "plain") && strcmp(port, "mute");
	snprintf(s, sizeof ring[0], "%s://127.0.0.1:%d%s", tls ? "https" : "http", port_of(port), path);
	return s;
}

static int faultd_start(void **state)
{
	int in[2], out[2];
	const char *build = getenv("top_builddir"), *home = getenv("HOME");
	char program[1024];
	(void)state;
	snprintf(program, sizeof program, "%s/tests/tool/faultd", build ? build : ".");
	snprintf(faultd.ca, sizeof faultd.ca, "%s/ca-%d.pem", home ? home : "/tmp", (int)getpid());
	if (pipe(in) || pipe(out))
		return -1;
	faultd.pid = fork();
	if (!faultd.pid) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execl(program, program, faultd.ca, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	faultd.in = in[1];
	for (size_t n = 0; n + 1 < sizeof faultd.line;) {
		ssize_t k = read(out[0], faultd.line + n, sizeof faultd.line - 1 - n);
		if (k <= 0)
			break;
		n += (size_t)k;
		if (faultd.line[n - 1] == '\n')
			break;
	}
	close(out[0]);
	return strchr(faultd.line, '}') ? 0 : -1;
}

static int faultd_stop(void **state)
{
	(void)state;
	close(faultd.in);
	kill(faultd.pid, SIGTERM);
	waitpid(faultd.pid, NULL, 0);
	unlink(faultd.ca);
	return 0;
}

static int net_up(void **state)
{
	(void)state;
	loop = loop_new();
	net = net_new(loop, &(struct net_conf){ .ca_file = faultd.ca, .proxy = "" });
	return 0;
}

static int net_down(void **state)
{
	(void)state;
	net_free(net);
	loop_free(loop);
	net = NULL;
	loop = NULL;
	return 0;
}

/* Turns the loop until *flag; a test that waits longer than half a minute has failed. */
__attribute__((unused)) static void until(const bool *flag)
{
	int64_t end = tick_ms() + 30000;
	while (!*flag && tick_ms() < end)
		loop_turn(loop, 200);
	assert_true(*flag);
}

__attribute__((unused)) static void turn_for(int64_t ms)
{
	for (int64_t end = tick_ms() + ms; tick_ms() < end;)
		loop_turn(loop, 10);
}

/* What an HTTP answer said, kept. */
struct got {
	bool done;
	unsigned calls;
	struct fault fault;
	int status;
	char body[4096], type[128], word[64], url[512];
	int64_t latency_ms, retry_after_s, date;
};

__attribute__((unused)) static void keep_answer(void *arg, const struct http_answer *a)
{
	struct got *g = arg;
	g->done = true;
	g->calls++;
	g->fault = a->fault;
	g->status = a->status;
	g->latency_ms = a->latency_ms;
	g->retry_after_s = a->retry_after_s;
	g->date = a->date;
	snprintf(g->body, sizeof g->body, "%.*s", (int)(a->body.n > 4000 ? 4000 : a->body.n), a->body.p);
	snprintf(g->type, sizeof g->type, "%s", a->type);
	snprintf(g->url, sizeof g->url, "%s", a->url);
	struct slice w = http_header(a, "x-word");
	snprintf(g->word, sizeof g->word, "%.*s", (int)w.n, w.p);
}

/* Asks and waits. */
__attribute__((unused)) static struct got ask(struct http_ask a)
{
	struct got g = { 0 };
	a.done = keep_answer;
	a.arg = &g;
	assert_non_null(http_start(net, &a));
	assert_false(g.done); /* never from inside http_start */
	until(&g.done);
	return g;
}

#endif
