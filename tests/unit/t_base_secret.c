/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/secret.h"
#include "config.h"
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

static bool holds(const struct secret *s, const char *want)
{
	return s->n == strlen(want) && !memcmp(s->p, want, s->n);
}

static void growing(void **unused)
{
	struct secret s = secret_new(0);
	char want[3000];
	(void)unused;
	for (size_t i = 0; i < sizeof want; i++) {
		want[i] = (char)unit_random(256);
		secret_add(&s, &want[i], 1);
	}
	assert_int_equal(s.n, sizeof want);
	assert_memory_equal(s.p, want, sizeof want);
	secret_add(&s, NULL, 0);
	secret_add(&s, s.p, s.n); /* itself, while it moves */
	assert_int_equal(s.n, 2 * sizeof want);
	assert_memory_equal(s.p + sizeof want, want, sizeof want);
	secret_free(&s);
	assert_null(s.p);
	assert_int_equal(s.n + s.cap, 0);
	secret_free(&s);
}

static void cutting_wipes(void **unused)
{
	struct secret s = secret_copy("passphrase", 10);
	(void)unused;
	secret_cut(&s, 20);
	assert_int_equal(s.n, 10);
	secret_cut(&s, 4);
	assert_int_equal(s.n, 4);
	assert_memory_equal(s.p, "pass\0\0\0\0\0\0", 10);
	secret_free(&s);
	char buf[8] = "secret";
	secret_wipe(buf, sizeof buf);
	for (size_t i = 0; i < sizeof buf; i++)
		assert_int_equal(buf[i], 0);
}

/* Writing behind a secret ends the program instead of spoiling what lies there. */
static void pages_are_guarded(void **unused)
{
	(void)unused;
#ifdef VIGIE_SANITIZED
	print_message("the sanitizer handles this signal itself\n");
	skip();
#else
	int status;
	fflush(NULL);
	pid_t pid = fork();
	if (!pid) {
		struct rlimit none = { 0, 0 };
		setrlimit(RLIMIT_CORE, &none);
		signal(SIGSEGV, SIG_DFL);
		struct secret s = secret_new(32);
		((volatile unsigned char *)s.p)[32] = 1;
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
#endif
}

static void no_core_dumps(void **unused)
{
	struct rlimit l;
	(void)unused;
	assert_int_equal(secret_init(), E_OK);
	assert_int_equal(getrlimit(RLIMIT_CORE, &l), 0);
	assert_int_equal(l.rlim_cur, 0);
#ifndef VIGIE_SANITIZED
	assert_int_equal(prctl(PR_GET_DUMPABLE), 0);
#endif
}

static void unicode_forms(void **unused)
{
	struct secret s = secret_copy("\u212b\u2126\u1e9b\u0323", 11);
	(void)unused;
	/* The example of NIP-49: these code points become U+00C5 U+03A9 U+1E69. */
	assert_int_equal(secret_normalize(&s, true), E_OK);
	assert_true(holds(&s, "\u00c5\u03a9\u1e69"));
	assert_int_equal(secret_normalize(&s, false), E_OK);
	assert_true(holds(&s, "A\u030a\u03a9s\u0323\u0307"));
	secret_free(&s);
	s = secret_copy("plain words", 11);
	assert_int_equal(secret_normalize(&s, true), E_OK);
	assert_true(holds(&s, "plain words"));
	secret_free(&s);
	s = secret_copy("bad\xff", 4);
	assert_int_equal(secret_normalize(&s, true), E_INVALID);
	assert_true(holds(&s, "bad\xff"));
	secret_free(&s);
	s = secret_new(4);
	assert_int_equal(secret_normalize(&s, false), E_OK);
	assert_int_equal(s.n, 0);
	secret_free(&s);
}

/* A pipe holding these bytes, with its writing end closed. */
static int pipe_with(const char *bytes, size_t n)
{
	int p[2];
	assert_int_equal(pipe(p), 0);
	assert_int_equal(write(p[1], bytes, n), (ssize_t)n);
	close(p[1]);
	return p[0];
}

static void line_is(int fd, size_t max, enum err code, const char *want)
{
	struct secret s = secret_new(1);
	assert_int_equal(secret_read_line(fd, &s, max), code);
	assert_true(holds(&s, want));
	secret_free(&s);
}

static void lines(void **unused)
{
	static const char bytes[] = "salt\npepper\r\n\n\r\ntoo long\nab\r\nlast";
	int fd = pipe_with(bytes, sizeof bytes - 1);
	(void)unused;
	line_is(fd, 100, E_OK, "salt");
	line_is(fd, 6, E_OK, "pepper"); /* the '\r' does not count */
	line_is(fd, 100, E_OK, "");
	line_is(fd, 0, E_OK, "");
	line_is(fd, 3, E_TOO_BIG, "");
	line_is(fd, 1, E_TOO_BIG, "");
	line_is(fd, 4, E_OK, "last");
	line_is(fd, 4, E_NOT_FOUND, "");
	close(fd);
	line_is(fd, 4, E_IO, "");
}

static void what_follows_is_left(void **unused)
{
	int fd = pipe_with("one\ntwo\n", 8);
	char rest[8];
	(void)unused;
	line_is(fd, 10, E_OK, "one");
	assert_int_equal(read(fd, rest, sizeof rest), 4);
	assert_memory_equal(rest, "two\n", 4);
	close(fd);
}

static void waits_on_a_descriptor_that_does_not(void **unused)
{
	int p[2], status;
	(void)unused;
	assert_int_equal(pipe(p), 0);
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	fflush(NULL);
	pid_t pid = fork();
	if (!pid) {
		struct timespec pause = { 0, 20000000 };
		for (const char *c = "late\n"; *c; c++) {
			nanosleep(&pause, NULL);
			if (write(p[1], c, 1) != 1)
				_exit(1);
		}
		_exit(0);
	}
	line_is(p[0], 10, E_OK, "late");
	waitpid(pid, &status, 0);
	close(p[0]);
	close(p[1]);
}

static void everything(void **unused)
{
	static char big[20000];
	struct secret s = secret_copy("x", 1);
	(void)unused;
	memset(big, 'k', sizeof big);
	int fd = pipe_with(big, sizeof big);
	assert_int_equal(secret_read_all(fd, &s, sizeof big), E_OK);
	assert_int_equal(s.n, sizeof big + 1);
	close(fd);
	fd = pipe_with(big, sizeof big);
	assert_int_equal(secret_read_all(fd, &s, sizeof big - 1), E_TOO_BIG);
	assert_int_equal(s.n, sizeof big + 1);
	close(fd);
	secret_free(&s);
}

static void files(void **unused)
{
	const char *path = unit_file("key");
	struct secret s = secret_new(1);
	struct fault f;
	(void)unused;
	unit_write(path, "key\n\n");
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(secret_read_file(path, &s, 100, &f), E_PERMISSION);
	assert_int_equal(s.n, 0);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(secret_read_file(path, &s, 100, &f), E_OK);
	assert_true(holds(&s, "key\n\n")); /* a key file is bytes: nothing is taken off */
	assert_int_equal(secret_read_file(path, &s, 4, &f), E_TOO_BIG);
	assert_int_equal(secret_read_file(unit_file("absent"), &s, 4, &f), E_NOT_FOUND);
	assert_int_equal(secret_read_file(getenv("HOME"), &s, 4, &f), E_INVALID);
	secret_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(growing),
		cmocka_unit_test(cutting_wipes),
		cmocka_unit_test(pages_are_guarded),
		cmocka_unit_test(unicode_forms),
		cmocka_unit_test(lines),
		cmocka_unit_test(what_follows_is_left),
		cmocka_unit_test(waits_on_a_descriptor_that_does_not),
		cmocka_unit_test(everything),
		cmocka_unit_test(files),
		cmocka_unit_test(no_core_dumps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
