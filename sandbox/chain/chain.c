/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/chain_inside.h"

#include "codec/pack.h"

#include <stdlib.h>

void block_free(struct block *b)
{
	if (!b)
		return;
	for (size_t i = 0; i < b->extrinsics.n; i++)
		str_free(&b->extrinsics.v[i]);
	vec_free(&b->extrinsics);
	str_free(&b->digest);
	state_free(&b->state);
	free(b);
}

uint64_t chain_clock(const struct chain *c)
{
	return c->cfg.now_ms(c->cfg.now_arg);
}

const struct runtime *chain_runtime(const struct chain *c)
{
	return c->rt;
}

const unsigned char *chain_genesis(const struct chain *c)
{
	return c->genesis;
}

const struct block *chain_best(const struct chain *c)
{
	return c->best.v[c->best.n - 1];
}

const struct block *chain_finalized(const struct chain *c)
{
	return c->best.v[c->finalized];
}

void chain_listen(struct chain *c, const struct chain_listener *l)
{
	vec_push(&c->listeners, *l);
}

struct exec chain_exec(const struct chain *c, const struct block *on)
{
	struct exec x = { .rt = c->rt, .st = state_share(&on->state), .number = on->number + 1, .now_ms = on->time_ms };

	memcpy(x.genesis, c->genesis, 32);
	memcpy(x.parent, on->hash, 32);
	state_put_uint(&x.st, key_plain(S_NUMBER), x.number, 4);
	struct str parent = { 0 };
	pack_bytes(&parent, on->hash, 32);
	state_put(&x.st, key_u32(S_BLOCK_HASH, on->number), &parent);
	str_free(&parent);
	return x;
}

/* The finalized block moves up, and states that are too old are let go. */
static void finalize_behind(struct chain *c)
{
	while (c->finalized + c->cfg.finality + 1 < c->best.n) {
		const struct block *b = c->best.v[++c->finalized];

		for (size_t i = 0; i < c->listeners.n; i++)
			if (c->listeners.v[i].on_finalized)
				c->listeners.v[i].on_finalized(c->listeners.v[i].arg, b);
		pool_on_final(c, b);
	}
	for (; c->discarded + KEEP_STATES < c->finalized; c->discarded++)
		state_free(&c->best.v[c->discarded]->state);
}

void chain_know(struct chain *c, struct block *b)
{
	vec_push(&c->best, b);
	map_set(&c->by_hash, hash_key(b->hash), b);
	/* Whoever has a header may ask for its parent, also when that one is derived. */
	if (!chain_by_hash(c, b->parent))
		map_set(&c->derived, hash_key(b->parent), (void *)(uintptr_t)b->number);
}

void chain_adopt(struct chain *c, struct block *b)
{
	size_t passed = 0;

	chain_know(c, b);
	while (passed < c->agenda.n && c->agenda.v[passed] <= b->number)
		passed++;
	memmove(c->agenda.v, c->agenda.v + passed, (c->agenda.n - passed) * sizeof *c->agenda.v);
	c->agenda.n -= passed;
	for (size_t i = 0; i < c->listeners.n; i++)
		if (c->listeners.v[i].on_block)
			c->listeners.v[i].on_block(c->listeners.v[i].arg, b);
	pool_on_block(c, b);
	finalize_behind(c);
}

const struct block *chain_seal(struct chain *c)
{
	const struct block *head = chain_best(c);
	uint64_t now = chain_clock(c);

	chain_adopt(c, chain_make(c, now > head->time_ms ? now : head->time_ms + 1, head->number + 1, head->hash));
	return chain_best(c);
}

enum err chain_reorg(struct chain *c, uint32_t n, bool drop)
{
	if (!n || n > c->best.n - 1 - c->finalized)
		return E_INVALID;
	for (uint32_t i = 0; i < n; i++) {
		struct block *b = c->best.v[--c->best.n];

		b->fork = true;
		vec_push(&c->forks, b);
		for (size_t k = 0; k < c->listeners.n; k++)
			if (c->listeners.v[k].on_retracted)
				c->listeners.v[k].on_retracted(c->listeners.v[k].arg, b);
		pool_on_retracted(c, b, drop ? b->number + n + 3 : 0);
	}
	/* What was put on agendas by the blocks that are gone stays there: a block too many is carried out at most. */
	agenda_fill(c);
	c->salt++;
	for (uint32_t i = 0; i <= n; i++) {
		const struct block *head = chain_best(c);

		chain_adopt(c, chain_make(c, head->time_ms + 1000, head->number + 1, head->hash));
	}
	return E_OK;
}

void chain_upgrade(struct chain *c, unsigned changes)
{
	runtime_free(c->next_rt);
	c->next_rt = runtime_new(c->upgrades = (c->upgrades + 1) | changes);
}

static bool on_agenda_key(void *arg, struct slice key, struct slice value)
{
	struct scale s = scale_open(key.p + key.n - 4, 4);
	struct numbers *all = arg;

	(void)value;
	vec_push(all, (uint32_t)scale_uint(&s, 4));
	return true;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void agenda_fill(struct chain *c)
{
	static const enum item maps[] = { S_IDENTITY_CHANGE, S_MEMBERSHIP_END, S_CERTS_END };
	uint32_t head = chain_best(c)->number;
	struct numbers all = { 0 };

	for (int i = 0; i < 3; i++) {
		struct key k = key_plain(maps[i]);

		trie_each(&chain_best(c)->state.trie, (struct slice){ (char *)k.b, k.n }, slice_of(""), on_agenda_key, &all);
	}
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, by_number);
	c->agenda.n = 0;
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i] > head && (!c->agenda.n || c->agenda.v[c->agenda.n - 1] != all.v[i]))
			vec_push(&c->agenda, all.v[i]);
	vec_free(&all);
}

/* The block of the world's start, with the state that the world makes. */
void chain_found(struct chain *c)
{
	struct block *b = mem_new(sizeof *b);
	struct str xt = { 0 };
	struct slice one;
	struct header h;

	b->number = WORLD_START;
	b->time_ms = (uint64_t)world_time_ms(c->cfg.world, WORLD_START);
	quiet_header(&c->quiet.v[0], WORLD_START - 1, &h);
	header_hash(&h, b->parent);
	header_free(&h);
	genesis_state(c, &b->state);
	state_root(&b->state, b->state_root);
	header_inherent(b->time_ms, &xt);
	vec_push(&b->extrinsics, xt);
	one = slice_str(&xt);
	trie_list_root(&one, 1, b->extrinsics_root);
	header_digest(&b->digest, (uint32_t)(b->time_ms / 6000 % 5), b->time_ms / 6000, b->parent, 32);
	h = block_header(b);
	header_hash(&h, b->hash);
	header_free(&h);
	chain_know(c, b);
	agenda_fill(c);
}

struct chain *chain_new(const struct chain_config *cfg)
{
	struct chain *c = mem_new(sizeof *c);
	struct quiet past = { .first = 1, .last = WORLD_START - 1, .step = QUIET_STEP, .seed = cfg->world->seed };
	struct header h;

	c->cfg = *cfg;
	c->seed = cfg->world->seed;
	c->rt = runtime_new(0);
	state_setup(c->rt);
	chain_header(c, 0, &h);
	header_hash(&h, c->genesis);
	past.first_ms = (uint64_t)world_time_ms(cfg->world, 1);
	memcpy(past.before, c->genesis, 32);
	memcpy(past.state_root, h.state_root, 32);
	header_free(&h);
	vec_push(&c->quiet, past);
	if (!cfg->bare)
		chain_found(c);
	return c;
}

void chain_forget_all(struct chain *c)
{
	for (size_t i = 0; i < c->best.n; i++)
		block_free(c->best.v[i]);
	for (size_t i = 0; i < c->forks.n; i++)
		block_free(c->forks.v[i]);
	c->best.n = c->forks.n = 0;
	map_free(&c->by_hash);
}

void chain_free(struct chain *c)
{
	if (!c)
		return;
	pool_clear(c);
	chain_forget_all(c);
	db_close(c->store);
	state_free(&c->saved);
	for (size_t i = 0; i < c->quiet.n; i++)
		quiet_free(&c->quiet.v[i]);
	vec_free(&c->best);
	vec_free(&c->forks);
	vec_free(&c->quiet);
	vec_free(&c->listeners);
	vec_free(&c->pool);
	vec_free(&c->bans);
	vec_free(&c->agenda);
	map_free(&c->derived);
	state_free(&c->evaluation);
	runtime_free(c->rt);
	runtime_free(c->next_rt);
	free(c);
}
