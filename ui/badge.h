/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connection badge of the tab bar: how the world answers now. */
#ifndef UI_BADGE_H
#define UI_BADGE_H

#include "base/str.h"
#include "ui/draw/grid.h"

/* self is the struct app; the form that struct stack_host wants. */
void badge_draw(void *self, enum glyph *sign, enum role *role, struct str *text);

#endif
