/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of keys/ share. */
#ifndef TESTS_KEYS_UTIL_H
#define TESTS_KEYS_UTIL_H

#include "base/secret.h"
#include "base/str.h"
#include "codec/hex.h"
#include "tests/shared.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

__attribute__((unused)) static void unhex(const char *text, void *out, size_t n)
{
	assert_int_equal(hex_exact(slice_of(text), out, n), E_OK);
}

__attribute__((unused)) static void assert_hex(const void *p, size_t n, const char *text)
{
	char have[2 * 256 + 1];
	assert_true(n <= 256);
	hex_encode(p, n, have);
	assert_string_equal(have, text);
}

__attribute__((unused)) static void assert_text(const struct secret *s, const char *text)
{
	assert_int_equal(s->n, strlen(text));
	assert_memory_equal(s->p, text, s->n);
}

/* From here on relative names are in a folder of our own, which goes when the program ends. */
static char own_folder[64];

__attribute__((unused)) static void leave_folder(void)
{
	char command[128];
	snprintf(command, sizeof command, "rm -rf '%s'", own_folder);
	if (system(command) != 0)
		fprintf(stderr, "%s stays\n", own_folder);
}

__attribute__((unused)) static void enter_folder(void)
{
	snprintf(own_folder, sizeof own_folder, "/tmp/.vigie-keys.XXXXXX");
	if (!mkdtemp(own_folder) || chdir(own_folder) != 0)
		abort();
	atexit(leave_folder);
}

/* Leaves the test as skipped, naming what is missing. */
#define skip_for(what)                                                                                                        \
	do {                                                                                                                  \
		print_message("# %s is not there (set VIGIE_SHARED)\n", what);                                                \
		skip();                                                                                                       \
	} while (0)

#endif
