/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a station publishes of itself: the JSON of port 12345, the same from IPNS, and its heartbox figures. It is a
 * stranger's text: parsed within bounds, cleaned, never believed further than said. Numbers come as numbers or as strings.
 * Unknown figures are FIG_NONE. Amounts of Ẑ are integer hundredths (names in _zc). Nothing here blocks. */
#ifndef STATION_BEACON_H
#define STATION_BEACON_H

#include "base/err.h"
#include "base/str.h"
#include "station/daemon.h"

#define FIG_NONE INT64_MIN

enum { BEACON_MAX = 4 << 20, BEACON_BOOTS = 16, BEACON_WALLETS = 10 };

enum beacon_kind {
	BEACON_NONE,          /* nothing read yet */
	BEACON_FULL,
	BEACON_BOOTING,
	BEACON_BUILD_ERROR,   /* its own script failed to write it */
	BEACON_PARTIAL        /* a summary by another station, or a state word this program does not know */
};

/* Free room and strength, as heartbox measures. */
struct beacon_capacity {
	int64_t zencard_slots, nostr_slots, reserved_slots, free_gb, power, watts;
	int64_t crypto_score, crypto_ms, write_mbps, read_mbps, vram_gb, cloud_free_gb, ipfs_free_gb, root_free_gb;
	char tier[16], gpu[48];
	int provider_ready, storage_ready;   /* -1 unknown, 0, 1 */
};

struct beacon_economy {
	int64_t multipass, zencards;
	int64_t captain_zc, treasury_zc, revenue_zc, costs_zc, balance_zc, pay_zc;
	char risk[12];
};

struct beacon_boot {
	int64_t start, end, seconds;         /* end 0: runs */
	bool running;
};

/* What heartbox tells of the machine: for stations afar, where nothing else is known of it. */
struct beacon_machine {
	char cpu[64];
	int64_t cores, mhz, mem_total_mb, mem_used_mb, disk_percent, temp_mc, load_centi;
	char disk_total[12], disk_used[12], disk_free[12];
	int64_t at;                          /* when it was measured; 0 unknown */
};

enum beacon_wallet { WALLET_G1, WALLET_SOCIETY, WALLET_TREASURY, WALLET_RND, WALLET_ASSETS, WALLET_IMPOT, WALLET_CAPITAL,
	WALLET_AMORTISSEMENT, WALLET_INTRUSION, WALLET_ROOT };

struct beacon {
	enum beacon_kind kind;
	char status[24];                     /* the state word as it came, "" */
	char version[24];
	bool newer;                          /* a version beyond what this program knows */
	bool zen_bug;                        /* some balance read -10: unknown, whatever the rest says */
	int64_t created;                     /* wall clock seconds it claims; 0 */
	char host[80], city[64], ip[48], ip6[48];
	char peer[64], swarm_id[56];
	char captain[80], captain_hex[65], node_hex[65], captain_g1[56], zencard_g1[56], node_g1[56];
	char ssh[512];
	char url_station[160], url_gateway[160], url_api[160], url_relay[160], url_passport[160], ipns_swarm[80];
	double lat, lon;
	bool placed;                         /* lat and lon mean something */
	char wallets[BEACON_WALLETS][56];
	int64_t captain_zc, node_zc, source_zc, root_zc;
	int64_t paf_zc, ncard_zc, zcard_zc, machine_zc, bilan_zc;
	int64_t ipfs_peers;                  /* how many its IPFS node is connected to */
	char tunnels[256];                   /* comma list of what it shares */
	char uptime[40];
	struct beacon_capacity capacity;
	struct beacon_economy economy;
	struct beacon_machine machine;
	struct daemons daemons;                  /* owned */
	struct beacon_boot boots[BEACON_BOOTS];
	size_t n_boots;
};

void beacon_init(struct beacon *b);      /* everything unknown */
void beacon_free(struct beacon *b);
/* Reads the JSON into an initialised beacon; what is missing stays as it is. E_PROTOCOL, E_TOO_BIG. */
enum err beacon_read(struct beacon *b, struct slice json, struct fault *f);
/* Adds heartbox_analysis.json: machine, services, capacities. */
enum err beacon_heartbox(struct beacon *b, struct slice json, struct fault *f);
/* One object of a list another station keeps (SWARM[] of UPassport): a partial beacon. o is a json_t. */
enum err beacon_object(struct beacon *b, const void *o, struct fault *f);
/* Copies a beacon, its services too. */
void beacon_copy(struct beacon *to, const struct beacon *from);
/* A json_t in the stations' own form, for the cache: beacon_object reads it back. What heartbox alone tells is left out. */
void *beacon_write(const struct beacon *b);

extern const char *const beacon_kinds[];   /* "none" "full" "booting" "build-error" "partial": stable */
extern const char *const beacon_wallets[]; /* "g1" "society" ...: stable, small letters */

#endif
