/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ":": every command that makes sense here, found by letters of its name, its description or its key, and run. After the
 * name come the arguments: what they are, and what can follow, with completion by Tab. */
#ifndef WIDGET_PALETTE_H
#define WIDGET_PALETTE_H

#include "ui/widget/stack.h"

/* initial: "" or a command to start from ("pay "). */
void palette_open(struct stack *s, const char *initial);

#endif
