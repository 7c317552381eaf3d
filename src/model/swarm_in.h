/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For model/swarm*.c only. */
#ifndef MODEL_SWARM_IN_H
#define MODEL_SWARM_IN_H

#include "base/map.h"
#include "model/swarm.h"
#include "model/sorting.h"

/* The beacon behind a row: whole for those whose own JSON was read. Few of them are ever looked at. */
struct swarm_known {
	struct swarm_row row;
	struct slice beacon;        /* folded, owned; .p NULL: nothing was told but that it is there */
};

struct swarm_inside {
	struct app *app;
	VEC(, struct swarm_known *) all; /* each stays where it is: names are borrowed */
	struct map places;          /* PeerID -> place in all, plus one */
	struct beacon looked_at;    /* the last one that was asked for */
	struct sorting index;
	struct reach *reach;
	struct loop_timer *timer, *step;
	struct home_walk *walk;     /* while the files of the cache are read */
	unsigned task;
	int asking;
	struct fault fault;         /* of the last source that failed */
	bool listed;                /* a station's own list was asked for */
	bool wide;                  /* the last round also asked the network */
	bool answered;              /* some source answered in this round */
};

/* What one source says of one station. */
void swarm_hear(struct swarm *s, const struct beacon *b, const char *peer, int64_t at, enum swarm_via via, const char *who, enum degree d);
void swarm_build(struct swarm *s);

#endif
