/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Kubo node's RPC, asked on a schedule: each topic as often as somebody looks at it, and nothing at all when nobody does. One
 * small question tells whether the node is there at all; while it is not, nothing else is asked. Reads only.
 * Nothing blocks; callbacks come from the loop. */
#ifndef IPFS_KUBO_H
#define IPFS_KUBO_H

#include "base/err.h"
#include "ipfs/kubo_types.h"

struct net;
struct kubo;

enum kubo_topic { KUBO_RATE, KUBO_VERSION, KUBO_ID, KUBO_PROTOCOLS, KUBO_PEERS, KUBO_REPO, KUBO_DISK, KUBO_PINS, KUBO_BITSWAP, KUBO_KEYS,
	KUBO_TUNNELS, KUBO_BOOTSTRAP, KUBO_TOPICS };

/* CLOSE: somebody looks at its figures, it is asked every second. GLANCE: a line of them stands somewhere. CALM: a sample a minute. */
enum kubo_pace { KUBO_CLOSE, KUBO_GLANCE, KUBO_CALM };

/* LATE: no answer for almost a second, it may hang. DOWN: it refused, or answered nonsense. */
enum kubo_health { KUBO_ASKED, KUBO_UP, KUBO_LATE, KUBO_DOWN };

/* All but arg may be NULL. Values are borrowed until the callback returns; peers may be taken over, text and all (then leave zeros). */
struct kubo_events {
	void (*health)(void *arg, enum kubo_health h, const struct fault *f);
	void (*id)(void *arg, const struct kubo_id *id);                 /* version too */
	void (*rate)(void *arg, const struct kubo_rate *r);              /* -1 throughout: the node counts nothing */
	void (*protocol)(void *arg, const struct kubo_protocol *p);      /* one after the other */
	void (*peers)(void *arg, struct kubo_peers *p);
	void (*repo)(void *arg, const struct kubo_repo *r);
	void (*disk)(void *arg, const struct kubo_disk *d);
	void (*pins)(void *arg, const struct kubo_pins *p);              /* while they stream, and complete at the end */
	void (*bitswap)(void *arg, const struct kubo_bitswap *b);
	void (*extras)(void *arg, const struct kubo_extras *e);
	void (*failed)(void *arg, enum kubo_topic t, const struct fault *f); /* this question only; the node is there */
	void *arg;
};

/* guess: nobody named this address, so that it is asked rarely while nothing is there. */
struct kubo *kubo_new(struct net *n, const char *url, bool guess, const struct kubo_events *e);
void kubo_free(struct kubo *k);                 /* cancels all; no callback after */
/* What is looked at: bits 1 << topic. 0: nothing is asked any more. */
void kubo_look(struct kubo *k, unsigned topics, enum kubo_pace pace);
/* Asks these now, once, whatever is looked at. */
void kubo_ask(struct kubo *k, unsigned topics);
/* Counts pins: recursive and direct ones, or also indirect ones, for which the node walks all it holds. */
void kubo_pins_count(struct kubo *k, bool indirect);
bool kubo_asking(const struct kubo *k, enum kubo_topic t);

#endif
