/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What joins the station's models: which of them must be asked as views come and go, the sample taken every minute for the time
 * series, and what follows from one model for another. Views need none of this. */
#ifndef MODEL_LOOKOUT_H
#define MODEL_LOOKOUT_H

#include "base/err.h"

struct app;
struct lookout;

struct lookout *lookout_new(struct app *a);
void lookout_free(struct lookout *l);
/* The program stays (a screen or the line mode, no one-shot command): samples are taken from now on. */
void lookout_live(struct app *a);
bool lookout_lives(const struct app *a);
/* Some figure of a station's model moved: Home's lines and the plan follow, once per turn. */
void lookout_changed(struct app *a);
/* Who looks changed. */
void lookout_watch(struct app *a);
/* The station's beacon is another one: its machine, services and row in the swarm follow. */
void lookout_station(struct app *a);
/* Some view shows what comes from the station's beacon, or from the swarm. */
bool lookout_wants_station(const struct app *a);
bool lookout_wants_swarm(const struct app *a);
bool lookout_loopback(const char *url);    /* an address of this machine */

#endif
