/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read-only text that scrolls: lines with a role and an indent, wrapped to the width at hand. Owns a copy of its lines. */
#ifndef WIDGET_PAGER_H
#define WIDGET_PAGER_H

#include "base/vec.h"
#include "cmd/cmd.h"
#include "cmd/key.h"
#include "ui/draw/grid.h"

struct pager {
	VEC(, struct pager_line) lines;
	VEC(, struct pager_piece) pieces;  /* screen lines at the width below */
	int width;
	size_t top;
	struct rect area;
	struct str filter;                 /* folded: only lines that match are shown, the match marked */
};

void pager_clear(struct pager *p);
void pager_free(struct pager *p);
/* Adds one line. label (may be empty) stands in a column of label_width before the text; further screen lines of the same
 * text are indented below it. Text from outside must be clean. */
void pager_add(struct pager *p, enum role role, struct slice text);
void pager_add_item(struct pager *p, enum role label_role, struct slice label, int label_width, enum role role,
                    struct slice text);
void pager_filter(struct pager *p, struct slice typed);
void pager_draw(struct pager *p, struct grid *g, struct rect r, bool focus);
unsigned pager_command(struct pager *p, enum cmd_id id);
unsigned pager_key(struct pager *p, const struct keystroke *k);     /* the wheel */
void pager_say(struct pager *p, struct str *out);

#endif
