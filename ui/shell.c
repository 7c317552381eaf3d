/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/shell.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "cmd/cli.h"
#include "cmd/cli_prompt.h"
#include "cmd/complete.h"
#include "cmd/handlers.h"
#include "cmd/parse.h"
#include "model/app.h"
#include "ui/term/typing.h"
#include <signal.h>
#include <stdio.h>

struct shell {
	struct app *app;
	struct front *front;
	struct typing *line;
	bool running, over;
	int code;
};

static void ask_next(struct shell *s)
{
	int code;

	s->running = false;
	if (cli_front_over(s->front, &code)) {
		s->over = true;
		s->code = code;
	} else {
		typing_prompt(s->line, "vigie> ");
	}
}

static void finished(struct cmd_run *r, enum err e, json_t *result, const char *text, void *arg)
{
	struct shell *s = arg;

	if (!e || (e == E_UNCONFIRMED && (result || text))) {
		cli_result(result, text, r->json);
		s->code = cli_exit_code(e);
	} else {
		s->code = cli_fault(&r->fault, r->json);
	}
	fflush(stdout);
	/* quit says so after its end */
	if (r->cmd != cmd_at(C_QUIT))
		ask_next(s);
}

static void refuse(struct shell *s, const struct fault *f)
{
	s->code = cli_fault(f, false);
	ask_next(s);
}

static void got(void *arg, struct slice text)
{
	struct shell *s = arg;
	struct words w;
	struct fault f = { 0 };
	const struct cmd *c;

	if (parse_words(text, &w, &f)) {
		refuse(s, &f);
		return;
	}
	if (!w.n || w.v[0][0] == '#') {
		ask_next(s);
	} else if (!(c = cmd_by_name(slice_of(w.v[0])))) {
		const char *near = complete_nearest(slice_of(w.v[0]));

		if (near)
			fault_set(&f, E_USAGE, _("no such command: %s (is it %s?)"), w.v[0], near);
		else
			fault_set(&f, E_USAGE, _("no such command: %s"), w.v[0]);
		refuse(s, &f);
	} else {
		s->running = true;
		cmd_start(s->app, s->front, c, w.n - 1, w.v + 1, finished, s);
		if (c == cmd_at(C_QUIT))
			ask_next(s);
	}
	parse_free(&w);
}

static void ended(void *arg)
{
	((struct shell *)arg)->over = true;
}

/* Commands that only show or move something on a screen are not offered. */
static bool works_here(const char *name)
{
	const struct cmd *c = cmd_by_name(slice_of(name));

	return c && c->fn && c->fn != cmd_nav_view;
}

static void complete(void *arg, struct slice head, struct typing_words *out)
{
	struct shell *s = arg;
	struct candidates c;

	complete_line(s->app, head, false, &c);
	out->from = c.from;
	out->files = c.files;
	for (size_t i = 0; i < c.n; i++) {
		struct str word = { 0 };

		if (!slice_trim(slice_to(head, c.from)).n && !works_here(c.v[i].text))
			continue;
		parse_quote(&word, slice_of(c.v[i].text));
		vec_push(&out->all, str_take(&word));
	}
	complete_free(&c);
}

/* Ctrl-C gives up the question, then the command, then what is typed. */
static void on_signal(void *arg, int signo)
{
	struct shell *s = arg;

	if (signo != SIGINT) {
		s->code = 128 + signo;
		s->over = true;
	} else if (!cli_prompt_cancel() && s->running) {
		cmd_cancel(s->front, true);
	} else {
		typing_clear(s->line);
	}
}

int shell_run(struct app *app)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct shell s = { .app = app };
	struct typing_hooks hooks = { got, ended, complete, &s };
	struct str history = { 0 };

	s.front = cli_front_new(app, -1);
	if (app->readonly || paths_in(PATH_STATE, "history", &history))
		str_free(&history);
	s.line = typing_open(app->loop, history.n ? str_c(&history) : NULL, &hooks);
	for (size_t i = 0; i < 3; i++)
		loop_signal(app->loop, signals[i], on_signal, &s);
	typing_prompt(s.line, "vigie> ");
	while (!s.over)
		loop_turn(app->loop, -1);
	for (size_t i = 0; i < 3; i++)
		loop_signal(app->loop, signals[i], NULL, NULL);
	cli_prompt_cancel();
	cmd_cancel(s.front, true);
	typing_close(s.line);
	cli_front_free(s.front);
	str_free(&history);
	return s.code;
}
