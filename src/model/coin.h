/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Ğ1 service of the present world, and who hears its news. It is opened when it is first wanted: what needs no chain never
 * goes to the network. The subject moves with heads, figures, nodes and runtime; its state is that of the link to the chain. */
#ifndef MODEL_COIN_H
#define MODEL_COIN_H

#include "g1/g1.h"
#include "model/coin_ops.h"
#include "model/subject.h"

struct app;

struct coin {
	struct subject subject;
	const struct coin_ops *ops;
	void *self;               /* of the ops */
	struct app *app;
	struct g1 *g1;            /* NULL: not opened, or a test's chain */
	struct coin_own *own;
};

/* ops NULL: the real one. */
struct coin *coin_new(struct app *a, const struct coin_ops *ops, void *self);
void coin_free(struct coin *c);
/* Opens the network. E_OK when it is open already. */
enum err coin_open(struct coin *c, struct fault *f);
/* Every piece of news as g1 tells it, beside the subject. */
struct coin_ear *coin_listen(struct coin *c, void (*fn)(void *arg, enum g1_news what, const unsigned char *pub, const struct fault *f), void *arg);
void coin_unlisten(struct coin *c, struct coin_ear *e);
/* How many seconds until a block of now is final, from what the chain does at present; 0 unknown. c NULL: unknown. */
int64_t coin_final_s(const struct coin *c);
/* Agreed by two nodes or proven, or said by the person's own node. */
bool coin_believed(const struct coin *c, const struct source *s);
bool coin_checked(const struct coin *c);   /* a second node is there beside the main one */
bool coin_hopeless(const struct coin *c);  /* every node that is known was caught, or is of another chain */

extern const struct coin_ops coin_g1_ops;             /* its self is the coin */

#endif
