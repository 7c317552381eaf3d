/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block in the making: what every block does before and after its extrinsics. */
#include "sandbox/chain/chain_inside.h"
#include "sandbox/chain/distance.h"
#include "sandbox/chain/identity.h"
#include "sandbox/chain/ud.h"
#include "sandbox/chain/wot.h"
#include "codec/pack.h"
#include <stdlib.h>

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
