/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/chain/chain_inside.h"

enum { BLOCK_MS = 6000, LINKED_MAX = 2000000 };

/* The next block behind the head in which the runtime would do something by itself, none later than last. */
static uint32_t next_event(const struct chain *c, uint32_t last)
{
	const struct block *head = chain_best(c);
	const struct state *st = &head->state;
	uint64_t ud = state_uint(st, key_plain(S_NEXT_UD), 0);
	uint32_t next = last;
	static const enum item pools[] = { S_POOL0, S_POOL1, S_POOL2 };

	if (c->agenda.n && c->agenda.v[0] < next)
		next = c->agenda.v[0];
	if (ud > head->time_ms && (ud - head->time_ms + BLOCK_MS - 1) / BLOCK_MS + head->number < next)
		next = head->number + (uint32_t)((ud - head->time_ms + BLOCK_MS - 1) / BLOCK_MS);
	else if (ud <= head->time_ms)
		next = head->number + 1;
	for (int i = 0; i < 3; i++) {
		struct slice v;
		uint32_t turn = head->number + 40 - head->number % 40;

		/* While somebody waits for an evaluation every turn of the period counts. */
		if (state_get(st, key_plain(pools[i]), &v) && v.n > 2 && turn < next)
			next = turn;
	}
	return next > head->number ? next : head->number + 1;
}

/* Turns of the evaluation period that a stretch of quiet blocks holds. */
static void skip_periods(struct block *head, uint32_t to)
{
	uint64_t skipped = to / 40 - head->number / 40;

	if (skipped)
		state_put_uint(&head->state, key_plain(S_PERIOD), state_uint(&head->state, key_plain(S_PERIOD), 0) + skipped, 4);
}

static void skip_to(struct chain *c, uint32_t number, bool linked)
{
	struct block *head = c->best.v[c->best.n - 1];
	uint64_t time = head->time_ms + (uint64_t)(number - head->number) * BLOCK_MS;
	unsigned char parent[32];
	struct block *b;

	memcpy(parent, head->hash, 32);
	if (number > head->number + 1) {
		struct quiet q = { .first = head->number + 1, .last = number - 1, .first_ms = head->time_ms + BLOCK_MS, .seed = c->seed,
				   .step = linked ? QUIET_STEP : QUIET_SHORT };
		struct header h;
		struct state before = state_share(&head->state);

		memcpy(q.before, head->hash, 32);
		memcpy(q.state_root, head->state_root, 32);
		if (linked) {
			quiet_link(&q, parent);
		} else {
			quiet_header(&q, q.last, &h);
			header_hash(&h, parent);
			header_free(&h);
		}
		vec_push(&c->quiet, q);
		skip_periods(head, number - 1);
		b = chain_make(c, time, number, parent);
		/* The old head keeps the state that its header tells of. */
		state_free(&head->state);
		head->state = before;
	} else {
		b = chain_make(c, time, number, parent);
	}
	chain_adopt(c, b);
}

void chain_advance(struct chain *c)
{
	uint64_t now = chain_clock(c), head = chain_best(c)->time_ms;
	uint32_t last;
	bool linked;

	if (now < head + 2 * BLOCK_MS)
		return;
	last = chain_best(c)->number + (uint32_t)((now - head) / BLOCK_MS);
	linked = last - chain_best(c)->number < LINKED_MAX;
	c->jumping = c->jumped = true;
	while (chain_best(c)->number < last)
		skip_to(c, next_event(c, last), linked);
	c->jumping = false;
	chain_seal(c);
}
