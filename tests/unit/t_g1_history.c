/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Movements from an indexer into the ledger: pages, claims between transfers, what is provisional, what is forgotten. */
#include "history_fix.h"

static void pages_and_claims(void **state)
{
	add_many(730);
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	expect_all();
	/* nothing new costs one page of each kind */
	unsigned before = first.asked + second.asked;
	read_all(1);
	assert_true(first.asked + second.asked - before <= 4);
	expect_all();
	/* new ones, a few and many */
	add_many(3);
	read_all(1);
	expect_all();
	add_many(250);
	read_all(1);
	expect_all();
	(void)state;
}

/* The newest rows may change: after a re-org other ones stand there. */
static void rows_that_change(void **state)
{
	add_many(120);
	read_all(1);
	moves[n_moves - 1].amount += 5;
	moves[n_moves - 2].kind = LEDGER_IN;
	read_all(1);
	expect_all();
	n_moves--;
	read_all(1);
	expect_all();
	(void)state;
}

static void interrupted(void **state)
{
	add_many(4000);
	fail_after = 3;
	second.lie = LIE_NULL;
	read_all(1);
	assert_int_not_equal(last.fault.code, E_OK);
	struct ledger_sum sum;
	struct fault f;
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_true(sum.rows >= 2100 && !sum.whole);
	fail_after = pages = 0;
	second.lie = LIE_NONE;
	add_many(4);
	fail_after = 1 + 3; /* what is new, then what is left of 4000 rows: none of those that are there is asked again */
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	expect_all();
	(void)state;
}

/* Small first, then large; an indexer that refuses large pages is asked for small ones, from where it was. */
static void page_sizes(void **state)
{
	add_many(2500);
	read_all(1);
	assert_int_equal(largest, 1000);
	expect_all();
	tear_down(state);
	set_up(state);
	most_rows = 100;
	add_many(2500);
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	assert_int_equal(largest, 100);
	expect_all();
	tear_down(state);
	set_up(state);
	slow = true; /* a large page would come too late */
	add_many(150);
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	assert_int_equal(largest, 100);
	expect_all();
}

/* So many claims that they come in pages of their own, above, between and below the transfers. */
static void claims_in_pages(void **state)
{
	for (size_t i = 0; i < 6000; i++)
		add_move(100 + (uint32_t)n_moves * 3, n_moves % 2000 < 1500 ? LEDGER_CLAIM : LEDGER_IN, 10 + (int64_t)n_moves);
	add_many(300);
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	expect_all();
	(void)state;
}

/* What was read while claims were refused is read again when they come, be it everything or what is new. */
static void claims_refused(void **state)
{
	struct ledger_sum sum;
	struct fault f;
	add_many(400);
	no_claims = true;
	read_all(1);
	assert_int_equal(last.fault.code, E_OK);
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_int_equal(sum.claimed_c, 0);
	no_claims = false;
	read_all(1);
	expect_all();
	add_many(200);
	no_claims = true;
	read_all(1);
	no_claims = false;
	read_all(1);
	expect_all();
	(void)state;
}

/* More is new than is held at a time: it is read anew, and never has a hole. */
static void long_away(void **state)
{
	struct ledger_sum sum;
	struct fault f;
	add_many(500);
	read_all(1);
	add_many(25000);
	fail_after = pages + 22;
	second.lie = LIE_NULL;
	read_all(1);
	assert_int_not_equal(last.fault.code, E_OK);
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_false(sum.whole);
	second.lie = LIE_NONE;
	fail_after = 0;
	read_all(1);
	expect_all();
	(void)state;
}

/* Pages that lead nowhere end the reading. */
static void in_circles(void **state)
{
	add_many(2500);
	circles = true;
	read_all(1);
	assert_int_equal(last.fault.code, E_PROTOCOL);
	(void)state;
}

/* A part that never reached the disk leaves no hole: what lies below it is not kept, and is not the end. */
static void no_holes(void **state)
{
	struct ledger_row rows[3];
	struct ledger_sum sum;
	struct fault f;
	for (uint32_t i = 0; i < 3; i++)
		rows[i] = (struct ledger_row){ .id = LEDGER_PLACE(90 - i, 1), .block = 90 - i, .amount_c = 5, .name = "", .comment = "", .event = "e" };
	struct ledger_batch b = { .rows = rows, .n = 1, .newest = true, .synced = 90, .cursor = "1" };
	memcpy(b.pub, me, 32);
	ledger_put(ledger, &b, true);
	b = (struct ledger_batch){ .rows = rows + 2, .n = 1, .above = rows[1].id, .cursor = "3", .whole = true };
	memcpy(b.pub, me, 32);
	ledger_put(ledger, &b, true);
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_int_equal(sum.rows, 1);
	assert_false(sum.whole);
	b.above = rows[0].id; /* overlapping what is there is no hole */
	b.rows = rows;
	b.n = 3;
	ledger_put(ledger, &b, true);
	assert_int_equal(ledger_sum(ledger, me, NULL, &sum, &f), E_OK);
	assert_int_equal(sum.rows, 3);
	assert_true(sum.whole);
	(void)state;
}

static void empty_indexers(void **state)
{
	add_many(20);
	first.lie = second.lie = LIE_VALUE; /* both show nothing: two who say so are believed */
	read_all(5000);
	assert_int_equal(last.fault.code, E_OK);
	first.lie = LIE_NONE;
	second.lie = LIE_VALUE;
	read_all(5000);
	assert_int_equal(last.fault.code, E_OK);
	expect_all();
	/* whoever was asked first: the one that shows nothing is named once the other one shows rows */
	const struct indexer_row *a = indexer_at(indexer, 0), *b = indexer_at(indexer, 1);
	if (n_notices) {
		assert_int_equal(notices[0].code, E_INDEXER_EMPTY);
		assert_int_equal(b->state, INDEXER_BARRED);
	}
	assert_int_not_equal(a->state, INDEXER_BARRED);
	(void)state;
}

static void a_lone_empty_one(void **state)
{
	add_many(20);
	first.lie = LIE_VALUE;
	second.lie = LIE_NULL;
	read_all(5000);
	assert_int_equal(last.fault.code, E_INDEXER_EMPTY);
	read_all(0);                        /* no money, no rows: nothing strange */
	assert_int_equal(last.fault.code, E_OK);
	(void)state;
}

/* With a file: what was written is there for the next one; a second instance without the pen keeps its rows to itself. */
static void in_a_file(void **state)
{
	char dir[] = "/tmp/vigie-ledger-XXXXXX", path[128];
	struct fault f;
	struct ledger_sum sum;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/ledger.sqlite", dir);
	set_up_with(path);
	add_many(25000); /* more than goes to the disk at once */
	fail_after = 12;
	second.lie = LIE_NULL;
	read_all(1);
	assert_int_not_equal(last.fault.code, E_OK);
	fail_after = 1 + 15; /* the reading goes on from there, and a third one finds nothing to do although the last rows are being written */
	pages = 0;
	second.lie = LIE_NONE;
	last.done = false;
	history_read(history, me, 0, 1);
	history_read(history, me, 0, 1);
	while (history_busy(history, me))
		loop_turn(loop, 20);
	assert_int_equal(last.fault.code, E_OK);
	for (int i = 0; i < 200 && (ledger_sum(ledger, me, NULL, &sum, &f) || !sum.whole); i++)
		loop_turn(loop, 20);
	expect_all();
	struct ledger *mine = ledger, *other;
	assert_int_equal(ledger_open(&(struct ledger_conf){ .loop = loop, .path = path }, &other, &f), E_OK);
	struct history *h = history;
	ledger = other;
	expect_all();
	history = history_open(&(struct history_conf){ .indexer = indexer, .ledger = other, .ended = on_end });
	add_many(5);
	read_all(1);
	expect_all();
	history_close(history);
	ledger_close(other);
	history = h;
	ledger = mine;
	tear_down(state);
	char command[256];
	snprintf(command, sizeof command, "rm -r %s", dir);
	assert_int_equal(system(command), 0);
}

static enum err parse(const char *text, struct history_rows *rows)
{
	struct fault f;
	json_t *data = json_loads(text, 0, NULL);
	assert_non_null(data);
	memset(me, 0xee, 32);
	*rows = (struct history_rows){ 0 };
	enum err e = history_parse(data, me, rows, &f);
	json_decref(data);
	return e;
}

static void rows_of_strangers(void **state)
{
	char mine[SS58_MAX], text[2048];
	struct history_rows rows;
	address_of(0xee, mine);
	static const char *const form = "{\"transfers\":{\"pageInfo\":{\"hasNextPage\":false,\"endCursor\":null},\"nodes\":[{\"id\":\"%s\",\"blockNumber\":%s,"
		"\"timestamp\":\"%s\",\"amount\":\"%s\",\"fromId\":\"%s\",\"toId\":\"g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4\","
		"\"to\":{\"identity\":{\"name\":\"a\\u202eb\",\"index\":-4}},\"comment\":{\"remark\":\"\\ufffd\",\"remarkBytes\":\"\\\\x6de9\"}}]}}";
	static const char time[] = "2026-06-01T10:00:06+00:00", id[] = "0000000123-abcde-000007";
	snprintf(text, sizeof text, form, id, "123", time, "500", mine);
	assert_int_equal(parse(text, &rows), E_OK);
	assert_int_equal(rows.v.n, 1);
	assert_int_equal(rows.v.v[0].kind, LEDGER_OUT);
	assert_int_equal(rows.v.v[0].amount_c, 500);
	assert_int_equal(rows.v.v[0].id, LEDGER_PLACE(123, 7));
	assert_string_equal(rows.v.v[0].comment, "m\xc3\xa9");      /* Latin-1, after all */
	assert_null(strstr(rows.v.v[0].name, "\xe2\x80\xae"));        /* no override of the direction */
	assert_int_equal(rows.v.v[0].identity, 0);
	history_rows_free(&rows);
	snprintf(text, sizeof text, form, id, "123", time, "-5", mine);
	assert_int_equal(parse(text, &rows), E_PROTOCOL);
	history_rows_free(&rows);
	snprintf(text, sizeof text, form, id, "-1", time, "5", mine);
	assert_int_equal(parse(text, &rows), E_PROTOCOL);
	history_rows_free(&rows);
	snprintf(text, sizeof text, form, "x", "123", time, "5", mine);
	assert_int_equal(parse(text, &rows), E_PROTOCOL);
	history_rows_free(&rows);
	snprintf(text, sizeof text, form, id, "123", "yesterday", "5", mine);
	assert_int_equal(parse(text, &rows), E_PROTOCOL);
	history_rows_free(&rows);
	snprintf(text, sizeof text, form, id, "123", time, "5", "g1MuCs7bSiZ4Uwnm1LjFkpQvyPrBWnZsQk3cGFYGMn5SmXBf4"); /* not ours */
	assert_int_equal(parse(text, &rows), E_PROTOCOL);
	history_rows_free(&rows);
	assert_int_equal(parse("{\"transfers\":null}", &rows), E_PROTOCOL);
	assert_int_equal(parse("{}", &rows), E_PROTOCOL);
	(void)state;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_strangers), NET(pages_and_claims), NET(rows_that_change), NET(interrupted), NET(page_sizes),
		NET(claims_in_pages), NET(claims_refused), NET(long_away), NET(in_circles), NET(no_holes), NET(empty_indexers),
		NET(a_lone_empty_one), cmocka_unit_test(in_a_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
