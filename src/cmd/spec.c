/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/spec.h"
#include "base/i18n.h"
#include <stdio.h>

static struct slice take_word(struct slice *rest)
{
	struct slice word;

	*rest = slice_trim(*rest);
	for (word = slice_to(*rest, 0); word.n < rest->n && rest->p[word.n] != ' '; word.n++)
		;
	*rest = slice_from(*rest, word.n);
	return word;
}

static bool ends_with(struct slice s, const char *tail)
{
	size_t n = strlen(tail);

	return s.n >= n && !memcmp(s.p + s.n - n, tail, n);
}

static void take_value(struct slice word, struct spec_item *out)
{
	out->rest = ends_with(word, "...");
	out->value = out->rest ? slice_to(word, word.n - 3) : word;
	out->choice = out->value.n && (memchr(out->value.p, '|', out->value.n) || (out->value.p[0] >= 'a' && out->value.p[0] <= 'z'));
}

bool spec_next(struct slice *spec, struct spec_item *out)
{
	struct slice body;

	*out = (struct spec_item){ .flag = SLICE(""), .value = SLICE("") };
	*spec = slice_trim(*spec);
	if (!spec->n)
		return false;
	if (spec->p[0] == '[') {
		const char *end = memchr(spec->p, ']', spec->n);

		out->optional = true;
		body = end ? (struct slice){ spec->p + 1, (size_t)(end - spec->p) - 1 } : slice_from(*spec, 1);
		*spec = slice_from(*spec, body.n + 2);
	} else {
		struct slice more;

		body = take_word(spec);
		more = *spec;
		if (slice_starts(body, "--")) { /* a wanted flag always has a value */
			struct slice value = take_word(&more);

			body.n = (size_t)(value.p + value.n - body.p);
			*spec = more;
		}
	}
	if (slice_starts(body, "--")) {
		out->flag = take_word(&body);
		body = slice_trim(body);
	}
	take_value(body, out);
	return true;
}

bool spec_place(const char *spec, int i, struct spec_item *out)
{
	struct slice rest = slice_of(spec);

	while (spec_next(&rest, out))
		if (!out->flag.n && (i-- == 0 || out->rest))
			return true;
	return false;
}

bool spec_flag(const char *spec, struct slice flag, struct spec_item *out)
{
	struct slice rest = slice_of(spec);

	while (spec_next(&rest, out))
		if (out->flag.n && slice_eq(out->flag, flag))
			return true;
	return false;
}

bool spec_choice(const struct spec_item *item, struct slice word)
{
	struct slice rest = item->value, part;

	while (slice_split(&rest, '|', &part))
		if (slice_eq(part, word))
			return true;
	return false;
}

/* Walks argv. *kind: 0 by place, 1 a flag. Steps over "--" and over the values of flags; false at the end. */
static bool walk(const char *spec, int argc, char *const *argv, int *at, bool *open, int *index, bool *is_flag)
{
	struct spec_item item;

	if (*open && *at < argc && !strcmp(argv[*at], "--")) {
		*open = false;
		++*at;
	}
	if (*at >= argc)
		return false;
	*index = (*at)++;
	*is_flag = *open && !strncmp(argv[*index], "--", 2);
	if (*is_flag && spec_flag(spec, slice_of(argv[*index]), &item) && item.value.n)
		++*at;
	return true;
}

int spec_find_place(const char *spec, int argc, char *const *argv, int i)
{
	int at = 0, index;
	bool open = true, is_flag;

	while (walk(spec, argc, argv, &at, &open, &index, &is_flag))
		if (!is_flag && i-- == 0)
			return index;
	return -1;
}

int spec_find_flag(const char *spec, int argc, char *const *argv, const char *flag)
{
	struct spec_item item;
	int at = 0, index, found = -1;
	bool open = true, is_flag;

	while (walk(spec, argc, argv, &at, &open, &index, &is_flag))
		if (is_flag && !strcmp(argv[index], flag))
			found = spec_flag(spec, slice_of(flag), &item) && item.value.n ? index + 1 : argc;
	return found; /* the last one counts */
}

static enum err check_word(const char *name, const struct spec_item *item, const char *word, struct fault *f)
{
	if (item->choice && !spec_choice(item, slice_of(word)))
		return fault_set(f, E_USAGE, _("%s: \"%.40s\" is not one of %.*s"), name, word, (int)item->value.n, item->value.p);
	return E_OK;
}

enum err spec_check(const char *name, const char *spec, int argc, char *const *argv, struct fault *f)
{
	struct slice rest = slice_of(spec);
	struct spec_item item;
	int at = 0, index, places = 0;
	bool open = true, is_flag;

	while (walk(spec, argc, argv, &at, &open, &index, &is_flag)) {
		const char *word = argv[index];

		if (is_flag) {
			if (!spec_flag(spec, slice_of(word), &item))
				return fault_set(f, E_USAGE, _("%s: no such option: %.40s"), name, word);
			if (!item.value.n)
				continue;
			if (at > argc)
				return fault_set(f, E_USAGE, _("%s: %s wants a value: %.*s"), name, word, (int)item.value.n,
				                 item.value.p);
			word = argv[index + 1];
		} else if (!spec_place(spec, places++, &item)) {
			return fault_set(f, E_USAGE, _("%s: too many arguments: %.40s"), name, word);
		}
		if (check_word(name, &item, word, f))
			return E_USAGE;
	}
	for (int i = 0; spec_next(&rest, &item);) {
		if (item.flag.n) {
			char flag[64];

			if (item.optional)
				continue;
			snprintf(flag, sizeof flag, "%.*s", (int)item.flag.n, item.flag.p);
			if (spec_find_flag(spec, argc, argv, flag) < 0)
				return fault_set(f, E_USAGE, _("%s: %s is missing"), name, flag);
		} else if (i++ >= places && !item.optional) {
			return fault_set(f, E_USAGE, _("%s: %.*s is missing"), name, (int)item.value.n, item.value.p);
		}
	}
	return E_OK;
}
