/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Astroport stations: port 12345 of the one here and of one afar, UPassport, and the home folder of the station here with its
 * copy of the swarm. Reading only. The folder is kept in --state, else it is a temporary one that goes with the sandbox; the
 * JSON line tells it as "home". */
#ifndef SANDBOX_STATION_STATION_H
#define SANDBOX_STATION_STATION_H

#include "sandbox/sandbox.h"

extern const struct service service_station;

#endif
