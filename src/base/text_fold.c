/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of text.h that turns text into other text: for terminals that only know ASCII, for searching, for comparing. */
#include "base/mem.h"
#include "base/text.h"
#include <stdlib.h>
#include <utf8proc.h>

struct spelling {
	uint16_t point;
	char ascii[6];
};

/* Sorted by code point. Letters that have no decomposition (searching uses these too), then signs. */
static const struct spelling letters[66];
static const struct spelling signs[112];

static int compare_spelling(const void *key, const void *item)
{
	const int32_t *c = key;
	const struct spelling *s = item;
	return (*c > s->point) - (*c < s->point);
}

static const char *spelled(const struct spelling *table, size_t n, int32_t c)
{
	const struct spelling *s = c > 0xffff ? NULL : bsearch(&c, table, n, sizeof *table, compare_spelling);
	return s ? s->ascii : NULL;
}

static const char *letter(int32_t c)
{
	return spelled(letters, sizeof letters / sizeof *letters, c);
}

static char box_line(int32_t c)
{
	switch (c) {
	case 0x2550: return '=';
	case 0x2571: return '/';
	case 0x2572: return '\\';
	case 0x2573: return 'X';
	case 0x2502: case 0x2503: case 0x2551: case 0x2506: case 0x2507: case 0x250a: case 0x250b: case 0x254e:
	case 0x254f: case 0x2575: case 0x2577: case 0x2579: case 0x257b: case 0x257d: case 0x257f:
		return '|';
	case 0x2500: case 0x2501: case 0x2504: case 0x2505: case 0x2508: case 0x2509: case 0x254c: case 0x254d:
	case 0x2574: case 0x2576: case 0x2578: case 0x257a: case 0x257c: case 0x257e:
		return '-';
	default:
		return '+';
	}
}

/* U+2580..259F: the lower eighths become a ramp, so that a sparkline keeps its shape. */
static char block(int32_t c)
{
	static const char form[33] = "\"__.--==###|||||#.:#\"|..'#\\##'/#";
	return form[c - 0x2580];
}

/* Eight dots become high, low or both, and dense from five dots on. */
static char braille(int32_t c)
{
	unsigned dots = (unsigned)c & 0xff;
	if (!dots)
		return ' ';
	if (__builtin_popcount(dots) > 4)
		return '#';
	bool high = dots & 0x1b, low = dots & 0xe4;
	return high && low ? ':' : high ? '\'' : '.';
}

/* What the sign looks like in ASCII, or NULL. buf has room for one character. */
static const char *sign(int32_t c, char buf[2])
{
	buf[0] = buf[1] = 0;
	if (c >= 0x2500 && c <= 0x257f)
		buf[0] = box_line(c);
	else if (c >= 0x2580 && c <= 0x259f)
		buf[0] = block(c);
	else if (c >= 0x2800 && c <= 0x28ff)
		buf[0] = braille(c);
	else
		return spelled(signs, sizeof signs / sizeof *signs, c);
	return buf;
}

static bool is_mark(int32_t c)
{
	utf8proc_category_t k = utf8proc_category(c);
	return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_MC || k == UTF8PROC_CATEGORY_ME;
}

/* Adds c by its compatibility decomposition; says whether all of it could be written. */
static bool add_decomposed(struct str *out, int32_t c)
{
	utf8proc_int32_t parts[32];
	int last = 0;
	char buf[2];
	utf8proc_ssize_t n =
	    utf8proc_decompose_char(c, parts, 32, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, &last);
	size_t start = out->n;
	if (n < 0 || n > 32)
		return false;
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		const char *s = parts[i] < 0x80 ? NULL : letter(parts[i]);
		if (parts[i] >= 0x80 && !s)
			s = sign(parts[i], buf);
		if (s) {
			str_adds(out, s);
		} else if (parts[i] >= 0x20 && parts[i] < 0x7f) {
			str_addc(out, (char)parts[i]);
		} else {
			str_cut(out, start);
			return false;
		}
	}
	return true;
}

/* The next code point of *rest; -1 for a byte that is not UTF-8. */
static int32_t take(struct slice *rest)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t n =
	    utf8proc_iterate((const utf8proc_uint8_t *)rest->p, rest->n < 4 ? (utf8proc_ssize_t)rest->n : 4, &c);
	*rest = slice_from(*rest, n > 0 ? (size_t)n : 1);
	return n > 0 ? c : -1;
}

/* Moves the leading ASCII of *rest to out, in lower case if asked. */
static void take_ascii(struct str *out, struct slice *rest, bool lower)
{
	size_t n = 0;
	while (n < rest->n && (unsigned char)rest->p[n] < 0x80)
		n++;
	str_reserve(out, n);
	for (size_t i = 0; i < n; i++) {
		char c = rest->p[i];
		out->p[out->n++] = lower && c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	out->p[out->n] = 0;
	*rest = slice_from(*rest, n);
}

void text_ascii(struct str *out, struct slice s)
{
	char buf[2];
	while (take_ascii(out, &s, false), s.n) {
		int32_t c = take(&s);
		const char *as = c < 0 ? "?" : letter(c);
		if (!as)
			as = sign(c, buf);
		if (as)
			str_adds(out, as);
		else if (!is_mark(c) && !utf8proc_get_property(c)->ignorable && !add_decomposed(out, c))
			str_addc(out, '?');
	}
}

static void add_point(struct str *out, int32_t c)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char(c, bytes);
	for (utf8proc_ssize_t i = 0; i < n; i++)
		str_addc(out, (char)bytes[i]);
}

/* Quotes and dashes that keyboards lack are found by those that they have. */
static int32_t plain(int32_t c)
{
	if (c == 0x2018 || c == 0x2019 || c == 0x201b || c == 0x2032 || c == 0x02bc)
		return '\'';
	if (c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == 0xbb)
		return '"';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	return c;
}

void text_fold(struct str *out, struct slice s)
{
	const utf8proc_option_t how = (utf8proc_option_t)(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
	    UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
	while (take_ascii(out, &s, true), s.n) {
		utf8proc_int32_t parts[32];
		int last = 0;
		int32_t c = take(&s);
		utf8proc_ssize_t n = c < 0 ? -1 : utf8proc_decompose_char(plain(c), parts, 32, how, &last);
		if (n < 0 || n > 32) {
			str_addc(out, '?');
			continue;
		}
		for (utf8proc_ssize_t i = 0; i < n; i++) {
			const char *as = parts[i] < 0x80 ? NULL : letter(parts[i]);
			if (as)
				str_adds(out, as);
			else
				add_point(out, plain(parts[i]));
		}
	}
}

void text_nfkc(struct str *out, struct slice s)
{
	utf8proc_uint8_t *made = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &made,
	    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
	if (n >= 0)
		str_add(out, (struct slice){ (const char *)made, (size_t)n });
	else if (n == UTF8PROC_ERROR_NOMEM)
		mem_exhausted();
	else
		str_add(out, s);
	free(made);
}

static const struct spelling letters[66] = {
	{ 0xc6, "AE" }, { 0xd0, "D" }, { 0xd8, "O" }, { 0xde, "Th" }, { 0xdf, "ss" }, { 0xe6, "ae" }, { 0xf0, "d" },
	{ 0xf8, "o" }, { 0xfe, "th" }, { 0x110, "D" }, { 0x111, "d" }, { 0x126, "H" }, { 0x127, "h" }, { 0x131, "i" },
	{ 0x138, "k" }, { 0x141, "L" }, { 0x142, "l" }, { 0x149, "'n" }, { 0x14a, "N" }, { 0x14b, "n" }, { 0x152, "OE" },
	{ 0x153, "oe" }, { 0x166, "T" }, { 0x167, "t" }, { 0x180, "b" }, { 0x181, "B" }, { 0x189, "D" }, { 0x18f, "E" },
	{ 0x191, "F" }, { 0x192, "f" }, { 0x197, "I" }, { 0x198, "K" }, { 0x199, "k" }, { 0x19a, "l" }, { 0x19f, "O" },
	{ 0x1b5, "Z" }, { 0x1b6, "z" }, { 0x1dd, "e" }, { 0x1e4, "G" }, { 0x1e5, "g" }, { 0x221, "d" }, { 0x237, "j" },
	{ 0x23a, "A" }, { 0x23b, "C" }, { 0x23c, "c" }, { 0x23d, "L" }, { 0x243, "B" }, { 0x244, "U" }, { 0x246, "E" },
	{ 0x247, "e" }, { 0x248, "J" }, { 0x249, "j" }, { 0x24c, "R" }, { 0x24d, "r" }, { 0x24e, "Y" }, { 0x24f, "y" },
	{ 0x251, "a" }, { 0x253, "b" }, { 0x254, "o" }, { 0x256, "d" }, { 0x257, "d" }, { 0x259, "e" }, { 0x25b, "e" },
	{ 0x261, "g" }, { 0x268, "i" }, { 0x1e9e, "SS" },
};

static const struct spelling signs[112] = {
	{ 0xa0, " " }, { 0xa1, "!" }, { 0xa2, "c" }, { 0xa3, "GBP" }, { 0xa4, "*" }, { 0xa5, "JPY" }, { 0xa6, "|" },
	{ 0xa7, "par." }, { 0xa9, "(c)" }, { 0xab, "<<" }, { 0xac, "not" }, { 0xad, "" }, { 0xae, "(R)" },
	{ 0xb0, "deg" }, { 0xb1, "+/-" }, { 0xb4, "'" }, { 0xb6, "P" }, { 0xb7, "." }, { 0xb8, "," }, { 0xbb, ">>" },
	{ 0xbf, "?" }, { 0xd7, "x" }, { 0xf7, "/" }, { 0x3bc, "u" }, { 0x2010, "-" }, { 0x2011, "-" },
	{ 0x2012, "-" }, { 0x2013, "-" }, { 0x2014, "--" }, { 0x2015, "--" }, { 0x2016, "||" }, { 0x2018, "'" },
	{ 0x2019, "'" }, { 0x201a, "," }, { 0x201b, "'" }, { 0x201c, "\"" }, { 0x201d, "\"" }, { 0x201e, "\"" },
	{ 0x2020, "+" }, { 0x2021, "++" }, { 0x2022, "*" }, { 0x2026, "..." }, { 0x202f, " " }, { 0x2030, "o/oo" },
	{ 0x2032, "'" }, { 0x2033, "\"" }, { 0x2039, "<" }, { 0x203a, ">" }, { 0x2044, "/" }, { 0x20ac, "EUR" },
	{ 0x20bf, "BTC" }, { 0x2190, "<-" }, { 0x2191, "^" }, { 0x2192, "->" }, { 0x2193, "v" }, { 0x2194, "<->" },
	{ 0x2195, "^v" }, { 0x21b3, "->" }, { 0x21b5, "<-" }, { 0x21ba, "@" }, { 0x21bb, "@" }, { 0x21c4, "<->" },
	{ 0x21d0, "<=" }, { 0x21d2, "=>" }, { 0x21d4, "<=>" }, { 0x2212, "-" }, { 0x2215, "/" }, { 0x221e, "inf" },
	{ 0x223c, "~" }, { 0x2248, "~" }, { 0x2260, "!=" }, { 0x2264, "<=" }, { 0x2265, ">=" }, { 0x2318, "cmd" },
	{ 0x23ce, "<-" }, { 0x2423, "_" }, { 0x25a0, "#" }, { 0x25a1, "[]" }, { 0x25a6, "#" }, { 0x25aa, "#" },
	{ 0x25b2, "^" }, { 0x25b3, "^" }, { 0x25b6, ">" }, { 0x25b8, ">" }, { 0x25ba, ">" }, { 0x25bc, "v" },
	{ 0x25bd, "v" }, { 0x25be, "v" }, { 0x25c0, "<" }, { 0x25c2, "<" }, { 0x25c6, "*" }, { 0x25c7, "o" },
	{ 0x25cb, "o" }, { 0x25cf, "*" }, { 0x25d0, "%" }, { 0x25d1, "%" }, { 0x25e6, "o" }, { 0x2605, "*" },
	{ 0x2606, "*" }, { 0x2610, "[ ]" }, { 0x2611, "[x]" }, { 0x2612, "[x]" }, { 0x2661, "<3" }, { 0x2665, "<3" },
	{ 0x26a0, "!" }, { 0x270e, "%" }, { 0x2713, "v" }, { 0x2714, "v" }, { 0x2717, "x" }, { 0x2718, "x" },
	{ 0x2764, "<3" }, { 0x27f3, "@" },
};
