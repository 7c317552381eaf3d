/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line mode from inside: for plain.c and plain_front.c only. */
#ifndef WIDGET_PLAIN_PARTS_H
#define WIDGET_PLAIN_PARTS_H

#include "ui/widget/parts.h"
#include "ui/widget/plain.h"

/* The stack holds views and questions as on the screen; only nothing is ever drawn. */
struct plain {
	struct stack *stack;
	struct plain_host host;
	unsigned shown, asked;     /* serials of the view and of the question that were said last; 0: none */
	struct str said, prompt;   /* the words of the view then */
	bool stale, reading_secret;
};

void plain_print(struct plain *p, struct slice text);   /* with a line end; nothing for an empty text */
void plain_say_all(struct plain *p);                    /* the view in front, whole */

#endif
