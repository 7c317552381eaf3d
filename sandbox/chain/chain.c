/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/chain_inside.h"
#include "sandbox/chain/distance.h"
#include "sandbox/chain/identity.h"
#include "sandbox/chain/ud.h"
#include "sandbox/chain/wot.h"

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

static void put_hash(struct exec *x, struct key k, const unsigned char hash[32])
{
	struct str o = { 0 };

	pack_bytes(&o, hash, 32);
	state_put(&x->st, k, &o);
	str_free(&o);
}

static void on_quiet_hash(void *arg, uint32_t number, const unsigned char hash[32])
{
	put_hash(arg, key_u32(S_BLOCK_HASH, number), hash);
}

static bool on_old_hash(void *arg, struct slice key, struct slice value)
{
	struct scale s = scale_open(key.p + key.n - 4, 4);

	(void)value;
	vec_push((struct numbers *)arg, (uint32_t)scale_uint(&s, 4));
	return true;
}

/* Behind a time jump all of the last hashes are others than those that were kept. */
static void renew_hashes(struct chain *c, struct exec *x)
{
	uint32_t oldest = x->number > BLOCK_HASHES ? x->number - BLOCK_HASHES : 1;
	struct key map = key_plain(S_BLOCK_HASH);
	struct numbers old = { 0 };

	trie_each(&x->st.trie, (struct slice){ (char *)map.b, map.n }, slice_of(""), on_old_hash, &old);
	for (size_t i = 0; i < old.n; i++)
		if (old.v[i])
			state_del(&x->st, key_u32(S_BLOCK_HASH, old.v[i]));
	for (size_t i = 0; i < c->quiet.n; i++)
		if (c->quiet.v[i].last >= oldest)
			quiet_each(&c->quiet.v[i], oldest, x->number - 1, on_quiet_hash, x);
	for (size_t i = c->best.n; i-- && c->best.v[i]->number >= oldest;)
		put_hash(x, key_u32(S_BLOCK_HASH, c->best.v[i]->number), c->best.v[i]->hash);
	vec_free(&old);
}

/* The last 2400 hashes: one comes, one goes, but not that of the genesis. */
static void keep_hashes(struct chain *c, struct exec *x)
{
	if (c->jumping)
		return;
	if (c->jumped)
		renew_hashes(c, x);
	c->jumped = false;
	put_hash(x, key_u32(S_BLOCK_HASH, x->number - 1), x->parent);
	if (x->number > BLOCK_HASHES + 1)
		state_del(&x->st, key_u32(S_BLOCK_HASH, x->number - BLOCK_HASHES - 1));
}

static uint32_t validators(const struct state *st, uint32_t which, unsigned char out[32])
{
	struct slice v;
	struct scale s;
	size_t n;

	if (!state_get(st, key_plain(S_VALIDATORS), &v))
		return 0;
	s = scale_open(v.p, v.n);
	n = scale_count(&s, 32);
	if (!n)
		return 0;
	scale_take(&s, which % n * 32);
	memcpy(out, scale_take(&s, 32), 32);
	return (uint32_t)n;
}

static void turn_session(struct exec *x, uint64_t slot)
{
	uint64_t genesis = state_uint(&x->st, key_plain(S_BABE_GENESIS_SLOT), 0), epoch = (slot - genesis) / SESSION_BLOCKS;

	state_put_uint(&x->st, key_plain(S_BABE_SLOT), slot, 8);
	if (epoch == state_uint(&x->st, key_plain(S_BABE_EPOCH), 0))
		return;
	state_put_uint(&x->st, key_plain(S_BABE_EPOCH), epoch, 8);
	state_put_uint(&x->st, key_plain(S_SESSION), epoch, 4);
	state_put_uint(&x->st, key_plain(S_SMITH_SESSION), epoch, 4);
	emit(x, "Session", "NewSession", "d", (uint32_t)epoch);
}

static void apply_inherent(struct exec *x, struct block *b, const void *head, struct slice args)
{
	struct str call = { 0 }, xt = { 0 };
	struct extrinsic e;

	pack_bytes(&call, head, 2);
	str_add(&call, args);
	extrinsic_inherent(&xt, slice_str(&call));
	if (extrinsic_read(x->rt, slice_str(&xt), &e))
		extrinsic_apply(x, &e);
	vec_push(&b->extrinsics, xt);
	str_free(&call);
}

static void apply_inherents(struct chain *c, struct exec *x, struct block *b)
{
	struct str args = { 0 };

	pack_compact(&args, b->time_ms);
	apply_inherent(x, b, "\4\0", slice_str(&args));
	str_cut(&args, 0);
	if (c->evaluation.trie.root && distance_result(x, &c->evaluation, &args))
		apply_inherent(x, b, "\x2c\1", slice_str(&args));
	str_free(&args);
}

static void put_upgrade(struct exec *x)
{
	struct str o = { 0 };

	pack_compact(&o, x->rt->spec_version);
	pack_blob(&o, "g1", 2);
	state_put(&x->st, key_plain(S_LAST_UPGRADE), &o);
	str_free(&o);
	emit(x, "System", "CodeUpdated", "");
}

static void initialize(struct chain *c, struct exec *x, bool upgraded)
{
	x->phase = PHASE_START;
	state_put_uint(&x->st, key_plain(S_NUMBER), x->number, 4);
	put_hash(x, key_plain(S_PARENT_HASH), x->parent);
	keep_hashes(c, x);
	state_del(&x->st, key_plain(S_EVENTS));
	turn_session(x, x->slot);
	if (upgraded)
		put_upgrade(x);
	identity_prune(x);
	membership_expire(x);
	cert_prune(x);
	distance_turn(x);
}

static void finalize(struct exec *x, struct block *b)
{
	struct str events = { 0 }, digest = { 0 };

	x->phase = PHASE_END;
	quota_process(x);
	fees_turn(x);
	pack_compact(&events, x->n_events);
	str_add(&events, slice_str(&x->events));
	state_put(&x->st, key_plain(S_EVENTS), &events);
	state_put_uint(&x->st, key_plain(S_EVENT_COUNT), x->n_events, 4);
	/* The state knows the digest without the seal: the first of its two items. */
	pack_compact(&digest, 1);
	str_add(&digest, slice_to(slice_from(slice_str(&b->digest), 1), 19));
	state_put(&x->st, key_plain(S_DIGEST), &digest);
	str_free(&digest);
	str_free(&events);
}

static void agenda_note(struct chain *c, uint32_t block)
{
	size_t low = 0, high = c->agenda.n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c->agenda.v[mid] < block)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == c->agenda.n || c->agenda.v[low] != block)
		vec_insert(&c->agenda, low, block);
}

/* Carries out a block on top of the head; not adopted yet. */
struct block *chain_make(struct chain *c, uint64_t time_ms, uint32_t number, const unsigned char parent[32])
{
	const struct block *head = chain_best(c);
	struct block *b = mem_new(sizeof *b);
	struct exec x = { .rt = c->rt, .st = state_share(&head->state), .number = number };
	bool upgraded = c->next_rt != NULL;
	uint32_t authority;
	struct slice *items;
	struct header h;
	unsigned char salt[40];

	if (upgraded) {
		runtime_free(c->rt);
		x.rt = c->rt = c->next_rt;
		c->next_rt = NULL;
	}
	b->number = number;
	b->time_ms = time_ms;
	memcpy(b->parent, parent, 32);
	memcpy(x.parent, parent, 32);
	memcpy(x.genesis, c->genesis, 32);
	x.slot = time_ms / 6000;
	authority = (uint32_t)(x.slot % 5);
	validators(&x.st, authority, x.author);
	memcpy(salt, parent, 32);
	memcpy(salt + 32, &time_ms, 8);
	salt[39] = (unsigned char)c->salt;
	header_digest(&b->digest, authority, x.slot, salt, sizeof salt);
	if (upgraded) {
		b->digest.p[0] = 3 << 2;
		str_addc(&b->digest, 8);
	}
	if (number % EVALUATION_PERIOD == 0) {
		state_free(&c->evaluation);
		c->evaluation = state_share(&head->state);
	}
	initialize(c, &x, upgraded);
	apply_inherents(c, &x, b);
	pool_apply(c, &x, b);
	finalize(&x, b);
	state_root(&x.st, b->state_root);
	items = mem_array(b->extrinsics.n, sizeof *items);
	for (size_t i = 0; i < b->extrinsics.n; i++)
		items[i] = slice_str(&b->extrinsics.v[i]);
	trie_list_root(items, b->extrinsics.n, b->extrinsics_root);
	free(items);
	h = block_header(b);
	header_hash(&h, b->hash);
	header_free(&h);
	for (size_t i = 0; i < x.scheduled.n; i++)
		agenda_note(c, x.scheduled.v[i]);
	b->state = state_share(&x.st);
	exec_free(&x);
	if (upgraded)
		for (size_t i = 0; i < c->listeners.n; i++)
			if (c->listeners.v[i].on_upgrade)
				c->listeners.v[i].on_upgrade(c->listeners.v[i].arg);
	return b;
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
