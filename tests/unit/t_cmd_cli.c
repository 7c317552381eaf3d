/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line as a script and as a person at a terminal meets it: each case runs in a child of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/cmd_bench.h"
#include "base/i18n.h"
#include "cmd/cli.h"
#include "cmd/cli_prompt.h"
#include "cmd/cli_table.h"
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct str out, err;
static int code;

static void slurp(int fd, struct str *to)
{
	char buf[4096];
	ssize_t n;

	str_cut(to, 0);
	while ((n = read(fd, buf, sizeof buf)) > 0)
		str_add(to, (struct slice){ buf, (size_t)n });
	close(fd);
}

/* Runs words as vigie would, without a terminal. in: an open descriptor that the child sees as 9, or -1. */
static void run_words(int argc, const char *const *argv, int in, int (*shell)(struct app *))
{
	int o[2], e[2], status;
	pid_t pid;

	assert_int_equal(pipe(o), 0);
	assert_int_equal(pipe(e), 0);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		struct bench *b;
		struct cli_options options = { .passphrase_fd = -1, .shell = shell };
		char *words[16];

		setsid(); /* no terminal to ask on */
		dup2(o[1], STDOUT_FILENO);
		dup2(e[1], STDERR_FILENO);
		if (in >= 0)
			dup2(in, 9);
		close(o[0]), close(o[1]), close(e[0]), close(e[1]);
		b = bench_new();
		for (int i = 0; i < argc; i++)
			words[i] = mem_strdup(argv[i]);
		status = cli_run(&b->app, argc, words, &options);
		for (int i = 0; i < argc; i++)
			free(words[i]);
		bench_free(b);
		fflush(NULL);
		_exit(status);
	}
	close(o[1]), close(e[1]);
	slurp(o[0], &out);
	slurp(e[0], &err);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	code = WEXITSTATUS(status);
}

#define CLI(...) run_words((int)(sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *)), (const char *[]){ __VA_ARGS__ }, -1, NULL)

/* stdout as one JSON object on one line. */
static json_t *json_out(void)
{
	json_t *v = json_loads(str_c(&out), JSON_REJECT_DUPLICATES, NULL);

	if (!json_is_object(v))
		fail_msg("no JSON object: %s", str_c(&out));
	assert_ptr_equal(strchr(str_c(&out), '\n'), str_c(&out) + out.n - 1);
	return v;
}

static void test_text(void **state)
{
	(void)state;
	CLI("version");
	assert_int_equal(code, 0);
	assert_string_equal(str_c(&out), "vigie " PACKAGE_VERSION "\n");
	assert_string_equal(str_c(&err), "");
	CLI("get", "ui.theme");
	assert_string_equal(str_c(&out), "default\n");
	CLI("help");
	assert_int_equal(code, 0);
	assert_non_null(strstr(str_c(&out), "doctor"));
}

static void test_json(void **state)
{
	(void)state;
	CLI("version", "--json");
	assert_int_equal(code, 0);
	json_t *v = json_out();
	assert_string_equal(json_string_value(json_object_get(v, "version")), PACKAGE_VERSION);
	json_decref(v);
	CLI("print-config", "--json");
	v = json_out();
	assert_true(json_is_array(json_object_get(v, "items")));
	assert_true(json_is_boolean(json_object_get(v, "more")));
	json_decref(v);
}

static void json_error(const char *wanted, const char *in_message)
{
	json_t *v = json_out(), *e = json_object_get(v, "error");

	assert_string_equal(json_string_value(json_object_get(e, "code")), wanted);
	assert_non_null(strstr(json_string_value(json_object_get(e, "message")), in_message));
	assert_true(json_is_string(json_object_get(e, "hint")));
	assert_string_equal(str_c(&err), "");
	json_decref(v);
}

static void test_errors(void **state)
{
	(void)state;
	CLI("dcotor", "--json");
	assert_int_equal(code, 2);
	json_error("usage", "doctor");
	CLI("get", "--json");
	assert_int_equal(code, 2);
	json_error("usage", "KEY");
	CLI("get", "no.such", "--json");
	assert_int_equal(code, 1);
	json_error("not-found", "no.such");
	CLI("set", "ui.glyphs", "nice", "--json");
	assert_int_equal(code, 1);
	json_error("invalid", "auto|full|vt|ascii");
	CLI("sort", "--json");
	assert_int_equal(code, 2);
	json_error("usage", "screen");
	CLI("get", "\xff\xfe", "--json");
	assert_int_equal(code, 1);
	json_error("not-found", "");
}

static void test_errors_in_words(void **state)
{
	(void)state;
	CLI("get");
	assert_int_equal(code, 2);
	assert_string_equal(str_c(&out), "");
	assert_non_null(strstr(str_c(&err), "vigie: get: KEY is missing\n"));
	assert_non_null(strstr(str_c(&err), "vigie get KEY\n"));
	CLI("get", "no.such");
	assert_int_equal(code, 1);
	assert_non_null(strstr(str_c(&err), "not found: "));
	CLI("");
	assert_int_equal(code, 2);
}

static void test_passphrase_fd_option(void **state)
{
	(void)state;
	CLI("version", "--passphrase-fd", "9");
	assert_int_equal(code, 0);
	CLI("--passphrase-fd=9", "version");
	assert_int_equal(code, 0);
	CLI("version", "--passphrase-fd", "nine");
	assert_int_equal(code, 2);
	CLI("version", "--passphrase-fd");
	assert_int_equal(code, 2);
}

/* Passphrases come from a descriptor, one a line, or from a file that only we can read; never from the words. */
static void test_passphrases(void **state)
{
	const char *home = getenv("HOME");
	char file[4096], pass[4096];
	int in[2];
	(void)state;
	snprintf(file, sizeof file, "%s/saved", home ? home : "/tmp");
	snprintf(pass, sizeof pass, "%s/pass", home ? home : "/tmp");
	CLI("backup", file);
	assert_int_equal(code, 2);
	assert_non_null(strstr(str_c(&err), "--passphrase-fd"));
	const char *save[] = { "backup", file, "--passphrase-fd", "9", "--json" };
	assert_int_equal(pipe(in), 0);
	assert_int_equal(write(in[1], "correct horse\ncorrect horse\n", 28), 28);
	close(in[1]);
	run_words(5, save, in[0], NULL);
	close(in[0]);
	assert_int_equal(code, 0);
	json_decref(json_out());
	assert_int_equal(paths_write(pass, SLICE("correct horse\n"), NULL), E_OK);
	setenv("VIGIE_PASSPHRASE_FILE", pass, 1);
	CLI("restore", file);
	assert_int_equal(code, 2); /* nobody could type the word */
	assert_non_null(strstr(str_c(&err), "--yes"));
	CLI("restore", file, "--yes");
	assert_int_equal(code, 0);
	assert_int_equal(chmod(pass, 0644), 0);
	CLI("restore", file, "--yes");
	assert_int_equal(code, 1);
	unsetenv("VIGIE_PASSPHRASE_FILE");
}

static int shell(struct app *app)
{
	return app->conf ? 7 : 0;
}

static void test_shell(void **state)
{
	const char *words[] = { "shell" };
	(void)state;
	run_words(1, words, -1, shell);
	assert_int_equal(code, 7);
	run_words(1, words, -1, NULL);
	assert_int_equal(code, 1);
}

static void test_exit_codes(void **state)
{
	(void)state;
	assert_int_equal(cli_exit_code(E_OK), 0);
	assert_int_equal(cli_exit_code(E_USAGE), 2);
	assert_int_equal(cli_exit_code(E_DNS), 3);
	assert_int_equal(cli_exit_code(E_TLS_NAME), 3);
	assert_int_equal(cli_exit_code(E_OFFLINE), 3);
	assert_int_equal(cli_exit_code(E_UNCONFIRMED), 4);
	assert_int_equal(cli_exit_code(E_READONLY), 1);
	assert_int_equal(cli_exit_code(E_CANCELLED), 1);
}

static void test_table(void **state)
{
	struct str text = { 0 };
	json_t *v = json_pack("{s:[{s:s,s:I,s:{s:i}},{s:s,s:I,s:n}],s:b}", "items", "who", "Ğaëlle", "amount_c", (json_int_t)-1205,
	                      "block", "number", 7, "who", "b", "amount_c", (json_int_t)120456, "block", "more", 1);
	(void)state;
	cli_table(&text, v);
	assert_string_equal(str_c(&text), "who      amount  block number  block\n"
	                                  "Ğaëlle   -12.05             7\n"
	                                  "b       1204.56\n"
	                                  "(there is more)\n");
	json_decref(v);
	str_cut(&text, 0);
	v = json_pack("{s:I,s:b,s:{s:s}}", "free_c", (json_int_t)5, "final", 1, "block", "hash", "0xab");
	cli_table(&text, v);
	assert_string_equal(str_c(&text), "free        0.05\nfinal       yes\nblock hash  0xab\n");
	json_decref(v);
	str_cut(&text, 0);
	v = json_pack("{s:[],s:b}", "items", "more", 0);
	cli_table(&text, v);
	assert_string_equal(str_c(&text), "(nothing)\n");
	json_decref(v);
	str_free(&text);
}

/* A child at a terminal of its own asks; the parent types. Returns all that the terminal showed. */
static bool over;

static void got_secret(void *arg, enum err e, struct secret *s)
{
	(void)arg;
	dprintf(STDOUT_FILENO, "%s %zu %d\n", err_name(e), s->n, s->n == 4 && !memcmp(s->p, "dune", 4));
	over = true;
}

static void got_line(void *arg, enum err e, const char *line)
{
	(void)arg;
	dprintf(STDOUT_FILENO, "%s <%s>\n", err_name(e), line);
	over = true;
}

static void on_interrupt(void *arg, int signo)
{
	(void)arg, (void)signo;
	cli_prompt_cancel();
}

static void at_terminal(bool secret, const char *typed)
{
	int fd, status;
	pid_t pid;
	struct pollfd p;
	bool sent = false;

	fflush(NULL);
	pid = forkpty(&fd, NULL, NULL, NULL);
	assert_true(pid >= 0);
	if (!pid) {
		struct loop *l = loop_new();

		loop_signal(l, SIGINT, on_interrupt, NULL);
		over = false;
		if (secret)
			cli_prompt_secret(l, "Passphrase: ", got_secret, NULL);
		else
			cli_prompt_line(l, "Name: ", got_line, NULL);
		while (!over)
			loop_turn(l, -1);
		loop_free(l);
		_exit(0);
	}
	str_cut(&out, 0);
	p = (struct pollfd){ .fd = fd, .events = POLLIN };
	while (poll(&p, 1, 20000) > 0) {
		char buf[256];
		ssize_t n = read(fd, buf, sizeof buf);

		if (n <= 0)
			break;
		str_add(&out, (struct slice){ buf, (size_t)n });
		if (!sent && strstr(str_c(&out), ": ")) {
			sent = write(fd, typed, strlen(typed)) == (ssize_t)strlen(typed);
		}
	}
	close(fd);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
}

static void test_prompts(void **state)
{
	(void)state;
	secret_init();
	at_terminal(true, "dune\n");
	assert_non_null(strstr(str_c(&out), "ok 4 1"));
	assert_null(strstr(str_c(&out), "dune")); /* never echoed */
	at_terminal(true, "\n");
	assert_non_null(strstr(str_c(&out), "ok 0 0"));
	at_terminal(true, "\x03");
	assert_non_null(strstr(str_c(&out), "cancelled 0 0"));
	at_terminal(true, "\x04");
	assert_non_null(strstr(str_c(&out), "cancelled 0 0"));
	at_terminal(false, "poivre\n");
	assert_non_null(strstr(str_c(&out), "ok <poivre>"));
	at_terminal(false, "\x04");
	assert_non_null(strstr(str_c(&out), "cancelled <>"));
}

static int done(void **state)
{
	(void)state;
	str_free(&out);
	str_free(&err);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text), cmocka_unit_test(test_json), cmocka_unit_test(test_errors), cmocka_unit_test(test_errors_in_words),
		cmocka_unit_test(test_passphrase_fd_option), cmocka_unit_test(test_passphrases), cmocka_unit_test(test_shell), cmocka_unit_test(test_exit_codes),
		cmocka_unit_test(test_table), cmocka_unit_test(test_prompts),
	};
	return cmocka_run_group_tests(tests, NULL, done);
}
