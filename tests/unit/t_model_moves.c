/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of movements where a filter leaves more rows than are counted in one turn: any row can be jumped to at once, sums grow
 * until all is counted, and a change of the filter in between begins anew. */
#include "tests/unit/unit.h"
#include "base/conf.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/settings.h"
#include "g1/ledger_inside.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/coin.h"
#include "model/moves.h"

enum { ROWS = 45000, BATCH = 5000 };

static const unsigned char me[32] = { 1 };
static struct ledger *ledger;
static struct purse purse = { .source = { .degree = DEGREE_SAID }, .exists = true };
static struct loop *loop;
static struct conf *conf;
static struct app *app;
static struct coin *own;
static struct moves *moves;

static const struct purse *op_purse(void *self, const unsigned char pub[32])
{
	(void)self, (void)pub;
	return &purse;
}

static struct ledger *op_ledger(void *self)
{
	(void)self;
	return ledger;
}

static void *op_names(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct people_answer *a), void *arg)
{
	(void)self, (void)pubs, (void)n, (void)fn, (void)arg;
	return NULL;
}

static const struct pool_head *op_head(void *self)
{
	(void)self;
	return NULL;
}

static const struct coin_ops ops = { .head = op_head, .purse = op_purse, .ledger = op_ledger, .names = op_names };

/* Of the i-th newest row; ages count from the oldest. */
static int64_t amount_of(size_t i)
{
	return 100 + (int64_t)((ROWS - 1 - i) % 700);
}

static bool goes_out(size_t i)
{
	return (ROWS - 1 - i) % 3 == 1;
}

static bool has_honey(size_t i)
{
	return (ROWS - 1 - i) % 2 == 0;
}

static void fill(void)
{
	static struct ledger_row rows[BATCH];

	for (size_t at = 0; at < ROWS; at += BATCH) {
		struct ledger_batch b = { .rows = rows, .n = BATCH, .newest = !at, .above = INT64_MAX, .cursor = "x", .synced = ROWS, .at = 1, .whole = at + BATCH == ROWS };

		memcpy(b.pub, me, 32);
		for (size_t i = 0; i < BATCH; i++) {
			size_t age = ROWS - 1 - (at + i);

			rows[i] = (struct ledger_row){ .id = LEDGER_PLACE(1 + age, 0), .block = 1 + (uint32_t)age, .time = 1700000000 + (int64_t)age * 60,
				.kind = goes_out(at + i) ? LEDGER_OUT : LEDGER_IN, .amount_c = amount_of(at + i), .party = { 9 }, .name = "", .event = "e",
				.comment = has_honey(at + i) ? "un pot de miel" : "merci" };
		}
		ledger_put(ledger, &b, true);
	}
}

static int setup(void **state)
{
	struct fault f;

	(void)state;
	assert_int_equal(paths_init(NULL, &f), E_OK);
	paths_set_world("g1");
	loop = loop_new();
	conf = conf_new(settings_keys, settings_count);
	app = app_new(loop, conf);
	assert_int_equal(ledger_open(&(struct ledger_conf){ .loop = loop }, &ledger, &f), E_OK);
	fill();
	own = app->coin;
	app->coin = coin_new(app, &ops, NULL);
	moves = moves_new(app);
	moves_show(moves, me);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	moves_free(moves);
	coin_free(app->coin);
	app->coin = own;
	ledger_close(ledger);
	app_free(app);
	loop_free(loop);
	conf_free(conf);
	return 0;
}

static void expect(size_t at, size_t i)
{
	const struct moves_row *r = moves_at(moves, at);

	assert_non_null(r);
	assert_int_equal(r->block, ROWS - i);
	assert_int_equal(r->amount_c, goes_out(i) ? -amount_of(i) : amount_of(i));
}

static void any_row_without_a_filter(void **state)
{
	(void)state;
	assert_int_equal(moves_sum(moves)->rows, ROWS);
	assert_false(moves_sum(moves)->more);
	for (size_t i = 0; i < ROWS; i = i * 3 + 1)
		expect(i, i);
	expect(ROWS - 1, ROWS - 1);
	for (size_t i = ROWS; i > ROWS - 300; i--)
		expect(i - 1, i - 1);
	assert_null(moves_at(moves, ROWS));
}

static void counting(const struct moves_filter *f, bool (*fits)(size_t i))
{
	int64_t in = 0, out = 0;
	size_t n = 0, last = 0;

	for (size_t i = 0; i < ROWS; i++)
		if (fits(i)) {
			*(goes_out(i) ? &out : &in) += amount_of(i);
			last = i;
			n++;
		}
	moves_filter(moves, f);
	assert_true(moves_sum(moves)->more && moves_sum(moves)->rows < n);
	while (moves_sum(moves)->more)
		loop_turn(loop, 100);
	assert_int_equal(moves_sum(moves)->rows, n);
	assert_int_equal(moves_sum(moves)->in_c, in);
	assert_int_equal(moves_sum(moves)->out_c, out);
	expect(n - 1, last);
	assert_null(moves_at(moves, n));
	moves_filter(moves, f); /* and a jump before anything was counted */
	expect(n - 1, last);
	moves_filter(moves, f);
	assert_int_equal(moves_settle(moves)->out_c, out);
	assert_int_equal(moves_sum(moves)->rows, n);
}

static bool early(size_t i)
{
	return i >= 20000;
}

static void filters_are_counted_in_turns(void **state)
{
	struct moves_filter f = { .words = "miel" };

	(void)state;
	counting(&f, has_honey);
	for (size_t k = 0, i = 0; k < ROWS / 2; i++)
		if (has_honey(i) && k++ % 4999 == 0)
			expect(k - 1, i);
	f = (struct moves_filter){ .until = 1700000000 + (int64_t)(ROWS - 1 - 20000) * 60 };
	counting(&f, early);
}

static void another_filter_in_between(void **state)
{
	struct moves_filter f = { .words = "miel" }, none = { .words = NULL };

	(void)state;
	moves_filter(moves, &f);
	assert_true(moves_sum(moves)->more);
	moves_filter(moves, &none);
	loop_turn(loop, 0);
	assert_int_equal(moves_sum(moves)->rows, ROWS);
	expect(7, 7);
	moves_filter(moves, &f); /* the model goes while it counts */
	assert_true(moves_sum(moves)->more);
}

/* As long as older rows are missing the sums say so, and the balances end at the chain's all the same. */
static void a_part(void **state)
{
	static const unsigned char other[32] = { 2 };
	struct ledger_row rows[2] = {
		{ .id = LEDGER_PLACE(9, 0), .block = 9, .time = 1700000900, .kind = LEDGER_IN, .amount_c = 300, .name = "", .comment = "", .event = "b" },
		{ .id = LEDGER_PLACE(7, 0), .block = 7, .time = 1700000700, .kind = LEDGER_OUT, .amount_c = 50, .name = "", .comment = "", .event = "a" },
	};
	struct ledger_batch b = { .rows = rows, .n = 2, .newest = true, .cursor = "x", .synced = 9, .at = 1 };
	struct ledger_row first = { .id = LEDGER_PLACE(3, 0), .block = 3, .time = 1700000300, .amount_c = 700, .name = "", .comment = "", .event = "0" };
	int64_t gap;

	(void)state;
	memcpy(b.pub, other, 32);
	ledger_put(ledger, &b, true);
	moves_filter(moves, &(struct moves_filter){ 0 });
	purse.free_c = 1000;
	moves_show(moves, other);
	assert_int_equal(moves_sum(moves)->rows, 2);
	assert_false(moves_sum(moves)->whole);
	assert_false(moves_gap(moves, &gap));
	assert_int_equal(moves_at(moves, 0)->balance_c, 1000);
	assert_int_equal(moves_at(moves, 1)->balance_c, 700);
	b = (struct ledger_batch){ .rows = &first, .n = 1, .above = rows[1].id, .cursor = "", .whole = true };
	memcpy(b.pub, other, 32);
	ledger_put(ledger, &b, true);
	moves_show(moves, other);
	assert_true(moves_sum(moves)->whole);
	assert_true(moves_gap(moves, &gap));
	assert_int_equal(gap, 50);
	assert_int_equal(moves_at(moves, 2)->balance_c, 750);
	assert_int_equal(moves_at(moves, 0)->balance_c, 1000);
	purse.free_c = 0;
	moves_show(moves, me);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_row_without_a_filter),
		cmocka_unit_test(filters_are_counted_in_turns),
		cmocka_unit_test(another_filter_in_between),
		cmocka_unit_test(a_part),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
