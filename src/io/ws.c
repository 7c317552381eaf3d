/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/ws.h"
#include "base/arena.h"
#include "base/mem.h"
#include "base/tick.h"
#include "base/text.h"
#include "io/line.h"
#include "io/loop_curl.h"
#include "io/ws_wire.h"
#include <stdlib.h>
#include <strings.h>

struct ws {
	struct net *n;
	struct loop *l;
	struct ws_conf c;
	struct arena arena;
	struct trace trace;
	struct ws_info info;
	struct line *line;
	struct ws_wire *wire;
	struct str out;                  /* what wire wants sent, on its way to line */
	struct loop_timer *timer;        /* by state: connect deadline, ping, next attempt */
	int64_t heard_ms, pinged_ms;     /* pinged_ms 0: no ping is out */
	int64_t patience_ms;             /* how long that ping may take */
	unsigned attempt, trace_id;
	bool traced, busy, dying;
};

enum { MAX_MESSAGE = 256 << 10, MAX_QUEUE = 1 << 20, PING_MS = 30000, PONG_MS = 15000, WAKE_PONG_MS = 5000, CONNECT_MS = 15000,
       BACK_MS = 1000, BACK_CAP_MS = 300000, STEADY_MS = 60000, STALE_MS = 30000 };

static void connect_now(void *arg);
static void lose_named(struct ws *w, enum err e, const char *words, int64_t at_least_ms);

static void untrace(struct ws *w, enum err outcome)
{
	if (w->traced && w->trace.end)
		w->trace.end(w->trace.arg, w->trace_id, outcome);
	w->traced = false;
}

static void arm(struct ws *w, int64_t ms, void (*fn)(void *))
{
	loop_timer_del(w->timer);
	w->timer = fn ? loop_timer_add(w->l, ms, fn, w) : NULL;
}

static void hang_up(struct ws *w)
{
	line_close(w->line);
	w->line = NULL;
	if (!w->busy) { /* else the wire is in use further up */
		ws_wire_free(w->wire);
		w->wire = NULL;
	}
	str_cut(&w->out, 0);
	w->pinged_ms = 0;
}

static void tell(struct ws *w, enum ws_state state)
{
	w->info.state = state;
	w->info.since_ms = tick_ms();
	if (w->c.state && !w->dying)
		w->c.state(w->c.arg, &w->info);
}

static void flush(struct ws *w)
{
	if (w->line && w->out.n) {
		w->info.bytes_out += w->out.n;
		line_write(w->line, slice_str(&w->out));
	}
	str_cut(&w->out, 0);
}

static void destroy(struct ws *w)
{
	arm(w, 0, NULL);
	hang_up(w);
	str_free(&w->out);
	arena_free(&w->arena);
	free(w);
}

/* Callbacks that may close run between enter and leave; false when nothing is left. */
static bool leave(struct ws *w)
{
	w->busy = false;
	if (w->dying) {
		destroy(w);
		return false;
	}
	if (w->wire && !w->line)
		hang_up(w);
	return true;
}

static void on_ping_timer(void *arg)
{
	struct ws *w = arg;
	int64_t now = tick_ms();
	int64_t idle = w->c.ping_ms - (now - w->heard_ms);
	w->timer = NULL;
	if (w->pinged_ms && w->heard_ms <= w->pinged_ms) {
		int64_t left = w->pinged_ms + w->patience_ms - now;
		if (left > 0)
			arm(w, left, on_ping_timer);
		else
			lose_named(w, E_TIMEOUT, "ping", 0);
	} else if (idle > 0) {
		arm(w, idle, on_ping_timer);
	} else {
		w->pinged_ms = now;
		w->patience_ms = PONG_MS;
		ws_wire_ping(w->wire);
		flush(w);
		arm(w, PONG_MS, on_ping_timer);
	}
}

static void on_pong(void *arg)
{
	struct ws *w = arg;
	if (w->pinged_ms)
		w->info.rtt_ms = tick_ms() - w->pinged_ms;
	w->pinged_ms = 0;
}

static void on_message(void *arg, struct slice bytes, bool binary)
{
	struct ws *w = arg;
	if (!w->dying && w->line && w->c.message)
		w->c.message(w->c.arg, bytes, binary);
}

static bool for_good(enum err e)
{
	return e == E_PLAIN_REFUSED || e == E_INVALID || e == E_DENIED;
}

static void lose(struct ws *w, const struct fault *f, int64_t at_least_ms)
{
	struct fault why = *f; /* f may stand in what goes away now */
	if (w->info.state == WS_OPEN && tick_ms() - w->info.since_ms >= STEADY_MS)
		w->attempt = 0;
	untrace(w, why.code);
	arm(w, 0, NULL);
	hang_up(w);
	w->info.fault = why;
	if (w->c.once || for_good(why.code)) {
		tell(w, WS_CLOSED);
		return;
	}
	int64_t wait = 100 + net_jitter(BACK_MS, w->attempt++, BACK_CAP_MS);
	if (wait < at_least_ms)
		wait = at_least_ms + net_jitter(BACK_MS, 0, BACK_MS);
	w->info.next_ms = tick_ms() + wait;
	arm(w, wait, connect_now);
	tell(w, WS_WAITING);
}

static void opened(void *arg)
{
	struct ws *w = arg;
	untrace(w, E_OK);
	w->info.fault.code = E_OK;
	w->info.rtt_ms = tick_ms() - w->pinged_ms;
	w->pinged_ms = 0;
	arm(w, w->c.ping_ms, on_ping_timer);
	tell(w, WS_OPEN);
}

/* Adds the host to words from below, which know none. */
static void lose_named(struct ws *w, enum err e, const char *words, int64_t at_least_ms)
{
	struct fault f;
	struct str host = { 0 };
	net_host(w->c.url, &host);
	fault_set(&f, e, *words ? "%s: %s" : "%s", str_c(&host), words);
	str_free(&host);
	lose(w, &f, at_least_ms);
}

static void on_bytes(void *arg, struct slice bytes)
{
	struct ws *w = arg;
	struct fault f = { .code = E_OK };
	struct line *line = w->line;
	w->heard_ms = tick_ms();
	w->info.bytes_in += bytes.n;
	w->busy = true;
	enum err e = ws_wire_feed(w->wire, bytes, &f);
	int64_t wait = ws_wire_retry_after(w->wire) * 1000;
	if (w->line == line)
		flush(w);
	if (!leave(w) || w->line != line)
		return;
	if (!e && line_waiting(w->line) > w->c.max_queue * 2)
		e = fault_set(&f, E_PROTOCOL, "answers to pings pile up"); /* they ask and do not read */
	if (e)
		lose_named(w, e, f.where, wait);
}

static void on_up(void *arg)
{
	struct ws *w = arg;
	struct str host = { 0 };
	net_host(w->c.url, &host);
	const char *target = strstr(w->c.url, "://");
	target = target ? target + 3 + strcspn(target + 3, "/?#") : "/";
	struct str t = { 0 };
	str_adds(&t, *target == '/' ? "" : "/");
	str_add(&t, (struct slice){ target, strcspn(target, "#") });
	w->pinged_ms = tick_ms();
	ws_wire_hello(w->wire, str_c(&host), str_c(&t), w->c.headers);
	flush(w);
	str_free(&t);
	str_free(&host);
}

static void on_down(void *arg, const struct fault *f)
{
	lose(arg, f, 0);
}

static void on_slow(void *arg)
{
	struct ws *w = arg;
	w->timer = NULL;
	lose_named(w, E_TIMEOUT, "", 0);
}

static void on_trace_cancel(void *arg)
{
	struct ws *w = arg;
	w->c.once = true;
	ws_drop(w, E_CANCELLED, "");
}

static void connect_now(void *arg)
{
	struct ws *w = arg;
	struct fault f = { .code = E_OK };
	struct ws_wire_conf wc = { w->c.max_message, opened, on_message, on_pong, w };
	struct line_conf lc = { w->c.url, w->c.flags, w->c.connect_ms, on_up, on_bytes, on_down, w };
	w->timer = NULL;
	hang_up(w);
	w->wire = ws_wire_new(&wc, &w->out);
	if (w->c.label && w->trace.begin && !w->traced) {
		w->trace_id = w->trace.begin(w->trace.arg, w->c.label, on_trace_cancel, w);
		w->traced = true;
	}
	w->line = line_open(w->n, &lc, &f);
	if (!w->line) {
		lose(w, &f, 0);
		return;
	}
	arm(w, w->c.connect_ms, on_slow);
	if (w->info.state != WS_CONNECTING || !w->info.since_ms)
		tell(w, WS_CONNECTING);
}

/* After a nap a quick ping tells whether the connection lives; after a long sleep it is not worth asking. */
static void on_wake(void *arg, int64_t slept_ms)
{
	struct ws *w = arg;
	if (w->info.state == WS_WAITING) {
		w->attempt = 0;
		ws_retry(w);
	} else if (w->info.state == WS_OPEN && slept_ms < STALE_MS) {
		w->pinged_ms = tick_ms();
		w->patience_ms = WAKE_PONG_MS;
		ws_wire_ping(w->wire);
		flush(w);
		arm(w, WAKE_PONG_MS, on_ping_timer);
	} else if (w->info.state == WS_OPEN || w->info.state == WS_CONNECTING) {
		w->attempt = 0;
		w->busy = true; /* whoever is told may close it */
		lose_named(w, E_CLOSED, "suspend", 0);
		if (leave(w))
			ws_retry(w);
	}
}

static void keep_conf(struct ws *w)
{
	struct ws_conf *c = &w->c;
	size_t n = 0;
	while (c->headers && c->headers[n])
		n++;
	const char **headers = arena_new(&w->arena, (n + 1) * sizeof *headers);
	for (size_t i = 0; i < n; i++)
		headers[i] = arena_copy(&w->arena, slice_of(c->headers[i]));
	c->headers = headers;
	c->url = arena_copy(&w->arena, slice_of(c->url));
	c->label = c->label ? arena_copy(&w->arena, slice_of(c->label)) : NULL;
	c->max_message = c->max_message ? c->max_message : MAX_MESSAGE;
	c->max_queue = c->max_queue ? c->max_queue : MAX_QUEUE;
	c->ping_ms = c->ping_ms ? c->ping_ms : PING_MS;
	c->connect_ms = c->connect_ms ? c->connect_ms : CONNECT_MS;
}

struct ws *ws_open(struct net *n, const struct ws_conf *c, struct fault *f)
{
	if (!c->url || strncasecmp(c->url, "ws", 2)) {
		fault_set(f, E_INVALID, "URL");
		return NULL;
	}
	if (net_check(n, c->url, c->flags, f))
		return NULL;
	struct ws *w = mem_new(sizeof *w);
	w->n = n;
	w->l = net_loop(n);
	w->trace = *net_trace(n);
	w->c = *c;
	w->info.rtt_ms = -1;
	keep_conf(w);
	loop_wake_add(w->l, on_wake, w);
	arm(w, 0, connect_now);
	return w;
}

void ws_close(struct ws *w)
{
	if (!w || w->dying)
		return;
	loop_wake_del(w->l, on_wake, w);
	if (w->wire && w->line && ws_wire_is_open(w->wire)) {
		ws_wire_bye(w->wire);
		flush(w);
	}
	untrace(w, E_CANCELLED);
	w->dying = true;
	arm(w, 0, NULL);
	if (!w->busy)
		destroy(w);
}

enum err ws_send(struct ws *w, struct slice bytes, bool binary)
{
	if (w->dying || w->info.state != WS_OPEN || !w->line)
		return E_CLOSED;
	if (!binary && !text_valid(bytes))
		return E_INVALID;
	if (bytes.n > w->c.max_queue)
		return E_TOO_BIG;
	if (line_waiting(w->line) + bytes.n > w->c.max_queue)
		return E_BUSY;
	ws_wire_send(w->wire, bytes, binary);
	flush(w);
	return E_OK;
}

void ws_retry(struct ws *w)
{
	if (!w->dying && (w->info.state == WS_WAITING || w->info.state == WS_CLOSED))
		arm(w, 0, connect_now);
}

/* From a timer, because state must not be told from inside this function. */
static void on_drop(void *arg)
{
	struct ws *w = arg;
	struct fault f = w->info.fault;
	w->timer = NULL;
	lose(w, &f, 0);
}

void ws_drop(struct ws *w, enum err why, const char *words)
{
	if (w->dying || w->info.state == WS_CLOSED)
		return;
	fault_set(&w->info.fault, why, "%s", words);
	arm(w, 0, on_drop);
}

const struct ws_info *ws_info(const struct ws *w)
{
	return &w->info;
}
