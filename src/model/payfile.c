/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clean.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "model/payfile.h"
#include <stdlib.h>

enum { BYTES = 1 << 20, WORD = 512 };

static char *clean(struct slice s)
{
	struct str out = { 0 };

	clean_line(&out, slice_trim(s), WORD);
	return str_take(&out);
}

/* The next field, in quotes or not ("" inside quotes is a quote). Appends to out. */
static bool field(struct slice *rest, char sep, struct str *out)
{
	size_t i = 0;

	str_cut(out, 0);
	*rest = slice_trim(*rest);
	if (!rest->n)
		return false;
	if (rest->p[0] != '"') {
		struct slice part;

		slice_split(rest, sep, &part);
		str_add(out, slice_trim(part));
		return true;
	}
	for (i = 1; i < rest->n; i++) {
		if (rest->p[i] == '"' && (i + 1 == rest->n || rest->p[i + 1] != '"'))
			break;
		i += rest->p[i] == '"';
		str_addc(out, rest->p[i]);
	}
	*rest = slice_trim(slice_from(*rest, i + 1));
	if (rest->n && rest->p[0] == sep)
		*rest = slice_from(*rest, 1);
	return true;
}

/* A semicolon separates before a tab before a comma: a comma is a decimal sign where people write one. */
static char separator(struct slice line)
{
	return memchr(line.p, ';', line.n) ? ';' : memchr(line.p, '\t', line.n) ? '\t' : ',';
}

static enum err read_line(struct slice line, size_t number, struct payfile *out, struct fault *f)
{
	char sep = separator(line);
	struct str word = { 0 };
	struct payfile_line l = { .number = number, .typed = mem_strdup(""), .words = mem_strdup("") };
	enum err e = E_OK;

	if (field(&line, sep, &word)) {
		free(l.typed);
		l.typed = clean(slice_str(&word));
	}
	if (!*l.typed)
		e = fault_set(f, E_INVALID, _("line %lu: no address"), (unsigned long)number);
	else if (!field(&line, sep, &word) || (e = amount_read(slice_str(&word), &l.amount)) || !l.amount.n)
		e = fault_set(f, e ? e : E_AMOUNT, _("line %lu: %s"), (unsigned long)number, str_c(&word));
	if (!e && sep == ',' && line.n && strspn(line.p, "0123456789") == (line.n < 3 ? line.n : 3)) /* "12,50": one amount or two fields? */
		e = fault_set(f, E_AMBIGUOUS, _("line %lu: %s"), (unsigned long)number, _("use semicolons between the fields"));
	if (!e && field(&line, sep, &word)) {
		free(l.words);
		l.words = clean(slice_str(&word));
	}
	str_free(&word);
	if (!e && out->v.n >= PAYFILE_MOST)
		e = fault_set(f, E_TOO_BIG, _("more than %d lines"), PAYFILE_MOST);
	if (!e) {
		vec_push(&out->v, l);
	} else {
		free(l.typed);
		free(l.words);
	}
	return e;
}

/* The first line may name the columns: then what should be an amount there is none. */
static bool is_heading(struct slice line)
{
	struct str word = { 0 };
	struct amount a;
	char sep = separator(line);
	bool heading = field(&line, sep, &word) && field(&line, sep, &word) && amount_read(slice_str(&word), &a) &&
	               !strpbrk(str_c(&word), "0123456789");

	str_free(&word);
	return heading;
}

enum err payfile_parse(struct slice text, struct payfile *out, struct fault *f)
{
	struct slice line;
	size_t number = 0;
	enum err e = E_OK;

	if (slice_starts(text, "\xef\xbb\xbf"))
		text = slice_from(text, 3);
	while (!e && slice_split(&text, '\n', &line)) {
		line = slice_trim(line);
		number++;
		if (line.n && line.p[0] != '#' && !(number == 1 && is_heading(line)))
			e = read_line(line, number, out, f);
	}
	if (!e && !out->v.n)
		e = fault_set(f, E_INVALID, "%s", _("no payment in this file"));
	if (e)
		payfile_free(out);
	return e;
}

enum err payfile_read(const char *path, struct payfile *out, struct fault *f)
{
	struct str text = { 0 };
	enum err e = paths_read(path, BYTES, &text, f);

	if (!e)
		e = payfile_parse(slice_str(&text), out, f);
	str_free(&text);
	return e;
}

void payfile_free(struct payfile *p)
{
	for (size_t i = 0; i < p->v.n; i++) {
		free(p->v.v[i].typed);
		free(p->v.v[i].words);
	}
	vec_free(&p->v);
}
