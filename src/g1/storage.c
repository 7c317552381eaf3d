/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/storage.h"
#include "base/arena.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/tick.h"
#include "base/vec.h"
#include "codec/header.h"
#include "codec/hex.h"
#include "g1/pool_inside.h"
#include "io/jread.h"
#include <stdio.h>
#include <stdlib.h>

/* A proof of one account takes some 3 kB: so many keys fit one answer well. */
enum { PROOF_KEYS = 150, PLAIN_KEYS = 1000, TRIES = 4, RETRY_MS = 1200, SLOT_S = 6, TOLD_MS = 8000, COMING_MS = 2500, AGAIN_MS = 100, METHOD_NOT_FOUND = -32601 };

enum agreement { AGREE_NOBODY, AGREE_ASKED, AGREE_YES, AGREE_NO };

struct storage {
	struct pool *p;
	struct storage_ask c;
	struct arena arena;             /* keys, values */
	struct slice *keys, *values;
	size_t next, in_flight;         /* keys answered; keys asked now */
	unsigned node;                  /* who is asked; 0: the main one */
	uint32_t number;
	unsigned char block[32], root[32], wanted[32];
	int64_t time;
	bool known, plain, done;        /* plain: without proofs */
	bool plain_agreed;
	enum agreement agreement;
	unsigned against;               /* who contradicted; a vote that leaves the same two was not decided */
	unsigned tries;
	unsigned elsewhere;             /* a node that may still have the state of a block which the main one has dropped; 0 */
	uint64_t ask, ask2, ask3;
	struct slice *told;             /* the same keys without proof, by the same node */
	bool has_told, proved;          /* of the keys in flight */
	struct loop_timer *timer, *patience;
};

static void begin(struct storage *s);
static void seek_agreement(struct storage *s);
static void fetch(struct storage *s);

static void storage_free(struct storage *s)
{
	ask_cancel(s->p, s->ask);
	ask_cancel(s->p, s->ask2);
	ask_cancel(s->p, s->ask3);
	loop_timer_del(s->timer);
	loop_timer_del(s->patience);
	arena_free(&s->arena);
	free(s);
}

void storage_cancel(struct storage *s)
{
	if (s)
		storage_free(s);
}

static void finish(struct storage *s, const struct fault *f)
{
	struct storage_answer a = { .number = s->number, .time = s->time, .n = s->c.n, .values = s->values };
	const struct pool_node *n = pool_node(s->p, s->node);
	const struct pool_head *h = pool_head(s->p);
	if (f)
		a.fault = *f;
	memcpy(a.block, s->block, 32);
	a.final = s->c.at == STORAGE_FINAL || (s->c.at == STORAGE_BLOCK && s->number <= h->final && s->agreement != AGREE_NO);
	a.pruned = a.fault.code == E_PRUNED;
	a.source.at = tick_now();
	a.source.degree = a.fault.code ? DEGREE_NONE : DEGREE_SAID;
	if (!a.fault.code && s->agreement == AGREE_YES)
		a.source.degree = !s->plain ? DEGREE_PROVEN : s->plain_agreed ? DEGREE_AGREED : DEGREE_SAID;
	snprintf(a.source.who, sizeof a.source.who, "%.60s", n ? n->host : "");
	void (*fn)(void *arg, const struct storage_answer *a) = s->c.fn;
	void *arg = s->c.arg;
	ask_cancel(s->p, s->ask2);
	ask_cancel(s->p, s->ask3);
	s->ask = s->ask2 = s->ask3 = 0;
	fn(arg, &a);
	storage_free(s);
}

static void fail(struct storage *s, enum err e, const char *words)
{
	struct fault f;
	const struct pool_node *n = pool_node(s->p, s->node);
	bool named = !n || !strncmp(words, n->host, strlen(n->host));
	fault_set(&f, e, "%.60s%s%.100s", named ? "" : n->host, !named && *words ? ": " : "", words);
	finish(s, &f);
}

static void on_retry(void *arg)
{
	struct storage *s = arg;
	s->timer = NULL;
	if (s->p->vote) /* it ends within its own time, and with it it is known whom to ask */
		s->timer = loop_timer_add(net_loop(s->p->c.net), AGAIN_MS, on_retry, s);
	else
		begin(s);
}

/* From the beginning, at whoever is the main node then. */
static void retry(struct storage *s, enum err e, const char *words)
{
	ask_cancel(s->p, s->ask);
	ask_cancel(s->p, s->ask2);
	ask_cancel(s->p, s->ask3);
	s->ask = s->ask2 = s->ask3 = 0;
	loop_timer_del(s->patience);
	s->patience = NULL;
	if (++s->tries >= TRIES || !pool_hope(s->p)) {
		fail(s, e, words);
		return;
	}
	s->timer = loop_timer_add(net_loop(s->p->c.net), e == E_BAD_PROOF || e == E_LIAR ? 0 : RETRY_MS, on_retry, s);
}

/* It told this block as final and does not know it: is the hash of its header the one that it has itself at that height? */
static void on_own_hash(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct storage *s = arg;
	unsigned char hash[32];
	bool told = !a->fault.code && !hex_exact(slice_of(json_string_value(a->result)), hash, 32);
	s->ask = 0;
	if (told && memcmp(hash, s->block, 32)) {
		pool_bar(s->p, node, E_LIAR, _("its header does not have the hash that was asked for"));
		retry(s, E_LIAR, _("its header does not have the hash that was asked for"));
	} else {
		retry(s, E_PRUNED, "");
	}
}

/* The main node has dropped the state of this block: another may be an archive. */
static void pruned(struct storage *s)
{
	unsigned other = s->c.at == STORAGE_BLOCK && !s->elsewhere ? pool_second(s->p, s->node) : 0;
	if (s->c.at == STORAGE_BLOCK && !other) {
		fail(s, E_PRUNED, "");
		return;
	}
	s->elsewhere = other;
	if (s->c.at == STORAGE_FINAL && s->node)
		s->ask = ask_node(s->p, &(struct ask){ .method = "chain_getBlockHash", .params = json_pack("[I]", (json_int_t)s->number), .node = s->node,
		                                       .fn = on_own_hash, .arg = s });
	else
		retry(s, E_PRUNED, "");
}

/* Both the values and the word of the second node are needed. */
static void conclude(struct storage *s)
{
	if (s->next < s->c.n || s->agreement == AGREE_ASKED)
		return;
	if (s->agreement == AGREE_NO) {
		unsigned second = pool_second(s->p, s->node);
		bool again = second && second == s->against;
		s->against = second;
		if (again) {
			fail(s, E_DISAGREE, "");
			return;
		}
		vote_start(s->p, s->number);
		retry(s, E_DISAGREE, "");
		return;
	}
	finish(s, NULL);
}

static void on_agree(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct storage *s = arg;
	unsigned char hash[32];
	s->ask2 = 0;
	if (a->fault.code || hex_exact(slice_of(json_string_value(a->result)), hash, 32)) {
		s->agreement = AGREE_NOBODY; /* it is behind, or gone */
	} else {
		s->agreement = memcmp(hash, s->block, 32) ? AGREE_NO : AGREE_YES;
		if (s->agreement == AGREE_YES && node_by_id(s->p, node))
			node_by_id(s->p, node)->row.agrees = POOL_AGREES_YES;
	}
	conclude(s);
}

static void on_patience(void *arg)
{
	struct storage *s = arg;
	s->patience = NULL;
	seek_agreement(s);
	conclude(s);
}

static void seek_agreement(struct storage *s)
{
	unsigned second = pool_second(s->p, s->node);
	s->agreement = AGREE_NOBODY;
	if (s->c.at == STORAGE_BEST)
		return;
	/* A second one that is just being connected is worth a moment. */
	if (!second && tick_ms() - s->p->seeking_ms < COMING_MS && pool_one_comes(s->p, s->node)) {
		s->agreement = AGREE_ASKED;
		s->patience = loop_timer_add(net_loop(s->p->c.net), AGAIN_MS, on_patience, s);
	}
	if (!second)
		return;
	s->agreement = AGREE_ASKED;
	s->ask2 = ask_node(s->p, &(struct ask){ .method = "chain_getBlockHash", .params = json_pack("[I]", (json_int_t)s->number), .node = second,
	                                        .deadline_ms = 6000, .fn = on_agree, .arg = s });
}

static json_t *hex_json(const void *p, size_t n)
{
	struct str s = { 0 };
	hex_add0x(&s, p, n);
	json_t *v = json_string(str_c(&s));
	str_free(&s);
	return v;
}

static bool is_pruned(const struct rpc_answer *a)
{
	const char *data = json_is_string(a->data) ? json_string_value(a->data) : "";
	return strstr(a->message, "discarded") || strstr(data, "discarded") || strstr(a->message, "UnknownBlock") || strstr(data, "UnknownBlock");
}

static bool take_plain(struct storage *s, const json_t *result, struct slice *out);

/* What a node says without proof is believed for a while at the newest block: it has to be what it can prove. */
static void proved(struct storage *s)
{
	unsigned node = s->node;
	if (!s->proved || s->ask3)
		return;
	for (size_t i = s->next; i < s->next + s->in_flight && s->has_told; i++)
		if (!s->told[i].p != !s->values[i].p || !slice_eq(s->told[i], s->values[i])) {
			pool_bar(s->p, node, E_LIAR, _("it says other things than it can prove"));
			retry(s, E_LIAR, _("it says other things than it can prove"));
			return;
		}
	s->next += s->in_flight;
	if (s->next < s->c.n)
		fetch(s);
	else
		conclude(s);
}

static void on_told(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct storage *s = arg;
	s->ask3 = 0;
	(void)node;
	s->has_told = !a->fault.code && take_plain(s, a->result, s->told + s->next);
	proved(s);
}

static void on_proof(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct storage *s = arg;
	struct str bytes = { 0 };
	struct fault f = { .code = E_OK };
	s->ask = 0;
	if (a->fault.code == E_RPC && a->code == METHOD_NOT_FOUND) {
		s->plain = true;
		ask_cancel(s->p, s->ask3);
		s->ask3 = 0;
		fetch(s);
		return;
	}
	if (a->fault.code) {
		if (a->fault.code == E_RPC && is_pruned(a))
			pruned(s);
		else
			retry(s, a->fault.code, a->fault.where);
		return;
	}
	if (storage_prove(a->result, s->block, s->root, s->keys + s->next, s->in_flight, &bytes, s->values + s->next, &f)) {
		str_free(&bytes);
		pool_bar(s->p, node, f.code, f.where);
		retry(s, E_BAD_PROOF, f.where);
		return;
	}
	for (size_t i = s->next; i < s->next + s->in_flight; i++)
		if (s->values[i].p)
			s->values[i].p = arena_copy(&s->arena, s->values[i]);
	str_free(&bytes);
	s->proved = true;
	proved(s);
}

/* Takes one answer of state_queryStorageAt: values by key. False when it does not answer every key. */
static bool take_plain(struct storage *s, const json_t *result, struct slice *out)
{
	const json_t *changes = jread_at(result, "0.changes");
	json_t *by_key = json_object(), *pair;
	size_t i;
	bool good = json_is_array(changes);
	json_array_foreach(changes, i, pair)
		if (json_is_string(json_array_get(pair, 0)))
			json_object_set(by_key, json_string_value(json_array_get(pair, 0)), json_array_get(pair, 1));
	for (i = 0; i < s->in_flight && good; i++) {
		struct str hex = { 0 }, bytes = { 0 };
		hex_add0x(&hex, s->keys[s->next + i].p, s->keys[s->next + i].n);
		const json_t *v = json_object_get(by_key, str_c(&hex));
		good = v && (json_is_null(v) || (json_is_string(v) && !hex_append(slice_of(json_string_value(v)), &bytes)));
		out[i] = (struct slice){ NULL, 0 };
		if (good && !json_is_null(v))
			out[i] = (struct slice){ arena_copy(&s->arena, slice_str(&bytes)), bytes.n };
		str_free(&hex);
		str_free(&bytes);
	}
	json_decref(by_key);
	return good;
}

static json_t *plain_params(const struct storage *s)
{
	json_t *list = json_array();
	for (size_t i = 0; i < s->in_flight; i++)
		json_array_append_new(list, hex_json(s->keys[s->next + i].p, s->keys[s->next + i].n));
	return json_pack("[o,o]", list, hex_json(s->block, 32));
}

static void next_plain(struct storage *s)
{
	s->next += s->in_flight;
	if (s->next < s->c.n)
		fetch(s);
	else
		conclude(s);
}

/* The second node's values, where no proof can be had. */
static void on_plain_second(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct storage *s = arg;
	struct slice *other = mem_array(s->in_flight, sizeof *other);
	s->ask = 0;
	bool same = !a->fault.code && take_plain(s, a->result, other);
	for (size_t i = 0; i < s->in_flight && same; i++)
		same = !other[i].p == !s->values[s->next + i].p && slice_eq(other[i], s->values[s->next + i]);
	free(other);
	s->plain_agreed &= same;
	if (!a->fault.code && !same) {
		fail(s, E_DISAGREE, "");
		return;
	}
	(void)node;
	next_plain(s);
}

static void on_plain(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct storage *s = arg;
	unsigned second = pool_second(s->p, s->node);
	s->ask = 0;
	(void)node;
	if (a->fault.code) {
		if (a->fault.code == E_RPC && is_pruned(a) && s->c.at == STORAGE_BLOCK)
			pruned(s);
		else
			retry(s, a->fault.code, a->fault.where);
	} else if (!take_plain(s, a->result, s->values + s->next)) {
		retry(s, E_PROTOCOL, "state_queryStorageAt");
	} else if (s->c.at != STORAGE_BEST && second) {
		s->ask = ask_node(s->p, &(struct ask){ .method = "state_queryStorageAt", .params = plain_params(s), .node = second,
		                                       .fn = on_plain_second, .arg = s });
	} else {
		s->plain_agreed = false;
		next_plain(s);
	}
}

static void fetch(struct storage *s)
{
	bool plain = s->plain;
	size_t most = plain ? PLAIN_KEYS : PROOF_KEYS;
	s->proved = s->has_told = false;
	s->in_flight = s->c.n - s->next < most ? s->c.n - s->next : most;
	s->ask = ask_node(s->p, &(struct ask){ .method = plain ? "state_queryStorageAt" : "state_getReadProof", .params = plain_params(s),
	                                       .node = s->node, .label = s->c.label, .fn = plain ? on_plain : on_proof, .arg = s });
	if (!plain && s->node && s->c.at == STORAGE_FINAL)
		s->ask3 = ask_node(s->p, &(struct ask){ .method = "state_queryStorageAt", .params = plain_params(s), .node = s->node,
		                                        .deadline_ms = TOLD_MS, .fn = on_told, .arg = s });
}

/* No key at all: only the block was wanted. */
static void on_empty(void *arg)
{
	struct storage *s = arg;
	s->timer = NULL;
	conclude(s);
}

static void located(struct storage *s)
{
	s->known = true;
	s->next = 0;
	s->plain_agreed = true;
	if (s->c.n)
		fetch(s);
	else if (!s->timer)
		s->timer = loop_timer_add(net_loop(s->p->c.net), 0, on_empty, s);
	seek_agreement(s);
}

static void on_header(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct storage *s = arg;
	struct header h;
	struct str bytes = { 0 };
	uint64_t slot;
	s->ask = 0;
	s->node = node;
	if (a->fault.code || header_from_json(a->result, &h, &bytes)) {
		str_free(&bytes);
		if (s->c.at == STORAGE_BLOCK && (!a->fault.code || a->fault.code == E_RPC))
			fail(s, E_NOT_FOUND, _("it does not know this block"));
		else
			retry(s, a->fault.code ? a->fault.code : E_PROTOCOL, a->fault.where);
		return;
	}
	header_hash(&h, s->block);
	s->number = h.number;
	memcpy(s->root, h.state_root, 32);
	s->time = header_slot(&h, &slot) && slot < INT64_MAX / SLOT_S ? (int64_t)slot * SLOT_S : 0;
	str_free(&bytes);
	if (s->c.at != STORAGE_BEST && memcmp(s->block, s->wanted, 32)) {
		pool_bar(s->p, node, E_LIAR, _("its header does not have the hash that was asked for"));
		retry(s, E_BAD_PROOF, "");
		return;
	}
	located(s);
}

static void ask_header(struct storage *s)
{
	s->ask = ask_node(s->p, &(struct ask){ .method = "chain_getHeader", .node = s->node, .fn = on_header, .arg = s,
		.params = s->c.at == STORAGE_BEST ? NULL : json_pack("[o]", hex_json(s->wanted, 32)) });
}

static void on_final_hash(void *arg, unsigned node, const struct rpc_answer *a)
{
	struct storage *s = arg;
	s->ask = 0;
	s->node = node;
	if (a->fault.code || hex_exact(slice_of(json_string_value(a->result)), s->wanted, 32)) {
		retry(s, a->fault.code ? a->fault.code : E_PROTOCOL, a->fault.where);
		return;
	}
	ask_header(s);
}

static void begin(struct storage *s)
{
	const struct pool_head *h = pool_head(s->p);
	bool best = s->c.at == STORAGE_BEST;
	s->node = s->elsewhere ? s->elsewhere : h->node;
	s->plain = false;
	if (s->c.at == STORAGE_BLOCK) {
		memcpy(s->wanted, s->c.block, 32);
		ask_header(s);
	} else if (h->node && (best ? h->best : h->final)) {
		s->number = best ? h->best : h->final;
		s->time = best ? h->best_time : h->final_time;
		memcpy(s->block, best ? h->best_hash : h->final_hash, 32);
		memcpy(s->root, best ? h->best_root : h->final_root, 32);
		located(s);
	} else if (best) {
		ask_header(s);
	} else {
		s->ask = ask_node(s->p, &(struct ask){ .method = "chain_getFinalizedHead", .fn = on_final_hash, .arg = s });
	}
}

struct storage *storage_read(struct pool *p, const struct storage_ask *a)
{
	struct storage *s = mem_new(sizeof *s);
	s->p = p;
	s->c = *a;
	s->c.label = a->label ? arena_copy(&s->arena, slice_of(a->label)) : NULL;
	if (a->block)
		s->c.block = arena_new(&s->arena, 32);
	if (a->block)
		memcpy((unsigned char *)(uintptr_t)s->c.block, a->block, 32);
	s->keys = arena_new(&s->arena, (a->n + 1) * sizeof *s->keys);
	s->values = arena_new(&s->arena, (a->n + 1) * sizeof *s->values);
	s->told = arena_new(&s->arena, (a->n + 1) * sizeof *s->told);
	for (size_t i = 0; i < a->n; i++)
		s->keys[i] = (struct slice){ arena_copy(&s->arena, a->keys[i]), a->keys[i].n };
	begin(s);
	return s;
}
