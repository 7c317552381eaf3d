/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands itself: what every line must hold, whoever adds one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "base/i18n.h"
#include "base/text.h"
#include "cmd/complete.h"
#include "cmd/keymap.h"
#include "cmd/settings.h"
#include "cmd/spec.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#define EACH(c)                                                                                                                \
	for (const struct cmd *c = cmd_at((enum cmd_id)0), *end_ = c + CMD_COUNT; c < end_; c++)

static bool name_ok(const char *name)
{
	if (!islower((unsigned char)*name))
		return false;
	for (; *name; name++)
		if (!islower((unsigned char)*name) && !isdigit((unsigned char)*name) && *name != '-')
			return false;
	return true;
}

static void test_names(void **state)
{
	(void)state;
	EACH(c) {
		if (!name_ok(c->name))
			fail_msg("%s: names are lower case words joined by -", c->name);
		if (cmd_by_name(slice_of(c->name)) != c)
			fail_msg("%s stands in the table twice", c->name);
		if (!strcmp(c->name, "none"))
			fail_msg("none takes keys away in the keymap file");
	}
	assert_null(cmd_by_name(SLICE("no-such-command")));
	assert_null(cmd_by_name(SLICE("")));
	assert_null(cmd_at(CMD_COUNT));
}

static void test_help(void **state)
{
	(void)state;
	EACH(c) {
		size_t n = strlen(c->help);

		if (!n || !isupper((unsigned char)c->help[0]) || c->help[n - 1] == '.' || strchr(c->help, '\n'))
			fail_msg("%s: help is one line, verb first, without a full stop: \"%s\"", c->name, c->help);
		if (text_width(slice_of(c->help)) > 62)
			fail_msg("%s: help is too long for 80 columns", c->name);
	}
}

/* "vigie help" marks its lines for translation: N_() in commands.def, so that xgettext finds them. */
static void test_help_is_marked(void **state)
{
	const char *top = getenv("top_srcdir");
	char path[4096], line[4096];
	FILE *f;
	int lines = 0;
	(void)state;
	if (!top)
		skip();
	snprintf(path, sizeof path, "%s/src/cmd/commands.def", top);
	f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof line, f))
		if (!strncmp(line, "CMD(", 4)) {
			lines++;
			if (!strstr(line, "N_(\""))
				fail_msg("help without N_(): %s", line);
		}
	fclose(f);
	assert_int_equal(lines, CMD_COUNT);
}

static void test_args_are_well_formed(void **state)
{
	(void)state;
	EACH(c) {
		struct slice rest = slice_of(c->args);
		struct spec_item item;
		bool optional = false, ended = false;

		while (spec_next(&rest, &item)) {
			if (item.flag.n) {
				if (item.flag.n < 4 || (!item.optional && !item.value.n))
					fail_msg("%s: a flag has a name, and a value when it must be there: %s", c->name, c->args);
				continue;
			}
			if (!item.value.n || ended || (optional && !item.optional))
				fail_msg("%s: wanted arguments come first, the rest last: %s", c->name, c->args);
			if (!item.choice && !isupper((unsigned char)item.value.p[0]))
				fail_msg("%s: arguments are written in capitals: %s", c->name, c->args);
			optional = item.optional;
			ended = item.rest;
		}
	}
}

static void test_contexts(void **state)
{
	uint32_t known = 0;
	(void)state;
	for (uint32_t bit = 1; keymap_context(bit); bit <<= 1)
		known |= bit;
	EACH(c)
		if (!c->contexts || c->contexts & ~known)
			fail_msg("%s: its contexts need names in keymap.c", c->name);
}

static void test_defaults_do_not_fight(void **state)
{
	struct keymap *k = keymap_new();
	struct str fights = { 0 };
	(void)state;
	if (keymap_conflicts(k, &fights))
		fail_msg("two commands want one key in one place:\n%s", str_c(&fights));
	str_free(&fights);
	keymap_free(k);
}

/* Every default that is written in the table works where its command is offered, unless a view has its own use for the key. */
static void test_defaults_work(void **state)
{
	struct keymap *k = keymap_new();
	(void)state;
	EACH(c) {
		struct slice keys = slice_of(c->keys), word;

		while (slice_split(&keys, ' ', &word)) {
			const char *equal = word.n > 1 ? memchr(word.p + 1, '=', word.n - 1) : NULL;
			const struct binding *b;
			struct keystroke key;

			if (!word.n)
				continue;
			if (equal)
				word = slice_to(word, (size_t)(equal - word.p));
			if (!key_parse(word, &key))
				fail_msg("%s: no such key: %.*s", c->name, (int)word.n, word.p);
			b = keymap_find(k, c->contexts & -c->contexts, &key);
			if (!b || b->id != (enum cmd_id)(c - cmd_at(0)))
				fail_msg("%s: %.*s does not run it", c->name, (int)word.n, word.p);
		}
	}
	keymap_free(k);
}

/* What a French AZERTY keyboard types without AltGr and without a dead key, shifted or not. */
static bool azerty(const struct keystroke *k)
{
	static const char plain[] = "&\"'(-_)=$*,;:!<>?./+%1234567890";

	if (k->code >= KEY_NONE)
		return true;
	if (k->code >= 0x80)
		return k->code == 0xe9 || k->code == 0xe8 || k->code == 0xe7 || k->code == 0xe0 || k->code == 0xf9; /* é è ç à ù */
	/* with Ctrl only letters are sure to arrive */
	if (k->mods & KEY_CTRL)
		return islower((int)k->code);
	return isalpha((int)k->code) || strchr(plain, (int)k->code);
}

static void test_azerty(void **state)
{
	(void)state;
	EACH(c) {
		struct slice keys = slice_of(c->keys), word;

		while (slice_split(&keys, ' ', &word)) {
			const char *equal = word.n > 1 ? memchr(word.p + 1, '=', word.n - 1) : NULL;
			struct keystroke key;

			if (equal)
				word = slice_to(word, (size_t)(equal - word.p));
			if (word.n && key_parse(word, &key) && !azerty(&key))
				fail_msg("%s: %.*s needs AltGr on an AZERTY keyboard", c->name, (int)word.n, word.p);
		}
	}
	struct keystroke at = { .code = '@' }, hash = { .code = '#' }, pipe = { .code = '|' };
	assert_false(azerty(&at) || azerty(&hash) || azerty(&pipe));
}

/* Enter, Esc, Tab and the arrows stay what they are in every view; text fields need them. */
static void test_views_leave_the_basics(void **state)
{
	static const char *const basics[] = { "Enter", "Esc", "Tab", "S-Tab", "C-c", "C-l", "C-z", ":", "?", "F1" };
	struct keymap *k = keymap_new();
	(void)state;
	for (size_t i = 0; i < sizeof basics / sizeof *basics; i++) {
		struct keystroke key;

		assert_true(key_parse(slice_of(basics[i]), &key));
		for (uint32_t bit = 1; keymap_context(bit); bit <<= 1) {
			const struct binding *b = keymap_find(k, bit, &key);

			if (!b || b->layer != LAYER_GLOBAL)
				fail_msg("%s means something else in %s", basics[i], keymap_context(bit));
		}
	}
	keymap_free(k);
}

static void test_palette_reaches_all(void **state)
{
	struct keymap *k = keymap_new();
	struct palette_match *m = calloc(CMD_COUNT, sizeof *m);
	(void)state;
	EACH(c) {
		enum cmd_id id = (enum cmd_id)(c - cmd_at(0));
		size_t n = complete_palette(k, c->contexts, slice_of(c->name), m, CMD_COUNT), all, i;

		if (c->flags & CMD_UNLISTED)
			continue;
		if (!n || m[0].id != id)
			fail_msg("%s typed in full finds %s first", c->name, n ? cmd_at(m[0].id)->name : "nothing");
		all = complete_palette(k, c->contexts, SLICE(""), m, CMD_COUNT);
		for (i = 0; i < all && m[i].id != id; i++)
			;
		if (i == all)
			fail_msg("%s is not in the palette", c->name);
		n = complete_palette(k, c->contexts, slice_of(_(c->help)), m, CMD_COUNT);
		for (i = 0; i < n && m[i].id != id; i++)
			;
		if (i == n)
			fail_msg("%s is not found by its description", c->name);
	}
	free(m);
	keymap_free(k);
}

/* What is neither in the palette nor on a key could not be reached at all. */
static void test_unlisted_have_keys(void **state)
{
	(void)state;
	EACH(c)
		if (c->flags & CMD_UNLISTED && !c->keys[0] && !(c->flags & CMD_ONE_SHOT))
			fail_msg("%s cannot be reached", c->name);
}

/* On the screen alone, or without it: a one-shot command needs a handler (the shell is the front's). */
static void test_one_shot_have_handlers(void **state)
{
	(void)state;
	EACH(c)
		if (c->flags & CMD_ONE_SHOT && !c->fn && c != cmd_at(C_SHELL))
			fail_msg("%s has no handler", c->name);
}

static void test_settings(void **state)
{
	struct conf *conf = conf_new(settings_keys, settings_count);
	(void)state;
	for (size_t i = 0; i < settings_count; i++) {
		const struct conf_key *k = &settings_keys[i];

		assert_ptr_equal(settings_find(k->name), k);
		assert_non_null(strchr(k->name, '.'));
		assert_true(k->help[0] && !islower((unsigned char)k->help[0]));
		if ((k->type == CONF_CHOICE || k->type == CONF_INT) != (k->choices != NULL))
			fail_msg("%s: choices go with choices and numbers", k->name);
		if (k->env && strncmp(k->env, "VIGIE_", 6))
			fail_msg("%s: odd environment variable", k->name);
		/* the default must be a value that the person could set */
		if (conf_set(conf, k->name, k->fallback, "test"))
			fail_msg("%s: its default is refused", k->name);
	}
	conf_free(conf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names), cmocka_unit_test(test_help), cmocka_unit_test(test_help_is_marked),
		cmocka_unit_test(test_args_are_well_formed), cmocka_unit_test(test_contexts),
		cmocka_unit_test(test_defaults_do_not_fight), cmocka_unit_test(test_defaults_work), cmocka_unit_test(test_azerty),
		cmocka_unit_test(test_views_leave_the_basics), cmocka_unit_test(test_palette_reaches_all),
		cmocka_unit_test(test_unlisted_have_keys), cmocka_unit_test(test_one_shot_have_handlers),
		cmocka_unit_test(test_settings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
