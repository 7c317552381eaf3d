/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For model/skywire*.c only. */
#ifndef MODEL_SKYWIRE_IN_H
#define MODEL_SKYWIRE_IN_H

#include "model/skywire.h"

struct skywire_inside {
	struct app *app;
	struct hyper *hyper;
	char *url;
	bool guessed;                /* nobody named this address: nothing there is no fault */
	char alias[32];
	struct http_req *tracker, *balance, *transactions, *head;
	int64_t tracker_ms, sky_ms;  /* when they were asked last */
	char addresses[2048];        /* what is being asked for */
};

void skywire_settle(struct skywire *s);      /* sorts and adds up */
/* The uptime tracker (every five minutes) and the Skycoin node (every minute), where they are set. */
void skywire_ask_more(struct skywire *s);
void skywire_stop_asking(struct skywire *s);

#endif
