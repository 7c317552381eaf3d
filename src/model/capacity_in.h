/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For model/capacity*.c only: the lines of the plan and how they are filled. */
#ifndef MODEL_CAPACITY_IN_H
#define MODEL_CAPACITY_IN_H

#include "model/capacity.h"

extern const struct need capacity_needs[NEED_COUNT];
void capacity_fill(struct capacity *c);

#endif
