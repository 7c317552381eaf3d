/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { ZWJ = 0x200d, MAX_POINTS = 5 };

struct span {
	uint32_t first, last;
};

static const struct span ambiguous[173];
static bool ambiguous_wide;

/* One code point; *n is its length. Returns -1, and a length of 1, for a byte that is not UTF-8. */
static int32_t point(const char *p, size_t left, size_t *n)
{
	const unsigned char *u = (const unsigned char *)p;
	utf8proc_int32_t c;
	if (u[0] < 0x80) {
		*n = 1;
		return u[0];
	}
	utf8proc_ssize_t len = utf8proc_iterate(u, left < 4 ? (utf8proc_ssize_t)left : 4, &c);
	*n = len > 0 ? (size_t)len : 1;
	return len > 0 ? c : -1;
}

bool text_valid(struct slice s)
{
	for (size_t i = 0, n; i < s.n; i += n)
		if (point(s.p + i, s.n - i, &n) < 0)
			return false;
	return true;
}

void text_ambiguous_wide(bool on)
{
	ambiguous_wide = on;
}

static int compare_span(const void *key, const void *item)
{
	const uint32_t *c = key;
	const struct span *s = item;
	return *c < s->first ? -1 : *c > s->last;
}

/* The columns of one code point as the C libraries of terminals count them: utf8proc differs from them for spacing marks,
 * visible format characters, conjoining vowels, and two blocks that have been wide since Unicode 9. */
static int point_width(int32_t c)
{
	if (c < 0x7f)
		return c >= 0x20;
	if (c < 0xa0)
		return 0;
	if (ambiguous_wide) {
		uint32_t key = (uint32_t)c;
		if (bsearch(&key, ambiguous, sizeof ambiguous / sizeof *ambiguous, sizeof *ambiguous, compare_span))
			return 2;
	}
	if (c < 0x300)
		return 1;
	if ((c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7fb))
		return 0;
	if ((c >= 0x4dc0 && c <= 0x4dff) || (c >= 0x3248 && c <= 0x324f))
		return 2;
	const utf8proc_property_t *p = utf8proc_get_property(c);
	if (p->category == UTF8PROC_CATEGORY_MC)
		return 1;
	if (p->category == UTF8PROC_CATEGORY_CF && !p->ignorable && (c < 0xfff9 || c > 0xfffb))
		return 1;
	return (int)p->charwidth;
}

static bool is_mark(int32_t c)
{
	if (c < 0x300)
		return false;
	utf8proc_category_t k = utf8proc_category(c);
	return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_ME;
}

static bool is_picture(int32_t c)
{
	return utf8proc_get_property(c)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

static bool is_selector(int32_t c)
{
	return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

/* A cluster here is what fits one cell of a terminal: the base with its marks. Where a grapheme goes on with what
 * terminals disagree about (joined emoji, skin tones, emoji presentation), the cluster ends before that and *rest moves
 * behind all of it; where it goes on with something that takes columns of its own (the second letter of a flag, an Indic
 * vowel sign), that begins the next cluster. */
bool text_next(struct slice *rest, struct slice *cluster, int *width)
{
	size_t n;
	if (!rest->n)
		return false;
	const unsigned char *u = (const unsigned char *)rest->p;
	if (u[0] < 0x80 && (rest->n == 1 || u[1] < 0x80)) {
		*cluster = (struct slice){ rest->p, 1 };
		*width = u[0] >= 0x20 && u[0] != 0x7f;
		*rest = (struct slice){ rest->p + 1, rest->n - 1 };
		return true;
	}
	int32_t base = point(rest->p, rest->n, &n), before = base;
	size_t shown = n, head = n, points = 1;
	bool open = true; /* still inside what is shown */
	utf8proc_int32_t state = 0;
	*width = base < 0 ? 1 : point_width(base);
	while (base >= 0 && n < rest->n) {
		size_t more;
		int32_t c = point(rest->p + n, rest->n - n, &more);
		if (c < 0 || utf8proc_grapheme_break_stateful(before, c, &state))
			break;
		bool modifier = c >= 0x1f3fb && c <= 0x1f3ff && is_picture(base);
		if (point_width(c) > 0 && before != ZWJ && !modifier)
			break;
		if (is_selector(c) || c == ZWJ || modifier || !(is_mark(c) || point_width(c) == 0))
			open = false;
		n += more;
		points++;
		if (open)
			shown = n;
		before = c;
	}
	*cluster = (struct slice){ rest->p, points > MAX_POINTS ? head : shown };
	*rest = (struct slice){ rest->p + n, rest->n - n };
	return true;
}

/* The length of the leading run of ASCII, which needs no tables. */
static size_t ascii_run(struct slice s)
{
	size_t i = 0;
	for (uint64_t eight; i + 8 <= s.n; i += 8) {
		memcpy(&eight, s.p + i, 8);
		if (eight & 0x8080808080808080u)
			break;
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return i;
}

int text_width(struct slice s)
{
	size_t run = ascii_run(s);
	int width = 0, w;
	if (run && run < s.n)
		run--; /* the last one may carry a mark */
	for (size_t i = 0; i < run; i++)
		width += (unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7f;
	struct slice rest = slice_from(s, run), cluster;
	while (text_next(&rest, &cluster, &w))
		width += w;
	return width;
}

struct slice text_fit(struct slice s, int columns)
{
	struct slice rest = s, cluster;
	size_t end = 0;
	int w;
	while (text_next(&rest, &cluster, &w) && w <= columns) {
		columns -= w;
		end = s.n - rest.n;
	}
	return (struct slice){ s.p, end };
}

void text_cut(struct str *out, struct slice s, int columns, bool ascii)
{
	struct slice sign = ascii ? SLICE("~") : SLICE("…");
	if (columns <= 0)
		return;
	struct slice head = text_fit(s, columns);
	if (head.n < s.n) {
		int room = columns - text_width(sign);
		if (room < 0) {
			sign = SLICE("~");
			room = columns - 1;
		}
		head = text_fit(s, room);
		str_add(out, head);
		str_add(out, sign);
	} else {
		str_add(out, s);
	}
}

void text_pad(struct str *out, struct slice s, int columns, bool right, bool ascii)
{
	if (columns <= 0)
		return;
	size_t start = out->n;
	text_cut(out, s, columns, ascii);
	int width = text_width((struct slice){ str_c(out) + start, out->n - start });
	if (width >= columns)
		return;
	size_t blanks = (size_t)(columns - width), len = out->n - start;
	str_addn(out, ' ', blanks);
	if (right) {
		memmove(out->p + start + blanks, out->p + start, len);
		memset(out->p + start, ' ', blanks);
	}
}

/* Gives the line that ends at byte end, and goes on at byte next. */
static bool line_to(struct slice *rest, size_t end, size_t next, struct slice *line)
{
	while (end && rest->p[end - 1] == ' ')
		end--;
	*line = (struct slice){ rest->p, end };
	*rest = (struct slice){ rest->p + next, rest->n - next };
	return true;
}

bool text_wrap(struct slice *rest, int columns, struct slice *line)
{
	struct slice todo = *rest, cluster;
	size_t at = 0, blank = 0, after = 0; /* the last run of blanks behind a word: its start and end */
	bool word = false, can_break = false;
	int w;
	if (!rest->n)
		return false;
	while (text_next(&todo, &cluster, &w)) {
		size_t next = rest->n - todo.n;
		if (cluster.p[0] == '\n')
			return line_to(rest, at, next, line);
		if (cluster.p[0] == ' ' && next - at == 1) {
			if (word) {
				blank = after == at ? blank : at;
				after = next;
				can_break = true;
			}
		} else if (w > columns && at > 0) {
			return can_break ? line_to(rest, blank, after, line) : line_to(rest, at, at, line);
		} else {
			word = true;
		}
		columns -= w;
		at = next;
	}
	return line_to(rest, rest->n, rest->n, line);
}

/* East Asian width "A" of Unicode 14, without marks and private use. */
static const struct span ambiguous[173] = {
	{ 0xa1, 0xa1 }, { 0xa4, 0xa4 }, { 0xa7, 0xa8 }, { 0xaa, 0xaa }, { 0xae, 0xae }, { 0xb0, 0xb4 },
	{ 0xb6, 0xba }, { 0xbc, 0xbf }, { 0xc6, 0xc6 }, { 0xd0, 0xd0 }, { 0xd7, 0xd8 }, { 0xde, 0xe1 },
	{ 0xe6, 0xe6 }, { 0xe8, 0xea }, { 0xec, 0xed }, { 0xf0, 0xf0 }, { 0xf2, 0xf3 }, { 0xf7, 0xfa },
	{ 0xfc, 0xfc }, { 0xfe, 0xfe }, { 0x101, 0x101 }, { 0x111, 0x111 }, { 0x113, 0x113 }, { 0x11b, 0x11b },
	{ 0x126, 0x127 }, { 0x12b, 0x12b }, { 0x131, 0x133 }, { 0x138, 0x138 }, { 0x13f, 0x142 }, { 0x144, 0x144 },
	{ 0x148, 0x14b }, { 0x14d, 0x14d }, { 0x152, 0x153 }, { 0x166, 0x167 }, { 0x16b, 0x16b }, { 0x1ce, 0x1ce },
	{ 0x1d0, 0x1d0 }, { 0x1d2, 0x1d2 }, { 0x1d4, 0x1d4 }, { 0x1d6, 0x1d6 }, { 0x1d8, 0x1d8 }, { 0x1da, 0x1da },
	{ 0x1dc, 0x1dc }, { 0x251, 0x251 }, { 0x261, 0x261 }, { 0x2c4, 0x2c4 }, { 0x2c7, 0x2c7 }, { 0x2c9, 0x2cb },
	{ 0x2cd, 0x2cd }, { 0x2d0, 0x2d0 }, { 0x2d8, 0x2db }, { 0x2dd, 0x2dd }, { 0x2df, 0x2df }, { 0x391, 0x3a1 },
	{ 0x3a3, 0x3a9 }, { 0x3b1, 0x3c1 }, { 0x3c3, 0x3c9 }, { 0x401, 0x401 }, { 0x410, 0x44f }, { 0x451, 0x451 },
	{ 0x2010, 0x2010 }, { 0x2013, 0x2016 }, { 0x2018, 0x2019 }, { 0x201c, 0x201d }, { 0x2020, 0x2022 },
	{ 0x2024, 0x2027 }, { 0x2030, 0x2030 }, { 0x2032, 0x2033 }, { 0x2035, 0x2035 }, { 0x203b, 0x203b },
	{ 0x203e, 0x203e }, { 0x2074, 0x2074 }, { 0x207f, 0x207f }, { 0x2081, 0x2084 }, { 0x20ac, 0x20ac },
	{ 0x2103, 0x2103 }, { 0x2105, 0x2105 }, { 0x2109, 0x2109 }, { 0x2113, 0x2113 }, { 0x2116, 0x2116 },
	{ 0x2121, 0x2122 }, { 0x2126, 0x2126 }, { 0x212b, 0x212b }, { 0x2153, 0x2154 }, { 0x215b, 0x215e },
	{ 0x2160, 0x216b }, { 0x2170, 0x2179 }, { 0x2189, 0x2189 }, { 0x2190, 0x2199 }, { 0x21b8, 0x21b9 },
	{ 0x21d2, 0x21d2 }, { 0x21d4, 0x21d4 }, { 0x21e7, 0x21e7 }, { 0x2200, 0x2200 }, { 0x2202, 0x2203 },
	{ 0x2207, 0x2208 }, { 0x220b, 0x220b }, { 0x220f, 0x220f }, { 0x2211, 0x2211 }, { 0x2215, 0x2215 },
	{ 0x221a, 0x221a }, { 0x221d, 0x2220 }, { 0x2223, 0x2223 }, { 0x2225, 0x2225 }, { 0x2227, 0x222c },
	{ 0x222e, 0x222e }, { 0x2234, 0x2237 }, { 0x223c, 0x223d }, { 0x2248, 0x2248 }, { 0x224c, 0x224c },
	{ 0x2252, 0x2252 }, { 0x2260, 0x2261 }, { 0x2264, 0x2267 }, { 0x226a, 0x226b }, { 0x226e, 0x226f },
	{ 0x2282, 0x2283 }, { 0x2286, 0x2287 }, { 0x2295, 0x2295 }, { 0x2299, 0x2299 }, { 0x22a5, 0x22a5 },
	{ 0x22bf, 0x22bf }, { 0x2312, 0x2312 }, { 0x2460, 0x24e9 }, { 0x24eb, 0x254b }, { 0x2550, 0x2573 },
	{ 0x2580, 0x258f }, { 0x2592, 0x2595 }, { 0x25a0, 0x25a1 }, { 0x25a3, 0x25a9 }, { 0x25b2, 0x25b3 },
	{ 0x25b6, 0x25b7 }, { 0x25bc, 0x25bd }, { 0x25c0, 0x25c1 }, { 0x25c6, 0x25c8 }, { 0x25cb, 0x25cb },
	{ 0x25ce, 0x25d1 }, { 0x25e2, 0x25e5 }, { 0x25ef, 0x25ef }, { 0x2605, 0x2606 }, { 0x2609, 0x2609 },
	{ 0x260e, 0x260f }, { 0x261c, 0x261c }, { 0x261e, 0x261e }, { 0x2640, 0x2640 }, { 0x2642, 0x2642 },
	{ 0x2660, 0x2661 }, { 0x2663, 0x2665 }, { 0x2667, 0x266a }, { 0x266c, 0x266d }, { 0x266f, 0x266f },
	{ 0x269e, 0x269f }, { 0x26bf, 0x26bf }, { 0x26c6, 0x26cd }, { 0x26cf, 0x26d3 }, { 0x26d5, 0x26e1 },
	{ 0x26e3, 0x26e3 }, { 0x26e8, 0x26e9 }, { 0x26eb, 0x26f1 }, { 0x26f4, 0x26f4 }, { 0x26f6, 0x26f9 },
	{ 0x26fb, 0x26fc }, { 0x26fe, 0x26ff }, { 0x273d, 0x273d }, { 0x2776, 0x277f }, { 0x2b56, 0x2b59 },
	{ 0x3248, 0x324f }, { 0xfffd, 0xfffd }, { 0x1f100, 0x1f10a }, { 0x1f110, 0x1f12d }, { 0x1f130, 0x1f169 },
	{ 0x1f170, 0x1f18d }, { 0x1f18f, 0x1f190 }, { 0x1f19b, 0x1f1ac },
};
