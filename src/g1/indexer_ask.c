/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "g1/indexer_inside.h"
#include "g1/queries.h"
#include <stdlib.h>

enum { ASK_MS = 25000 };

void indexer_drop(struct waiting *w)
{
	for (struct waiting **at = &w->x->waits; *at; at = &(*at)->next)
		if (*at == w) {
			*at = w->next;
			break;
		}
	loop_timer_del(w->timer);
	http_cancel(w->req);
	json_decref(w->ask.variables);
	free(w);
}

static void deliver(struct waiting *w, const struct graphql_answer *a)
{
	struct indexer_ask ask = w->ask;
	const char *host = w->server ? w->server->row.host : "";
	w->req = NULL;
	indexer_drop(w);
	ask.fn(ask.arg, host, a);
}

static void on_out(void *arg)
{
	struct waiting *w = arg;
	struct graphql_answer a = { .message = "", .fault = w->fault };
	w->timer = NULL;
	if (!a.fault.code)
		fault_set(&a.fault, E_OFFLINE, _("no indexer answers"));
	deliver(w, &a);
}

static bool was_tried(const struct waiting *w, const struct server *s)
{
	if (w->ask.besides && !strcmp(w->ask.besides, s->row.host))
		return true;
	for (size_t i = 0; i < w->n_tried; i++)
		if (w->tried[i] == s)
			return true;
	return false;
}

static void on_answer(void *arg, const struct graphql_answer *a)
{
	struct waiting *w = arg;
	struct indexer *x = w->x;
	struct server *s = w->server;
	w->req = NULL;
	if (!a->fault.code || a->fault.code == E_CANCELLED) {
		deliver(w, a);
		return;
	}
	/* The question may be at fault, or the indexer: in both cases another one is asked. */
	w->fault = a->fault;
	fault_set(&w->fault, a->fault.code, "%.60s: %.110s", s->row.host, a->fault.code == E_GRAPHQL ? a->message : a->fault.where);
	if (a->fault.code != E_GRAPHQL)
		indexer_judged(s, INDEXER_LOST, &w->fault);
	indexer_turn(x);
}

static void dispatch(struct waiting *w)
{
	struct indexer *x = w->x;
	struct server *s = x->main && !was_tried(w, x->main) ? x->main : NULL;
	bool hope = false;
	for (size_t i = 0; i < x->servers.n && !s; i++) {
		struct server *k = x->servers.v[i];
		if (indexer_usable(k) && !was_tried(w, k))
			s = k;
		hope |= !was_tried(w, k) && (k->row.state == INDEXER_TRYING || k->row.state == INDEXER_KNOWN ||
		                             (k->row.state == INDEXER_LOST && k->next_ms <= tick_ms()));
	}
	if (!s) {
		if (!hope && !w->timer)
			w->timer = loop_timer_add(net_loop(x->c.net), 0, on_out, w);
		return;
	}
	w->server = s;
	if (w->n_tried < sizeof w->tried / sizeof *w->tried)
		w->tried[w->n_tried++] = s;
	w->req = graphql_start(x->c.net, &(struct graphql_ask){ .url = s->row.url, .query = queries_text(w->ask.query),
		.variables = json_incref(w->ask.variables), .flags = indexer_flags(x, s), .label = w->ask.label, .owner = w, .deadline_ms = ASK_MS,
		.max_body = w->ask.max_body, .fn = on_answer, .arg = w });
}

uint64_t indexer_ask(struct indexer *x, const struct indexer_ask *a)
{
	struct waiting *w = mem_new(sizeof *w), **tail = &x->waits;
	w->x = x;
	w->id = ++x->last_id;
	w->ask = *a;
	w->ask.variables = a->variables ? a->variables : json_object();
	while (*tail)
		tail = &(*tail)->next;
	*tail = w;
	indexer_turn(x);
	return w->id;
}

void indexer_cancel(struct indexer *x, uint64_t id)
{
	for (struct waiting *w = x->waits; w && id; w = w->next)
		if (w->id == id) {
			indexer_drop(w);
			return;
		}
}

void indexer_dispatch(struct indexer *x)
{
	for (struct waiting *w = x->waits; w; w = w->next)
		if (!w->req && !w->timer)
			dispatch(w);
}
