/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who the IPFS node is connected to, for a virtual table: sorting and filtering move an index of small numbers, so that 5 000
 * peers cost nothing but their rows. Asked while the subject is watched. Rows are borrowed until the next change. */
#ifndef MODEL_PEERS_H
#define MODEL_PEERS_H

#include "base/str.h"
#include "ipfs/kubo_types.h"
#include "model/subject.h"

struct app;

enum peers_column { PEERS_STATION, PEERS_ID, PEERS_ADDR, PEERS_LATENCY, PEERS_STREAMS, PEERS_WAY, PEERS_RELAY, PEERS_AGENT };

struct peers_row {
	struct kubo_peer peer;
	const char *station;          /* its name when the PeerID is a known station's; "" */
	int64_t since;                /* wall clock: first seen connected in this run */
};

struct peers {
	struct subject subject;
	size_t total, direct, relayed, stations;  /* of all, whatever the filter */
	size_t stations_known;                    /* stations of the swarm, connected or not */
	struct peers_inside *in;
};

struct peers *peers_new(struct app *a);
void peers_free(struct peers *p);
void peers_sort(struct peers *p, enum peers_column by, bool descending);
enum peers_column peers_sorted(const struct peers *p, bool *descending);
void peers_filter(struct peers *p, struct slice text);   /* name, id, address, agent; case does not count; "" shows all */
size_t peers_count(const struct peers *p);               /* after the filter */
const struct peers_row *peers_at(const struct peers *p, size_t i);
long peers_find(const struct peers *p, const char *id);  /* where a peer stands now; -1 */
/* For model/ipfs.c: the new list, taken over; fresh is empty after. */
void peers_take(struct peers *p, struct kubo_peers *fresh);
void peers_rename(struct peers *p);     /* the swarm learnt names: they are borrowed from it, so always after it changed */

#endif
