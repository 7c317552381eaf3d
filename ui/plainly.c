/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plainly.h"
int plainly_run(struct app *app, const struct options *o){(void)app;(void)o;return 1;}
int plainly_shell(struct app *app){(void)app;return 1;}
