/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranking of what can be typed next. Looks at tables only, and at what domains registered: it runs at every letter. */
#include "cmd/complete.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "cmd/cmd_station.h"
#include "cmd/doctor.h"
#include "cmd/keymap.h"
#include "cmd/parse.h"
#include "cmd/settings.h"
#include "cmd/spec.h"

enum { MAX_CANDIDATES = 500, KEY_SCORE = 150, NAME_BONUS = 40 };

struct completer {
	const char *value;
	void (*fn)(struct app *app, int argc, char *const *argv, struct candidates *out);
};

static VEC(, struct completer) registered;
static const struct completer own[];

/* Whether the palette offers it here: the screen's own commands only where they mean something. */
static bool offered(const struct cmd *c, uint32_t contexts)
{
	return !(c->flags & CMD_UNLISTED) && (c->fn || c->contexts & (contexts | IN_ALL));
}

static bool is_key(const struct keymap *k, uint32_t contexts, enum cmd_id id, struct slice word)
{
	struct keystroke key;
	const struct binding *b;

	if (!k || !key_parse(word, &key))
		return false;
	b = keymap_find(k, contexts, &key);
	return b && b->id == id;
}

/* Every typed word must be found in the name, the help or the keys; the best place counts. */
static bool rank(const struct keymap *k, uint32_t contexts, struct slice typed, struct palette_match *m)
{
	const struct cmd *c = cmd_at(m->id);
	const char *help = _(c->help);
	struct slice word;

	while (slice_split(&typed, ' ', &word)) {
		struct fuzzy name, text;
		int by_name, by_help;

		if (!word.n)
			continue;
		by_name = fuzzy_match(word, slice_of(c->name), &name);
		by_help = fuzzy_match(word, slice_of(help), &text);
		if (by_name > 0)
			by_name += NAME_BONUS + (word.n == strlen(c->name) ? KEY_SCORE : 0);
		if (is_key(k, contexts, m->id, word)) {
			m->by_key = true;
			m->score += KEY_SCORE;
		} else if (by_name > 0 && by_name >= by_help) {
			m->score += by_name;
			m->name = name;
		} else if (by_help > (int)word.n * 17) { /* scattered letters of a long sentence mean nothing */
			m->score += by_help;
			m->help = text;
		} else {
			return false;
		}
	}
	if (!(c->contexts & IN_ALL) && c->contexts & contexts)
		m->score += 5;
	return true;
}

size_t complete_palette(const struct keymap *k, uint32_t contexts, struct slice typed, struct palette_match *out, size_t max)
{
	size_t n = 0;

	for (int id = 0; id < CMD_COUNT; id++) {
		struct palette_match m = { .id = (enum cmd_id)id };
		size_t at = n;

		if (!offered(cmd_at(m.id), contexts) || !rank(k, contexts, typed, &m))
			continue;
		while (at > 0 && out[at - 1].score < m.score)
			at--;
		if (at >= max)
			continue;
		if (n == max)
			n--;
		memmove(out + at + 1, out + at, (n - at) * sizeof *out);
		out[at] = m;
		n++;
	}
	return n;
}

static bool goes_on(struct slice text, struct slice typed)
{
	for (size_t i = 0; i < typed.n; i++) {
		unsigned char a = i < text.n ? (unsigned char)text.p[i] : 0, b = (unsigned char)typed.p[i];

		if (a != b && (a | 32) != (b | 32))
			return false;
		if (a != b && !((a | 32) >= 'a' && (a | 32) <= 'z'))
			return false;
	}
	return text.n >= typed.n;
}

void complete_add(struct candidates *c, const char *text, const char *note)
{
	if (c->n < MAX_CANDIDATES && text[0] && goes_on(slice_of(text), c->typed))
		vec_push(c, (struct candidate){ mem_strdup(text), mem_strdup(note && note[0] ? note : NULL) });
}

void complete_register(const char *value, void (*fn)(struct app *app, int argc, char *const *argv, struct candidates *out))
{
	for (size_t i = 0; i < registered.n; i++)
		if (!strcmp(registered.v[i].value, value)) {
			registered.v[i].fn = fn;
			return;
		}
	vec_push(&registered, (struct completer){ value, fn });
}

static void complete_value(struct app *app, const struct spec_item *item, int argc, char *const *argv, struct candidates *out)
{
	struct slice rest = item->value, word;

	if (item->choice) {
		while (slice_split(&rest, '|', &word)) {
			char *text = mem_strndup(word.p, word.n);

			complete_add(out, text, NULL);
			free(text);
		}
		return;
	}
	out->files = slice_is(item->value, "FILE");
	for (size_t i = 0; i < registered.n; i++)
		if (slice_is(item->value, registered.v[i].value)) {
			registered.v[i].fn(app, argc, argv, out);
			return;
		}
	for (const struct completer *c = own; c->value; c++)
		if (slice_is(item->value, c->value))
			c->fn(app, argc, argv, out);
}

static void complete_flags(const struct cmd *c, int argc, char *const *argv, struct candidates *out)
{
	struct slice rest = slice_of(c->args);
	struct spec_item item;

	while (spec_next(&rest, &item)) {
		char *flag = mem_strndup(item.flag.p, item.flag.n);

		if (flag[0] && spec_find_flag(c->args, argc, argv, flag) < 0)
			complete_add(out, flag, NULL);
		free(flag);
	}
	if (c->danger >= ASK)
		complete_add(out, "--yes", _("answer the question with yes"));
	if (c->flags & CMD_ONE_SHOT)
		complete_add(out, "--json", _("print JSON"));
}

/* argc and argv: the arguments of the command, the last one being typed. */
static void complete_args(struct app *app, const struct cmd *c, int argc, char *const *argv, struct candidates *out)
{
	struct spec_item item;
	int places = 0, before = argc - 1;

	if (before > 0 && !strncmp(argv[before - 1], "--", 2) && spec_flag(c->args, slice_of(argv[before - 1]), &item) &&
	    item.value.n) {
		complete_value(app, &item, before, argv, out);
		return;
	}
	if (slice_starts(out->typed, "-")) {
		complete_flags(c, before, argv, out);
		return;
	}
	while (spec_find_place(c->args, before, argv, places) >= 0)
		places++;
	if (spec_place(c->args, places, &item))
		complete_value(app, &item, before, argv, out);
}

void complete_words(struct app *app, int argc, char *const *argv, bool one_shot, struct candidates *out)
{
	const struct cmd *c;

	*out = (struct candidates){ .typed = slice_of(argc ? argv[argc - 1] : "") };
	if (argc > 1) {
		c = cmd_by_name(slice_of(argv[0]));
		if (c)
			complete_args(app, c, argc - 1, argv + 1, out);
		return;
	}
	for (int id = 0; id < CMD_COUNT; id++) {
		c = cmd_at((enum cmd_id)id);
		if (!(c->flags & CMD_UNLISTED) && (!one_shot || c->flags & CMD_ONE_SHOT))
			complete_add(out, c->name, _(c->help));
	}
}

void complete_line(struct app *app, struct slice line, bool one_shot, struct candidates *out)
{
	struct words words;
	size_t from;

	*out = (struct candidates){ 0 };
	if (parse_typed(line, &words, &from))
		return;
	complete_words(app, words.n, words.v, one_shot, out);
	out->from = from;
	out->typed = slice_from(line, from);
	parse_free(&words);
}

void complete_free(struct candidates *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->v[i].text);
		free(c->v[i].note);
	}
	free(c->v);
	*c = (struct candidates){ 0 };
}

const char *complete_nearest(struct slice name)
{
	const char *best = NULL;
	int least = name.n < 5 ? 2 : 3; /* in a short word two slips make another word */

	for (int id = 0; id < CMD_COUNT; id++) {
		const struct cmd *c = cmd_at((enum cmd_id)id);
		int slips = fuzzy_slips(name, slice_of(c->name), 2);

		if (!(c->flags & CMD_UNLISTED) && slips < least && slips < (int)strlen(c->name)) {
			least = slips;
			best = c->name;
		}
	}
	return best;
}

static void command_names(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	(void)app, (void)argc, (void)argv;
	for (int id = 0; id < CMD_COUNT; id++)
		if (!(cmd_at((enum cmd_id)id)->flags & CMD_UNLISTED))
			complete_add(out, cmd_at((enum cmd_id)id)->name, _(cmd_at((enum cmd_id)id)->help));
}

static const struct completer own[] = {
	{ "COMMAND", command_names },
	{ "KEY", settings_complete_key }, { "FIGURE", cmd_station_complete_figure },
	{ "VALUE", settings_complete_value },
	{ "THEME", settings_complete_theme },
	{ "LANGUAGE", settings_complete_language },
	{ "GLYPHS", settings_complete_glyphs },
	{ "UNIT", settings_complete_unit },
	{ "CHECK", doctor_complete },
	{ NULL, NULL }
};
