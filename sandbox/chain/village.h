/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The village lives: now and then somebody pays, claims dividends, certifies a newcomer. Signed with their own toy keys and
 * sent into the pool like anything else; the ready accounts receive, but never act by themselves. */
#ifndef SANDBOX_CHAIN_VILLAGE_H
#define SANDBOX_CHAIN_VILLAGE_H

#include "io/loop.h"
#include "sandbox/chain/chain.h"

struct village;
/* taken: called after an extrinsic went into the pool. */
struct village *village_new(struct loop *l, struct chain *c, const struct world *w, void (*taken)(void *arg), void *arg);
void village_free(struct village *v);

#endif
