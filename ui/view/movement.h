/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Movements and payments told in full, line by line. */
#ifndef VIEW_MOVEMENT_H
#define VIEW_MOVEMENT_H

#include "model/journal.h"
#include "model/moves.h"
#include "ui/widget/pager.h"
#include "ui/widget/view.h"

void movement_fill(const struct app *a, struct pager *p, const struct moves_row *m);
void payment_fill(const struct app *a, struct pager *p, const struct journal_entry *e);
/* Opens the payment it came from, when it is one of ours, else its own page. */
void movement_open(struct view *v, const struct moves_row *m);

#endif
