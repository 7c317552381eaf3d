/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every full-screen program of the house must withstand, told by its command line and a few keys. Each scenario asserts
 * (cmocka). */
#ifndef TTY_SCENARIOS_H
#define TTY_SCENARIOS_H

#include "tests/tty/vt.h"

struct target {
	char *const *argv;
	const char *const *env;     /* more environment, may be NULL */
	const char *ready;          /* text of the first useful frame; plain ASCII */
	const char *down;           /* the key that moves the selection down */
	const char *repaint;        /* the key that paints all anew */
	const char *open_field;     /* keys that focus a text field with room at its end; NULL: none */
	const char *close_field;
	const char *quit;           /* keys that end it from the first screen */
	const char *secret_on;      /* keys that show secret words; NULL: none */
	const char *secret;         /* such words */
	int move_bytes;             /* what a cursor move may cost */
	int frame_bytes;            /* what the first frame may cost */
};

void scenario_quit(const struct target *t, const char *term);
void scenario_signal(const struct target *t, int signo, const char *term);
void scenario_crash(const struct target *t, int signo, const char *term);
void scenario_suspend(const struct target *t, const char *term);
void scenario_stopped_from_outside(const struct target *t);
void scenario_resize_storm(const struct target *t);
void scenario_sizes(const struct target *t);
void scenario_bytes(const struct target *t);
void scenario_stuck(const struct target *t);
void scenario_paste(const struct target *t);
void scenario_hang_up(const struct target *t);
void scenario_secret(const struct target *t, const char *term);
void scenario_plain_locale(const struct target *t);

/* A target started and ready; fails the test when it does not come up. */
struct vt *scenario_start(const struct target *t, const struct vt_start *how);

#endif
