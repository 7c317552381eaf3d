/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the station's commands give to completion and to doctor. */
#ifndef CMD_CMD_STATION_H
#define CMD_CMD_STATION_H

#include "cmd/doctor.h"

struct candidates;

/* Completer of the argument FIGURE. */
void cmd_station_complete_figure(struct app *app, int argc, char *const *argv, struct candidates *out);
/* ipfs g1 relay station upassport skywire containers journal; ends with NULL. */
extern const struct doctor_check doctor_station[];

#endif
