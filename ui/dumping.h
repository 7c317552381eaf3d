/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --dump: a view as text, without any terminal. Keys are fed one by one; between them it waits until nothing is pending, at
 * most 5 s. Blocks; returns the exit code. */
#ifndef UI_DUMPING_H
#define UI_DUMPING_H

#include "model/app.h"
#include "ui/draw/grid.h"
#include "ui/options.h"

int dumping_run(struct app *app, const struct options *o, enum glyph_set glyphs);

#endif
