/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The theme parser: any file gives a theme whose colours and attributes exist, and clean, bounded warnings. */
#include "base/text.h"
#include "ui/draw/theme.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
	if (!good)
		abort();
}

static void check_color(int32_t c, int level)
{
	must(c == THEME_OWN || (c >= 0 && c < (level == THEME_16 ? 16 : 256)) ||
	     (level == THEME_256 && c >= THEME_RGB && c <= (THEME_RGB | 0xffffff)));
	must(level != THEME_MONO || c == THEME_OWN);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str warnings = { 0 };
	struct theme *t = theme_parse("fuzz", (struct slice){ (const char *)data, size }, &warnings);
	int role, level;
	size_t i;

	for (role = 0; role < ROLE_COUNT; role++)
		for (level = 0; level < THEME_LEVELS; level++) {
			const struct style *s = &t->styles[role][level];

			check_color(s->fg, level);
			check_color(s->bg, level);
			must(s->attrs < 32);
		}
	must(warnings.n < 20000 && text_valid(slice_str(&warnings)));
	for (i = 0; i < warnings.n; i++)
		must((unsigned char)warnings.p[i] >= ' ' || warnings.p[i] == '\n');
	theme_free(t);
	str_free(&warnings);
	return 0;
}
