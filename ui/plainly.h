/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accessible line mode and the shell: lines in, lines out, by readline through the loop. Both block until the person
 * leaves and return the exit code. */
#ifndef UI_PLAINLY_H
#define UI_PLAINLY_H

#include "model/app.h"
#include "ui/options.h"

int plainly_run(struct app *app, const struct options *o);
int plainly_shell(struct app *app);

#endif
