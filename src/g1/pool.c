/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/tick.h"
#include "g1/pool_inside.h"
#include "io/http.h"
#include <stdlib.h>

enum { TURN_MS = 5000, SETTLE_MS = 1500 };

struct node *node_by_id(const struct pool *p, unsigned id)
{
	return id && id <= p->nodes.n ? p->nodes.v[id - 1] : NULL;
}

static void on_tell(void *arg)
{
	struct pool *p = arg;
	p->tell = NULL;
	if (p->c.changed)
		p->c.changed(p->c.arg);
}

void pool_touch(struct pool *p)
{
	if (!p->tell && !p->closing)
		p->tell = loop_timer_add(net_loop(p->c.net), 0, on_tell, p);
}

void pool_notice(struct pool *p, const struct node *n, enum err code, const char *words)
{
	struct fault f;
	fault_set(&f, code, "%.80s%s%.100s", n ? n->row.host : "", n && *words ? ": " : "", words);
	log_fault(LOG_WARN, "g1", &f);
	if (p->c.notice)
		p->c.notice(p->c.arg, &f);
}

struct node *pool_add(struct pool *p, const struct nodelist_entry *e)
{
	struct node *n = mem_new(sizeof *n);
	n->p = p;
	n->n_ways = nodelist_ways(e, n->ways);
	str_adds(&n->url, e->url);
	n->row = (struct pool_node){ .id = (unsigned)p->nodes.n + 1, .url = str_c(&n->url), .host = e->host, .from = e->from,
	                             .version = "", .ping_ms = -1 };
	n->row.local = strstr(e->url, "//127.") || strstr(e->url, "//localhost") || strstr(e->url, "//[::1]");
	vec_push(&p->nodes, n);
	pool_touch(p);
	return n;
}

/* Whether a may take the place of b as the main node. */
static bool better(const struct node *a, const struct node *b)
{
	if (!b || b->row.state != POOL_GOOD)
		return true;
	if (a->row.local != b->row.local)
		return a->row.local;
	if ((a->row.from == NODELIST_CONFIG) != (b->row.from == NODELIST_CONFIG))
		return a->row.from == NODELIST_CONFIG;
	return false;
}

/* A node that speaks for itself beside n. */
static bool apart(const struct node *n, const struct node *m)
{
	return n != m && nodelist_apart(str_c(&n->url), str_c(&m->url));
}

static struct node *best_main(struct pool *p)
{
	struct node *best = p->main && p->main->rpc && (p->main->row.state == POOL_GOOD || (p->holds && p->main->row.state == POOL_SYNCING))
				  ? p->main : NULL;
	if (best && p->holds)
		return best;
	for (size_t i = 0; i < p->nodes.n; i++) {
		struct node *n = p->nodes.v[i];
		if (n->rpc && n->row.state == POOL_GOOD && n != best && better(n, best))
			best = n;
	}
	/* When no node is up to date, one that is catching up is better than none. */
	for (size_t i = 0; i < p->nodes.n && !best; i++)
		if (p->nodes.v[i]->rpc && p->nodes.v[i]->row.state == POOL_SYNCING)
			best = p->nodes.v[i];
	return best;
}

static struct node *best_second(struct pool *p)
{
	if (!p->main)
		return NULL;
	if (p->second && p->second->rpc && p->second->row.state == POOL_GOOD && apart(p->second, p->main))
		return p->second;
	for (size_t i = 0; i < p->nodes.n; i++) {
		struct node *n = p->nodes.v[i];
		if (n->rpc && n->row.state == POOL_GOOD && apart(n, p->main))
			return n;
	}
	return NULL;
}

void pool_choose(struct pool *p)
{
	struct node *was = p->main, *second = p->second;
	p->main = best_main(p);
	p->second = best_second(p);
	if (was)
		was->row.main = false;
	if (second)
		second->row.second = false;
	if (p->main)
		p->main->row.main = true;
	if (p->second)
		p->second->row.second = true;
	if (p->main != was || p->second != second)
		pool_touch(p);
	if (p->main != was || (p->main && p->main->rpc != p->head_rpc)) {
		head_follow(p);
		ask_moved(p);
	}
	if (p->main && !p->found) {
		p->nobody = false;
		find_peerings(p->main);
	}
	pool_turn_soon(p, p->second || p->c.alone ? TURN_MS : SETTLE_MS);
}

/* The next node to try: local first, then as the person wrote them, then by chance, so that the load spreads. */
static struct node *next_candidate(struct pool *p, bool needed)
{
	struct node *best = NULL;
	int64_t now = tick_ms();
	unsigned equals = 0;
	for (size_t i = 0; i < p->nodes.n; i++) {
		struct node *n = p->nodes.v[i];
		bool waits = n->row.state == POOL_KNOWN || n->row.state == POOL_LOST;
		if (n->rpc || !waits || (n->want_probe ? false : !needed || n->next_ms > now))
			continue;
		if (best && best->row.local != n->row.local) {
			best = n->row.local ? n : best;
			continue;
		}
		if (best && best->attempts != n->attempts) {
			best = n->attempts < best->attempts ? n : best;
			continue;
		}
		equals = best ? equals + 1 : 1;
		if (!best || (n->row.from != NODELIST_CONFIG && net_jitter(1 << 20, 0, 1 << 20) % equals == 0))
			best = n;
	}
	return best;
}

static size_t connecting(const struct pool *p)
{
	size_t n = 0;
	for (size_t i = 0; i < p->nodes.n; i++)
		n += p->nodes.v[i]->row.state == POOL_TRYING;
	return n;
}

/* When the next waiting node may be tried; -1: none waits. */
static int64_t next_due(const struct pool *p, bool needed)
{
	int64_t due = -1, now = tick_ms();
	for (size_t i = 0; i < p->nodes.n; i++) {
		const struct node *n = p->nodes.v[i];
		if (n->rpc || (n->row.state != POOL_LOST && n->row.state != POOL_KNOWN) || (!needed && !n->want_probe))
			continue;
		int64_t wait = n->next_ms > now && !n->want_probe ? n->next_ms - now : 0;
		due = due < 0 || wait < due ? wait : due;
	}
	return due;
}

/* Connections that nobody needs: all but the main and the second one, once these are settled. */
static void close_spare(struct pool *p)
{
	if (!p->main || !p->second || p->vote)
		return;
	for (size_t i = 0; i < p->nodes.n; i++) {
		struct node *n = p->nodes.v[i];
		bool idle = n->row.state == POOL_GOOD || n->row.state == POOL_SYNCING;
		if (n->rpc && idle && !n->probes && n != p->main && n != p->second && !n->row.local)
			link_close(n, POOL_KNOWN, NULL);
	}
}

bool pool_hope(const struct pool *p)
{
	for (size_t i = 0; i < p->nodes.n; i++)
		if (p->nodes.v[i]->row.state != POOL_BARRED)
			return true;
	return false;
}

bool pool_one_comes(const struct pool *p, unsigned besides)
{
	const struct pool_node *n;
	for (size_t i = 0; (n = pool_at(p, i)); i++)
		if (n->id != besides && (n->state == POOL_TRYING || n->state == POOL_KNOWN))
			return true;
	return false;
}

static void nobody(struct pool *p)
{
	bool any = false;
	for (size_t i = 0; i < p->nodes.n; i++)
		any |= p->nodes.v[i]->rpc != NULL || p->nodes.v[i]->row.state == POOL_KNOWN;
	if (any || p->main || p->nobody)
		return;
	p->nobody = true;
	if (!pool_hope(p) && p->nodes.n && p->c.notice) /* all were caught: that is why nobody is left */
		p->c.notice(p->c.arg, &p->nodes.v[p->nodes.n - 1]->row.why);
	else
		pool_notice(p, NULL, E_OFFLINE, p->nodes.n ? _("no Ğ1 node answers") : _("no Ğ1 node is known"));
	if (!p->c.alone && !*p->c.endpoints)
		find_start(p);
}

static void on_turn(void *arg)
{
	struct pool *p = arg;
	struct node *n;
	p->turn = NULL;
	bool needed = !p->main || !p->second;
	while (connecting(p) < POOL_PARALLEL && (n = next_candidate(p, needed)) != NULL)
		link_open(n);
	close_spare(p);
	nobody(p);
	int64_t due = next_due(p, needed);
	if (due >= 0)
		pool_turn_soon(p, due > 100 ? due : connecting(p) ? SETTLE_MS : 100);
}

void pool_turn_soon(struct pool *p, int64_t ms)
{
	if (p->closing)
		return;
	loop_timer_del(p->turn);
	p->turn = loop_timer_add(net_loop(p->c.net), ms, on_turn, p);
}

struct pool *pool_open(const struct pool_conf *c)
{
	struct pool *p = mem_new(sizeof *p);
	struct str bad = { 0 };
	p->c = *c;
	p->c.endpoints = mem_strdup(c->endpoints ? c->endpoints : "");
	p->cache = mem_strdup(c->cache);
	p->list_url = mem_strdup(c->list_url);
	p->c.genesis = p->genesis;
	memcpy(p->genesis, c->genesis, sizeof p->genesis);
	p->seeking_ms = tick_ms();
	nodelist_words(&p->list, NODELIST_RPC, NODELIST_CONFIG, p->c.endpoints, &bad);
	if (bad.n)
		log_add(LOG_WARN, "g1", "not an address of a node: %s", bad.p);
	str_free(&bad);
	if (!*p->c.endpoints && !p->c.alone)
		find_start(p);
	for (size_t i = p->nodes.n; i < p->list.v.n; i++)
		if (p->list.v.v[i].kind == NODELIST_RPC)
			pool_add(p, &p->list.v.v[i]);
	pool_turn_soon(p, 0);
	return p;
}

void pool_close(struct pool *p)
{
	if (!p)
		return;
	p->closing = true;
	vote_stop(p);
	head_forget(p);
	ask_close(p);
	http_cancel_owner(p->c.net, p);
	for (size_t i = 0; i < p->nodes.n; i++) {
		struct node *n = p->nodes.v[i];
		rpc_close(n->rpc);
		for (size_t w = 0; w < NODELIST_WAYS; w++)
			str_free(&n->ways[w]);
		str_free(&n->url);
		str_free(&n->version);
		free(n);
	}
	vec_free(&p->nodes);
	nodelist_free(&p->list);
	loop_timer_del(p->turn);
	loop_timer_del(p->tell);
	free((char *)(uintptr_t)p->c.endpoints);
	free(p->cache);
	free(p->list_url);
	free(p);
}

const struct pool_head *pool_head(const struct pool *p)
{
	return &p->head;
}

unsigned pool_second(const struct pool *p, unsigned id)
{
	const struct node *n = id ? node_by_id(p, id) : p->main;
	if (n && n == p->main)
		return p->second ? p->second->row.id : 0;
	if (n && p->main && apart(p->main, n) && p->main->row.state == POOL_GOOD)
		return p->main->row.id;
	return 0;
}

const struct pool_node *pool_at(const struct pool *p, size_t i)
{
	return i < p->nodes.n ? &p->nodes.v[i]->row : NULL;
}

const struct pool_node *pool_node(const struct pool *p, unsigned id)
{
	const struct node *n = node_by_id(p, id);
	return n ? &n->row : NULL;
}

void pool_hold(struct pool *p, bool on)
{
	p->holds += on ? 1 : p->holds ? (unsigned)-1 : 0;
	if (!p->holds)
		pool_choose(p);
}

void pool_wake(struct pool *p, bool every)
{
	p->nobody = false;
	for (size_t i = 0; i < p->nodes.n; i++) {
		struct node *n = p->nodes.v[i];
		if (n->row.state == POOL_LOST)
			n->next_ms = 0;
		if (!every || n->row.state == POOL_BARRED)
			continue;
		n->want_probe = true;
		if (n->rpc && (n->row.state == POOL_GOOD || n->row.state == POOL_SYNCING))
			link_probe(n);
	}
	pool_turn_soon(p, 0);
}

void pool_bar(struct pool *p, unsigned id, enum err why, const char *words)
{
	struct node *n = node_by_id(p, id);
	struct fault f;
	if (!n || n->row.state == POOL_BARRED)
		return;
	fault_set(&f, why, "%.80s: %.100s", n->row.host, words);
	p->seeking_ms = tick_ms();
	link_close(n, POOL_BARRED, &f);
	pool_notice(p, n, why, words);
	pool_choose(p);
	pool_turn_soon(p, 0);
}
