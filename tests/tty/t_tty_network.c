/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full screen while the network misbehaves: servers that hang or send a byte a second, names that nobody answers, and a
 * terminal that stops reading. Typing echoes, every wait can be cancelled, leaving waits for nobody. Times are printed, and
 * asserted only against hangs of a minute. */
#include "config.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "tests/tty/vt.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { HANG_MS = 30000, ECHOES = 20 };

static char program[1024], preload[1100];
static char urls[5][300];
static int server_in = -1, port;
static pid_t server;

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* faultd CA-FILE: prints its ports as one JSON line and ends with its input. */
static int server_start(void **state)
{
	int in[2], out[2];
	char faultd[1100], line[512] = "", ca[600];
	const char *build = getenv("top_builddir"), *home = getenv("HOME");
	(void)state;
	snprintf(program, sizeof program, "%s/vigie", build ? build : ".");
	snprintf(faultd, sizeof faultd, "%s/tests/tool/faultd", build ? build : ".");
	snprintf(preload, sizeof preload, "LD_PRELOAD=%s/tests/tool/hangdns.so", build ? build : ".");
	snprintf(ca, sizeof ca, "%s/ca-%d.pem", home ? home : "/tmp", (int)getpid());
	if (pipe(in) || pipe(out))
		return -1;
	server = fork();
	if (!server) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execl(faultd, faultd, ca, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	server_in = in[1];
	for (size_t n = 0; n + 1 < sizeof line && !strchr(line, '\n');) {
		ssize_t k = read(out[0], line + n, sizeof line - 1 - n);
		if (k <= 0)
			break;
		n += (size_t)k;
	}
	close(out[0]);
	const char *at = strstr(line, "\"plain\":");
	port = at ? atoi(at + strlen("\"plain\":")) : 0;
	return port > 0 ? 0 : -1;
}

static int server_stop(void **state)
{
	(void)state;
	close(server_in);
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	return 0;
}

/* Points everything that the first screen asks at these places. */
static struct vt *start(const char *base, const char *const *env)
{
	static const char *const keys[] = { "g1.rpc", "ipfs.api", "station.url", "nostr.relays", "skywire.url" };
	static char set[] = "--set", view[] = "setup";
	char *argv[24] = { program };
	int n = 1;
	for (size_t i = 0; i < 5; i++) {
		snprintf(urls[i], sizeof urls[i], "%s=%s", keys[i], base);
		argv[n++] = set;
		argv[n++] = urls[i];
	}
	argv[n++] = view;
	argv[n] = NULL;
	struct vt *v = vt_start(&(struct vt_start){ .argv = argv, .env = env });
	assert_true(vt_wait(v, "Welcome aboard", VT_PATIENCE_MS));
	return v;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* Letters typed into the palette, one by one, each waited for. */
static void type_and_measure(struct vt *v, const char *what)
{
	double took[ECHOES];
	char line[ECHOES + 2] = ":";
	vt_send(v, ":");
	assert_true(vt_wait(v, "Commands", VT_PATIENCE_MS));
	for (int i = 0; i < ECHOES; i++) {
		char letter[2] = { (char)('a' + i), 0 };
		strcat(line, letter);
		double from = now_ms();
		vt_send(v, letter);
		assert_true(vt_wait(v, line, HANG_MS));
		took[i] = now_ms() - from;
	}
	qsort(took, ECHOES, sizeof *took, by_value);
	print_message("# %s: a typed letter is seen after %.1f ms (median), %.1f ms (worst of %d)\n", what, took[ECHOES / 2],
	              took[ECHOES - 1], ECHOES);
	vt_send(v, "\033");
	assert_true(vt_wait_gone(v, line, VT_PATIENCE_MS));
}

static void quit_and_measure(struct vt *v, const char *what)
{
	double from = now_ms();
	vt_send(v, "\033[21~"); /* F10 */
	int status = vt_wait_end(v, HANG_MS);
	print_message("# %s: left %.0f ms after the key\n", what, now_ms() - from);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_true(vt_modes_same(v));
	vt_free(v);
}

static void at_server(char *out, size_t size, const char *path)
{
	snprintf(out, size, "http://127.0.0.1:%d%s", port, path);
}

static void a_byte_a_second(void **state)
{
	char base[64];
	(void)state;
	at_server(base, sizeof base, "/slow");
	struct vt *v = start(base, NULL);
	type_and_measure(v, "a byte a second");
	quit_and_measure(v, "a byte a second");
}

static void a_server_that_hangs(void **state)
{
	char base[64];
	(void)state;
	at_server(base, sizeof base, "/hang");
	struct vt *v = start(base, NULL);
	type_and_measure(v, "a hanging server");
	quit_and_measure(v, "a hanging server");
}

/* The list of tasks names what is waited for; x cancels one, Ctrl-C the newest. */
static void waits_are_cancelled(void **state)
{
	char base[64];
	(void)state;
	at_server(base, sizeof base, "/hang");
	struct vt *v = start(base, NULL);
	vt_send(v, "T");
	assert_true(vt_wait(v, "Tasks \u2500", VT_PATIENCE_MS));
	assert_true(vt_wait(v, "more", VT_PATIENCE_MS)); /* the line above the keys: they are old enough to be shown */
	vt_send(v, "gx");
	assert_true(vt_wait(v, "cancelled", VT_PATIENCE_MS));
	quit_and_measure(v, "after x");
	v = start(base, NULL);
	assert_true(vt_wait(v, "more", VT_PATIENCE_MS));
	vt_send(v, "\003");
	assert_true(vt_wait(v, "cancelled", VT_PATIENCE_MS));
	quit_and_measure(v, "after cancelling");
}

static const char *const *hanging_names(void)
{
	/* the sanitizers want to be first, and are content with being told that they are not */
	static char asan[300];
	static const char *env[3];
	const char *o = getenv("ASAN_OPTIONS");
	snprintf(asan, sizeof asan, "ASAN_OPTIONS=%s%sverify_asan_link_order=0", o ? o : "", o ? ":" : "");
	env[0] = preload;
	env[1] = asan;
	return env;
}

static void names_that_hang(void **state)
{
	(void)state;
	struct vt *v = start("https://hangs.example", hanging_names());
	type_and_measure(v, "names that hang");
	vt_send(v, "T");
	assert_true(vt_wait(v, "hangs.example", VT_PATIENCE_MS));
	vt_send(v, "q");
	quit_and_measure(v, "names that hang");
}

/* doctor looks a name up on a thread of its own: it waits as a task, and Ctrl-C gives it up. */
static void doctor_is_given_up(void **state)
{
	(void)state;
	struct vt *v = start("https://hangs.example", hanging_names());
	assert_true(vt_wait(v, "no answer in time", VT_PATIENCE_MS));
	vt_send(v, ":doctor\r");
	vt_quiet(v, 500, 2000);
	vt_send(v, "T");
	assert_true(vt_wait(v, "doctor", VT_PATIENCE_MS));
	vt_send(v, "q");
	vt_send(v, "\003");
	assert_true(vt_wait(v, "cancelled", VT_PATIENCE_MS));
	vt_send(v, ":doctor\r");
	vt_quiet(v, 300, 1000);
	quit_and_measure(v, "while doctor waits");
}

/* Nothing reads what the program writes, and its servers hang: it still leaves. */
static void a_stuck_terminal_too(void **state)
{
	char base[64];
	int i;
	(void)state;
	at_server(base, sizeof base, "/slow");
	struct vt *v = start(base, NULL);
	for (i = 0; i < 200; i++)
		vt_send(v, "\f");
	usleep(300000);
	double from = now_ms();
	vt_send(v, "\033[21~");
	for (i = 0; i < 3000; i++) {
		siginfo_t info = { 0 };
		if (!waitid(P_PID, (id_t)vt_pid(v), &info, WEXITED | WNOHANG | WNOWAIT) && info.si_pid)
			break;
		usleep(10000);
	}
	print_message("# a terminal that reads nothing: left %.0f ms after the key\n", now_ms() - from);
	assert_true(i < 3000);
	assert_true(WIFEXITED(vt_wait_end(v, VT_PATIENCE_MS)));
	assert_true(vt_modes_same(v));
	vt_free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_byte_a_second), cmocka_unit_test(a_server_that_hangs), cmocka_unit_test(waits_are_cancelled),
		cmocka_unit_test(names_that_hang), cmocka_unit_test(doctor_is_given_up), cmocka_unit_test(a_stuck_terminal_too),
	};
	return cmocka_run_group_tests(tests, server_start, server_stop);
}
