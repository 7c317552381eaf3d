/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log: a ring of 1000 lines in memory that the log view shows, and a file that turns over at 1 MB (one generation is kept
 * beside it as ".1"). Never the terminal. Loop thread only: workers hand back a fault instead. Text from outside should be
 * cleaned before; what was forgotten is cleaned here. Secrets never come here. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/err.h"
#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_line {
	int64_t when;          /* wall clock, ms */
	enum log_level level;
	const char *room;      /* static: "io", "g1" ... */
	const char *text;
};

void log_open(const char *path, enum log_level least); /* path NULL: memory only */
void log_least(enum log_level least);                  /* what is kept from now on */
void log_close(void);                                  /* also empties the ring */
const char *log_path(void);                            /* "" when no file is being written */
void log_add(enum log_level level, const char *room, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void log_fault(enum log_level level, const char *room, const struct fault *f);
size_t log_count(void);                                /* lines in the ring, oldest first */
struct log_line log_at(size_t i);                      /* borrowed until the next log_add */
unsigned log_version(void);                            /* moves with every line */

#endif
