/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/text.h"
#include "ui/term/input.h"
#include <stdio.h>

static void write_one(struct str *out, enum input_got got, const struct keystroke *k, const struct reply *r)
{
	if (out->n)
		str_addc(out, ' ');
	if (got == INPUT_REPLY)
		str_addf(out, "reply:%d:%d:%d", r->kind, r->a, r->b);
	else if (k->code == KEY_PASTE)
		str_addf(out, "paste:%.*s", (int)k->text.n, k->text.p);
	else if (k->code == KEY_MOUSE)
		str_addf(out, "mouse:%d:%d,%d", k->button, k->y, k->x);
	else
		key_write(out, k);
}

/* What is complete now; at the end also what becomes complete by waiting. */
static void collect(struct input *in, int64_t *now, bool end, struct str *out)
{
	struct keystroke k;
	struct reply r;
	enum input_got got;
	int wait, rounds = 0;

	for (;;) {
		got = input_next(in, *now, &k, &r, &wait);
		if (got != INPUT_NONE) {
			write_one(out, got, &k, &r);
			continue;
		}
		if (wait < 0 || !end)
			return;
		*now += wait + 1;
		assert_true(rounds++ < 1000);
	}
}

/* The bytes at once, and the same one by one, must give the same keys. */
static void gives(const char *bytes, const char *expected)
{
	struct input *in = input_new();
	struct str whole = { 0 }, single = { 0 };
	int64_t now = 1000;
	size_t i;

	input_feed(in, bytes, strlen(bytes), now);
	collect(in, &now, true, &whole);
	if (strcmp(str_c(&whole), expected))
		fail_msg("“%s” instead of “%s”", str_c(&whole), expected);
	now += 10000;
	for (i = 0; i < strlen(bytes); i++) {
		input_feed(in, bytes + i, 1, now);
		collect(in, &now, false, &single);
	}
	collect(in, &now, true, &single);
	if (strcmp(str_c(&single), expected))
		fail_msg("one by one: “%s” instead of “%s”", str_c(&single), expected);
	input_free(in);
	str_free(&whole);
	str_free(&single);
}

static void letters_and_controls(void **state)
{
	(void)state;
	gives("aZ1", "a Z 1");
	gives("é日", "é 日");
	gives(" \r\n\t\177", "Space Enter Enter Tab Backspace");
	gives("\001\032\034\037", "C-a C-z C-\\ C-_");
	gives("\b", "C-h");
	gives("\377\300\200a\355\240\200b", "a b");
	gives("\302\233[A", "[ A");                      /* C1 is no key and begins nothing */
}

static void escape_and_alt(void **state)
{
	(void)state;
	gives("\033", "Esc");
	gives("\033\033", "Esc Esc");
	gives("\033a", "M-a");
	gives("\033A", "M-A");
	gives("\033é", "M-é");
	gives("\033\r", "M-Enter");
	gives("\033\177", "M-Backspace");
	gives("\033 ", "M-Space");
	gives("\033\001", "C-M-a");
	gives("\033[", "M-[");
	gives("\033O", "M-O");
	gives("\033]", "M-]");
}

static void cursor_keys_of_all_families(void **state)
{
	static const char *const cases[][2] = {
		{ "\033[A", "Up" }, { "\033OA", "Up" }, { "\033[1;5C", "C-Right" }, { "\033[1;3D", "M-Left" }, { "\033[1;2B", "S-Down" },
		{ "\033[1;6A", "C-S-Up" }, { "\033O5A", "C-Up" }, { "\033Oa", "C-Up" }, { "\033[a", "S-Up" }, { "\033\033[A", "M-Up" },
		{ "\033\033OA", "M-Up" }, { "\033[H", "Home" }, { "\033OF", "End" }, { "\033[1~", "Home" }, { "\033[7~", "Home" },
		{ "\033[8~", "End" }, { "\033[4~", "End" }, { "\033[2~", "Insert" }, { "\033[3~", "Delete" }, { "\033[5~", "PageUp" },
		{ "\033[6~", "PageDown" }, { "\033[3;5~", "C-Delete" }, { "\033[3^", "C-Delete" }, { "\033[3$", "S-Delete" },
		{ "\033[3@", "C-S-Delete" }, { "\033[Z", "S-Tab" }, { "\033[1;9A", "M-Up" }, { NULL, NULL }
	};
	struct str names = { 0 };
	int i;

	(void)state;
	for (i = 0; cases[i][0]; i++) {
		struct keystroke k;

		if (!key_parse(slice_of(cases[i][1]), &k))   /* the keymap's own spelling decides */
			fail_msg("the keymap does not know %s", cases[i][1]);
		str_cut(&names, 0);
		key_write(&names, &k);
		gives(cases[i][0], str_c(&names));
	}
	str_free(&names);
}

static void function_keys_of_all_families(void **state)
{
	(void)state;
	gives("\033OP\033OQ\033OR\033OS", "F1 F2 F3 F4");
	gives("\033[11~\033[12~\033[13~\033[14~\033[15~", "F1 F2 F3 F4 F5");
	gives("\033[[A\033[[B\033[[C\033[[D\033[[E", "F1 F2 F3 F4 F5");
	gives("\033[17~\033[18~\033[19~\033[20~\033[21~\033[23~\033[24~", "F6 F7 F8 F9 F10 F11 F12");
	gives("\033[25~\033[1;5P\033[15;2~", "S-F1 C-F1 S-F5");
}

static void keypad_and_extended_forms(void **state)
{
	(void)state;
	gives("\033Oq\033OM\033Ok\033Oj", "1 Enter + *");
	gives("\033[27;5;97~", "C-a");
	gives("\033[97;5u\033[65;2u\033[97;2u\033[13;3u\033[32;1u", "C-a A A M-Enter Space");
	gives("\033[57358u\033[1u\033[1114112u\033[u", "");
}

/* What is not known is swallowed whole: nothing of it becomes letters. */
static void unknown_sequences_are_swallowed(void **state)
{
	(void)state;
	gives("\033[99;99;99xa", "a");
	gives("\033[?1;2;3hb", "reply:3:0:0 b");
	gives("\033[I\033[Oc", "c");
	gives("\033Pq#0;2;0;0;0\033\\d", "reply:3:0:0 d");
	gives("\033_Gi=1;OK\033\\e", "reply:3:0:0 e");
	gives("\033]0;title\af", "reply:3:0:0 f");
	gives("\033[38;5g", "");
	gives("\033[1;\033[Ag", "Up g");
	gives("\033[12\001h", "C-a h");
	gives("\033O\033[A", "Up");
	gives("\033[[Zi", "i");
}

static void answers_come_apart(void **state)
{
	(void)state;
	gives("\033[?62;1;6c", "reply:0:0:0");
	gives("\033[?2026;2$y", "reply:1:2026:2");
	gives("\033]11;rgb:ffff/8080/0000\033\\x", "reply:2:16744448:0 x");
	gives("\033]11;rgb:ff/80/00\a", "reply:2:16744448:0");
	gives("\033]11;rgba:0000/0000/0000/ffff\a", "reply:2:0:0");
	gives("\033]11;rgb:gg/00/00\a", "reply:3:0:0");
	gives("\033]11;rgb:/0/0\a\033]11;\a", "reply:3:0:0 reply:3:0:0");
}

static void mouse_of_three_forms(void **state)
{
	(void)state;
	gives("\033[<0;5;4M\033[<0;5;4m", "mouse:1:3,4");
	gives("\033[<2;1;1M\033[<64;1;1M\033[<65;1;1M", "mouse:3:0,0 mouse:4:0,0 mouse:5:0,0");
	gives("\033[M !!", "mouse:1:0,0");
	gives("\033[32;7;2M", "mouse:1:1,6");
	gives("\033[<0;0;0M\033[<35;3;3M\033[<0;99999;1Ma", "a");
}

static void double_clicks(void **state)
{
	struct input *in = input_new();
	struct keystroke k;
	struct reply r;
	int wait;

	(void)state;
	input_feed(in, "\033[<0;5;4M\033[<0;5;4m", 18, 1000);
	assert_int_equal(input_next(in, 1000, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.button, KEY_CLICK);
	input_feed(in, "\033[<0;5;4M", 9, 1200);
	assert_int_equal(input_next(in, 1200, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.button, KEY_DOUBLE);
	input_feed(in, "\033[<0;5;4M", 9, 1300);     /* a third one begins anew */
	assert_int_equal(input_next(in, 1300, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.button, KEY_CLICK);
	input_feed(in, "\033[<0;6;4M", 9, 1400);     /* elsewhere */
	assert_int_equal(input_next(in, 1400, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.button, KEY_CLICK);
	input_feed(in, "\033[<0;6;4M", 9, 2400);     /* too late */
	assert_int_equal(input_next(in, 2400, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.button, KEY_CLICK);
	input_free(in);
}

static void pastes(void **state)
{
	(void)state;
	gives("\033[200~hello\033[201~q", "paste:hello q");
	gives("\033[200~a\r\nb\rc\nd\te\033[201~", "paste:a\nb\nc\nd\te");
	gives("\033[200~x\033[Ay\001\177\302\233z\033[201~", "paste:x[Ayz");
	gives("\033[200~é\377\303\033[201~", "paste:é");
	gives("\033[200~\033[201~", "paste:");
	gives("\033[201~q", "q");
}

/* The end mark never comes: after a silence the paste is given, and keys are keys again. */
static void a_paste_without_end(void **state)
{
	struct input *in = input_new();
	struct keystroke k;
	struct reply r;
	int wait;

	(void)state;
	input_feed(in, "\033[200~lost\033[20", 14, 1000);
	assert_int_equal(input_next(in, 1000, &k, &r, &wait), INPUT_NONE);
	assert_in_range(wait, 1, 5000);
	assert_int_equal(input_next(in, 1000 + wait, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.code, KEY_PASTE);
	assert_int_equal(k.text.n, strlen("lost[20"));
	input_feed(in, "q", 1, 9000);
	assert_int_equal(input_next(in, 9000, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.code, 'q');
	input_free(in);
}

static void a_paste_is_bounded(void **state)
{
	struct input *in = input_new();
	static char piece[60000];
	struct keystroke k;
	struct reply r;
	int wait, i;

	(void)state;
	memset(piece, 'x', sizeof piece);
	input_feed(in, "\033[200~", 6, 1);
	for (i = 0; i < 40; i++) {
		input_feed(in, piece, sizeof piece, 1);
		assert_int_equal(input_next(in, 1, &k, &r, &wait), INPUT_NONE);
	}
	input_feed(in, "\033[201~", 6, 1);
	assert_int_equal(input_next(in, 1, &k, &r, &wait), INPUT_KEY);
	assert_in_range(k.text.n, INPUT_PASTE_MAX - 1024, INPUT_PASTE_MAX);
	input_free(in);
}

/* Over a slow line an arrow comes in two pieces: it must not become Esc and letters. A lone Esc still comes soon. */
static void patience(void **state)
{
	struct input *in = input_new();
	struct keystroke k;
	struct reply r;
	int wait;

	(void)state;
	input_configure(in, 25, false);
	input_feed(in, "\033", 1, 1000);
	assert_int_equal(input_next(in, 1000, &k, &r, &wait), INPUT_NONE);
	assert_int_equal(wait, 25);
	assert_int_equal(input_next(in, 1025, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.code, KEY_ESC);
	input_feed(in, "\033[", 2, 2000);
	assert_int_equal(input_next(in, 2100, &k, &r, &wait), INPUT_NONE);
	input_feed(in, "A", 1, 2200);
	assert_int_equal(input_next(in, 2200, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.code, KEY_UP);
	input_feed(in, "\303", 1, 3000);
	assert_int_equal(input_next(in, 3000, &k, &r, &wait), INPUT_NONE);
	input_feed(in, "\251", 1, 3100);
	assert_int_equal(input_next(in, 3100, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.code, 0xe9);
	assert_int_equal(input_next(in, 3100, &k, &r, &wait), INPUT_NONE);
	assert_int_equal(wait, -1);
	input_free(in);
}

static void endless_strings_are_dropped(void **state)
{
	struct input *in = input_new();
	char noise[1000];
	struct keystroke k;
	struct reply r;
	int wait, i;

	(void)state;
	memset(noise, 'z', sizeof noise);
	input_feed(in, "\033]52;c;", 7, 1);
	for (i = 0; i < 50; i++) {
		input_feed(in, noise, sizeof noise, 1);
		assert_int_equal(input_next(in, 1, &k, &r, &wait), INPUT_NONE);
	}
	input_feed(in, "\aq", 2, 1);
	assert_int_equal(input_next(in, 1, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.code, 'q');
	input_free(in);
}

static void backspace_of_old_terminals(void **state)
{
	struct input *in = input_new();
	struct keystroke k;
	struct reply r;
	int wait;

	(void)state;
	input_configure(in, 25, true);
	input_feed(in, "\b\177", 2, 1);
	assert_int_equal(input_next(in, 1, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.code, KEY_BACKSPACE);
	assert_int_equal(input_next(in, 1, &k, &r, &wait), INPUT_KEY);
	assert_int_equal(k.code, KEY_BACKSPACE);
	input_free(in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_and_controls), cmocka_unit_test(escape_and_alt),
		cmocka_unit_test(cursor_keys_of_all_families), cmocka_unit_test(function_keys_of_all_families),
		cmocka_unit_test(keypad_and_extended_forms), cmocka_unit_test(unknown_sequences_are_swallowed),
		cmocka_unit_test(answers_come_apart), cmocka_unit_test(mouse_of_three_forms), cmocka_unit_test(double_clicks),
		cmocka_unit_test(pastes), cmocka_unit_test(a_paste_without_end), cmocka_unit_test(a_paste_is_bounded),
		cmocka_unit_test(patience), cmocka_unit_test(endless_strings_are_dropped),
		cmocka_unit_test(backspace_of_old_terminals)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
