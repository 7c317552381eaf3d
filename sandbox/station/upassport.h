/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service UPassport of a station: upassport.c takes requests, the other files of that name answer theirs. */
#ifndef SANDBOX_STATION_UPASSPORT_H
#define SANDBOX_STATION_UPASSPORT_H

#include "sandbox/request.h"

struct stations;

void upassport_request(struct request *r, void *stations);
bool upassport_money(struct stations *s, struct request *r);
bool upassport_people(struct stations *s, struct request *r);
bool upassport_geo(struct stations *s, struct request *r);
json_t *upassport_ustats(struct stations *s, struct request *r);
void geo_stop(struct stations *s);
void upassport_json(struct request *r, int status, json_t *owned);
void upassport_missing(struct request *r, const char *argument);           /* 422 as FastAPI words it */

#endif
