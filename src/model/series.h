/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures over time: one file of fixed size (below 4 MB), a month at falling resolution (30 s for six hours, 5 min for three
 * days, an hour for thirty-two days). A power cut loses at most the record being written. One instance writes, the others read.
 * One sample a minute is taken of one's own station while the program runs; more often what is watched. */
#ifndef MODEL_SERIES_H
#define MODEL_SERIES_H

#include "base/err.h"
#include "model/subject.h"
#include <stddef.h>

#define SERIES_NONE INT64_MIN

struct app;
struct series;

enum metric { METRIC_CPU, METRIC_MEMORY, METRIC_TEMP, METRIC_LOAD, METRIC_DISK_USED, METRIC_NET_IN, METRIC_NET_OUT,
	METRIC_PEERS, METRIC_PEERS_RELAYED, METRIC_STATIONS, METRIC_RATE_IN, METRIC_RATE_OUT, METRIC_BYTES_IN, METRIC_BYTES_OUT,
	METRIC_REPO, METRIC_PINS, METRIC_BITSWAP_IN, METRIC_BITSWAP_OUT, METRIC_SERVICES_UP, METRIC_SERVICES_DOWN,
	METRIC_MULTIPASS, METRIC_ZENCARDS, METRIC_BALANCE, METRIC_SWARM_FRESH, METRIC_BOARDS_UP, METRIC_BOARDS_SENT,
	METRIC_BOARDS_RECEIVED, METRIC_ROUND_TRIP, METRIC_COUNT };

struct metric_about {
	const char *name;     /* "cpu": stable */
	const char *title;    /* N_() */
	const char *unit;     /* "%o" thousandths, "B", "B/s", "mC", "c" hundredths, "us", "" */
	bool counter;         /* BYTES_IN: grows for ever; of two samples the difference counts */
};

struct series_point {
	int64_t at;           /* wall clock: begin of its span */
	int64_t mean, most;   /* SERIES_NONE: nothing was seen */
};

/* path NULL: the usual file. A newer or foreign file is left untouched and everything stays in memory. */
struct series *series_new(struct app *a, const char *path);
void series_free(struct series *s);              /* writes what is not yet written */
struct subject *series_subject(struct series *s);
const struct metric_about *series_about(enum metric m);
void series_put(struct series *s, enum metric m, int64_t value);
/* Fills n points that end now and cover span seconds, oldest first. Returns how many of them hold something. */
size_t series_get(const struct series *s, enum metric m, int64_t span, size_t n, struct series_point *out);
/* How far a counter moved in the last span seconds, restarts clamped; *seen: how many of them were watched. -1: unknown. */
int64_t series_moved(const struct series *s, enum metric m, int64_t span, int64_t *seen);
/* The straight line through the last span seconds: units a day; false when less than a tenth of it was seen. */
bool series_slope(const struct series *s, enum metric m, int64_t span, double *per_day, int64_t *seen);
void series_flush(struct series *s);

#endif
