/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Block headers: SCALE and the JSON of the RPC, and the hash, which must always be computed and never be believed. Digest
 * items are kept as their bytes; their form is checked. */
#ifndef CODEC_HEADER_H
#define CODEC_HEADER_H

#include "base/err.h"
#include "base/str.h"
#include "codec/scale.h"
#include <jansson.h>

enum { HEADER_ITEMS = 32, HEADER_MAX = 1 << 20 };

struct header {
	unsigned char parent[32], state_root[32], extrinsics_root[32];
	uint32_t number;
	size_t n_items;
	struct slice items[HEADER_ITEMS]; /* one SCALE item each, borrowed */
};

/* Reads one header off *in; false when it does not fit or holds an unknown digest item. */
bool header_decode(struct scale *in, struct header *out);
void header_encode(const struct header *h, struct str *out);
void header_hash(const struct header *h, unsigned char out[32]);
/* From {parentHash, number, stateRoot, extrinsicsRoot, digest{logs}}; the items live in *bytes. */
enum err header_from_json(const json_t *v, struct header *out, struct str *bytes);
json_t *header_to_json(const struct header *h);
/* The slot of the block by its BABE item: seconds since 1970 are six times this on a chain of 6 s. False without one. */
bool header_slot(const struct header *h, uint64_t *slot);

#endif
