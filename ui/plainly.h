/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accessible line mode: lines in, lines out, by readline through the loop. Blocks until the person leaves; returns the
 * exit code. */
#ifndef UI_PLAINLY_H
#define UI_PLAINLY_H

#include "model/app.h"
#include "ui/options.h"

int plainly_run(struct app *app, const struct options *o);

#endif
