/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recorded chain, history, journal, address book and table of nodes, out of the "chain" member of a fixture (--fixture): for
 * tests of screens and for reports of bugs. Nothing of it touches the disk or the network, and nothing can be sent.
 *   host best final time ud_index members mass_c next_ud next_reeval   the head and the currency; ud_c, mean_c: the wallet's
 *   fee_c refund_c          what every payment costs
 *   people   [{name address member exists proven multipass}]   others on the chain; without exists: true
 *   history  [{account opening_c rows: [{time block kind party name identity amount_c days comment}]}]   newest first
 *   journal  [{kind state to name amount_c comment block words code fee_c}]   of the first account, oldest first
 *   contacts [{name address group note}]
 *   nodes    [{host kind health chosen second height final lag ping_ms version archive agrees origin why}] */
#ifndef MODEL_RECORDED_H
#define MODEL_RECORDED_H

#include "base/err.h"
#include "base/vec.h"
#include <jansson.h>

struct app;
struct node;
struct recorded;

/* Takes the place of the chain of this app, whose wallet is loaded already. */
enum err recorded_load(struct app *a, const json_t *chain, struct fault *f);
void recorded_free(struct recorded *r);   /* after all models that use the chain; NULL is fine */
bool recorded_busy(const struct recorded *r);
/* The rows of the table of nodes, borrowed. */
size_t recorded_nodes(const struct recorded *r, const struct node **out);

#endif
