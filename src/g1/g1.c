/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/g1.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/tick.h"
#include "base/vec.h"
#include "codec/hex.h"
#include "g1/pool_inside.h"
#include "io/jread.h"
#include <stdlib.h>

enum { LIVE_MS = 3000, LONELY_HEADS = 4, REMARKS = 100 };
static const char list_url[] = "https://git.duniter.org/nodes/networks/-/raw/master/g1.json";
static const char real_genesis[] = "0xfeb770bbb0344dabc8366b0d1f889a8e4e6ca09b914006655fe795920deb6d56";

struct whole {
	struct g1 g;                    /* first: what is shown outside */
	struct g1_conf c;
	VEC(, struct submit *) submits;
	uint32_t last_best;
	int64_t last_ms;
	bool finds;                     /* other nodes may be looked for */
	unsigned lonely;                /* heads without a second node */
	uint64_t remarks;
};

static void tell(struct whole *w, enum g1_news what, const unsigned char *pub, const struct fault *f)
{
	if (w->c.news)
		w->c.news(w->c.arg, what, pub, f && f->code ? f : NULL);
}

/* Blocks that come one after the other, a while apart, come now: then their time is the time. */
static void confirm_clock(struct whole *w, const struct pool_head *h)
{
	int64_t now = tick_ms();
	bool next = h->best == w->last_best + 1 && now - w->last_ms >= LIVE_MS && now - w->last_ms < 60000;
	bool believed = pool_second(w->g.pool, 0) || w->c.alone || (pool_node(w->g.pool, h->node) && pool_node(w->g.pool, h->node)->local);
	if (next && believed && h->best_time)
		tick_confirm(h->best_time);
	if (h->best != w->last_best) {
		w->last_best = h->best;
		w->last_ms = now;
	}
}

/* Remarks by which operators announce their nodes: anybody can write one, so they are hints like all the others. */
static void on_remarks(void *arg, const char *host, const struct graphql_answer *a)
{
	struct whole *w = arg;
	size_t i, n = 0;
	json_t *v;
	w->remarks = 0;
	(void)host;
	json_array_foreach(json_object_get(json_object_get(a->data, "txComments"), "nodes"), i, v)
		n += nodelist_remark(&w->g.pool->list, jread_text(v, "remark", ""));
	if (n)
		find_take(w->g.pool);
}

/* Nothing of a node's word can be checked while it is alone: the last place to look for another one is the chain itself. */
static void seek_second(struct whole *w)
{
	if (!w->finds || pool_second(w->g.pool, 0) || ++w->lonely != LONELY_HEADS)
		return;
	w->remarks = indexer_ask(w->g.indexer, &(struct indexer_ask){ .query = "endpoints", .variables = json_pack("{s:i}", "n", REMARKS),
	                                                             .fn = on_remarks, .arg = w });
}

static void on_head(void *arg, const struct pool_head *h)
{
	struct whole *w = arg;
	struct pool_head copy = *h;
	confirm_clock(w, &copy);
	seek_second(w);
	account_head(w->g.accounts, &copy);
	/* A submission may end, and another one begin, while it is told. */
	for (size_t i = w->submits.n; i--;)
		if (i < w->submits.n)
			submit_head(w->submits.v[i], &copy);
	tell(w, G1_HEAD, NULL, NULL);
}

static void on_runtime(void *arg, unsigned node, const struct runtime_id *id)
{
	struct whole *w = arg;
	chain_version(w->g.chain, node, id);
}

static void on_chain(void *arg, const struct runtime *r, const struct fault *f)
{
	struct whole *w = arg;
	(void)r;
	account_runtime(w->g.accounts, chain_runtime(w->g.chain));
	tell(w, G1_RUNTIME, NULL, f);
}

static void on_nodes(void *arg)
{
	struct whole *w = arg;
	if (w->g.indexer)
		indexer_found(w->g.indexer, &w->g.pool->list);
	tell(w, G1_NODES, NULL, NULL);
}

static void on_notice(void *arg, const struct fault *f)
{
	tell(arg, G1_NOTICE, NULL, f);
}

static void on_accounts(void *arg, const struct fault *f)
{
	tell(arg, G1_ACCOUNTS, NULL, f);
}

static void on_indexers(void *arg)
{
	tell(arg, G1_INDEXERS, NULL, NULL);
}

static void on_history(void *arg, const unsigned char pub[32], const struct fault *f)
{
	tell(arg, G1_HISTORY, pub, f);
}

static void on_written(void *arg, const struct fault *f)
{
	struct whole *w = arg;
	if (w->g.history)
		history_written(w->g.history, f);
	tell(w, G1_HISTORY, NULL, f);
}

static void open_history(struct whole *w, const char *file)
{
	struct fault f = { .code = E_OK };
	struct ledger_conf c = { .loop = net_loop(w->c.net), .path = file, .look_only = w->c.look_only, .written = on_written, .arg = w };
	if (ledger_open(&c, &w->g.ledger, &f)) {
		log_fault(LOG_WARN, "g1", &f);
		c.path = NULL;
		if (ledger_open(&c, &w->g.ledger, &f))
			return;
	}
	w->g.history = history_open(&(struct history_conf){ .indexer = w->g.indexer, .ledger = w->g.ledger, .ended = on_history, .arg = w });
}

/* A file of this world's cache, or NULL. */
static const char *file_of(const struct g1_conf *c, const char *name, struct str *out)
{
	return c->files && !paths_world(PATH_CACHE, name, out) ? str_c(out) : NULL;
}

enum err g1_open(const struct g1_conf *c, struct g1 **out, struct fault *f)
{
	struct whole *w = mem_new(sizeof *w);
	struct str runtime = { 0 }, nodes = { 0 }, ledger = { 0 };
	bool real = !strcmp(c->genesis, real_genesis);
	w->c = *c;
	w->c.rpc = w->c.indexer = w->c.genesis = NULL; /* read here, and not kept */
	if (hex_exact(slice_of(c->genesis), w->g.genesis, 32)) {
		free(w);
		return fault_set(f, E_INVALID, _("the genesis hash of the chain"));
	}
	/* The known nodes are of the real chain only: another one has those that the person names. */
	bool named = c->rpc && *c->rpc;
	w->c.alone = c->alone || (!real && !named);
	w->finds = real && !w->c.alone && !named;
	struct pool_conf pc = { .net = c->net, .genesis = w->g.genesis, .endpoints = c->rpc, .alone = w->c.alone,
		.cache = c->look_only ? NULL : file_of(c, "nodes", &nodes), .list_url = real ? list_url : NULL,
		.head = on_head, .runtime = on_runtime, .changed = on_nodes, .notice = on_notice, .arg = w };
	w->g.pool = pool_open(&pc);
	w->g.chain = chain_open(&(struct chain_conf){ .pool = w->g.pool, .cache = file_of(c, "runtime", &runtime), .changed = on_chain, .arg = w });
	w->g.accounts = account_open(&(struct account_conf){ .pool = w->g.pool, .changed = on_accounts, .arg = w });
	w->g.indexer = indexer_open(&(struct indexer_conf){ .net = c->net, .pool = w->g.pool, .endpoints = c->indexer,
		.alone = w->c.alone || !real, .changed = on_indexers, .notice = on_notice, .arg = w });
	open_history(w, file_of(c, "ledger.sqlite", &ledger));
	account_runtime(w->g.accounts, chain_runtime(w->g.chain));
	str_free(&runtime);
	str_free(&nodes);
	str_free(&ledger);
	*out = &w->g;
	return E_OK;
}

void g1_close(struct g1 *g)
{
	struct whole *w = (struct whole *)g;
	if (!g)
		return;
	w->c.news = NULL;
	while (w->submits.n)
		g1_submit_stop(g, w->submits.v[0]);
	vec_free(&w->submits);
	history_close(g->history);
	ledger_close(g->ledger);
	indexer_close(g->indexer);
	account_close(g->accounts);
	chain_close(g->chain);
	pool_close(g->pool);
	free(w);
}

struct submit *g1_submit(struct g1 *g, struct submit_ask *a)
{
	struct whole *w = (struct whole *)g;
	a->pool = g->pool;
	a->chain = g->chain;
	struct submit *s = submit_start(a);
	vec_push(&w->submits, s);
	return s;
}

void g1_submit_stop(struct g1 *g, struct submit *s)
{
	struct whole *w = (struct whole *)g;
	for (size_t i = 0; i < w->submits.n; i++)
		if (w->submits.v[i] == s) {
			vec_remove(&w->submits, i);
			break;
		}
	submit_stop(s);
}

bool g1_busy(const struct g1 *g)
{
	return g->pool->asks || (g->history && history_busy(g->history, NULL));
}
