/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that have to wait until a model knows something: the step is tried at once and again whenever the model moves. For
 * cmd_*.c only; on the loop. */
#ifndef CMD_WAIT_H
#define CMD_WAIT_H

#include "cmd/cmd.h"

struct subject;

enum { WAIT_USUAL_MS = 20000 };
enum { WAIT_NODES = 1, WAIT_INDEXERS = 2 };

/* Ends the run by cmd_finish, whose drop calls wait_stop, or stops the wait and goes on otherwise; or leaves all as it is: not yet. */
typedef void wait_step(struct cmd_run *r);

struct wait;
/* After patience_ms (-1: never) late is called once; NULL: the run ends with the fault of the subject, or E_TIMEOUT. */
struct wait *wait_for(struct cmd_run *r, struct subject *s, int64_t patience_ms, wait_step *step, void (*late)(struct cmd_run *r));
/* In late: not yet, late is called again after so long. */
void wait_again(struct wait *w, int64_t patience_ms);
/* Of these somebody must answer: when all of a kind were tried and are away, late is called soon, with E_OFFLINE in the run's
 * fault. */
void wait_needs(struct wait *w, unsigned kinds);
/* From the run's drop; safe in a step; NULL is fine. */
void wait_stop(struct wait *w);

#endif
