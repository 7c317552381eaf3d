/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/kubo/tree.h"

#include "base/mem.h"

#include <stdlib.h>

void tree_add(struct tree *t, const char *path, unsigned mode, struct slice bytes)
{
	struct tree_file f = { .path = mem_strdup(path), .mode = mode };

	str_add(&f.bytes, bytes);
	vec_push(&t->files, f);
}

void tree_addf(struct tree *t, const char *path, const char *fmt, ...)
{
	struct str text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	tree_add(t, path, 0644, slice_str(&text));
	str_free(&text);
}

void tree_json(struct tree *t, const char *path, json_t *owned)
{
	char *text = json_dumps(owned, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	struct str s = { 0 };

	str_addf(&s, "%s\n", text);
	tree_add(t, path, 0644, slice_str(&s));
	str_free(&s);
	free(text);
	json_decref(owned);
}

/* A slash sorts before anything else, so that "a/b" stands beside "a/c" and not behind "a.txt". */
static int by_path(const void *a, const void *b)
{
	const unsigned char *x = (const unsigned char *)((const struct tree_file *)a)->path;
	const unsigned char *y = (const unsigned char *)((const struct tree_file *)b)->path;

	while (*x && *x == *y)
		x++, y++;
	return (*x == '/' ? 1 : *x + 1) * !!*x - (*y == '/' ? 1 : *y + 1) * !!*y;
}

void tree_sort(struct tree *t)
{
	if (t->files.n)
		qsort(t->files.v, t->files.n, sizeof *t->files.v, by_path);
}

void tree_free(struct tree *t)
{
	for (size_t i = 0; i < t->files.n; i++) {
		free(t->files.v[i].path);
		str_free(&t->files.v[i].bytes);
	}
	vec_free(&t->files);
}
