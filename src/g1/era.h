/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a signed extrinsic may enter a block. Plain arithmetic. */
#ifndef G1_ERA_H
#define G1_ERA_H

#include "codec/scale.h"

struct era {
	uint32_t period;        /* a power of two, 4 to 65536; 0: immortal */
	uint32_t birth;         /* the block whose hash is signed */
};

/* From a block that is final now; the period is rounded up to a power of two within bounds. */
struct era era_at(uint32_t period, uint32_t block);
void era_pack(const struct era *e, struct str *out);
/* Reads the one or two bytes; the birth is the latest one not above block. False when they are no era. */
bool era_read(struct scale *in, uint32_t block, struct era *out);
/* The last block the extrinsic can be in; UINT32_MAX for an immortal one. */
uint32_t era_last(const struct era *e);

#endif
