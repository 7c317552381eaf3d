/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every unit test needs: cmocka, a repeatable source of numbers, a private folder, a check that something dies. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/str.h"

/* xorshift64*: the same sequence in each run, so that a failure can be repeated. */
static inline uint32_t unit_random(uint32_t below)
{
	static uint64_t x = 0x9e3779b97f4a7c15u;
	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	return (uint32_t)((x * 0x2545f4914f6cdd1du) >> 33) % below;
}

/* Compares and frees. */
static inline void unit_str_is(struct str *s, const char *wanted)
{
	assert_string_equal(str_c(s), wanted);
	assert_int_equal(s->n, strlen(wanted));
	str_free(s);
}

/* The name of a file in the private home that tests/run-one makes. */
static inline const char *unit_file(const char *name)
{
	static char path[4096];
	const char *home = getenv("HOME");
	snprintf(path, sizeof path, "%s/%s", home ? home : "/nowhere", name);
	return path;
}

static inline void unit_write(const char *path, const char *bytes)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(bytes, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* Runs f in a child and tells whether it ended by SIGABRT. */
static inline bool unit_aborts(void (*f)(void))
{
	int status;
	fflush(NULL);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		signal(SIGABRT, SIG_DFL);
		close(2);
		f();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

#endif
