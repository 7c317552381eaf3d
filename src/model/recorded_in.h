/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recorded chain from inside: recorded.c answers as a chain would, recorded_read.c fills it from the fixture. */
#ifndef MODEL_RECORDED_IN_H
#define MODEL_RECORDED_IN_H

#include "base/vec.h"
#include "model/coin_ops.h"
#include "model/nodes.h"
#include "model/recorded.h"

enum { RECORDED_SPEC = 1100, RECORDED_NONCE = 7 };

struct person {
	struct person_found found;
	bool exists, multipass;
};

struct job;

struct recorded {
	struct app *app;
	struct runtime *runtime;
	struct pool_head head;
	struct currency currency;
	struct ledger *ledger;
	char host[64];
	int64_t fee_c, refund_c;
	VEC(, struct person) people;
	VEC(, struct node) nodes;
	struct job *jobs;
	struct purse own;              /* what purse() gave last */
};

/* recorded.c */
struct source recorded_agreed(const struct recorded *r);
/* By its key, or by its name when pub is NULL; NULL when nobody has it. */
const struct person *recorded_person(const struct recorded *r, const unsigned char *pub, const char *name);

/* recorded_read.c */
enum err recorded_read(struct recorded *r, const json_t *chain, struct fault *f);

#endif
