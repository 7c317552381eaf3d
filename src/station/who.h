/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is logged in on this machine, from utmp and from systemd's sessions where there is no utmp any more. Names are what the
 * login says. Reads small local files only. */
#ifndef STATION_WHO_H
#define STATION_WHO_H

#include "base/vec.h"
#include <stdint.h>

struct who {
	char name[64], from[64], line[32];  /* from "": the console; line "pts/0" */
	int64_t since;
};
VEC(whos, struct who);

/* Appends; root is the prefix of tests, "" otherwise. */
void who_read(struct whos *out, const char *root);

#endif
