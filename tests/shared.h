/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vectors that are not part of this tree: VIGIE_SHARED, or a folder "shared" beside it. A clone without them skips. */
#ifndef TESTS_SHARED_H
#define TESTS_SHARED_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The full name of data file rel, or NULL when it is not on this machine. Valid until the next call. */
static inline const char *shared_path(const char *rel)
{
	static char path[4096];
	const char *folder = getenv("VIGIE_SHARED"), *top = getenv("top_srcdir");
	int n;
	if (folder && *folder)
		n = snprintf(path, sizeof path, "%s/%s", folder, rel);
	else
		n = snprintf(path, sizeof path, "%s/../shared/%s", top && *top ? top : ".", rel);
	return n > 0 && (size_t)n < sizeof path && !access(path, R_OK) ? path : NULL;
}

#endif
