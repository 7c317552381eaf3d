/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traffic of the IPFS node: now, per protocol, and over the last day from the time series. Fed by model/ipfs.c; rows are asked
 * while they are watched. Rates -1: not known. */
#ifndef MODEL_BANDWIDTH_H
#define MODEL_BANDWIDTH_H

#include "ipfs/kubo_types.h"
#include "model/subject.h"

struct app;

struct bandwidth {
	struct subject subject;
	struct subject each;                    /* for who shows protocols: each is a question of its own */
	struct kubo_rate now;
	VEC(, struct kubo_protocol) protocols;  /* busiest first; those that never moved a byte are left out */
	int64_t day_in, day_out;                /* bytes of the last 24 h as far as they were seen; -1 */
	int64_t day_seen;                       /* seconds of them that were seen */
	struct app *app;
};

struct bandwidth *bandwidth_new(struct app *a);
void bandwidth_free(struct bandwidth *b);
/* For model/ipfs.c. */
void bandwidth_take(struct bandwidth *b, const struct kubo_rate *r);
void bandwidth_take_protocol(struct bandwidth *b, const struct kubo_protocol *p);

#endif
