/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions, prompts, menus, palette and forms on the whole screen: keys in, text screens and answers out. */
#include "fruitscreen.h"

static void y_confirms_and_enter_never_does(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 16, 50, GLYPHS_FULL);
	press(&f, "x");
	expect_screen(f.g,
		"[1 Orchard ·2] 2 Order                        ● Ğ1\n"
		"──────────────────────────────────────────────────\n"
		"  name                            kind       price\n"
		"▌ apple                           pome        0.80\n"
		"┌ Pick ──────────────────────────────────────────┐\n"
		"│ The fruit is picked and gone from the tree for │\n"
		"│ this year.                                     │\n"
		"│                                                │\n"
		"│ y does it, n or Esc leaves                     │\n"
		"└────────────────────────────────────────────────┘\n"
		"\n\n\n\n\n"
		" Esc leave\n");
	press(&f, "Enter Enter j q x");
	assert_int_equal(heard.answers, 1);
	assert_string_equal(heard.answer, "cancelled ask");
	press(&f, "x y y");
	assert_int_equal(heard.answers, 2);
	assert_string_equal(heard.answer, "ok ask");
	/* What cannot be undone wants its word. */
	press(&f, "o y Enter");
	assert_int_equal(heard.answers, 2);
	line_is(&f, 7, "│ Type apple and press Enter, or Esc to leave    │");
	press(&f, "Backspace a p p l e");
	line_is(&f, 8, "│ apple                                          │");
	press(&f, "Enter");
	assert_int_equal(heard.answers, 3);
	assert_string_equal(heard.answer, "ok ask");
	press(&f, "o Esc");
	assert_string_equal(heard.answer, "cancelled ask");
	/* A paste never answers. */
	press(&f, "x");
	give(&f, &(struct keystroke){ .code = KEY_PASTE, .text = SLICE("y\n") });
	assert_int_equal(heard.answers, 4);
	press(&f, "n");
	assert_int_equal(heard.answers, 5);
	end(&f);
}

static void lines_secrets_menus(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 12, 50, GLYPHS_FULL);
	press(&f, "r");
	line_is(&f, 10, " Name: fig");
	assert_int_equal(f.g->cursor_x, 10);
	press(&f, "s q");
	line_is(&f, 10, " Name: figsq");
	press(&f, "Enter");
	assert_string_equal(heard.answer, "ok figsq");
	press(&f, "r Up");
	line_is(&f, 10, " Name: figsq");
	press(&f, "Esc");
	assert_string_equal(heard.answer, "cancelled -");
	press(&f, "L 1 2 3");
	line_is(&f, 3, "│ •••                                            │");
	press(&f, "Enter");
	assert_string_equal(heard.answer, "ok 3 bytes");
	press(&f, "L 1 Esc");
	assert_string_equal(heard.answer, "cancelled 0 bytes");
	press(&f, "Left");
	expect_screen(f.g,
		"[1 Orchard ·2] 2 Order                        ● Ğ1\n"
		"  name                            kind       price\n"
		"▌ apple             ┌ Kind ─┐     pome        0.80\n"
		"  pear              │ pome  │     pome        1.20\n"
		"  plum              │▌stone │     stone       2.10\n"
		"  pêche             │ other │     stone       3.00\n"
		"  cherry            └───────┘     stone       4.50\n"
		"  fig                             other       6.40\n"
		"  quince                          pome        1.50\n"
		"\n\n"
		" Enter take  Esc leave\n");
	press(&f, "Down Down Down Enter");
	assert_string_equal(heard.answer, "ok item 1");
	press(&f, "Left o Space");
	assert_string_equal(heard.answer, "ok item 2");
	press(&f, "Left");
	click(&f, 3, 23);
	assert_string_equal(heard.answer, "ok item 0");
	end(&f);
}

static void palette_finds_and_runs(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 14, 70, GLYPHS_FULL);
	press(&f, ":");
	line_is(&f, 12, ":");
	type(&f, "cancel-t");
	expect_screen(f.g,
		"[1 Orchard ·2] 2 Order                                            ● Ğ1\n"
		"  name                                                kind       price\n"
		"▌ apple                                               pome        0.80\n"
		"  pear                                                pome        1.20\n"
		"  plum                                                stone       2.10\n"
		"  pêche                                               stone       3.00\n"
		"  cherry                                              stone       4.50\n"
		"  fig                                                 other       6.40\n"
		"  quince                                              pome        1.50\n"
		"┌ Commands ────────────────────────────────────────────────── 1 match┐\n"
		"│▌cancel-task    x       Cancel this task                            │\n"
		"└────────────────────────────────────────────────────────────────────┘\n"
		":cancel-t\n"
		" Enter take  Tab complete  Esc leave\n");
	press(&f, "Enter");
	line_is(&f, 4, "  pl│ The fruit is picked and gone from the tree for this year.  │2.10");
	press(&f, "y");
	assert_string_equal(heard.answer, "ok ask");
	/* By its key, and by what it does. */
	press(&f, ": x");
	line_is(&f, 7, "│▌cancel-task    x       Cancel this task                            │");
	press(&f, "Esc");
	press(&f, ":");
	type(&f, "toasts-that-do-not-exist");
	line_is(&f, 10, "│ No command is called like this or does this                        │");
	press(&f, "C-u");
	type(&f, "set ui.th");
	press(&f, "Tab");
	line_is(&f, 12, ":set ui.theme");
	press(&f, "Esc :");
	type(&f, "sort");
	press(&f, "Enter");
	line_is(&f, 1, "  name↑                                               kind       price");
	/* The history of commands. */
	press(&f, ": C-p");
	line_is(&f, 12, ":sort");
	end(&f);
}

static void text_is_text(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 16, 60, GLYPHS_FULL);
	press(&f, "2 Tab");
	expect_screen(f.g,
		" 1 Orchard ·2 [2 Order]                                 ● Ğ1\n"
		"────────────────────────────────────────────────────────────\n"
		" Fruit      apple ▾\n"
		" Amount                 = 0 digits\n"
		"            How many pieces\n"
		" A gift     no ○\n"
		" Comment\n"
		"\n\n\n\n\n\n\n\n"
		" Enter go on  Tab next field  Esc leave    F1 help  F10 quit\n");
	press(&f, "1 q ? :");
	line_is(&f, 3, " Amount     1q?:        = 4 digits");
	line_is(&f, 4, "            This is no number");
	assert_int_equal(f.quits, 0);
	press(&f, "C-u 1 2 Tab Space");
	line_is(&f, 5, " Gift code");
	press(&f, "Tab 9 9 Tab o k C-a Z");
	expect_screen(f.g,
		" 1 Orchard ·2 [2 Order]                                 ● Ğ1\n"
		"────────────────────────────────────────────────────────────\n"
		" Fruit      apple ▾\n"
		" Amount     12          = 2 digits\n"
		" A gift     yes ✓\n"
		" Gift code  ••\n"
		" Comment    Zok\n"
		"\n\n\n\n\n\n\n\n"
		" Enter go on  Tab next field  Esc leave    F1 help  F10 quit\n");
	assert_int_equal(f.g->cursor_y, 6);
	assert_int_equal(f.g->cursor_x, 13);
	press(&f, "Enter");
	line_is(&f, 14, " ✓ ordered");
	/* A choice opens a menu. */
	press(&f, "Tab Space");
	line_is(&f, 5, " Gift code  ••           │▌apple │");
	press(&f, "Down Enter");
	line_is(&f, 2, " Fruit      pear ▾");
	/* Ctrl- and function keys still command. */
	press(&f, "Tab C-l C-z");
	assert_int_equal(f.repaints, 1);
	assert_int_equal(f.suspends, 1);
	press(&f, "F1");
	line_is(&f, 1, "─ Order > Help: Order ──────────────────────────────────────");
	end(&f);
}

static void questions_die_with_their_view(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 16, 60, GLYPHS_FULL);
	press(&f, "x");
	stack_close(f.s, stack_top(f.s));
	assert_string_equal(heard.answer, "cancelled ask");
	press(&f, "x");
	assert_int_equal(stack_open(f.s, "orchard", 1, (char *[]){ (char[]){ "x" } }), E_OK);
	assert_int_equal(heard.answers, 2);
	press(&f, "x");
	end(&f);
	assert_int_equal(heard.answers, 3);
	assert_string_equal(heard.answer, "cancelled ask");
}

static void columns_are_chosen_in_a_menu(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 16, 60, GLYPHS_FULL);
	press(&f, ":");
	type(&f, "columns");
	press(&f, "Enter");
	line_is(&f, 5, "  plum                 │▌[x] name  │        stone       2.10");
	press(&f, "Down Enter");
	line_is(&f, 3, "▌ apple                                                 0.80");
	end(&f);
}

static void long_questions_scroll(void **state)
{
	struct fixture f;
	struct str text = { 0 };

	(void)state;
	begin(&f, 12, 40, GLYPHS_FULL);
	for (int i = 1; i <= 9; i++)
		str_addf(&text, "line %d\n", i);
	f.s->front.ops->ask(f.s, &(struct question){ "Long", str_c(&text), NULL }, heard_ask, NULL);
	str_free(&text);
	stack_draw(f.s, f.g);
	line_is(&f, 2, "│ line 1                               │");
	line_is(&f, 7, "│ line 6                              ↓│");
	line_is(&f, 8, "│ y does it, n or Esc leaves           │");
	press(&f, "Down Down Down Down Down Down");
	line_is(&f, 7, "│ line 9                               │");
	press(&f, "Up y");
	assert_string_equal(heard.answer, "ok ask");
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(y_confirms_and_enter_never_does),
		cmocka_unit_test(lines_secrets_menus),
		cmocka_unit_test(palette_finds_and_runs),
		cmocka_unit_test(text_is_text),
		cmocka_unit_test(questions_die_with_their_view),
		cmocka_unit_test(columns_are_chosen_in_a_menu),
		cmocka_unit_test(long_questions_scroll),
	};

	if (secret_init())
		return 1;
	/* A fixed clock in a fixed zone, so that a screen with a time on it can be compared. */
	setenv("TZ", "UTC", 1);
	tick_fix(1795225560);
	tick_confirm(1795225560);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
