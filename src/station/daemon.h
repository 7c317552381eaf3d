/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One service of a station: what it is called, where it listens, what it needs, and how it is. */
#ifndef STATION_DAEMON_H
#define STATION_DAEMON_H

#include "base/vec.h"
#include <stdbool.h>
#include <stdint.h>

enum daemon_state { DAEMON_UNKNOWN, DAEMON_UP, DAEMON_STARTING, DAEMON_ASLEEP, DAEMON_DOWN, DAEMON_DENIED };

/* from: "local", "p2p_tunnel", "ssh_tunnel" or ""; how the service is brought here. Clean text. */
struct daemon {
	char name[24];
	enum daemon_state state;
	int port;               /* 0: none */
	char version[32];
	char needs[32];         /* names of services it depends on, comma-separated */
	char from[16];
	char note[64];          /* "2 models", "1.2 GB" */
	int64_t since;          /* wall clock, 0 unknown */
};
VEC(daemons, struct daemon);

/* Finds or adds the service of a name; names are bounded and clean already. NULL beyond 64. */
struct daemon *daemon_of(struct daemons *u, const char *name);
const struct daemon *daemon_find(const struct daemons *u, const char *name);
/* Fills in what is known of a name: its usual port and what it needs. */
void daemon_usual(struct daemon *u);
/* Marks what is up itself but lacks what it needs. Gives how many are up, partly up and down. */
struct daemon_tally {
	int up, partly, down, unknown;
};
struct daemon_tally daemon_tally(const struct daemons *u);
/* A service that runs although something it needs does not: the name of that, or NULL. */
const char *daemon_lacks(const struct daemons *all, const struct daemon *u);

extern const char *const daemon_words[]; /* "unknown" "up" "starting" "asleep" "down" "denied": stable, for --json */

#endif
