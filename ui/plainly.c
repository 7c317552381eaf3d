/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plainly.h"
#include "base/paths.h"
#include "cmd/cli_prompt.h"
#include "cmd/complete.h"
#include "cmd/parse.h"
#include "io/loop.h"
#include "model/lookout.h"
#include "model/presence.h"
#include "ui/child.h"
#include "ui/looks.h"
#include "ui/term/typing.h"
#include "ui/widget/plain.h"
#include <signal.h>
#include <stdio.h>

struct lines {
	struct app *app;
	struct plain *plain;
	struct typing *typing;
	bool over;
	int code;
};

static void print(void *self, struct slice text)
{
	typing_say(((struct lines *)self)->typing, text);
}

static void prompt(void *self)
{
	struct lines *l = self;
	typing_prompt(l->typing, plain_prompt(l->plain));
}

static void secret_read(void *arg, enum err e, struct secret *s)
{
	struct lines *l = arg;
	plain_secret(l->plain, e, s);
	prompt(l);
}

static void read_secret(void *self, const char *title)
{
	struct lines *l = self;
	struct str words = { 0 };
	typing_pause(l->typing);
	str_addf(&words, "%s: ", title);
	cli_prompt_secret(l->app->loop, words.p, secret_read, l);
	str_free(&words);
}

struct errand {
	struct lines *l;
	void (*fn)(void *arg, int status);
	void *arg;
};

static void child_ended(void *arg, int status)
{
	struct errand *e = arg;
	e->fn(e->arg, status);
	prompt(e->l);
	free(e);
}

static void hand_over(void *self, char *const *argv, void (*fn)(void *arg, int status), void *arg)
{
	struct lines *l = self;
	struct errand *e = mem_new(sizeof *e);
	*e = (struct errand){ l, fn, arg };
	typing_pause(l->typing);
	child_run(l->app->loop, argv, child_ended, e);
}

static void settings_changed(void *self, const char *key)
{
	struct lines *l = self;
	(void)key;
	subject_touch(&l->app->settings);
}

static void quit(void *self, int code)
{
	struct lines *l = self;
	l->code = code;
	l->over = true;
}

static void got(void *arg, struct slice text)
{
	struct lines *l = arg;
	plain_line(l->plain, text);
	subject_flush();
	plain_announce(l->plain);
	if (!l->over)
		prompt(l);
}

static void ended(void *arg)
{
	((struct lines *)arg)->over = true;
}

static void complete(void *arg, struct slice head, struct typing_words *out)
{
	struct lines *l = arg;
	struct candidates c;
	complete_line(l->app, head, false, &c);
	out->from = c.from;
	out->files = c.files;
	for (size_t i = 0; i < c.n; i++) {
		struct str word = { 0 };
		parse_quote(&word, slice_of(c.v[i].text));
		vec_push(&out->all, str_take(&word));
	}
	complete_free(&c);
}

static void on_signal(void *arg, int signo)
{
	struct lines *l = arg;
	if (signo != SIGINT) {
		l->code = 128 + signo;
		l->over = true;
	} else if (!cli_prompt_cancel() && !typing_clear(l->typing)) {
		plain_interrupt(l->plain);
	}
}

static int64_t announce(void *arg)
{
	struct lines *l = arg;
	if (subject_flush())
		plain_announce(l->plain);
	return -1;
}

int plainly_run(struct app *app, const struct options *o)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct lines l = { .app = app };
	struct typing_hooks hooks = { got, ended, complete, &l };
	struct plain_host host = { .self = &l, .print = print, .prompt = prompt, .read_secret = read_secret, .hand_over = hand_over,
		                   .settings_changed = settings_changed, .quit = quit };
	struct str history = { 0 };
	bool kept = !app->readonly && !paths_in(PATH_STATE, "history", &history);
	l.typing = typing_open(app->loop, kept ? history.p : NULL, &hooks);
	l.plain = plain_new(app, view_all, &host);
	for (size_t i = 0; i < 3; i++)
		loop_signal(app->loop, signals[i], on_signal, &l);
	lookout_live(app);
	app_live(app);
	presence_show(app->presence, "plain");
	loop_hook_add(app->loop, announce, &l);
	plain_open(l.plain, looks_first_view(app, o), 0, NULL);
	prompt(&l);
	while (!l.over)
		loop_turn(app->loop, -1);
	loop_hook_del(app->loop, announce, &l);
	for (size_t i = 0; i < 3; i++)
		loop_signal(app->loop, signals[i], NULL, NULL);
	cli_prompt_cancel();
	plain_free(l.plain);
	typing_close(l.typing);
	str_free(&history);
	return l.code;
}
