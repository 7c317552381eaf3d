/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole sandbox inside a test, asked over its own ports: curl and the sandbox take turns on one loop. */
#ifndef TESTS_UNIT_SANDBOX_ASK_H
#define TESTS_UNIT_SANDBOX_ASK_H

#include "base/mem.h"
#include "io/jread.h"
#include "sandbox/kubo/kubo.h"
#include "sandbox/sandbox.h"

#include <curl/curl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

struct ground {
	struct sandbox sb;
	struct loop *loop;
	json_t *line;
	struct options opt;
};

struct reply {
	int code;              /* CURLcode */
	long status;
	struct str head, body;
	json_t *json;          /* NULL when it is none */
};

enum { ASK_MS = 8000 };

static size_t keep_bytes(char *p, size_t size, size_t n, void *to)
{
	str_add(to, (struct slice){ p, size * n });
	return size * n;
}

__attribute__((unused)) static void ground_up(struct ground *g, long stations)
{
	struct fault f = { 0 };

	*g = (struct ground){ .opt = { .seed = 1, .members = 60, .wallets = 160, .transfers = 300, .stations = stations,
				       .block_time_ms = 6000, .finality = 2, .clock = 1800000000, .sealing = SEAL_MANUAL, .still = true } };
	g->loop = loop_new();
	if (sandbox_start(&g->sb, g->loop, &g->opt, &f))
		fail_msg("%s: %s", f.where, err_name(f.code));
	g->line = g->sb.line;
}

__attribute__((unused)) static void ground_down(struct ground *g)
{
	sandbox_stop(&g->sb);
	loop_free(g->loop);
}

/* method "" means GET. timeout_ms ends a stream; what came so far is in body. */
static struct reply ask_for(struct ground *g, const char *method, const char *url, int64_t timeout_ms)
{
	struct reply r = { 0 };
	CURLM *m = curl_multi_init();
	CURL *c = curl_easy_init();
	CURLMsg *msg;
	int running = 1, left;

	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keep_bytes);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, &r.body);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, keep_bytes);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, &r.head);
	if (!strcmp(method, "POST"))
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, "");
	else if (*method)
		curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, method);
	curl_multi_add_handle(m, c);
	while (running) {
		curl_multi_perform(m, &running);
		loop_turn(g->loop, 1);
	}
	while ((msg = curl_multi_info_read(m, &left)))
		r.code = (int)msg->data.result;
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &r.status);
	curl_multi_remove_handle(m, c);
	curl_easy_cleanup(c);
	curl_multi_cleanup(m);
	r.json = json_loadb(str_c(&r.body), r.body.n, JSON_DECODE_ANY, NULL);
	return r;
}

/* base is a dotted path in the JSON line ("ipfs.api"). */
__attribute__((unused)) static struct reply ask(struct ground *g, const char *method, const char *base, const char *path)
{
	struct str url = { 0 };
	struct reply r;

	str_addf(&url, "%s%s", jread_text(g->line, base, ""), path);
	r = ask_for(g, method, str_c(&url), ASK_MS);
	str_free(&url);
	return r;
}

__attribute__((unused)) static struct reply rpc(struct ground *g, const char *command)
{
	struct str path = { 0 };
	struct reply r;

	str_addf(&path, "/api/v0/%s", command);
	r = ask(g, "POST", "ipfs.api", str_c(&path));
	str_free(&path);
	return r;
}

__attribute__((unused)) static void reply_free(struct reply *r)
{
	str_free(&r->head);
	str_free(&r->body);
	json_decref(r->json);
}

__attribute__((unused)) static void order(struct ground *g, const char *line)
{
	struct str why = { 0 };
	json_t *o = sandbox_order(&g->sb, line, &why);

	if (!o)
		fail_msg("%s: %s", line, str_c(&why));
	json_decref(o);
	str_free(&why);
}

#endif
