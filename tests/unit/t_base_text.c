/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/text.h"
#include <locale.h>
#include <wchar.h>

/* Pieces that meet badly: marks, joiners, flags, wide and narrow letters, conjoining vowels, blanks, bad bytes. */
static const char *const pieces[] = {
	"a", "Z", " ", " ", "\n", "-", "é", "e\u0301", "\u0301", "\u200d", "\u200c", "\ufe0f", "❤", "👩", "🌾", "🏽", "🇫",
	"🇷", "日", "本", "가", "\u1100", "\u1161", "\u11a8", "क", "\u093f", "\u094d", "ا", "ب", "\u0600", "…", "│", "⣿",
	"\t", "\x1b", "\xc2\x85", "\u3000", "\u202f", "Ğ", "ﬁ", "\u034f",
};
static const char *const bad[] = { "\x80", "\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\xc0\xaf", "\xf5\x80\x80\x80" };

static void random_text(struct str *s, uint32_t most, bool with_bad)
{
	str_cut(s, 0);
	for (uint32_t n = unit_random(most); n; n--) {
		if (with_bad && !unit_random(8))
			str_adds(s, bad[unit_random(sizeof bad / sizeof *bad)]);
		else
			str_adds(s, pieces[unit_random(sizeof pieces / sizeof *pieces)]);
	}
}

static int width(const char *s)
{
	return text_width(slice_of(s));
}

static void widths(void **unused)
{
	(void)unused;
	assert_int_equal(width(""), 0);
	assert_int_equal(width("vigie"), 5);
	assert_int_equal(width("a\tb\x7f\n"), 2);
	assert_int_equal(width("Ğ1 € é"), 6);
	assert_int_equal(width("e\u0301e\u0301"), 2);
	assert_int_equal(width("日本"), 4);
	assert_int_equal(width("ﾊﾝｶｸ"), 4);
	assert_int_equal(width("▌●⣿…│"), 5);
	assert_int_equal(width("🌾"), 2);
	assert_int_equal(width("👩\u200d🌾"), 2);           /* one cell pair, whatever the terminal thinks of joiners */
	assert_int_equal(width("👍🏽"), 2);
	assert_int_equal(width("❤\ufe0f"), 1);              /* emoji presentation is not shown */
	assert_int_equal(width("🇫🇷"), 2);                  /* two letters of one column each */
	assert_int_equal(width("\u1112\u1161\u11ab"), 2);   /* 한 from its parts */
	assert_int_equal(width("\u0915\u093f"), 2);         /* a vowel sign has its own column */
	assert_int_equal(width("\u200b\u200d\u2060"), 0);
	assert_int_equal(width("a\x80z"), 3);
	assert_int_equal(text_width((struct slice){ NULL, 0 }), 0);
}

static void clusters(void **unused)
{
	struct slice rest = SLICE("e\u0301👩\u200d🌾❤\ufe0f🇫🇷x\u0301\u0302\u0303\u0304\u0305\u0306"), c;
	const char *want[] = { "e\u0301", "👩", "❤", "🇫", "🇷", "x" };
	int w;
	(void)unused;
	for (size_t i = 0; i < 6; i++) {
		assert_true(text_next(&rest, &c, &w));
		assert_true(slice_is(c, want[i]));
	}
	assert_false(text_next(&rest, &c, &w));
	rest = SLICE("a\u0301\u0302\u0303\u0304z"); /* five code points are still shown */
	assert_true(text_next(&rest, &c, &w));
	assert_int_equal(c.n, 9);
	rest = SLICE("\xe2\x82z");
	assert_true(text_next(&rest, &c, &w));
	assert_int_equal(c.n, 1);
	assert_int_equal(w, 1);
}

/* The same columns as the C library, which is what curses and most terminals go by. A few newer letters may differ. */
static void agrees_with_wcwidth(void **unused)
{
	int differ = 0, same = 0;
	(void)unused;
	if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "C.utf8")) {
		print_message("no C.UTF-8 on this machine\n");
		skip();
	}
	for (uint32_t c = 0xa0; c < 0x30000; c++) {
		char buf[5];
		mbstate_t st = { 0 };
		if ((c >= 0xd800 && c < 0xe000) || c == 0xad)
			continue;
		int want = wcwidth((wchar_t)c);
		if (want < 0)
			continue;
		size_t n = wcrtomb(buf, (wchar_t)c, &st);
		assert_true(n <= 4);
		if (text_width((struct slice){ buf, n }) == want)
			same++;
		else
			differ++;
	}
	setlocale(LC_CTYPE, "C");
	assert_true(same > 100000);
	assert_true(differ < same / 300);
}

static void ambiguous(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	text_ambiguous_wide(true);
	assert_int_equal(width("●…Ω"), 6);
	assert_int_equal(width("aé日"), 5);
	text_pad(&s, SLICE("abcdef"), 4, false, false);
	unit_str_is(&s, "ab…");
	text_pad(&s, SLICE("abcdef"), 1, false, false);
	unit_str_is(&s, "~");
	text_ambiguous_wide(false);
	assert_int_equal(width("●…Ω"), 3);
}

static void validity(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	for (int i = 0; i < 500; i++) {
		random_text(&s, 40, false);
		assert_true(text_valid(slice_str(&s)));
		for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
			size_t n = s.n;
			str_adds(&s, bad[k]);
			assert_false(text_valid(slice_str(&s)));
			str_adds(&s, "x");
			assert_false(text_valid(slice_str(&s)));
			str_cut(&s, n);
		}
	}
	assert_true(text_valid((struct slice){ NULL, 0 }));
	assert_false(text_valid(SLICE("\xf4\x90\x80\x80")));
	str_free(&s);
}

/* Clusters cover the text in order, and their widths add up; a head that fits cannot be longer. */
static void cutting_is_exact(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	for (int round = 0; round < 5000; round++) {
		random_text(&s, 30, true);
		struct slice all = slice_str(&s), rest = all, c;
		int sum = 0, w;
		while (text_next(&rest, &c, &w)) {
			assert_true(w >= 0 && w <= 2);
			assert_true(c.n > 0 && c.p + c.n <= rest.p);
			sum += w;
		}
		assert_int_equal(sum, text_width(all));
		for (int columns = 0; columns <= sum + 1; columns++) {
			struct slice head = text_fit(all, columns);
			int got = text_width(head);
			assert_true(head.p == all.p && got <= columns);
			rest = slice_from(all, head.n);
			if (text_next(&rest, &c, &w))
				assert_true(got + w > columns);
		}
	}
	str_free(&s);
}

static void padding_is_exact(void **unused)
{
	struct str s = { 0 }, out = { 0 };
	(void)unused;
	for (int round = 0; round < 5000; round++) {
		int columns = (int)unit_random(20);
		bool right = unit_random(2), ascii = unit_random(2);
		random_text(&s, 20, true);
		str_cut(&out, 0);
		str_adds(&out, "│");
		text_pad(&out, slice_str(&s), columns, right, ascii);
		assert_int_equal(text_width(slice_from(slice_str(&out), 3)), columns);
		if (columns && text_width(slice_str(&s)) > columns)
			assert_non_null(strstr(str_c(&out), ascii ? "~" : "…"));
	}
	str_free(&s);
	str_free(&out);
	text_pad(&out, SLICE("7"), 3, true, false);
	unit_str_is(&out, "  7");
	text_pad(&out, SLICE("日本語"), 4, false, false);
	unit_str_is(&out, "日… ");
	text_cut(&out, SLICE("marie-laure"), 6, true);
	unit_str_is(&out, "marie~");
	text_cut(&out, SLICE("marie"), -1, true);
	assert_int_equal(out.n, 0);
}

static void check_wrap(const char *text, int columns, const char *const *want)
{
	struct slice rest = slice_of(text), line;
	for (; *want; want++) {
		assert_true(text_wrap(&rest, columns, &line));
		assert_int_equal(line.n, strlen(*want));
		assert_memory_equal(line.p, *want, line.n);
	}
	assert_false(text_wrap(&rest, columns, &line));
}

static void wrapping(void **unused)
{
	(void)unused;
	check_wrap("", 10, (const char *[]){ NULL });
	check_wrap("the watch of a harbour", 10, (const char *[]){ "the watch", "of a", "harbour", NULL });
	check_wrap("the  watch  ", 5, (const char *[]){ "the", "watch", NULL });
	check_wrap("one\n\ntwo\n", 10, (const char *[]){ "one", "", "two", NULL });
	check_wrap("harbourmaster x", 5, (const char *[]){ "harbo", "urmas", "ter x", NULL });
	check_wrap("a harbourmaster", 5, (const char *[]){ "a", "harbo", "urmas", "ter", NULL });
	check_wrap("  indented text", 10, (const char *[]){ "  indented", "text", NULL });
	check_wrap("日本語", 1, (const char *[]){ "日", "本", "語", NULL });
	check_wrap("日本語", 5, (const char *[]){ "日本", "語", NULL });
	check_wrap("1\u202f204 x", 3, (const char *[]){ "1\u202f2", "04", "x", NULL });
	check_wrap("abc", 0, (const char *[]){ "a", "b", "c", NULL });
	check_wrap("exact", 5, (const char *[]){ "exact", NULL });
	check_wrap("exact fit", 5, (const char *[]){ "exact", "fit", NULL });
}

/* No line is too wide, and apart from blanks at the breaks nothing gets lost. */
static void wrapping_loses_nothing(void **unused)
{
	struct str s = { 0 }, a = { 0 }, b = { 0 };
	(void)unused;
	for (int round = 0; round < 5000; round++) {
		int columns = 2 + (int)unit_random(12), lines = 0;
		random_text(&s, 60, true);
		struct slice rest = slice_str(&s), line;
		str_cut(&a, 0);
		str_cut(&b, 0);
		for (size_t i = 0; i < s.n; i++)
			if (s.p[i] != ' ' && s.p[i] != '\n')
				str_addc(&a, s.p[i]);
		while (text_wrap(&rest, columns, &line)) {
			assert_true(text_width(line) <= columns);
			assert_true(++lines <= 200);
			for (size_t i = 0; i < line.n; i++)
				if (line.p[i] != ' ')
					str_addc(&b, line.p[i]);
		}
		assert_string_equal(str_c(&a), str_c(&b));
	}
	str_free(&s);
	str_free(&a);
	str_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths),
		cmocka_unit_test(clusters),
		cmocka_unit_test(agrees_with_wcwidth),
		cmocka_unit_test(ambiguous),
		cmocka_unit_test(validity),
		cmocka_unit_test(cutting_is_exact),
		cmocka_unit_test(padding_is_exact),
		cmocka_unit_test(wrapping),
		cmocka_unit_test(wrapping_loses_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
