/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Was this extrinsic put into a block? Walks down the chain from one block, by parents, and checks each header's hash and each
 * body against it, so that neither "here" nor "nowhere" can be made up by one node below a block that two agree on. */
#ifndef G1_LOCATE_H
#define G1_LOCATE_H

#include "g1/storage.h"

enum { LOCATE_THERE = UINT32_MAX, LOCATE_BLOCKS = 70000 };

/* FAILED: nobody could be asked, or the way is longer than LOCATE_BLOCKS. */
enum locate_verdict { LOCATE_FOUND, LOCATE_NOWHERE, LOCATE_FAILED };

/* Borrowed until fn returns. */
struct locate_answer {
	enum locate_verdict verdict;
	struct fault fault;           /* with FAILED */
	uint32_t number, index;       /* of the block; of the extrinsic in it */
	unsigned char block[32];
	enum degree degree;           /* of the block the walk began at */
};

struct locate_ask {
	struct pool *pool;
	unsigned char hash[32];       /* of the extrinsic's bytes */
	uint32_t from, to;            /* blocks, both included; to is at most the top's number */
	uint32_t top;                 /* begins here; LOCATE_THERE: only in the block of that hash, whatever its number */
	unsigned char top_hash[32];
	enum degree degree;           /* ... believed so far */
	void (*fn)(void *arg, const struct locate_answer *a);
	void *arg;
};

struct locate;
struct locate *locate_start(const struct locate_ask *a);
void locate_cancel(struct locate *l); /* NULL is fine; not after fn */

#endif
