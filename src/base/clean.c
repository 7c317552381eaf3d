/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clean.h"
#include <stdlib.h>
#include <utf8proc.h>

enum {
	BAD = 0xfffd,
	ZWNJ = 0x200c,
	ZWJ = 0x200d,
	MAX_MARKS = 4,
	TAB = 8,
	LONG_GRAPHEME = 64, /* bytes; a longer one may be cut inside */
};

enum script { S_COMMON, S_LATIN, S_GREEK, S_CYRILLIC, S_ARMENIAN, S_CHEROKEE, S_EAST_ASIA, S_OTHER };

struct script_span {
	int32_t first, last;
	enum script script;
};

static const struct script_span scripts[35];
static const uint16_t twins[93];

/* One pass over one text. last and state find the grapheme borders; safe is the byte of out where the present grapheme
 * began, so that an overflow can cut there. */
struct cleaner {
	struct str *out;
	size_t start, max, safe;
	utf8proc_int32_t last, state;
	size_t marks, column;
	bool full;
};

static int32_t take(struct slice *rest)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t n =
	    utf8proc_iterate((const utf8proc_uint8_t *)rest->p, rest->n < 4 ? (utf8proc_ssize_t)rest->n : 4, &c);
	*rest = slice_from(*rest, n > 0 ? (size_t)n : 1);
	return n > 0 ? c : -1;
}

static bool is_mark(int32_t c)
{
	if (c < 0x300)
		return false;
	utf8proc_category_t k = utf8proc_category(c);
	return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_ME || k == UTF8PROC_CATEGORY_MC;
}

/* Emoji presentation is kept, the other 240 selectors only smuggle bytes. */
static bool is_selector(int32_t c)
{
	return c >= 0xfe00 && c <= 0xfe0f;
}

/* The policy: what a stranger may put on the screen. Everything else becomes U+FFFD, visibly. */
static int32_t judge(int32_t c)
{
	if (c < 0 || c < 0x20 || (c >= 0x7f && c < 0xa0))
		return BAD;
	if (c < 0x300)
		return c == 0xad ? BAD : c;
	if (c == ZWNJ || c == ZWJ || is_selector(c))
		return c;
	const utf8proc_property_t *p = utf8proc_get_property(c);
	if (p->ignorable)
		return BAD;
	switch (p->category) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return BAD;
	default:
		return c;
	}
}

static void put(struct cleaner *k, int32_t c)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char(c, bytes);
	bool border = utf8proc_grapheme_break_stateful(k->last, c, &k->state);
	if (border)
		k->safe = k->out->n;
	if (k->out->n - k->start + (size_t)n > k->max) {
		if (!border && k->out->n - k->safe <= LONG_GRAPHEME)
			str_cut(k->out, k->safe);
		k->full = true;
		return;
	}
	str_add(k->out, (struct slice){ (const char *)bytes, (size_t)n });
	k->last = c;
	k->column++;
}

/* A mark with nothing to stand on would land on a cell that belongs to the program, so it is refused at the start of a
 * line; the fifth mark on one letter is dropped. Joiners and selectors count as marks. */
static void put_judged(struct cleaner *k, int32_t c)
{
	c = judge(c);
	if (is_mark(c) || c == ZWJ || c == ZWNJ) {
		if (k->out->n == k->start || k->last == '\n') {
			c = BAD;
		} else if (++k->marks > MAX_MARKS) {
			return;
		}
	}
	if (!is_mark(c) && c != ZWJ && c != ZWNJ)
		k->marks = 0;
	put(k, c);
}

/* Printable ASCII needs no judgement. */
static void put_ascii(struct cleaner *k, struct slice *in)
{
	size_t n = 0, room = k->max - (k->out->n - k->start);
	while (n < in->n && in->p[n] >= 0x20 && in->p[n] < 0x7f)
		n++;
	if (n > room) {
		n = room;
		k->full = true;
	}
	if (!n)
		return;
	str_add(k->out, slice_to(*in, n));
	*in = slice_from(*in, n);
	k->last = 'x';
	k->state = 0;
	k->safe = k->out->n - 1;
	k->marks = 0;
	k->column += n;
}

/* Recognises the four line ends that are kept; a lone carriage return is not one of them. */
static bool take_line_end(struct slice *in)
{
	if (in->p[0] == '\n')
		*in = slice_from(*in, 1);
	else if (slice_starts(*in, "\r\n"))
		*in = slice_from(*in, 2);
	else if (slice_starts(*in, "\u2028") || slice_starts(*in, "\u2029"))
		*in = slice_from(*in, 3);
	else
		return false;
	return true;
}

static void run(struct str *out, struct slice in, size_t max_bytes, size_t max_lines)
{
	struct cleaner k = { .out = out, .start = out->n, .max = max_bytes, .safe = out->n, .last = ' ' };
	size_t lines = 1;
	str_reserve(out, in.n < max_bytes ? in.n : max_bytes);
	out->p[out->n] = 0;
	while (in.n && !k.full) {
		put_ascii(&k, &in);
		if (!in.n || k.full)
			break;
		if (take_line_end(&in)) {
			if (max_lines && lines++ >= max_lines)
				break;
			k.marks = 0;
			put(&k, max_lines ? '\n' : ' ');
			k.column = 0;
		} else if (in.p[0] == '\t') {
			size_t blanks = max_lines ? TAB - k.column % TAB : 1;
			in = slice_from(in, 1);
			k.marks = 0;
			for (; blanks && !k.full; blanks--)
				put(&k, ' ');
		} else {
			put_judged(&k, take(&in));
		}
	}
}

void clean_line(struct str *out, struct slice in, size_t max_bytes)
{
	run(out, in, max_bytes, 0);
}

void clean_text(struct str *out, struct slice in, size_t max_bytes, size_t max_lines)
{
	run(out, in, max_bytes, max_lines ? max_lines : 1);
}

static enum script script_of(int32_t c)
{
	if (c < 0x80)
		return (c | 32) >= 'a' && (c | 32) <= 'z' ? S_LATIN : S_COMMON;
	utf8proc_category_t k = utf8proc_category(c);
	if (k < UTF8PROC_CATEGORY_LU || k > UTF8PROC_CATEGORY_LO)
		return S_COMMON;
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
		if (c >= scripts[i].first && c <= scripts[i].last)
			return scripts[i].script;
	return S_OTHER;
}

static int direction(int32_t c)
{
	switch (utf8proc_get_property(c)->bidi_class) {
	case UTF8PROC_BIDI_CLASS_L:
		return 1;
	case UTF8PROC_BIDI_CLASS_R:
	case UTF8PROC_BIDI_CLASS_AL:
		return -1;
	default:
		return 0;
	}
}

bool clean_is_rtl(struct slice s)
{
	while (s.n) {
		if ((unsigned char)s.p[0] < 0x80) {
			s = slice_from(s, 1);
			continue;
		}
		int32_t c = take(&s);
		if (c >= 0 && direction(c) < 0)
			return true;
	}
	return false;
}

static int compare_twin(const void *key, const void *item)
{
	return *(const int32_t *)key - *(const uint16_t *)item;
}

/* A letter of another alphabet that is drawn like a Latin one. */
static bool is_twin(int32_t c)
{
	return bsearch(&c, twins, sizeof twins / sizeof *twins, sizeof *twins, compare_twin);
}

/* Signs that imitate plain letters and digits: full width, mathematical, circled, small capitals, phonetic letters, Roman
 * numerals, struck-through marks. Nobody types them by accident. */
static bool is_disguise(int32_t c)
{
	utf8proc_int32_t parts[8];
	int last = 0;
	if (c < 0x80 || c == 0xaa || c == 0xba || (c >= 0xb2 && c <= 0xb9) || c == 0x2116 || c == 0x2122)
		return false; /* ª º ² ³ ¹ № ™ are on keyboards */
	if ((c >= 0x250 && c <= 0x2af) || (c >= 0x1d00 && c <= 0x1dbf) || (c >= 0x334 && c <= 0x338) ||
	    (c >= 0x20d0 && c <= 0x20f0) || c == 0x17f || c == 0x1c3 || (c >= 0x212a && c <= 0x212b))
		return true;
	if (!utf8proc_get_property(c)->decomp_type)
		return false; /* é is e with a mark, not a disguise of e */
	utf8proc_ssize_t n = utf8proc_decompose_char(c, parts, 8, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &last);
	for (utf8proc_ssize_t i = 0; i < n && i < 8; i++)
		if ((parts[i] >= '0' && parts[i] <= '9') || script_of(parts[i]) == S_LATIN)
			return true;
	return false;
}

/* Collects what a name is made of. Latin beside Chinese, Japanese or Korean is usual; any other mixture is not. */
struct census {
	unsigned scripts;
	size_t foreign, foreign_twins;
	bool disguised;
	int direction;
};

static void count(struct census *t, int32_t c)
{
	enum script s = script_of(c);
	t->scripts |= 1u << s;
	if (s == S_GREEK || s == S_CYRILLIC || s == S_ARMENIAN || s == S_CHEROKEE) {
		t->foreign++;
		t->foreign_twins += is_twin(c) || s == S_CHEROKEE;
	}
	t->disguised |= is_disguise(c);
}

static bool census_is_odd(const struct census *t)
{
	unsigned real = t->scripts & ~(1u << S_COMMON);
	bool one = !(real & (real - 1)) || real == (1u << S_LATIN | 1u << S_EAST_ASIA);
	return t->disguised || !one || (t->foreign && t->foreign == t->foreign_twins);
}

static bool is_blank(int32_t c)
{
	return c == 0x2800 || c == 0x3164 || (c >= 0 && utf8proc_category(c) == UTF8PROC_CATEGORY_ZS);
}

void clean_name(struct str *out, struct slice in, size_t max_bytes, bool *suspicious)
{
	struct str line = { 0 };
	struct cleaner k = { .out = out, .start = out->n, .max = max_bytes, .safe = out->n, .last = ' ' };
	struct census t = { 0 };
	bool blank = false, odd = false;
	in = slice_to(in, max_bytes * 8 + 256); /* blanks and joiners shrink, but nobody needs more of them */
	clean_line(&line, in, in.n * 3);
	str_reserve(out, 0);
	for (struct slice rest = slice_str(&line); rest.n && !k.full;) {
		int32_t c = take(&rest);
		if (is_blank(c)) {
			blank = out->n > k.start;
			continue;
		}
		if (c == ZWJ || c == ZWNJ || is_selector(c)) {
			odd |= c != ZWNJ && !is_selector(c) && script_of(k.last) != S_COMMON;
			continue;
		}
		if (out->n == k.start && is_mark(c))
			c = BAD;
		int d = direction(c);
		if (d && !t.direction)
			t.direction = d;
		if (d && d != t.direction) {
			odd = true;
			c = BAD;
		}
		odd |= c == BAD;
		count(&t, c);
		if (blank)
			put(&k, ' ');
		blank = false;
		if (!k.full)
			put(&k, c);
	}
	while (out->n > k.start && out->p[out->n - 1] == ' ')
		str_cut(out, out->n - 1);
	if (suspicious)
		*suspicious = odd || census_is_odd(&t);
	str_free(&line);
}

static const struct script_span scripts[35] = {
	{ 0xaa, 0xaa, S_LATIN }, { 0xba, 0xba, S_LATIN }, { 0xc0, 0x2af, S_LATIN }, { 0x2b0, 0x36f, S_COMMON },
	{ 0x370, 0x3ff, S_GREEK }, { 0x400, 0x52f, S_CYRILLIC }, { 0x531, 0x58f, S_ARMENIAN },
	{ 0x1100, 0x11ff, S_EAST_ASIA }, { 0x13a0, 0x13ff, S_CHEROKEE }, { 0x1c80, 0x1c8f, S_CYRILLIC },
	{ 0x1d00, 0x1d25, S_LATIN }, { 0x1d26, 0x1d2a, S_GREEK }, { 0x1d2b, 0x1d2b, S_CYRILLIC },
	{ 0x1d2c, 0x1dbf, S_LATIN }, { 0x1e00, 0x1eff, S_LATIN }, { 0x1f00, 0x1fff, S_GREEK },
	{ 0x2071, 0x2071, S_LATIN }, { 0x207f, 0x209c, S_LATIN }, { 0x2126, 0x2126, S_GREEK },
	{ 0x212a, 0x212b, S_LATIN }, { 0x2c60, 0x2c7f, S_LATIN }, { 0x2de0, 0x2dff, S_CYRILLIC },
	{ 0x3005, 0x3007, S_EAST_ASIA }, { 0x3031, 0x318f, S_EAST_ASIA }, { 0x31a0, 0x4dbf, S_EAST_ASIA },
	{ 0x4e00, 0x9fff, S_EAST_ASIA }, { 0xa640, 0xa69f, S_CYRILLIC }, { 0xa720, 0xa7ff, S_LATIN },
	{ 0xab30, 0xab64, S_LATIN }, { 0xab70, 0xabbf, S_CHEROKEE }, { 0xac00, 0xd7ff, S_EAST_ASIA },
	{ 0xf900, 0xfaff, S_EAST_ASIA }, { 0xfb00, 0xfb06, S_LATIN }, { 0xff66, 0xffdc, S_EAST_ASIA },
	{ 0x20000, 0x323af, S_EAST_ASIA },
};

static const uint16_t twins[93] = {
	0x391, 0x392, 0x395, 0x396, 0x397, 0x399, 0x39a, 0x39c, 0x39d, 0x39f, 0x3a1, 0x3a4, 0x3a5, 0x3a7, 0x3b1,
	0x3b3, 0x3b9, 0x3ba, 0x3bd, 0x3bf, 0x3c1, 0x3c5, 0x3c9, 0x3dc, 0x3f2, 0x3f3, 0x3f9, 0x401, 0x405, 0x406,
	0x407, 0x408, 0x410, 0x412, 0x415, 0x417, 0x41a, 0x41c, 0x41d, 0x41e, 0x420, 0x421, 0x422, 0x423, 0x425,
	0x430, 0x435, 0x43e, 0x440, 0x441, 0x443, 0x445, 0x451, 0x455, 0x456, 0x457, 0x458, 0x461, 0x474, 0x475,
	0x481, 0x4aa, 0x4ab, 0x4ae, 0x4ba, 0x4bb, 0x4bd, 0x4c0, 0x4cf, 0x4d2, 0x4d3, 0x500, 0x501, 0x50c, 0x50d,
	0x51a, 0x51b, 0x51c, 0x51d, 0x53b, 0x53c, 0x548, 0x54d, 0x54f, 0x551, 0x555, 0x566, 0x570, 0x578, 0x57d,
	0x581, 0x584, 0x585,
};
