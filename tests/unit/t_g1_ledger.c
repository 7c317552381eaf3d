/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger's own arithmetic against a plain list: filters, times, totals. */
#include "history_fix.h"

static void filters(void **state)
{
	struct ledger_page page;
	struct ledger_sum sum;
	struct fault f;
	add_many(300);
	read_all(1);
	struct ledger_filter w = { .words = "LEVAIN" };
	assert_int_equal(ledger_page(ledger, me, &w, 0, 500, &page, &f), E_OK);
	size_t want = 0;
	for (size_t i = 0; i < n_moves; i++)
		want += moves[i].kind != LEDGER_CLAIM && moves[i].comment && strstr(moves[i].comment, "levain");
	assert_int_equal(page.rows.n, want);
	ledger_page_free(&page);
	w.words = "cafe"; /* accents and case do not count, beginnings do */
	assert_int_equal(ledger_page(ledger, me, &w, 0, 500, &page, &f), E_OK);
	assert_true(page.rows.n > 0);
	assert_string_equal(page.rows.v[0].comment, "caf\xc3\xa9");
	ledger_page_free(&page);
	w.words = "\" OR NEAR( * -";
	assert_int_equal(ledger_page(ledger, me, &w, 0, 500, &page, &f), E_OK);
	assert_int_equal(page.rows.n, 0);
	ledger_page_free(&page);
	w = (struct ledger_filter){ .kinds = 1u << LEDGER_CLAIM };
	assert_int_equal(ledger_sum(ledger, me, &w, &sum, &f), E_OK);
	int64_t claimed = 0, rows = 0, to_five = 0;
	unsigned char five[32];
	memset(five, 5, 32);
	for (size_t i = 0; i < n_moves; i++) {
		claimed += moves[i].kind == LEDGER_CLAIM ? moves[i].amount : 0;
		rows += moves[i].kind == LEDGER_CLAIM;
		to_five += moves[i].kind == LEDGER_OUT && moves[i].party == 5 ? moves[i].amount : 0;
	}
	assert_int_equal(sum.claimed_c, claimed);
	assert_int_equal(sum.rows, rows);
	w = (struct ledger_filter){ .party = five, .kinds = 1u << LEDGER_OUT, .words = "tot" };
	assert_int_equal(ledger_sum(ledger, me, &w, &sum, &f), E_OK);
	assert_int_equal(sum.out_c, to_five);
	w = (struct ledger_filter){ .least_c = 500, .most_c = 600 };
	assert_int_equal(ledger_page(ledger, me, &w, 0, 500, &page, &f), E_OK);
	for (size_t i = 0; i < page.rows.n; i++)
		assert_true(page.rows.v[i].amount_c >= 500 && page.rows.v[i].amount_c <= 600);
	assert_true(page.rows.n > 0);
	ledger_page_free(&page);
	(void)state;
}

/* Times bound the rows, and a walk in pieces meets the rows of a page, in their order. */
static void times_and_walks(void **state)
{
	struct ledger_page all, page;
	struct ledger_row r;
	struct fault f;
	add_many(400);
	read_all(1);
	assert_int_equal(ledger_page(ledger, me, NULL, 0, 500, &all, &f), E_OK);
	assert_int_equal(all.rows.n, 400);
	for (size_t from = 0; from < 400; from += 57)
		for (size_t to = from; to < 400; to += 91) {
			struct ledger_filter w = { .since = all.rows.v[to].time, .until = all.rows.v[from].time + 1, .words = from % 2 ? "tot" : NULL };
			struct ledger_scan *scan;
			size_t want = 0;
			for (size_t i = 0; i < 400; i++)
				want += all.rows.v[i].time >= w.since && all.rows.v[i].time < w.until && (!w.words || !strncmp(all.rows.v[i].name, "tot", 3));
			assert_int_equal(ledger_page(ledger, me, &w, 0, 500, &page, &f), E_OK);
			assert_int_equal(page.rows.n, want);
			assert_int_equal(ledger_scan_open(ledger, me, &w, &scan, &f), E_OK);
			for (size_t i = 0; i < want; i++) {
				assert_true(ledger_scan_next(scan, &r));
				assert_int_equal(r.id, page.rows.v[i].id);
				assert_int_equal(r.amount_c, page.rows.v[i].amount_c);
			}
			assert_false(ledger_scan_next(scan, &r));
			ledger_scan_close(scan);
			ledger_page_free(&page);
		}
	ledger_page_free(&all);
	(void)state;
}

struct totals {
	int64_t in_c, out_c, rows;
};

static void on_party(void *arg, const struct ledger_row *party, int64_t in_c, int64_t out_c, int64_t rows)
{
	struct totals *t = arg;
	assert_true(*party->name);
	t->in_c += in_c;
	t->out_c += out_c;
	t->rows += rows;
}

static void parties(void **state)
{
	struct totals t = { 0 };
	struct ledger_sum sum;
	struct fault f;
	add_many(200);
	read_all(1);
	assert_int_equal(ledger_parties(ledger, me, NULL, 100, on_party, &t, &f), E_OK);
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_int_equal(t.in_c, sum.in_c);
	assert_int_equal(t.out_c, sum.out_c);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		NET(filters), NET(times_and_walks), NET(parties),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
