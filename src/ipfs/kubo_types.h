/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a Kubo node says of itself, as plain values: clean text, -1 where a number is not known. Nothing in here is owned
 * apart from the vectors and the text of peers. */
#ifndef IPFS_KUBO_TYPES_H
#define IPFS_KUBO_TYPES_H

#include "base/arena.h"
#include "base/vec.h"
#include <stdbool.h>
#include <stdint.h>

enum { KUBO_ID_MAX = 64, KUBO_ADDR_MAX = 192, KUBO_PROTO_MAX = 64 };

/* ahead: a newer major or minor version than this program was tried with. */
struct kubo_id {
	char id[KUBO_ID_MAX], agent[64], version[32];
	bool ahead;
	VEC(, char *) addresses;      /* owned */
	VEC(, char *) protocols;      /* owned */
};

struct kubo_rate {                    /* bytes, bytes a second */
	int64_t total_in, total_out, rate_in, rate_out;
};

struct kubo_protocol {
	char name[KUBO_PROTO_MAX];
	struct kubo_rate rate;
};

enum kubo_way { KUBO_WAY_UNKNOWN, KUBO_IN, KUBO_OUT };

/* One connection. A peer with two connections is there twice, as in the node's own list. There may be thousands: their texts
 * stand close together in the arena of the list. */
struct kubo_peer {
	const char *id, *addr, *agent;
	int64_t latency_us;           /* -1: not measured */
	int streams;                  /* -1: not told */
	enum kubo_way way;
	bool relayed;
};
struct kubo_peers {
	struct kubo_peer *v;
	size_t n, cap;
	struct arena text;
};

struct kubo_repo {
	int64_t size, limit, objects; /* objects -1: only counted when asked, it reads the whole disk */
	char path[256], version[32];
};

/* The disk under the repository, as the node sees it. */
struct kubo_disk {
	int64_t total, free;
	char path[256];               /* IPFS_PATH of its environment, "" when that is not set */
};

/* Counted as they stream by; the list itself is never kept. */
struct kubo_pins {
	int64_t recursive, direct, indirect; /* -1: not counted */
	bool complete;                       /* false while the count goes on */
};

struct kubo_bitswap {
	int64_t received, sent;              /* bytes of data */
	int64_t blocks_received, blocks_sent, duplicates, duplicate_bytes;
	int64_t wanted, partners;
};

struct kubo_key {
	char name[64], id[KUBO_ID_MAX];
};

struct kubo_tunnel {
	char protocol[128], listen[KUBO_ADDR_MAX], target[KUBO_ADDR_MAX];
	bool ours;                           /* listens here for a service of somebody else: a forward */
};

enum kubo_privacy { KUBO_PRIVACY_UNKNOWN, KUBO_PUBLIC, KUBO_PRIVATE };

/* The swarm key itself is never kept: only the fingerprint that Kubo prints too, 32 hex digits. */
struct kubo_swarm {
	enum kubo_privacy privacy;
	char fingerprint[33];
	bool origin;                         /* the key of 64 zeros that everybody knows */
	bool refused;                        /* there is a key file, and it may not be read */
};

struct kubo_extras {
	VEC(, struct kubo_key) keys;
	VEC(, struct kubo_tunnel) tunnels;
	VEC(, char *) bootstrap;             /* owned */
};

#endif
