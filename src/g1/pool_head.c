/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows the main node: new blocks, final blocks, its runtime. By subscription, or by asking now and then. */
#include "base/tick.h"
#include "codec/header.h"
#include "g1/pool_inside.h"
#include "io/jread.h"
#include <stdio.h>

enum { POLL_MS = 6000, SLOT_S = 6 };

static void poll_later(struct pool *p);

void head_forget(struct pool *p)
{
	if (p->main && p->main->rpc && p->main->rpc == p->head_rpc)
		for (size_t i = 0; i < 3; i++)
			rpc_cancel(p->head_rpc, p->subs[i]);
	memset(p->subs, 0, sizeof p->subs);
	p->head_rpc = NULL;
	loop_timer_del(p->poll);
	p->poll = NULL;
}

static struct node *followed(struct pool *p)
{
	return p->main && p->main->rpc && p->main->rpc == p->head_rpc ? p->main : NULL;
}

static bool read_header(const json_t *v, struct header *h, unsigned char hash[32], int64_t *time)
{
	struct str bytes = { 0 };
	uint64_t slot;
	if (header_from_json(v, h, &bytes)) {
		str_free(&bytes);
		return false;
	}
	header_hash(h, hash);
	*time = header_slot(h, &slot) && slot < INT64_MAX / SLOT_S ? (int64_t)slot * SLOT_S : 0;
	str_free(&bytes);
	return true;
}

static void tell(struct pool *p)
{
	struct node *n = p->main;
	n->row.seen_ms = tick_ms();
	n->row.best = p->head.best;
	n->row.final = p->head.final;
	if (n->row.highest < n->row.best)
		n->row.highest = n->row.best;
	pool_touch(p);
	if (p->c.head)
		p->c.head(p->c.arg, &p->head);
}

static void take_best(struct pool *p, const json_t *v)
{
	struct header h;
	unsigned char hash[32];
	int64_t time;
	if (!followed(p) || !read_header(v, &h, hash, &time) || !memcmp(hash, p->head.best_hash, 32))
		return;
	p->head.best = h.number;
	p->head.best_time = time;
	memcpy(p->head.best_hash, hash, 32);
	memcpy(p->head.best_root, h.state_root, 32);
	tell(p);
}

static void take_final(struct pool *p, const json_t *v)
{
	struct header h;
	unsigned char hash[32];
	int64_t time;
	if (!followed(p) || !read_header(v, &h, hash, &time) || !memcmp(hash, p->head.final_hash, 32))
		return;
	/* What was final once stays final: a lower one is old news, or a lie. */
	if (h.number < p->head.final && p->head.node == p->main->row.id)
		return;
	if (h.number == p->head.final && h.number)
		vote_start(p, h.number); /* two final blocks of one height: it lied once */
	p->head.final = h.number;
	p->head.final_time = time;
	memcpy(p->head.final_hash, hash, 32);
	memcpy(p->head.final_root, h.state_root, 32);
	if (p->head.best < h.number) {
		p->head.best = h.number;
		p->head.best_time = time;
		memcpy(p->head.best_hash, hash, 32);
		memcpy(p->head.best_root, h.state_root, 32);
	}
	tell(p);
}

static void take_version(struct pool *p, const json_t *v)
{
	struct runtime_id id = { .spec = (uint32_t)jread_int(v, "specVersion", 0), .tx = (uint32_t)jread_int(v, "transactionVersion", 0) };
	if (!followed(p) || !id.spec)
		return;
	memcpy(id.genesis, p->genesis, sizeof id.genesis);
	snprintf(id.name, sizeof id.name, "%.20s", jread_text(v, "specName", ""));
	p->main->row.spec = id.spec;
	if (p->c.runtime)
		p->c.runtime(p->c.arg, p->main->row.id, &id);
}

static void on_new_head(void *arg, enum rpc_news news, const json_t *result, const struct rpc_answer *a)
{
	if (news == RPC_NOTE)
		take_best(arg, result);
	(void)a;
}

static void on_final_head(void *arg, enum rpc_news news, const json_t *result, const struct rpc_answer *a)
{
	if (news == RPC_NOTE)
		take_final(arg, result);
	(void)a;
}

static void on_runtime(void *arg, enum rpc_news news, const json_t *result, const struct rpc_answer *a)
{
	struct pool *p = arg;
	if (news == RPC_NOTE)
		take_version(p, result);
	if (news == RPC_REFUSED) /* a node that speaks web socket without subscriptions, behind some proxy */
		poll_later(p);
	(void)a;
}

static void on_version(void *arg, const struct rpc_answer *a)
{
	if (a->result)
		take_version(arg, a->result);
}

static void on_best(void *arg, const struct rpc_answer *a)
{
	if (a->result)
		take_best(arg, a->result);
}

static void on_final_header(void *arg, const struct rpc_answer *a)
{
	if (a->result)
		take_final(arg, a->result);
}

/* The main node says nothing: the next one, please. */
static void silent(struct pool *p, const struct fault *f)
{
	struct node *n = followed(p);
	if (!n)
		return;
	struct fault why = *f;
	link_close(n, POOL_LOST, &why);
	pool_choose(p);
	pool_turn_soon(p, 0);
}

static void on_final_hash(void *arg, const struct rpc_answer *a)
{
	struct pool *p = arg;
	struct node *n = followed(p);
	if (a->fault.code && a->fault.code != E_RPC) {
		silent(p, &a->fault);
		return;
	}
	if (n && json_is_string(a->result))
		rpc_call(n->rpc, &(struct rpc_item){ .method = "chain_getHeader", .params = json_pack("[O]", a->result), .again = true,
		                                     .fn = on_final_header, .arg = p });
}

static void ask_now(struct pool *p)
{
	struct rpc_item items[3] = {
		{ .method = "state_getRuntimeVersion", .fn = on_version, .arg = p, .again = true },
		{ .method = "chain_getHeader", .fn = on_best, .arg = p, .again = true },
		{ .method = "chain_getFinalizedHead", .fn = on_final_hash, .arg = p, .again = true },
	};
	rpc_batch(p->main->rpc, items, 3, NULL);
}

static void on_poll(void *arg)
{
	struct pool *p = arg;
	p->poll = NULL;
	if (!followed(p))
		return;
	ask_now(p);
	poll_later(p);
}

static void poll_later(struct pool *p)
{
	if (!p->poll)
		p->poll = loop_timer_add(net_loop(p->c.net), p->c.poll_ms ? p->c.poll_ms : POLL_MS, on_poll, p);
}

void head_follow(struct pool *p)
{
	head_forget(p);
	unsigned id = p->main ? p->main->row.id : 0;
	/* Figures of the last main node stay until the new one speaks; its hashes do not. */
	if (id != p->head.node)
		p->head = (struct pool_head){ .node = id };
	if (!p->main || !p->main->rpc)
		return;
	p->head_rpc = p->main->rpc;
	ask_now(p);
	if (!p->main->row.web_socket) {
		poll_later(p);
		return;
	}
	p->subs[0] = rpc_subscribe(p->head_rpc, &(struct rpc_sub){ .subscribe = "chain_subscribeNewHeads",
		.unsubscribe = "chain_unsubscribeNewHeads", .notification = "chain_newHead", .fn = on_new_head, .arg = p });
	p->subs[1] = rpc_subscribe(p->head_rpc, &(struct rpc_sub){ .subscribe = "chain_subscribeFinalizedHeads",
		.unsubscribe = "chain_unsubscribeFinalizedHeads", .notification = "chain_finalizedHead", .fn = on_final_head, .arg = p });
	p->subs[2] = rpc_subscribe(p->head_rpc, &(struct rpc_sub){ .subscribe = "state_subscribeRuntimeVersion",
		.unsubscribe = "state_unsubscribeRuntimeVersion", .notification = "state_runtimeVersion", .fn = on_runtime, .arg = p });
}
