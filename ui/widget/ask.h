/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions over the screen. y confirms, never Enter; what cannot be undone wants its name typed. The answer comes by
 * callback, exactly once: E_OK, or E_CANCELLED when the person declines or the screen closes. */
#ifndef WIDGET_ASK_H
#define WIDGET_ASK_H

#include "ui/widget/stack.h"

void ask_open(struct stack *s, const struct question *q, void (*fn)(void *arg, enum err answer), void *arg);
/* A secret line: *s is wiped after fn returns. */
void ask_secret(struct stack *s, const char *title, void (*fn)(void *arg, enum err e, struct secret *secret), void *arg);

#endif
