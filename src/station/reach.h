/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A station from afar: its JSON by HTTP or through an IPFS gateway, its list of other stations, and the signed economic-health
 * events of a relay. Nothing blocks; every answer is bounded, and comes by callback from the loop. What strangers give as an
 * address is only followed outside private networks. */
#ifndef STATION_REACH_H
#define STATION_REACH_H

#include "io/net.h"
#include "station/beacon.h"

enum reach_how { REACH_URL, REACH_GATEWAY, REACH_LIST, REACH_EVENT, REACH_HEART };

struct reach_conf {
	struct net *net;
	const char *gateways;    /* blank-separated, tried in order for names */
	/* One station was heard of. at: when it last spoke, 0 unknown. who: host that told it. signed: the event's signature by the
	 * captain was verified. b is borrowed. */
	void (*station)(void *arg, enum reach_how how, const struct beacon *b, int64_t at, const char *who, bool is_signed);
	/* The heartbox figures of a station, for beacon_heartbox; or NULL. */
	void (*heart)(void *arg, const char *peer, struct slice json);
	/* A question ended: E_OK, or why nothing came. */
	void (*ended)(void *arg, enum reach_how how, const struct fault *f);
	void *arg;
};

struct reach;

struct reach *reach_new(const struct reach_conf *c);
void reach_free(struct reach *r);       /* cancels all; no callback after */
/* E_OK for what can be a station's address: an http or https URL, a PeerID, a k51 name, an /ipns/ path. */
enum err reach_check(const char *where, struct fault *f);
/* Asks one station. trusted: the person gave this address, so private networks are fine. */
void reach_ask(struct reach *r, const char *where, bool trusted);
/* Asks the gateways, and the station's own if it is public, for what its heartbox measured. */
void reach_heart(struct reach *r, const char *peer, const char *gateway);
/* Asks a station's UPassport (/api/ustats) for the stations it knows. */
void reach_list(struct reach *r, const char *url, bool trusted);
/* Asks a relay (ws, wss) for kind 30850; swarm_id "" takes all. */
void reach_relay(struct reach *r, const char *url, const char *swarm_id);

#endif
