/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log: a ring in memory that the log view shows, and a file that turns over at 1 MB. Never the terminal. Text from
 * outside must be cleaned before; secrets never come here. */
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
void log_close(void);
const char *log_path(void);
void log_add(enum log_level level, const char *room, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void log_fault(enum log_level level, const char *room, const struct fault *f);
size_t log_count(void);                                /* lines in the ring, oldest first */
struct log_line log_at(size_t i);                      /* borrowed until the next log_add */
unsigned log_version(void);                            /* moves with every line */

#endif
