/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox as a whole: what was asked for on the command line, the clock of its world, its services, and the commands of
 * its control port. One process, one loop; everything lives as long as the sandbox. */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include "base/err.h"
#include "io/loop.h"
#include "sandbox/server.h"

#include <jansson.h>

struct sandbox;
enum sealing { SEAL_TIMED, SEAL_INSTANT, SEAL_MANUAL };

struct options {
	uint64_t seed;
	long members, wallets, transfers, stations;
	long busy;                /* how many of a hundred transfers are the first member's: for tests */
	long block_time_ms, finality;
	long port;                 /* of the first service, the others follow; 0: any free ports */
	long long clock;           /* the world's start in seconds since 1970; 0: now */
	enum sealing sealing;
	const char *state;         /* folder, or NULL: all in memory */
	bool still;                /* the village does nothing by itself */
	bool forget;               /* begin anew although --state holds a world */
	const json_t *inherit;     /* {"line":...,"ports":[...]} of the sandbox whose place is taken, or NULL: same token, same ports */
	/* Each time all services have started, with the line complete; may be NULL. */
	void (*started)(void *arg, const struct sandbox *sb);
	void *arg;
};

struct sandbox {
	struct options opt;
	struct loop *loop;
	struct server *server;
	struct world *world;       /* world.h: the village as generated */
	struct chain *chain;       /* chain/chain.h: set by the first service */
	json_t *line;              /* the JSON line: services add to it, and may read it as long as the sandbox lives */
	char token[33];
	int64_t skew_ms;           /* what "advance" added to the clock */
	int64_t birth_ms;          /* when this village was begun: what tells it from others of its seed; a wiped one keeps it */
	bool disk_full;            /* a fault: whatever writes must fail as if the disk were full */
	int next_port;
	struct sandbox_inside *in;
};

/* A service of the table in services.c, started in its order. start opens its ports, adds its part to the JSON line and
 * registers its control commands and switches; whatever it allocates it keeps in a static or in what stop can reach. */
struct service {
	const char *name;
	enum err (*start)(struct sandbox *sb, json_t *line, struct fault *f);
	void (*stop)(struct sandbox *sb);
	enum err (*save)(struct sandbox *sb, struct fault *f); /* into opt.state; may be NULL: nothing is kept */
	enum err (*advanced)(struct sandbox *sb, struct str *why); /* the clock jumped ahead; may be NULL */
};
extern const struct service *const services[]; /* ends with NULL */

/* Builds the world and starts every service; sb->line is the JSON object to print. After a failure nothing is left. */
enum err sandbox_start(struct sandbox *sb, struct loop *l, const struct options *opt, struct fault *f);
void sandbox_stop(struct sandbox *sb);
enum err sandbox_save(struct sandbox *sb, struct fault *f); /* everything, into opt.state */

/* The next port in --port order, opened for h; NULL with the fault filled. */
struct port *sandbox_listen(struct sandbox *sb, const struct port_handlers *h, struct fault *f);
char *sandbox_folder(const char *what); /* a fresh one for what need not last; NULL and errno; to be freed */
json_t *sandbox_ports(const struct sandbox *sb); /* those in use, in their order; the caller's */

/* The clock of this world, milliseconds since 1970: the machine's, plus what was advanced. */
int64_t sandbox_now_ms(const struct sandbox *sb);

/* A command of the control port: words[0] is its name. Gives an answer to print (owned by the caller), or NULL with why
 * filled. May not block. */
typedef json_t *ctl_fn(struct sandbox *sb, void *arg, size_t n, const char *const *words, struct str *why);
void sandbox_command(struct sandbox *sb, const char *name, const char *usage, ctl_fn *fn, void *arg);
json_t *sandbox_order(struct sandbox *sb, const char *line, struct str *why); /* what the control port carries out */

#endif
