/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/text.h"
#include <utf8proc.h>

static void ascii_is(const char *in, const char *want)
{
	struct str s = { 0 };
	text_ascii(&s, slice_of(in));
	unit_str_is(&s, want);
}

static void fold_is(const char *in, const char *want)
{
	struct str s = { 0 };
	text_fold(&s, slice_of(in));
	unit_str_is(&s, want);
}

static void spelled_in_ascii(void **unused)
{
	(void)unused;
	ascii_is("", "");
	ascii_is("Ğ1 is plain", "G1 is plain");
	ascii_is("Éloïse à l’œuvre, ça coûte 5 €", "Eloise a l'oeuvre, ca coute 5 EUR");
	ascii_is("Łódź Øresund Þór ß ẞ İı Æ æ Đđ", "Lodz Oresund Thor ss SS Ii AE ae Dd");
	ascii_is("¿Dónde está el niño?", "?Donde esta el nino?");
	ascii_is("«\u202fvigie\u202f» – “a” ‘b’ …", "<< vigie >> - \"a\" 'b' ...");
	ascii_is("1\u202f204,56 ½ ² ™ №", "1 204,56 1/2 2 TM No");
	ascii_is("→ ← ↑ ↓ ⟳ −12 ≤ ≥ ≠ ≈ ×", "-> <- ^ v @ -12 <= >= != ~ x");
	ascii_is("● ○ ◐ ✓ ✗ • ♥ ▲ ■ ▾", "* o % v x * <3 ^ # v");
	ascii_is("e\u0301\u200d x\ufe0f", "e x");
	ascii_is("日本 кот", "?? ???");
	ascii_is("a\x80z", "a?z");
}

static void lines_and_blocks(void **unused)
{
	(void)unused;
	ascii_is("┌─┬┐│├┼┤└┴┘", "+-++|+++" "+++");
	ascii_is("━┃═║╭╮╰╯╱╲╳", "-|=|++++/\\X");
	ascii_is("▁▂▃▄▅▆▇█", "__.--==#");
	ascii_is("█▓▒░", "##:.");
	ascii_is("▌▐▀▏", "|#\"|");
	ascii_is("▖▗▘▝▚▞", "..''\\/");
	ascii_is("\u2800⠁⠈⢀⡀⡇⣿⠛", " ''..:#'");
}

/* Whatever comes in, what comes out is printable ASCII, and nothing that has a body disappears. */
static void ascii_of_every_letter(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	for (int32_t c = 0xa0; c < 0x30000; c++) {
		utf8proc_uint8_t buf[4];
		if (c >= 0xd800 && c < 0xe000)
			continue;
		utf8proc_ssize_t n = utf8proc_encode_char(c, buf);
		str_cut(&s, 0);
		text_ascii(&s, (struct slice){ (const char *)buf, (size_t)n });
		for (size_t i = 0; i < s.n; i++)
			assert_true(s.p[i] >= 0x20 && s.p[i] < 0x7f);
		if (c >= 0x2190 && c <= 0x28ff)
			assert_true(s.n > 0);
	}
	str_free(&s);
}

static void folded_for_searching(void **unused)
{
	(void)unused;
	fold_is("MARIE-Laure", "marie-laure");
	fold_is("Éloïse ÉTÉ", "eloise ete");
	fold_is("E\u0301", "e");
	fold_is("Cœur Œuvre ÆÐØŁı", "coeur oeuvre aedoli");
	fold_is("STRASSE straße ẞ", "strasse strasse ss");
	fold_is("ﬁn Ｖｉｇｉｅ ②", "fin vigie 2");
	fold_is("l’ami «x»", "l'ami \"x\"");
	fold_is("ΣΊΣΥΦΟΣ Кот", "σισυφοσ кот");
	fold_is("a\u200db\u00adc", "abc");
	fold_is("a\xffz", "a?z");
	fold_is("日本", "日本");
}

/* What was folded once stays as it is: an index and a question always meet. */
static void folding_twice_changes_nothing(void **unused)
{
	struct str once = { 0 }, twice = { 0 };
	(void)unused;
	for (int32_t c = 0x20; c < 0x30000; c++) {
		utf8proc_uint8_t buf[4];
		if ((c >= 0xd800 && c < 0xe000) || c == 0x345)
			continue;
		utf8proc_ssize_t n = utf8proc_encode_char(c, buf);
		str_cut(&once, 0);
		str_cut(&twice, 0);
		text_fold(&once, (struct slice){ (const char *)buf, (size_t)n });
		text_fold(&twice, slice_str(&once));
		assert_string_equal(str_c(&once), str_c(&twice));
		assert_true(text_valid(slice_str(&once)));
	}
	str_free(&once);
	str_free(&twice);
}

static void composed(void **unused)
{
	struct str s = { 0 };
	(void)unused;
	text_nfkc(&s, SLICE("e\u0301 ﬁ ² Å"));
	unit_str_is(&s, "é fi 2 Å");
	text_nfkc(&s, SLICE("\u212b\u2126")); /* the check vectors of NIP-49 use these */
	unit_str_is(&s, "\u00c5\u03a9");
	text_nfkc(&s, SLICE(""));
	unit_str_is(&s, "");
	text_nfkc(&s, SLICE("a\xff"));
	unit_str_is(&s, "a\xff");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spelled_in_ascii),
		cmocka_unit_test(lines_and_blocks),
		cmocka_unit_test(ascii_of_every_letter),
		cmocka_unit_test(folded_for_searching),
		cmocka_unit_test(folding_twice_changes_nothing),
		cmocka_unit_test(composed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
