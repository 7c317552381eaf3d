/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Geohashes, and what stands in a NOSTR "g" tag: a geohash or "latitude,longitude". */
#ifndef CODEC_GEOHASH_H
#define CODEC_GEOHASH_H

#include "base/str.h"

enum { GEOHASH_MAX = 12 };

struct geohash_box {
	double lat, lon;             /* the middle */
	double lat_error, lon_error; /* half its height and width; 0 for a plain position */
};

/* False for a place that is not on the globe or a length of 0 or beyond GEOHASH_MAX. */
bool geohash_write(double lat, double lon, size_t length, char out[GEOHASH_MAX + 1]);
bool geohash_read(struct slice text, struct geohash_box *out);
bool geohash_tag(struct slice text, struct geohash_box *out);

#endif
