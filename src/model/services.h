/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The services of the station that is shown: state, version, port, what each needs. HERE they are looked at directly (who
 * listens, what systemd says), else as the station publishes them. */
#ifndef MODEL_SERVICES_H
#define MODEL_SERVICES_H

#include "model/subject.h"
#include "station/daemon.h"

struct app;

struct services {
	struct subject subject;
	struct daemons daemons;            /* in a fixed order: what matters first */
	struct daemon_tally tally;
	struct source source;
	struct services_inside *in;
};

struct services *services_new(struct app *a);
void services_free(struct services *s);
void services_refresh(struct services *s);
/* For models: the station's beacon changed, or who looks did. */
void services_look(struct services *s);
void services_station(struct services *s);

#endif
