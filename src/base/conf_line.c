/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/conf_line.h"
#include "base/text.h"
#include <string.h>

enum { MAX_VALUE = 2048, MAX_LINE = 8192 }; /* a value and its escapes fit a line */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool has_controls(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7f)
			return true;
	return false;
}

static bool is_key(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_blank(s.p[i]) || strchr("[]\"#=", s.p[i]))
			return false;
	return s.n > 0;
}

/* Behind a value: nothing, or a comment. */
static bool ends(struct slice rest)
{
	rest = slice_trim(rest);
	return !rest.n || rest.p[0] == '#';
}

/* "…" with \" and \\ inside. */
static bool read_quoted(struct slice s, struct conf_line *l)
{
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] == '"') {
			l->raw = slice_to(s, i + 1);
			return ends(slice_from(s, i + 1));
		}
		if (s.p[i] == '\\' && i + 1 < s.n && (s.p[i + 1] == '"' || s.p[i + 1] == '\\'))
			i++;
		str_addc(&l->value, s.p[i]);
	}
	return false;
}

/* Up to a '#' that stands alone or follows a blank: "#ff0000" and "http://host/#x" are values. */
static void read_plain(struct slice s, struct conf_line *l)
{
	size_t n = s.n;
	if (s.n && s.p[0] == '#' && (s.n == 1 || is_blank(s.p[1])))
		n = 0;
	for (size_t i = 1; i < s.n; i++) {
		if (n && s.p[i] == '#' && is_blank(s.p[i - 1])) {
			n = i;
			break;
		}
	}
	l->raw = slice_trim(slice_to(s, n));
	str_add(&l->value, l->raw);
}

static enum conf_line_kind read_key(struct slice s, size_t equals, struct conf_line *l)
{
	struct slice value = slice_trim(slice_from(s, equals + 1));
	l->key = slice_trim(slice_to(s, equals));
	str_reserve(&l->value, 0);
	str_cut(&l->value, 0);
	l->value.p[0] = 0;
	if (!is_key(l->key))
		return LINE_BAD;
	l->raw = slice_to(value, 0);
	if (value.n && value.p[0] == '"')
		return read_quoted(value, l) ? LINE_KEY : LINE_BAD;
	read_plain(value, l);
	return LINE_KEY;
}

enum conf_line_kind conf_line_read(struct slice line, struct conf_line *l)
{
	struct slice s = slice_trim(line);
	if (line.n > MAX_LINE)
		return LINE_LONG;
	if (!s.n || s.p[0] == '#' || s.p[0] == ';')
		return LINE_BLANK;
	if (has_controls(s) || !text_valid(s))
		return LINE_NOT_TEXT;
	if (s.p[0] == '[') {
		const char *close = memchr(s.p, ']', s.n);
		if (!close || !ends(slice_from(s, (size_t)(close - s.p) + 1)))
			return LINE_BAD;
		l->key = slice_trim((struct slice){ s.p + 1, (size_t)(close - s.p) - 1 });
		return is_key(l->key) ? LINE_SECTION : LINE_BAD;
	}
	const char *equals = memchr(s.p, '=', s.n);
	return equals ? read_key(s, (size_t)(equals - s.p), l) : LINE_BAD;
}

bool conf_line_writable(const char *value)
{
	struct slice s = slice_of(value);
	return s.n <= MAX_VALUE && !has_controls(s) && text_valid(s);
}

/* Quotes only where the plain form would be read differently. */
static void add_value(struct str *out, const char *value)
{
	struct conf_line l = { 0 };
	struct slice s = slice_of(value);
	read_plain(s, &l);
	bool plain = s.n && s.p[0] != '"' && slice_eq(slice_str(&l.value), s);
	str_free(&l.value);
	if (plain) {
		str_add(out, s);
		return;
	}
	str_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			str_addc(out, '\\');
		str_addc(out, s.p[i]);
	}
	str_addc(out, '"');
}

/* Where a value goes: the bytes of the old one, or the place behind the last line of its section. */
struct place {
	size_t from, to;     /* the value to replace, when found */
	size_t tail;         /* the start of the line behind the section's last key or heading */
	bool found, section;
};

static struct place look(struct slice old, struct slice section, const char *name)
{
	struct place p = { 0 };
	struct slice rest = old, line, here = { "", 0 };
	size_t bom = slice_starts(old, "\xef\xbb\xbf") ? 3 : 0;
	rest = slice_from(old, bom);
	while (slice_split(&rest, '\n', &line)) {
		struct conf_line l = { 0 };
		enum conf_line_kind kind = conf_line_read(line, &l);
		size_t next = rest.p ? (size_t)(rest.p - old.p) : old.n;
		if (kind == LINE_SECTION)
			here = l.key;
		bool full = kind == LINE_KEY && slice_is(l.key, name);
		bool inside = kind == LINE_KEY && section.n && slice_eq(here, section) && l.key.n + section.n + 1 == strlen(name) &&
		    !memcmp(name + section.n + 1, l.key.p, l.key.n);
		if (full || inside) {
			p.found = true;
			p.from = (size_t)(l.raw.p - old.p);
			p.to = p.from + l.raw.n;
		}
		if ((kind == LINE_SECTION || kind == LINE_KEY) && slice_eq(here, section)) {
			p.section = true;
			p.tail = next;
		}
		str_free(&l.value);
	}
	return p;
}

static void add_line(struct str *out, const char *key, const char *value)
{
	if (out->n && out->p[out->n - 1] != '\n')
		str_addc(out, '\n');
	str_addf(out, "%s = ", key);
	add_value(out, value);
	str_addc(out, '\n');
}

void conf_line_write(struct str *out, struct slice old, const char *name, const char *value)
{
	const char *dot = strrchr(name, '.');
	struct slice section = { name, dot ? (size_t)(dot - name) : 0 };
	struct place p = look(old, section, name);
	if (p.found) {
		str_add(out, slice_to(old, p.from));
		if (p.from && old.p[p.from - 1] == '=')
			str_addc(out, ' ');
		add_value(out, value);
		if (p.to < old.n && old.p[p.to] == '#')
			str_addc(out, ' ');
		str_add(out, slice_from(old, p.to));
	} else if (p.section || !section.n) {
		str_add(out, slice_to(old, p.tail));
		add_line(out, dot ? dot + 1 : name, value);
		str_add(out, slice_from(old, p.tail));
	} else {
		str_add(out, old);
		if (out->n && out->p[out->n - 1] != '\n')
			str_addc(out, '\n');
		if (out->n)
			str_addc(out, '\n');
		str_addf(out, "[%.*s]\n", (int)section.n, section.p);
		add_line(out, dot + 1, value);
	}
}
