/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sandbox node as a child, its ports, its control; and a loop and a net to talk to it. */
#ifndef TESTS_T_G1_SANDBOX_H
#define TESTS_T_G1_SANDBOX_H

#include "base/mem.h"
#include "g1/g1.h"
#include "io/http.h"
#include "io/jread.h"
#include "t_g1_turn.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct sandbox {
	pid_t pid;
	int out;
	json_t *ports;
	char rpc[128], indexer[128], genesis[80], ctl[128], token[80];
};

__attribute__((unused)) static bool sandbox_there(void)
{
	char program[1024];
	const char *build = getenv("top_builddir");
	snprintf(program, sizeof program, "%s/vigie-sandbox", build ? build : ".");
	return access(program, X_OK) == 0;
}

/* Starts one with some more arguments (NULL-terminated). */
__attribute__((unused)) static void sandbox_start(struct sandbox *s, const char *const *more)
{
	char program[1024], line[4096] = "";
	const char *build = getenv("top_builddir"), *argv[24] = { program, "--seed", "1", "--members", "20", "--wallets", "30", "--transfers", "200",
		"--stations", "2", NULL };
	int out[2], argc = 11;
	snprintf(program, sizeof program, "%s/vigie-sandbox", build ? build : ".");
	while (more && *more && argc < 23)
		argv[argc++] = *more++;
	argv[argc] = NULL;
	assert_int_equal(pipe(out), 0);
	s->pid = fork();
	if (!s->pid) {
		dup2(out[1], 1);
		close(out[0]);
		execv(program, (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(out[1]);
	s->out = out[0];
	for (size_t n = 0; n + 1 < sizeof line && !strchr(line, '\n');) {
		ssize_t k = read(out[0], line + n, sizeof line - 1 - n);
		assert_true(k > 0);
		n += (size_t)k;
		line[n] = 0;
	}
	s->ports = json_loads(line, 0, NULL);
	assert_non_null(s->ports);
	snprintf(s->rpc, sizeof s->rpc, "%s", jread_text(s->ports, "g1.rpc", ""));
	snprintf(s->indexer, sizeof s->indexer, "%s", jread_text(s->ports, "g1.indexer", ""));
	snprintf(s->genesis, sizeof s->genesis, "%s", jread_text(s->ports, "g1.genesis", ""));
	snprintf(s->ctl, sizeof s->ctl, "%s", jread_text(s->ports, "ctl", ""));
	snprintf(s->token, sizeof s->token, "%s", jread_text(s->ports, "token", ""));
}

__attribute__((unused)) static void sandbox_stop(struct sandbox *s)
{
	kill(s->pid, SIGTERM);
	waitpid(s->pid, NULL, 0);
	close(s->out);
	json_decref(s->ports);
}

struct ctl_call {
	bool done;
	int status;
	struct str body;
};

static void on_ctl(void *arg, const struct http_answer *a)
{
	struct ctl_call *c = arg;
	c->done = true;
	c->status = a->status;
	str_add(&c->body, a->body);
}

static bool ctl_done(void *arg)
{
	return ((struct ctl_call *)arg)->done;
}

/* An order to the control port, as "reorg 2"; what it answers goes to *answer (may be NULL). */
__attribute__((unused)) static void sandbox_order(const struct sandbox *s, const char *order, struct str *answer)
{
	char token[128];
	struct ctl_call c = { .done = false };
	snprintf(token, sizeof token, "X-Token: %s", s->token);
	const char *headers[] = { token, NULL };
	http_start(net, &(struct http_ask){ .method = "POST", .url = s->ctl, .headers = headers, .body = slice_of(order), .done = on_ctl, .arg = &c });
	assert_true(turn_until(ctl_done, &c, 10000));
	if (c.status != 200)
		print_message("order %s: %d %s\n", order, c.status, str_c(&c.body));
	assert_int_equal(c.status, 200);
	if (answer)
		str_add(answer, slice_str(&c.body));
	str_free(&c.body);
}

/* The service on a sandbox of the test's own, and Vigie-Demo, whose secret the sandbox tells everybody. */
static struct sandbox box;
static struct g1 *g1;
static struct key member;

__attribute__((unused)) static void service_open(void (*news)(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f))
{
	struct fault f;
	assert_int_equal(g1_open(&(struct g1_conf){ .net = net, .genesis = box.genesis, .rpc = box.rpc, .indexer = box.indexer, .alone = true,
		.news = news }, &g1, &f), E_OK);
}

/* False: no sandbox was built. more: its arguments. */
__attribute__((unused)) static bool service_start(const char *const *more,
                                                  void (*news)(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f))
{
	static const char member_seed[] = "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";
	unsigned char seed[32];
	if (!sandbox_there())
		return false;
	loop = loop_new();
	net = net_new(loop, &(struct net_conf){ .proxy = "" });
	sandbox_start(&box, more);
	assert_int_equal(hex_exact(slice_of(member_seed), seed, 32), E_OK);
	assert_int_equal(key_open(&member, KEY_ED25519, (struct slice){ (const char *)seed, 32 }), E_OK);
	service_open(news);
	return true;
}

__attribute__((unused)) static int service_stop(void **state)
{
	(void)state;
	if (!box.pid)
		return 0;
	g1_close(g1);
	key_free(&member);
	sandbox_stop(&box);
	net_free(net);
	loop_free(loop);
	return 0;
}

#define NEED_SANDBOX()                                                                                                \
	do {                                                                                                          \
		if (!box.pid) {                                                                                       \
			print_message("no vigie-sandbox was built\n");                                                \
			skip();                                                                                       \
		}                                                                                                     \
	} while (0)

#endif
