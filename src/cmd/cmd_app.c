/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands about the program itself. They know no service; lock asks every domain that registered whether it held a secret. */
#include "cmd/cmd_app.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "cmd/complete.h"
#include "cmd/gen.h"
#include "cmd/handlers.h"
#include "model/app.h"
#include "model/undo.h"

struct locker {
	bool (*fn)(struct app *app);
};

static VEC(, struct locker) lockers;

/* Ends the run well and frees text. */
static enum err told(struct cmd_run *r, json_t *result, struct str *text)
{
	cmd_finish(r, E_OK, result, str_c(text));
	str_free(text);
	return E_OK;
}

enum err cmd_app_help(struct cmd_run *r)
{
	const char *name = cmd_arg(r, 0);
	const struct cmd *c = name ? cmd_by_name(slice_of(name)) : NULL;
	struct str text = { 0 };

	if (name && !c) {
		const char *near = complete_nearest(slice_of(name));

		return near ? fault_set(&r->fault, E_USAGE, _("no such command: %s (is it %s?)"), name, near)
		            : fault_set(&r->fault, E_USAGE, _("no such command: %s"), name);
	}
	if (!c && !r->json && r->front && r->front->ops->open &&
	    !r->front->ops->open(r->front->self, "help", r->argc, r->argv)) {
		cmd_finish(r, E_OK, NULL, NULL);
		return E_OK;
	}
	if (c)
		gen_command(&text, r->app->keymap, c);
	else
		gen_help(&text);
	return told(r, gen_json(r->app->keymap), &text);
}

/* A command that takes something back may itself be something to take back; that would make undo go in circles. */
static void undone(struct cmd_run *r, enum err e, json_t *result, const char *text, void *arg)
{
	struct cmd_run *outer = arg;
	unsigned *version = outer->data;
	struct undo *u = outer->app->undo;
	struct str words = { 0 };

	(void)result, (void)text;
	outer->fault = r->fault;
	if (!e && undo_subject(u)->version != *version)
		undo_pop(u);
	if (!e)
		str_adds(&words, _("undone"));
	cmd_finish(outer, e, NULL, str_c(&words));
	str_free(&words);
}

static void forget_version(struct cmd_run *r, enum err e)
{
	(void)e;
	free(r->data);
}

enum err cmd_app_undo(struct cmd_run *r)
{
	struct undo *u = r->app->undo;
	const struct undo_step *step = u ? undo_top(u) : NULL;
	const struct cmd *c = step ? cmd_by_name(slice_of(step->command)) : NULL;
	unsigned *version;
	char **argv;
	int argc;

	if (!c)
		return fault_set(&r->fault, E_NOT_FOUND, "%s", _("there is nothing to undo"));
	argc = step->argc;
	argv = mem_array((size_t)argc + 1, sizeof *argv);
	for (int i = 0; i < argc; i++)
		argv[i] = mem_strdup(step->argv[i]);
	undo_pop(u);
	version = mem_new(sizeof *version);
	*version = undo_subject(u)->version;
	r->data = version;
	r->drop = forget_version;
	cmd_start(r->app, r->front, c, argc, argv, undone, r);
	for (int i = 0; i < argc; i++)
		free(argv[i]);
	free(argv);
	return E_OK;
}

void cmd_app_on_lock(bool (*fn)(struct app *app))
{
	for (size_t i = 0; i < lockers.n; i++)
		if (lockers.v[i].fn == fn)
			return;
	vec_push(&lockers, (struct locker){ fn });
}

enum err cmd_app_lock(struct cmd_run *r)
{
	bool any = false;

	for (size_t i = 0; i < lockers.n; i++)
		any = lockers.v[i].fn(r->app) || any;
	cmd_finish(r, E_OK, NULL, any ? _("locked") : _("nothing was unlocked"));
	return E_OK;
}

enum err cmd_app_repaint(struct cmd_run *r)
{
	if (r->front && r->front->ops->repaint)
		r->front->ops->repaint(r->front->self);
	cmd_finish(r, E_OK, NULL, NULL);
	return E_OK;
}

enum err cmd_app_quit(struct cmd_run *r)
{
	struct front *front = r->front;

	cmd_finish(r, E_OK, NULL, NULL);
	if (front && front->ops->quit)
		front->ops->quit(front->self, 0);
	return E_OK;
}

enum err cmd_app_version(struct cmd_run *r)
{
	cmd_finish(r, E_OK, json_pack("{s:s, s:s}", "name", PACKAGE_NAME, "version", PACKAGE_VERSION),
	           PACKAGE_NAME " " PACKAGE_VERSION);
	return E_OK;
}

enum err cmd_app_man(struct cmd_run *r)
{
	cmd_finish(r, E_OK, json_pack("{s:s}", "roff", gen_man()), gen_man());
	return E_OK;
}

enum err cmd_app_keys(struct cmd_run *r)
{
	struct str text = { 0 };

	gen_keys(&text, r->app->keymap, 0);
	return told(r, gen_json(r->app->keymap), &text);
}

enum err cmd_app_completion(struct cmd_run *r)
{
	struct str text = { 0 };

	if (!strcmp(cmd_arg(r, 0), "zsh"))
		gen_zsh(&text);
	else
		gen_bash(&text);
	return told(r, json_pack("{s:s}", "script", str_c(&text)), &text);
}

enum err cmd_app_complete(struct cmd_run *r)
{
	struct candidates c;
	struct str text = { 0 };
	json_t *items = json_array();
	int first = r->argc > 0 && !strcmp(r->argv[0], "--");

	complete_words(r->app, r->argc - first, r->argv + first, true, &c);
	for (size_t i = 0; i < c.n; i++) {
		str_addf(&text, "%s\t%s\n", c.v[i].text, c.v[i].note ? c.v[i].note : "");
		json_array_append_new(items, json_pack("{s:s, s:s}", "text", c.v[i].text, "note", c.v[i].note ? c.v[i].note : ""));
	}
	if (c.files)
		str_adds(&text, ":files\n");
	complete_free(&c);
	return told(r, json_pack("{s:o, s:b}", "items", items, "more", 0), &text);
}
