/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What station/ files share, and nobody else includes. Everything a station says is made for a moment (at_ms) from the swarm,
 * the chain and the clock; nothing is kept but the files of the home folder. */
#ifndef SANDBOX_STATION_INSIDE_H
#define SANDBOX_STATION_INSIDE_H

#include "sandbox/kubo/kubo.h"
#include "sandbox/station/station.h"

struct geo_work;

struct stations {
	struct sandbox *sb;
	struct kubo *kubo;
	struct swarm *swarm;
	struct port *ports[2], *upassport;     /* here, afar */
	struct loop_timer *cycle;
	struct geo_work *geo;
	int64_t sector_known_ms;
	unsigned asked;                        /* requests of UPassport in this minute */
	int64_t minute;
};

/* How a station's 12345 document comes out, by the switches of its port; the files of the swarm have no switch but hostile. */
struct moods {
	bool minus10, hostile, future, wrong_types, fallback, gaps, big;
};

/* card.c, heartbox.c, economy.c: JSON owned by the caller. */
json_t *station_card(struct stations *s, const struct station *st, int64_t at_ms, struct moods m);
json_t *station_card_short(const struct station *st, int64_t at_ms, const char *status);
json_t *station_heartbox(struct stations *s, const struct station *st, int64_t at_ms);
json_t *station_services(struct stations *s, const struct station *st, int64_t at_ms);
json_t *station_capacities(const struct station *st, int64_t at_ms);
json_t *station_boots(const struct station *st, int64_t at_ms);
void station_uptime(const struct station *st, int64_t at_ms, char out[48]);
json_t *station_economy(struct stations *s, const struct station *st, bool minus10);
json_t *station_health(struct stations *s, const struct station *st, int64_t at_ms);
int station_people(const struct station *st);
/* When a station wrote its document last, and when it was published last; both never move for a silent station. */
int64_t station_written(const struct stations *s, const struct station *st);
int64_t station_published(const struct stations *s, const struct station *st);

/* beacon.c: the folder that a station publishes; extra: with the directory of its members and its scripts. */
void station_beacon(struct stations *s, const struct station *st, int64_t at_ms, const char *prefix, bool hostile, struct tree *out);
kubo_beacon_fn station_publish;

#endif
