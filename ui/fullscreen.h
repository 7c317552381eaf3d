/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full screen: terminal, stack of views and loop together. Blocks until the person leaves; returns the exit code, or -1
 * when this terminal cannot carry it (then *f says why and nothing was drawn). */
#ifndef UI_FULLSCREEN_H
#define UI_FULLSCREEN_H

#include "model/app.h"
#include "ui/options.h"

int fullscreen_run(struct app *app, const struct options *o, struct fault *f);

#endif
