/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The message line as a text field: the / filter of a view, and one line asked of the person. */
#ifndef WIDGET_PROMPT_H
#define WIDGET_PROMPT_H

#include "ui/widget/stack.h"

/* Filters the view below as you type: it gets view->filter and C_FILTER by command. Enter keeps, Esc clears. */
void prompt_filter(struct stack *s);
/* fn gets E_OK and the line, or E_CANCELLED and NULL; exactly once. */
void prompt_line(struct stack *s, const char *title, const char *initial,
                 void (*fn)(void *arg, enum err e, const char *line), void *arg);

#endif
