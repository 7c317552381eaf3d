/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and folders in memory, on their way to a disk or into blocks of IPFS. Paths are relative, "a/b/c.txt"; folders exist
 * by the files in them. The tree owns copies. */
#ifndef SANDBOX_KUBO_TREE_H
#define SANDBOX_KUBO_TREE_H

#include "base/str.h"
#include "base/vec.h"

#include <jansson.h>

struct tree_file {
	char *path;
	struct str bytes;
	unsigned mode;            /* of the file on a disk */
};

struct tree {
	VEC(, struct tree_file) files;
};

void tree_add(struct tree *t, const char *path, unsigned mode, struct slice bytes);
void tree_addf(struct tree *t, const char *path, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void tree_json(struct tree *t, const char *path, json_t *owned);
void tree_sort(struct tree *t);   /* by path, so that what is in one folder stands together */
void tree_free(struct tree *t);

#endif
