/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ":": every command that makes sense here, found by letters of its name, its description or its key, and run. After the
 * name come the arguments, with completion by Tab. */
#ifndef WIDGET_PALETTE_H
#define WIDGET_PALETTE_H

#include "ui/widget/stack.h"

/* initial: "" or a command to start from ("pay "). */
void palette_open(struct stack *s, const char *initial);
/* The commands that match, best first: at most max ids into out. For the palette and its tests. */
size_t palette_find(uint32_t contexts, struct slice typed, enum cmd_id *out, size_t max);

#endif
