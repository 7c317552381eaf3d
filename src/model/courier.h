/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carries rows of the journal to the chain: signs a confirmed draft once, sends its bytes, follows them until nothing can change
 * any more, and picks all of it up again after a crash. It signs nothing that has bytes, and never two drafts of one account
 * with the same nonce, in this process or another. What it finds out is written to the journal first; watch that. */
#ifndef MODEL_COURIER_H
#define MODEL_COURIER_H

#include "model/journal.h"

enum { COURIER_PERIOD = 64 }; /* blocks a payment stays valid: 6.4 minutes */

struct app;
struct courier;
struct coin_ops;

/* ops: those of the app's coin; tests bring a chain of their own (coin_ops.h). */
struct courier *courier_new(struct app *a, struct journal *j, const struct coin_ops *ops, void *self);
/* What is under way goes on when a courier is next made: by its rows. */
void courier_free(struct courier *c);

/* Signs the draft with the open vault and sends it. fn (may be NULL) is called once, when the row is signed, or with why
 * not: it is a draft still, then. E_LOCKED, E_BUSY (another program pays from this account just now). */
void courier_go(struct courier *c, int64_t id, void (*fn)(void *arg, enum err e, const struct fault *f), void *arg);
/* A draft that could not be signed and nobody waits for any more. */
void courier_give_up(struct courier *c, int64_t id);
/* From now on a good end is a notice, too: for a front that stays. */
void courier_tells(struct courier *c);
/* Follows every living row; sends again what was signed; gives up drafts that nobody can be about to sign. Safe at any time. */
void courier_resume(struct courier *c);
/* Follows one row of bytes that came signed from elsewhere. */
void courier_follow(struct courier *c, int64_t id);
size_t courier_busy(const struct courier *c);      /* rows being signed or followed */
/* What goes on with a row beyond its state ("nobody answers"), clean, translated; "". */
const char *courier_news(const struct courier *c, int64_t id);

#endif
