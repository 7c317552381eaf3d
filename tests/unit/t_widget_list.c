/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"
#include "base/tick.h"
#include "base/vec.h"
#include "ui/widget/list.h"
#include "ui/widget/state.h"
#include "ui/widget/table.h"
#include "ui/widget/view.h"

/* A list of numbered rows; asked counts how many were asked for. */
struct numbers {
	size_t n, asked;
	uint64_t first;      /* id of row 0 */
	size_t heading;      /* every so manieth row is a heading; 0: none */
	int tall;            /* rows with an odd index have so many lines */
};

static size_t n_count(void *arg)
{
	return ((struct numbers *)arg)->n;
}

static uint64_t n_id(void *arg, size_t i)
{
	return ((struct numbers *)arg)->first + i;
}

static int n_height(void *arg, size_t i)
{
	struct numbers *n = arg;

	n->asked++;
	return n->tall && i % 2 ? n->tall : 1;
}

static bool n_heading(void *arg, size_t i)
{
	struct numbers *n = arg;

	return n->heading && i % n->heading == 0;
}

static void n_row(void *arg, size_t i, struct grid *g, struct rect r, bool on)
{
	struct numbers *n = arg;

	n->asked++;
	grid_put(g, r.y, r.x, r.w, ROLE_TEXT, "%s %llu%s", n_heading(arg, i) ? "--" : "row", (unsigned long long)(n->first + i), on ? " on" : "");
	for (int y = 1; y < r.h; y++)
		grid_put(g, r.y + y, r.x, r.w, ROLE_DIM, "line %d", y);
}

static void n_say(void *arg, size_t i, struct str *out)
{
	str_addf(out, "row %llu", (unsigned long long)(((struct numbers *)arg)->first + i));
}

static const struct list_ops numbers = { .count = n_count, .id = n_id, .height = n_height, .heading = n_heading, .row = n_row,
	                                 .say = n_say };

static void draws_what_fits(void **state)
{
	struct numbers n = { .n = 1000000 };
	struct list l;
	struct grid *g = grid_new(4, 20, GLYPHS_FULL);

	(void)state;
	list_init(&l, &numbers, &n, 0);
	list_draw(&l, g, (struct rect){ 0, 0, 4, 20 }, true);
	expect_screen(g, "▌row 0 on\n row 1\n row 2\n row 3\n");
	assert_int_equal(g->cursor_y, 0);
	assert_int_equal(g->cursor_x, 0);
	n.asked = 0;
	assert_int_equal(list_command(&l, C_BOTTOM), VIEW_HANDLED | VIEW_STALE);
	grid_clear(g);
	list_draw(&l, g, (struct rect){ 0, 0, 4, 20 }, true);
	expect_screen(g, " row 999996\n row 999997\n row 999998\n▌row 999999 on\n");
	/* A million rows cost what the screen shows. */
	assert_true(n.asked < 100);
	assert_int_equal(list_command(&l, C_DOWN), VIEW_HANDLED);
	list_command(&l, C_PAGE_UP);
	assert_int_equal(list_at(&l), 999996);
	list_command(&l, C_TOP);
	assert_int_equal(list_at(&l), 0);
	assert_int_equal(list_command(&l, C_UP), VIEW_HANDLED);
	assert_int_equal(list_command(&l, C_MARK), 0);
	assert_int_equal(list_command(&l, C_SORT), 0);
	list_free(&l);
	grid_free(g);
}

static void holds_on_to_its_row(void **state)
{
	struct numbers n = { .n = 50, .first = 1000 };
	struct list l;
	struct grid *g = grid_new(5, 20, GLYPHS_FULL);

	(void)state;
	list_init(&l, &numbers, &n, 0);
	list_select(&l, 20);
	list_draw(&l, g, (struct rect){ 0, 0, 5, 20 }, true);
	expect_screen(g, " row 1016\n row 1017\n row 1018\n row 1019\n▌row 1020 on\n");
	/* Seven rows come in above: row 1020 is now the 27th, at the same place on the screen. */
	n.first -= 7;
	n.n += 7;
	grid_clear(g);
	list_draw(&l, g, (struct rect){ 0, 0, 5, 20 }, true);
	expect_screen(g, " row 1016\n row 1017\n row 1018\n row 1019\n▌row 1020 on\n");
	assert_int_equal(list_at(&l), 27);
	/* Its row goes: the selection takes a neighbour. */
	n.n = 10;
	assert_int_equal(list_at(&l), 9);
	n.n = 0;
	assert_true(list_at(&l) == LIST_NONE);
	list_free(&l);
	grid_free(g);
}

static void headings_and_tall_rows(void **state)
{
	struct numbers n = { .n = 9, .heading = 4, .tall = 2 };
	struct list l;
	struct grid *g = grid_new(7, 20, GLYPHS_ASCII);

	(void)state;
	list_init(&l, &numbers, &n, 0);
	list_draw(&l, g, (struct rect){ 0, 0, 7, 20 }, true);
	expect_screen(g, " -- 0\n>row 1 on\n line 1\n row 2\n row 3\n line 1\n -- 4\n");
	list_command(&l, C_DOWN);
	list_command(&l, C_DOWN);
	list_command(&l, C_DOWN);
	assert_int_equal(list_at(&l), 5);
	grid_clear(g);
	list_draw(&l, g, (struct rect){ 0, 0, 7, 20 }, true);
	expect_screen(g, " row 2\n row 3\n line 1\n -- 4\n>row 5 on\n line 1\n row 6\n");
	/* The last row is a heading: the end is the row before it. */
	list_command(&l, C_BOTTOM);
	assert_int_equal(list_at(&l), 7);
	assert_int_equal(list_command(&l, C_DOWN), VIEW_HANDLED);
	assert_int_equal(list_at(&l), 7);
	list_command(&l, C_TOP);
	assert_int_equal(list_at(&l), 1);
	list_free(&l);
	grid_free(g);
}

static void marks_mouse_and_bar(void **state)
{
	struct numbers n = { .n = 20 };
	struct list l;
	struct grid *g = grid_new(6, 20, GLYPHS_FULL);
	struct keystroke click = { .code = KEY_MOUSE, .y = 3, .x = 4, .button = KEY_DOUBLE };

	(void)state;
	list_init(&l, &numbers, &n, LIST_MARKS);
	list_draw(&l, g, (struct rect){ 1, 2, 4, 12 }, true);
	list_command(&l, C_MARK);
	list_command(&l, C_MARK);
	assert_true(list_marked(&l, 0) && list_marked(&l, 1) && !list_marked(&l, 2));
	list_select(&l, 0);
	list_command(&l, C_MARK);
	assert_false(list_marked(&l, 0));
	grid_clear(g);
	list_use_bar(true);
	list_draw(&l, g, (struct rect){ 1, 2, 4, 12 }, true);
	list_use_bar(false);
	expect_screen(g, "\n    row 0\n  ▌✓row 1 on\n    row 2\n    row 3\n");
	assert_int_equal(role_at(g, 2, 13), ROLE_CURSOR);
	assert_int_equal(role_at(g, 2, 14), ROLE_TEXT);
	assert_int_equal(list_key(&l, &click), VIEW_HANDLED | VIEW_STALE | LIST_ACTIVATE);
	assert_int_equal(list_at(&l), 2);
	click.y = 5;
	assert_int_equal(list_key(&l, &click), 0);
	click.y = 2;
	click.button = KEY_WHEEL_DOWN;
	list_key(&l, &click);
	assert_int_equal(list_at(&l), 5);
	list_free(&l);
	grid_free(g);
}

static void five_states(void **state)
{
	struct numbers n = { 0 };
	struct subject s = { .name = "x", .since = 1000000 - 180, .state = STATE_EMPTY };
	struct list l;
	struct grid *g = grid_new(4, 60, GLYPHS_FULL);
	struct rect all = { 0, 0, 4, 60 };
	struct str said = { 0 };

	(void)state;
	tick_fix(1000000);
	tick_confirm(1000000);
	list_init(&l, &numbers, &n, 0);
	l.state = &s;
	l.empty = "No rows";
	l.hint = "r asks again";
	list_draw(&l, g, all, true);
	expect_screen(g, "                    Nothing is known yet\n\n                        r asks again\n");
	s.state = STATE_LOADING;
	grid_clear(g);
	list_draw(&l, g, all, true);
	expect_screen(g, "                          Loading\n");
	s.state = STATE_FRESH;
	grid_clear(g);
	list_draw(&l, g, all, true);
	expect_screen(g, "                          No rows\n\n                        r asks again\n");
	s.state = STATE_ERROR;
	fault_set(&s.fault, E_REFUSED, "node g1.example");
	grid_clear(g);
	list_draw(&l, g, all, true);
	expect_screen(g, "           node g1.example: nothing listens there\n\n                  is the service running?\n");
	s.state = STATE_STALE;
	n.n = 2;
	grid_clear(g);
	list_draw(&l, g, all, true);
	expect_screen(g, " ◐ as of 3 min ago, node g1.example: nothing listens there\n▌row 0 on\n row 1\n");
	str_cut(&said, 0);
	s.since = 1000000 - 3;
	state_words(&said, &s);
	assert_string_equal(str_c(&said), "as of just now, node g1.example: nothing listens there");
	str_cut(&said, 0);
	s.since = 0;
	s.fault.code = E_OK;
	state_words(&said, &s);
	assert_string_equal(str_c(&said), "of unknown age");
	str_cut(&said, 0);
	s.since = 1000000 - 180;
	s.fault.code = E_REFUSED;
	list_say(&l, &said, 10);
	assert_string_equal(str_c(&said), "as of 3 min ago, node g1.example: nothing listens there\n> row 0\n  row 1\n");
	str_free(&said);
	list_free(&l);
	grid_free(g);
}

/* A table of fruit. */

struct fruit {
	const char *name, *kind;
	int price;
};

static const struct fruit fruits[] = {
	{ "pear", "pome", 120 }, { "apple", "pome", 80 }, { "cherry", "stone", 450 }, { "plum", "stone", 210 },
	{ "pêche", "stone", 300 },
};

static size_t f_count(void *arg)
{
	return *(size_t *)arg;
}

static uint64_t f_id(void *arg, size_t i)
{
	(void)arg;
	return 100 + i;
}

static void f_name(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)arg;
	*role = ROLE_THEM;
	str_adds(out, fruits[i].name);
}

static void f_kind(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)arg;
	(void)role;
	str_adds(out, fruits[i].kind);
}

static void f_price(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)arg;
	(void)role;
	str_addf(out, "%d", fruits[i].price);
}

static int by_name(void *arg, size_t a, size_t b)
{
	(void)arg;
	return strcmp(fruits[a].name, fruits[b].name);
}

static int by_price(void *arg, size_t a, size_t b)
{
	(void)arg;
	return fruits[a].price - fruits[b].price;
}

static const struct column fruit_columns[] = {
	{ "name", "name", 8, 1, 0, 0, f_name, by_name },
	{ "kind", "kind", 6, 0, 2, 0, f_kind, NULL },
	{ "price", "price", 7, 0, 1, COLUMN_RIGHT | COLUMN_DESC, f_price, by_price },
	{ "again", "again", 6, 0, 3, COLUMN_OFF, f_name, by_name },
};

static const struct table_ops fruit_ops = { .columns = fruit_columns, .ncolumns = 4, .count = f_count, .id = f_id };

static void table_sorts_filters_and_fits(void **state)
{
	size_t n = 5;
	struct table t;
	struct grid *g = grid_new(6, 30, GLYPHS_FULL);
	struct rect all = { 0, 0, 6, 30 };
	struct keystroke head = { .code = KEY_MOUSE, .y = 0, .x = 2, .button = KEY_CLICK };

	(void)state;
	table_init(&t, &fruit_ops, &n, 0);
	table_draw(&t, g, all, true);
	expect_screen(g, " name          kind      price\n▌pear          pome        120\n apple         pome         80\n"
	                 " cherry        stone       450\n plum          stone       210\n pêche         stone       300\n");
	list_select(&t.list, 3);
	assert_true(table_sort(&t, SLICE("price"), true));
	grid_clear(g);
	table_draw(&t, g, all, true);
	/* The selection stays on the plum. */
	expect_screen(g, " name          kind     price↓\n cherry        stone       450\n pêche         stone       300\n"
	                 "▌plum          stone       210\n pear          pome        120\n apple         pome         80\n");
	assert_int_equal(table_row(&t), 3);
	assert_false(table_sort(&t, SLICE("kind"), true));
	assert_int_equal(table_command(&t, C_SORT), VIEW_HANDLED | VIEW_STALE);
	assert_true(t.sort == 2 && !t.desc);
	table_command(&t, C_SORT);
	assert_true(t.sort == LIST_NONE);
	assert_int_equal(table_key(&t, &head), VIEW_HANDLED | VIEW_STALE);
	assert_true(t.sort == 0 && !t.desc);
	table_filter(&t, SLICE("STONE !cher"));
	grid_clear(g);
	table_draw(&t, g, all, true);
	expect_screen(g, " name↑         kind      price\n▌plum          stone       210\n pêche         stone       300\n");
	table_filter(&t, SLICE("pech"));
	grid_clear(g);
	table_draw(&t, g, all, true);
	expect_screen(g, " name↑         kind      price\n▌pêche         stone       300\n");
	assert_int_equal(role_at(g, 1, 1), ROLE_MATCH);
	assert_int_equal(role_at(g, 1, 4), ROLE_MATCH);
	assert_int_equal(role_at(g, 1, 5), ROLE_THEM);
	table_filter(&t, (struct slice){ "", 0 });
	/* Narrow: the column with the highest drop number goes first. */
	grid_clear(g);
	table_draw(&t, g, (struct rect){ 0, 0, 2, 17 }, true);
	expect_screen(g, " plum         210\n▌pêche        300\n");
	table_free(&t);
	grid_free(g);
}

static size_t asked;

static size_t m_count(void *arg)
{
	(void)arg;
	return 1000000;
}

static void m_cell(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)arg;
	(void)role;
	asked++;
	str_addf(out, "%zu", i);
}

static size_t ordered;

static void m_order(void *arg, size_t column, bool desc, struct slice filter)
{
	(void)arg;
	(void)desc;
	(void)filter;
	ordered = column + 1;
}

static void table_of_a_million(void **state)
{
	static const struct column columns[] = { { "n", "n", 10, 1, 0, 0, m_cell, NULL } };
	static const struct table_ops ops = { .columns = columns, .ncolumns = 1, .count = m_count, .order = m_order };
	struct table t;
	struct grid *g = grid_new(4, 20, GLYPHS_FULL);

	(void)state;
	table_init(&t, &ops, NULL, 0);
	table_command(&t, C_BOTTOM);
	table_draw(&t, g, (struct rect){ 0, 0, 4, 20 }, true);
	expect_screen(g, " n\n 999997\n 999998\n▌999999\n");
	assert_true(asked < 20);
	table_command(&t, C_SORT);
	assert_int_equal(ordered, 1);
	assert_true(t.index.v == NULL);
	table_free(&t);
	grid_free(g);
}

static void rtl_name(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)arg;
	(void)role;
	str_adds(out, i ? "ana" : "דוד");
}

static void rtl_amount(void *arg, size_t i, struct str *out, enum role *role)
{
	(void)arg;
	(void)role;
	str_addf(out, "%zu.00", i + 1);
}

static void rtl_names_have_their_own_line(void **state)
{
	static const struct column columns[] = {
		{ "name", "name", 8, 1, 0, COLUMN_RTL, rtl_name, NULL },
		{ "amount", "amount", 8, 0, 0, COLUMN_RIGHT, rtl_amount, NULL },
	};
	static const struct table_ops ops = { .columns = columns, .ncolumns = 2, .count = f_count };
	size_t n = 2;
	struct table t;
	struct grid *g = grid_new(5, 19, GLYPHS_FULL);

	(void)state;
	table_init(&t, &ops, &n, 0);
	table_draw(&t, g, (struct rect){ 0, 0, 5, 19 }, true);
	expect_screen(g, " name        amount\n▌↓             1.00\n   דוד\n ana           2.00\n");
	table_free(&t);
	grid_free(g);
}

/* A history: what is new comes at the top. Who looks at the top sees it; who reads further down stays where they are. */
static void the_newest_are_seen(void **state)
{
	struct numbers n = { .n = 10, .first = 100 };
	struct list l;
	struct grid *g = grid_new(4, 20, GLYPHS_FULL);

	(void)state;
	list_init(&l, &numbers, &n, LIST_NEWEST);
	list_draw(&l, g, (struct rect){ 0, 0, 4, 20 }, true);
	n.first = 98;
	n.n = 12;
	grid_clear(g);
	list_draw(&l, g, (struct rect){ 0, 0, 4, 20 }, true);
	expect_screen(g, "▌row 98 on\n row 99\n row 100\n row 101\n");
	list_command(&l, C_DOWN);
	n.first = 97;
	n.n = 13;
	grid_clear(g);
	list_draw(&l, g, (struct rect){ 0, 0, 4, 20 }, true);
	expect_screen(g, " row 97\n row 98\n▌row 99 on\n row 100\n");
	list_command(&l, C_BOTTOM);
	grid_clear(g);
	list_draw(&l, g, (struct rect){ 0, 0, 4, 20 }, true);
	n.first = 90;
	n.n = 20;
	grid_clear(g);
	list_draw(&l, g, (struct rect){ 0, 0, 4, 20 }, true);
	expect_screen(g, " row 106\n row 107\n row 108\n▌row 109 on\n");
	list_free(&l);
	grid_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draws_what_fits), cmocka_unit_test(holds_on_to_its_row),
		cmocka_unit_test(headings_and_tall_rows), cmocka_unit_test(marks_mouse_and_bar),
		cmocka_unit_test(five_states), cmocka_unit_test(table_sorts_filters_and_fits),
		cmocka_unit_test(table_of_a_million), cmocka_unit_test(rtl_names_have_their_own_line),
		cmocka_unit_test(the_newest_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
