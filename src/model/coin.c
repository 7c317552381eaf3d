/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/coin.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/tick.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/notices.h"
#include "model/world.h"
#include <stdlib.h>

enum { BLOCK_S = 6, USUAL_LAG = 3, SECOND_MS = 4000 };

struct coin_ear {
	struct coin_ear *next;
	void (*fn)(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f);
	void *arg;
	bool gone;
};

struct coin_own {
	struct coin_ear *ears;
	bool telling;
	int64_t first_ms;         /* since when there is a node; 0: there is none */
	struct loop_timer *patience;
};

struct coin *coin_new(struct app *a, const struct coin_ops *ops, void *self)
{
	struct coin *c = mem_new(sizeof *c);

	subject_init(&c->subject, "chain");
	c->app = a;
	c->ops = ops ? ops : &coin_g1_ops;
	c->self = ops ? self : c;
	c->own = mem_new(sizeof *c->own);
	return c;
}

void coin_free(struct coin *c)
{
	if (!c)
		return;
	g1_close(c->g1);
	loop_timer_del(c->own->patience);
	for (struct coin_ear *e = c->own->ears, *next; e; e = next) {
		next = e->next;
		free(e);
	}
	free(c->own);
	subject_done(&c->subject);
	free(c);
}

struct coin_ear *coin_listen(struct coin *c, void (*fn)(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f), void *arg)
{
	struct coin_ear *e = mem_new(sizeof *e);

	*e = (struct coin_ear){ c->own->ears, fn, arg, false };
	c->own->ears = e;
	return e;
}

static void sweep(struct coin *c)
{
	for (struct coin_ear **p = &c->own->ears, *e; (e = *p);)
		if (e->gone) {
			*p = e->next;
			free(e);
		} else {
			p = &e->next;
		}
}

void coin_unlisten(struct coin *c, struct coin_ear *e)
{
	if (!e)
		return;
	e->gone = true;
	if (!c->own->telling)
		sweep(c);
}

static void judge_link(struct coin *c, const struct fault *f)
{
	const struct pool_head *h = c->ops->head(c->self);

	if (h && h->node)
		subject_state(&c->subject, STATE_FRESH, NULL);
	else if (c->subject.state == STATE_FRESH)
		subject_state(&c->subject, STATE_STALE, f);
	else if (f && c->subject.state == STATE_LOADING)
		subject_state(&c->subject, STATE_ERROR, f);
	subject_touch(&c->subject);
}

/* One sentence for the person; what fault_set wrote names the node and what it did. */
static void notify(struct coin *c, const struct fault *f)
{
	struct str s = { 0 };
	enum notice_tone tone = NOTICE_WARN;

	switch (f->code) {
	case E_LIAR: case E_BAD_PROOF:
		tone = NOTICE_ERROR;
		str_addf(&s, _("A node lied, it is not asked any more: %s."), f->where);
		break;
	case E_WRONG_CHAIN: str_addf(&s, _("Of another currency, it is not asked any more: %s."), f->where); break;
	case E_DISAGREE: str_addf(&s, _("Two nodes contradict each other, what they say is not proven: %s."), f->where); break;
	case E_RUNTIME_CHANGED: str_addf(&s, _("The chain has other rules now, what this program does not know it does not sign: %s."), f->where); break;
	case E_INDEXER_BEHIND: str_addf(&s, _("The latest movements may be missing: %s."), f->where); break;
	case E_INDEXER_EMPTY: str_addf(&s, _("An indexer shows nothing where there should be movements: %s."), f->where); break;
	default: break; /* that nobody answers is the state of the link, and shown as such */
	}
	if (s.n)
		notices_add(c->app->notices, tone, s.p);
	str_free(&s);
}

static void heard(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f);

static void patience_over(void *arg)
{
	struct coin *c = arg;

	c->own->patience = NULL;
	heard(c, G1_NODES, NULL, NULL);
}

static void await_second(struct coin *c)
{
	const struct pool_head *h = c->ops->head(c->self);

	if (h && h->node && !c->own->first_ms) {
		c->own->first_ms = tick_ms();
		c->own->patience = loop_timer_add(c->app->loop, SECOND_MS + 10, patience_over, c);
	}
}

bool coin_checked(const struct coin *c)
{
	return c->g1 && pool_second(c->g1->pool, 0);
}

bool coin_settled(const struct coin *c, const struct source *s)
{
	bool late = c->own->first_ms && tick_ms() - c->own->first_ms >= SECOND_MS;

	return coin_ready(c) && (s->degree > DEGREE_SAID || late || !coin_checked(c));
}

bool coin_ready(const struct coin *c)
{
	const struct pool_head *h = c->ops->head(c->self);
	const struct pool_node *n;

	if (!c->g1 || (c->own->first_ms && tick_ms() - c->own->first_ms >= SECOND_MS))
		return true;
	if (!h || !h->node)
		return false;
	if (pool_second(c->g1->pool, 0))
		return true;
	for (size_t i = 0; (n = pool_at(c->g1->pool, i)); i++)
		if (n->state == POOL_KNOWN || n->state == POOL_TRYING)
			return false;
	return true;
}

static void heard(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f)
{
	struct coin *c = arg;

	if (f && f->code)
		log_fault(what == G1_NOTICE ? LOG_WARN : LOG_INFO, "g1", f);
	if (f && (what == G1_NOTICE || (what == G1_HISTORY && f->code == E_INDEXER_EMPTY)))
		notify(c, f);
	await_second(c);
	judge_link(c, f);
	c->own->telling = true;
	for (struct coin_ear *e = c->own->ears; e; e = e->next)
		if (!e->gone)
			e->fn(e->arg, what, pub, f);
	c->own->telling = false;
	sweep(c);
}

enum err coin_open(struct coin *c, struct fault *f)
{
	struct g1_conf conf = {
		.net = NULL, .genesis = world_genesis(c->app->world), .rpc = world_endpoint(c->app->world, END_G1_RPC, NULL),
		.indexer = world_endpoint(c->app->world, END_G1_INDEXER, NULL), .alone = world_is_sandbox(c->app->world),
		.look_only = c->app->readonly, .files = true, .news = heard, .arg = c,
	};
	enum err e;

	if (c->g1 || c->ops != &coin_g1_ops)
		return E_OK;
	if (c->app->still)
		return fault_set(f, E_OFFLINE, "%s", "--fixture");
	conf.net = app_net(c->app);
	e = g1_open(&conf, &c->g1, f);
	subject_state(&c->subject, e ? STATE_ERROR : STATE_LOADING, e ? f : NULL);
	return e;
}

int64_t coin_final_s(const struct coin *c)
{
	const struct pool_head *h = c ? c->ops->head(c->self) : NULL;
	uint32_t lag = h && h->best > h->final ? h->best - h->final : USUAL_LAG;

	return h && h->node ? (int64_t)lag * BLOCK_S : 0;
}

bool coin_believed(const struct coin *c, const struct source *s)
{
	const struct pool_head *h = c->ops->head(c->self);
	const struct pool_node *n = c->g1 && h ? pool_node(c->g1->pool, h->node) : NULL;

	return s->degree >= DEGREE_AGREED || (s->degree == DEGREE_SAID && n && n->local && !strcmp(n->host, s->who));
}
