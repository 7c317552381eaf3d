/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A station's own folders (~/.zen), read only, and only what is no secret: its beacon, its copies of the swarm's beacons, the
 * balances it cached, the keys it knows. What lies under tmp/swarm was written by strangers: parsed, never executed. All
 * functions read small local files at once. */
#ifndef STATION_HOME_H
#define STATION_HOME_H

#include "station/beacon.h"
#include "station/ssh.h"

/* The folder of a station's own beacon: the one PeerID under tmp/ that is its own. False: this is no station's home. */
bool home_peer(const char *home, char peer[64]);
/* Its own beacon with heartbox and fresh balances put over it. E_NOT_FOUND, E_DENIED, E_PROTOCOL. *at: when it was written. */
enum err home_beacon(const char *home, const char *peer, struct beacon *b, int64_t *at, bool *heartbox, struct fault *f);
/* Puts what the station knows here over a beacon that came another way: true when there was a heartbox cache. */
bool home_heartbox(const char *home, const char *peer, struct beacon *b);
void home_mend(const char *home, struct beacon *b);
/* The stations of the cache, some at a time, because a thousand take as long as a blink. next calls fn for at most so many; at is
 * when one last spoke (its _MySwarm.moats, else the file's date). False: these were the last. */
struct home_walk *home_walk_new(const char *home);
bool home_walk_next(struct home_walk *w, int most, void (*fn)(void *arg, const struct beacon *b, const char *peer, int64_t at), void *arg);
void home_walk_free(struct home_walk *w);
/* Balance in hundredths of Ğ1 from the cache, FIG_NONE when there is none. */
int64_t home_coins(const char *home, const char *pub);
int64_t home_zen(int64_t g1_c);        /* (Ğ1 - 1) * 10, in hundredths of Ẑ; FIG_NONE stays */
/* What its keys' owners are, for ssh_audit: the lists and players; home_learn_station, with a walk, adds the stations (arg: the list). */
void home_learn(const char *home, struct ssh_known_list *known);
void home_learn_station(void *known, const struct beacon *b, const char *peer, int64_t at);
/* A value of its .env ("PAF"), with or without "export" and quotes; "" when absent. */
void home_env(const char *home, const char *name, char *out, size_t cap);
/* 'X', 'Y' or 'Z' by the .pub file in its beacon folder; 0 unknown. */
char home_level(const char *home, const char *peer);

#endif
