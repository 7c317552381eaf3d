/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/coin.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "model/app.h"
#include "model/notices.h"
#include "model/world.h"
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_S = 6, USUAL_LAG = 3, NOTICE_MOST = 255 };

struct coin_ear {
	struct coin_ear *next;
	void (*fn)(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f);
	void *arg;
	bool gone;
};

struct coin_own {
	struct coin_ear *ears;
	bool telling;
	uint32_t spec;            /* of the runtime that was told last */
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
	else if (c->subject.state == STATE_FRESH || (f && c->subject.state == STATE_STALE))
		subject_state(&c->subject, STATE_STALE, f);
	else if (f && c->subject.state == STATE_LOADING)
		subject_state(&c->subject, STATE_ERROR, f);
	subject_touch(&c->subject);
}

/* That nobody answers is what every screen shows anyhow. */
static void say_notice(struct coin *c, const struct fault *f)
{
	bool bad = f->code != E_INDEXER_BEHIND && f->code != E_INDEXER_EMPTY && f->code != E_RUNTIME_CHANGED;
	struct str s = { 0 }, clean = { 0 };

	if (f->code == E_OFFLINE || !c->app->notices)
		return;
	str_addf(&s, *f->where ? "%s: %s" : "%s", err_message(f->code), f->where);
	clean_line(&clean, slice_str(&s), NOTICE_MOST);
	notices_add(c->app->notices, bad ? NOTICE_ERROR : NOTICE_WARN, str_c(&clean));
	str_free(&s);
	str_free(&clean);
}

/* An upgrade while this runs, and calls that are not what this program knows. */
static void say_runtime(struct coin *c)
{
	bool confirmed;
	const struct runtime *r = c->ops->runtime(c->self, &confirmed);
	struct str changes = { 0 }, s = { 0 };
	struct slice rest, one;
	struct fault f;

	if (!r || !confirmed || r->id.spec == c->own->spec || !c->app->notices)
		return;
	if (c->own->spec) {
		str_addf(&s, _("The chain was upgraded: its runtime is %u now."), r->id.spec);
		notices_add(c->app->notices, NOTICE_INFO, str_c(&s));
	}
	c->own->spec = r->id.spec;
	runtime_changes(r, &changes);
	rest = slice_str(&changes);
	if (slice_split(&rest, '\n', &one) && one.n) {
		fault_set(&f, E_RUNTIME_CHANGED, "%.*s", (int)(one.n < 150 ? one.n : 150), one.p);
		say_notice(c, &f);
	}
	str_free(&changes);
	str_free(&s);
}

bool coin_hopeless(const struct coin *c)
{
	const struct pool_node *n;

	for (size_t i = 0; c->g1 && (n = pool_at(c->g1->pool, i)); i++)
		if (n->state != POOL_BARRED)
			return false;
	return c->g1 && pool_at(c->g1->pool, 0);
}

static void heard(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f)
{
	struct coin *c = arg;

	if (f && f->code)
		log_fault(what == G1_NOTICE ? LOG_WARN : LOG_INFO, "g1", f);
	if (f && (what == G1_NOTICE || (what == G1_HISTORY && f->code == E_INDEXER_EMPTY)))
		say_notice(c, f);
	if (!f && what == G1_RUNTIME)
		say_runtime(c);
	judge_link(c, f && what == G1_NOTICE && f->code != E_OFFLINE && !coin_hopeless(c) ? NULL : f);
	c->own->telling = true;
	for (struct coin_ear *e = c->own->ears; e; e = e->next)
		if (!e->gone)
			e->fn(e->arg, what, pub, f);
	c->own->telling = false;
	sweep(c);
}

bool coin_checked(const struct coin *c)
{
	return c->g1 && pool_second(c->g1->pool, 0);
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
