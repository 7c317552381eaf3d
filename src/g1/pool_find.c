/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding nodes: this machine, those that answered last time, the built-in ones, what nodes tell of each other, the
 * official list. Addresses from others are hints: genesis and agreement decide. */
#include "base/log.h"
#include "base/versioned.h"
#include "g1/pool_inside.h"
#include "io/http.h"
#include "io/jread.h"

enum { CACHE_FORMAT = 1, CACHE_MOST = 65536, CACHED_NODES = 40, LIST_BYTES = 1 << 20, LIST_AFTER_MS = 4000 };

/* Takes what is new in the list of addresses into the table of nodes. */
void find_take(struct pool *p)
{
	size_t rpc = 0;
	for (size_t i = 0; i < p->list.v.n; i++) {
		const struct nodelist_entry *e = &p->list.v.v[i];
		if (e->kind != NODELIST_RPC)
			continue;
		if (rpc++ >= p->nodes.n)
			pool_add(p, e);
	}
	pool_turn_soon(p, 0);
}

static void read_cache(struct pool *p)
{
	struct str bytes = { 0 };
	struct fault f;
	if (!p->cache || versioned_read(p->cache, "nodes", CACHE_FORMAT, CACHE_MOST, &bytes, NULL, &f))
		return;
	struct slice rest = slice_str(&bytes), line;
	while (slice_split(&rest, '\n', &line)) {
		if (slice_starts(line, "rpc "))
			nodelist_add(&p->list, NODELIST_RPC, NODELIST_CACHE, slice_from(line, 4));
		else if (slice_starts(line, "indexer "))
			nodelist_add(&p->list, NODELIST_INDEXER, NODELIST_CACHE, slice_from(line, 8));
	}
	str_free(&bytes);
}

void find_save(struct pool *p)
{
	struct str s = { 0 };
	struct fault f;
	size_t n = 0;
	if (!p->cache)
		return;
	for (size_t i = 0; i < p->nodes.n && n < CACHED_NODES; i++) {
		const struct node *k = p->nodes.v[i];
		if (!k->row.genesis_ok || k->row.local || k->row.from == NODELIST_CONFIG || k->row.state == POOL_BARRED || k->url.p[0] != 'w')
			continue;
		str_addf(&s, "rpc %s\n", str_c(&k->url));
		n++;
	}
	for (size_t i = 0; i < p->list.v.n; i++)
		if (p->list.v.v[i].kind == NODELIST_INDEXER && p->list.v.v[i].from != NODELIST_CONFIG)
			str_addf(&s, "indexer %s\n", p->list.v.v[i].url);
	if (n && versioned_write(p->cache, "nodes", CACHE_FORMAT, slice_str(&s), &f))
		log_fault(LOG_WARN, "g1", &f);
	str_free(&s);
}

static void on_list(void *arg, const struct http_answer *a)
{
	struct pool *p = arg;
	struct fault f;
	json_t *doc = a->fault.code ? NULL : jread_load(a->body, LIST_BYTES, &f);
	if (doc && nodelist_json(&p->list, doc))
		find_take(p);
	json_decref(doc);
}

void find_start(struct pool *p)
{
	if (!p->list.v.n) {
		nodelist_add(&p->list, NODELIST_RPC, NODELIST_LOCAL, SLICE("ws://127.0.0.1:9944"));
		read_cache(p);
		nodelist_builtin(&p->list);
		return;
	}
	/* Nobody of all these answered. */
	if (p->list_url && !p->found) {
		p->found = true;
		http_start(p->c.net, &(struct http_ask){ .url = p->list_url, .owner = p, .max_body = LIST_BYTES, .done = on_list, .arg = p });
	}
}

static void on_peerings(void *arg, unsigned id, const struct rpc_answer *a)
{
	struct pool *p = arg;
	if (!a->result || !node_by_id(p, id))
		return;
	if (nodelist_json(&p->list, a->result)) {
		find_take(p);
		pool_touch(p);
	}
	find_save(p);
}

void find_peerings(struct node *n)
{
	struct pool *p = n->p;
	if (n->had_peerings || p->c.alone || *p->c.endpoints)
		return;
	n->had_peerings = true;
	ask_node(p, &(struct ask){ .method = "duniter_peerings", .node = n->row.id, .fn = on_peerings, .arg = p });
}
