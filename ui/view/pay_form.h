/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of the pay dialog and how they show. v: a view of struct pay_priv. */
#ifndef VIEW_PAY_FORM_H
#define VIEW_PAY_FORM_H

#include "ui/draw/layout.h"
#include "ui/widget/view.h"

enum pay_field { PAY_FROM, PAY_TO, PAY_NAME, PAY_ADDRESS, PAY_AMOUNT, PAY_COMMENT, PAY_REST };

void pay_form_init(struct view *v);
/* What was typed goes to the model; called after each change. */
void pay_form_apply(struct view *v, size_t field);
/* The last field that is there now, and whether it has the focus. */
size_t pay_form_end(struct view *v);
bool pay_form_last(struct view *v);
/* The contact that fits what is typed takes its place; false when none does. */
bool pay_form_complete(struct view *v);
void pay_form_draw(struct view *v, struct grid *g, struct rect r);
void pay_form_say(struct view *v, struct str *out);
/* Lines of the text below the fields that are below the screen: what could not be read is not signed. */
int pay_form_unread(const struct view *v);
/* Lines needed in a width. */
int pay_form_height(struct view *v, int w);

#endif
