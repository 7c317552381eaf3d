/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How answers look: headers, errors, streams. */
#include "sandbox/kubo/answer.h"
#include "sandbox/kubo/args.h"
#include "sandbox/kubo/inside.h"

#include "base/mem.h"

#include <stdlib.h>

/* A request that is answered later. It outlives the node when the sandbox restarts: kubo is NULL from then on. */
struct held_request {
	struct held_request *next, **prev;
	struct kubo *kubo;
	struct request *r;
	struct loop_timer *timer;
	int64_t interval_ms;
	kubo_more_fn *more;
	void *own;
	void (*own_free)(void *own);
};

void kubo_headers(struct kubo *k, struct request *r)
{
	char server[32];

	snprintf(server, sizeof server, "kubo/%s", kubo_version(k));
	request_add_header(r, "Access-Control-Allow-Headers", "X-Stream-Output, X-Chunked-Output, X-Content-Length");
	request_add_header(r, "Access-Control-Expose-Headers", "X-Stream-Output, X-Chunked-Output, X-Content-Length");
	request_add_header(r, "Server", server);
	request_add_header(r, "Vary", "Origin");
}

void kubo_text(struct kubo *k, struct request *r, int status, const char *type, struct slice body)
{
	(void)k;
	if (status >= 400) {
		request_add_header(r, "Vary", "Origin");
		request_add_header(r, "X-Content-Type-Options", "nosniff");
	}
	request_reply(r, status, type, body);
}

/* Turns every number into a string and every string into a number, for who trusts types. */
static void swap_types(json_t *o)
{
	const char *key;
	json_t *v;
	size_t i;
	void *tmp;

	json_array_foreach(o, i, v) {
		if (json_is_integer(v))
			json_array_set_new(o, i, json_sprintf("%lld", (long long)json_integer_value(v)));
		else
			swap_types(v);
	}
	json_object_foreach_safe(o, tmp, key, v) {
		if (json_is_number(v))
			json_object_set_new(o, key, json_sprintf("%.0f", json_number_value(v)));
		else if (json_is_string(v))
			json_object_set_new(o, key, json_integer((json_int_t)json_string_length(v)));
		else
			swap_types(v);
	}
}

static void reply(struct kubo *k, struct request *r, int status, json_t *json)
{
	struct str s = { 0 };
	char *text;

	if (kubo_on(k, "wrong-types"))
		swap_types(json);
	text = json_dumps(json, JSON_COMPACT);
	str_addf(&s, "%s\n", text);
	kubo_headers(k, r);
	request_reply(r, status, "application/json", slice_str(&s));
	str_free(&s);
	free(text);
	json_decref(json);
}

void kubo_json(struct kubo *k, struct request *r, json_t *json)
{
	reply(k, r, 200, json);
}

void kubo_lines(struct kubo *k, struct request *r, struct slice ndjson)
{
	kubo_headers(k, r);
	request_add_header(r, "X-Chunked-Output", "1");
	request_reply(r, 200, "application/json", ndjson);
}

static void fail(struct kubo *k, struct request *r, int status, const char *fmt, va_list ap) __attribute__((format(printf, 4, 0)));
static void fail(struct kubo *k, struct request *r, int status, const char *fmt, va_list ap)
{
	struct str s = { 0 };

	str_addv(&s, fmt, ap);
	reply(k, r, status, json_pack("{s:s,s:i,s:s}", "Message", str_c(&s), "Code", status == 400, "Type", "error"));
	str_free(&s);
}

void kubo_fail(struct kubo *k, struct request *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail(k, r, 500, fmt, ap);
	va_end(ap);
}

void kubo_refuse(struct kubo *k, struct request *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail(k, r, 400, fmt, ap);
	va_end(ap);
}

static struct held_request *hold(struct kubo *k, struct request *r)
{
	struct held_request *h = mem_new(sizeof *h);

	h->kubo = k;
	h->r = r;
	h->next = k->held;
	h->prev = &k->held;
	if (h->next)
		h->next->prev = &h->next;
	k->held = h;
	return h;
}

static void let_go(struct held_request *h)
{
	loop_timer_del(h->timer);
	h->timer = NULL;
	if (h->prev)
		*h->prev = h->next;
	if (h->next)
		h->next->prev = h->prev;
	h->prev = NULL;
	h->next = NULL;
}

static void on_deadline(void *arg)
{
	struct held_request *h = arg;
	struct kubo *k = h->kubo;
	struct request *r = h->r;

	h->timer = NULL;
	let_go(h);
	free(h);
	kubo_fail(k, r, "context deadline exceeded");
}

void kubo_hold(struct kubo *k, struct request *r)
{
	const char *timeout = request_arg(r, "timeout", 0);
	struct held_request *h = hold(k, r);
	int64_t ms;

	if (!timeout || !go_interval(timeout, &ms) || ms > 600000)
		ms = 600000;
	h->timer = loop_timer_add(k->sb->loop, ms > 0 ? ms : 1, on_deadline, h);
}

/* The server's last word on a stream, also when the client left. */
static void stream_gone(void *arg)
{
	struct held_request *h = arg;

	let_go(h);
	if (h->own_free)
		h->own_free(h->own);
	free(h);
}

static void stream_step(void *arg)
{
	struct held_request *h = arg;
	struct kubo *k = h->kubo;
	struct str out = { 0 };
	bool more = true;

	h->timer = NULL;
	if (!k->mischief->freeze)
		more = h->more(k, h->own, &out);
	if (k->mischief->cut && out.n) {
		str_cut(&out, out.n - out.n / 3);
		more = false;
	}
	if (more)
		h->timer = loop_timer_add(k->sb->loop, h->interval_ms, stream_step, h);
	if (out.n)
		request_part(h->r, slice_str(&out));
	if (!more)
		request_end(h->r);
	str_free(&out);
}

void kubo_stream(struct kubo *k, struct request *r, const char *type, int64_t interval_ms, kubo_more_fn *more, void *own,
		 void (*own_free)(void *own))
{
	struct held_request *h = hold(k, r);

	h->interval_ms = interval_ms;
	h->more = more;
	h->own = own;
	h->own_free = own_free;
	kubo_headers(k, r);
	request_add_header(r, "X-Chunked-Output", "1");
	request_stream(r, 200, type, stream_gone, h);
	stream_step(h);
}

/* The node stops. Streams end, and their last word frees them later; what was only held is dropped with its connection. */
void kubo_held_free(struct kubo *k)
{
	while (k->held) {
		struct held_request *h = k->held;
		let_go(h);
		if (h->more)
			request_end(h->r);
		else
			free(h);
	}
}
