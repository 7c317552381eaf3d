/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes into the pay dialog without being typed. v: a view of struct pay_priv. */
#ifndef VIEW_PAY_FILL_H
#define VIEW_PAY_FILL_H

#include "ui/widget/view.h"

/* A row of the journal that came to nothing; an account by label or number; "[TO] [AMOUNT] [--flags]". */
enum err pay_fill_again(struct view *v, const char *entry);
enum err pay_fill_from(struct view *v, const char *text);
enum err pay_fill_words(struct view *v, int argc, char *const *argv);
/* "@name" stands in the field of the recipient: an image's QR code, or a payment a line. */
void pay_fill_file(struct view *v);
/* The model moved: what a link brought is shown in its fields. */
unsigned pay_fill_changed(struct view *v, struct subject *s);

#endif
