/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One board (visor) as its hypervisor describes it. -1 or "" is unknown and shown as n/a, never as 0. Clean text. */
#ifndef SKYWIRE_VISOR_H
#define SKYWIRE_VISOR_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include <stdint.h>

enum { VISOR_PK = 67, VISOR_TRANSPORTS_MAX = 256, VISOR_APPS_MAX = 32 };

enum visor_app_state { VISOR_APP_STOPPED, VISOR_APP_RUNNING, VISOR_APP_ERROR, VISOR_APP_STARTING, VISOR_APP_UNKNOWN };

struct visor_app {
	char name[32], detail[64];
	enum visor_app_state state;
	bool autostart;
	int port;
};

/* Bytes are those of the board's own side. counted: false where the hypervisor cannot know them (a remote board of before
 * 2026, whose counters always read 0). mirrored: taken from the other end. */
struct visor_transport {
	char id[40], remote[VISOR_PK], type[16], label[24];
	bool counted, mirrored;
	int64_t sent, received, rate_sent, rate_received;
};

struct visor_host {
	int64_t at;                      /* wall clock; 0: never told */
	char os[32], arch[16];
	int cpu;                         /* thousandths; -1 */
	int64_t mem_total, mem_used, disk_total, disk_used, uptime;
};

struct visor {
	char pk[VISOR_PK], version[32], reward[64], local_ip[48], public_ip[48], health[16];
	bool hypervisor, online;
	int64_t uptime;                  /* seconds since its program started */
	int64_t round_trip_us;           /* to its dmsg server; -1: not tracked */
	int64_t routes, min_hops;
	VEC(, struct visor_app) apps;
	VEC(, struct visor_transport) transports;
	struct visor_host host;
	int64_t seen;                    /* wall clock: last time in the list */
	int64_t gone_since;              /* 0: it is there */
	int64_t sent, received, rate_sent, rate_received; /* sums over counted transports; -1: none is counted */
	int uptime_today;                /* share of the day in thousandths, from the tracker; -1 */
	int uptime_least;                /* what follows from its own uptime at least; -1 */
};
VEC(visors, struct visor);

void visor_init(struct visor *v);
void visor_free(struct visor *v);
/* The answer of /visors-summary. out gets owned visors sorted by key. E_PROTOCOL, E_TOO_BIG. */
enum err visor_list(struct slice json, struct visors *out, struct fault *f);
void visor_list_free(struct visors *v);
/* Puts a fresh list over the known one: boards that vanished stay, "gone since"; rates come from the difference, never
 * negative; what the other end knows fills the gaps. own: the hypervisor's own key. fresh is emptied. */
void visor_merge(struct visors *known, struct visors *fresh, int64_t now, int64_t elapsed_ms);
enum err visor_host_stats(struct visor_host *h, struct slice json, int64_t now, struct fault *f);

extern const char *const visor_app_states[]; /* "stopped" "running" "errored" "starting" "unknown": stable */

#endif
