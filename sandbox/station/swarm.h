/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The swarm of the village: its stations with their keys, machines, captains and members, made once from the seed and read
 * only after that, but for the clock of each. The first station is "here", the second the one afar. Node keys are toys that
 * everybody may know; the wallets of the cooperative and of the nodes are accounts of the world that belong to nobody else. */
#ifndef SANDBOX_STATION_SWARM_H
#define SANDBOX_STATION_SWARM_H

#include "codec/peerid.h"
#include "sandbox/sandbox.h"
#include "sandbox/world.h"

enum { HERE, AFAR };

/* Wallets of the cooperative, one set for the whole swarm. ROOT is the id of the swarm. */
enum coop { COOP_G1, COOP_SOCIETY, COOP_TREASURY, COOP_RND, COOP_ASSETS, COOP_IMPOT, COOP_CAPITAL, COOP_AMORTISSEMENT,
	    COOP_INTRUSION, COOP_ROOT, COOPS };

enum level { LEVEL_X, LEVEL_Y, LEVEL_Z };   /* how the station's SSH key and its PeerID belong together: only Y is the same key */

struct machine {
	const char *cpu;
	int cores, mhz, power_w, write_mbps, read_mbps;
	double ram_gb;
	int disk_gb, cloud_gb, vram_gb;
	const char *gpu, *vendor, *arch;
	bool pi;
};

struct station {
	int index;
	unsigned char seed[32], pub[32], ssh_pub[32], swarm_pub[32];
	char peer[PEERID_MAX], ipns[PEERID_MAX], swarm_ipns[PEERID_MAX];
	char node_hex[65], captain_hex[65];
	char host[64], user[16], ip[24];
	const char *city, *country;
	double lat, lon;
	bool gps, wan, broken_zen;       /* broken_zen: has the -10 bug for good */
	enum level level;
	const struct machine *machine;
	int captain;                     /* in the world's people */
	int32_t account;                 /* of the node's wallet in the world, -1: the chain knows nothing of it */
	long paf, ncard, zcard, machine_value;
	VEC(, int) members;              /* people with a MULTIPASS here */
	int zencards;                    /* the first so many of them also hold a ZEN Card */
	int64_t booted_ms;
	int64_t silent_ms;               /* not heard of since then; 0: alive */
	const char *services;            /* comma list of what it shares by tunnels */
};

struct swarm {
	struct sandbox *sb;
	const struct world *world;
	unsigned char psk[32];
	char psk_hex[65], fingerprint[33];
	bool open;                       /* no key is used: the node here is anybody's */
	VEC(, struct station) stations;
	int32_t coop[COOPS];             /* accounts of the world, -1: none was free */
};

struct swarm *swarm_new(struct sandbox *sb);
void swarm_free(struct swarm *s);
void swarm_set_key(struct swarm *s, bool origin);  /* sixty-four zeros that everybody knows, or the village's own */
/* As Kubo prints it at start, 32 hex digits: it tells keys apart without giving them away. */
void swarm_fingerprint(const unsigned char psk[32], char out[33]);

bool station_alive(const struct station *st);
void person_email(const struct world *w, int person, struct str *out);
void person_hex(const struct world *w, int person, char out[65]);  /* NOSTR key: of the hash of the account's seed */

#endif
