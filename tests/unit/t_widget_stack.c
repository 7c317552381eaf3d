/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole screen with views made for tests: keys in, text screens out. */
#include "fruitscreen.h"

#define BLANKS_27 "                           "
#define BLANKS_278 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 "        "

static void the_frame(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 24, 80, GLYPHS_FULL);
	stack_draw(f.s, f.g);
	expect_screen(f.g,
		"[1 Orchard ·2] 2 Order                                                      ● Ğ1\n"
		"────────────────────────────────────────────────────────────────────────────────\n"
		"  name                                                          kind       price\n"
		"▌ apple                                                         pome        0.80\n"
		"  pear                                                          pome        1.20\n"
		"  plum                                                          stone       2.10\n"
		"  pêche                                                         stone       3.00\n"
		"  cherry                                                        stone       4.50\n"
		"  fig                                                           other       6.40\n"
		"  quince                                                        pome        1.50\n"
		"\n\n\n\n\n\n\n\n\n\n\n\n\n"
		" Enter open  x cancel task  s sort  / filter  : commands  y copy  ? help  q quit\n");
	assert_int_equal(f.g->cursor_y, 3);
	press(&f, "j Down k");
	assert_int_equal(f.g->cursor_y, 4);
	press(&f, "2");
	line_is(&f, 0, " 1 Orchard ·2 [2 Order]                                                     ● Ğ1");
	press(&f, "M-Left");
	line_is(&f, 4, "▌ pear                                                          pome        1.20");
	end(&f);
	assert_int_equal(heard.closed, 1);
}

static void small_and_wide(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 12, 40, GLYPHS_ASCII);
	stack_draw(f.s, f.g);
	expect_screen(f.g,
		"[1 Orchard .2] 2 Order              * G1\n"
		"  name                  kind       price\n"
		"> apple                 pome        0.80\n"
		"  pear                  pome        1.20\n"
		"  plum                  stone       2.10\n"
		"  peche                 stone       3.00\n"
		"  cherry                stone       4.50\n"
		"  fig                   other       6.40\n"
		"  quince                pome        1.50\n"
		"\n\n"
		" Enter open  s sort       ? help  q quit\n");
	grid_free(f.g);
	f.g = grid_new(4, 30, GLYPHS_FULL);
	press(&f, "j");
	expect_screen(f.g, "Orchard: pear\n");
	grid_free(f.g);
	f.g = grid_new(100, 300, GLYPHS_FULL);
	press(&f, "j");
	line_is(&f, 4, "  pear" BLANKS_278 "pome        1.20");
	grid_free(f.g);
	f.g = grid_new(1, 1, GLYPHS_FULL);
	press(&f, "j x : a Esc Esc ?");
	end(&f);
}

static void filter_as_you_type(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 16, 60, GLYPHS_FULL);
	press(&f, "/ s t o q");
	/* q is text here. */
	assert_int_equal(f.quits, 0);
	press(&f, "Backspace");
	expect_screen(f.g,
		"[1 Orchard ·2] 2 Order                                  ● Ğ1\n"
		"───────────────────────────────────────────────────── /sto ─\n"
		"  name                                      kind       price\n"
		"▌ plum                                      stone       2.10\n"
		"  pêche                                     stone       3.00\n"
		"  cherry                                    stone       4.50\n"
		"\n\n\n\n\n\n\n\n"
		"/sto\n"
		" Enter take  Esc leave\n");
	assert_int_equal(role_at(f.g, 3, 44), ROLE_MATCH);
	assert_int_equal(role_at(f.g, 3, 47), ROLE_DIM);
	assert_int_equal(f.g->cursor_y, 14);
	assert_int_equal(f.g->cursor_x, 4);
	press(&f, "Down Enter");
	line_is(&f, 4, "▌ pêche                                     stone       3.00");
	line_is(&f, 14, "");
	press(&f, "Esc");
	line_is(&f, 1, "────────────────────────────────────────────────────────────");
	line_is(&f, 6, "▌ pêche                                     stone       3.00");
	press(&f, "/ x x x");
	line_is(&f, 6, "                 Nothing matches the filter");
	press(&f, "Esc");
	line_is(&f, 6, "▌ pêche                                     stone       3.00");
	end(&f);
}

static void cards_lie_over(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 16, 50, GLYPHS_FULL);
	press(&f, "j Enter");
	expect_screen(f.g,
		"[1 Orchard ·2] 2 Order                        ● Ğ1\n"
		"─ Orchard > pear ─────────────────────────────────\n"
		"  name                            kind       price\n"
		"  apple                           pome        0.80\n"
		"▌ pear   ┌ pear ────────────────────────┐     1.20\n"
		"  plum   │ A pear, ripe in autumn.      │     2.10\n"
		"  pêche  │                              │     3.00\n"
		"  cherry │                              │     4.50\n"
		"  fig    └──────────────────────────────┘     6.40\n"
		"  quince                          pome        1.50\n"
		"\n\n\n\n\n"
		" : commands  p pay  T tasks        ? help  q close\n");
	press(&f, "Esc");
	line_is(&f, 4, "▌ pear                            pome        1.20");
	press(&f, "Enter q");
	assert_int_equal(f.quits, 0);
	line_is(&f, 4, "▌ pear                            pome        1.20");
	press(&f, "q");
	assert_int_equal(f.quits, 1);
	end(&f);
}

/* News is told to whoever looks elsewhere; an error on the screen rings. */
static void news_and_errors_draw_attention(void **state)
{
	struct fixture f;
	struct front *front;

	(void)state;
	begin(&f, 16, 50, GLYPHS_FULL);
	front = stack_front(f.s);
	notices_add(f.app.notices, NOTICE_WARN, "a node lied");
	assert_true(subject_flush());
	assert_string_equal(f.alerted, "a node lied");
	assert_int_equal(f.bells, 0);
	stack_draw(f.s, f.g);
	line_is(&f, 14, " ◐ a node lied");
	front->ops->toast(front->self, TONE_INFO, "done");
	assert_int_equal(f.bells, 0);
	front->ops->toast(front->self, TONE_ERROR, "no");
	assert_int_equal(f.bells, 1);
	end(&f);
}

static void help_is_of_this_view(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 20, 60, GLYPHS_FULL);
	press(&f, "?");
	line_is(&f, 1, "─ Orchard > Help: Orchard ──────────────────────────────────");
	line_is(&f, 2, " On this screen");
	line_is(&f, 3, " x               Cancel this task");
	press(&f, "/ m a r k Enter");
	line_is(&f, 2, " Space           Mark or unmark this line");
	press(&f, "Esc Esc");
	line_is(&f, 1, "────────────────────────────────────────────────────────────");
	end(&f);
}

static void mouse_on_tabs_rows_and_keys(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 24, 80, GLYPHS_FULL);
	stack_draw(f.s, f.g);
	click(&f, 5, 10);
	assert_int_equal(f.g->cursor_y, 5);
	click(&f, 2, 75);
	line_is(&f, 3, "  fig                                                           other       6.40");
	click(&f, 0, 18);
	line_is(&f, 0, " 1 Orchard ·2 [2 Order]                                                     ● Ğ1");
	click(&f, 0, 3);
	click(&f, 23, 2);
	line_is(&f, 1, "─ Orchard > plum ───────────────────────────────────────────────────────────────");
	click(&f, 23, 75);
	line_is(&f, 1, "────────────────────────────────────────────────────────────────────────────────");
	assert_int_equal(f.quits, 0);
	click(&f, 23, 75);
	assert_int_equal(f.quits, 1);
	end(&f);
}

static void copies_toasts_and_their_log(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 12, 60, GLYPHS_FULL);
	press(&f, "y");
	assert_string_equal(f.copied, "apple");
	line_is(&f, 10, " ✓ sent to the terminal's clipboard");
	assert_in_range(stack_due(f.s), 1, 5000);
	f.copy_answer = E_UNSUPPORTED;
	press(&f, "j y");
	/* What cannot be copied is shown. */
	line_is(&f, 1, "─ … > Select it with the mouse: this terminal takes no copi─");
	line_is(&f, 2, " pear");
	press(&f, "q");
	stack_front(f.s)->ops->toast(f.s, TONE_ERROR, "the node does not answer");
	stack_draw(f.s, f.g);
	line_is(&f, 10, " ✗ the node does not answer");
	assert_int_equal(stack_open(f.s, "toasts", 0, NULL), E_OK);
	stack_draw(f.s, f.g);
	line_is(&f, 2, "▌01:46        ✗ the node does not answer");
	end(&f);
}

static void stale_is_told_outside_of_keys(void **state)
{
	struct fixture f;
	int before;

	(void)state;
	begin(&f, 12, 60, GLYPHS_FULL);
	press(&f, "T");
	line_is(&f, 4, "                    Nothing is going on");
	before = f.stales;
	tasks_begin(f.app.tasks, "loading history", NULL, NULL);
	subject_touch(tasks_subject(f.app.tasks));
	assert_int_equal(f.stales, before);
	subject_flush();
	assert_true(f.stales > before);
	press(&f, "q");
	before = f.stales;
	subject_touch(tasks_subject(f.app.tasks));
	subject_flush();
	assert_true(f.stales > before);
	end(&f);
}

static void readonly_and_sandbox_show(void **state)
{
	struct fixture f;
	struct stack_host host = { .sandbox = true };

	(void)state;
	fruit_app(&f.app);
	f.app.readonly = true;
	f.s = stack_new(&f.app, fruit_views, &host);
	f.g = grid_new(16, 80, GLYPHS_FULL);
	stack_open(f.s, "orchard", 0, NULL);
	stack_draw(f.s, f.g);
	line_is(&f, 0, "[1 Orchard ·2] 2 Order                                         SANDBOX READ-ONLY");
	assert_int_equal(role_at(f.g, 0, 64), ROLE_BADGE);
	/* Whatever changes the world is refused before its view or handler hears of it. */
	for (int id = 0; id < CMD_COUNT; id++)
		if (cmd_at((enum cmd_id)id)->danger >= ASK) {
			toasts_free(&f.s->toasts);
			stack_run(f.s, cmd_at((enum cmd_id)id), 0, NULL);
			stack_draw(f.s, f.g);
			line_is(&f, 14, " ◐ refused: this vigie only looks (--readonly)");
		}
	end(&f);
}

static void opens_what_there_is(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 16, 60, GLYPHS_FULL);
	assert_int_equal(stack_open(f.s, "no-such-view", 0, NULL), E_NOT_FOUND);
	assert_int_equal(stack_open(f.s, "card", 0, NULL), E_USAGE);
	assert_string_equal(stack_top(f.s)->ops->name, "orchard");
	assert_int_equal(stack_open(f.s, "tasks", 0, NULL), E_OK);
	assert_int_equal(stack_open(f.s, "toasts", 0, NULL), E_OK);
	assert_int_equal(stack_open(f.s, "tasks", 0, NULL), E_OK);
	/* The same screen again goes back to it. */
	press(&f, "Esc");
	assert_string_equal(stack_top(f.s)->ops->name, "orchard");
	end(&f);
}

static void what_was_done_can_be_undone(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 12, 60, GLYPHS_FULL);
	undo_push(f.app.undo, "deleted contact bernard", "version", 0, NULL, 0);
	subject_flush();
	stack_draw(f.s, f.g);
	line_is(&f, 10, " ⟳ deleted contact bernard: u takes it back");
	assert_in_range(stack_due(f.s), 1, 8000);
	press(&f, "u");
	subject_flush();
	assert_null(undo_top(f.app.undo));
	stack_draw(f.s, f.g);
	assert_null(undo_top(f.app.undo));
	end(&f);
}

static void longer_words_still_fit(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 12, 40, GLYPHS_FULL);
	i18n_pseudo(true);
	press(&f, "x Esc 2 Tab Tab a b Tab ? : Esc T ?");
	for (int y = 0; y < f.g->h; y++)
		for (int x = 0; x < f.g->w; x++)
			assert_true(f.g->cells[y * f.g->w + x].role < ROLE_COUNT);
	i18n_pseudo(false);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_frame), cmocka_unit_test(small_and_wide), cmocka_unit_test(filter_as_you_type),
		cmocka_unit_test(cards_lie_over), cmocka_unit_test(help_is_of_this_view), cmocka_unit_test(news_and_errors_draw_attention), cmocka_unit_test(mouse_on_tabs_rows_and_keys),
		cmocka_unit_test(copies_toasts_and_their_log), cmocka_unit_test(stale_is_told_outside_of_keys),
		cmocka_unit_test(readonly_and_sandbox_show), cmocka_unit_test(opens_what_there_is),
		cmocka_unit_test(what_was_done_can_be_undone), cmocka_unit_test(longer_words_still_fit),
	};

	if (secret_init())
		return 1;
	/* A fixed clock in a fixed zone, so that a screen with a time on it can be compared. */
	setenv("TZ", "UTC", 1);
	tick_fix(1795225560);
	tick_confirm(1795225560);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
