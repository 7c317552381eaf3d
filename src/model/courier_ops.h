/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the courier needs of the chain, as a table, so that tests can bring a chain that loses answers and dies. The first
 * argument of each is the self of courier_new. */
#ifndef MODEL_COURIER_OPS_H
#define MODEL_COURIER_OPS_H

#include "g1/draft.h"
#include "g1/submit.h"

struct courier_ops {
	/* As draft_facts and draft_cancel: fn later, once. */
	void *(*facts)(void *self, const unsigned char pub[32], void (*fn)(void *arg, const struct draft_facts *d), void *arg);
	void (*facts_cancel)(void *self, void *job);
	/* The runtime in force, NULL while unknown; genesis inside. */
	struct runtime *(*runtime)(void *self);
	/* As submit_start and submit_stop. */
	void *(*submit)(void *self, struct submit_ask *a);
	void (*stop)(void *self, void *submit);
	const char *(*host)(void *self, unsigned node);   /* "" unknown */
};

extern const struct courier_ops courier_g1;               /* its self is the app */

enum { COURIER_PERIOD = 64 };                             /* blocks a payment stays valid: 6.4 minutes */

#endif
