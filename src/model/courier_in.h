/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The courier from inside: courier.c keeps the errands, courier_sign.c makes bytes of a draft, courier_send.c brings them to the
 * chain and writes down what became of them. */
#ifndef MODEL_COURIER_IN_H
#define MODEL_COURIER_IN_H

#include "base/vec.h"
#include "io/lock.h"
#include "io/loop.h"
#include "model/app.h"
#include "model/coin_ops.h"
#include "model/courier.h"

/* One row under way: first a lock, facts and a signature, then a submission. */
struct errand {
	struct courier *c;
	int64_t id;
	unsigned char account[32];
	uint32_t spec;               /* of the runtime its call is written for; 0 unknown */
	struct lock *lock;
	struct loop_timer *again;
	int64_t since;               /* tick_ms, of waiting for the lock */
	void *facts, *submit;
	bool in_block, refused, ended;
	uint32_t block;
	unsigned char block_hash[32];
	char news[160];
	void (*fn)(void *arg, enum err e, const struct fault *f);
	void *arg;
};

struct courier {
	struct app *app;
	struct journal *journal;
	const struct coin_ops *ops;
	void *self;
	VEC(, struct errand *) errands;
	struct loop_timer *look;
	bool tells;
};

/* courier.c */
void courier_drop(struct errand *e);                          /* frees it; its row stays as it is */
/* Before there are bytes: the row stays a draft. Frees the errand, then tells who waited. */
void courier_fail(struct errand *e, enum err code, struct fault *f);
void courier_answer(struct errand *e, enum err code, const struct fault *f); /* who waited hears it, once */
void courier_say(struct errand *e, const char *text);         /* what courier_news gives */
/* A transition that another instance wrote first is no failure: the row is right already. */
void courier_wrote(enum err code, const struct fault *f);

/* courier_sign.c: a timer's function, that takes the account's lock, asks for facts, signs and sends. arg: the errand. */
void courier_sign(void *arg);

/* courier_send.c. The bytes are on the disk; from here on nothing is signed any more. */
void courier_send(struct errand *e, bool look_first, const char *host);

#endif
