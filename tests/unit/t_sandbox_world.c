/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The village: the rules that its two years must have kept. */
#include "base/mem.h"
#include "keys/ed25519.h"
#include "sandbox/sandbox.h"
#include "sandbox/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct options small = { .seed = 1, .members = 150, .wallets = 400, .transfers = 6000, .stations = 12 };
static const int64_t when = 1800000000000;

static uint64_t unclaimed(const struct world *w, const struct person *p)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < w->dividends.n; i++)
		if (p->first_ud && w->dividends.v[i].index >= p->first_ud)
			sum += w->dividends.v[i].amount;
	return sum;
}

static void money_is_conserved(void **state)
{
	struct world *w = world_new(&small, when);
	uint64_t sum = 0, mass = w->genesis_mass;

	(void)state;
	for (size_t i = 0; i < w->accounts.n; i++)
		sum += w->accounts.v[i].balance;
	for (size_t i = 0; i < w->people.n; i++)
		sum += unclaimed(w, &w->people.v[i]);
	for (size_t i = 0; i < w->dividends.n; i++)
		mass += (uint64_t)w->dividends.v[i].amount * w->dividends.v[i].members;
	assert_int_equal(mass, w->mass);
	assert_int_equal(sum, w->mass);
	assert_int_equal(w->dividends.n, WORLD_DAYS);
	assert_int_equal(w->ud_index, WORLD_DAYS + 1);
	assert_true(w->ud > GENESIS_UD);
	world_free(w);
}

static void history_replays_to_the_balances(void **state)
{
	struct world *w = world_new(&small, when);
	int64_t *b = mem_array(w->accounts.n, sizeof *b);
	uint64_t genesis = 0;
	int32_t last = 0;

	(void)state;
	for (size_t i = 0; i < w->accounts.n; i++)
		b[i] = (int64_t)w->accounts.v[i].balance;
	for (size_t i = w->transfers.n; i-- > 0;) {
		const struct transfer *t = &w->transfers.v[i];

		assert_int_not_equal(t->from, t->to);
		b[t->from] += t->amount;
		b[t->to] -= t->amount;
	}
	for (size_t i = 0; i < w->claims.n; i++)
		b[w->people.v[w->claims.v[i].person].account] -= w->claims.v[i].total;
	for (size_t i = 0; i < w->transfers.n; i++) {
		assert_true(w->transfers.v[i].block >= last);
		last = w->transfers.v[i].block;
	}
	assert_true(last < WORLD_START);
	for (size_t i = 0; i < w->accounts.n; i++)
		genesis += (uint64_t)b[i];
	assert_int_equal(genesis, w->genesis_mass);
	assert_true(w->transfers.n > 5000 && w->transfers.n < 7000);
	free(b);
	world_free(w);
}

static void web_of_trust_keeps_its_rules(void **state)
{
	struct world *w = world_new(&small, when);
	size_t count[5] = { 0 }, failed = 0, soon = 0;

	(void)state;
	for (size_t i = 0; i < w->people.n; i++) {
		const struct person *p = &w->people.v[i];
		size_t received = 0, issued = 0;

		if (!p->index)
			continue;
		count[p->status]++;
		failed += p->distance_failed > 0;
		soon += p->status == IDTY_MEMBER && p->expire_on - WORLD_START < 60 * DAY_BLOCKS;
		for (size_t k = 0; k < w->certs.n; k++) {
			const struct cert *c = &w->certs.v[k];

			received += c->receiver == p->index;
			issued += c->issuer == p->index;
			assert_int_not_equal(c->issuer, c->receiver);
			assert_true(c->expire_on > WORLD_START);
			assert_true(c->updated < WORLD_START);
			for (size_t j = k + 1; c->receiver == p->index && j < w->certs.n; j++)
				assert_false(w->certs.v[j].issuer == c->issuer && w->certs.v[j].receiver == c->receiver);
		}
		assert_true(issued <= 100);
		if (p->status == IDTY_MEMBER) {
			assert_true(received >= 5);
			assert_true(p->expire_on > WORLD_START && p->first_ud > 0 && p->name[0]);
		}
		for (size_t k = i + 1; k < w->people.n; k++)
			assert_false(p->name[0] && !strcmp(p->name, w->people.v[k].name));
		assert_true(strspn(p->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(p->name));
	}
	assert_in_range(count[IDTY_MEMBER], 135, 165);
	assert_true(count[IDTY_UNCONFIRMED] >= 3 && count[IDTY_UNVALIDATED] >= 4 && count[IDTY_NOT_MEMBER] >= 3 &&
		    count[IDTY_REVOKED] >= 1);
	assert_true(failed >= 1 && soon >= 3);
	assert_int_equal(w->people.v[0].status, IDTY_MEMBER);
	assert_true(w->people.v[0].next_issuable <= WORLD_START);
	assert_int_equal(w->people.v[1].status, IDTY_UNCONFIRMED);
	assert_int_equal(w->people.v[2].status, IDTY_MEMBER);
	assert_true(w->accounts.v[1].balance >= 500);
	world_free(w);
}

static void issuers_wait_between_certifications(void **state)
{
	struct world *w = world_new(&small, when);

	(void)state;
	for (size_t i = 0; i < w->certs.n; i++)
		for (size_t k = i + 1; k < w->certs.n; k++) {
			const struct cert *a = &w->certs.v[i], *b = &w->certs.v[k];
			int64_t apart = llabs((int64_t)a->updated - b->updated);

			if (a->issuer == b->issuer && a->updated > 0 && b->updated > 0)
				assert_true(apart >= DAY_BLOCKS * 5);
		}
	world_free(w);
}

static void same_seed_same_world(void **state)
{
	struct world *a = world_new(&small, when), *b = world_new(&small, when + 86400000), *c;
	struct options other = small;
	unsigned char seed[32], pub[32];

	(void)state;
	assert_int_equal(a->transfers.n, b->transfers.n);
	for (size_t i = 0; i < a->transfers.n; i++) {
		const struct transfer *x = &a->transfers.v[i], *y = &b->transfers.v[i];

		assert_true(x->block == y->block && x->from == y->from && x->to == y->to && x->amount == y->amount &&
			    x->comment == y->comment && x->flags == y->flags);
	}
	assert_memory_equal(a->accounts.v[77].pub, b->accounts.v[77].pub, 32);
	assert_string_equal(a->people.v[33].shown, b->people.v[33].shown);
	other.seed = 2;
	c = world_new(&other, when);
	assert_memory_not_equal(a->accounts.v[77].pub, c->accounts.v[77].pub, 32);
	assert_memory_equal(a->accounts.v[0].pub, c->accounts.v[0].pub, 32);
	world_seed(a, 1, seed);
	ed25519_public(seed, pub);
	assert_memory_equal(pub, a->accounts.v[1].pub, 32);
	world_free(a);
	world_free(b);
	world_free(c);
}

static void other_sizes_work(void **state)
{
	static const struct options sizes[] = { { .seed = 7, .members = 20, .wallets = 20, .transfers = 0 },
						{ .seed = 8, .members = 400, .wallets = 3000, .transfers = 20000 } };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct world *w = world_new(&sizes[i], when);
		long members = 0;
		uint64_t sum = 0;

		for (size_t k = 0; k < w->people.n; k++) {
			members += w->people.v[k].status == IDTY_MEMBER;
			sum += unclaimed(w, &w->people.v[k]);
		}
		for (size_t k = 0; k < w->accounts.n; k++)
			sum += w->accounts.v[k].balance;
		assert_in_range(members, sizes[i].members * 8 / 10, sizes[i].members * 12 / 10);
		assert_int_equal(sum, w->mass);
		world_free(w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(money_is_conserved),
		cmocka_unit_test(history_replays_to_the_balances),
		cmocka_unit_test(web_of_trust_keeps_its_rules),
		cmocka_unit_test(issuers_wait_between_certifications),
		cmocka_unit_test(same_seed_same_world),
		cmocka_unit_test(other_sizes_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
