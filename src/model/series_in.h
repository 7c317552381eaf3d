/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of model/series.h: a head of 64 bytes, then one ring of records a level. A record holds all metrics of one span of
 * time; its place follows from its time, so that nothing but records is ever written, each with a check of its own. */
#ifndef MODEL_SERIES_IN_H
#define MODEL_SERIES_IN_H

#include "model/series.h"
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* ROOM leaves place for metrics to come without changing the form of the file. */
enum { SERIES_VERSION = 1, SERIES_LEVELS = 3, SERIES_ROOM = 48, SERIES_HEAD = 64 };

struct series_level {
	int64_t step;         /* seconds of a record */
	unsigned slots;
};

struct series_cell {
	int64_t mean, most;
	uint32_t weight;      /* samples in it; 0: none */
	uint32_t pad;
};

struct series_record {
	uint32_t check, pad;  /* of what follows; 0: empty */
	int64_t at;
	struct series_cell cells[SERIES_ROOM];
};

struct series {
	struct subject subject;
	struct app *app;
	char *path;
	struct series_record *records;
	int fd;
	struct lock *lock;
	bool pen, opened;
	bool dirty[SERIES_LEVELS];
	size_t dirty_slot[SERIES_LEVELS];
	int64_t read_ms;
};

extern const struct series_level series_levels[SERIES_LEVELS];
extern const struct metric_about series_metrics[METRIC_COUNT];

const struct series_record *series_slot(const struct series *s, int level, int64_t at); /* NULL: nothing is known of then */
void series_fresh(struct series *s);

_Static_assert((int)METRIC_COUNT <= (int)SERIES_ROOM, "more metrics than a record has room for");
_Static_assert((720 + 864 + 768) * sizeof(struct series_record) + SERIES_HEAD < 4 << 20, "the file stays below 4 MB");

#endif
