/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For model/station*.c only. */
#ifndef MODEL_STATION_IN_H
#define MODEL_STATION_IN_H

#include "model/station.h"

struct station_inside {
	struct app *app;
	char *where;                /* selected; "" one's own */
	char *asked;                /* what is really asked now */
	struct reach *reach;
	struct loop_timer *timer;
	char home[520];             /* the .zen of a station on this machine, "" none */
	char account[512];          /* the home folder of its account */
	char peer[64];              /* its PeerID */
	int64_t nightly_at;         /* tick_ms of the last look at its log */
	bool asking, heart_asked;
};

/* Home's lines out of all models; touches the subject when one changed. */
void station_compose(struct station *s);
void station_clear_services(struct station *s);
extern const char *const station_kinds[], *const station_healths[];

#endif
