/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd/front.h for the full screen: toasts, questions, views and hand-over, by way of the stack and its host. */
#ifndef WIDGET_SCREEN_H
#define WIDGET_SCREEN_H

#include "ui/widget/stack.h"

extern const struct front_ops screen_front; /* self is the struct stack */

#endif
