/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every station of the swarm that is heard of: from the station's local cache, from another station's list, through a gateway,
 * or from economic-health events of a relay. One row a station; the freshest source counts, a signed one is DEGREE_PROVEN.
 * A virtual table like peers. Rows are borrowed until the next change. */
#ifndef MODEL_SWARM_H
#define MODEL_SWARM_H

#include "base/str.h"
#include "model/subject.h"
#include "station/beacon.h"
#include "station/economy.h"

struct app;

enum swarm_column { SWARM_NAME, SWARM_FRESH, SWARM_DISTANCE, SWARM_CAPTAIN, SWARM_POWER, SWARM_SLOTS, SWARM_SERVICES,
	SWARM_PEERS, SWARM_RISK };

enum swarm_via { SWARM_VIA_SELF = 1, SWARM_VIA_CACHE = 2, SWARM_VIA_STATION = 4, SWARM_VIA_GATEWAY = 8, SWARM_VIA_RELAY = 16 };

struct swarm_row {
	char peer[64], name[80], city[64], captain[80], tier[16];
	enum beacon_kind kind;
	int64_t at;                 /* wall clock: when the station last spoke; 0 unknown */
	double distance_km;         /* -1: one of the two places is not known */
	double lat, lon;
	bool placed;
	int64_t power, multipass, multipass_slots, zencards, zencard_slots, services_up, services, peers; /* -1 unknown */
	int64_t paf_zc;
	enum risk risk;             /* recomputed */
	char url[160];              /* reachable from here: public, else "" */
	unsigned via;               /* enum swarm_via */
	struct source source;
	bool own;
};

struct swarm {
	struct subject subject;
	char id[56];                /* of the swarm: its root wallet; "" unknown */
	size_t total, fresh;        /* fresh: spoke within the hour */
	struct swarm_inside *in;
};

struct swarm *swarm_new(struct app *a);
void swarm_free(struct swarm *s);
void swarm_sort(struct swarm *s, enum swarm_column by, bool descending);
void swarm_filter(struct swarm *s, struct slice text);
size_t swarm_count(const struct swarm *s);
const struct swarm_row *swarm_at(const struct swarm *s, size_t i);
long swarm_find(const struct swarm *s, const char *peer);
/* The name of a station by its PeerID, NULL when it is none that is known. */
const char *swarm_name(const struct swarm *s, const char *peer);
/* What the freshest source said of a station, whole; NULL when only a summary is known. Then station_select shows it.
 * Borrowed until the next is asked for. */
const struct beacon *swarm_beacon(const struct swarm *s, const char *peer);
void swarm_refresh(struct swarm *s);

/* For models. All of them, whatever filter somebody typed; NULL beyond the end. */
const struct swarm_row *swarm_each(const struct swarm *s, size_t i);
int64_t swarm_at_of(const struct swarm *s, const char *peer);  /* when it last spoke */
void swarm_look(struct swarm *s);
void swarm_own(struct swarm *s);

#endif
