/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "base/err.h"
#include "base/text.h"
#include <ctype.h>
#include <errno.h>

static void every_code_is_complete(void **unused)
{
	(void)unused;
	for (int i = 0; i < ERR_COUNT; i++) {
		const char *name = err_name((enum err)i), *message = err_message((enum err)i);
		assert_true(*name);
		for (const char *p = name; *p; p++)
			assert_true(islower((unsigned char)*p) || *p == '-');
		assert_true(*message);
		assert_true(message[strlen(message) - 1] != '.');
		assert_non_null(err_hint((enum err)i));
		assert_int_equal(err_by_name(name), i); /* and so no name stands twice */
	}
}

static void strange_codes(void **unused)
{
	(void)unused;
	assert_string_equal(err_name((enum err)9999), "failed");
	assert_string_equal(err_name((enum err)-1), "failed");
	assert_int_equal(err_by_name("no such name"), E_FAILED);
	assert_int_equal(err_by_name(""), E_FAILED);
	assert_string_equal(err_hint(E_OK), ""); /* and not the header of the catalogue */
}

static void faults(void **unused)
{
	struct fault f = { 0 };
	(void)unused;
	assert_int_equal(fault_set(NULL, E_BUSY, "%s", "x"), E_BUSY);
	assert_int_equal(fault_set(&f, E_TIMEOUT, "node %s", "g1.example"), E_TIMEOUT);
	assert_int_equal(f.code, E_TIMEOUT);
	assert_string_equal(f.where, "node g1.example");
}

/* A long place is cut between letters, never inside one. */
static void long_places_stay_text(void **unused)
{
	struct fault f;
	char s[400];
	(void)unused;
	const char *letters[] = { "x", "é", "€", "🌾" };
	for (size_t k = 0; k < 4; k++) {
		for (size_t lead = 0; lead < 5; lead++) {
			memset(s, '-', lead);
			s[lead] = 0;
			while (strlen(s) < 300)
				strcat(s, letters[k]);
			fault_set(&f, E_IO, "%s", s);
			assert_true(text_valid(slice_of(f.where)));
			assert_true(strlen(f.where) + 4 >= sizeof f.where);
		}
	}
}

static void codes_of_errno(void **unused)
{
	(void)unused;
	assert_int_equal(err_from_errno(0), E_OK);
	assert_int_equal(err_from_errno(ENOENT), E_NOT_FOUND);
	assert_int_equal(err_from_errno(EACCES), E_DENIED);
	assert_int_equal(err_from_errno(ENOSPC), E_NO_SPACE);
	assert_int_equal(err_from_errno(ECONNREFUSED), E_REFUSED);
	assert_int_equal(err_from_errno(12345), E_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_is_complete),
		cmocka_unit_test(strange_codes),
		cmocka_unit_test(faults),
		cmocka_unit_test(long_places_stay_text),
		cmocka_unit_test(codes_of_errno),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
