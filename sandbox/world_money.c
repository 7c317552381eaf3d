/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/world_inside.h"

#include <stdlib.h>

/* The dividends so far, to know what a claim is worth. */
struct money {
	struct making *m;
	VEC(, uint32_t) past;       /* pairs: index, amount */
	VEC(, uint32_t) births;     /* accounts in the order they are opened */
	size_t next_happening, next_birth;
	uint32_t members;
	int64_t day;
};

static const uint16_t prices[];
static size_t comments_of(const char *lang, size_t i);

static uint32_t unclaimed(const struct money *y, uint16_t first, uint16_t *count)
{
	uint32_t cur = y->m->w->ud_index, total = 0;

	*count = 0;
	if (!first || first >= cur)
		return 0;
	*count = (uint16_t)(cur - first);
	for (size_t i = y->past.n; i >= 2; i -= 2) {
		uint32_t at = y->past.v[i - 2] > first ? y->past.v[i - 2] : first;

		total += (cur - at) * y->past.v[i - 1];
		cur = at;
		if (at == first)
			break;
	}
	return total;
}

static void claim(struct money *y, uint32_t who, int32_t block, bool automatic)
{
	struct world *w = y->m->w;
	struct person *p = &w->people.v[who];
	uint16_t count;
	uint32_t total = unclaimed(y, p->first_ud, &count);

	p->first_ud = automatic ? 0 : w->ud_index;
	if (!total)
		return;
	w->accounts.v[p->account].balance += total;
	vec_push(&w->claims, (struct claim){ block, who, total, count, automatic });
}

static void move_to(struct money *y, int32_t block, int32_t from, int32_t to, uint32_t amount, uint16_t comment, uint8_t flags)
{
	struct world *w = y->m->w;

	w->accounts.v[from].balance -= amount;
	w->accounts.v[to].balance += amount;
	vec_push(&w->transfers, (struct transfer){ block, from, to, amount, comment, flags });
}

static bool is_open(const struct money *y, int32_t account)
{
	return y->m->w->accounts.v[account].balance > 0;
}

/* An account that can spend so much and live on; a member claims dividends for it. -1: none was found. */
static int32_t find_payer(struct money *y, int32_t block, uint32_t amount, uint8_t *flags)
{
	struct world *w = y->m->w;
	struct rng *r = &y->m->rng;

	for (int tries = 0; tries < 40; tries++) {
		size_t i = rng_chance(r, 850) ? rng_below(r, y->m->drafts.n) : rng_below(r, w->accounts.n - 1);
		const struct account *a = &w->accounts.v[i];
		uint16_t count;

		if (!a->balance || i < DEMOS)
			continue;
		if (a->balance >= amount + 2 * EXISTENTIAL)
			return (int32_t)i;
		if (a->person < 0 || w->people.v[a->person].account != (int32_t)i)
			continue;
		if (a->balance + unclaimed(y, w->people.v[a->person].first_ud, &count) < amount + 2 * EXISTENTIAL)
			continue;
		claim(y, (uint32_t)a->person, block, false);
		*flags = WITH_CLAIM;
		return (int32_t)i;
	}
	return -1;
}

static uint16_t comment_for(struct money *y, int32_t from)
{
	struct world *w = y->m->w;
	int32_t person = w->accounts.v[from].person;

	if (rng_chance(&y->m->rng, 350))
		return 0;
	return (uint16_t)comments_of(person < 0 ? "fr" : w->people.v[person].lang, rng_u64(&y->m->rng));
}

/* The first money of an account: from its owner, from the issuer of its first certification, or from anybody. */
static void open_accounts(struct money *y, int32_t until)
{
	struct world *w = y->m->w;

	for (; y->next_birth < y->births.n; y->next_birth++) {
		struct account *a = &w->accounts.v[y->births.v[y->next_birth]];
		uint32_t amount = 1500 + 100 * (uint32_t)rng_below(&y->m->rng, 20);
		uint8_t flags = 0;
		int32_t from;

		if (a->created > until)
			return;
		from = find_payer(y, a->created, amount, &flags);
		if (from < 0) {
			amount = 500;
			from = find_payer(y, a->created, amount, &flags);
		}
		if (from >= 0)
			move_to(y, a->created, from, (int32_t)y->births.v[y->next_birth], amount, comment_for(y, from), flags);
	}
}

static void live(struct money *y, int32_t until)
{
	struct world *w = y->m->w;

	for (; y->next_happening < w->happenings.n && w->happenings.v[y->next_happening].block <= until; y->next_happening++) {
		const struct happening *h = &w->happenings.v[y->next_happening];
		struct person *p = &w->people.v[h->person];

		if (h->what == STORY_MEMBER) {
			p->first_ud = w->ud_index;
			y->members++;
		} else if (h->what == STORY_LOST || h->what == STORY_REVOKED) {
			claim(y, h->person, h->block, true);
			y->members--;
		} else if (h->what == STORY_DISTANCE_FAILED) {
			/* The deposit went to the treasury. Somebody had lent it. */
			struct account *a = &w->accounts.v[p->account];
			uint8_t flags = 0;
			int32_t from = find_payer(y, h->block, 2000, &flags);

			if (from >= 0)
				move_to(y, h->block, from, p->account, 2000, 0, flags);
			if (a->balance >= DISTANCE_PRICE + EXISTENTIAL) {
				a->balance -= DISTANCE_PRICE;
				w->accounts.v[w->accounts.n - 1].balance += DISTANCE_PRICE;
			}
		}
	}
}

/* The dividend of the day, as the runtime makes it: first the new value when it is due, then the creation. */
static void dividend(struct money *y, int32_t block)
{
	struct world *w = y->m->w;
	struct dividend d = { .block = block, .index = w->ud_index, .members = y->members };

	if (world_time_ms(w, block) >= w->next_reeval_ms) {
		unsigned __int128 x = (unsigned __int128)w->mass * 2382304;
		uint64_t grown = (uint64_t)((x + 499999999) / 1000000000);

		w->next_reeval_ms += 15778800000;
		w->ud += (uint32_t)(grown / ((uint64_t)(y->members ? y->members : 1) * 182));
		vec_push(&y->past, w->ud_index);
		vec_push(&y->past, w->ud);
		d.revalued = true;
	}
	d.amount = w->ud;
	w->mass += (uint64_t)w->ud * y->members;
	d.mass = w->mass;
	w->ud_index++;
	vec_push(&w->dividends, d);
}

/* A market stall: the first member takes and pays, in turn where there is money. Draws no dice when nobody is busy, so that the other
 * worlds stay what they are. */
static bool trade_of_the_busy(struct money *y, int32_t block, uint32_t amount)
{
	struct world *w = y->m->w;
	struct rng *r = &y->m->rng;
	int32_t other;
	uint8_t flags = 0;

	if (!y->m->opt->busy || rng_below(r, 100) >= (uint64_t)y->m->opt->busy)
		return false;
	if (w->accounts.v[0].balance > amount + 20000 && rng_chance(r, 550)) {
		other = (int32_t)rng_between(r, DEMOS, (int64_t)y->m->drafts.n - 1);
		if (is_open(y, other))
			move_to(y, block, 0, other, amount, comment_for(y, 0), 0);
		return true;
	}
	other = find_payer(y, block, amount, &flags);
	if (other >= 0)
		move_to(y, block, other, 0, amount, comment_for(y, other), flags);
	return true;
}

static void trade(struct money *y, size_t n, int32_t from_block)
{
	struct world *w = y->m->w;
	struct rng *r = &y->m->rng;
	int32_t step = (int32_t)((DAY_BLOCKS - UD_AT - 10) / (n + 1));

	for (size_t i = 0; i < n; i++) {
		int32_t block = from_block + (int32_t)i * step + (int32_t)rng_below(r, (uint64_t)step + 1), from, to;
		uint32_t amount = prices[rng_below(r, 20)];
		uint8_t flags = 0;

		live(y, block);
		open_accounts(y, block);
		if (rng_chance(r, 150))
			amount += (uint32_t)rng_below(r, 100);
		if (trade_of_the_busy(y, block, amount))
			continue;
		from = find_payer(y, block, amount, &flags);
		if (from < 0)
			continue;
		/* Some give and receive more than others: markets, craftsmen. Demo accounts get their share too. */
		for (int tries = 0; tries < 20; tries++) {
			uint64_t dice = rng_below(r, 100);

			to = dice < 3 ? (int32_t)rng_below(r, DEMOS) : dice < 40 ? (int32_t)rng_below(r, 24) :
				(int32_t)rng_below(r, w->accounts.n - 1);
			if (to != from && is_open(y, to)) {
				move_to(y, block, from, to, amount, comment_for(y, from), flags);
				break;
			}
		}
	}
}

static const struct world *sorting;

static int by_birth(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, z = *(const uint32_t *)b;
	int32_t p = sorting->accounts.v[x].created, q = sorting->accounts.v[z].created;

	return p != q ? (p > q) - (p < q) : (x > z) - (x < z);
}

/* What the two ready members did with their money: payments to and from people around them. */
static void demo_life(struct money *y, int32_t block)
{
	struct world *w = y->m->w;
	struct rng *r = &y->m->rng;

	for (int32_t who = 0; who < DEMOS; who += 2) {
		struct account *a = &w->accounts.v[who];
		int32_t to = (int32_t)rng_between(r, DEMOS, (int64_t)y->m->drafts.n - 1);
		uint32_t amount = prices[rng_below(r, 20)];
		bool due = y->day + 9 < WORLD_DAYS && rng_chance(r, 60);

		if (due)
			claim(y, (uint32_t)who, block, false);
		if ((due || rng_chance(r, 150)) && a->balance > amount + 20000 && is_open(y, to))
			move_to(y, block, who, to, amount, comment_for(y, who), due ? WITH_CLAIM : 0);
	}
}

void make_money(struct making *m)
{
	struct world *w = m->w;
	struct money y = { .m = m };
	size_t done;

	w->ud = GENESIS_UD;
	w->ud_index = 1;
	w->next_reeval_ms = world_time_ms(w, 14 * DAY_BLOCKS);
	vec_push(&y.past, 1u);
	vec_push(&y.past, w->ud);
	w->genesis_mass = EXISTENTIAL;
	for (uint32_t i = 0; i + 1 < w->accounts.n; i++) {
		struct account *a = &w->accounts.v[i];
		const struct draft *d = i < m->drafts.n ? &m->drafts.v[i] : NULL;

		if (d && d->founder) {
			a->balance = (uint64_t)rng_between(&m->rng, 500, 4000) * 100;
			w->genesis_mass += a->balance;
			w->people.v[a->person].first_ud = 1;
			y.members++;
		} else {
			vec_push(&y.births, i);
		}
	}
	w->mass = w->genesis_mass;
	sorting = w;
	qsort(y.births.v, y.births.n, sizeof *y.births.v, by_birth);
	for (y.day = 0; y.day < WORLD_DAYS; y.day++) {
		int32_t base = (int32_t)y.day * DAY_BLOCKS;
		/* Twice as many payments at the end as at the beginning. */
		size_t target = (size_t)((double)m->opt->transfers * (double)(y.day + 1) * (double)(y.day + 1 + WORLD_DAYS) /
					 (2.0 * WORLD_DAYS * WORLD_DAYS));

		live(&y, base + UD_AT - 1);
		open_accounts(&y, base + UD_AT - 1);
		dividend(&y, base + UD_AT);
		demo_life(&y, base + UD_AT + 5);
		done = w->transfers.n;
		trade(&y, target > done ? target - done : 0, base + UD_AT + 10);
		live(&y, base + DAY_BLOCKS - 1);
		open_accounts(&y, base + DAY_BLOCKS - 1);
	}
	w->next_ud_ms = world_time_ms(w, WORLD_START + UD_AT);
	vec_free(&y.past);
	vec_free(&y.births);
}

static const char *const langs[];

/* The number of some comment in that language, or mostly so. */
static size_t comments_of(const char *lang, size_t i)
{
	size_t n = 0, at;

	while (langs[n])
		n++;
	at = i % n;
	for (size_t k = 0; k < n; k++)
		if (!strcmp(langs[(at + k) % n], lang))
			return (at + k) % n + 1;
	return at + 1;
}

static const uint16_t prices[] = { 100, 200, 250, 300, 400, 500, 500, 600, 800, 1000, 1000, 1148, 1200, 1500, 2000, 2000, 2500, 3000,
				   4000, 10000 };
static const char *const langs[] = {
#define COMMENT(lang, text) lang,
#include "sandbox/world_words.def"
	NULL,
};
