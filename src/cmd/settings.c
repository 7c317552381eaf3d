/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/settings.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/text.h"
#include "cmd/complete.h"
#include "model/app.h"
#include "model/undo.h"
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const theme_names[] = { "default", "light", "contrast", "deutan", "tritan", "mono", "vt" };

const struct conf_key *settings_find(const char *name)
{
	for (size_t i = 0; i < settings_count; i++)
		if (!strcmp(settings_keys[i].name, name))
			return &settings_keys[i];
	return NULL;
}

const char *settings_nearest(const char *name)
{
	const char *best = NULL;
	int least = 4;

	for (size_t i = 0; i < settings_count; i++) {
		const char *key = settings_keys[i].name, *tail = strchr(key, '.') + 1;
		int slips = fuzzy_slips(slice_of(name), slice_of(key), 3);

		if (!strcmp(name, tail))
			slips = 0;
		if (slips < least) {
			least = slips;
			best = key;
		}
	}
	return best;
}

static bool concerns(const char *key, const char *name)
{
	return !key || !strcmp(key, name);
}

static enum log_level log_level(const char *word)
{
	static const char *const words[] = { "debug", "info", "warn", "error" };
	size_t i = 0;

	while (i < 3 && strcmp(words[i], word))
		i++;
	return (enum log_level)i;
}

void settings_apply(struct app *app, const char *key)
{
	if (concerns(key, "log.level"))
		log_least(log_level(conf_text(app->conf, "log.level")));
	if (concerns(key, "ui.language"))
		i18n_set(conf_text(app->conf, "ui.language"));
	if (concerns(key, "ui.wide"))
		text_ambiguous_wide(conf_bool(app->conf, "ui.wide"));
	/* a proxy that is wanted now must carry what starts now, not only what starts tomorrow */
	if (!key || !strncmp(key, "net.", 4))
		app_net_changed(app);
}

/* The person's file; a failed write loses nothing of the running program, so it is told and not undone. */
static enum err save(struct app *app, struct fault *f)
{
	struct str path = { 0 };
	enum err e = E_OK;

	if (!app->readonly && !app->dump) {
		e = paths_in(PATH_CONFIG, "config", &path);
		if (!e)
			e = conf_save(app->conf, str_c(&path), f);
		else
			fault_set(f, e, "%s", _("the home folder (set HOME)"));
		str_free(&path);
	}
	return e;
}

/* One of ours, or a file of the person's. */
static bool theme_known(const char *name)
{
	struct str path = { 0 };
	bool known = false;

	for (size_t i = 0; i < sizeof theme_names / sizeof *theme_names; i++)
		known = known || !strcmp(theme_names[i], name);
	if (!known && !strchr(name, '/') && !paths_in(PATH_CONFIG, "themes", &path)) {
		str_addf(&path, "/%s.theme", name);
		known = !access(str_c(&path), R_OK);
	}
	str_free(&path);
	return known;
}

static void remember(struct app *app, const char *name, const char *old)
{
	char *argv[] = { mem_strdup(name), mem_strdup(old) };
	struct str label = { 0 };

	str_addf(&label, _("change of %s"), name);
	if (app->undo)
		undo_push(app->undo, str_c(&label), "set", 2, argv, 0);
	str_free(&label);
	free(argv[0]);
	free(argv[1]);
}

enum err settings_change(struct app *app, struct front *front, const char *name, const char *value, struct fault *f)
{
	const struct conf_key *key = settings_find(name);
	char *old;
	enum err e;

	if (!key) {
		const char *near = settings_nearest(name);

		return near ? fault_set(f, E_NOT_FOUND, _("no such setting: %s (is it %s?)"), name, near)
		            : fault_set(f, E_NOT_FOUND, _("no such setting: %s"), name);
	}
	if (value && !strcmp(name, "ui.theme") && !theme_known(value))
		return fault_set(f, E_NOT_FOUND, _("theme %s"), value);
	old = mem_strdup(conf_text(app->conf, name));
	e = conf_set(app->conf, name, value ? value : key->fallback, app->readonly ? "flag" : "changed");
	if (e) {
		free(old);
		return key->choices ? fault_set(f, e, _("%s: one of %s"), name, key->choices) : fault_set(f, e, "%s", name);
	}
	if (strcmp(old, conf_text(app->conf, name))) {
		remember(app, name, old);
		settings_apply(app, name);
		subject_touch(&app->settings);
		if (front)
			front->ops->settings_changed(front->self, name);
	}
	free(old);
	return save(app, f);
}

const char *settings_next(struct app *app, const char *name, struct str *out)
{
	const struct conf_key *key = settings_find(name);
	const char *now = conf_text(app->conf, name);
	struct slice rest = slice_of(key->choices), word;
	bool found = false;

	str_cut(out, 0);
	if (!strcmp(name, "ui.theme")) {
		size_t n = sizeof theme_names / sizeof *theme_names, at = 0;

		while (at < n && strcmp(theme_names[at], now))
			at++;
		str_adds(out, theme_names[at < n ? (at + 1) % n : 0]);
		return str_c(out);
	}
	while (slice_split(&rest, '|', &word)) {
		if (!out->n || found) {
			str_cut(out, 0);
			str_add(out, word);
		}
		if (found)
			break;
		found = slice_is(word, now);
	}
	return str_c(out);
}

void settings_complete_key(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	(void)app, (void)argc, (void)argv;
	for (size_t i = 0; i < settings_count; i++)
		complete_add(out, settings_keys[i].name, _(settings_keys[i].help));
}

/* Themes of the person's own, beside those that come with the program. */
static void own_themes(struct candidates *out)
{
	struct str path = { 0 };
	DIR *dir = paths_in(PATH_CONFIG, "themes", &path) ? NULL : opendir(str_c(&path));
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		struct slice name = slice_of(entry->d_name);
		size_t tail = strlen(".theme");

		if (name.n <= tail || strcmp(entry->d_name + name.n - tail, ".theme") || !text_valid(name))
			continue;
		char *plain = mem_strndup(name.p, name.n - tail);
		complete_add(out, plain, NULL);
		free(plain);
	}
	if (dir)
		closedir(dir);
	str_free(&path);
}

static void choices(struct app *app, const char *name, struct candidates *out)
{
	const struct conf_key *key = settings_find(name);
	struct slice rest, word;

	if (!key)
		return;
	if (!strcmp(name, "ui.theme")) {
		for (size_t i = 0; i < sizeof theme_names / sizeof *theme_names; i++)
			complete_add(out, theme_names[i], NULL);
		own_themes(out);
		return;
	}
	rest = slice_of(key->type == CONF_BOOL ? "yes|no" : key->type == CONF_CHOICE ? key->choices : "");
	while (rest.n && slice_split(&rest, '|', &word)) {
		char *text = mem_strndup(word.p, word.n);

		complete_add(out, text, NULL);
		free(text);
	}
	if (key->type == CONF_TEXT || key->type == CONF_INT)
		complete_add(out, app && app->conf ? conf_text(app->conf, name) : key->fallback, _("the present value"));
}

void settings_complete_value(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	if (argc > 0)
		choices(app, argv[0], out);
}

void settings_complete_theme(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	(void)argc, (void)argv;
	choices(app, "ui.theme", out);
}

void settings_complete_language(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	(void)argc, (void)argv;
	choices(app, "ui.language", out);
}

void settings_complete_glyphs(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	(void)argc, (void)argv;
	choices(app, "ui.glyphs", out);
}

void settings_complete_unit(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	(void)argc, (void)argv;
	choices(app, "ui.units", out);
}

#define SETTING(name, type, fallback, env, choices, help) { name, type, fallback, env, choices, help },
const struct conf_key settings_keys[] = {
#include "cmd/settings.def"
};
#undef SETTING
const size_t settings_count = sizeof settings_keys / sizeof *settings_keys;
