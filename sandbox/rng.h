/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers that are the same for the same seed and topic, on every machine (xoshiro256**). Not for secrets: all
 * keys of the village are toys. Each topic has its own stream, so that one part may change without moving the others. */
#ifndef SANDBOX_RNG_H
#define SANDBOX_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t s[4];
};

void rng_init(struct rng *r, uint64_t seed, const char *topic, uint64_t index);
uint64_t rng_u64(struct rng *r);
uint64_t rng_below(struct rng *r, uint64_t n);             /* 0 .. n - 1; 0 when n is 0 */
int64_t rng_between(struct rng *r, int64_t from, int64_t to); /* both included */
bool rng_chance(struct rng *r, unsigned per_mille);
double rng_unit(struct rng *r);                            /* 0 <= x < 1 */
double rng_bell(struct rng *r);                            /* about normal: mean 0, deviation 1, within 6 */
void rng_bytes(struct rng *r, void *out, size_t n);

#endif
