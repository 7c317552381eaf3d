/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has to be known freshly before a signature: nonce, a final block to be born in, the runtime in force; and what it will
 * cost, asked of the chain itself. Both asked of the node that will carry the payment. */
#ifndef G1_DRAFT_H
#define G1_DRAFT_H

#include "g1/chain.h"
#include "g1/compose.h"

/* Borrowed until fn returns. */
struct draft_facts {
	struct fault fault;           /* E_RUNTIME_CHANGED too: the version in force is not the runtime's */
	unsigned node;                /* who will carry it */
	uint32_t final, best;
	unsigned char final_hash[32];
	uint32_t nonce_final, nonce_best; /* of the account's state */
	uint32_t nonce_next;          /* with what waits in the node's pool: greater when another program pays, too */
	struct purse purse;           /* at the final block; proven where possible */
	struct currency currency;
};

struct draft_job;
struct draft_job *draft_facts(struct pool *p, struct chain *c, const unsigned char pub[32],
                              void (*fn)(void *arg, const struct draft_facts *d), void *arg);

/* The chain's own estimate for signed bytes (the signature need not hold). */
struct draft_cost {
	struct fault fault;
	int64_t cost_c, fee_c, refund_c;  /* cost = fee less refund, never below 0 */
	bool by_rule;                     /* the node could not say: computed here, for the usual load */
};
struct draft_job *draft_cost(struct pool *p, struct slice bytes,
                             void (*fn)(void *arg, const struct draft_cost *c), void *arg);
void draft_cancel(struct draft_job *j);  /* NULL is fine; not after fn */

#endif
