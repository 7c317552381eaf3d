/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The station the views show: the one on this machine, or any other by its URL or name. Home takes its service lines from
 * here. While a subject is watched it is kept fresh by itself; unwatched, nothing is asked. All text is clean. */
#ifndef MODEL_STATION_H
#define MODEL_STATION_H

#include "base/vec.h"
#include "model/subject.h"
#include "station/beacon.h"
#include "station/economy.h"
#include "station/nightly.h"
#include <jansson.h>

struct app;

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

/* HERE: on this machine, its folders can be read. NODE: no station, but an IPFS node or Skywire here. */
enum station_place { STATION_NONE, STATION_NODE, STATION_HERE, STATION_AFAR };

/* What can be asked about; afar much cannot be known. */
enum station_topic { ABOUT_PEERS, ABOUT_BANDWIDTH, ABOUT_STORAGE, ABOUT_MACHINE, ABOUT_SERVICES, ABOUT_NIGHTLY, ABOUT_KEYS,
	ABOUT_PEOPLE, ABOUT_SWARM };

struct station {
	struct subject subject;
	char *name;               /* "" when no station is known */
	VEC(, struct service) services; /* Home's lines */

	enum station_place place;
	struct beacon beacon;     /* kind BEACON_NONE while nothing came */
	struct source source;     /* of the beacon: who told it, when it was learnt */
	int64_t beacon_at;        /* wall clock: how fresh the beacon itself says to be; 0 unknown */
	bool heartbox;            /* machine and services come from the heartbox cache, too */
	struct economy economy;   /* recomputed from the beacon */
	struct nightly nightly;   /* HERE only; day 0: no run is known */
	struct fault nightly_fault; /* why not */
	char version[32];         /* of its software, "" */
	struct station_inside *in;
};

struct station *station_new(struct app *a);   /* a may be NULL: then it only holds what is loaded */
void station_free(struct station *s);
void station_load(struct station *s, const json_t *o);
json_t *station_save(const struct station *s);

/* Shows another station: a URL, a PeerID or k51 name, or "" for one's own (the setting, else this machine). E_INVALID. */
enum err station_select(struct station *s, const char *where, struct fault *f);
bool station_is_own(const struct station *s);
/* NULL when it can be known; else one translated sentence that says why not. */
const char *station_unknown(const struct station *s, enum station_topic t);
/* Asks now, whatever the schedule says. */
void station_refresh(struct station *s);

/* For models. The .zen folder of the station here ("" none), the home folder of its account, its PeerID. */
void station_look(struct station *s);
void station_settle(struct station *s);            /* here or afar: the IPFS node said who it is */
const char *station_home(struct station *s);
const char *station_account(const struct station *s);
const char *station_peer_here(const struct station *s);
extern const char *const station_places[]; /* "none" "node" "here" "afar": stable, for --json */

#endif
