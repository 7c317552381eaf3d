/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine of the station that is shown: read here while the subject is watched, from what the station publishes when it
 * is afar (then host.at_ms is 0 and told says what there is). */
#ifndef MODEL_MACHINE_H
#define MODEL_MACHINE_H

#include "model/subject.h"
#include "station/beacon.h"
#include "station/host.h"

struct app;

struct machine {
	struct subject subject;
	struct host host;               /* HERE; at_ms 0 when it is not this machine */
	struct beacon_machine told;     /* AFAR: what its heartbox measured, -1 and "" unknown */
	struct source source;
	struct machine_inside *in;
};

struct machine *machine_new(struct app *a);
void machine_free(struct machine *m);
/* Reads now; the first reading gives no rates, a second one follows by itself. */
void machine_refresh(struct machine *m);
/* For models: reads as often as somebody looks; one reading for the time series. */
void machine_look(struct machine *m);
void machine_sample(struct machine *m);
const char *machine_root(void);        /* prefix of /proc and /sys, "" but in tests */

#endif
