/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A beacon takes eight kilobytes with its services, of which most are the zeros behind short texts. Where a thousand are kept and
 * few are looked at, they are kept folded. Only for memory: the bytes mean something to this very program alone. */
#ifndef STATION_BEACON_FOLD_H
#define STATION_BEACON_FOLD_H

#include "station/beacon.h"

struct slice beacon_fold(const struct beacon *b);           /* to be freed */
void beacon_unfold(struct beacon *b, struct slice folded);  /* in place of what b held */

#endif
