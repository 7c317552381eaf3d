/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/world_inside.h"

static void happen(struct making *m, int32_t block, uint32_t who, enum story what)
{
	vec_push(&m->w->happenings, (struct happening){ block, who, what });
}

static bool has_cert(const struct making *m, uint32_t from, uint32_t to)
{
	const struct draft *d = &m->drafts.v[to];

	for (size_t i = 0; i < d->in.n; i++)
		if (m->certs.v[d->in.v[i]].from == from && m->certs.v[d->in.v[i]].alive)
			return true;
	return false;
}

static void add_cert(struct making *m, uint32_t from, uint32_t to, int32_t block)
{
	uint32_t id = (uint32_t)m->certs.n;
	struct draft *issuer = &m->drafts.v[from];

	vec_push(&m->certs, (struct draft_cert){ from, to, block, block, block + CERT_VALID, true });
	vec_push(&issuer->out, id);
	vec_push(&m->drafts.v[to].in, id);
	issuer->issued++;
	m->drafts.v[to].received++;
	if (block >= 0)
		issuer->next_free = block + CERT_DELAY;
}

/* A member who may issue at a block in [from, to]: mostly somebody of the same place. -1 when none was found. */
static int64_t find_issuer(struct making *m, uint32_t receiver, int32_t from, int32_t to)
{
	const struct person *p = &m->w->people.v[receiver];

	for (int tries = 0; tries < 200; tries++) {
		uint32_t who = m->active.v[rng_below(&m->rng, m->active.n)];
		const struct draft *d = &m->drafts.v[who];

		if (who == receiver || d->layer || d->issued >= 95 || d->received < 5 || d->next_free > to ||
		    m->w->people.v[who].member_since > from || has_cert(m, who, receiver))
			continue;
		if (m->w->people.v[who].place != p->place && tries < 60 && !rng_chance(&m->rng, 250))
			continue;
		return who;
	}
	return -1;
}

static void join(struct making *m, uint32_t who, int32_t block)
{
	struct person *p = &m->w->people.v[who];

	p->status = IDTY_MEMBER;
	p->member_since = p->renewed = block;
	p->expire_on = block + MEMBERSHIP;
	vec_push(&m->active, who);
	happen(m, block, who, STORY_MEMBER);
}

static void leave(struct making *m, uint32_t who, int32_t block, enum story why)
{
	struct person *p = &m->w->people.v[who];

	p->status = why == STORY_REVOKED ? IDTY_REVOKED : IDTY_NOT_MEMBER;
	p->expire_on = block + (why == STORY_REVOKED ? 10 * YEAR_BLOCKS : YEAR_BLOCKS);
	for (size_t i = 0; i < m->active.n; i++)
		if (m->active.v[i] == who) {
			vec_remove(&m->active, i);
			break;
		}
	happen(m, block, who, why);
}

static void found(struct making *m)
{
	size_t n = 0;

	for (uint32_t i = 0; i < m->drafts.n; i++)
		if (m->drafts.v[i].founder) {
			struct person *p = &m->w->people.v[i];

			p->created = 0;
			p->status = IDTY_MEMBER;
			p->member_since = p->renewed = 0;
			p->expire_on = (int32_t)rng_between(&m->rng, 70 * DAY_BLOCKS, YEAR_BLOCKS);
			vec_push(&m->active, i);
			n++;
		}
	for (size_t k = 0; k < n; k++) {
		uint32_t to = m->active.v[k];
		int64_t want = rng_between(&m->rng, 7, n > 20 ? 14 : (int64_t)n / 2 + 2), from;

		while (want-- > 0) {
			/* Before anybody has five certifications everybody may issue. */
			do {
				from = m->active.v[rng_below(&m->rng, n)];
			} while (from == to);
			if (!has_cert(m, (uint32_t)from, to))
				add_cert(m, (uint32_t)from, to, -(int32_t)rng_below(&m->rng, CERT_VALID * 9 / 10));
		}
		while (m->drafts.v[to].received < 6) {
			from = m->active.v[rng_below(&m->rng, n)];
			if (from != to && !has_cert(m, (uint32_t)from, to))
				add_cert(m, (uint32_t)from, to, -(int32_t)rng_below(&m->rng, CERT_VALID / 4));
		}
	}
}

/* The hamlet stands one layer behind the other: the first is certified by the same five people of the main web, each next
 * one by the layer before it, and so the last one is too far from most referees. */
static int64_t hamlet_issuer(struct making *m, uint32_t who, int32_t to)
{
	uint8_t layer = m->drafts.v[who].layer;

	if (layer == 1) {
		for (uint32_t i = DEMOS; i < DEMOS + 5; i++)
			if (!has_cert(m, i, who) && m->drafts.v[i].next_free <= to)
				return i;
		return -1;
	}
	for (uint32_t i = 0; i < m->drafts.n; i++)
		if (m->drafts.v[i].layer == layer - 1 && m->w->people.v[i].status == IDTY_MEMBER && m->drafts.v[i].next_free <= to &&
		    !has_cert(m, i, who))
			return i;
	return -1;
}

static bool certify(struct making *m, uint32_t who, int32_t from, int32_t to)
{
	int64_t issuer = m->drafts.v[who].layer ? hamlet_issuer(m, who, to) : find_issuer(m, who, from, to);
	int32_t at;

	if (issuer < 0)
		return false;
	at = (int32_t)rng_between(&m->rng, from, to);
	if (at < m->drafts.v[issuer].next_free)
		at = m->drafts.v[issuer].next_free;
	add_cert(m, (uint32_t)issuer, who, at);
	return true;
}

/* Looks for certifications from one block to another; with five the person is a member at the end, else some days later. */
static void collect(struct making *m, uint32_t who, int32_t from, int32_t to)
{
	struct draft *d = &m->drafts.v[who];
	uint32_t want = d->end == IDTY_UNVALIDATED && !d->layer ? 1 + (uint32_t)rng_below(&m->rng, 6) : 5 + (uint32_t)rng_below(&m->rng, 4);

	for (int tries = 0; d->received < want && tries < 20; tries++)
		certify(m, who, from, to);
	if (d->end == IDTY_UNVALIDATED)
		return;
	if (d->received >= 5)
		join(m, who, to + 50);
	else
		d->wanted_day = m->day + 6;
}

/* Somebody is invited and gives a name. False when nobody could invite: another day then. */
static bool come(struct making *m, uint32_t who)
{
	struct draft *d = &m->drafts.v[who];
	struct person *p = &m->w->people.v[who];
	bool member = d->end != IDTY_UNCONFIRMED && d->end != IDTY_UNVALIDATED;
	int32_t today = m->day * DAY_BLOCKS, lead = d->layer == 1 ? 35 : (int32_t)rng_between(&m->rng, 4, m->day < 45 ? 5 : 40);
	int64_t first;

	p->created = (member ? today - lead * DAY_BLOCKS : today) + (int32_t)rng_below(&m->rng, 9000);
	if (p->created < 1000)
		p->created = 1000 + (int32_t)rng_below(&m->rng, 5000);
	first = d->layer ? hamlet_issuer(m, who, p->created) : find_issuer(m, who, p->created, p->created);
	if (first < 0)
		return false;
	add_cert(m, (uint32_t)first, who, p->created);
	p->status = IDTY_UNCONFIRMED;
	p->expire_on = p->created + MONTHS_2;
	happen(m, p->created, who, STORY_CREATED);
	if (d->end == IDTY_UNCONFIRMED)
		return true;
	p->status = IDTY_UNVALIDATED;
	happen(m, p->created + 700, who, STORY_CONFIRMED);
	collect(m, who, p->created + 800, member ? today + DAY_BLOCKS - 100 : WORLD_START - 2000);
	if (d->layer == 4) {
		p->distance_failed = WORLD_START - 1500;
		happen(m, p->distance_failed, who, STORY_DISTANCE_FAILED);
	}
	return true;
}

static void renew_certs(struct making *m, size_t founding)
{
	int32_t now = m->day * DAY_BLOCKS;

	for (size_t i = 0; i < founding; i++) {
		struct draft_cert *c = &m->certs.v[i];
		struct draft *from = &m->drafts.v[c->from], *to = &m->drafts.v[c->to];

		if (!c->alive || c->expire_on - now > 60 * DAY_BLOCKS)
			continue;
		if (c->expire_on <= now) {
			c->alive = false;
			from->issued--;
			to->received--;
			if (to->received == 4 && m->w->people.v[c->to].status == IDTY_MEMBER)
				leave(m, c->to, now, STORY_LOST);
		} else if (m->w->people.v[c->from].status == IDTY_MEMBER && from->next_free <= now &&
			   rng_chance(&m->rng, to->received < 8 || c->to < DEMOS ? 300 : 40)) {
			c->updated = now + (int32_t)rng_below(&m->rng, 2000);
			c->expire_on = c->updated + CERT_VALID;
			from->next_free = c->updated + CERT_DELAY;
		}
	}
}

static void renew_members(struct making *m)
{
	int32_t now = m->day * DAY_BLOCKS;

	for (size_t i = 0; i < m->active.n; i++) {
		uint32_t who = m->active.v[i];
		struct person *p = &m->w->people.v[who];
		const struct draft *d = &m->drafts.v[who];

		if (who == 0 ? m->day == 80 || m->day == 410 : !d->lapses && p->expire_on - now < 40 * DAY_BLOCKS &&
		    (p->expire_on - now < 3 * DAY_BLOCKS || rng_chance(&m->rng, 30))) {
			p->renewed = now + (int32_t)rng_below(&m->rng, 9000);
			p->expire_on = p->renewed + MEMBERSHIP;
			happen(m, p->renewed, who, STORY_RENEWED);
		} else if (p->expire_on <= now) {
			leave(m, who, now, STORY_LOST);
			i--;
		} else if (d->end == IDTY_REVOKED && m->day > d->wanted_day + 200) {
			leave(m, who, now + 300, STORY_REVOKED);
			i--;
		}
	}
}

/* Friendship goes on: about one certification a member and two months. */
static void more_certs(struct making *m)
{
	size_t n = m->active.n * 14 / 1000 + rng_chance(&m->rng, (unsigned)(m->active.n * 14 % 1000));

	while (n--) {
		uint32_t to = m->active.v[rng_below(&m->rng, m->active.n)];
		int32_t now = m->day * DAY_BLOCKS + (int32_t)rng_below(&m->rng, 9000);
		int64_t from;

		if (m->drafts.v[to].layer || m->drafts.v[to].end == IDTY_REVOKED)
			continue;
		from = find_issuer(m, to, now, now);
		if (from >= 0 && !(from == 0 && m->day > WORLD_DAYS - 8))
			add_cert(m, (uint32_t)from, to, now);
	}
}

static int by_block(const void *a, const void *b)
{
	const struct happening *x = a, *y = b;

	return x->block != y->block ? (x->block > y->block) - (x->block < y->block) : (x->person > y->person) - (x->person < y->person);
}

static const struct world *sorting;

static int by_creation(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int32_t p = sorting->people.v[x].created, q = sorting->people.v[y].created;

	return p != q ? (p > q) - (p < q) : (x > y) - (x < y);
}

/* Identities are numbered as they were created; only now can certifications speak of indexes. */
static void number(struct making *m)
{
	struct world *w = m->w;

	for (uint32_t i = 0; i < w->people.n; i++)
		if (w->people.v[i].status != IDTY_NONE)
			vec_push(&m->order, i);
	sorting = w;
	qsort(m->order.v, m->order.n, sizeof *m->order.v, by_creation);
	for (size_t i = 0; i < m->order.n; i++)
		w->people.v[m->order.v[i]].index = (uint32_t)i + 1;
	w->next_index = (uint32_t)m->order.n + 1;
	qsort(w->happenings.v, w->happenings.n, sizeof *w->happenings.v, by_block);
	for (size_t i = 0; i < m->certs.n; i++) {
		const struct draft_cert *c = &m->certs.v[i];
		struct cert out = { w->people.v[c->from].index, w->people.v[c->to].index, c->created, c->updated, c->expire_on };

		if (c->alive)
			vec_push(&w->certs, out);
		else
			vec_push(&w->old_certs, out);
	}
	for (size_t i = 0; i < w->people.n; i++) {
		w->people.v[i].next_issuable = m->drafts.v[i].next_free;
		if (w->people.v[i].status < IDTY_UNVALIDATED)
			w->people.v[i].name[0] = 0;
	}
}

void make_wot(struct making *m)
{
	size_t founding;

	found(m);
	founding = m->certs.n;
	for (m->day = 1; m->day < WORLD_DAYS; m->day++) {
		renew_certs(m, founding);
		renew_members(m);
		for (uint32_t i = 0; i < m->drafts.n; i++) {
			struct draft *d = &m->drafts.v[i];

			if (d->wanted_day != m->day || d->founder)
				continue;
			if (m->w->people.v[i].status == IDTY_UNVALIDATED)
				collect(m, i, m->day * DAY_BLOCKS, m->day * DAY_BLOCKS + 9000);
			else if (m->w->people.v[i].status == IDTY_NONE && !come(m, i))
				d->wanted_day++;
		}
		more_certs(m);
	}
	number(m);
}
