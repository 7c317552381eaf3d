/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner ("calcul de charge"): how many people a station and its swarm can carry, what one more machine adds, and how full
 * they are at the present pace. Every assumption can be changed; the formula of each line is told with it. */
#ifndef MODEL_CAPACITY_H
#define MODEL_CAPACITY_H

#include "base/str.h"
#include "model/subject.h"
#include "station/economy.h"
#include <stddef.h>

struct app;

/* The assumptions, in the order views list them. All are integers in the unit told by capacity_assumption. */
enum assume { ASSUME_PEOPLE, ASSUME_COLLECTIVE, ASSUME_MULTIPASS_GB, ASSUME_ZENCARD_GB, ASSUME_COPIES, ASSUME_KBITS,
	ASSUME_PRESENT, ASSUME_MEMORY_MB, ASSUME_SYSTEM_MB, ASSUME_PER_CORE, ASSUME_UPLINK_MBITS, ASSUME_MACHINE_GB,
	ASSUME_MACHINE_MB, ASSUME_MACHINE_CORES,
	ASSUME_NCARD, ASSUME_ZCARD, ASSUME_PAF, /* 0: as the station publishes */
	ASSUME_COUNT };

struct assumption {
	const char *name;         /* "people": stable, for --set and --json */
	const char *title;        /* N_() */
	const char *unit;         /* N_(), "" none */
	int64_t usual, least, most;
};

enum resource { NEED_STORAGE, NEED_BANDWIDTH, NEED_MEMORY, NEED_COMPUTING, NEED_MULTIPASS, NEED_ZENCARD, NEED_COUNT };

/* One line of the plan. -1: unknown. need, here and swarm are in unit; carried: people that this resource could carry. */
struct need {
	enum resource resource;
	const char *name;         /* "storage": stable */
	const char *title, *unit, *formula; /* N_() */
	int64_t need, here, swarm, one_more;
	int64_t used;             /* of here, today */
	int64_t people_here, people_swarm, people_more; /* how many people each would carry */
};

/* One step of the growth line. */
struct growth_point {
	int64_t at;               /* wall clock */
	int64_t people;
};

struct capacity {
	struct subject subject;
	int64_t assume[ASSUME_COUNT];
	struct need needs[NEED_COUNT];
	int64_t people_today;         /* accounts hosted here; -1 */
	int64_t people_here, people_swarm, people_more; /* the least over all resources that are known */
	enum resource tightest;       /* which one that is */
	int64_t machines_wanted;      /* more machines until the swarm carries all people asked for; -1 */
	int64_t pace;                 /* new accounts in thirty days; -1 unknown */
	int64_t full_at;              /* wall clock; 0: not in sight */
	struct growth_point line[13]; /* now and the twelve months after */
	size_t n_line;
	unsigned swarm_seen;          /* version of the swarm that its part was added up from; 0: to be added up anew */
	bool machine_seen;            /* and whether this machine was measured then */
	struct economy plan;          /* the week's economy, were all people asked for here, at the prices assumed */
	struct app *app;
};

struct capacity *capacity_new(struct app *a);
void capacity_free(struct capacity *c);
const struct assumption *capacity_assumption(enum assume i);
/* E_INVALID outside its bounds. Recomputes. */
enum err capacity_assume(struct capacity *c, enum assume i, int64_t value);
enum err capacity_assume_text(struct capacity *c, struct slice words, struct fault *f); /* "people=300 copies=2" */
void capacity_compute(struct capacity *c);

#endif
