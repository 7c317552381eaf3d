/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The views that belong to the frame itself rather than to a domain. ui/view/views.c lists them beside the others. */
#ifndef WIDGET_VIEWS_H
#define WIDGET_VIEWS_H

#include "ui/widget/view.h"

extern const struct view_ops help_view;     /* "help [VIEW]": the keys of the view below, from the command table */
extern const struct view_ops tasks_view;    /* "tasks": what is under way, with progress and cancel */
extern const struct view_ops toasts_view;   /* "toasts": the messages that were shown */
extern const struct view_ops text_view;     /* "text TITLE TEXT": any text, scrolling; what could not be copied, results */

#endif
