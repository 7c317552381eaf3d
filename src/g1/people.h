/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People on the chain: found by name at an indexer (SAID), or read from the chain by index, exact name or address, with proof. */
#ifndef G1_PEOPLE_H
#define G1_PEOPLE_H

#include "g1/account.h"
#include "g1/indexer.h"

enum { PEOPLE_NAME = 43 };

struct person_found {
	struct source source;
	uint32_t index;
	char name[PEOPLE_NAME];       /* "" unknown: the chain keeps names only to find indexes */
	unsigned char pub[32];
	enum account_status status;
	int64_t until;                /* block of the next change; 0 */
};

/* Borrowed until fn returns. */
struct people_answer {
	struct fault fault;
	const struct person_found *v;
	size_t n;
	bool more;
};

struct people_job;
/* Names that contain the words, members first; at most n. */
struct people_job *people_search(struct indexer *x, const char *words, size_t n, void (*fn)(void *arg, const struct people_answer *a), void *arg);
/* By exact name, by index ("#7243"), or by address, on the chain; one, or E_NOT_FOUND. An address gives no name. */
struct people_job *people_read(struct pool *p, struct runtime *r, const char *what, void (*fn)(void *arg, const struct people_answer *a), void *arg);
void people_cancel(struct people_job *j);

/* Names of addresses as an indexer says; those that the chain confirms (this name is of the index that owns the address) have
 * its degree, others keep SAID. Addresses without identity are left out. */
struct people_job *people_names(struct indexer *x, struct pool *p, struct runtime *r, const unsigned char (*pubs)[32], size_t n,
                                void (*fn)(void *arg, const struct people_answer *a), void *arg);

#endif
