/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers: the SCALE form of blocks, and headers of the times that nobody carried out (before the start, and while the clock
 * jumped), which are derived from their number when somebody asks. */
#ifndef SANDBOX_CHAIN_HEADERS_H
#define SANDBOX_CHAIN_HEADERS_H

#include "base/str.h"
#include "base/vec.h"

#include <stdint.h>

struct header {
	uint32_t number;
	unsigned char parent[32], state_root[32], extrinsics_root[32];
	struct str digest;       /* Vec<DigestItem>; owned */
	uint64_t time_ms;
};
void header_encode(const struct header *h, struct str *out);
void header_hash(const struct header *h, unsigned char hash[32]);
void header_free(struct header *h);
/* The digest of a block: the slot as BABE tells it, and a seal that only looks like one. */
void header_digest(struct str *out, uint32_t authority, uint64_t slot, const void *salt, size_t n);
/* The only extrinsic of a derived block: the time. */
void header_inherent(uint64_t time_ms, struct str *out);

enum { QUIET_STEP = 8192, QUIET_SHORT = 512 };

/* A stretch of derived blocks, first to last. before is the hash of first - 1. Blocks of a step are linked truly; between
 * steps of an unlinked stretch (the two years before the start, very long time jumps; counted back from its end) the link is
 * made up, because the true one would need all hashes before it. marks: for linked stretches, the hash at the end of each step. */
struct quiet {
	uint32_t first, last, step;
	uint64_t first_ms;
	bool linked;
	uint64_t seed;
	unsigned char before[32], state_root[32];
	VEC(, struct mark { unsigned char b[32]; }) marks;
};
/* Linked: computes the marks and gives the hash of the last block. */
void quiet_link(struct quiet *q, unsigned char last_hash[32]);
bool quiet_header(const struct quiet *q, uint32_t number, struct header *out);
/* Calls fn with the hashes of blocks from .. to of the stretch, upwards. */
void quiet_each(const struct quiet *q, uint32_t from, uint32_t to, void (*fn)(void *arg, uint32_t number, const unsigned char hash[32]),
		void *arg);
void quiet_free(struct quiet *q);

#endif
