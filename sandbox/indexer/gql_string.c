/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strings of GraphQL: with escapes, and blocks between three quotation marks whose indentation is taken off. */
#include "sandbox/indexer/gql_inside.h"

#include <stdlib.h>

static char at(const struct glex *l, size_t i)
{
	return i < l->text.n ? l->text.p[i] : '\0';
}

static void put_utf8(struct str *out, uint32_t c)
{
	if (c < 0x80) {
		str_addc(out, (char)c);
	} else if (c < 0x800) {
		str_addc(out, (char)(0xc0 | c >> 6));
		str_addc(out, (char)(0x80 | (c & 63)));
	} else if (c < 0x10000) {
		str_addc(out, (char)(0xe0 | c >> 12));
		str_addc(out, (char)(0x80 | (c >> 6 & 63)));
		str_addc(out, (char)(0x80 | (c & 63)));
	} else {
		str_addc(out, (char)(0xf0 | c >> 18));
		str_addc(out, (char)(0x80 | (c >> 12 & 63)));
		str_addc(out, (char)(0x80 | (c >> 6 & 63)));
		str_addc(out, (char)(0x80 | (c & 63)));
	}
}

static bool hex4(const struct glex *l, size_t i, uint32_t *out)
{
	*out = 0;
	for (size_t k = i; k < i + 4; k++) {
		char c = at(l, k);
		const char *digits = "0123456789abcdef", *d = c ? strchr(digits, c | ('A' <= c && c <= 'F' ? 32 : 0)) : NULL;

		if (!d)
			return false;
		*out = *out * 16 + (uint32_t)(d - digits);
	}
	return true;
}

/* "\\u{...}" at i: its length, or how far one looked until it was clear that it is none: *good false. */
static size_t braced(const struct glex *l, size_t i, uint32_t *out, bool *good)
{
	size_t n = 3;

	*out = 0;
	*good = false;
	while (n < 12) {
		char c = at(l, i + n++);
		const char *digits = "0123456789abcdef", *d = c ? strchr(digits, c | ('A' <= c && c <= 'F' ? 32 : 0)) : NULL;

		if (c == '}') {
			*good = n > 4 && *out <= 0x10ffff && (*out < 0xd800 || *out >= 0xe000);
			break;
		}
		if (!d || *out >> 27)
			break;
		*out = *out << 4 | (uint32_t)(d - digits);
	}
	return n;
}

/* Four digits, or a pair of such escapes; *good as above. */
static size_t unicode(const struct glex *l, size_t i, uint32_t *c, bool *good)
{
	uint32_t low;

	if (at(l, i + 2) == '{')
		return braced(l, i, c, good);
	*good = hex4(l, i + 2, c);
	if (*good && *c >= 0xd800 && *c < 0xdc00 && at(l, i + 6) == '\\' && at(l, i + 7) == 'u' && hex4(l, i + 8, &low) && low >= 0xdc00 &&
	    low < 0xe000) {
		*c = 0x10000 + ((*c & 0x3ff) << 10 | (low & 0x3ff));
		return 12;
	}
	*good = *good && (*c < 0xd800 || *c >= 0xe000);
	return 6;
}

/* Behind the escape at i. */
static size_t escape(struct glex *l, size_t i, struct str *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *f = at(l, i + 1) ? strchr(from, at(l, i + 1)) : NULL;
	uint32_t c;
	size_t n;
	bool good;

	if (f) {
		str_addc(out, to[f - from]);
		return i + 2;
	}
	if (at(l, i + 1) != 'u') {
		gql_lex_fail(l, (uint32_t)i, "Invalid character escape sequence: \"%s\".",
			     gql_text(l->arena, slice_to(slice_from(l->text, i), 2)));
		return i;
	}
	n = unicode(l, i, &c, &good);
	if (!good)
		gql_lex_fail(l, (uint32_t)i, "Invalid Unicode escape sequence: \"%s\".",
			     gql_text(l->arena, slice_to(slice_from(l->text, i), n)));
	else
		put_utf8(out, c);
	return i + n;
}

/* A string on one line. */
static void plain(struct glex *l, struct str *out)
{
	size_t i = l->i + 1;

	while (!l->bad && at(l, i) != '"') {
		unsigned char c = (unsigned char)at(l, i);

		if (i >= l->text.n || c == '\n' || c == '\r')
			gql_lex_fail(l, (uint32_t)i, "Unterminated string.");
		else if (c < 0x20 && c != '\t')
			gql_lex_stray(l, i, "Invalid character within String: %s.");
		else if (c == '\\')
			i = escape(l, i, out);
		else
			str_addc(out, at(l, i++));
	}
	l->i = i + 1;
}

static size_t indent_of(struct slice line)
{
	size_t n = 0;

	while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
		n++;
	return n;
}

/* Takes the common indentation off all lines but the first, and blank lines off both ends. */
static void dedent(struct slice raw, struct str *out)
{
	struct slice line, rest = raw;
	size_t common = SIZE_MAX, n = 0, first = SIZE_MAX, last = 0;

	for (; slice_split(&rest, '\n', &line); n++) {
		size_t d = indent_of(line);

		if (d == line.n)
			continue;
		if (first == SIZE_MAX)
			first = n;
		last = n;
		if (n && d < common)
			common = d;
	}
	rest = raw;
	for (n = 0; slice_split(&rest, '\n', &line); n++) {
		if (first == SIZE_MAX || n < first || n > last)
			continue;
		if (n > first)
			str_addc(out, '\n');
		str_add(out, n ? slice_from(line, common) : line);
	}
}

/* Only the three quotation marks can be escaped in it; line ends become "\n". */
static void block(struct glex *l, struct str *out)
{
	struct str raw = { 0 };
	size_t i = l->i + 3;

	while (!l->bad && !slice_starts(slice_from(l->text, i), "\"\"\"")) {
		if (i >= l->text.n) {
			gql_lex_fail(l, (uint32_t)i, "Unterminated string.");
		} else if (slice_starts(slice_from(l->text, i), "\\\"\"\"")) {
			str_adds(&raw, "\"\"\"");
			i += 4;
		} else if (at(l, i) == '\r') {
			str_addc(&raw, '\n');
			i += at(l, i + 1) == '\n' ? 2 : 1;
		} else {
			str_addc(&raw, at(l, i++));
		}
	}
	dedent(slice_str(&raw), out);
	str_free(&raw);
	l->i = i + 3;
}

bool gql_lex_string(struct glex *l)
{
	struct str out = { 0 };
	uint32_t from = (uint32_t)l->i;
	bool is_block = slice_starts(slice_from(l->text, l->i), "\"\"\"");

	if (is_block)
		block(l, &out);
	else
		plain(l, &out);
	l->now = (struct gtoken){ .kind = is_block ? GT_BLOCK : GT_STRING, .at = from };
	l->now.text = (struct slice){ arena_copy(l->arena, slice_str(&out)), out.n };
	str_free(&out);
	if (l->i > l->text.n)
		l->i = l->text.n;
	l->now.end = (uint32_t)l->i;
	return !l->bad;
}
