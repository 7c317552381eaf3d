/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The five states of a model, drawn the same everywhere: a banner above old content ("as of 3 min ago, ..."), and a
 * placeholder where there is no content yet. Never "nothing" when it only means "no answer yet". Pure drawing. */
#ifndef WIDGET_STATE_H
#define WIDGET_STATE_H

#include "model/subject.h"
#include "ui/draw/grid.h"

/* Stale or failed with content: takes the first line of r for the banner. Returns what is left. s may be NULL: fresh. */
struct rect state_banner(struct grid *g, struct rect r, const struct subject *s);
/* The content is empty: says why, in the middle of r. empty is what to say when there truly is nothing ("No payments yet"),
 * hint what to do about it; both translated, hint may be NULL. */
void state_placeholder(struct grid *g, struct rect r, const struct subject *s, const char *empty, const char *hint);
/* The same in words for the line mode; nothing when fresh with content. */
void state_say(struct str *out, const struct subject *s, bool has_content, const char *empty);
/* One sentence: "as of 3 min ago, g1.example: no answer in time"; empty when fresh. For tiles. */
void state_words(struct str *out, const struct subject *s);
/* How old its figures are, in at most six columns: "40 s"; "?" without a clock that can be trusted, nothing when there are none. */
void state_age(struct str *out, const struct subject *s);
/* The sign and role of a state for a one-line tile. */
enum glyph state_sign(const struct subject *s, enum role *role);

#endif
