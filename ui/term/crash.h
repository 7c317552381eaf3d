/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Giving the terminal back, whatever happens: saved modes and one prebuilt byte string, written by write() from a signal
 * handler on its own stack; a short report; then the signal takes its course. Also keeps stderr off the screen meanwhile. */
#ifndef TERM_CRASH_H
#define TERM_CRASH_H

#include "base/str.h"
#include <termios.h>

enum { CRASH_BYTES_MAX = 512, CRASH_STDERR_MAX = 64 * 1024 };

/* Handlers for SEGV BUS ILL FPE ABRT SYS QUIT; program names the report's subject ("vigie 0.1.0"). Once. */
void crash_install(const char *program);
/* From now until crash_disarm the terminal on fd is to be given back with these modes and bytes. */
void crash_arm(int fd, const struct termios *modes, struct slice bytes);
void crash_disarm(void);
/* Gives it back now, from any context; safe in a signal handler. Nothing when not armed. */
void crash_restore(void);

/* What is written to stderr is kept in memory (the first 64 kB) until crash_release_stderr, which writes it out without
 * control characters. Only when stderr is a terminal. */
void crash_catch_stderr(void);
void crash_release_stderr(void);

#endif
