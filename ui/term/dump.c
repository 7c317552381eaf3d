/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term/dump.h"

static const char *const role_names[ROLE_COUNT];

/* Cuts blanks off the end of the line that begins at `from`. */
static void end_line(struct str *out, size_t from)
{
	size_t n = out->n;

	while (n > from && out->p[n - 1] == ' ')
		n--;
	str_cut(out, n);
	str_addc(out, '\n');
}

static void add_cell(struct str *out, const struct cell *c)
{
	if (c->role == ROLE_SECRET)
		str_addn(out, '.', c->width);
	else if (c->len)
		str_add(out, (struct slice){ c->text, c->len });
	else
		str_addn(out, ' ', c->width);
}

void dump_text(const struct grid *g, struct str *out)
{
	int y, x;

	for (y = 0; y < g->h; y++) {
		size_t from = out->n;

		for (x = 0; x < g->w; x++)
			add_cell(out, &g->cells[(size_t)y * (size_t)g->w + (size_t)x]);
		end_line(out, from);
	}
}

char dump_letter(enum role role)
{
	static const char letters[] = ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	_Static_assert(ROLE_COUNT < sizeof letters, "every role needs a letter");
	return letters[role];
}

void dump_roles(const struct grid *g, struct str *out)
{
	bool used[ROLE_COUNT] = { false };
	int y, x, i;

	for (y = 0; y < g->h; y++) {
		for (x = 0; x < g->w; x++) {
			uint8_t role = g->cells[(size_t)y * (size_t)g->w + (size_t)x].role;

			used[role] = true;
			str_addc(out, dump_letter((enum role)role));
		}
		str_addc(out, '\n');
	}
	for (i = 0; i < ROLE_COUNT; i++)
		if (used[i])
			str_addf(out, "%c %s\n", dump_letter((enum role)i), role_names[i]);
}

static const char *const role_names[ROLE_COUNT] = {
#define ROLE(id, name, what) name,
#include "ui/draw/roles.def"
#undef ROLE
};
