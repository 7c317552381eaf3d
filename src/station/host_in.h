/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For host*.c and who.c only. */
#ifndef STATION_HOST_IN_H
#define STATION_HOST_IN_H

#include "base/str.h"
#include "station/host.h"

/* A small file behind the prefix, whole; a NUL stands behind it. False when it cannot be read. */
bool host_slurp(const char *root, const char *path, struct str *out);
void host_read_disks(struct host *h, const char *root, struct str *s);

#endif
