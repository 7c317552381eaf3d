/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/locate.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "codec/header.h"
#include "codec/hex.h"
#include "codec/trie.h"
#include "g1/extrinsic.h"
#include "g1/hexlist.h"
#include "g1/pool_inside.h"
#include <stdlib.h>

enum { TRIES = 4, BLOCK_MS = 15000 };

struct locate {
	struct pool *p;
	struct locate_ask c;
	unsigned char want[32];         /* the block asked for */
	uint32_t number;
	unsigned node;                  /* who answered the last time: one node knows one chain */
	unsigned tries;
	uint64_t ask;
	struct loop_timer *timer;
};

static void fetch(struct locate *l);

static void locate_free(struct locate *l)
{
	ask_cancel(l->p, l->ask);
	loop_timer_del(l->timer);
	free(l);
}

void locate_cancel(struct locate *l)
{
	if (l)
		locate_free(l);
}

static void finish(struct locate *l, const struct locate_answer *a)
{
	l->ask = 0;
	l->c.fn(l->c.arg, a);
	locate_free(l);
}

static void found(struct locate *l, uint32_t index)
{
	struct locate_answer a = { .verdict = LOCATE_FOUND, .number = l->number, .index = index, .degree = l->c.degree };
	memcpy(a.block, l->want, 32);
	finish(l, &a);
}

static void nowhere(struct locate *l)
{
	finish(l, &(struct locate_answer){ .verdict = LOCATE_NOWHERE, .number = l->c.from, .degree = l->c.degree });
}

static void on_retry(void *arg)
{
	struct locate *l = arg;
	l->timer = NULL;
	fetch(l);
}

static void retry(struct locate *l, const struct fault *f)
{
	struct locate_answer a = { .verdict = LOCATE_FAILED, .fault = *f };
	l->node = 0;
	if (++l->tries >= TRIES)
		finish(l, &a);
	else
		l->timer = loop_timer_add(net_loop(l->p->c.net), 300, on_retry, l);
}

/* The body as bytes; false when it is not that of the header. */
static bool read_body(const json_t *list, const struct header *h, struct str *bytes, struct slice *items)
{
	unsigned char root[32];
	if (!hexlist_read(list, bytes, items))
		return false;
	trie_list_root(items, json_array_size(list), root);
	return !memcmp(root, h->extrinsics_root, 32);
}

enum look { LOOK_LIE = -2, LOOK_NOT = -1 };

/* Where it stands in the block, or LOOK_NOT; LOOK_LIE when block and hash do not belong together. */
static int64_t look(const struct locate *l, const json_t *block, struct header *h)
{
	struct str digest = { 0 }, bytes = { 0 };
	unsigned char hash[32];
	int64_t at = LOOK_LIE;
	const json_t *list = json_object_get(block, "extrinsics");
	struct slice *items = mem_array(json_array_size(list) + 1, sizeof *items);
	if (!header_from_json(json_object_get(block, "header"), h, &digest) && json_is_array(list)) {
		header_hash(h, hash);
		bool there = l->c.top == LOCATE_THERE || h->number == l->number;
		if (!memcmp(hash, l->want, 32) && there && read_body(list, h, &bytes, items))
			at = LOOK_NOT;
	}
	for (size_t i = 0; at == LOOK_NOT && i < json_array_size(list); i++) {
		extrinsic_hash(items[i], hash);
		if (!memcmp(hash, l->c.hash, 32))
			at = (int64_t)i;
	}
	free(items);
	str_free(&bytes);
	str_free(&digest);
	return at;
}

/* Down to the parent. */
static void step(struct locate *l, const struct header *h)
{
	if (l->number <= l->c.from || !l->number) {
		nowhere(l);
		return;
	}
	l->number--;
	memcpy(l->want, h->parent, 32);
	l->tries = 0;
	fetch(l);
}

static void on_block(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct locate *l = arg;
	const json_t *block = json_object_get(a->result, "block");
	struct fault f = a->fault;
	struct header h;
	l->ask = 0;
	if (!f.code && !block)
		fault_set(&f, E_NOT_FOUND, _("the node does not have this block"));
	if (f.code) {
		retry(l, &f);
		return;
	}
	int64_t at = look(l, block, &h);
	if (at == LOOK_LIE) {
		fault_set(&f, E_LIAR, _("its block does not have the hash that was asked for"));
		pool_bar(l->p, node, E_LIAR, f.where);
		retry(l, &f);
		return;
	}
	l->node = node;
	if (l->c.top == LOCATE_THERE)
		l->number = l->c.from = l->c.to = h.number;
	if (at >= 0 && l->number <= l->c.to)
		found(l, (uint32_t)at);
	else
		step(l, &h);
}

/* Above the range only the way down is needed: headers. */
static void on_header(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct locate *l = arg;
	struct fault f = a->fault;
	struct header h;
	struct str bytes = { 0 };
	unsigned char hash[32] = { 0 };
	l->ask = 0;
	if (!f.code && header_from_json(a->result, &h, &bytes))
		fault_set(&f, E_NOT_FOUND, _("the node does not have this block"));
	if (!f.code) {
		header_hash(&h, hash);
		str_free(&bytes);
		if (memcmp(hash, l->want, 32) || h.number != l->number) {
			fault_set(&f, E_LIAR, _("its header does not have the hash that was asked for"));
			pool_bar(l->p, node, E_LIAR, f.where);
		}
	}
	if (f.code) {
		retry(l, &f);
		return;
	}
	l->node = node;
	step(l, &h);
}

static void fetch(struct locate *l)
{
	struct str hex = { 0 };
	bool above = l->number > l->c.to;
	hex_add0x(&hex, l->want, 32);
	l->ask = ask_node(l->p, &(struct ask){ .method = above ? "chain_getHeader" : "chain_getBlock", .params = json_pack("[s]", str_c(&hex)),
		.node = l->node, .deadline_ms = BLOCK_MS, .fn = above ? on_header : on_block, .arg = l });
	str_free(&hex);
}

static void on_too_far(void *arg)
{
	struct locate *l = arg;
	struct locate_answer a = { .verdict = LOCATE_FAILED };
	l->timer = NULL;
	fault_set(&a.fault, E_TOO_BIG, _("too many blocks to look through"));
	finish(l, &a);
}

struct locate *locate_start(const struct locate_ask *a)
{
	struct locate *l = mem_new(sizeof *l);
	l->p = a->pool;
	l->c = *a;
	l->number = a->top;
	memcpy(l->want, a->top_hash, 32);
	if (l->c.to > l->c.top || l->c.top == LOCATE_THERE)
		l->c.to = l->c.top;
	if (a->top != LOCATE_THERE && a->top >= a->from && a->top - a->from > LOCATE_BLOCKS)
		l->timer = loop_timer_add(net_loop(l->p->c.net), 0, on_too_far, l);
	else
		fetch(l);
	return l;
}
