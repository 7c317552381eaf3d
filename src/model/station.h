/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the station views show. Home takes the service lines from here. */
#ifndef MODEL_STATION_H
#define MODEL_STATION_H

#include "base/vec.h"
#include "model/subject.h"
#include <jansson.h>

enum health { HEALTH_UNKNOWN, HEALTH_UP, HEALTH_PARTLY, HEALTH_DOWN };

/* What the figures of a service mean depends on its kind:
 * IPFS peers, bytes/s in, bytes/s out; RELAY events today; CHAIN block number, seconds since it; DISK used, total bytes;
 * ECONOMY none (word); OTHER none. -1: unknown. */
enum service_kind { SERVICE_OTHER, SERVICE_IPFS, SERVICE_RELAY, SERVICE_CHAIN, SERVICE_DISK, SERVICE_ECONOMY };

struct service {
	char *name;               /* "ipfs", clean */
	enum service_kind kind;
	enum health health;
	int64_t since;            /* wall clock of the last change of health; 0 unknown */
	int64_t figure[3];
	char *word;               /* ECONOMY "GREEN", a state the service says itself, or "" */
};

struct station {
	struct subject subject;
	char *name;               /* "" when no station is known */
	VEC(, struct service) services;
};

struct station *station_new(void);
void station_free(struct station *s);
void station_load(struct station *s, const json_t *o);
json_t *station_save(const struct station *s);

#endif
