/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks. Durations use the monotonic clock; dates use the wall clock, which may be wrong (a Pi without battery) until
 * something outside confirmed it. Tests and --clock fix the wall clock. */
#ifndef BASE_TICK_H
#define BASE_TICK_H

#include "base/str.h"
#include <stdint.h>

int64_t tick_ms(void);               /* monotonic milliseconds, also counts suspend (CLOCK_BOOTTIME) */
int64_t tick_now(void);              /* wall clock, seconds since 1970 UTC, with correction or as fixed */
int64_t tick_now_ms(void);
/* Milliseconds to wait for what comes back every period_ms, a whole number of seconds: until a full second of tick_ms, at most the
 * period, so that all that comes back wakes the machine together. A wait that would be hardly one is a second longer. */
int64_t tick_beat(int64_t period_ms);
void tick_fix(int64_t seconds);      /* from now on tick_now gives this value; tick_ms keeps running */
bool tick_fixed(void);

/* The chain (or another proven source) says that it is now: within a minute the machine's clock is trusted, else dates are
 * corrected by the difference and tick_trusted stays false (so that a view can blame the clock). A fixed clock is trusted. */
void tick_confirm(int64_t seconds);
bool tick_trusted(void);

/* Appends an age in at most six columns: "now" "40 s" "3 min" "2 h" "5 d" "8 mon" "3 y"; "?" while nothing has confirmed or
 * corrected the clock, or when the age is impossible (negative beyond a minute). Translated. */
void tick_age(struct str *out, int64_t seconds);
/* The same for a time that went by while this program ran: it needs no right clock. */
void tick_passed(struct str *out, int64_t seconds);
/* Appends a duration in words, translated, with plural: "112 days", "2 hours". */
void tick_span(struct str *out, int64_t seconds);
/* Appends a date for people, in local time: today "10:36", this week "Thu", this year "12 Mar", else "12 Mar 2027". */
void tick_when(struct str *out, int64_t when);
void tick_date(struct str *out, int64_t when);      /* "12 Mar 2027" */
void tick_rfc3339(struct str *out, int64_t when);   /* "2026-11-21T10:36:00Z" */
bool tick_parse(struct slice text, int64_t *when);  /* RFC 3339, "2026-11-21", "2026-11-21 10:36" (local), or seconds */

#endif
