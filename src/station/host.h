/* SPDX-License-Identifier: GPL-3.0-or-later */
/* This machine, from /proc, /sys and statvfs. A prefix in front of all paths serves tests. Reading takes well under a
 * millisecond and only touches virtual files; statvfs is asked of local file systems only, because a dead network mount would
 * block. Rates and percentages come from two readings. */
#ifndef STATION_HOST_H
#define STATION_HOST_H

#include "base/vec.h"
#include <stdbool.h>
#include <stdint.h>

enum { HOST_CORES = 256 };

struct host_disk {
	char mount[96], device[64], type[16];
	uint64_t total, used, free;         /* bytes; free is what a person may still use */
	bool look_only;
};

struct host_net {
	char name[24];
	uint64_t in, out;                   /* bytes since boot */
	int64_t rate_in, rate_out;          /* bytes a second; -1 before the second reading */
	int64_t speed_mbps;                 /* -1: not told */
	bool up;
};

struct host_heat {
	char name[32];
	int64_t mc;                         /* thousandths of a degree */
};

/* -1: unknown. Shares are thousandths. */
struct host {
	char name[65], kernel[65], model[80];
	int cores;
	int cpu, core[HOST_CORES];          /* busy share since the reading before */
	int64_t mem_total, mem_available, swap_total, swap_free;
	int load[3];                        /* hundredths */
	int64_t uptime, booted;             /* seconds; wall clock */
	int64_t running;                    /* processes that want the processor */
	VEC(, struct host_disk) disks;
	VEC(, struct host_net) nets;
	VEC(, struct host_heat) heats;
	int64_t temp_mc;                    /* of the processor, else the hottest */
	int64_t at_ms;                      /* tick_ms of the reading; 0: none yet */
	uint64_t busy_[HOST_CORES + 1], total_[HOST_CORES + 1]; /* counters of the reading before; last: all */
};

void host_init(struct host *h);
void host_free(struct host *h);
/* Reads everything afresh. root: "" or a prefix without slash at the end. */
void host_read(struct host *h, const char *root);
/* The disk a path is on, NULL when not listed. */
const struct host_disk *host_disk_of(const struct host *h, const char *path);
/* On which TCP ports of this machine something listens: bit port % 8 of byte port / 8. */
void host_listening(const char *root, unsigned char ports[8192]);

#endif
