/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The universal dividend, and the quota that gives members their fees back. */
#ifndef SANDBOX_CHAIN_UD_H
#define SANDBOX_CHAIN_UD_H

#include "sandbox/chain/exec.h"

/* What a member that may claim from index first on has not claimed yet, up to index now; *count dividends. */
uint64_t ud_unclaimed(const struct state *s, uint16_t first, uint16_t *count);
void ud_on_timestamp(struct exec *x);
struct derr ud_claim(struct exec *x, const unsigned char who[32]);
void ud_on_member_lost(struct exec *x, uint16_t first, const unsigned char who[32]);

enum { QUOTA_MAX = 1000, QUOTA_RELOAD = 600 };
void quota_queue(struct exec *x, const unsigned char who[32], uint32_t index, uint64_t n);
void quota_process(struct exec *x);               /* at the end of a block */
void quota_start(struct exec *x, uint32_t index);
uint64_t quota_estimate(const struct exec *x, uint32_t index);

#endif
