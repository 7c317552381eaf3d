/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading purses once, for addresses that are not followed: the one-shot balance, the scan of derivations, the receiver of a
 * payment. And the plain half: values of the state into purses. */
#ifndef G1_PURSE_H
#define G1_PURSE_H

#include "g1/account.h"

/* Borrowed until fn returns; purses[i] belongs to pubs[i]. */
struct purse_answer {
	struct fault fault;
	const struct purse *purses;
	const struct currency *currency;
	size_t n;
	const unsigned char *block;      /* hash of the block they are of; NULL: not known */
};

struct purse_ask {
	struct pool *pool;
	struct runtime *runtime;
	const unsigned char (*pubs)[32]; /* copied */
	size_t n;
	bool best;                       /* at the best block, quickly, SAID; else at the final one, proven where possible */
	const char *label;
	void (*fn)(void *arg, const struct purse_answer *a);
	void *arg;
};

struct purse_job;
struct purse_job *purse_read(const struct purse_ask *a);
void purse_cancel(struct purse_job *j);  /* NULL is fine; not after fn */

/* Values of the state about one address; p NULL: absent. The last three are of its identity; quota: of the linked one. */
struct purse_values {
	struct slice account, index, identity, membership, quota;
};
/* Sets everything but source, block and final. now: block of the values, for the quota. E_PROTOCOL when they do not fit. */
enum err purse_fill(struct purse *p, const struct runtime *r, const struct currency *c, uint32_t now, const struct purse_values *v,
                    struct fault *f);

#endif
