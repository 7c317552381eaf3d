/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and changing settings. A value is always told with where it comes from: default, file, environment or flag. */
#include "base/i18n.h"
#include "base/text.h"
#include "cmd/handlers.h"
#include "cmd/settings.h"
#include "model/app.h"

static json_t *as_json(struct app *app, const char *name)
{
	return json_pack("{s:s, s:s, s:s}", "key", name, "value", conf_text(app->conf, name), "origin", conf_origin(app->conf, name));
}

/* Changes one setting (value NULL: to its default) and ends the run. */
static enum err change(struct cmd_run *r, const char *name, const char *value)
{
	struct str text = { 0 };
	enum err e = settings_change(r->app, r->front, name, value, &r->fault);

	if (e)
		return e;
	str_addf(&text, "%s = %s", name, conf_text(r->app->conf, name));
	cmd_finish(r, E_OK, as_json(r->app, name), str_c(&text));
	str_free(&text);
	return E_OK;
}

enum err cmd_settings_get(struct cmd_run *r)
{
	const char *name = cmd_arg(r, 0), *near;

	if (!settings_find(name)) {
		near = settings_nearest(name);
		return near ? fault_set(&r->fault, E_NOT_FOUND, _("no such setting: %s (is it %s?)"), name, near)
		            : fault_set(&r->fault, E_NOT_FOUND, _("no such setting: %s"), name);
	}
	cmd_finish(r, E_OK, as_json(r->app, name), conf_text(r->app->conf, name));
	return E_OK;
}

enum err cmd_settings_set(struct cmd_run *r)
{
	struct str value = { 0 };
	enum err e;

	for (int i = 1; cmd_arg(r, i); i++)
		str_addf(&value, "%s%s", i > 1 ? " " : "", cmd_arg(r, i));
	e = change(r, cmd_arg(r, 0), str_c(&value));
	str_free(&value);
	return e;
}

enum err cmd_settings_unset(struct cmd_run *r)
{
	return change(r, cmd_arg(r, 0), NULL);
}

enum err cmd_settings_print(struct cmd_run *r)
{
	struct str text = { 0 };
	json_t *items = json_array();

	for (size_t i = 0; i < settings_count; i++) {
		const char *name = settings_keys[i].name;

		text_pad(&text, slice_of(name), 18, false, true);
		str_addf(&text, "= %s", conf_text(r->app->conf, name));
		str_addf(&text, "   (%s)\n", conf_origin(r->app->conf, name));
		json_array_append_new(items, as_json(r->app, name));
	}
	cmd_finish(r, E_OK, json_pack("{s:o, s:b}", "items", items, "more", 0), str_c(&text));
	str_free(&text);
	return E_OK;
}

/* With a word: that one. Without: the choice after the present one, so that a key can go round. */
static enum err choose(struct cmd_run *r, const char *name)
{
	struct str next = { 0 };
	const char *word = cmd_arg(r, 0);
	enum err e = change(r, name, word ? word : settings_next(r->app, name, &next));

	str_free(&next);
	return e;
}

enum err cmd_settings_theme(struct cmd_run *r)
{
	return choose(r, "ui.theme");
}

enum err cmd_settings_language(struct cmd_run *r)
{
	return choose(r, "ui.language");
}

enum err cmd_settings_glyphs(struct cmd_run *r)
{
	return choose(r, "ui.glyphs");
}

enum err cmd_settings_mouse(struct cmd_run *r)
{
	const char *word = cmd_arg(r, 0);

	if (!word)
		word = strcmp(conf_text(r->app->conf, "ui.mouse"), "off") ? "off" : "on";
	return change(r, "ui.mouse", word);
}

enum err cmd_settings_unit(struct cmd_run *r)
{
	return choose(r, "ui.units");
}
