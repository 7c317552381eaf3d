/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The economic-health event (kind 30850) of a station: sixty tags, signed by its captain. */
#ifndef STATION_EVENT_H
#define STATION_EVENT_H

#include "station/beacon.h"

/* Reads one event object (a json_t) into an initialised beacon. *at: created_at. E_PROTOCOL
 * when it is no such event; an event with a wrong signature is E_BAD_SIGNATURE and must not be used. */
enum err event_health(struct beacon *b, const void *event, int64_t *at, struct fault *f);

#endif
