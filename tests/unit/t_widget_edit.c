/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"
#include "ui/widget/edit.h"
#include "ui/widget/form.h"
#include "ui/widget/view.h"

static void give(void *arg, const struct keystroke *k)
{
	edit_key(arg, k);
}

static void press(struct edit *e, const char *keys)
{
	each_key(keys, give, e);
}

static unsigned paste(struct edit *e, const char *text)
{
	struct keystroke k = { .code = KEY_PASTE, .text = slice_of(text) };

	return edit_key(e, &k);
}

static void expect_text(struct edit *e, const char *want)
{
	struct slice s = edit_text(e);

	assert_int_equal(s.n, strlen(want));
	assert_memory_equal(s.p, want, s.n);
}

static void emacs_keys(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false);
	press(&e, "h e l l o Space w o r l d");
	expect_text(&e, "hello world");
	press(&e, "C-a X M-f Y C-e Z");
	expect_text(&e, "XhelloY worldZ");
	press(&e, "M-b C-k");
	expect_text(&e, "XhelloY ");
	press(&e, "C-a C-y");
	expect_text(&e, "worldZXhelloY ");
	press(&e, "C-d Delete Backspace Left Left Backspace C-e C-w");
	expect_text(&e, "");
	press(&e, "a b c C-u");
	expect_text(&e, "");
	press(&e, "C-y Home Right C-f M-d");
	expect_text(&e, "ab");
	press(&e, "End C-h C-b x");
	expect_text(&e, "xa");
	edit_free(&e);
}

static void clusters_move_as_one(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false);
	edit_set(&e, slice_of("ae\xcc\x81漢👍🏽"));
	press(&e, "Left Left Left");
	assert_int_equal(e.at, 1);
	press(&e, "Delete");
	expect_text(&e, "a漢👍🏽");
	press(&e, "End Backspace");
	expect_text(&e, "a漢");
	/* An accent typed after a letter joins it: the cursor never stands inside. */
	press(&e, "e");
	edit_key(&e, &(struct keystroke){ .code = 0x301 });
	press(&e, "Left x");
	expect_text(&e, "a漢xe\xcc\x81");
	edit_free(&e);
}

static void scrolls_and_shows_the_cursor(void **state)
{
	struct edit e;
	struct grid *g = grid_new(1, 12, GLYPHS_FULL);

	(void)state;
	edit_init(&e, false);
	edit_set(&e, slice_of("abcdefghijklmnopqrst"));
	edit_draw(&e, g, 0, 1, 10, true);
	expect_screen(g, " …mnopqrst\n");
	assert_int_equal(g->cursor_x, 10);
	press(&e, "C-a");
	edit_draw(&e, g, 0, 1, 10, true);
	expect_screen(g, " abcdefghi…\n");
	assert_int_equal(g->cursor_x, 1);
	press(&e, "Right Right Right Right Right Right Right Right Right Right Right");
	edit_draw(&e, g, 0, 1, 10, true);
	assert_in_range(g->cursor_x, 2, 10);
	edit_set(&e, slice_of("漢字漢字漢字"));
	edit_draw(&e, g, 0, 1, 10, true);
	assert_int_equal(g->cursor_x, 9);
	edit_free(&e);
	grid_free(g);
}

static void pastes_are_clean_and_ask(void **state)
{
	struct edit e;
	struct grid *g = grid_new(1, 70, GLYPHS_FULL);

	(void)state;
	edit_init(&e, false);
	paste(&e, "one\x1b[31m\x07two\n");
	assert_false(edit_asking(&e));
	assert_null(memchr(edit_text(&e).p, 27, edit_text(&e).n));
	edit_set(&e, (struct slice){ "", 0 });
	paste(&e, "first\r\nsecond\nthird");
	assert_true(edit_asking(&e));
	expect_text(&e, "");
	edit_draw(&e, g, 0, 0, 70, true);
	expect_screen(g, "Paste 3 lines as one? y pastes, any other key does not\n");
	press(&e, "Enter");
	assert_false(edit_asking(&e));
	expect_text(&e, "");
	paste(&e, "first\r\nsecond");
	press(&e, "y");
	expect_text(&e, "first second");
	edit_free(&e);
	grid_free(g);
}

static void secrets_stay_hidden(void **state)
{
	struct edit e;
	struct grid *g = grid_new(1, 20, GLYPHS_FULL);

	(void)state;
	edit_init(&e, true);
	press(&e, "h u n t e r 2 C-a X C-e");
	assert_int_equal(edit_text(&e).n, 0);
	assert_int_equal(e.hidden.n, 8);
	assert_memory_equal(e.hidden.p, "Xhunter2", 8);
	assert_null(e.text.p);
	edit_draw(&e, g, 0, 0, 20, true);
	expect_screen(g, "••••••••\n");
	assert_int_equal(g->cursor_x, 8);
	assert_false(g->secret);
	press(&e, "M-r");
	edit_draw(&e, g, 0, 0, 20, true);
	expect_screen(g, "Xhunter2\n");
	assert_true(g->secret);
	assert_int_equal(role_at(g, 0, 0), ROLE_SECRET);
	/* What is cut from a secret is not kept for pasting. */
	press(&e, "C-u C-y");
	assert_int_equal(e.hidden.n, 0);
	assert_null(e.killed.p);
	paste(&e, "twelve\nwords");
	assert_true(edit_asking(&e));
	assert_null(e.pasted.p);
	press(&e, "y");
	assert_memory_equal(e.hidden.p, "twelve words", 12);
	edit_free(&e);
	grid_free(g);
}

static void history_goes_back_and_forth(void **state)
{
	struct history h = { 0 };
	struct edit e;

	(void)state;
	history_add(&h, SLICE("first"));
	history_add(&h, SLICE("second"));
	history_add(&h, SLICE("second"));
	assert_int_equal(h.lines.n, 2);
	edit_init(&e, false);
	e.history = &h;
	press(&e, "n e w Up");
	expect_text(&e, "second");
	press(&e, "C-p C-p");
	expect_text(&e, "first");
	press(&e, "Down Down");
	expect_text(&e, "new");
	edit_free(&e);
	history_free(&h);
}

static void has_an_end(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false);
	e.max = 4;
	press(&e, "a b c d e");
	expect_text(&e, "abcd");
	edit_set(&e, slice_of("ééé"));
	expect_text(&e, "éé");
	edit_free(&e);
}

/* Forms. */

static bool is_digits(struct form *f, size_t i, struct str *why)
{
	struct slice s = edit_text(&f->values[i].edit);

	for (size_t k = 0; k < s.n; k++)
		if (s.p[k] < '0' || s.p[k] > '9') {
			str_adds(why, "digits only");
			return false;
		}
	return s.n > 0;
}

static void length(struct form *f, size_t i, struct str *out)
{
	str_addf(out, "%zu of 5", edit_text(&f->values[i].edit).n);
}

static const char *const sizes[] = { "small", "large", NULL };

static const struct field fields[] = {
	{ .name = "size", .label = "Size", .kind = FIELD_CHOICE, .choices = sizes },
	{ .name = "count", .label = "Count", .kind = FIELD_AMOUNT, .hint = "how many", .width = 8, .check = is_digits, .note = length },
	{ .name = "hot", .label = "Hot", .kind = FIELD_SWITCH },
	{ .name = "pin", .label = "Pin", .kind = FIELD_SECRET },
};

static unsigned last;

static void give_form(void *arg, const struct keystroke *k)
{
	last = form_key(arg, k);
}

static void form_says_what_is_wrong(void **state)
{
	struct form f;
	struct grid *g = grid_new(7, 40, GLYPHS_FULL);
	struct rect all = { 0, 0, 7, 40 };

	(void)state;
	form_init(&f, fields, 4, NULL, NULL);
	assert_int_equal(form_draw(&f, g, all, true), 4);
	expect_screen(g, "Size   small ▾\nCount            0 of 5\nHot    no ○\nPin\n");
	assert_int_equal(g->cursor_y, 0);
	each_key("Right Tab", give_form, &f);
	grid_clear(g);
	form_draw(&f, g, all, true);
	expect_screen(g, "Size   large ▾\nCount            0 of 5\n       how many\nHot    no ○\nPin\n");
	assert_true(form_wants_text(&f));
	each_key("1 x", give_form, &f);
	assert_true(last & FORM_CHANGED);
	grid_clear(g);
	form_draw(&f, g, all, true);
	expect_screen(g, "Size   large ▾\nCount  1x        2 of 5\n       digits only\nHot    no ○\nPin\n");
	assert_int_equal(g->cursor_x, 9);
	each_key("Tab Space Tab s 3 Enter", give_form, &f);
	/* The last Enter goes to the field that is wrong. */
	assert_false(last & FORM_DONE);
	assert_int_equal(f.at, 1);
	each_key("Backspace Up", give_form, &f);
	assert_int_equal(f.at, 0);
	each_key("Up Enter", give_form, &f);
	assert_true(last & FORM_DONE);
	assert_int_equal(form_value(&f, "hot")->number, 1);
	assert_int_equal(form_value(&f, "size")->number, 1);
	assert_true(slice_is(form_text(&f, "count"), "1"));
	assert_int_equal(form_text(&f, "pin").n, 0);
	assert_int_equal(form_value(&f, "pin")->edit.hidden.n, 2);
	form_free(&f);
	grid_free(g);
}

static void form_scrolls_to_its_field(void **state)
{
	struct form f;
	struct grid *g = grid_new(2, 30, GLYPHS_ASCII);
	struct str said = { 0 };

	(void)state;
	form_init(&f, fields, 4, NULL, NULL);
	form_set(&f, "count", SLICE("12"));
	form_set(&f, "size", SLICE("1"));
	each_key("Tab Tab Tab", give_form, &f);
	form_draw(&f, g, (struct rect){ 0, 0, 2, 30 }, true);
	expect_screen(g, "Hot    no o\nPin\n");
	assert_int_equal(g->cursor_y, 1);
	form_say(&f, &said);
	assert_string_equal(str_c(&said), "  Size: large\n  Count: 12  2 of 5\n  Hot: no\n> Pin: \n");
	str_free(&said);
	form_free(&f);
	grid_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(emacs_keys), cmocka_unit_test(clusters_move_as_one),
		cmocka_unit_test(scrolls_and_shows_the_cursor), cmocka_unit_test(pastes_are_clean_and_ask),
		cmocka_unit_test(secrets_stay_hidden), cmocka_unit_test(history_goes_back_and_forth),
		cmocka_unit_test(has_an_end), cmocka_unit_test(form_says_what_is_wrong),
		cmocka_unit_test(form_scrolls_to_its_field),
	};

	if (secret_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
