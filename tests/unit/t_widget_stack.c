/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole screen with views made for tests: keys in, text screens out. */
#include "screen.h"
#include "fruitviews.h"
#include "ui/widget/parts.h"

#define BLANKS_27 "                           "
#define BLANKS_278 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 BLANKS_27 "        "

struct fixture {
	struct app app;
	struct stack *s;
	struct grid *g;
	char copied[64];
	int quits, stales, repaints, suspends;
	enum err copy_answer;
};

static void host_badge(void *self, enum glyph *sign, enum role *role, struct str *text)
{
	(void)self;
	*sign = GLYPH_GOOD;
	*role = ROLE_OK;
	str_adds(text, "Ğ1");
}

static enum err host_copy(void *self, struct slice text)
{
	struct fixture *f = self;

	snprintf(f->copied, sizeof f->copied, "%.*s", (int)text.n, text.p);
	return f->copy_answer;
}

static void host_quit(void *self, int code)
{
	(void)code;
	((struct fixture *)self)->quits++;
}

static void host_stale(void *self)
{
	((struct fixture *)self)->stales++;
}

static void host_repaint(void *self)
{
	((struct fixture *)self)->repaints++;
}

static void host_suspend(void *self)
{
	((struct fixture *)self)->suspends++;
}

static void begin(struct fixture *f, int h, int w, enum glyph_set glyphs)
{
	struct stack_host host = { .self = f, .badge = host_badge, .copy = host_copy, .quit = host_quit, .stale = host_stale,
		                   .repaint = host_repaint, .suspend = host_suspend };

	memset(f, 0, sizeof *f);
	fruit_app(&f->app);
	f->s = stack_new(&f->app, fruit_views, &host);
	f->g = grid_new(h, w, glyphs);
	assert_int_equal(stack_open(f->s, "orchard", 0, NULL), E_OK);
}

static void end(struct fixture *f)
{
	stack_free(f->s);
	grid_free(f->g);
	fruit_app_done(&f->app);
}

static void give(void *arg, const struct key *k)
{
	struct fixture *f = arg;

	stack_key(f->s, k);
	stack_draw(f->s, f->g);
	assert_in_range(f->g->cursor_y, 0, f->g->h - 1);
	assert_in_range(f->g->cursor_x, 0, f->g->w - 1);
}

static void press(struct fixture *f, const char *keys)
{
	each_key(keys, give, f);
}

static void type(struct fixture *f, const char *text)
{
	for (const char *p = text; *p; p++)
		give(f, &(struct key){ .code = *p == ' ' ? KEY_SPACE : (unsigned char)*p });
}

static void click(struct fixture *f, int y, int x)
{
	give(f, &(struct key){ .code = KEY_MOUSE, .y = y, .x = x, .button = KEY_CLICK });
}

static void line_is(const struct fixture *f, int y, const char *want)
{
	struct str all = { 0 };
	struct slice rest, line = { "", 0 };

	screen_text(f->g, &all);
	rest = slice_str(&all);
	for (int i = 0; i <= y; i++)
		if (!slice_split(&rest, '\n', &line))
			line = (struct slice){ "", 0 };
	if (!slice_is(line, want)) {
		fprintf(stderr, "line %d is\n%.*s\ninstead of\n%s\n", y, (int)line.n, line.p, want);
		str_free(&all);
		fail();
	}
	str_free(&all);
}

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
		" : commands  r refresh  T tasks    ? help  q close\n");
	press(&f, "Esc");
	line_is(&f, 4, "▌ pear                            pome        1.20");
	press(&f, "Enter q");
	assert_int_equal(f.quits, 0);
	line_is(&f, 4, "▌ pear                            pome        1.20");
	press(&f, "q");
	assert_int_equal(f.quits, 1);
	end(&f);
}

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
	give(&f, &(struct key){ .code = KEY_PASTE, .text = SLICE("y\n") });
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
		" Enter take  Esc leave\n");
	press(&f, "Enter");
	line_is(&f, 4, "  pl│ The fruit is picked and gone from the tree for this year.  │2.10");
	press(&f, "y");
	assert_string_equal(heard.answer, "ok ask");
	/* By its key, and by what it does. */
	press(&f, ": x");
	line_is(&f, 10, "│▌cancel-task    x       Cancel this task                            │");
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

static void help_is_of_this_view(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, 20, 60, GLYPHS_FULL);
	press(&f, "?");
	line_is(&f, 1, "─ Orchard > Help: Orchard ──────────────────────────────────");
	line_is(&f, 8, " On this screen");
	line_is(&f, 9, " x               Cancel this task");
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
	line_is(&f, 1, "─ Orchard > Select it with the mouse: this terminal takes n─");
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
		cmocka_unit_test(cards_lie_over), cmocka_unit_test(y_confirms_and_enter_never_does),
		cmocka_unit_test(lines_secrets_menus), cmocka_unit_test(palette_finds_and_runs), cmocka_unit_test(text_is_text),
		cmocka_unit_test(help_is_of_this_view), cmocka_unit_test(mouse_on_tabs_rows_and_keys),
		cmocka_unit_test(copies_toasts_and_their_log), cmocka_unit_test(stale_is_told_outside_of_keys),
		cmocka_unit_test(readonly_and_sandbox_show), cmocka_unit_test(questions_die_with_their_view),
		cmocka_unit_test(opens_what_there_is),
		cmocka_unit_test(what_was_done_can_be_undone), cmocka_unit_test(columns_are_chosen_in_a_menu),
		cmocka_unit_test(long_questions_scroll), cmocka_unit_test(longer_words_still_fit),
	};

	if (secret_init())
		return 1;
	/* A fixed clock in a fixed zone, so that a screen with a time on it can be compared. */
	setenv("TZ", "UTC", 1);
	tick_fix(1795225560);
	tick_confirm(1795225560);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
