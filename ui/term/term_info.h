/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found out about the terminal; nothing is asked. */
#ifndef TERM_TERM_INFO_H
#define TERM_TERM_INFO_H

#include "ui/term/term.h"

void term_size(const struct term *t, int *h, int *w);
enum glyph_set term_glyphs(const struct term *t);
bool term_remote(const struct term *t);              /* over SSH or slow: fewer frames */
int term_light(const struct term *t);                /* its ground is light 1, dark 0, not known (yet) -1 */
/* For doctor and about: what was found out, one "name: value" per line. */
void term_describe(const struct term *t, struct str *out);

#endif
