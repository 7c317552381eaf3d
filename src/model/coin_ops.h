/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the wallet's models need of the chain, as a table, so that tests can bring a chain that loses answers and dies. The
 * first argument of each is its self. Jobs answer by fn, once, later; cancelling forgets them. NULL: there is no chain. */
#ifndef MODEL_COIN_OPS_H
#define MODEL_COIN_OPS_H

#include "g1/draft.h"
#include "g1/ledger.h"
#include "g1/people.h"
#include "g1/purse.h"
#include "g1/submit.h"

enum coin_job { COIN_FACTS, COIN_COST, COIN_LOOK, COIN_PERSON /* names, too */ };

struct coin_ops {
	/* The runtime in force, NULL while unknown. confirmed: a node said so in this run, without that nothing is signed. */
	struct runtime *(*runtime)(void *self, bool *confirmed);
	const struct pool_head *(*head)(void *self);      /* NULL */
	const char *(*host)(void *self, unsigned node);   /* "" unknown */
	/* The figures of an account, which is followed from then on; degree NONE while unknown. */
	const struct purse *(*purse)(void *self, const unsigned char pub[32]);
	const struct currency *(*currency)(void *self);
	struct ledger *(*ledger)(void *self);             /* NULL */

	/* draft_facts, draft_cost, purse_read, people_read */
	void *(*facts)(void *self, const unsigned char pub[32], void (*fn)(void *arg, const struct draft_facts *d), void *arg);
	void *(*cost)(void *self, struct slice bytes, void (*fn)(void *arg, const struct draft_cost *c), void *arg);
	void *(*look)(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct purse_answer *a), void *arg);
	void *(*person)(void *self, const char *what, void (*fn)(void *arg, const struct people_answer *a), void *arg);
	/* people_names: as an indexer says, checked on the chain */
	void *(*names)(void *self, const unsigned char (*pubs)[32], size_t n, void (*fn)(void *arg, const struct people_answer *a), void *arg);
	void (*cancel)(void *self, enum coin_job kind, void *job);

	/* submit_start, submit_stop */
	void *(*submit)(void *self, struct submit_ask *a);
	void (*stop)(void *self, void *submit);
};

#endif
