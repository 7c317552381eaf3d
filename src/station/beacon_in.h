/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables a beacon is read and written by, and the parts that heartbox writes too. For beacon*.c only; o may be NULL or of
 * any kind. */
#ifndef STATION_BEACON_IN_H
#define STATION_BEACON_IN_H

#include "station/beacon.h"
#include <jansson.h>
#include <stddef.h>

struct beacon_text {
	const char *key;
	size_t at, cap;
};

struct beacon_amount {
	const char *key;      /* a path: names joined by dots */
	size_t at;
	bool bug;             /* -10 stands for "not known" here */
};

struct beacon_count {
	const char *path;
	size_t at;
};

extern const struct beacon_text beacon_words[], beacon_lines[];
extern const struct beacon_amount beacon_amounts[];
extern const struct beacon_count beacon_counts[];

/* The rest of "capacities": words and answers. */
void beacon_capacities(struct beacon *b, const json_t *o);
void beacon_services(struct beacon *b, const json_t *o);

#endif
