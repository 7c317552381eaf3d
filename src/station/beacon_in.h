/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a beacon that heartbox writes too. For beacon*.c only; o may be NULL or of any kind. */
#ifndef STATION_BEACON_IN_H
#define STATION_BEACON_IN_H

#include "station/beacon.h"
#include <jansson.h>

void beacon_capacities(struct beacon *b, const json_t *o);
void beacon_services(struct beacon *b, const json_t *o);

#endif
