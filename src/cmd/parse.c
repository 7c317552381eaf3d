/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/parse.h"
#include "base/i18n.h"
#include "base/mem.h"
#include <stdlib.h>
#include "base/text.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Takes one word from *at on. False when a quote or a backslash at the end was left open; word holds what is there. */
static bool take_word(struct slice line, size_t *at, struct str *word)
{
	char quote = 0;

	for (; *at < line.n; (*at)++) {
		char c = line.p[*at];

		if (quote == '\'' && c != quote) {
			str_addc(word, c);
		} else if (c == '\\' && quote != '\'') {
			if (*at + 1 == line.n) {
				*at = line.n;
				return false;
			}
			c = line.p[++*at];
			if (quote && c != '"' && c != '\\')
				str_addc(word, '\\');
			str_addc(word, c);
		} else if (quote && c == quote) {
			quote = 0;
		} else if (!quote && (c == '"' || c == '\'')) {
			quote = c;
		} else if (!quote && is_blank(c)) {
			return true;
		} else {
			str_addc(word, c);
		}
	}
	return !quote;
}

static void add_word(struct words *w, char *word)
{
	w->v = mem_grow(w->v, (size_t)w->n + 2, sizeof *w->v);
	w->v[w->n++] = word;
	w->v[w->n] = NULL;
}

/* from NULL: the line is complete. */
static enum err split(struct slice line, struct words *out, size_t *from, struct fault *f)
{
	size_t at = 0;

	*out = (struct words){ 0 };
	if (line.n > PARSE_MAX_LINE)
		return fault_set(f, E_TOO_BIG, "%s", _("this line is too long"));
	if ((line.n && memchr(line.p, 0, line.n)) || !text_valid(line))
		return fault_set(f, E_INVALID, "%s", _("this line is not plain text"));
	for (;;) {
		struct str word = { 0 };
		size_t start;

		while (at < line.n && is_blank(line.p[at]))
			at++;
		start = at;
		if (at == line.n && !from)
			return E_OK;
		if (!take_word(line, &at, &word) && !from) {
			str_free(&word);
			parse_free(out);
			return fault_set(f, E_INVALID, "%s", _("a quote is not closed"));
		}
		if (out->n == PARSE_MAX_WORDS) {
			str_free(&word);
			parse_free(out);
			return fault_set(f, E_TOO_BIG, "%s", _("this line has too many words"));
		}
		add_word(out, str_take(&word));
		if (at == line.n && from) {
			*from = start;
			return E_OK;
		}
	}
}

enum err parse_words(struct slice line, struct words *out, struct fault *f)
{
	return split(line, out, NULL, f);
}

enum err parse_typed(struct slice line, struct words *out, size_t *from)
{
	*from = 0;
	return split(line, out, from, NULL);
}

void parse_free(struct words *w)
{
	for (int i = 0; i < w->n; i++)
		free(w->v[i]);
	free(w->v);
	*w = (struct words){ 0 };
}

void parse_quote(struct str *out, struct slice word)
{
	bool plain = word.n > 0;

	for (size_t i = 0; i < word.n && plain; i++)
		plain = !is_blank(word.p[i]) && word.p[i] != '"' && word.p[i] != '\'' && word.p[i] != '\\';
	if (plain) {
		str_add(out, word);
		return;
	}
	str_addc(out, '"');
	for (size_t i = 0; i < word.n; i++) {
		if (word.p[i] == '"' || word.p[i] == '\\')
			str_addc(out, '\\');
		str_addc(out, word.p[i]);
	}
	str_addc(out, '"');
}
