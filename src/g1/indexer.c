/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/indexer_inside.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/tick.h"
#include "g1/ask.h"
#include "io/net.h"
#include <stdlib.h>

enum { PARALLEL = 3, AGE_MS = 600000, BACKOFF_MS = 20000 };

static void on_tell(void *arg)
{
	struct indexer *x = arg;
	x->tell = NULL;
	if (x->c.changed)
		x->c.changed(x->c.arg);
}

void indexer_touch(struct indexer *x)
{
	if (!x->tell)
		x->tell = loop_timer_add(net_loop(x->c.net), 0, on_tell, x);
}

void indexer_notice(struct indexer *x, const struct fault *f)
{
	log_fault(LOG_WARN, "g1", f);
	if (x->c.notice)
		x->c.notice(x->c.arg, f);
}

bool indexer_usable(const struct server *s)
{
	return s->row.state == INDEXER_GOOD;
}

/* A good one, else the one that is least behind. */
static void choose(struct indexer *x)
{
	struct server *best = x->main && indexer_usable(x->main) ? x->main : NULL;
	bool trying = false;
	for (size_t i = 0; i < x->servers.n; i++) {
		struct server *s = x->servers.v[i];
		trying |= s->row.state == INDEXER_TRYING || s->row.state == INDEXER_KNOWN;
		if (!best && indexer_usable(s))
			best = s;
	}
	for (size_t i = 0; i < x->servers.n && !(best && indexer_usable(best)) && !trying; i++) {
		struct server *s = x->servers.v[i];
		if (s->row.state == INDEXER_BEHIND && (!best || s->row.height > best->row.height))
			best = s;
	}
	if (best && best->row.state == INDEXER_BEHIND && !x->told_behind) {
		x->told_behind = true;
		indexer_notice(x, &best->row.why);
	}
	if (best == x->main)
		return;
	if (x->main)
		x->main->row.main = false;
	x->main = best;
	if (best)
		best->row.main = true;
	indexer_touch(x);
}

void indexer_judged(struct server *s, enum indexer_state state, const struct fault *why)
{
	struct indexer *x = s->x;
	s->row.state = state;
	s->row.why = why ? *why : (struct fault){ .code = E_OK };
	s->judged_ms = tick_ms();
	if (state == INDEXER_LOST) {
		s->next_ms = tick_ms() + BACKOFF_MS + net_jitter(BACKOFF_MS, s->attempts, AGE_MS);
		s->attempts++;
	} else {
		s->attempts = 0;
	}
	indexer_touch(x);
	choose(x);
	indexer_turn(x);
}

unsigned indexer_flags(const struct indexer *x, const struct server *s)
{
	for (size_t i = 0; i < x->list.v.n; i++)
		if (x->list.v.v[i].host == s->row.host)
			return x->list.v.v[i].from == NODELIST_CONFIG ? NET_LAN : x->list.v.v[i].from >= NODELIST_CACHE ? NET_PUBLIC : 0;
	return NET_PUBLIC;
}

/* Another one when asked for all, or when none is there for a question that waits. */
static void on_turn(void *arg)
{
	struct indexer *x = arg;
	size_t trying = 0;
	int64_t now = tick_ms();
	x->turn = NULL;
	for (size_t i = 0; i < x->servers.n; i++)
		trying += x->servers.v[i]->row.state == INDEXER_TRYING;
	if (x->waits && x->main && indexer_usable(x->main) && x->main->judged_ms + AGE_MS < now)
		indexer_probe(x->main);
	bool wanted = x->waits && (!x->main || !indexer_usable(x->main));
	for (size_t i = 0; i < x->servers.n && trying < PARALLEL; i++) {
		struct server *s = x->servers.v[i];
		bool idle = s->row.state == INDEXER_KNOWN || (s->row.state == INDEXER_LOST && s->next_ms <= now) ||
		            (x->every && s->row.state != INDEXER_TRYING && s->row.state != INDEXER_BARRED && s->judged_ms + 2000 < now);
		if ((wanted || x->every) && idle) {
			indexer_probe(s);
			trying++;
		}
	}
	if (!trying)
		x->every = false;
	indexer_dispatch(x);
}

void indexer_turn(struct indexer *x)
{
	if (!x->turn)
		x->turn = loop_timer_add(net_loop(x->c.net), 0, on_turn, x);
}

static void take_new(struct indexer *x)
{
	size_t n = 0;
	for (size_t i = 0; i < x->list.v.n; i++) {
		const struct nodelist_entry *e = &x->list.v.v[i];
		if (e->kind != NODELIST_INDEXER || n++ < x->servers.n)
			continue;
		struct server *s = mem_new(sizeof *s);
		s->x = x;
		s->row = (struct indexer_row){ .url = e->url, .host = e->host, .version = "", .ping_ms = -1 };
		vec_push(&x->servers, s);
	}
}

struct indexer *indexer_open(const struct indexer_conf *c)
{
	struct indexer *x = mem_new(sizeof *x);
	struct str bad = { 0 };
	x->c = *c;
	const char *own = c->endpoints ? c->endpoints : "";
	nodelist_words(&x->list, NODELIST_INDEXER, NODELIST_CONFIG, own, &bad);
	if (bad.n)
		log_add(LOG_WARN, "g1", "not an address of an indexer: %s", bad.p);
	str_free(&bad);
	x->c.alone = c->alone || *own;
	if (!x->c.alone)
		nodelist_builtin(&x->list);
	x->c.endpoints = NULL;
	take_new(x);
	return x;
}

void indexer_close(struct indexer *x)
{
	if (!x)
		return;
	while (x->waits)
		indexer_drop(x->waits);
	for (size_t i = 0; i < x->servers.n; i++) {
		struct server *s = x->servers.v[i];
		http_cancel(s->req);
		loop_timer_del(s->later);
		if (s->check)
			ask_cancel(x->c.pool, s->check);
		str_free(&s->version);
		free(s);
	}
	vec_free(&x->servers);
	loop_timer_del(x->turn);
	loop_timer_del(x->tell);
	nodelist_free(&x->list);
	free(x);
}

void indexer_found(struct indexer *x, const struct nodelist *l)
{
	for (size_t i = 0; i < l->v.n && !x->c.alone; i++)
		if (l->v.v[i].kind == NODELIST_INDEXER)
			nodelist_add(&x->list, NODELIST_INDEXER, l->v.v[i].from, slice_of(l->v.v[i].url));
	take_new(x);
}

void indexer_blame(struct indexer *x, const char *host, enum err why, const char *words)
{
	struct fault f;
	for (size_t i = 0; i < x->servers.n; i++) {
		struct server *s = x->servers.v[i];
		if (strcmp(s->row.host, host))
			continue;
		fault_set(&f, why, "%.80s: %.100s", host, words);
		indexer_notice(x, &f);
		indexer_judged(s, INDEXER_BARRED, &f);
		return;
	}
}

void indexer_wake(struct indexer *x)
{
	x->every = true;
	indexer_turn(x);
}

const struct indexer_row *indexer_at(const struct indexer *x, size_t i)
{
	return i < x->servers.n ? &x->servers.v[i]->row : NULL;
}
