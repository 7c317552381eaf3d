/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a station on the disk, as its captain finds it: home.c writes it, with what ssh.c and nightly.c make. */
#ifndef SANDBOX_STATION_HOME_H
#define SANDBOX_STATION_HOME_H

#include "base/err.h"
#include "base/str.h"

struct station;
struct stations;
struct tree;

/* ssh.c, nightly.c: files of the home folder. */
void ssh_files(struct stations *s, struct tree *out);
void ssh_line(const unsigned char pub[32], const char *comment, struct str *out);
void nightly_logs(struct stations *s, struct tree *out);
void nightly_text(struct stations *s, const struct station *st, int64_t day, struct str *out);
int64_t nightly_start(const struct station *st, int64_t day); /* ms; day counts from 1970 */

/* home.c */
bool home_open(struct stations *s, struct fault *f);   /* makes the folder */
bool home_write(struct stations *s, bool all);         /* false: the disk is full; all: also what changes once a day */
void home_key(void *stations);                         /* the swarm's key changed */
void home_close(struct stations *s);
const char *home_path(void);

#endif
