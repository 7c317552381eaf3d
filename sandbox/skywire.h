/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Skywire hypervisor with eight boards, as visors of 2024 answer, five of them with the newer host figures too. It has
 * the real one's faults by nature: remote byte counters are always zero, a board without transports says null, one route
 * panics. What is wrong only sometimes is a switch: vanish BOARD, auth, slow. */
#ifndef SANDBOX_SKYWIRE_H
#define SANDBOX_SKYWIRE_H

#include "sandbox/sandbox.h"

extern const struct service service_skywire;

/* The rest is for skywire_*.c alone. */
enum { BOARDS = 8, BOARD_APPS = 2, BOARD_TRANSPORTS = 3 };

struct board_transport {
	char id[37];
	int remote;               /* board */
	const char *type;
	double sent_rate, recv_rate; /* bytes a second */
};

struct board {
	char pk[67];
	char server_pk[67];
	const char *version;
	bool newer;               /* answers host-stats */
	int64_t started_ms;
	int64_t round_trip_ns;
	int transports;           /* 0: the list is null */
	struct board_transport transport[BOARD_TRANSPORTS];
	int app_status[BOARD_APPS];
	const char *reward;
	uint64_t mem_total, disk_total, mem_used, disk_used;
};

struct skywire {
	struct sandbox *sb;
	struct mischief *mischief;
	struct board boards[BOARDS]; /* the first is the hypervisor's own */
	char session[44];            /* "" when nobody is logged in */
	int64_t session_until_ms;
	char csrf[96];
	int64_t csrf_until_ms;
};

void skywire_boards_init(struct skywire *s, uint64_t seed);
bool skywire_board_gone(const struct skywire *s, int i);
/* The i-th board there, in the order a list gives them; each owned by the caller. online: as the summaries list says. */
json_t *skywire_overview(const struct skywire *s, int i);
json_t *skywire_summary(const struct skywire *s, int i, bool online);
json_t *skywire_apps(const struct skywire *s, int i);
json_t *skywire_transports(const struct skywire *s, int i, const char *type, bool logs);
json_t *skywire_host_stats(const struct skywire *s, int i);

/* True when it answered: login, logout, csrf, user, or refused for want of a session. path is behind /api. */
bool skywire_auth(struct skywire *s, struct request *r, const char *path);
/* True when a writing call under /visors brought no valid token: it was answered 403. */
bool skywire_csrf_missing(struct skywire *s, struct request *r);
void skywire_json(struct request *r, int status, json_t *o); /* owned from here */
void skywire_error(struct request *r, int status, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
