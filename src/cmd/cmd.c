/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/cmd.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/mem.h"
#include "cmd/handlers.h"
#include "cmd/spec.h"
#include "model/app.h"
#include <stdlib.h>

/* A run with what only this file needs. Waiting runs hang in one list, newest first, so that a front can give them up. */
struct run {
	struct cmd_run r;              /* first: a cmd_run is a run */
	struct run *next;
	bool *ended;                   /* set when it ends inside cmd_start */
	void (*go)(struct cmd_run *r);
	bool asking, given_up;
};

static struct run *waiting;
static const struct cmd table[CMD_COUNT];

const struct cmd *cmd_at(enum cmd_id id)
{
	return (unsigned)id < CMD_COUNT ? &table[id] : NULL;
}

const struct cmd *cmd_by_name(struct slice name)
{
	for (int i = 0; i < CMD_COUNT; i++)
		if (slice_is(name, table[i].name))
			return &table[i];
	return NULL;
}

/* --json and --yes belong to every command; "--a=b" is the same as "--a b" where --a takes a value. */
static void copy_args(struct cmd_run *r, int argc, char *const *argv)
{
	bool open = true;

	r->argv = mem_array((size_t)argc * 2 + 1, sizeof *r->argv);
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i], *equal = strchr(word, '=');
		struct spec_item item;

		if (open && !strcmp(word, "--"))
			open = false;
		if (open && !strcmp(word, "--json")) {
			r->json = true;
		} else if (open && !strcmp(word, "--yes")) {
			r->yes = true;
		} else if (open && equal && spec_flag(r->cmd->args, (struct slice){ word, (size_t)(equal - word) }, &item) &&
		           item.value.n) {
			r->argv[r->argc++] = mem_strndup(word, (size_t)(equal - word));
			r->argv[r->argc++] = mem_strdup(equal + 1);
		} else {
			r->argv[r->argc++] = mem_strdup(word);
			/* the value of a flag is never a flag itself */
			if (open && spec_flag(r->cmd->args, slice_of(word), &item) && item.value.n && i + 1 < argc)
				r->argv[r->argc++] = mem_strdup(argv[++i]);
		}
	}
}

static void run_free(struct run *run)
{
	for (int i = 0; i < run->r.argc; i++)
		free(run->r.argv[i]);
	free(run->r.argv);
	free(run);
}

static void unlist(struct run *run)
{
	for (struct run **at = &waiting; *at; at = &(*at)->next)
		if (*at == run) {
			*at = run->next;
			return;
		}
}

static enum err check(const struct cmd_run *r, struct fault *f)
{
	if (r->cmd->danger >= ASK && r->app->readonly)
		return fault_set(f, E_READONLY, "%s", r->cmd->name);
	if (!r->cmd->fn)
		return fault_set(f, E_UNSUPPORTED, _("%s only means something on the screen"), r->cmd->name);
	return spec_check(r->cmd->name, r->cmd->args, r->argc, r->argv, f);
}

enum err cmd_start(struct app *app, struct front *front, const struct cmd *cmd, int argc, char *const *argv,
                   void (*done)(struct cmd_run *, enum err, json_t *, const char *, void *), void *arg)
{
	struct run *run = mem_new(sizeof *run);
	struct cmd_run *r = &run->r;
	bool ended = false;
	enum err e;

	*r = (struct cmd_run){ .cmd = cmd, .app = app, .front = front, .done = done, .arg = arg };
	run->ended = &ended;
	run->next = waiting;
	waiting = run;
	copy_args(r, argc, argv);
	e = check(r, &r->fault);
	if (!e)
		e = cmd->fn(r);
	if (ended)
		return E_OK;
	run->ended = NULL;
	if (e)
		cmd_finish(r, e, NULL, NULL);
	return e;
}

/* Who gave no done still wants to know how it ended. */
static void tell(struct cmd_run *r, enum err e, const char *text)
{
	if (e && e != E_CANCELLED) {
		front_fault(r->front, TONE_ERROR, e, &r->fault);
	} else if (!e && text && strchr(text, '\n')) {
		r->front->ops->show(r->front->self, r->cmd->name, text);
	} else if (!e && text && text[0]) {
		r->front->ops->toast(r->front->self, TONE_OK, text);
	}
}

void cmd_finish(struct cmd_run *r, enum err e, json_t *result, const char *text)
{
	struct run *run = (struct run *)r;

	unlist(run);
	if (e && r->fault.code != e)
		r->fault = (struct fault){ .code = e };
	if (e && e != E_CANCELLED && e != E_USAGE)
		log_fault(LOG_WARN, r->cmd->name, &r->fault);
	if (r->done)
		r->done(r, e, result, text, r->arg);
	else if (r->front)
		tell(r, e, text);
	json_decref(result);
	if (r->drop)
		r->drop(r, e);
	if (run->ended)
		*run->ended = true;
	run_free(run);
}

static void answered(void *arg, enum err answer)
{
	struct run *run = arg;

	run->asking = false;
	if (!answer) {
		run->go(&run->r);
		return;
	}
	if (answer == E_USAGE)
		fault_set(&run->r.fault, E_USAGE, _("%s: without a terminal this needs --yes"), run->r.cmd->name);
	cmd_finish(&run->r, answer, NULL, NULL);
}

void cmd_confirm(struct cmd_run *r, const struct question *q, void (*go)(struct cmd_run *r))
{
	struct run *run = (struct run *)r;

	if (r->yes) {
		go(r);
		return;
	}
	if (!r->front) {
		answered(run, E_USAGE);
		return;
	}
	run->go = go;
	run->asking = true;
	r->front->ops->ask(r->front->self, q, answered, run);
}

bool cmd_cancel(struct front *front, bool all)
{
	bool any = false;
	struct run *run = waiting;

	while (run) {
		if (run->r.front != front || !run->r.cancel || run->asking || run->given_up) {
			run = run->next;
			continue;
		}
		run->given_up = true;
		run->r.cancel(&run->r);
		any = true;
		if (!all)
			break;
		run = waiting; /* the list may have changed in any way */
	}
	return any;
}

const char *cmd_flag(const struct cmd_run *r, const char *flag)
{
	int i = spec_find_flag(r->cmd->args, r->argc, r->argv, flag);

	return i < 0 ? NULL : i >= r->argc ? "" : r->argv[i];
}

const char *cmd_arg(const struct cmd_run *r, int i)
{
	int at = spec_find_place(r->cmd->args, r->argc, r->argv, i);

	return at < 0 ? NULL : r->argv[at];
}

static const struct cmd table[CMD_COUNT] = {
#define CMD(id, name, keys, contexts, args, danger, flags, fn, help) \
	[C_##id] = { name, keys, contexts, args, danger, flags, fn, help },
#include "cmd/commands.def"
#undef CMD
};
