/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The distance rule, and the oracle that reckons by it. */
#ifndef SANDBOX_CHAIN_DISTANCE_H
#define SANDBOX_CHAIN_DISTANCE_H

#include "sandbox/chain/exec.h"

void distance_turn(struct exec *x);   /* at the beginning of a block */
/* The author's oracle: what it found for the pool that waits for results, as the bytes of a ComputationResult; false when
 * nothing waits. at is the state of the evaluation block. */
bool distance_result(const struct exec *x, const struct state *at, struct str *out);
/* Perbill of the referees that an identity reaches; the rule itself. */
uint32_t distance_of(const struct state *at, uint32_t index);

#endif
