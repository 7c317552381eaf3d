/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/http_req.h"
#include "base/mem.h"
#include "base/tick.h"
#include <limits.h>
#include <stdlib.h>
#include <strings.h>

enum { DEADLINE_MS = 30000, CONNECT_MS = 15000, SILENCE_S = 120, HOPS = 5, RETRY_MS = 500, RETRY_CAP_MS = 30000, STALE_MS = 30000, LARGE = 512 << 10 };

static void begin(void *arg);

static bool idempotent(const struct http_req *r)
{
	return (r->ask.flags & HTTP_AGAIN) || !strcmp(r->method, "GET") || !strcmp(r->method, "HEAD") ||
	       !strcmp(r->method, "PUT") || !strcmp(r->method, "DELETE");
}

/* Milliseconds until the deadline; INT64_MAX without one. */
static int64_t left_ms(const struct http_req *r)
{
	return r->ask.deadline_ms < 0 ? INT64_MAX : r->began + r->ask.deadline_ms - tick_ms();
}

static void drop_easy(struct http_req *r)
{
	if (!r->h)
		return;
	curl_multi_remove_handle(loop_curl(r->n->l), r->h);
	curl_easy_cleanup(r->h);
	curl_mime_free(r->mime);
	curl_slist_free_all(r->headers);
	r->h = NULL;
	r->mime = NULL;
	r->headers = NULL;
}

static void req_free(struct http_req *r)
{
	loop_timer_del(r->timer);
	drop_easy(r);
	http_body_end(r, false, NULL);
	if (r->prev)
		r->prev->next = r->next;
	else
		r->n->reqs = r->next;
	if (r->next)
		r->next->prev = r->prev;
	void (*drop)(void *) = r->ask.drop;
	void *arg = r->ask.arg;
	str_free(&r->head);
	str_free(&r->body);
	free(r->url);
	arena_free(&r->arena);
	free(r);
	if (drop)
		drop(arg);
}

static void untrace(struct http_req *r, enum err outcome)
{
	if (r->traced && r->n->trace.end)
		r->n->trace.end(r->n->trace.arg, r->trace_id, outcome);
	r->traced = false;
}

static void reap(void *arg)
{
	struct http_req *r = arg;
	r->timer = NULL;
	req_free(r);
}

/* No callback from here on. Inside of curl the handle cannot go yet: it is marked, and reaped in this same turn. */
void http_cancel(struct http_req *r)
{
	if (!r || r->step == HTTP_DEAD)
		return;
	r->step = HTTP_DEAD;
	untrace(r, E_CANCELLED);
	loop_timer_del(r->timer);
	r->timer = NULL;
	if (loop_in_curl(r->n->l))
		r->timer = loop_timer_add(r->n->l, 0, reap, r);
	else
		req_free(r);
}

void http_cancel_owner(struct net *n, const void *owner)
{
	for (struct http_req *r = n->reqs, *next; r; r = next) {
		next = r->next;
		if (r->ask.owner == owner)
			http_cancel(r);
	}
}

void http_abandon(struct net *n)
{
	while (n->reqs) {
		untrace(n->reqs, E_CANCELLED);
		req_free(n->reqs);
	}
}

size_t http_pending(const struct net *n)
{
	size_t count = 0;
	for (const struct http_req *r = n->reqs; r; r = r->next)
		count += r->step != HTTP_DEAD;
	return count;
}

static int64_t retry_after(const struct http_req *r)
{
	struct slice s = http_head(r, "Retry-After");
	uint64_t seconds;
	if (slice_u64(s, &seconds))
		return seconds > 86400 ? 86400 : (int64_t)seconds;
	char date[64] = "";
	memcpy(date, s.p, s.n < sizeof date - 1 ? s.n : sizeof date - 1);
	int64_t when = s.n ? (int64_t)curl_getdate(date, NULL) : -1, wait = when - tick_now();
	return when > 0 && wait > 0 ? (wait > 86400 ? 86400 : wait) : 0;
}

static int64_t info_ms(CURL *h, CURLINFO what)
{
	curl_off_t us = 0;
	return h && !curl_easy_getinfo(h, what, &us) ? (int64_t)us / 1000 : 0;
}

static void finish(struct http_req *r, const struct fault *f)
{
	struct http_answer a = { .fault = *f, .status = r->status, .body = slice_str(&r->body), .url = r->url, .latency_ms = -1, .req = r };
	char date[64] = "";
	struct str type = { 0 };
	if (!f->code)
		http_body_end(r, true, &a.fault);
	if (r->status) {
		a.latency_ms = info_ms(r->h, CURLINFO_STARTTRANSFER_TIME_T) - info_ms(r->h, CURLINFO_PRETRANSFER_TIME_T);
		a.retry_after_s = retry_after(r);
		struct slice d = http_head(r, "Date");
		memcpy(date, d.p, d.n < sizeof date - 1 ? d.n : sizeof date - 1);
		int64_t when = *date ? (int64_t)curl_getdate(date, NULL) : 0;
		a.date = when > 0 ? when : 0;
	}
	str_add(&type, http_head(r, "Content-Type"));
	a.type = str_c(&type);
	a.total_ms = tick_ms() - r->began;
	untrace(r, a.fault.code);
	bool wanted = !r->ask.generation || *r->ask.generation == r->generation, large = r->got > LARGE;
	r->step = HTTP_DEAD; /* a cancel inside done finds nothing left to do */
	if (wanted && r->ask.done)
		r->ask.done(r->ask.arg, &a);
	str_free(&type);
	req_free(r);
	if (large)
		mem_trim(); /* what was made of it was mostly passing */
}

/* The person cancelled it in the list of tasks: the owner is told, from the loop. */
static void cancelled(void *arg)
{
	struct http_req *r = arg;
	struct fault f;
	r->timer = NULL;
	r->status = 0;
	fault_set(&f, E_CANCELLED, "%s", r->gate.host);
	finish(r, &f);
}

static void on_trace_cancel(void *arg)
{
	struct http_req *r = arg;
	if (r->step == HTTP_DEAD)
		return;
	loop_timer_del(r->timer);
	r->timer = loop_timer_add(r->n->l, 0, cancelled, r);
}

static enum err of_status(const struct http_req *r, struct fault *f)
{
	int s = r->status;
	enum err e = (s >= 200 && s < 300) || s == 304 ? E_OK : s == 401 || s == 403 ? E_HTTP_AUTH :
	             s == 429 || s == 503 ? E_HTTP_BUSY : http_is_redirect(s) ? E_REDIRECT : E_HTTP;
	return e ? fault_set(f, e, "%s: HTTP %d", r->gate.host, s) : E_OK;
}

/* Only within one scheme, and in clear only on this machine; never from the world into a private network. */
static enum err redirect(struct http_req *r, struct fault *f)
{
	char *to = NULL;
	curl_easy_getinfo(r->h, CURLINFO_REDIRECT_URL, &to);
	if (!to)
		return fault_set(f, E_PROTOCOL, "%s: HTTP %d", r->gate.host, r->status);
	bool get = r->status == 303 && strcmp(r->method, "HEAD") != 0;
	bool safe = r->gate.tls ? !strncasecmp(to, "https:", 6) : !strncasecmp(to, "http:", 5) && r->gate.place == NET_LOOPBACK;
	if ((r->ask.flags & HTTP_NO_REDIRECT) || !safe || ++r->hops > HOPS || (!get && !http_body_again(r)))
		return fault_set(f, E_REDIRECT, "%s: HTTP %d", r->gate.host, r->status);
	struct str host = { 0 };
	net_host(to, &host);
	/* passwords and keys stay with the host they were meant for */
	if (strcmp(str_c(&host), r->gate.host) && r->ask.headers) {
		const char **kept = arena_new(&r->arena, sizeof *kept);
		r->ask.headers = kept;
	}
	str_free(&host);
	if (r->gate.place == NET_WORLD && !r->gate.proxied)
		r->public_only = true;
	char *url = mem_strdup(to);
	free(r->url);
	r->url = url;
	if (get) {
		r->method = "GET";
		r->has_body = false;
	}
	return E_OK;
}

static bool may_retry(const struct http_req *r, enum err e, int64_t *wait)
{
	bool unsent = e == E_DNS || e == E_REFUSED || e == E_UNREACHABLE;
	bool passing = unsent || e == E_TIMEOUT || e == E_CLOSED || e == E_HTTP_BUSY || (e == E_HTTP && (r->status == 502 || r->status == 504));
	if (r->tried >= r->ask.tries || !passing || !(unsent || idempotent(r)) || !http_body_again(r))
		return false;
	if ((r->ask.sink && r->got) || r->own)
		return false; /* a sink cannot take bytes back */
	*wait = net_jitter(RETRY_MS, r->tried - 1, RETRY_CAP_MS);
	int64_t asked = retry_after(r) * 1000;
	if (e == E_HTTP_BUSY && asked > *wait)
		*wait = asked + net_jitter(RETRY_MS, 0, RETRY_MS);
	return *wait < left_ms(r);
}

static void queue(struct http_req *r, enum http_step step, int64_t wait)
{
	r->step = step;
	r->timer = loop_timer_add(r->n->l, wait, begin, r);
}

static void ended(struct loop_easy *e, CURLcode code)
{
	struct http_req *r = (struct http_req *)e;
	struct fault f = { .code = E_OK };
	int64_t wait;
	if (r->step == HTTP_DEAD || r->timer)
		return; /* cancelled: its timer ends it in this same turn */
	if (r->own)
		fault_set(&f, r->own, "%s", r->ask.to_path && r->own != E_BODY_TOO_BIG ? r->ask.to_path : r->gate.host);
	else if (code)
		net_gate_fault(&r->gate, r->h, code, &f);
	else
		of_status(r, &f);
	if (f.code == E_DENIED && r->public_only)
		f.code = E_REDIRECT;
	if (f.code == E_REDIRECT && !code && !r->own && !redirect(r, &f)) {
		http_body_end(r, false, NULL);
		drop_easy(r);
		queue(r, HTTP_QUEUED, 0);
	} else if (may_retry(r, f.code, &wait)) {
		http_body_end(r, false, NULL);
		drop_easy(r);
		queue(r, HTTP_WAITING, wait);
	} else {
		finish(r, &f);
	}
}

static enum err prepare(struct http_req *r, struct fault *f)
{
	CURL *h = r->h;
	unsigned flags = r->ask.flags | (r->public_only ? NET_PUBLIC : 0u);
	int64_t left = left_ms(r);
	enum err e = net_gate_set(&r->gate, r->n, h, r->url, flags, f);
	if (e)
		return e == E_DENIED && r->public_only ? f->code = E_REDIRECT : e;
	if (left <= 0)
		return fault_set(f, E_TIMEOUT, "%s", r->gate.host);
	curl_easy_setopt(h, CURLOPT_PRIVATE, &r->easy);
	if (!idempotent(r)) /* on a kept connection curl repeats by itself what got no answer */
		curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)(left < CONNECT_MS ? left : CONNECT_MS));
	if (r->ask.deadline_ms >= 0) {
		curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)(left > INT_MAX ? INT_MAX : left));
	} else {
		curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, 1L);
		curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, (long)SILENCE_S);
	}
	e = http_body_set(r, f);
	if (e)
		return e;
	if (!strcmp(r->method, "HEAD"))
		curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
	else if (strcmp(r->method, r->has_body ? "POST" : "GET"))
		curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, r->method);
	for (size_t i = 0; r->ask.headers && r->ask.headers[i]; i++)
		r->headers = curl_slist_append(r->headers, r->ask.headers[i]);
	if (r->has_body && !r->ask.n_parts) {
		struct str s = { 0 };
		str_addf(&s, "Content-Type: %s", r->ask.type ? r->ask.type : "application/octet-stream");
		r->headers = curl_slist_append(r->headers, str_c(&s));
		str_free(&s);
	}
	r->headers = curl_slist_append(r->headers, "Expect:"); /* no second of waiting for 100 Continue */
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, r->headers);
	return E_OK;
}

static void begin(void *arg)
{
	struct http_req *r = arg;
	struct fault f = { .code = E_OK };
	CURLM *multi = loop_curl(r->n->l);
	r->timer = NULL;
	r->tried++;
	r->h = curl_easy_init();
	if (!r->h)
		abort();
	if (prepare(r, &f) || (curl_multi_add_handle(multi, r->h) && fault_set(&f, E_FAILED, "curl"))) {
		r->status = 0;
		finish(r, &f);
		return;
	}
	r->step = HTTP_RUNNING;
}

/* A long sleep broke the connections: what can be asked again is, without counting; the rest failed. */
void http_woke(struct net *n, int64_t slept_ms)
{
	for (struct http_req *r = n->reqs, *next; r; r = next) {
		next = r->next;
		if (slept_ms < STALE_MS || r->step != HTTP_RUNNING || r->timer)
			continue;
		http_body_end(r, false, NULL);
		if (idempotent(r) && http_body_again(r) && !(r->ask.sink && r->got)) {
			drop_easy(r);
			r->tried--;
			queue(r, HTTP_QUEUED, 0);
		} else {
			r->own = E_CLOSED;
			ended(&r->easy, CURLE_OK);
		}
	}
}

static struct slice keep(struct http_req *r, struct slice s)
{
	return (struct slice){ arena_copy(&r->arena, s), s.n };
}

static const char *keep_text(struct http_req *r, const char *s)
{
	return s ? arena_copy(&r->arena, slice_of(s)) : NULL;
}

static void keep_ask(struct http_req *r)
{
	struct http_ask *a = &r->ask;
	size_t n = 0;
	while (a->headers && a->headers[n])
		n++;
	const char **headers = arena_new(&r->arena, (n + 1) * sizeof *headers);
	for (size_t i = 0; i < n; i++)
		headers[i] = keep_text(r, a->headers[i]);
	a->headers = headers;
	struct http_part *parts = arena_new(&r->arena, a->n_parts * sizeof *parts);
	for (size_t i = 0; i < a->n_parts; i++) {
		const struct http_part *p = &a->parts[i];
		parts[i] = (struct http_part){ keep_text(r, p->name), keep_text(r, p->filename), keep_text(r, p->type),
		                               keep(r, p->bytes), keep_text(r, p->path) };
	}
	a->parts = parts;
	a->body = keep(r, a->body);
	a->type = keep_text(r, a->type);
	a->body_path = keep_text(r, a->body_path);
	a->to_path = keep_text(r, a->to_path);
	a->label = keep_text(r, a->label);
}

struct http_req *http_start(struct net *n, const struct http_ask *ask)
{
	struct http_req *r = mem_new(sizeof *r);
	r->easy.done = ended;
	r->n = n;
	r->ask = *ask;
	r->in_fd = r->out_fd = -1;
	keep_ask(r);
	r->url = mem_strdup(ask->url ? ask->url : "");
	r->has_body = ask->body.n || ask->body_path || ask->source || ask->n_parts ||
	              (ask->method && (!strcmp(ask->method, "POST") || !strcmp(ask->method, "PUT")));
	r->method = ask->method ? keep_text(r, ask->method) : r->has_body ? "POST" : "GET";
	r->began = tick_ms();
	if (!ask->deadline_ms)
		r->ask.deadline_ms = ask->to_path || ask->sink || ask->body_path || ask->source ? -1 : DEADLINE_MS;
	if (!ask->tries)
		r->ask.tries = 1;
	if (ask->generation)
		r->generation = *ask->generation;
	r->next = n->reqs;
	if (n->reqs)
		n->reqs->prev = r;
	n->reqs = r;
	if (r->ask.label && n->trace.begin) {
		r->trace_id = n->trace.begin(n->trace.arg, r->ask.label, on_trace_cancel, r);
		r->traced = true;
	}
	queue(r, HTTP_QUEUED, 0);
	return r;
}

struct slice http_header(const struct http_answer *a, const char *name)
{
	return http_head(a->req, name);
}
