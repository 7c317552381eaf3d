/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of one contact, over any view. */
#ifndef VIEW_CONTACT_EDIT_H
#define VIEW_CONTACT_EDIT_H

#include "model/contacts.h"
#include "ui/widget/stack.h"

/* NULL: a new one. The contact is copied into the fields. */
void contact_edit_open(struct stack *s, const struct contact *c);

#endif
