/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One node's connection: the ways to reach it are tried in order; then it is asked who it is and how it is. */
#include "base/clean.h"
#include "base/i18n.h"
#include "base/tick.h"
#include "codec/hex.h"
#include "g1/pool_inside.h"
#include "io/jread.h"

enum { CONNECT_MS = 10000, PROBE_MS = 8000, BACKOFF_MS = 2000, BACKOFF_MOST_MS = 300000 };

/* System.Number: a small value that every state has. Read at block 1 it tells an archive from a pruned node. */
static const char number_key[] = "0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac";

unsigned link_flags(const struct node *n)
{
	return n->row.from == NODELIST_CONFIG ? NET_LAN : n->row.from >= NODELIST_CACHE ? NET_PUBLIC : 0;
}

void link_close(struct node *n, enum pool_state state, const struct fault *why)
{
	struct pool *p = n->p;
	struct rpc *rpc = n->rpc;
	static const struct fault idle = { .code = E_CLOSED };
	n->row.state = state;
	n->row.why = why ? *why : (struct fault){ .code = E_OK };
	n->probes = 0;
	n->want_probe = false;
	if (state == POOL_LOST) {
		n->next_ms = tick_ms() + (n->attempts ? BACKOFF_MS / 2 : 200) + net_jitter(BACKOFF_MS, n->attempts, BACKOFF_MOST_MS);
		n->attempts++;
		n->way = n->row.genesis_ok ? n->way : 0;
	}
	if (rpc && p->head_rpc == rpc)
		head_forget(p);
	n->rpc = NULL;
	if (rpc) {
		ask_lost(n, why && why->code ? why : &idle);
		rpc_close(rpc);
	}
	pool_touch(p);
}

static void lost(struct node *n, const struct fault *why)
{
	struct pool *p = n->p;
	link_close(n, POOL_LOST, why);
	pool_choose(p);
	pool_turn_soon(p, 0);
}

/* Errors that another path or transport may cure; a name that does not exist stays unknown. */
static bool other_way_may_help(enum err e)
{
	return e == E_HTTP || e == E_PROTOCOL || e == E_CLOSED || e == E_REDIRECT || e == E_HTTP_AUTH || e == E_TIMEOUT || e == E_RPC;
}

static void failed(struct node *n, const struct fault *why)
{
	bool again = n->row.state == POOL_TRYING && !n->told_genesis && other_way_may_help(why->code) && n->way + 1 < n->n_ways;
	struct fault kept = *why;
	if (!again) {
		lost(n, &kept);
		return;
	}
	struct rpc *rpc = n->rpc;
	n->rpc = NULL;
	n->probes = 0;
	ask_lost(n, &kept);
	rpc_close(rpc);
	n->way++;
	link_open(n);
}

static void on_state(void *arg, const struct ws_info *i)
{
	struct node *n = arg;
	if (i->state == WS_OPEN)
		link_probe(n);
	else if (i->state == WS_WAITING || i->state == WS_CLOSED)
		failed(n, &i->fault);
}

void link_open(struct node *n)
{
	struct fault f = { .code = E_INVALID };
	const char *way = n->way < n->n_ways ? str_c(&n->ways[n->way]) : "";
	n->row.state = POOL_TRYING;
	n->row.web_socket = way[0] == 'w';
	n->told_genesis = n->told_head = false;
	str_cut(&n->url, 0);
	str_adds(&n->url, way);
	n->row.url = str_c(&n->url);
	n->rpc = *way ? rpc_open(n->p->c.net, &(struct rpc_conf){ .url = way, .flags = link_flags(n), .state = on_state, .arg = n }, &f) : NULL;
	pool_touch(n->p);
	if (!n->rpc)
		link_close(n, f.code == E_PLAIN_REFUSED ? POOL_BARRED : POOL_LOST, &f);
	else if (!n->row.web_socket)
		link_probe(n);
}

/* Each answer of the probe ends here; the last one judges. */
static void judge(struct node *n)
{
	struct pool *p = n->p;
	if (--n->probes || !n->rpc)
		return;
	n->row.seen_ms = tick_ms();
	n->attempts = 0;
	n->want_probe = false;
	if (!n->told_head) {
		struct fault f;
		fault_set(&f, E_PROTOCOL, _("%.80s tells no block"), n->row.host);
		failed(n, &f);
		return;
	}
	n->row.state = n->syncing || n->row.highest > n->row.best + POOL_LAG ? POOL_SYNCING : POOL_GOOD;
	pool_touch(p);
	pool_choose(p);
	if (!n->had_peerings && n->row.state == POOL_GOOD)
		find_peerings(n);
}

/* False when the node is gone now. */
static bool answered(struct node *n, const struct rpc_answer *a)
{
	if (a->fault.code == E_OK || a->fault.code == E_RPC)
		return true;
	failed(n, &a->fault);
	return false;
}

static void on_genesis(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	unsigned char hash[32];
	if (!answered(n, a))
		return;
	n->row.ping_ms = a->latency_ms;
	if (a->fault.code || hex_exact(slice_of(json_string_value(a->result)), hash, 32)) {
		struct fault f;
		fault_set(&f, E_PROTOCOL, _("%.80s is no node of a chain"), n->row.host);
		failed(n, &f);
		return;
	}
	if (memcmp(hash, n->p->genesis, 32)) {
		pool_bar(n->p, n->row.id, E_WRONG_CHAIN, _("its block 0 is another one"));
		return;
	}
	n->told_genesis = n->row.genesis_ok = true;
	judge(n);
}

static void on_version(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	if (!answered(n, a))
		return;
	str_cut(&n->version, 0);
	clean_line(&n->version, slice_of(json_string_value(a->result)), 40);
	n->row.version = str_c(&n->version);
	judge(n);
}

static void on_sync(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	if (!answered(n, a))
		return;
	n->row.highest = (uint32_t)jread_int(a->result, "highestBlock", 0);
	judge(n);
}

static void on_health(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	if (!answered(n, a))
		return;
	n->row.peers = (uint32_t)jread_int(a->result, "peers", 0);
	n->syncing = jread_bool(a->result, "isSyncing", false);
	judge(n);
}

static void on_best(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	int64_t number;
	if (!answered(n, a))
		return;
	number = jread_hex(a->result, "number", -1);
	if (number >= 0 && number <= UINT32_MAX) {
		n->told_head = true;
		n->row.best = (uint32_t)number;
	}
	judge(n);
}

static void on_final_header(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	int64_t number;
	if (!answered(n, a))
		return;
	number = jread_hex(a->result, "number", -1);
	if (number >= 0 && number <= UINT32_MAX)
		n->row.final = (uint32_t)number;
	judge(n);
}

static void on_final(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	if (!answered(n, a))
		return;
	if (json_is_string(a->result) && n->rpc) {
		n->probes++;
		rpc_call(n->rpc, &(struct rpc_item){ .method = "chain_getHeader", .params = json_pack("[O]", a->result), .deadline_ms = PROBE_MS,
		                                     .fn = on_final_header, .arg = n });
	}
	judge(n);
}

static void on_spec(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	if (!answered(n, a))
		return;
	n->row.spec = (uint32_t)jread_int(a->result, "specVersion", 0);
	judge(n);
}

static void on_old_state(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	if (!answered(n, a))
		return;
	n->row.keeps = a->fault.code ? POOL_KEEPS_RECENT : POOL_KEEPS_ALL;
	judge(n);
}

static void on_old_block(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	if (!answered(n, a))
		return;
	if (json_is_string(a->result) && n->rpc) {
		n->probes++;
		rpc_call(n->rpc, &(struct rpc_item){ .method = "state_getStorage", .params = json_pack("[s,O]", number_key, a->result),
		                                     .deadline_ms = PROBE_MS, .fn = on_old_state, .arg = n });
	}
	judge(n);
}

/* Does it name the same final block as the main node? */
static void on_same(void *arg, const struct rpc_answer *a)
{
	struct node *n = arg;
	struct pool *p = n->p;
	unsigned char hash[32];
	if (!answered(n, a))
		return;
	if (!a->fault.code && p->main && n != p->main && !hex_exact(slice_of(json_string_value(a->result)), hash, 32)) {
		bool same = !memcmp(hash, p->head.final_hash, 32);
		n->row.agrees = same ? POOL_AGREES_YES : n->row.agrees;
	}
	judge(n);
}

static void put(struct rpc_item *items, size_t *k, const char *method, json_t *params, void (*fn)(void *arg, const struct rpc_answer *a),
                struct node *n)
{
	items[(*k)++] = (struct rpc_item){ .method = method, .params = params, .deadline_ms = n->row.state == POOL_TRYING ? PROBE_MS : CONNECT_MS,
	                                   .fn = fn, .arg = n };
	n->probes++;
}

void link_probe(struct node *n)
{
	struct rpc_item items[POOL_PROBES + 2];
	const struct pool *p = n->p;
	size_t k = 0;
	if (n->probes)
		return;
	put(items, &k, "chain_getBlockHash", json_pack("[i]", 0), on_genesis, n);
	put(items, &k, "system_version", NULL, on_version, n);
	put(items, &k, "system_syncState", NULL, on_sync, n);
	put(items, &k, "system_health", NULL, on_health, n);
	put(items, &k, "chain_getHeader", NULL, on_best, n);
	put(items, &k, "chain_getFinalizedHead", NULL, on_final, n);
	put(items, &k, "state_getRuntimeVersion", NULL, on_spec, n);
	if (n->want_probe && n->row.keeps == POOL_KEEPS_UNKNOWN)
		put(items, &k, "chain_getBlockHash", json_pack("[i]", 1), on_old_block, n);
	if (p->main && p->main != n && p->head.final)
		put(items, &k, "chain_getBlockHash", json_pack("[I]", (json_int_t)p->head.final), on_same, n);
	rpc_batch(n->rpc, items, k, NULL);
}
