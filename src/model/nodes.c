/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/nodes.h"
#include "base/clean.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/recorded.h"

struct nodes {
	struct subject subject;
	struct app *app;
	struct watch *chain;
	VEC(, struct node) v;
	bool stale;
};

static const char *const origins[];

static void moved(void *arg, struct subject *s)
{
	struct nodes *n = arg;

	n->stale = true;
	subject_state(&n->subject, s->state, &s->fault);
	subject_touch(&n->subject);
}

struct nodes *nodes_new(struct app *a)
{
	struct nodes *n = mem_new(sizeof *n);
	struct fault f = { 0 };

	subject_init(&n->subject, "nodes");
	n->app = a;
	n->stale = true;
	n->chain = subject_watch(&a->coin->subject, moved, n);
	if (coin_open(a->coin, &f))
		subject_state(&n->subject, STATE_ERROR, &f);
	else if (a->recorded)
		subject_state(&n->subject, STATE_FRESH, NULL);
	return n;
}

static void clear(struct nodes *n)
{
	for (size_t i = 0; i < n->v.n; i++) {
		struct node *o = &n->v.v[i];

		free(o->url);
		free(o->host);
		free(o->origin);
		free(o->version);
		free(o->why);
	}
	n->v.n = 0;
}

void nodes_free(struct nodes *n)
{
	if (!n)
		return;
	subject_unwatch(n->chain);
	clear(n);
	vec_free(&n->v);
	subject_done(&n->subject);
	free(n);
}

struct subject *nodes_subject(struct nodes *n)
{
	return &n->subject;
}

static char *clean(const char *text)
{
	struct str s = { 0 };

	clean_line(&s, slice_of(text), 200);
	return str_take(&s);
}

static char *reason(const struct fault *f)
{
	struct str s = { 0 };

	if (f->code)
		str_addf(&s, *f->where ? "%s: %s" : "%s", err_message(f->code), f->where);
	return str_take(&s);
}

static enum node_health health_of(const struct pool_node *o)
{
	switch (o->state) {
	case POOL_KNOWN: return NODE_UNKNOWN;
	case POOL_TRYING: return NODE_ASKING;
	case POOL_GOOD: return NODE_GOOD;
	case POOL_SYNCING: return NODE_LAGS;
	case POOL_LOST: return NODE_DOWN;
	case POOL_BARRED: return o->why.code == E_WRONG_CHAIN ? NODE_FOREIGN : NODE_LIES;
	}
	return NODE_UNKNOWN;
}

static int64_t known(uint32_t n)
{
	return n ? (int64_t)n : -1;
}

static int64_t behind(uint32_t n, uint32_t best)
{
	return !n || !best ? -1 : best > n ? (int64_t)(best - n) : 0;
}

static struct node from_pool(const struct pool_node *o, uint32_t best)
{
	return (struct node){
		.url = clean(o->url), .host = clean(o->host), .origin = mem_strdup(_(origins[o->from])), .kind = NODE_RPC,
		.health = health_of(o), .chosen = o->main, .second = o->second, .local = o->local,
		.height = known(o->best), .final = known(o->final),
		.lag = behind(o->best, best), .ping_ms = o->ping_ms, .version = clean(o->version),
		.archive = o->keeps == POOL_KEEPS_ALL ? 1 : o->keeps == POOL_KEEPS_RECENT ? 0 : -1,
		.agrees = o->agrees == POOL_AGREES_YES ? 1 : o->agrees == POOL_AGREES_NO ? 0 : -1, .why = reason(&o->why),
		.since = o->seen_ms ? tick_now() - (tick_ms() - o->seen_ms) / 1000 : 0,
	};
}

static enum node_health health_of_indexer(enum indexer_state s)
{
	switch (s) {
	case INDEXER_KNOWN: return NODE_UNKNOWN;
	case INDEXER_TRYING: return NODE_ASKING;
	case INDEXER_GOOD: return NODE_GOOD;
	case INDEXER_BEHIND: return NODE_LAGS;
	case INDEXER_LOST: return NODE_DOWN;
	case INDEXER_BARRED: return NODE_LIES;
	}
	return NODE_UNKNOWN;
}

static struct node from_indexer(const struct indexer_row *o, uint32_t best)
{
	return (struct node){
		.url = clean(o->url), .host = clean(o->host), .origin = mem_strdup(""), .kind = NODE_INDEXER,
		.health = health_of_indexer(o->state), .chosen = o->main, .height = known(o->height), .final = -1,
		.lag = behind(o->height, best), .ping_ms = o->ping_ms,
		.version = clean(o->version), .archive = -1, .agrees = o->checked ? 1 : -1, .why = reason(&o->why),
	};
}

/* Those in use, then the good ones, then the rest, as they came. */
static int rank(const struct node *o)
{
	return o->kind * 10 + (o->chosen ? 0 : o->second ? 1 : o->health == NODE_GOOD ? 2 : o->health == NODE_LAGS ? 3 : 4);
}

static void add(struct nodes *n, struct node o)
{
	size_t i = n->v.n;

	while (i > 0 && rank(&n->v.v[i - 1]) > rank(&o))
		i--;
	vec_insert(&n->v, i, o);
}

static void build_recorded(struct nodes *n)
{
	const struct node *v;
	size_t count = recorded_nodes(n->app->recorded, &v);

	for (size_t i = 0; i < count; i++) {
		struct node o = v[i];

		o.url = mem_strdup(o.url);
		o.host = mem_strdup(o.host);
		o.origin = mem_strdup(o.origin);
		o.version = mem_strdup(o.version);
		o.why = mem_strdup(o.why);
		add(n, o);
	}
}

static void build(struct nodes *n)
{
	const struct g1 *g = n->app->coin->g1;
	const struct pool_node *o;
	const struct indexer_row *x;
	uint32_t best = 0;

	n->stale = false;
	clear(n);
	if (n->app->recorded) {
		build_recorded(n);
		return;
	}
	for (size_t i = 0; g && (o = pool_at(g->pool, i)); i++)
		if (o->state == POOL_GOOD && o->best > best)
			best = o->best;
	for (size_t i = 0; g && (o = pool_at(g->pool, i)); i++)
		add(n, from_pool(o, best));
	for (size_t i = 0; g && g->indexer && (x = indexer_at(g->indexer, i)); i++)
		add(n, from_indexer(x, best));
}

size_t nodes_count(const struct nodes *n)
{
	if (n->stale)
		build((struct nodes *)(uintptr_t)n);
	return n->v.n;
}

const struct node *nodes_at(const struct nodes *n, size_t i)
{
	return i < nodes_count(n) ? &n->v.v[i] : NULL;
}

void nodes_refresh(struct nodes *n)
{
	struct g1 *g1 = n->app->coin->g1;

	if (!g1)
		return;
	pool_wake(g1->pool, true);
	indexer_wake(g1->indexer);
}

static const char *const origins[] = {
	[NODELIST_CONFIG] = N_("your settings"), [NODELIST_LOCAL] = N_("this machine"), [NODELIST_BUILTIN] = N_("known from the start"),
	[NODELIST_CACHE] = N_("found earlier"), [NODELIST_STRANGER] = N_("told by another node"),
};
