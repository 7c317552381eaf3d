/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/gql_inside.h"

void gql_lex_fail(struct glex *l, uint32_t at, const char *fmt, ...)
{
	struct str s = { 0 };
	va_list ap;

	if (l->bad)
		return;
	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	gql_error(l->errors, at, "Syntax Error: %s", str_c(&s));
	str_free(&s);
	l->bad = true;
}

/* Decodes one code point; a bad byte stands for itself. */
static size_t code_point(struct slice s, uint32_t *out)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t n = s.n == 0 ? 0 : p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : p[0] >= 0xc2 ? 2 : 1;

	if (n > s.n)
		n = s.n ? 1 : 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			n = 1;
	*out = n == 0 ? 0 : n == 1 ? p[0] : n == 2 ? (uint32_t)(p[0] & 31) << 6 | (p[1] & 63)
		: n == 3 ? (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63)
			 : (uint32_t)(p[0] & 7) << 18 | (uint32_t)(p[1] & 63) << 12 | (uint32_t)(p[2] & 63) << 6 | (p[3] & 63);
	return n;
}

void gql_lex_stray(struct glex *l, size_t i, const char *fmt)
{
	char shown[16];
	uint32_t c;

	if (!code_point(slice_from(l->text, i), &c))
		snprintf(shown, sizeof shown, "<EOF>");
	else if (c == '"')
		snprintf(shown, sizeof shown, "'\"'");
	else if (c >= 0x20 && c <= 0x7e)
		snprintf(shown, sizeof shown, "\"%c\"", (int)c);
	else
		snprintf(shown, sizeof shown, "U+%04X", c);
	gql_lex_fail(l, (uint32_t)i, fmt, shown);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static char look(const struct glex *l, size_t i)
{
	return i < l->text.n ? l->text.p[i] : '\0';
}

/* The token are the next n characters. */
static void take(struct glex *l, enum gtok kind, size_t n)
{
	l->now.kind = kind;
	l->now.at = (uint32_t)l->i;
	l->now.text = (struct slice){ l->text.p + l->i, n };
	l->i += n;
	l->now.end = (uint32_t)l->i;
}

/* Behind a run of digits, of which there must be one. */
static size_t digits(struct glex *l, size_t i)
{
	if (!is_digit(look(l, i)))
		gql_lex_stray(l, i, "Invalid number, expected digit but got: %s.");
	while (is_digit(look(l, i)))
		i++;
	return i;
}

/* Neither a zero nor a dot, nor a letter, may follow where it would read like a longer number. */
static void number(struct glex *l)
{
	size_t i = l->i + (look(l, l->i) == '-');
	enum gtok kind = GT_INT;

	if (look(l, i) == '0') {
		i++;
		if (is_digit(look(l, i)))
			gql_lex_stray(l, i, "Invalid number, unexpected digit after 0: %s.");
	} else {
		i = digits(l, i);
	}
	if (look(l, i) == '.') {
		kind = GT_FLOAT;
		i = digits(l, i + 1);
	}
	if (look(l, i) == 'e' || look(l, i) == 'E') {
		kind = GT_FLOAT;
		i++;
		i = digits(l, i + (look(l, i) == '+' || look(l, i) == '-'));
	}
	if (look(l, i) == '.' || name_start(look(l, i)))
		gql_lex_stray(l, i, "Invalid number, expected digit but got: %s.");
	take(l, kind, i - l->i);
}

/* Commas are blanks too, and so is the mark that some editors put at the front of a file. */
static void blanks(struct glex *l)
{
	for (;; l->i++) {
		char c = look(l, l->i);

		if (l->i >= l->text.n)
			return;
		if (c == '#') {
			while (l->i < l->text.n && look(l, l->i) != '\n' && look(l, l->i) != '\r')
				l->i++;
			l->i--;
		} else if (c == '\xef' && slice_starts(slice_from(l->text, l->i), "\xef\xbb\xbf")) {
			l->i += 2;
		} else if (!strchr(" \t\r\n,", c) || !c) {
			return;
		}
	}
}

void gql_lex_next(struct glex *l)
{
	size_t n = 1;
	char c;

	l->last_end = l->now.end;
	blanks(l);
	c = look(l, l->i);
	if (++l->count > GQL_MAX_TOKENS)
		gql_lex_fail(l, (uint32_t)l->i, "Document contains more than %d tokens. Parsing aborted.", GQL_MAX_TOKENS);
	if (l->bad || l->i >= l->text.n) {
		take(l, GT_END, 0);
	} else if (name_start(c)) {
		while (name_start(look(l, l->i + n)) || is_digit(look(l, l->i + n)))
			n++;
		take(l, GT_NAME, n);
	} else if (is_digit(c) || c == '-') {
		number(l);
	} else if (c == '"') {
		gql_lex_string(l);
	} else if (c == '.' && slice_starts(slice_from(l->text, l->i), "...")) {
		take(l, GT_PUNCT, 3);
	} else if (c && strchr("!$&()[]{}:=@|", c)) {
		take(l, GT_PUNCT, 1);
	} else if (c == '\'') {
		gql_lex_fail(l, (uint32_t)l->i, "Unexpected single quote character ('), did you mean to use a double quote (\")?");
	} else {
		gql_lex_stray(l, l->i, "Unexpected character: %s.");
	}
	if (l->bad)
		take(l, GT_END, 0);
}

const char *gql_lex_describe(struct glex *l)
{
	static const char *const kinds[] = { "<EOF>", "", "Name", "Int", "Float", "String", "BlockString" };
	const struct gtoken *t = &l->now;

	if (t->kind == GT_END)
		return kinds[0];
	return arena_printf(l->arena, "%s%s\"%s\"", kinds[t->kind], t->kind == GT_PUNCT ? "" : " ", gql_text(l->arena, t->text));
}
