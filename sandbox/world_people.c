/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/world_inside.h"

#include "codec/hash.h"
#include "keys/ed25519.h"
#include "keys/sr25519.h"

#include <sodium.h>
#include <stdio.h>

struct given {
	const char *name, *lang, *ascii;
};
struct family {
	const char *name, *ascii;
};
static const struct given givens[];
static const struct family families[];
static const uint8_t weights[];

static size_t pick_place(struct rng *r)
{
	uint64_t sum = 0, at;
	size_t i = 0;

	for (size_t k = 0; world_place(k); k++)
		sum += weights[k];
	at = rng_below(r, sum);
	while (at >= weights[i])
		at -= weights[i++];
	return i;
}

static size_t count_givens(void)
{
	size_t n = 0;

	while (givens[n].name)
		n++;
	return n;
}

static size_t count_families(void)
{
	size_t n = 0;

	while (families[n].name)
		n++;
	return n;
}

/* Given names fit the land: a Spanish one is three times out of four in Spain, and so on. */
static const struct given *pick_given(struct rng *r, const char *country)
{
	const char *lang = !strcmp(country, "ES") ? "es" : !strcmp(country, "BE") ? "en" : "fr";
	const struct given *g;

	do {
		g = &givens[rng_below(r, count_givens())];
	} while (strcmp(g->lang, lang) && !rng_chance(r, 80));
	return g;
}

static void new_person(struct making *m, const struct demo *demo)
{
	struct person p = { .status = IDTY_NONE, .account = -1, .member_since = INT32_MIN, .renewed = INT32_MIN };
	const struct given *g;
	const struct family *f = &families[rng_below(&m->rng, count_families())];
	const struct place *here;

	p.place = (uint8_t)(demo ? 0 : pick_place(&m->rng));
	here = world_place(p.place);
	g = pick_given(&m->rng, here->country);
	p.lat = here->lat + rng_bell(&m->rng) * 0.03;
	p.lon = here->lon + rng_bell(&m->rng) * 0.04;
	memcpy(p.lang, g->lang, 3);
	snprintf(p.shown, sizeof p.shown, "%s %s", g->name, f->name);
	/* The number makes names unique for as many people as there may be. */
	snprintf(p.name, sizeof p.name, rng_chance(&m->rng, 300) ? "%s-%s" : rng_chance(&m->rng, 300) ? "%s_%s" : "%s%s", g->ascii,
		 f->ascii);
	if (demo) {
		snprintf(p.shown, sizeof p.shown, "%s", demo->shown);
		snprintf(p.name, sizeof p.name, "%s", demo->name);
		memcpy(p.lang, "fr", 3);
	}
	vec_push(&m->w->people, p);
	vec_push(&m->drafts, (struct draft){ .end = IDTY_NONE });
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void make_unique(struct world *w)
{
	char **names = mem_array(w->people.n, sizeof *names);
	size_t n = 0;
	int twin = 1;

	for (size_t i = DEMOS; i < w->people.n; i++)
		names[n++] = w->people.v[i].name;
	qsort(names, n, sizeof *names, by_name);
	/* A twin gets its number after the comparison with its untouched neighbour. */
	for (size_t i = n; i-- > 1;) {
		size_t len = strlen(names[i]);

		twin = !strcmp(names[i], names[i - 1]) ? twin + 1 : 1;
		if (twin > 1)
			snprintf(names[i] + len, 43 - len, "%d", (int)(i % 1000000) + 2);
	}
	free(names);
}

static void wish(struct making *m, size_t n, enum idty_status end, int from_day, int to_day)
{
	while (n--) {
		struct draft *d;

		new_person(m, NULL);
		d = &m->drafts.v[m->drafts.n - 1];
		d->end = end;
		d->wanted_day = (int32_t)rng_between(&m->rng, from_day, to_day);
		d->lapses = end == IDTY_NOT_MEMBER;
	}
}

void make_people(struct making *m)
{
	size_t members = (size_t)m->opt->members, founders = members * 2 / 5 < 12 ? 12 : members * 2 / 5, hamlet = members >= 60 ? 5 : 0;

	for (int i = 0; i < DEMOS; i++) {
		new_person(m, &world_demos[i]);
		m->drafts.v[i] = (struct draft){ .end = i == 1 ? IDTY_UNCONFIRMED : IDTY_MEMBER, .founder = i != 1,
						 .wanted_day = i == 1 ? WORLD_DAYS - 3 : -1 };
	}
	for (size_t i = 2; i < founders; i++) {
		new_person(m, NULL);
		m->drafts.v[m->drafts.n - 1] = (struct draft){ .end = IDTY_MEMBER, .founder = true, .wanted_day = -1 };
	}
	for (size_t layer = 1; hamlet && layer <= 4; layer++) {
		size_t first = m->w->people.n;

		wish(m, layer == 4 ? 1 : hamlet, layer == 4 ? IDTY_UNVALIDATED : IDTY_MEMBER, layer == 4 ? WORLD_DAYS - 20 :
		     150 + 60 * (int)layer, layer == 4 ? WORLD_DAYS - 20 : 170 + 60 * (int)layer);
		for (size_t i = first; i < m->drafts.n; i++) {
			m->drafts.v[i].layer = (uint8_t)layer;
			m->w->people.v[i].place = 7;
		}
	}
	wish(m, members - founders - 3 * hamlet, IDTY_MEMBER, 6, WORLD_DAYS - 12);
	wish(m, 2 + members / 40, IDTY_NOT_MEMBER, 20, 340);
	wish(m, 1 + members / 80, IDTY_REVOKED, 30, 300);
	wish(m, 2 + members / 50, IDTY_UNCONFIRMED, WORLD_DAYS - 50, WORLD_DAYS - 2);
	wish(m, 3 + members / 40, IDTY_UNVALIDATED, WORLD_DAYS - 50, WORLD_DAYS - 5);
	make_unique(m->w);
}

void world_seed(const struct world *w, size_t account, unsigned char seed[32])
{
	unsigned char in[24] = "vigie-sandbox";

	if (account < DEMOS) {
		memcpy(seed, world_demos[account].seed, 32);
		return;
	}
	for (int i = 0; i < 4; i++)
		in[20 + i] = (unsigned char)(account >> (8 * i));
	for (int i = 0; i < 6; i++)
		in[14 + i] = (unsigned char)(w->seed >> (8 * i));
	hash_blake2_256(seed, in, sizeof in);
}

static void new_account(struct making *m, int32_t person, int32_t created)
{
	struct account a = { .person = person, .created = created, .sr25519 = m->w->accounts.n >= DEMOS && rng_chance(&m->rng, 60) };
	unsigned char seed[32], secret[64];

	world_seed(m->w, m->w->accounts.n, seed);
	if (a.sr25519) {
		sr25519_expand(seed, secret);
		sr25519_public(secret, a.pub);
	} else {
		ed25519_public(seed, a.pub);
	}
	if (person >= 0 && m->w->people.v[person].account < 0)
		m->w->people.v[person].account = (int32_t)m->w->accounts.n;
	vec_push(&m->w->accounts, a);
}

/* First one account for each identity, in the order of people; then second wallets, people without identity, strangers. */
void make_accounts(struct making *m)
{
	size_t identities = m->w->people.n, wanted = (size_t)m->opt->wallets;
	struct account treasury = { .person = -1, .created = 0 };

	for (size_t i = 0; i < identities; i++) {
		const struct person *p = &m->w->people.v[i];

		new_account(m, (int32_t)i, m->drafts.v[i].founder ? 0 : p->index ? p->created - 600 : WORLD_START - DAY_BLOCKS);
	}
	while (m->w->accounts.n + 1 < wanted) {
		int32_t created = (int32_t)rng_between(&m->rng, 3 * DAY_BLOCKS, WORLD_START - DAY_BLOCKS);
		uint64_t dice = rng_below(&m->rng, 10);

		if (dice < 5) {
			new_account(m, (int32_t)rng_below(&m->rng, identities), created);
		} else if (dice < 8) {
			new_person(m, NULL);
			m->w->people.v[m->w->people.n - 1].name[0] = 0;
			new_account(m, (int32_t)m->w->people.n - 1, created);
		} else {
			new_account(m, -1, created);
		}
	}
	memcpy(treasury.pub, "modlpy/trsry", 12);
	treasury.balance = EXISTENTIAL;
	vec_push(&m->w->accounts, treasury);
}

static const struct given givens[] = {
#define GIVEN(name, lang, ascii) { name, lang, ascii },
#include "sandbox/world_words.def"
	{ NULL, NULL, NULL },
};
static const struct family families[] = {
#define FAMILY(name, ascii) { name, ascii },
#include "sandbox/world_words.def"
	{ NULL, NULL },
};
static const uint8_t weights[] = {
#define PLACE(city, country, lat, lon, weight) weight,
#include "sandbox/world_words.def"
};
