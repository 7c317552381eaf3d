/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "tests/shared.h"
#include "base/clean.h"
#include "base/text.h"
#include <jansson.h>
#include <utf8proc.h>

enum { MAX = 10000 };

static void line_is(const char *in, size_t n, const char *want)
{
	struct str s = { 0 };
	clean_line(&s, (struct slice){ in, n }, MAX);
	unit_str_is(&s, want);
}

static void text_is(const char *in, const char *want)
{
	struct str s = { 0 };
	clean_text(&s, slice_of(in), MAX, 100);
	unit_str_is(&s, want);
}

static bool name_is(const char *in, const char *want)
{
	struct str s = { 0 };
	bool odd = false;
	clean_name(&s, slice_of(in), 64, &odd);
	unit_str_is(&s, want);
	return odd;
}

#define LINE(in, want) line_is(in, sizeof(in) - 1, want)
#define R "\ufffd"

static void ordinary_text_passes(void **unused)
{
	(void)unused;
	const char *same[] = { "", "marie-laure", "Ğ1 1\u202f204,56 €", "on se voit au marché ?", "日本語 한국어", "שלום",
		"مرحبا", "👩\u200d🌾 ❤\ufe0f 👍🏽 🇫🇷", "नमस्ते", "می\u200cخواهم", "✓ ● → ░", "e\u0301" };
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		line_is(same[i], strlen(same[i]), same[i]);
		text_is(same[i], same[i]);
	}
}

/* Each of these has once done harm in some terminal program. */
static void hostile_text(void **unused)
{
	(void)unused;
	LINE("\x1b[2J\x1b]0;title\x07", R "[2J" R "]0;title" R);
	LINE("\x1b]52;c;cm0gLXJm\x1b\\", R "]52;c;cm0gLXJm" R "\\");
	LINE("\x1bPq#0;2;0;0;0\x1b\\", R "Pq#0;2;0;0;0" R "\\");
	LINE("\x1b[6n\x1b[c\x1b[21t", R "[6n" R "[c" R "[21t");
	LINE("\xc2\x9b" "31m\xc2\x90", R "31m" R);
	LINE("\x9b" "31m", R "31m");
	LINE("pay\x08\x08\x08got", "pay" R R R "got");
	LINE("real\rfake", "real" R "fake");
	LINE("a\0b", "a" R "b");
	LINE("x\x0e\x0fx\x05", "x" R R "x" R);
	LINE("abc\u202egpj.exe\u202c", "abc" R "gpj.exe" R);
	LINE("\u2066a\u2069\u200e\u200f\u061c", R "a" R R R R);
	LINE("a\u200bb\u2060c\ufeffd\u00ade\u180e", "a" R "b" R "c" R "d" R "e" R);
	LINE("\U000e0041\U000e007f\U000e0100", R R R);
	LINE("\ufff9a\ufffab\ufffb", R "a" R "b" R);
	LINE("\ue000\U000f0000\U0010fffd", R R R);
	LINE("\ufdd0\U0001ffff\U0010ffff", R R R);
	LINE("\u3164\uffa0\u115f\u034f", R R R R);
	LINE("\xed\xa0\x80\xed\xb0\x80", R R R R R R);
	LINE("\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf", R R R R R R R R R);
	LINE("\xf4\x90\x80\x80\xf8\x88\x80\x80\x80", R R R R R R R R R);
	LINE("\xe2\x82", R R);
	LINE("\u0301x", R "x");
	LINE("x\u200d\u200d\u200d\u200d\u200d\u200dy", "x\u200d\u200d\u200d\u200dy");
	LINE("%s%n$(id)`id`;rm", "%s%n$(id)`id`;rm"); /* harmless: it is never a format nor a command */
}

static void lines(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	LINE("a\nb\r\nc\td\u2028e\u2029f", "a b c d e f");
	text_is("a\nb\r\nc\u2028d\u2029e", "a\nb\nc\nd\ne");
	text_is("\tx\n12\ty", "        x\n12      y");
	text_is("a\n\u0301b", "a\n" R "b");
	text_is("a\rb\x0c", "a" R "b" R);
	clean_text(&s, SLICE("1\n2\n3\n4"), MAX, 2);
	unit_str_is(&s, "1\n2");
	clean_text(&s, SLICE("1\n2\n"), MAX, 0);
	unit_str_is(&s, "1");
}

static void cuts_between_graphemes(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	const char *family = "ab👩\u200d🌾c";
	for (size_t max = 0; max <= strlen(family); max++) {
		str_cut(&s, 0);
		clean_line(&s, slice_of(family), max);
		const char *want = max < 1 ? "" : max < 2 ? "a" : max < 13 ? "ab" : max < 14 ? "ab👩\u200d🌾" : family;
		assert_string_equal(str_c(&s), want);
	}
	str_cut(&s, 0);
	clean_line(&s, SLICE("abce\u0301"), 4);
	assert_string_equal(str_c(&s), "abc"); /* not "abce", which would say something else */
	str_cut(&s, 0);
	clean_line(&s, SLICE("cafe\u0301"), 5);
	assert_string_equal(str_c(&s), "caf");
	/* One endless grapheme: better a part of it than nothing. */
	struct str chain = { 0 };
	for (int i = 0; i < 100; i++)
		str_adds(&chain, "👩\u200d");
	str_cut(&s, 0);
	clean_line(&s, slice_str(&chain), 200);
	assert_true(s.n > 100 && s.n <= 200);
	assert_true(text_valid(slice_str(&s)));
	str_free(&chain);
	str_free(&s);
}

static void appends(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	str_adds(&s, "name: ");
	clean_line(&s, SLICE("poivre"), 3);
	clean_text(&s, SLICE("\nx"), 10, 2);
	clean_name(&s, SLICE(" y "), 10, NULL);
	unit_str_is(&s, "name: poi\nxy");
}

static void names(void **unused)
{
	(void)unused;
	assert_false(name_is("poivre", "poivre"));
	assert_false(name_is("  marie \t laure\n", "marie laure"));
	assert_false(name_is("Éloïse Ğ1 n°3 O’Neill № ™ 5²", "Éloïse Ğ1 n°3 O’Neill № ™ 5²"));
	assert_false(name_is("Иван Петров", "Иван Петров"));
	assert_false(name_is("東京 Tokyo", "東京 Tokyo"));
	assert_false(name_is("שלום 12", "שלום 12"));
	assert_false(name_is("♥BOX-bot", "♥BOX-bot"));
	assert_false(name_is("👩\u200d🌾 Ana", "👩🌾 Ana"));
	assert_false(name_is("می\u200cخواهم", "میخواهم"));
	assert_false(name_is("a\u00a0\u2003\u2800\u3000b", "a b"));
	assert_false(name_is("\u2800\u2800", ""));
}

static void suspicious_names(void **unused)
{
	(void)unused;
	assert_true(name_is("p\u043eivre", "p\u043eivre"));             /* a Cyrillic o */
	assert_true(name_is("\u0440\u043e\u0456\u0443", "\u0440\u043e\u0456\u0443")); /* all Cyrillic, reads "poiy" */
	assert_true(name_is("\u0391na", "\u0391na"));                   /* a Greek A */
	assert_true(name_is("ｐｏｉｖｒｅ", "ｐｏｉｖｒｅ"));
	assert_true(name_is("𝐩oivre", "𝐩oivre"));
	assert_true(name_is("\u212aarl", "\u212aarl"));                 /* the Kelvin sign */
	assert_true(name_is("ⓐna", "ⓐna"));
	assert_true(name_is("ｱna1\u0261", "ｱna1\u0261"));
	assert_true(name_is("poi\u200dvre", "poivre"));
	assert_true(name_is("ana\u202e12", "ana" R "12"));
	assert_true(name_is("ana\xff", "ana" R));
	assert_true(name_is(" \u0301ana", R "ana"));
	assert_true(name_is("p\u0335oivre", "p\u0335oivre"));
	assert_true(name_is("ana שלום", "ana " R R R R));               /* one direction: the first */
	assert_true(name_is("שלום ana", "שלום " R R R));
}

static void directions(void **unused)
{
	(void)unused;
	assert_false(clean_is_rtl(SLICE("")));
	assert_false(clean_is_rtl(SLICE("Ğ1 日本 \xff 12")));
	assert_true(clean_is_rtl(SLICE("x שלום")));
	assert_true(clean_is_rtl(SLICE("مرحبا")));
	assert_false(clean_is_rtl(SLICE("\u0661\u0662"))); /* Arabic digits run left to right */
}

/* What the header promises of any result. */
static void check_promises(struct slice s, size_t max, bool newlines)
{
	size_t marks = 0;
	assert_true(s.n <= max);
	assert_true(text_valid(s));
	while (s.n) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &c);
		utf8proc_category_t k = utf8proc_category(c);
		assert_true(n > 0);
		if (c == '\n')
			assert_true(newlines);
		else
			assert_true(k != UTF8PROC_CATEGORY_CC);
		assert_true(k != UTF8PROC_CATEGORY_CO && k != UTF8PROC_CATEGORY_CS && k != UTF8PROC_CATEGORY_CN);
		if (k == UTF8PROC_CATEGORY_CF)
			assert_true(c == 0x200c || c == 0x200d);
		marks = k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_ME || k == UTF8PROC_CATEGORY_MC ? marks + 1 : 0;
		assert_true(marks <= 4);
		s = slice_from(s, (size_t)n);
	}
}

static void promises_hold(void **unused)
{
	struct str in = { 0 }, out = { 0 }, again = { 0 };
	(void)unused;
	for (int round = 0; round < 20000; round++) {
		size_t max = unit_random(60);
		str_cut(&in, 0);
		for (uint32_t n = unit_random(40); n; n--) {
			utf8proc_uint8_t b[4];
			static const int32_t ranges[][2] = { { 0, 0x100 }, { 0x300, 0x40 }, { 0x2000, 0x70 }, { 0x600, 0x100 },
				{ 0xfe00, 0x200 }, { 0x1f1e6, 0x20 }, { 0x1f300, 0x300 }, { 0xe0000, 0x200 }, { 0, 0xd800 } };
			uint32_t r = unit_random(10);
			if (r == 9) {
				str_addc(&in, (char)unit_random(256));
				continue;
			}
			int32_t c = ranges[r][0] + (int32_t)unit_random((uint32_t)ranges[r][1]);
			str_add(&in, (struct slice){ (char *)b, (size_t)utf8proc_encode_char(c, b) });
		}
		str_cut(&out, 0);
		clean_line(&out, slice_str(&in), max);
		check_promises(slice_str(&out), max, false);
		str_cut(&again, 0);
		clean_line(&again, slice_str(&out), max);
		assert_string_equal(str_c(&out), str_c(&again)); /* clean text stays as it is */
		str_cut(&out, 0);
		clean_text(&out, slice_str(&in), max, 5);
		check_promises(slice_str(&out), max, true);
		str_cut(&out, 0);
		clean_name(&out, slice_str(&in), max, NULL);
		check_promises(slice_str(&out), max, false);
		assert_null(strstr(str_c(&out), "\u200d"));
	}
	str_free(&in);
	str_free(&out);
	str_free(&again);
}

static size_t unhex(const char *hex, char *out)
{
	size_t n = 0;
	unsigned v;
	for (; sscanf(hex, "%2x", &v) == 1; hex += 2)
		out[n++] = (char)v;
	return n;
}

static void vectors_of_the_policy(void **unused)
{
	const char *path = shared_path("data/vectors_nostr/own_terminal_sanitize.json");
	(void)unused;
	if (!path) {
		print_message("the vectors of the policy are not on this machine\n");
		skip();
	}
	json_error_t error;
	json_t *root = json_load_file(path, 0, &error), *cases = json_object_get(root, "cases"), *one;
	size_t i;
	assert_true(json_array_size(cases) > 10);
	json_array_foreach(cases, i, one) {
		char in[1000];
		struct str want = { 0 }, got = { 0 };
		size_t n = unhex(json_string_value(json_object_get(one, "in_utf8_hex")), in);
		for (const char *p = json_string_value(json_object_get(one, "out")); *p; p++) {
			if (*p == '\t') /* "expand tabs": each of the vectors stands at the start of a line */
				str_addn(&want, ' ', 8);
			else
				str_addc(&want, *p);
		}
		clean_text(&got, (struct slice){ in, n }, MAX, 100);
		assert_string_equal(str_c(&got), str_c(&want));
		str_free(&want);
		str_free(&got);
	}
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_text_passes),
		cmocka_unit_test(hostile_text),
		cmocka_unit_test(lines),
		cmocka_unit_test(cuts_between_graphemes),
		cmocka_unit_test(appends),
		cmocka_unit_test(names),
		cmocka_unit_test(suspicious_names),
		cmocka_unit_test(directions),
		cmocka_unit_test(promises_hold),
		cmocka_unit_test(vectors_of_the_policy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
