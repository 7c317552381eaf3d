/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs all checks at once and tells them in the order of the table. A check that hangs does not hold up the others: at the
 * deadline it is told as unknown, and its answer, when it comes, is dropped. */
#include "base/clean.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"
#include "cmd/cmd_station.h"
#include "cmd/complete.h"
#include "cmd/doctor.h"
#include "cmd/doctor_own.h"
#include "cmd/handlers.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/tasks.h"

enum { WATCH_MOST = 86400, DEADLINE_MS = 8000, MAX_DETAIL = 300 };

/* One check of one run. After the deadline the run goes on without it (run NULL) and it lives until the check gives up. */
struct doctor_item {
	const struct doctor_check *check;
	struct doctor_run *run;
	struct app *app;
	bool ended;
	enum doctor_status status;
	struct str detail, advice;
};

/* All checks of one command; freed when the last has answered, at the deadline, or when the person gives up. */
struct doctor_run {
	struct cmd_run *r;
	struct loop_timer *deadline;
	VEC(, struct doctor_item *) items;
	size_t open;
	unsigned task;           /* 0: it never had to wait */
	bool starting;
	int64_t watch_s;            /* seconds to the next one; 0: this is the only one */
	bool given_up;
};

static VEC(, const struct doctor_check *) checks;

static const struct {
	const char *name, *word;
	const char *sign;
} statuses[] = {
	[DOCTOR_FOUND] = { "found", N_("found"), "+" },
	[DOCTOR_MISSING] = { "missing", N_("missing"), "-" },
	[DOCTOR_BROKEN] = { "broken", N_("broken"), "!" },
	[DOCTOR_DENIED] = { "denied", N_("not permitted"), "x" },
	[DOCTOR_UNKNOWN] = { "unknown", N_("not known"), "?" },
};

void doctor_register(const struct doctor_check *check)
{
	for (size_t i = 0; i < checks.n; i++)
		if (!strcmp(checks.v[i]->name, check->name)) {
			checks.v[i] = check;
			return;
		}
	vec_push(&checks, check);
}

static bool registered(const char *name)
{
	for (size_t i = 0; i < checks.n; i++)
		if (!strcmp(checks.v[i]->name, name))
			return true;
	return false;
}

/* The frame's own checks come first, the station's after them, unless a room put its own in their place. */
static void register_own(void)
{
	size_t at = 0;

	for (const struct doctor_check *c = doctor_own; c->name; c++, at++)
		if (!registered(c->name))
			vec_insert(&checks, at, c);
	for (const struct doctor_check *c = doctor_station; c->name; c++, at++)
		if (!registered(c->name))
			vec_insert(&checks, at, c);
}

struct app *doctor_app(struct doctor_item *item)
{
	return item->app;
}

static void item_free(struct doctor_item *item)
{
	str_free(&item->detail);
	str_free(&item->advice);
	free(item);
}

static void add_text(const struct doctor_item *item, struct str *out)
{
	str_addf(out, "%s ", statuses[item->status].sign);
	text_pad(out, slice_of(item->check->name), 11, false, true);
	text_pad(out, slice_of(_(statuses[item->status].word)), 14, false, true);
	str_add(out, slice_str(&item->detail));
	str_addc(out, '\n');
	if (item->advice.n)
		str_addf(out, "%27s> %s\n", "", str_c(&item->advice));
}

/* With --watch a run is followed by the next one: r->data is a rest in between. */
struct rest {
	struct cmd_run *r;
	struct loop_timer *timer;
};

static enum err begin(struct cmd_run *r);

static void rest_drop(struct cmd_run *r, enum err e)
{
	struct rest *rest = r->data;
	(void)e;
	loop_timer_del(rest->timer);
	free(rest);
}

static void rest_cancel(struct cmd_run *r)
{
	cmd_finish(r, E_CANCELLED, NULL, NULL);
}

static void rest_over(void *arg)
{
	struct rest *rest = arg;
	struct cmd_run *r = rest->r;
	free(rest);
	r->drop = NULL;
	r->cancel = NULL;
	enum err e = begin(r);
	if (e)
		cmd_finish(r, e, NULL, NULL);
}

/* Shows one result and waits for the next. */
static void rest_for(struct cmd_run *r, int64_t seconds, json_t *result, const char *text)
{
	struct rest *rest = mem_new(sizeof *rest);
	char *bytes = r->json ? json_dumps(result, JSON_COMPACT) : NULL;
	struct str out = { 0 };
	str_addf(&out, "%s\n", bytes ? bytes : text);
	r->front->ops->show(r->front->self, r->cmd->name, str_c(&out));
	str_free(&out);
	free(bytes);
	json_decref(result);
	*rest = (struct rest){ r, loop_timer_add(r->app->loop, seconds * 1000, rest_over, rest) };
	r->data = rest;
	r->drop = rest_drop;
	r->cancel = rest_cancel;
}

/* Ends the run with what is known; checks that did not answer stay behind, unknown. */
static void finish(struct doctor_run *run)
{
	struct str text = { 0 };
	json_t *items = json_array();
	struct cmd_run *r = run->r;
	bool bad = false;

	for (size_t i = 0; i < run->items.n; i++) {
		struct doctor_item *item = run->items.v[i];

		if (!item->ended) {
			item->status = DOCTOR_UNKNOWN;
			str_adds(&item->detail, _("no answer in time"));
		}
		add_text(item, &text);
		bad = bad || item->status == DOCTOR_BROKEN || item->status == DOCTOR_DENIED;
		json_array_append_new(items, json_pack("{s:s, s:s, s:s, s:s}", "check", item->check->name, "status",
		                                       statuses[item->status].name, "detail", str_c(&item->detail), "advice",
		                                       str_c(&item->advice)));
		item->run = NULL;
		if (item->ended)
			item_free(item);
	}
	vec_free(&run->items);
	loop_timer_del(run->deadline);
	if (run->task)
		tasks_end(r->app->tasks, run->task, E_OK);
	int64_t watch_s = run->given_up ? 0 : run->watch_s;
	json_t *result = json_pack("{s:o, s:b, s:b}", "items", items, "more", 0, "well", !bad);
	free(run);
	if (watch_s)
		rest_for(r, watch_s, result, str_c(&text));
	else
		cmd_finish(r, E_OK, result, str_c(&text));
	str_free(&text);
}

void doctor_done(struct doctor_item *item, enum doctor_status status, const char *detail, const char *advice)
{
	struct doctor_run *run = item->run;

	if (!run) {
		item_free(item);
		return;
	}
	item->ended = true;
	item->status = status;
	clean_line(&item->detail, slice_of(detail), MAX_DETAIL);
	clean_line(&item->advice, slice_of(advice), MAX_DETAIL);
	run->open--;
	if (run->task)
		tasks_progress(item->app->tasks, run->task, (int64_t)(run->items.n - run->open), (int64_t)run->items.n);
	if (!run->open && !run->starting)
		finish(run);
}

static void too_late(void *arg)
{
	struct doctor_run *run = arg;

	run->deadline = NULL;
	finish(run);
}

/* From the list of tasks: not from inside tasks_cancel, which still holds the task. */
static void stop_waiting(void *arg)
{
	struct doctor_run *run = arg;

	loop_timer_del(run->deadline);
	run->deadline = loop_timer_add(run->r->app->loop, 0, too_late, run);
}

static void give_up(struct cmd_run *r)
{
	((struct doctor_run *)r->data)->given_up = true;
	finish(r->data);
}

static enum err begin(struct cmd_run *r)
{
	const char *only = cmd_arg(r, 0);
	struct doctor_run *run;

	register_own();
	run = mem_new(sizeof *run);
	run->r = r;
	run->starting = true;
	if (cmd_flag(r, "--watch"))
		slice_i64(slice_of(cmd_flag(r, "--watch")), &run->watch_s);
	r->data = run;
	for (size_t i = 0; i < checks.n; i++) {
		if (only && strcmp(only, checks.v[i]->name))
			continue;
		struct doctor_item *item = mem_new(sizeof *item);

		*item = (struct doctor_item){ .check = checks.v[i], .run = run, .app = r->app };
		vec_push(&run->items, item);
		run->open++;
	}
	if (!run->items.n) {
		free(run);
		return fault_set(&r->fault, E_USAGE, _("no such check: %s"), only ? only : "");
	}
	for (size_t i = 0; i < run->items.n; i++)
		run->items.v[i]->check->run(run->items.v[i]);
	run->starting = false;
	if (!run->open) {
		finish(run);
		return E_OK;
	}
	r->cancel = give_up;
	if (r->app->tasks)
		run->task = tasks_begin(r->app->tasks, _(r->cmd->name), stop_waiting, run);
	run->deadline = loop_timer_add(r->app->loop, DEADLINE_MS, too_late, run);
	return E_OK;
}

enum err cmd_doctor_run(struct cmd_run *r)
{
	const char *every = cmd_flag(r, "--watch");
	int64_t s;
	if (every && (!slice_i64(slice_of(every), &s) || s < 1 || s > WATCH_MOST))
		return fault_set(&r->fault, E_USAGE, _("%s wants a number from %ld to %ld"), "--watch", 1L, (long)WATCH_MOST);
	return begin(r);
}

void doctor_complete(struct app *app, int argc, char *const *argv, struct candidates *out)
{
	(void)app, (void)argc, (void)argv;
	register_own();
	for (size_t i = 0; i < checks.n; i++)
		complete_add(out, checks.v[i]->name, NULL);
}
