/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "g1/queries.h"
#include <string.h>

static const struct query {
	const char *name, *text;
} queries[] = {
#include "src/g1/queries.inc"
};
enum { QUERIES = sizeof queries / sizeof *queries };

const char *queries_text(const char *name)
{
	for (size_t i = 0; i < QUERIES; i++)
		if (!strcmp(queries[i].name, name))
			return queries[i].text;
	return NULL;
}
