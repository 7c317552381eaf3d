/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nodes that ours is connected to now and then. Each comes and goes in a rhythm of its own; while it is there it moves
 * bytes at a rate of its own, so that any total is a sum of integrals and every total agrees with the others. */
#ifndef SANDBOX_KUBO_PEERS_H
#define SANDBOX_KUBO_PEERS_H

#include "codec/peerid.h"
#include "sandbox/station/swarm.h"

struct peer {
	unsigned char pub[32];
	char id[PEERID_MAX];
	const struct station *station;   /* NULL: somebody's computer */
	const char *agent;               /* "": it has not said yet */
	char addr[160], addr2[160];      /* addr2: a second connection, "" for most */
	bool inbound, relayed;
	int64_t latency_ns;              /* 0: not measured */
	double period, up, phase;        /* seconds: there for up in every period */
	double in, out;                  /* bytes a second, on average */
	double wave, swing;              /* of its rate: seconds, and how far it goes */
};

enum traffic_protocols { TRAFFIC_PROTOCOLS = 7 };
extern const char *const traffic_protocols[TRAFFIC_PROTOCOLS];

struct flow {
	double total_in, total_out, rate_in, rate_out;
};

struct peers;
struct peers *peers_new(const struct swarm *s);
void peers_free(struct peers *p);
/* All that may ever be there, at least so many (more are made then). public: with addresses of an open network. */
size_t peers_all(struct peers *p, size_t wanted, bool public, const struct peer **out);
bool peer_up(const struct peer *p, double now);
/* Bytes since a start, and rates now. protocol is an index, -1 for all. */
struct flow peer_flow(const struct peer *p, double start, double now, int protocol);
int64_t peer_latency(const struct peer *p, double now);

#endif
