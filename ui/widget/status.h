/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The message line, second from below: a prompt covers it; else the present toast, else what was just done and can be undone,
 * else the oldest task under way with its age and progress. Pure drawing. */
#ifndef WIDGET_STATUS_H
#define WIDGET_STATUS_H

#include "ui/widget/toast.h"

struct app;

void status_draw(struct grid *g, int y, const struct app *app, const struct toasts *toasts, bool undo_fresh);
/* "loading history 40 %  3 s": label, progress and age of a task in words. */
struct task;
void status_task(struct str *out, const struct task *t);

#endif
