/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A choice out of a few, in a box: arrows or the first letter, Enter takes, Esc leaves. */
#ifndef WIDGET_MENU_H
#define WIDGET_MENU_H

#include "ui/widget/stack.h"

/* items are copied. fn gets E_OK and the index, or E_CANCELLED; exactly once. */
void menu_open(struct stack *s, const char *title, const char *const *items, size_t n, size_t at,
               void (*fn)(void *arg, enum err e, size_t i), void *arg);

#endif
