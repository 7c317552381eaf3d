/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/rpc_in.h"
#include "base/clean.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/jread.h"
#include <stdlib.h>
#include <strings.h>

enum { MAX_MESSAGE = 16 << 20, DEADLINE_MS = 20000, MAX_CALLS = 4096 };

static const struct rpc_answer nothing = { .message = "" };

void rpc_enter(struct rpc *r)
{
	r->busy++;
}

static void call_free(struct call *c)
{
	loop_timer_del(c->timer);
	free(c->text);
	free(c->method);
	free(c);
}

static void untrace(struct call *c, enum err outcome)
{
	const struct trace *t = net_trace(c->r->n);
	if (c->traced && t->end)
		t->end(t->arg, c->trace_id, outcome);
	c->traced = false;
}

static void destroy(struct rpc *r)
{
	http_cancel_owner(r->n, r);
	for (struct post *p = r->posts; p; p = p->next)
		p->r = NULL;
	for (struct call *c = r->calls, *next; c; c = next) {
		next = c->next;
		untrace(c, E_CANCELLED);
		call_free(c);
	}
	rpc_sub_free(r);
	loop_timer_del(r->post_timer);
	ws_close(r->ws);
	free(r->url);
	free(r);
}

bool rpc_leave(struct rpc *r)
{
	if (--r->busy || !r->dying)
		return !r->dying;
	destroy(r);
	return false;
}

void rpc_close(struct rpc *r)
{
	if (!r || r->dying)
		return;
	r->dying = true;
	if (!r->busy)
		destroy(r);
}

/* Over HTTP: when the last call of a group has ended, its request has no reader any more. */
static void forsake(struct rpc *r, uint64_t group)
{
	for (const struct call *c = r->calls; c; c = c->next)
		if (c->group == group)
			return;
	for (struct post *p = r->posts; p; p = p->next)
		if (p->group == group) {
			http_cancel(p->req);
			return;
		}
}

/* Takes the call out of the list. */
static struct call *take_call(struct rpc *r, uint64_t id)
{
	for (struct call **at = &r->calls; *at; at = &(*at)->next) {
		struct call *c = *at;
		if (c->id != id)
			continue;
		*at = c->next;
		r->n_calls--;
		forsake(r, c->group);
		return c;
	}
	return NULL;
}

/* The end of a call: out of the list first, so that fn may do anything. */
static void answer(struct rpc *r, uint64_t id, const struct rpc_answer *a)
{
	struct call *c = take_call(r, id);
	if (!c)
		return; /* late, or never asked */
	struct rpc_answer with = *a;
	with.latency_ms = c->sent ? tick_ms() - c->sent_ms : -1;
	untrace(c, a->fault.code);
	if (c->fn && !r->dying)
		c->fn(c->arg, &with);
	call_free(c);
}

static void on_timer(void *arg)
{
	struct call *c = arg;
	struct rpc *r = c->r;
	struct rpc_answer a = nothing;
	c->timer = NULL;
	a.fault = c->fault;
	rpc_enter(r);
	answer(r, c->id, &a);
	rpc_leave(r);
}

static void on_trace_cancel(void *arg)
{
	struct call *c = arg;
	fault_set(&c->fault, E_CANCELLED, "%.60s", c->method);
	loop_timer_del(c->timer);
	c->timer = loop_timer_add(net_loop(c->r->n), 0, on_timer, c);
}

static void fail_soon(struct call *c, enum err e)
{
	c->sent = true; /* not to be pushed any more */
	fault_set(&c->fault, e, "%.60s", c->method);
	loop_timer_del(c->timer);
	c->timer = loop_timer_add(net_loop(c->r->n), 0, on_timer, c);
}

uint64_t rpc_put(struct rpc *r, const struct rpc_item *i, uint64_t group, bool internal)
{
	struct call *c = mem_new(sizeof *c), **tail = &r->calls;
	const struct trace *t = net_trace(r->n);
	int64_t deadline = i->deadline_ms ? i->deadline_ms : r->c.deadline_ms;
	json_t *doc = json_pack("{s:s, s:I, s:s, s:o}", "jsonrpc", "2.0", "id", (json_int_t)++r->last_id, "method", i->method,
	                        "params", i->params ? i->params : json_array());
	*c = (struct call){ .r = r, .id = r->last_id, .group = group, .again = i->again, .internal = internal, .fn = i->fn, .arg = i->arg };
	c->method = mem_strdup(i->method);
	c->text = doc ? json_dumps(doc, JSON_COMPACT) : NULL;
	json_decref(doc);
	while (*tail)
		tail = &(*tail)->next;
	*tail = c;
	r->n_calls++;
	fault_set(&c->fault, E_TIMEOUT, "%.60s", c->method);
	c->timer = loop_timer_add(net_loop(r->n), deadline, on_timer, c);
	if (i->label && t->begin) {
		c->trace_id = t->begin(t->arg, i->label, on_trace_cancel, c);
		c->traced = true;
	}
	if (!c->text)
		fail_soon(c, E_INVALID);
	else if (r->n_calls > MAX_CALLS)
		fail_soon(c, E_BUSY);
	return c->id;
}

/* Marks the calls of a group as sent and writes them as one message. */
static void write_group(struct rpc *r, uint64_t group, struct str *out, size_t *count)
{
	*count = 0;
	for (struct call *c = r->calls; c; c = c->next) {
		if (c->sent || c->group != group)
			continue;
		if ((*count)++)
			str_addc(out, ',');
		str_adds(out, c->text);
	}
}

static void sent_group(struct rpc *r, uint64_t group, enum err e)
{
	for (struct call *c = r->calls; c; c = c->next) {
		if (c->sent || c->group != group)
			continue;
		if (e) {
			fail_soon(c, e);
			continue;
		}
		c->sent = true;
		c->sent_ms = tick_ms();
		if (!c->again) {
			free(c->text);
			c->text = NULL;
		}
	}
}

static struct call *in_group(struct rpc *r, uint64_t group)
{
	struct call *c = r->calls;
	while (c && !(c->sent && c->group == group))
		c = c->next;
	return c;
}

/* Everything of a group that got no answer gets this one. */
static void answer_group(struct rpc *r, uint64_t group, const struct rpc_answer *a)
{
	for (struct call *c; !r->dying && (c = in_group(r, group)) != NULL;)
		answer(r, c->id, a);
}

static void on_post(void *arg, const struct http_answer *h)
{
	struct post *p = arg;
	struct rpc *r = p->r;
	struct rpc_answer a = nothing;
	struct fault f = { .code = E_OK };
	a.fault = h->fault;
	rpc_enter(r);
	/* some nodes answer errors of the call with an error of HTTP around them */
	if ((!h->fault.code || (h->fault.code == E_HTTP && h->body.n)) && !rpc_take(r, h->body, &f) && !h->fault.code)
		a.fault = f;
	if (!a.fault.code)
		fault_set(&a.fault, E_PROTOCOL, "%s: no answer to this call", "JSON-RPC");
	answer_group(r, p->group, &a);
	rpc_leave(r);
}

static void post_free(void *arg)
{
	struct post *p = arg, **at = p->r ? &p->r->posts : NULL;
	while (at && *at && *at != p)
		at = &(*at)->next;
	if (at && *at)
		*at = p->next;
	free(p);
}

static void post_group(struct rpc *r, uint64_t group, struct slice body)
{
	struct post *p = mem_new(sizeof *p);
	const struct call *c = in_group(r, group);
	unsigned again = c && c->again ? HTTP_AGAIN : 0;
	*p = (struct post){ .r = r, .group = group, .next = r->posts };
	r->posts = p;
	p->req = http_start(r->n, &(struct http_ask){
		.url = r->url, .body = body, .type = "application/json", .flags = r->c.flags | again, .owner = r, .deadline_ms = 600000,
		.tries = again ? 3 : 1, .max_body = r->c.max_message, .done = on_post, .drop = post_free, .arg = p });
}

static struct call *unsent(struct rpc *r)
{
	struct call *c = r->calls;
	while (c && (c->sent || !c->text))
		c = c->next;
	return c;
}

static void on_post_timer(void *arg)
{
	struct rpc *r = arg;
	r->post_timer = NULL;
	rpc_push(r);
}

void rpc_push(struct rpc *r)
{
	struct str s = { 0 };
	size_t count;
	if (r->ws && ws_info(r->ws)->state != WS_OPEN)
		return;
	for (struct call *c; (c = unsent(r)) != NULL;) {
		uint64_t group = c->group;
		str_cut(&s, 0);
		str_addc(&s, '[');
		write_group(r, group, &s, &count);
		str_addc(&s, ']');
		struct slice body = slice_str(&s);
		if (count == 1) /* a call alone is no batch */
			body = slice_to(slice_from(body, 1), body.n - 2);
		enum err e = r->ws ? ws_send(r->ws, body, false) : E_OK;
		if (e == E_CLOSED)
			break;
		sent_group(r, group, e);
		if (!r->ws)
			post_group(r, group, body);
	}
	str_free(&s);
}

static void push_soon(struct rpc *r)
{
	if (r->ws)
		rpc_push(r);
	else if (!r->post_timer)
		r->post_timer = loop_timer_add(net_loop(r->n), 0, on_post_timer, r);
}

uint64_t rpc_call(struct rpc *r, const struct rpc_item *i)
{
	uint64_t id = rpc_put(r, i, ++r->last_group, false);
	push_soon(r);
	return id;
}

void rpc_batch(struct rpc *r, const struct rpc_item *items, size_t n, uint64_t *ids)
{
	uint64_t group = ++r->last_group;
	for (size_t i = 0; i < n; i++) {
		uint64_t id = rpc_put(r, &items[i], group, false);
		if (ids)
			ids[i] = id;
	}
	push_soon(r);
}

void rpc_cancel(struct rpc *r, uint64_t id)
{
	if (!id || rpc_sub_cancel(r, id))
		return;
	struct call *c = take_call(r, id);
	if (c) {
		untrace(c, E_CANCELLED);
		call_free(c);
	}
}

/* An error without a number answers a message the node could not read at all: ours when only one is out. */
static void answer_unnumbered(struct rpc *r, const struct rpc_answer *a)
{
	uint64_t group = 0;
	for (struct call *c = r->calls; c; c = c->next) {
		if (!c->sent || c->group == group)
			continue;
		if (group)
			return;
		group = c->group;
	}
	if (group)
		answer_group(r, group, a);
}

static bool take_one(struct rpc *r, const json_t *m, struct fault *f)
{
	struct rpc_answer a = nothing;
	const json_t *id = json_object_get(m, "id"), *error = json_object_get(m, "error");
	struct str words = { 0 };
	if (json_is_string(json_object_get(m, "method"))) {
		rpc_sub_note(r, json_string_value(json_object_get(m, "method")), json_object_get(m, "params"));
		return true;
	}
	if (!json_is_object(m) || !(json_is_integer(id) || (json_is_null(id) && error)))
		return fault_set(f, E_PROTOCOL, "JSON-RPC"), false;
	a.result = json_object_get(m, "result");
	if (json_is_object(error)) {
		a.result = NULL;
		a.code = jread_int(error, "code", 0);
		clean_line(&words, slice_of(jread_text(error, "message", "?")), 300);
		a.message = str_c(&words);
		a.data = json_object_get(error, "data");
		fault_set(&a.fault, E_RPC, "%.150s (%lld)", a.message, (long long)a.code);
	} else if (!a.result) {
		fault_set(&a.fault, E_PROTOCOL, "JSON-RPC");
	}
	if (json_is_integer(id))
		answer(r, (uint64_t)json_integer_value(id), &a);
	else
		answer_unnumbered(r, &a);
	str_free(&words);
	return true;
}

bool rpc_take(struct rpc *r, struct slice bytes, struct fault *f)
{
	json_t *doc = jread_load(bytes, r->c.max_message, f);
	bool good = doc != NULL;
	rpc_enter(r);
	if (json_is_array(doc)) {
		for (size_t i = 0; i < json_array_size(doc) && !r->dying; i++)
			good = take_one(r, json_array_get(doc, i), f) && good;
	} else if (doc) {
		good = take_one(r, doc, f);
	}
	json_decref(doc);
	return rpc_leave(r) ? good : true;
}

static void on_message(void *arg, struct slice bytes, bool binary)
{
	struct rpc *r = arg;
	struct fault f = { .code = E_OK };
	rpc_enter(r);
	if (binary)
		fault_set(&f, E_PROTOCOL, "binary");
	if ((binary || !rpc_take(r, bytes, &f)) && !r->dying)
		ws_drop(r->ws, f.code, f.where);
	rpc_leave(r);
}

/* The connection is gone: what may be asked again waits for the next one, the rest has failed. */
static void lost(struct rpc *r, const struct fault *f)
{
	struct rpc_answer a = nothing;
	a.fault = *f;
	for (bool more = true; more && !r->dying;) {
		struct call *c = r->calls;
		while (c && !(c->sent && !(c->again && c->text) && c->fault.code == E_TIMEOUT))
			c = c->next;
		more = c != NULL;
		if (c)
			answer(r, c->id, &a);
	}
	for (struct call *c = r->calls; c; c = c->next)
		c->sent = c->fault.code != E_TIMEOUT; /* what failed in another way stays so */
	if (!r->dying)
		rpc_sub_lost(r, f);
}

static void on_state(void *arg, const struct ws_info *i)
{
	struct rpc *r = arg;
	rpc_enter(r);
	if (i->state == WS_OPEN) {
		rpc_sub_open(r);
		rpc_push(r);
	} else if (i->state == WS_WAITING || i->state == WS_CLOSED) {
		lost(r, &i->fault);
	}
	if (r->c.state && !r->dying)
		r->c.state(r->c.arg, i);
	rpc_leave(r);
}

struct rpc *rpc_open(struct net *n, const struct rpc_conf *c, struct fault *f)
{
	struct rpc *r = mem_new(sizeof *r);
	r->n = n;
	r->c = *c;
	r->c.max_message = c->max_message ? c->max_message : MAX_MESSAGE;
	r->c.deadline_ms = c->deadline_ms ? c->deadline_ms : DEADLINE_MS;
	r->url = mem_strdup(c->url ? c->url : "");
	r->c.url = r->c.label = NULL;
	bool http = !strncasecmp(r->url, "http", 4), good = !net_check(n, r->url, c->flags, f);
	if (good && !http) {
		struct ws_conf w = { .url = r->url, .flags = c->flags, .label = c->label, .max_message = r->c.max_message,
		                     .max_queue = MAX_MESSAGE, .state = on_state, .message = on_message, .arg = r };
		r->ws = ws_open(n, &w, f);
		good = r->ws != NULL;
	}
	if (!good) {
		destroy(r);
		return NULL;
	}
	return r;
}

size_t rpc_pending(const struct rpc *r)
{
	return r->n_calls;
}
