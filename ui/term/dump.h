/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A grid as text, for tests and fault reports. Cells of the role secret are shown as dots. Lines end without blanks. */
#ifndef TERM_DUMP_H
#define TERM_DUMP_H

#include "ui/draw/grid.h"

void dump_text(const struct grid *g, struct str *out);
/* The roles as a second grid of letters ('.' is plain text), and a legend of those that occur. */
void dump_roles(const struct grid *g, struct str *out);
/* The letter of a role in it. */
char dump_letter(enum role role);

#endif
