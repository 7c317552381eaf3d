/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/mem.h"
#include "base/tick.h"
#include "g1/pool_inside.h"
#include <stdlib.h>

enum { DEADLINE_MS = 20000 };

static void dispatch(struct asking *a);

static void asking_free(struct asking *a)
{
	for (struct asking **at = &a->p->asks; *at; at = &(*at)->next)
		if (*at == a) {
			*at = a->next;
			break;
		}
	loop_timer_del(a->timer);
	json_decref(a->ask.params);
	free(a);
}

/* The end of a question: out of the list first, so that fn may do anything. */
static void deliver(struct asking *a, const struct rpc_answer *r)
{
	struct ask ask = a->ask;
	unsigned id = a->node ? a->node->row.id : a->n_tried ? a->tried[a->n_tried - 1] : 0;
	a->ask.params = NULL;
	asking_free(a);
	if (ask.fn)
		ask.fn(ask.arg, id, r);
	json_decref(ask.params);
}

static void fail(struct asking *a, const struct fault *f)
{
	struct rpc_answer r = { .fault = *f, .message = "", .latency_ms = -1 };
	deliver(a, &r);
}

static void on_timer(void *arg)
{
	struct asking *a = arg;
	struct fault f = a->fault;
	a->timer = NULL;
	if (!f.code)
		fault_set(&f, a->n_tried ? E_TIMEOUT : E_OFFLINE, "%.60s", a->ask.method);
	fail(a, &f);
}

static bool was_tried(const struct asking *a, const struct node *n)
{
	for (size_t i = 0; i < a->n_tried; i++)
		if (a->tried[i] == n->row.id)
			return true;
	return false;
}

static struct node *choose(const struct asking *a)
{
	struct pool *p = a->p;
	if (a->ask.node)
		return node_by_id(p, a->ask.node);
	if (p->main && p->main->rpc && !was_tried(a, p->main))
		return p->main;
	if (p->second && p->second->rpc && !was_tried(a, p->second))
		return p->second;
	return NULL;
}

/* Only what happened between us and the node is a reason to ask another one: not what the node says. */
static bool elsewhere(const struct asking *a, enum err e)
{
	bool network = e == E_CLOSED || e == E_TIMEOUT || e == E_PROTOCOL || e == E_REFUSED || e == E_DNS || e == E_UNREACHABLE || e == E_HTTP ||
	               e == E_HTTP_BUSY || e == E_BODY_TOO_BIG || e == E_TLS || e == E_PROXY || e == E_OFFLINE || e == E_HTTP_AUTH;
	return network && !a->ask.node && !a->ask.once && tick_ms() < a->until_ms;
}

static void again(struct asking *a, const struct fault *f)
{
	a->node = NULL;
	a->rpc_id = 0;
	if (choose(a)) {
		dispatch(a);
		return;
	}
	/* Nobody else is there now: whoever comes next, also one that was asked before, until the time is over. */
	a->n_tried = 0;
	loop_timer_del(a->timer);
	a->fault = *f;
	int64_t left = a->until_ms - tick_ms();
	a->timer = loop_timer_add(net_loop(a->p->c.net), left > 0 ? left : 0, on_timer, a);
}

static void on_answer(void *arg, const struct rpc_answer *r)
{
	struct asking *a = arg;
	a->rpc_id = 0;
	if (a->node && !r->fault.code)
		a->node->row.seen_ms = tick_ms();
	if (elsewhere(a, r->fault.code))
		again(a, &r->fault);
	else
		deliver(a, r);
}

static void dispatch(struct asking *a)
{
	struct node *n = choose(a);
	int64_t left = a->until_ms - tick_ms();
	if (!n || !n->rpc)
		return;
	loop_timer_del(a->timer);
	a->timer = NULL;
	a->node = n;
	a->fault = (struct fault){ .code = E_OK };
	if (a->n_tried < sizeof a->tried / sizeof *a->tried)
		a->tried[a->n_tried++] = n->row.id;
	a->rpc_id = rpc_call(n->rpc, &(struct rpc_item){ .method = a->ask.method, .params = json_incref(a->ask.params), .label = a->ask.label,
		.deadline_ms = left > 0 ? left : 1, .fn = on_answer, .arg = a });
}

uint64_t ask_node(struct pool *p, const struct ask *q)
{
	struct asking *a = mem_new(sizeof *a), **tail = &p->asks;
	a->p = p;
	a->id = ++p->last_id;
	a->ask = *q;
	a->ask.params = q->params ? q->params : json_array();
	a->until_ms = tick_ms() + (q->deadline_ms ? q->deadline_ms : DEADLINE_MS);
	while (*tail)
		tail = &(*tail)->next;
	*tail = a;
	dispatch(a);
	if (!a->node) { /* a node that is not there is told at once, but never from in here */
		bool gone = q->node != 0;
		if (gone)
			fault_set(&a->fault, E_CLOSED, "%.60s", q->method);
		a->timer = loop_timer_add(net_loop(p->c.net), gone ? 0 : a->until_ms - tick_ms(), on_timer, a);
	}
	return a->id;
}

static void watching_free(struct watching *w)
{
	for (struct watching **at = &w->p->watches; *at; at = &(*at)->next)
		if (*at == w) {
			*at = w->next;
			break;
		}
	loop_timer_del(w->timer);
	json_decref(w->watch.params);
	free(w);
}

static void on_news(void *arg, enum rpc_news news, const json_t *result, const struct rpc_answer *a)
{
	struct watching *w = arg;
	struct ask_watch watch = w->watch;
	unsigned id = w->node->row.id;
	bool end = news == RPC_REFUSED || (news == RPC_LOST && watch.once);
	if (end) {
		w->watch.params = NULL;
		watching_free(w);
	}
	watch.fn(watch.arg, id, news, result, a);
	if (end)
		json_decref(watch.params);
}

static void subscribe(struct watching *w)
{
	w->rpc_id = rpc_subscribe(w->node->rpc, &(struct rpc_sub){ .subscribe = w->watch.subscribe, .unsubscribe = w->watch.unsubscribe,
		.params = json_incref(w->watch.params), .once = w->watch.once, .fn = on_news, .arg = w });
}

uint64_t ask_watch(struct pool *p, const struct ask_watch *q)
{
	struct node *n = q->node ? node_by_id(p, q->node) : p->main;
	if (!n || !n->rpc || !n->row.web_socket) {
		json_decref(q->params);
		return 0;
	}
	struct watching *w = mem_new(sizeof *w);
	w->p = p;
	w->id = ++p->last_id;
	w->watch = *q;
	w->watch.params = q->params ? q->params : json_array();
	w->node = n;
	w->next = p->watches;
	p->watches = w;
	subscribe(w);
	return w->id;
}

void ask_cancel(struct pool *p, uint64_t id)
{
	for (struct asking *a = p->asks; a && id; a = a->next)
		if (a->id == id) {
			if (a->node && a->node->rpc)
				rpc_cancel(a->node->rpc, a->rpc_id);
			asking_free(a);
			return;
		}
	for (struct watching *w = p->watches; w && id; w = w->next)
		if (w->id == id) {
			if (w->node->rpc && !w->lost)
				rpc_cancel(w->node->rpc, w->rpc_id);
			watching_free(w);
			return;
		}
}

static void on_watch_end(void *arg)
{
	struct watching *w = arg;
	struct ask_watch watch = w->watch;
	unsigned id = w->node->row.id;
	struct rpc_answer r = { .message = "", .latency_ms = -1 };
	fault_set(&r.fault, E_CLOSED, "%.60s", watch.subscribe);
	w->timer = NULL;
	w->watch.params = NULL;
	watching_free(w);
	watch.fn(watch.arg, id, RPC_LOST, NULL, &r);
	json_decref(watch.params);
}

void ask_moved(struct pool *p)
{
	for (struct asking *a = p->asks; a; a = a->next)
		if (!a->node && !a->ask.node)
			dispatch(a);
	for (struct watching *w = p->watches; w; w = w->next) {
		if (w->watch.node || w->watch.once || w->timer || !p->main || !p->main->rpc || (w->node == p->main && !w->lost))
			continue;
		if (!w->lost && w->node->rpc)
			rpc_cancel(w->node->rpc, w->rpc_id);
		w->node = p->main;
		w->lost = !p->main->row.web_socket;
		if (!w->lost)
			subscribe(w);
	}
}

static void on_forward(void *arg)
{
	struct asking *a = arg;
	struct fault f = a->fault;
	a->timer = NULL;
	if (elsewhere(a, f.code))
		again(a, &f);
	else
		fail(a, &f);
}

/* The connection goes without a word to its callers: they are told from the loop. */
void ask_lost(struct node *n, const struct fault *why)
{
	struct pool *p = n->p;
	for (struct asking *a = p->asks; a; a = a->next) {
		if (a->node != n || !a->rpc_id)
			continue;
		a->rpc_id = 0;
		a->fault = *why;
		loop_timer_del(a->timer);
		a->timer = loop_timer_add(net_loop(p->c.net), 0, on_forward, a);
	}
	for (struct watching *w = p->watches; w; w = w->next) {
		if (w->node != n || w->lost)
			continue;
		w->lost = true;
		if (w->watch.node || w->watch.once)
			w->timer = loop_timer_add(net_loop(p->c.net), 0, on_watch_end, w);
	}
}

void ask_close(struct pool *p)
{
	while (p->asks)
		ask_cancel(p, p->asks->id);
	while (p->watches)
		ask_cancel(p, p->watches->id);
}
