/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map from byte strings to pointers (open addressing, keys copied). Zero is empty. The values are the caller's.
 * Hashing is seeded at start, so that strangers cannot choose colliding keys. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map {
	struct map_slot *slots;
	size_t n, used, cap; /* n live keys; used counts tombstones too */
};

void *map_get(const struct map *m, struct slice key);             /* NULL when absent */
void *map_set(struct map *m, struct slice key, void *value);      /* returns the previous value; value is not NULL */
void *map_del(struct map *m, struct slice key);                   /* returns what was removed */
/* Visits all: start with *i = 0; false at the end. Keys and values are borrowed; only map_del of the current key may
 * change the map meanwhile. */
bool map_next(const struct map *m, size_t *i, struct slice *key, void **value);
void map_free(struct map *m);

#endif
