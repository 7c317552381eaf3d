/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests of widgets: a grid as text, and keys from their written form. */
#ifndef TESTS_UNIT_SCREEN_H
#define TESTS_UNIT_SCREEN_H

#include "base/str.h"
#include "cmd/key.h"
#include "ui/draw/grid.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

/* Rows without blanks at the right end, each with a line end; empty rows at the bottom are left out. */
static inline void screen_text(const struct grid *g, struct str *out)
{
	size_t end = out->n;

	for (int y = 0; y < g->h; y++) {
		size_t row = out->n;

		for (int x = 0; x < g->w; x++) {
			const struct cell *c = &g->cells[y * g->w + x];

			if (c->len)
				str_add(out, (struct slice){ c->text, c->len });
			else if (c->width)
				str_addc(out, ' ');
		}
		while (out->n > row && out->p[out->n - 1] == ' ')
			str_cut(out, out->n - 1);
		if (out->n > row)
			end = out->n + 1;
		str_addc(out, '\n');
	}
	str_cut(out, end);
}

/* The roles as letters: one for each cell that is not ROLE_TEXT. */
static inline enum role role_at(const struct grid *g, int y, int x)
{
	return (enum role)g->cells[y * g->w + x].role;
}

static inline void expect_screen_at(const struct grid *g, const char *want, const char *file, int line)
{
	struct str got = { 0 };

	screen_text(g, &got);
	if (strcmp(str_c(&got), want)) {
		fprintf(stderr, "%s:%d: the screen is\n%s--- instead of\n%s---\n", file, line, str_c(&got), want);
		str_free(&got);
		_fail(file, line);
	}
	str_free(&got);
}

#define expect_screen(g, want) expect_screen_at(g, want, __FILE__, __LINE__)

/* Gives the keys of a blank-separated line, "j j Enter", to fn. */
static inline void each_key(const char *keys, void (*fn)(void *arg, const struct keystroke *k), void *arg)
{
	struct slice rest = slice_of(keys), word;

	while (slice_split(&rest, ' ', &word)) {
		struct keystroke k = { 0 };

		if (!word.n)
			continue;
		if (!key_parse(word, &k)) {
			fprintf(stderr, "no key: %.*s\n", (int)word.n, word.p);
			abort();
		}
		fn(arg, &k);
	}
}

#endif
