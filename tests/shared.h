/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vectors that live outside the tree: $VIGIE_SHARED, else "../shared" beside the sources. A test that needs one and finds
 * none calls skip(). Static functions, so that every test program stands alone. */
#ifndef TESTS_SHARED_H
#define TESTS_SHARED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The path of a shared file, or NULL when it is not there. Valid until the next call. */
__attribute__((unused)) static const char *shared_path(const char *rel)
{
	static char path[4096];
	const char *root = getenv("VIGIE_SHARED"), *top = getenv("top_srcdir");
	int n = root && *root ? snprintf(path, sizeof path, "%s/%s", root, rel)
			      : snprintf(path, sizeof path, "%s/../shared/%s", top && *top ? top : ".", rel);
	return n > 0 && (size_t)n < sizeof path && access(path, R_OK) == 0 ? path : NULL;
}

/* The path of a file of the source tree, such as "tests/unit/x.json". Valid until the next call. */
__attribute__((unused)) static const char *source_path(const char *rel)
{
	static char path[4096];
	const char *top = getenv("top_srcdir");
	snprintf(path, sizeof path, "%s/%s", top && *top ? top : ".", rel);
	return path;
}

/* The whole file, NUL behind it, to be freed; NULL when path is NULL or unreadable. */
__attribute__((unused)) static char *shared_load(const char *path, size_t *n)
{
	FILE *f = path ? fopen(path, "rb") : NULL;
	char *p = NULL;
	*n = 0;
	if (!f)
		return NULL;
	for (size_t cap = 1 << 16;; cap *= 2) {
		char *q = realloc(p, cap + 1);
		if (!q)
			abort();
		p = q;
		*n += fread(p + *n, 1, cap - *n, f);
		if (*n < cap)
			break;
	}
	fclose(f);
	p[*n] = 0;
	return p;
}

#endif
