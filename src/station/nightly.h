/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nightly run of a station, read from its log ~/.zen/log/20h12_YYYYMMDD.log: when it began and ended, its phases, and the
 * lines that tell of errors. The log is written by many scripts; what is not understood is left out. */
#ifndef STATION_NIGHTLY_H
#define STATION_NIGHTLY_H

#include "base/err.h"
#include "base/str.h"
#include <stdint.h>

enum { NIGHTLY_PHASES = 32, NIGHTLY_ERRORS = 16, NIGHTLY_LOG_MAX = 16 << 20 };

struct nightly_phase {
	char name[64];
	int64_t at;              /* wall clock; 0 unknown */
	int64_t seconds;         /* -1 unknown */
};

struct nightly {
	int64_t day;             /* wall clock of midnight (UTC) of the day in the file's name; 0: there was no run */
	int64_t began, ended;    /* 0 unknown; ended 0 with a log: it is running, or was cut */
	bool finished;           /* its end mark is there */
	struct nightly_phase phases[NIGHTLY_PHASES];
	size_t n_phases;
	int64_t errors;          /* how many lines tell of one */
	char error[NIGHTLY_ERRORS][120];   /* the first of them, clean */
	size_t n_errors;
};

/* Reads one log. mtime: when the file changed last, the end of a run whose lines carry no time. */
void nightly_read(struct nightly *n, struct slice log, int64_t mtime);
/* Finds the newest log of a station's home folder and reads it. E_NOT_FOUND: there was none. */
enum err nightly_load(struct nightly *n, const char *home, struct fault *f);

#endif
