/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one-shot front. Result on stdout, all else on stderr and the terminal; the exit code is the last thing decided, also by
 * whether stdout took the result. */
#include "cmd/cli.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "cmd/cli_prompt.h"
#include "cmd/cli_table.h"
#include "cmd/complete.h"
#include "io/loop.h"
#include "io/run.h"
#include "model/app.h"
#include "model/notices.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_SECRET = 4096 };

/* The terminal as commands see it: no screen, only questions, notices and one result. */
struct cli {
	struct front front;
	struct app *app;
	int passphrase_fd, code;
	bool json, ended;
	unsigned noticed;        /* number of the last notice told */
	struct question question;
	void (*answered)(void *arg, enum err answer);
	void *answered_arg;
};

static void write_text(FILE *to, const char *text)
{
	struct str ascii = { 0 };

	if (!i18n_utf8()) {
		text_ascii(&ascii, slice_of(text));
		text = str_c(&ascii);
	}
	fputs(text, to);
	if (*text && text[strlen(text) - 1] != '\n')
		fputc('\n', to);
	str_free(&ascii);
}

int cli_exit_code(enum err e)
{
	switch (e) {
	case E_OK: return EXIT_DONE;
	case E_USAGE: return EXIT_USAGE;
	case E_UNCONFIRMED: return EXIT_UNCONFIRMED;
	case E_DNS: case E_REFUSED: case E_UNREACHABLE: case E_TIMEOUT: case E_CLOSED: case E_TLS: case E_TLS_CLOCK: case E_TLS_NAME:
	case E_PROXY: case E_OFFLINE: case E_HTTP: case E_HTTP_BUSY:
		return EXIT_UNREACHABLE;
	default: return EXIT_FAILED;
	}
}

void cli_result(const json_t *result, const char *text, bool json)
{
	struct str table = { 0 };

	if (json) {
		char *bytes = json_dumps(result, JSON_COMPACT);

		fputs(result && bytes ? bytes : "{}", stdout);
		fputc('\n', stdout);
		free(bytes);
	} else if (text) {
		write_text(stdout, text);
	} else if (result) {
		cli_table(&table, result);
		write_text(stdout, str_c(&table));
	}
	str_free(&table);
}

int cli_fault(const struct fault *f, bool json)
{
	const char *hint = err_hint(f->code);
	struct str text = { 0 };

	if (f->code != E_USAGE || !f->where[0])
		str_adds(&text, err_message(f->code));
	if (f->where[0])
		str_addf(&text, "%s%s", text.n ? ": " : "", f->where);
	if (json) {
		json_t *error = json_pack("{s:{s:s, s:s, s:s}}", "error", "code", err_name(f->code), "message", str_c(&text), "hint", hint);

		if (!error) /* words cut inside a letter */
			error = json_pack("{s:{s:s, s:s, s:s}}", "error", "code", err_name(f->code), "message", err_message(f->code),
			                  "hint", hint);
		cli_result(error, NULL, true);
		json_decref(error);
	} else {
		fputs("vigie: ", stderr);
		write_text(stderr, str_c(&text));
		if (*hint)
			write_text(stderr, hint);
	}
	str_free(&text);
	return cli_exit_code(f->code);
}

static void toast(void *self, enum tone tone, const char *text)
{
	(void)self, (void)tone;
	fputs("vigie: ", stderr);
	write_text(stderr, text);
}

static void show(void *self, const char *name, const char *text)
{
	(void)self, (void)name;
	write_text(stdout, text);
	fflush(stdout); /* somebody may wait at the other end of a pipe */
}

/* y confirms, or the word that was asked for; anything else is a no. */
static void got_answer(void *arg, enum err e, const char *line)
{
	struct cli *c = arg;
	const char *word = c->question.word;
	void (*fn)(void *, enum err) = c->answered;

	if (e == E_UNSUPPORTED)
		e = E_USAGE;
	else if (!e && (word ? strcmp(line, word) : line[0] != 'y' && line[0] != 'Y' && strcmp(line, _("yes"))))
		e = E_CANCELLED;
	free((char *)(uintptr_t)word);
	c->question.word = NULL;
	c->answered = NULL;
	fn(c->answered_arg, e);
}

static void ask(void *self, const struct question *q, void (*fn)(void *arg, enum err answer), void *arg)
{
	struct cli *c = self;
	struct str prompt = { 0 };

	c->answered = fn;
	c->answered_arg = arg;
	c->question.word = mem_strdup(q->word);
	str_addf(&prompt, "%s\n%s\n", q->title, q->text);
	if (q->word)
		str_addf(&prompt, _("Type %s to go on: "), q->word);
	else
		str_adds(&prompt, _("Press y and Enter to go on: "));
	cli_prompt_line(c->app->loop, str_c(&prompt), got_answer, c);
	str_free(&prompt);
}

static void ask_secret(void *self, const char *title, void (*fn)(void *arg, enum err e, struct secret *s), void *arg)
{
	struct cli *c = self;
	const char *file = getenv("VIGIE_PASSPHRASE_FILE");
	struct secret s = { 0 };
	struct str prompt = { 0 };
	struct fault f = { 0 };
	enum err e;

	if (c->passphrase_fd >= 0 || (file && *file)) {
		s = secret_new(MAX_SECRET);
		e = c->passphrase_fd >= 0 ? secret_read_line(c->passphrase_fd, &s, MAX_SECRET)
		                          : secret_read_file(file, &s, MAX_SECRET, &f);
		for (size_t i = 0; !e && i < s.n; i++)
			if (s.p[i] == '\n')
				secret_cut(&s, i);
		if (e)
			toast(c, TONE_ERROR, f.where[0] ? f.where : _("no passphrase came"));
		fn(arg, e, &s);
		secret_free(&s);
	} else if (!cli_prompt_possible()) {
		toast(c, TONE_ERROR, _("there is no terminal to ask on: use --passphrase-fd or VIGIE_PASSPHRASE_FILE"));
		fn(arg, E_USAGE, &s);
	} else {
		str_addf(&prompt, "%s: ", title);
		cli_prompt_secret(c->app->loop, str_c(&prompt), fn, arg);
		str_free(&prompt);
	}
}

static void ask_line(void *self, const char *title, const char *initial, void (*fn)(void *arg, enum err e, const char *line), void *arg)
{
	struct cli *c = self;
	struct str prompt = { 0 };

	str_addf(&prompt, initial && *initial ? "%s [%s]: " : "%s: ", title, initial);
	cli_prompt_line(c->app->loop, str_c(&prompt), fn, arg);
	str_free(&prompt);
}

static enum err open_view(void *self, const char *view, int argc, char *const *argv)
{
	(void)self, (void)view, (void)argc, (void)argv;
	return E_UNSUPPORTED;
}

static void nothing(void *self)
{
	(void)self;
}

static enum err copy(void *self, struct slice text)
{
	(void)self, (void)text;
	return E_UNSUPPORTED;
}

static void settings_changed(void *self, const char *key)
{
	(void)self, (void)key;
}

static void quit(void *self, int code)
{
	struct cli *c = self;

	c->code = code;
	c->ended = true;
}

/* A child that has the terminal: an editor, an opener. */
struct errand {
	void (*fn)(void *arg, int status);
	void *arg;
};

static void child_ended(void *arg, const struct run_result *result)
{
	struct errand e = *(struct errand *)arg;

	free(arg);
	e.fn(e.arg, result->status);
}

static void hand_over(void *self, char *const *argv, void (*fn)(void *arg, int status), void *arg)
{
	struct cli *c = self;
	struct errand *e = mem_new(sizeof *e);
	struct run_spec spec = { .argv = (const char *const *)argv, .terminal = true, .done = child_ended, .arg = e };
	struct fault f = { 0 };

	*e = (struct errand){ fn, arg };
	if (!run_start(c->app->loop, &spec, &f)) {
		toast(self, TONE_ERROR, f.where);
		free(e);
		fn(arg, -1);
	}
}

/* The one result of a one-shot run: JSON or text on stdout, what went wrong on stderr, and the loop ends. */
static void finished(struct cmd_run *r, enum err e, json_t *result, const char *text, void *arg)
{
	struct cli *c = arg;

	if (!e || (e == E_UNCONFIRMED && (result || text))) {
		cli_result(result, text, r->json);
		c->code = cli_exit_code(e);
	} else {
		c->code = cli_fault(&r->fault, r->json);
	}
	if (e == E_USAGE && !r->json && r->cmd->args[0]) {
		fprintf(stderr, "vigie %s %s\n", r->cmd->name, r->cmd->args);
	}
	c->ended = true;
}

/* Ctrl-C gives up the question, then the command; a command that cannot be given up ends with the program. */
static void on_signal(void *arg, int signo)
{
	struct cli *c = arg;

	if (!cli_prompt_cancel() && !cmd_cancel(&c->front, true)) {
		c->code = 128 + signo;
		c->ended = true;
	}
	if (signo != SIGINT)
		c->ended = true;
}

/* Takes "--passphrase-fd N" and "--passphrase-fd=N" out of the words. Returns how many words are left. */
static int take_fd(struct cli *c, int argc, char *const *argv, char **out, struct fault *f)
{
	static const char name[] = "--passphrase-fd";
	size_t len = sizeof name - 1;
	int n = 0;

	for (int i = 0; i < argc; i++) {
		const char *value = NULL;
		uint64_t fd;

		if (!strcmp(argv[i], "--")) {
			while (i < argc)
				out[n++] = argv[i++];
			break;
		}
		c->json = c->json || !strcmp(argv[i], "--json");
		if (!strncmp(argv[i], name, len) && argv[i][len] == '=')
			value = argv[i] + len + 1;
		else if (!strcmp(argv[i], name))
			value = i + 1 < argc ? argv[++i] : "";
		if (!value)
			out[n++] = argv[i];
		else if (slice_u64(slice_of(value), &fd) && fd <= 65535)
			c->passphrase_fd = (int)fd;
		else
			fault_set(f, E_USAGE, _("%s wants the number of an open descriptor"), name);
	}
	return n;
}

static const struct cmd *find(const char *name, struct fault *f)
{
	const struct cmd *c = cmd_by_name(slice_of(name));
	const char *near = c ? NULL : complete_nearest(slice_of(name));

	if (!c && near)
		fault_set(f, E_USAGE, _("no such command: %s (is it %s?)"), name, near);
	else if (!c)
		fault_set(f, E_USAGE, _("no such command: %s"), name);
	else if (!(c->flags & CMD_ONE_SHOT))
		fault_set(f, E_USAGE, _("%s only means something on the screen"), name);
	return c;
}

/* "pay --help" is "help pay"; behind other words it may be what an option or a comment says. */
static void turn_help(int n, char **words)
{
	static char help[] = "help";

	if (n != 2 || (strcmp(words[1], "--help") && strcmp(words[1], "-h")) || !cmd_by_name(slice_of(words[0])))
		return;
	words[1] = words[0];
	words[0] = help;
}

static const struct front_ops ops;

struct front *cli_front_new(struct app *app, int passphrase_fd)
{
	struct cli *c = mem_new(sizeof *c);

	*c = (struct cli){ .front = { &ops, c }, .app = app, .passphrase_fd = passphrase_fd };
	return &c->front;
}

void cli_front_free(struct front *front)
{
	if (front)
		free(front->self);
}

bool cli_front_over(const struct front *front, int *code)
{
	const struct cli *c = front->self;

	*code = c->code;
	return c->ended;
}

static void tell_notices(struct cli *c)
{
	static const enum tone tones[] = { TONE_INFO, TONE_OK, TONE_WARN, TONE_ERROR };
	const struct notice *n;

	while (c->app->notices && (n = notices_after(c->app->notices, c->noticed))) {
		c->noticed = n->n;
		toast(c, tones[n->tone], n->text);
	}
}

/* Models that moved tell it to the command that waits for them. */
static int64_t deliver(void *arg)
{
	tell_notices(arg);
	return subject_flush() ? 0 : -1;
}

int cli_run(struct app *app, int argc, char *const *argv, const struct cli_options *o)
{
	struct cli c = { .front = { &ops, &c }, .app = app, .passphrase_fd = o->passphrase_fd };
	char **words = mem_array((size_t)argc + 1, sizeof *words);
	struct fault f = { 0 };
	int n = take_fd(&c, argc, argv, words, &f);
	turn_help(n, words);
	const struct cmd *cmd = f.code ? NULL : find(n ? words[0] : "", &f);

	if (f.code) {
		c.code = cli_fault(&f, c.json);
	} else if (cmd == cmd_at(C_SHELL) && o->shell) {
		c.code = o->shell(app);
	} else {
		static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

		for (size_t i = 0; i < 3; i++)
			loop_signal(app->loop, signals[i], on_signal, &c);
		loop_hook_add(app->loop, deliver, &c);
		cmd_start(app, &c.front, cmd, n - 1, words + 1, finished, &c);
		while (!c.ended)
			loop_turn(app->loop, -1);
		loop_hook_del(app->loop, deliver, &c);
		tell_notices(&c);
		for (size_t i = 0; i < 3; i++)
			loop_signal(app->loop, signals[i], NULL, NULL);
	}
	free(words);
	if ((fflush(stdout) || ferror(stdout)) && c.code == EXIT_DONE)
		c.code = EXIT_FAILED;
	return c.code;
}

static const struct front_ops ops = {
	.name = "cli",
	.toast = toast,
	.show = show,
	.ask = ask,
	.ask_secret = ask_secret,
	.ask_line = ask_line,
	.open = open_view,
	.back = nothing,
	.repaint = nothing,
	.copy = copy,
	.hand_over = hand_over,
	.settings_changed = settings_changed,
	.quit = quit,
};
