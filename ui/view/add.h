/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VIEW_ADD_H
#define VIEW_ADD_H

#include "ui/widget/view.h"

/* Asks what kind of account to add and goes on from there. */
void add_open(struct view *v);

#endif
