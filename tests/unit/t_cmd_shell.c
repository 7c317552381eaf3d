/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell as a script feeds it through a pipe and as a person types into it at a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "tests/cmd_bench.h"
#include "base/i18n.h"
#include "ui/shell.h"
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct str out;
static int code;

static int child(void)
{
	struct bench *b = bench_new();
	int status = shell_run(&b->app);

	bench_free(b);
	fflush(NULL);
	return status;
}

static void by_pipe(const char *lines)
{
	int in[2], o[2], status;
	char buf[4096];
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(in), 0);
	assert_int_equal(pipe(o), 0);
	assert_int_equal(write(in[1], lines, strlen(lines)), (ssize_t)strlen(lines));
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		setsid();
		dup2(in[0], STDIN_FILENO);
		dup2(o[1], STDOUT_FILENO);
		dup2(o[1], STDERR_FILENO);
		close(in[0]), close(in[1]), close(o[0]), close(o[1]);
		_exit(child());
	}
	close(in[0]), close(in[1]), close(o[1]);
	str_cut(&out, 0);
	while ((n = read(o[0], buf, sizeof buf)) > 0)
		str_add(&out, (struct slice){ buf, (size_t)n });
	close(o[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	code = WEXITSTATUS(status);
}

static void test_pipe(void **state)
{
	(void)state;
	by_pipe("version\n\n# a remark\nget 'ui.theme'\r\nget ui.theme --json\n");
	assert_int_equal(code, 0);
	assert_string_equal(str_c(&out), "vigie " PACKAGE_VERSION "\ndefault\n{\"key\":\"ui.theme\",\"value\":\"default\",\"origin\":\"default\"}\n");
	by_pipe("version"); /* no line end */
	assert_string_equal(str_c(&out), "vigie " PACKAGE_VERSION "\n");
	by_pipe("");
	assert_int_equal(code, 0);
	assert_string_equal(str_c(&out), "");
}

static void test_settings_stay_between_lines(void **state)
{
	(void)state;
	by_pipe("set ui.units ud\nget ui.units\nundo\nget ui.units\n");
	assert_string_equal(str_c(&out), "ui.units = ud\nud\nundone\ng1\n");
}

static void test_errors(void **state)
{
	(void)state;
	by_pipe("dcotor\n");
	assert_int_equal(code, 2);
	assert_non_null(strstr(str_c(&out), "doctor"));
	by_pipe("get 'x\nversion\n");
	assert_int_equal(code, 0);
	assert_non_null(strstr(str_c(&out), "quote"));
	by_pipe("down\nquit\nversion\n");
	assert_non_null(strstr(str_c(&out), "screen"));
	assert_null(strstr(str_c(&out), PACKAGE_VERSION));
}

/* Types each word when the text before it has appeared; returns at the end of the child. */
struct act {
	const char *wait, *type;
};

static void at_terminal(const struct act *acts)
{
	int fd, status;
	size_t seen = 0;
	pid_t pid;
	struct pollfd p;

	fflush(NULL);
	pid = forkpty(&fd, NULL, NULL, &(struct winsize){ .ws_row = 24, .ws_col = 80 });
	assert_true(pid >= 0);
	if (!pid) {
		setenv("TERM", "dumb", 1);
		setenv("INPUTRC", "/dev/null", 1);
		_exit(child());
	}
	str_cut(&out, 0);
	p = (struct pollfd){ .fd = fd, .events = POLLIN };
	while (poll(&p, 1, 20000) > 0) {
		char buf[512], *found;
		ssize_t n = read(fd, buf, sizeof buf);

		if (n <= 0)
			break;
		str_add(&out, (struct slice){ buf, (size_t)n });
		while (acts->wait && (found = strstr(out.p + seen, acts->wait))) {
			seen = (size_t)(found - out.p) + strlen(acts->wait);
			assert_int_equal(write(fd, acts->type, strlen(acts->type)), (ssize_t)strlen(acts->type));
			acts++;
		}
	}
	close(fd);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	code = WEXITSTATUS(status);
	if (acts->wait)
		fail_msg("never saw %s in: %s", acts->wait, str_c(&out));
}

static void test_terminal(void **state)
{
	static const struct act acts[] = {
		{ "vigie> ", "vers\t\n" }, { PACKAGE_VERSION, "" }, { "vigie> ", "get ui.th\t\n" }, { "default", "" },
		{ "vigie> ", "half a line" }, { "half a line", "\x03" }, { "^C", "get log.level\n" }, { "info", "" }, { "vigie> ", "\x04" }, { NULL, NULL },
	};
	struct str path = { 0 }, bytes = { 0 };
	struct stat st;
	struct fault f;
	(void)state;
	at_terminal(acts);
	assert_int_equal(code, 0);
	assert_int_equal(paths_in(PATH_STATE, "history", &path), E_OK);
	assert_int_equal(stat(str_c(&path), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(paths_read(str_c(&path), 4096, &bytes, &f), E_OK);
	assert_string_equal(str_c(&bytes), "version \nget ui.theme \nget log.level\n");
	str_free(&path);
	str_free(&bytes);
}

static int done(void **state)
{
	(void)state;
	str_free(&out);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pipe), cmocka_unit_test(test_settings_stay_between_lines), cmocka_unit_test(test_errors),
		cmocka_unit_test(test_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, done);
}
