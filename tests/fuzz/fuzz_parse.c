/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmd/complete.h"
#include "cmd/parse.h"
#include "cmd/spec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes as a typed line: the words survive being quoted and read again, fit or do not fit some arguments, and complete. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice line = { (const char *)data, size };
	struct words first, second;
	struct str again = { 0 };
	struct candidates c;

	complete_line(NULL, line, false, &c);
	complete_free(&c);
	if (parse_words(line, &first, NULL))
		return 0;
	for (int i = 0; i < first.n; i++) {
		parse_quote(&again, slice_of(first.v[i]));
		str_addc(&again, ' ');
	}
	if (!parse_words(slice_str(&again), &second, NULL)) {
		if (first.n != second.n)
			__builtin_trap();
		for (int i = 0; i < first.n; i++)
			if (strcmp(first.v[i], second.v[i]))
				__builtin_trap();
		spec_check("x", "A [B] [--from NAME] [--wait a|b] [--dry]", second.n, second.v, NULL);
		parse_free(&second);
	} else if (again.n <= PARSE_MAX_LINE) {
		__builtin_trap();
	}
	parse_free(&first);
	str_free(&again);
	return 0;
}
