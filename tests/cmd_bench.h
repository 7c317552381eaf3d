/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bench for commands: an app without models but settings, undo and keys, and a front that writes down what it is told and
 * answers questions as the test has set. */
#ifndef TESTS_CMD_BENCH_H
#define TESTS_CMD_BENCH_H

#include "base/conf.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/paths.h"
#include "cmd/cmd.h"
#include "cmd/keymap.h"
#include "cmd/settings.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/undo.h"
#include <stdlib.h>

struct bench {
	struct app app;
	struct front front;
	struct str said;         /* one line for each call of the front */
	enum err answer;         /* of questions */
	enum err opens;          /* what open returns */
	int status;              /* of programs outside */
	const char *secret, *line;
	/* of the last command that finished */
	int done;
	enum err e;
	struct fault fault;
	json_t *result;
	struct str text;
};

static inline void bench_toast(void *self, enum tone tone, const char *text)
{
	str_addf(&((struct bench *)self)->said, "toast %d %s\n", tone, text);
}

static inline void bench_show(void *self, const char *title, const char *text)
{
	(void)text;
	str_addf(&((struct bench *)self)->said, "show %s\n", title);
}

static inline void bench_ask(void *self, const struct question *q, void (*fn)(void *arg, enum err answer), void *arg)
{
	struct bench *b = self;
	str_addf(&b->said, "ask %s\n", q->word ? q->word : "y");
	fn(arg, b->answer);
}

static inline void bench_ask_secret(void *self, const char *title, void (*fn)(void *arg, enum err e, struct secret *s), void *arg)
{
	struct bench *b = self;
	struct secret s = b->secret ? secret_copy(b->secret, strlen(b->secret)) : (struct secret){ 0 };
	str_addf(&b->said, "secret %s\n", title);
	fn(arg, b->secret ? E_OK : E_CANCELLED, &s);
	secret_free(&s);
}

static inline void bench_ask_line(void *self, const char *title, const char *initial,
                                  void (*fn)(void *arg, enum err e, const char *line), void *arg)
{
	struct bench *b = self;
	str_addf(&b->said, "line %s [%s]\n", title, initial ? initial : "");
	fn(arg, b->line ? E_OK : E_CANCELLED, b->line ? b->line : "");
}

static inline enum err bench_open(void *self, const char *view, int argc, char *const *argv)
{
	(void)argc, (void)argv;
	str_addf(&((struct bench *)self)->said, "open %s\n", view);
	return ((struct bench *)self)->opens;
}

static inline enum err bench_copy(void *self, struct slice text)
{
	str_addf(&((struct bench *)self)->said, "copy %.*s\n", (int)text.n, text.p);
	return E_OK;
}

static inline void bench_hand_over(void *self, char *const *argv, void (*fn)(void *arg, int status), void *arg)
{
	struct bench *b = self;
	str_adds(&b->said, "run");
	for (; *argv; argv++)
		str_addf(&b->said, " %s", *argv);
	str_adds(&b->said, "\n");
	fn(arg, b->status);
}

static inline void bench_repaint(void *self)
{
	str_adds(&((struct bench *)self)->said, "repaint\n");
}

static inline void bench_changed(void *self, const char *key)
{
	str_addf(&((struct bench *)self)->said, "changed %s\n", key);
}

static inline void bench_quit(void *self, int code)
{
	str_addf(&((struct bench *)self)->said, "quit %d\n", code);
}

static const struct front_ops bench_ops = {
	.name = "bench", .toast = bench_toast, .show = bench_show, .ask = bench_ask, .ask_secret = bench_ask_secret,
	.ask_line = bench_ask_line, .open = bench_open, .repaint = bench_repaint, .copy = bench_copy, .hand_over = bench_hand_over,
	 .settings_changed = bench_changed, .quit = bench_quit,
};

static inline struct bench *bench_new(void)
{
	struct bench *b = mem_new(sizeof *b);
	struct fault f;
	secret_init();
	paths_init(NULL, &f);
	b->app.loop = loop_new();
	b->app.conf = conf_new(settings_keys, settings_count);
	b->app.keymap = keymap_new();
	b->app.undo = undo_new();
	subject_init(&b->app.settings, "settings");
	b->front = (struct front){ &bench_ops, b };
	return b;
}

static inline void bench_forget(struct bench *b)
{
	json_decref(b->result);
	b->result = NULL;
	str_cut(&b->said, 0);
	str_cut(&b->text, 0);
	b->done = 0;
	b->fault = (struct fault){ 0 };
}

static inline void bench_free(struct bench *b)
{
	bench_forget(b);
	str_free(&b->said);
	str_free(&b->text);
	subject_done(&b->app.settings);
	undo_free(b->app.undo);
	keymap_free(b->app.keymap);
	conf_free(b->app.conf);
	loop_free(b->app.loop);
	free(b);
}

static inline void bench_done(struct cmd_run *r, enum err e, json_t *result, const char *text, void *arg)
{
	struct bench *b = arg;
	b->done++;
	b->e = e;
	b->fault = r->fault;
	b->result = json_incref(result);
	str_adds(&b->text, text ? text : "");
}

/* Runs a line and waits for its end. What was written down before is forgotten. */
static inline enum err bench_run(struct bench *b, const char *name, int argc, const char *const *argv)
{
	char *copy[32];
	bench_forget(b);
	for (int i = 0; i < argc; i++)
		copy[i] = mem_strdup(argv[i]);
	cmd_start(&b->app, &b->front, cmd_by_name(slice_of(name)), argc, copy, bench_done, b);
	for (int i = 0; i < argc; i++)
		free(copy[i]);
	while (!b->done)
		loop_turn(b->app.loop, -1);
	return b->e;
}

#define RUN(b, name, ...) \
	bench_run(b, name, (int)(sizeof((const char *[]){ "", __VA_ARGS__ }) / sizeof(char *)) - 1, (const char *[]){ "", __VA_ARGS__ } + 1)

#endif
