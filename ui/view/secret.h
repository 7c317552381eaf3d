/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What vaults_reveal brought, on a screen of its own, which is wiped when it is left, when the vault is locked, and after a
 * minute. */
#ifndef VIEW_SECRET_PAGE_H
#define VIEW_SECRET_PAGE_H

#include "ui/widget/stack.h"

bool secret_open(struct stack *s);   /* false: there is no room for one more dialog */
/* Words in numbered columns read downwards, from line y on; returns the line below. For phrases of at least twelve words. */
int secret_words(struct grid *g, struct rect r, int y, struct slice phrase);

#endif
