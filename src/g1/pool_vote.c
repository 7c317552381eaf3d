/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two nodes name different hashes for the same final block: all others are asked, and the smaller party is barred. */
#include "base/i18n.h"
#include "base/mem.h"
#include "codec/hex.h"
#include "g1/pool_inside.h"
#include <stdlib.h>

/* JURORS: so many nodes are called that are not connected. */
enum { VOTE_MS = 10000, JURORS = 5 };

struct ballot {
	unsigned node;
	unsigned char hash[32];
};

struct vote {
	struct pool *p;
	uint32_t number;
	unsigned open;
	VEC(, struct ballot) ballots;
	VEC(, uint64_t) asks;
	struct loop_timer *end;
};

void vote_stop(struct pool *p)
{
	struct vote *v = p->vote;
	p->vote = NULL;
	if (!v)
		return;
	for (size_t i = 0; i < v->asks.n; i++)
		ask_cancel(p, v->asks.v[i]);
	loop_timer_del(v->end);
	vec_free(&v->asks);
	vec_free(&v->ballots);
	free(v);
}

/* How many say the same; nodes of one machine count once. */
static size_t party(const struct vote *v, const unsigned char hash[32])
{
	size_t n = 0;
	for (size_t i = 0; i < v->ballots.n; i++) {
		bool counted = memcmp(v->ballots.v[i].hash, hash, 32) != 0;
		for (size_t k = 0; k < i && !counted; k++)
			counted = !memcmp(v->ballots.v[k].hash, hash, 32) &&
			          !nodelist_apart(pool_node(v->p, v->ballots.v[i].node)->url, pool_node(v->p, v->ballots.v[k].node)->url);
		n += !counted;
	}
	return n;
}

static void finish(void *arg)
{
	struct vote *v = arg;
	struct pool *p = v->p;
	const unsigned char *best = NULL;
	size_t most = 0, next = 0;
	v->end = NULL;
	for (size_t i = 0; i < v->ballots.n; i++) {
		size_t n = party(v, v->ballots.v[i].hash);
		if (best && !memcmp(best, v->ballots.v[i].hash, 32))
			continue;
		if (n > most) {
			next = most;
			most = n;
			best = v->ballots.v[i].hash;
		} else {
			next = n > next ? n : next;
		}
	}
	VEC(, unsigned) liars = { 0 };
	bool decided = most >= 2 && most > next;
	for (size_t i = 0; i < v->ballots.n; i++) {
		struct node *n = node_by_id(p, v->ballots.v[i].node);
		bool same = best && !memcmp(best, v->ballots.v[i].hash, 32);
		if (n)
			n->row.agrees = most + next < 2 ? n->row.agrees : next && !decided ? POOL_AGREES_NO : same ? POOL_AGREES_YES : POOL_AGREES_NO;
		if (decided && !same)
			vec_push(&liars, v->ballots.v[i].node);
	}
	vote_stop(p);
	if (!decided && next)
		pool_notice(p, NULL, E_DISAGREE, _("the hash of a final block"));
	for (size_t i = 0; i < liars.n; i++)
		pool_bar(p, liars.v[i], E_LIAR, _("it is on a chain of its own"));
	vec_free(&liars);
	pool_touch(p);
}

static void on_hash(void *arg, unsigned id, const struct rpc_answer *a)
{
	struct pool *p = arg;
	struct vote *v = p->vote;
	struct ballot b = { .node = id };
	if (!v)
		return;
	/* Who was not known before was asked for its genesis first. */
	bool counts = node_by_id(p, id) && node_by_id(p, id)->row.genesis_ok;
	if (counts && !a->fault.code && !hex_exact(slice_of(json_string_value(a->result)), b.hash, 32))
		vec_push(&v->ballots, b);
	if (!--v->open) {
		loop_timer_del(v->end);
		v->end = loop_timer_add(net_loop(p->c.net), 0, finish, v);
	}
}

void vote_start(struct pool *p, uint32_t number)
{
	if (p->vote)
		return;
	struct vote *v = p->vote = mem_new(sizeof *v);
	v->p = p;
	v->number = number;
	v->end = loop_timer_add(net_loop(p->c.net), VOTE_MS, finish, v);
	for (size_t i = 0, opened = 0; i < p->nodes.n; i++) {
		struct node *n = p->nodes.v[i];
		if (!n->rpc && n->row.state != POOL_BARRED && opened++ < JURORS)
			link_open(n);
		if (!n->rpc)
			continue;
		v->open++;
		vec_push(&v->asks, ask_node(p, &(struct ask){ .method = "chain_getBlockHash", .params = json_pack("[I]", (json_int_t)number),
			.node = n->row.id, .deadline_ms = VOTE_MS, .fn = on_hash, .arg = p }));
	}
}
