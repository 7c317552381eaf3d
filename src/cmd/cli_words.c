/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/cli_words.h"
#include "base/i18n.h"
#include "base/slice.h"

#include <stdlib.h>

struct entry {
	const char *json;
	const char *key, *text;    /* for the catalogue */
	bool words;
};

#define ENTRY(json, context, text, words) { json, context "\004" text, text, words },
static const struct entry names[] = {
#define NAME(json, context, text) ENTRY(json, context, text, false)
#define KIND(json, context, text) ENTRY(json, context, text, true)
#include "cmd/cli_words.def"
};
static const struct entry words[] = {
#define WORD(json, context, text) ENTRY(json, context, text, false)
#include "cmd/cli_words.def"
};

static int by_json(const void *key, const void *entry)
{
	const struct slice *k = key;
	const struct entry *e = entry;
	int order = strncmp(k->p, e->json, k->n);

	return order ? order : e->json[k->n] ? -1 : 0;
}

static const struct entry *find(const struct entry *list, size_t n, struct slice name)
{
	return name.n ? bsearch(&name, list, n, sizeof *list, by_json) : NULL;
}

static void part_heading(struct str *out, struct slice part)
{
	const struct entry *e = find(names, sizeof names / sizeof *names, part);

	if (e) {
		str_adds(out, i18n_context(e->key, e->text));
		return;
	}
	if (part.n > 2 && !memcmp(part.p + part.n - 2, "_c", 2))
		part.n -= 2;
	for (size_t i = 0; i < part.n; i++)
		str_addc(out, part.p[i] == '_' ? ' ' : part.p[i]);
}

void cli_heading(struct str *out, const char *name)
{
	struct slice rest = slice_of(name), part;
	size_t before = out->n;

	while (slice_split(&rest, '.', &part)) {
		str_adds(out, out->n > before ? " " : "");
		part_heading(out, part);
	}
}

const char *cli_word(const char *name, const char *value)
{
	const char *dot = strrchr(name, '.');
	const struct entry *e = find(names, sizeof names / sizeof *names, slice_of(dot ? dot + 1 : name));

	e = e && e->words ? find(words, sizeof words / sizeof *words, slice_of(value)) : NULL;
	return e ? i18n_context(e->key, e->text) : NULL;
}
