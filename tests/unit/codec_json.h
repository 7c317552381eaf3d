/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads a JSON file for the codec tests. jansson knows no integers beyond 63 bits: those are put into quotes first, as the
 * codec writes them. NULL when path is NULL. */
#ifndef TESTS_CODEC_JSON_H
#define TESTS_CODEC_JSON_H

#include "tests/shared.h"
#include <jansson.h>
#include <stdbool.h>

static json_t *codec_json(const char *path)
{
	size_t n, at = 0;
	char *text = shared_load(path, &n), *quoted = text ? malloc(2 * n + 1) : NULL;
	bool inside = false;
	if (!text)
		return NULL;
	for (size_t i = 0; i < n;) {
		size_t digits = inside ? 0 : strspn(text + i, "0123456789");
		bool beyond = digits > 19 || (digits == 19 && strncmp(text + i, "9223372036854775807", 19) > 0);
		if (text[i] == '"' && (!i || text[i - 1] != '\\'))
			inside = !inside;
		if (beyond)
			quoted[at++] = '"';
		for (size_t k = digits ? digits : 1; k--;)
			quoted[at++] = text[i++];
		if (beyond)
			quoted[at++] = '"';
	}
	json_t *j = json_loadb(quoted, at, 0, NULL);
	assert_non_null(j);
	free(quoted);
	free(text);
	return j;
}

#endif
