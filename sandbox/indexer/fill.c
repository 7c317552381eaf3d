/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world as generated, as tables. What happened before the start has keys like events have, but dividends alone have
 * events, and nothing has calls and extrinsics: as in the real one for what came over from the old currency. */
#include "sandbox/indexer/indexer.h"

#include "codec/hex.h"
#include "sandbox/indexer/remark.h"
#include "sandbox/world.h"

#include <stdlib.h>

enum { DEPOSIT_MIN = 100, TRANSFERS_AT = 2, CERTS_AT = 20000, MEMBERSHIPS_AT = 40000, CLAIMS_AT = 50000, SMITHS = 5 };

/* Numbers within a block, for a sequence that runs through blocks upwards. */
struct counter {
	int32_t block;
	uint32_t n;
};

static uint32_t next_in_block(struct counter *c, int32_t block)
{
	if (c->block != block)
		*c = (struct counter){ block, 0 };
	return c->n++;
}

static const char *const statuses[] = { "UNCONFIRMED", "UNVALIDATED", "MEMBER", "NOTMEMBER", "REVOKED" };

/* Keys are those of the world plus one, so that transfers need no looking up. */
static void accounts(struct store *st, const struct world *w)
{
	for (size_t i = 0; i < w->accounts.n; i++) {
		const struct account *a = &w->accounts.v[i];
		const struct person *p = a->person >= 0 ? &w->people.v[a->person] : NULL;
		bool owner = p && p->account == (int32_t)i && p->index;
		bool linked = owner && p->status != IDTY_REVOKED;

		store_do(st, linked ? "INSERT INTO account VALUES(?, ?, ?, ?, ?, ?)" : "INSERT INTO account VALUES(?, ?, ?, ?, ?, NULL)",
			 linked ? "ibiiii" : "ibiii", (int64_t)i + 1, (struct slice){ (const char *)a->pub, 32 }, (int64_t)a->created,
			 (int64_t)(a->balance >= DEPOSIT_MIN || owner), (int64_t)a->balance, (int64_t)(p ? p->index : 0));
	}
}

static void identities(struct store *st, const struct world *w)
{
	int32_t *changed = mem_array(w->people.n, sizeof *changed);

	for (size_t i = 0; i < w->people.n; i++)
		changed[i] = w->people.v[i].created;
	for (size_t i = 0; i < w->happenings.n; i++)
		changed[w->happenings.v[i].person] = w->happenings.v[i].block;
	for (size_t i = 0; i < w->people.n; i++) {
		const struct person *p = &w->people.v[i];
		bool member = p->status == IDTY_MEMBER;

		if (!p->index)
			continue;
		store_do(st, "INSERT INTO identity VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)", p->first_ud ? "issiiiiii" : "issiiiini",
			 (int64_t)p->index, p->name, statuses[p->status], (int64_t)p->created, (int64_t)changed[i], (int64_t)member,
			 (int64_t)p->expire_on, (int64_t)(p->first_ud ? p->first_ud : p->account + 1), (int64_t)p->account + 1);
	}
	free(changed);
}

struct cert_story {
	int32_t block;
	int64_t cert;
	const char *type;
};
VEC(cert_stories, struct cert_story);

static int by_block(const void *a, const void *b)
{
	const struct cert_story *x = a, *y = b;

	return x->block != y->block ? (x->block > y->block) - (x->block < y->block) : (x->cert > y->cert) - (x->cert < y->cert);
}

/* A pair that certified again after an expiry has one row: the later one. */
static void cert(struct store *st, const struct cert *c, bool active, struct cert_stories *all)
{
	int64_t k = (int64_t)c->issuer << 32 | c->receiver;

	store_do(st, "INSERT INTO cert VALUES(?, ?, ?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT(k) DO UPDATE SET active = excluded.active, "
		 "created = excluded.created, updated = excluded.updated, expire = excluded.expire", "iiiiiii", k, (int64_t)c->issuer,
		 (int64_t)c->receiver, (int64_t)active, (int64_t)c->created, (int64_t)c->updated, (int64_t)c->expire_on);
	vec_push(all, (struct cert_story){ c->created, k, "CREATION" });
	if (c->updated != c->created)
		vec_push(all, (struct cert_story){ c->updated, k, "RENEWAL" });
	if (!active)
		vec_push(all, (struct cert_story){ c->expire_on, k, "REMOVAL" });
}

static void certs(struct store *st, const struct world *w)
{
	struct cert_stories all = { 0 };
	struct counter n = { INT32_MIN, 0 };

	for (size_t i = 0; i < w->old_certs.n; i++)
		cert(st, &w->old_certs.v[i], false, &all);
	for (size_t i = 0; i < w->certs.n; i++)
		cert(st, &w->certs.v[i], true, &all);
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, by_block);
	for (size_t i = 0; i < all.n; i++)
		store_do(st, "INSERT INTO cert_event VALUES(?, ?, ?, ?)", "iisi",
			 store_key(all.v[i].block, CERTS_AT + next_in_block(&n, all.v[i].block)), (int64_t)all.v[i].block, all.v[i].type,
			 all.v[i].cert);
	vec_free(&all);
}

static void membership(struct store *st, struct counter *n, int32_t block, const char *type, uint32_t index)
{
	store_do(st, "INSERT INTO membership_event VALUES(?, ?, ?, ?)", "iisi", store_key(block, MEMBERSHIPS_AT + next_in_block(n, block)),
		 (int64_t)block, type, (int64_t)index);
	if (!strcmp(type, "CREATION"))
		store_do(st, "INSERT INTO span(identity, start, stop) VALUES(?, ?, ?)", "iii", (int64_t)index, (int64_t)block, (int64_t)INT32_MAX);
	else if (!strcmp(type, "REMOVAL"))
		store_do(st, "UPDATE span SET stop = ? WHERE identity = ? AND stop = ?", "iii", (int64_t)block, (int64_t)index,
			 (int64_t)INT32_MAX);
}

/* Founders were members from the first block on: nothing tells of it but that nothing made them members later. */
static void memberships(struct store *st, const struct world *w)
{
	static const char *const types[] = { [STORY_MEMBER] = "CREATION", [STORY_RENEWED] = "RENEWAL", [STORY_LOST] = "REMOVAL",
					     [STORY_REVOKED] = "REMOVAL", [STORY_DISTANCE_FAILED] = NULL };
	bool *joined = mem_array(w->people.n, sizeof *joined), *left = mem_array(w->people.n, sizeof *left);
	struct counter n = { INT32_MIN, 0 };

	for (size_t i = 0; i < w->happenings.n; i++)
		joined[w->happenings.v[i].person] |= w->happenings.v[i].what == STORY_MEMBER;
	for (size_t i = 0; i < w->people.n; i++)
		if (w->people.v[i].index && w->people.v[i].member_since == 0 && !joined[i] && w->people.v[i].status >= IDTY_MEMBER)
			membership(st, &n, 0, "CREATION", w->people.v[i].index);
	for (size_t i = 0; i < w->happenings.n; i++) {
		const struct happening *h = &w->happenings.v[i];
		const char *type = types[h->what];

		/* Who is revoked after having lost membership does not lose it again. */
		if (!type || (!strcmp(type, "REMOVAL") && left[h->person]))
			continue;
		left[h->person] = !strcmp(type, "REMOVAL");
		membership(st, &n, h->block, type, w->people.v[h->person].index);
	}
	free(joined);
	free(left);
}

/* A comment has the key behind its transfer's. */
static void transfers(struct store *st, const struct world *w)
{
	struct counter n = { INT32_MIN, 0 };
	bool *known = mem_array(UINT16_MAX + 1, sizeof *known);
	struct str text = { 0 };

	for (size_t i = 0; i < w->transfers.n; i++) {
		const struct transfer *t = &w->transfers.v[i];
		uint32_t at = TRANSFERS_AT + 2 * next_in_block(&n, t->block);
		int64_t k = store_key(t->block, at);

		store_do(st, "INSERT INTO transfer VALUES(?, ?, ?, ?, ?, ?)", t->comment ? "iiiiii" : "iiiiin", k, (int64_t)t->block,
			 (int64_t)t->from + 1, (int64_t)t->to + 1, (int64_t)t->amount, k + 1);
		if (!t->comment)
			continue;
		if (!known[t->comment]) {
			known[t->comment] = true;
			str_cut(&text, 0);
			world_comment(w, t->comment, &text);
			remark_add(st, t->comment, slice_str(&text));
		}
		store_do(st, "INSERT INTO tx_comment VALUES(?, ?, ?, ?)", "iiii", k + 1, (int64_t)t->block, (int64_t)t->from + 1,
			 (int64_t)t->comment);
	}
	free(known);
	str_free(&text);
}

static int by_number(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* A new value comes before the dividend that first has it, with the mass before it. */
static void dividends(struct store *st, const struct world *w)
{
	int32_t *births = mem_array(w->accounts.n, sizeof *births);
	size_t born = 0;

	for (size_t i = 0; i < w->accounts.n; i++)
		births[i] = w->accounts.v[i].created;
	qsort(births, w->accounts.n, sizeof *births, by_number);
	for (size_t i = 0; i < w->dividends.n; i++) {
		const struct dividend *d = &w->dividends.v[i];
		uint64_t before = d->mass - (uint64_t)d->amount * d->members;

		if (d->revalued)
			store_do(st, "INSERT INTO ud_reeval VALUES(?, ?, ?, ?, ?, ?)", "iiiiii", store_key(d->block, 0), (int64_t)d->block,
				 (int64_t)d->amount, (int64_t)before, (int64_t)d->members, (int64_t)d->index);
		store_do(st, "INSERT INTO ud VALUES(?, ?, ?, ?, ?, ?)", "iiiiii", store_key(d->block, 1), (int64_t)d->block,
			 (int64_t)d->amount, (int64_t)d->mass, (int64_t)d->members, (int64_t)d->index);
		while (born < w->accounts.n && births[born] <= d->block)
			born++;
		store_do(st, "INSERT INTO population VALUES(?, ?, ?, ?)", "iiii", (int64_t)d->block, (int64_t)SMITHS, (int64_t)d->members,
			 (int64_t)born);
	}
	free(births);
}

/* A block of which something is told: its time and number; its hashes are derived when somebody asks. */
static void old_block(struct store *st, const struct world *w, int32_t block)
{
	store_do(st, "INSERT INTO block VALUES(?, NULL, NULL, NULL, NULL, 'gdev', 1100, 'duniter-gdev', 1, ?, NULL, 1, 1, 1) "
		 "ON CONFLICT(k) DO NOTHING", "ii", (int64_t)block, world_time_ms(w, block));
}

static void old_event(struct store *st, const struct world *w, int32_t block, uint32_t index, const char *name, const char *args)
{
	old_block(st, w, block);
	store_do(st, "INSERT INTO event VALUES(?, ?, 'ApplyExtrinsic', 'UniversalDividend', ?, ?, ?, NULL, NULL)", "iissi",
		 store_key(block, index), (int64_t)index, name, args, (int64_t)block);
}

/* Nothing else tells when dividends went to whom: clients look for these events. */
static void claims(struct store *st, const struct world *w)
{
	struct counter n = { INT32_MIN, 0 };
	struct str args = { 0 };

	for (size_t i = 0; i < w->claims.n; i++) {
		const struct claim *c = &w->claims.v[i];

		str_cut(&args, 0);
		str_addf(&args, "{\"count\":%u,\"total\":\"%u\",\"who\":\"", c->count, c->total);
		hex_add0x(&args, w->accounts.v[w->people.v[c->person].account].pub, 32);
		str_adds(&args, "\"}");
		old_event(st, w, c->block, CLAIMS_AT + next_in_block(&n, c->block), c->automatic ? "UdsAutoPaid" : "UdsClaimed", str_c(&args));
	}
	for (size_t i = 0; i < w->dividends.n; i++) {
		const struct dividend *d = &w->dividends.v[i];

		str_cut(&args, 0);
		str_addf(&args, "{\"amount\":\"%u\",\"index\":%u,\"monetaryMass\":\"%llu\",\"membersCount\":\"%u\"}", d->amount, d->index,
			 (unsigned long long)d->mass, d->members);
		old_event(st, w, d->block, 1, "NewUdCreated", str_c(&args));
		if (!d->revalued)
			continue;
		str_cut(&args, 0);
		str_addf(&args, "{\"newUdAmount\":\"%u\",\"monetaryMass\":\"%llu\",\"membersCount\":\"%u\"}", d->amount,
			 (unsigned long long)(d->mass - (uint64_t)d->amount * d->members), d->members);
		old_event(st, w, d->block, 0, "UdReevalued", str_c(&args));
	}
	str_free(&args);
}

/* The same five as the chain's state has: the first members behind the ready accounts. */
static void smiths(struct store *st, const struct world *w)
{
	int64_t n = 0;

	for (size_t i = DEMOS; i < w->people.n && n < SMITHS; i++) {
		const struct person *p = &w->people.v[i];

		if (p->status != IDTY_MEMBER)
			continue;
		store_do(st, "INSERT INTO smith VALUES(?, 'SMITH', 0, 0, NULL)", "i", (int64_t)p->index);
		store_do(st, "INSERT INTO validator VALUES(?, ?, ?)", "ibi", (int64_t)p->account + 1,
			 (struct slice){ (const char *)w->accounts.v[p->account].pub, 32 }, n++);
	}
}

void indexer_fill(struct store *st, const struct world *w, const unsigned char hash[32], const unsigned char genesis[32])
{
	accounts(st, w);
	identities(st, w);
	certs(st, w);
	memberships(st, w);
	transfers(st, w);
	dividends(st, w);
	claims(st, w);
	smiths(st, w);
	store_do(st, "INSERT INTO migration VALUES(1, ?, 'Data1757000000000')", "i", world_time_ms(w, 0));
	store_do(st, "INSERT INTO status VALUES(1, 1, ?, ?, ?, ?, ?)", "ibbii", (int64_t)WORLD_START, (struct slice){ (const char *)hash, 32 },
		 (struct slice){ (const char *)genesis, 32 }, (int64_t)w->seed, w->start_ms);
	store_index(st);
}
