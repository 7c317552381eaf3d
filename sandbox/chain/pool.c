/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/chain_inside.h"

#include <stdlib.h>

static void tell(struct tx *t, enum tx_event what, const unsigned char *hash)
{
	/* A watcher may unwatch itself meanwhile. */
	for (size_t i = 0; i < t->watchers.n; i++) {
		struct watcher w = t->watchers.v[i];

		w.fn(w.arg, what, hash);
		if (i < t->watchers.n && t->watchers.v[i].arg != w.arg)
			i--;
	}
}

static void tx_free(struct tx *t)
{
	str_free(&t->bytes);
	vec_free(&t->watchers);
	free(t);
}

static void sweep(struct chain *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->pool.n; i++)
		if (c->pool.v[i]->state == GONE)
			tx_free(c->pool.v[i]);
		else
			c->pool.v[kept++] = c->pool.v[i];
	c->pool.n = kept;
}

static void ban(struct chain *c, const unsigned char hash[32])
{
	uint64_t now = chain_clock(c);
	struct ban b = { .until_ms = now + BAN_MS };
	size_t kept = 0;

	for (size_t i = 0; i < c->bans.n; i++)
		if (c->bans.v[i].until_ms > now)
			c->bans.v[kept++] = c->bans.v[i];
	c->bans.n = kept;
	memcpy(b.hash, hash, 32);
	vec_push(&c->bans, b);
}

static bool banned(const struct chain *c, const unsigned char hash[32])
{
	uint64_t now = chain_clock(c);

	for (size_t i = 0; i < c->bans.n; i++)
		if (c->bans.v[i].until_ms > now && !memcmp(c->bans.v[i].hash, hash, 32))
			return true;
	return false;
}

static struct tx *waiting(const struct chain *c, const unsigned char who[32], uint32_t nonce)
{
	for (size_t i = 0; i < c->pool.n; i++) {
		struct tx *t = c->pool.v[i];

		if (t->state == WAITS && t->xt.nonce == nonce && !memcmp(t->xt.signer, who, 32))
			return t;
	}
	return NULL;
}

uint32_t pool_next_nonce(const struct chain *c, const unsigned char who[32])
{
	uint32_t n = acct_get(&chain_best(c)->state, who).nonce;

	while (waiting(c, who, n))
		n++;
	return n;
}

/* Ready are those whose nonce follows, without a gap, the one of the account. */
static void refresh_ready(struct chain *c, const unsigned char who[32])
{
	uint32_t next = pool_next_nonce(c, who);

	for (size_t i = 0; i < c->pool.n; i++) {
		struct tx *t = c->pool.v[i];
		bool ready = t->xt.nonce < next;

		if (t->state != WAITS || ready == t->ready || memcmp(t->xt.signer, who, 32))
			continue;
		t->ready = ready;
		tell(t, ready ? TX_READY : TX_FUTURE, NULL);
	}
}

static struct pool_answer refuse(enum pool_code code, const struct extrinsic *xt)
{
	struct pool_answer a = { .code = code };

	memcpy(a.hash, xt->hash, 32);
	return a;
}

static bool known(const struct chain *c, const unsigned char hash[32])
{
	for (size_t i = 0; i < c->pool.n; i++)
		if (!memcmp(c->pool.v[i]->xt.hash, hash, 32) && c->pool.v[i]->state == WAITS)
			return true;
	return false;
}

static struct pool_answer judge(struct chain *c, const struct extrinsic *xt, struct validity *v)
{
	struct pool_answer a = refuse(POOL_TAKEN, xt);
	struct exec x;
	struct tx *rival;

	if (banned(c, xt->hash))
		return refuse(POOL_BANNED, xt);
	if (known(c, xt->hash))
		return refuse(POOL_IMPORTED, xt);
	x = chain_exec(c, chain_best(c));
	*v = extrinsic_check(&x, xt);
	exec_free(&x);
	a.refusal = v->refusal;
	if (v->refusal >= UNKNOWN_LOOKUP && v->refusal != ACCEPTED)
		a.code = POOL_UNKNOWN;
	else if (v->refusal != ACCEPTED)
		a.code = POOL_INVALID;
	if (a.code)
		return a;
	if (c->full || c->pool.n >= POOL_MAX)
		return refuse(POOL_FULL, xt);
	rival = waiting(c, xt->signer, xt->nonce);
	if (rival) {
		a.old_priority = rival->validity.priority;
		a.new_priority = v->priority;
		if (v->priority <= a.old_priority) {
			a.code = POOL_PRIORITY;
		} else {
			rival->state = GONE;
			tell(rival, TX_USURPED, xt->hash);
		}
	}
	return a;
}

struct pool_answer pool_submit(struct chain *c, struct slice bytes, tx_watch *watch, void *arg)
{
	struct tx *t = mem_new(sizeof *t);
	struct pool_answer a;

	str_add(&t->bytes, bytes);
	if (!extrinsic_read(c->rt, slice_str(&t->bytes), &t->xt)) {
		a = (struct pool_answer){ .code = POOL_UNREADABLE };
	} else {
		a = judge(c, &t->xt, &t->validity);
	}
	if (a.code) {
		tx_free(t);
		return a;
	}
	sweep(c);
	if (watch)
		vec_push(&t->watchers, (struct watcher){ watch, arg });
	t->order = ++c->submitted;
	vec_push(&c->pool, t);
	if (t->xt.nonce >= pool_next_nonce(c, t->xt.signer))
		tell(t, TX_FUTURE, NULL);
	refresh_ready(c, t->xt.signer);
	return a;
}

void pool_unwatch(struct chain *c, void *arg)
{
	for (size_t i = 0; i < c->pool.n; i++)
		for (size_t k = 0; k < c->pool.v[i]->watchers.n; k++)
			if (c->pool.v[i]->watchers.v[k].arg == arg) {
				vec_remove(&c->pool.v[i]->watchers, k);
				k--;
			}
}

size_t pool_count(const struct chain *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->pool.n; i++)
		n += c->pool.v[i]->state == WAITS;
	return n;
}

bool pool_ready_at(const struct chain *c, size_t i, struct slice *bytes)
{
	for (size_t k = 0; k < c->pool.n; k++)
		if (c->pool.v[k]->state == WAITS && c->pool.v[k]->ready && !i--) {
			*bytes = slice_str(&c->pool.v[k]->bytes);
			return true;
		}
	return false;
}

void pool_pretend_full(struct chain *c, bool on)
{
	c->full = on;
}

void pool_clear(struct chain *c)
{
	for (size_t i = 0; i < c->pool.n; i++) {
		if (c->pool.v[i]->state == WAITS)
			tell(c->pool.v[i], TX_DROPPED, NULL);
		tx_free(c->pool.v[i]);
	}
	c->pool.n = 0;
}

static int by_priority(const void *a, const void *b)
{
	const struct tx *x = *(struct tx *const *)a, *y = *(struct tx *const *)b;

	if (x->validity.priority != y->validity.priority)
		return x->validity.priority < y->validity.priority ? 1 : -1;
	return (x->order > y->order) - (x->order < y->order);
}

/* One of them into the block, or out of the pool; false when it has to wait. */
static bool apply_one(struct chain *c, struct exec *x, struct block *b, struct tx *t)
{
	struct str copy = { 0 };
	enum refusal r;

	if (t->state != WAITS || t->not_before > b->number || t->xt.nonce != acct_get(&x->st, t->xt.signer).nonce)
		return false;
	r = extrinsic_apply(x, &t->xt);
	if (r == INVALID_EXHAUSTS)
		return false;
	if (r == ACCEPTED) {
		str_add(&copy, slice_str(&t->bytes));
		vec_push(&b->extrinsics, copy);
		t->state = STANDS_IN_BLOCK;
		t->number = b->number;
	} else {
		t->state = GONE;
		ban(c, t->xt.hash);
		tell(t, TX_INVALID, NULL);
	}
	return true;
}

/* Applies what can be applied: highest priority first, those of one account in the order of their nonces. */
void pool_apply(struct chain *c, struct exec *x, struct block *b)
{
	struct tx **list = mem_array(c->pool.n, sizeof *list);
	size_t n = 0;

	for (size_t i = 0; i < c->pool.n; i++)
		if (c->pool.v[i]->state == WAITS && c->pool.v[i]->ready)
			list[n++] = c->pool.v[i];
	if (n)
		qsort(list, n, sizeof *list, by_priority);
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < n; i++)
			again |= apply_one(c, x, b, list[i]);
	}
	free(list);
}

void pool_on_block(struct chain *c, const struct block *b)
{
	VEC(, struct ban) touched = { 0 };

	for (size_t i = 0; i < c->pool.n; i++) {
		struct tx *t = c->pool.v[i];
		struct ban who = { .until_ms = 0 };

		if (t->state == STANDS_IN_BLOCK && t->number == b->number) {
			memcpy(t->block, b->hash, 32);
			ban(c, t->xt.hash);
			tell(t, TX_IN_BLOCK, b->hash);
		} else if (t->state == WAITS && (t->validity.last_block < b->number + 1 ||
			   t->xt.nonce < acct_get(&b->state, t->xt.signer).nonce)) {
			t->state = GONE;
			tell(t, TX_INVALID, NULL);
		} else if (t->state != GONE) {
			continue;
		}
		memcpy(who.hash, t->xt.signer, 32);
		vec_push(&touched, who);
	}
	sweep(c);
	for (size_t i = 0; i < touched.n; i++)
		refresh_ready(c, touched.v[i].hash);
	vec_free(&touched);
}

static void unban(struct chain *c, const unsigned char hash[32])
{
	for (size_t i = 0; i < c->bans.n; i++)
		if (!memcmp(c->bans.v[i].hash, hash, 32))
			c->bans.v[i].until_ms = 0;
}

void pool_on_retracted(struct chain *c, const struct block *b, uint32_t hold)
{
	for (size_t i = 0; i < c->pool.n; i++) {
		struct tx *t = c->pool.v[i];

		if (t->state != STANDS_IN_BLOCK || memcmp(t->block, b->hash, 32))
			continue;
		t->state = WAITS;
		t->ready = true;
		t->not_before = hold;
		unban(c, t->xt.hash);
		tell(t, TX_RETRACTED, b->hash);
	}
}

void pool_on_final(struct chain *c, const struct block *b)
{
	for (size_t i = 0; i < c->pool.n; i++) {
		struct tx *t = c->pool.v[i];

		if (t->state == STANDS_IN_BLOCK && !memcmp(t->block, b->hash, 32)) {
			t->state = GONE;
			tell(t, TX_FINALIZED, b->hash);
		}
	}
	sweep(c);
}
