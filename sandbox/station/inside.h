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

/* Centimes of an account of the world now, on the chain when it runs; -1: there is no such account. */
int64_t wallet_balance(const struct sandbox *sb, int32_t account);
void wallet_address(const struct world *w, int32_t account, char out[64]); /* SS58; "" without one */
void zen_text(int64_t centimes, char out[24]);                              /* (G1 - 1) * 10 with one decimal */
double zen_value(int64_t centimes);
int station_people(const struct station *st);

/* When a station wrote its document last, and when it was published last; both never move for a silent station. */
int64_t station_written(const struct stations *s, const struct station *st);
int64_t station_published(const struct stations *s, const struct station *st);

/* beacon.c: the folder that a station publishes; extra: with the directory of its members and its scripts. */
void station_beacon(struct stations *s, const struct station *st, int64_t at_ms, const char *prefix, bool hostile, struct tree *out);
kubo_beacon_fn station_publish;
/* ssh.c, nightly.c: files of the home folder. */
void ssh_files(struct stations *s, struct tree *out);
void ssh_line(const unsigned char pub[32], const char *comment, struct str *out);
void nightly_logs(struct stations *s, struct tree *out);
void nightly_text(struct stations *s, const struct station *st, int64_t day, struct str *out);
int64_t nightly_start(const struct station *st, int64_t day); /* ms; day counts from 1970 */
void c_date(int64_t ms, char out[48]);                        /* "Fri Nov 20 19:40:13 UTC 2026" */

/* home.c */
bool home_open(struct stations *s, struct fault *f);   /* makes the folder */
bool home_write(struct stations *s, bool all);         /* false: the disk is full; all: also what changes once a day */
void home_key(void *stations);                         /* the swarm's key changed */
void home_close(struct stations *s);
const char *home_path(void);

/* upassport*.c */
void upassport_request(struct request *r, void *stations);
bool upassport_money(struct stations *s, struct request *r);
bool upassport_people(struct stations *s, struct request *r);
bool upassport_geo(struct stations *s, struct request *r);
json_t *upassport_ustats(struct stations *s, struct request *r);
void geo_stop(struct stations *s);
void upassport_json(struct request *r, int status, json_t *owned);
void upassport_missing(struct request *r, const char *argument);           /* 422 as FastAPI words it */
void iso_time(int64_t ms, bool zone, char out[40]);

#endif
