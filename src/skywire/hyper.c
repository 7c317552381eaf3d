/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "skywire/hyper.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/http.h"
#include "io/jread.h"
#include <stdio.h>
#include <stdlib.h>

/* A server's answer may take ten seconds: then it is cut by the hypervisor itself, without a word. */
enum { PATIENCE_MS = 12000, PERIOD_MS = 5000, HOST_MS = 2000, CALM_MS = 60000 };

struct hyper {
	struct hyper_conf c;
	char *url;
	char own[VISOR_PK];
	struct http_req *boards, *about, *host, *login;
	struct loop_timer *timer, *host_timer;
	bool look, calm, tried_login;
	char focus[VISOR_PK];
	int64_t last_ms;
	struct secret account;     /* {"username":"…","password":"…"}; empty: none given */
	size_t sent;               /* of it, while logging in */
	struct secret cookie;      /* "Cookie: swm-session=…" and a NUL */
};

static void ask_boards(void *arg);
static void boards_due(void *arg);
static void ask_host(void *arg);

struct hyper *hyper_new(const struct hyper_conf *c)
{
	struct hyper *h = mem_new(sizeof *h);
	size_t n = strlen(c->url);
	while (n && c->url[n - 1] == '/')
		n--;
	h->c = *c;
	h->url = mem_strndup(c->url, n);
	return h;
}

void hyper_free(struct hyper *h)
{
	if (!h)
		return;
	http_cancel(h->boards);
	http_cancel(h->about);
	http_cancel(h->host);
	http_cancel(h->login);
	loop_timer_del(h->timer);
	loop_timer_del(h->host_timer);
	secret_free(&h->account);
	secret_free(&h->cookie);
	free(h->url);
	free(h);
}

static struct http_req *get(struct hyper *h, const char *path, const char *label, void (*done)(void *, const struct http_answer *))
{
	struct str url = { 0 };
	const char *headers[] = { h->cookie.n ? (const char *)h->cookie.p : NULL, NULL };
	str_addf(&url, "%s/api/%s", h->url, path);
	struct http_req *r = http_start(h->c.net, &(struct http_ask){ .url = url.p, .headers = h->cookie.n ? headers : NULL, .flags = NET_LAN,
	                                                              .label = label, .deadline_ms = PATIENCE_MS, .done = done, .arg = h });
	str_free(&url);
	return r;
}

static void again(struct hyper *h, int64_t ms)
{
	loop_timer_del(h->timer);
	h->timer = h->look ? loop_timer_add(net_loop(h->c.net), tick_beat(ms), boards_due, h) : NULL;
}

static void logged_in(void *arg, const struct http_answer *a)
{
	struct hyper *h = arg;
	h->login = NULL;
	struct slice cookie = http_header(a, "Set-Cookie");
	const char *end = memchr(cookie.p, ';', cookie.n);
	if (!a->fault.code && slice_starts(cookie, "swm-session=")) {
		size_t n = end ? (size_t)(end - cookie.p) : cookie.n;
		secret_free(&h->cookie);
		h->cookie = secret_new(n + 16);
		secret_add(&h->cookie, "Cookie: ", 8);
		secret_add(&h->cookie, cookie.p, n);
		secret_add(&h->cookie, "", 1);
		ask_boards(h);
		return;
	}
	struct fault f = a->fault;
	if (!f.code || f.code == E_HTTP)
		fault_set(&f, E_HTTP_AUTH, "%s", h->url);
	h->c.failed(h->c.arg, &f);
	again(h, h->calm ? CALM_MS : PERIOD_MS);
}

static ssize_t give_account(void *arg, char *buf, size_t n)
{
	struct hyper *h = arg;
	size_t left = h->account.n - h->sent, take = n < left ? n : left;
	memcpy(buf, h->account.p + h->sent, take);
	h->sent += take;
	return (ssize_t)take;
}

/* A live cookie would be refused ("not logged out"): it goes without. */
static void log_in(struct hyper *h)
{
	struct str url = { 0 };
	h->tried_login = true;
	h->sent = 0;
	secret_free(&h->cookie);
	str_addf(&url, "%s/api/login", h->url);
	h->login = http_start(h->c.net, &(struct http_ask){ .method = "POST", .url = url.p, .flags = NET_LAN, .deadline_ms = PATIENCE_MS,
	                                                    .label = _("logging in to Skywire"), .source = give_account,
	                                                    .source_size = (int64_t)h->account.n, .type = "application/json",
	                                                    .done = logged_in, .arg = h });
	str_free(&url);
}

static void got_about(void *arg, const struct http_answer *a)
{
	struct hyper *h = arg;
	json_t *o = a->fault.code ? NULL : jread_load(a->body, 1 << 20, NULL);
	const char *pk = jread_text(o, "public_key", "");
	h->about = NULL;
	if (strlen(pk) == VISOR_PK - 1 && strspn(pk, "0123456789abcdef") == VISOR_PK - 1)
		memcpy(h->own, pk, VISOR_PK);
	json_decref(o);
}

static void got_boards(void *arg, const struct http_answer *a)
{
	struct hyper *h = arg;
	struct visors fresh = { 0 };
	struct fault f = a->fault;
	int64_t now = tick_ms();
	h->boards = NULL;
	if (f.code == E_HTTP_AUTH && h->account.n && !h->tried_login) {
		log_in(h);
		return;
	}
	if (!f.code && !visor_list(a->body, &fresh, &f)) {
		h->tried_login = false;
		h->c.boards(h->c.arg, &fresh, h->own, h->last_ms ? now - h->last_ms : 0);
		h->last_ms = now;
		if (!*h->own && !h->about)
			h->about = get(h, "about", NULL, got_about);
	} else {
		h->c.failed(h->c.arg, &f);
	}
	visor_list_free(&fresh);
	again(h, h->calm ? CALM_MS : PERIOD_MS);
}

static void ask_boards(void *arg)
{
	struct hyper *h = arg;
	loop_timer_del(h->timer);
	h->timer = NULL;
	if (!h->boards && !h->login)
		h->boards = get(h, "visors-summary", _("asking Skywire for its boards"), got_boards);
}

static void boards_due(void *arg)
{
	((struct hyper *)arg)->timer = NULL; /* it has fired: its handle is gone */
	ask_boards(arg);
}

static void got_host(void *arg, const struct http_answer *a)
{
	struct hyper *h = arg;
	h->host = NULL;
	if (!*h->focus)
		return;
	/* 404 is a board of before 2026: it is not asked again */
	if (!a->fault.code)
		h->c.host(h->c.arg, h->focus, a->body);
	else if (a->status == 404)
		h->c.host(h->c.arg, h->focus, (struct slice){ "", 0 });
	if (h->look && a->status != 404)
		h->host_timer = loop_timer_add(net_loop(h->c.net), tick_beat(HOST_MS), ask_host, h);
}

static void ask_host(void *arg)
{
	struct hyper *h = arg;
	char path[VISOR_PK + 32];
	h->host_timer = NULL;
	snprintf(path, sizeof path, "visors/%s/host-stats", h->focus);
	h->host = get(h, path, NULL, got_host);
}

void hyper_focus(struct hyper *h, const char *pk)
{
	if (!strcmp(h->focus, pk))
		return;
	loop_timer_del(h->host_timer);
	h->host_timer = NULL;
	http_cancel(h->host);
	h->host = NULL;
	snprintf(h->focus, sizeof h->focus, "%s", pk);
	if (*h->focus && h->look && !h->calm)
		ask_host(h);
}

void hyper_look(struct hyper *h, bool on, bool calm)
{
	bool awake = on && (!h->look || (h->calm && !calm));
	h->look = on;
	h->calm = calm;
	if (awake)
		ask_boards(h);
	if (!on || calm) {
		loop_timer_del(h->host_timer);
		h->host_timer = NULL;
	} else if (*h->focus && !h->host && !h->host_timer) {
		ask_host(h);
	}
	if (!on) {
		loop_timer_del(h->timer);
		h->timer = NULL;
	}
}

void hyper_ask(struct hyper *h)
{
	h->tried_login = false;
	ask_boards(h);
}

/* JSON by hand, because a library would leave copies in plain memory. */
static enum err add_quoted(struct secret *s, const unsigned char *p, size_t n)
{
	secret_add(s, "\"", 1);
	for (size_t i = 0; i < n; i++) {
		if (p[i] < 0x20 || p[i] > 0x7e)
			return E_INVALID;
		if (p[i] == '"' || p[i] == '\\')
			secret_add(s, "\\", 1);
		secret_add(s, p + i, 1);
	}
	secret_add(s, "\"", 1);
	return E_OK;
}

enum err hyper_login(struct hyper *h, const char *user, const struct secret *password)
{
	struct secret s = secret_new(256);
	const char *name = user && *user ? user : "admin";
	secret_add(&s, "{\"username\":", 12);
	enum err e = add_quoted(&s, (const unsigned char *)name, strlen(name));
	secret_add(&s, ",\"password\":", 12);
	if (!e)
		e = add_quoted(&s, password->p, password->n);
	secret_add(&s, "}", 1);
	if (e) {
		secret_free(&s);
		return e;
	}
	secret_free(&h->account);
	h->account = s;
	hyper_ask(h);
	return E_OK;
}
