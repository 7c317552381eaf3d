/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `vigie doctor`: one check for each thing that can be missing, broken or forbidden, with what to do about it. Rooms register
 * their own checks; all run at once, each may wait, and none longer than the deadline. */
#ifndef CMD_DOCTOR_H
#define CMD_DOCTOR_H

#include "base/str.h"

struct app;
struct front;
struct candidates;
struct doctor_item;

enum doctor_status { DOCTOR_FOUND, DOCTOR_MISSING, DOCTOR_BROKEN, DOCTOR_DENIED, DOCTOR_UNKNOWN };

struct doctor_check {
	const char *name;                          /* "disk": stable, for scripts and `vigie doctor disk` */
	void (*run)(struct doctor_item *item);     /* calls doctor_done once, now or later */
};

/* The check must outlive the program. One of the same name is replaced: the screen knows more of terminals than the core. */
void doctor_register(const struct doctor_check *check);
struct app *doctor_app(struct doctor_item *item);
/* detail: what was found, clean text. advice: what to do, "" when all is well. Both are copied. A call after the deadline is
 * ignored; item stays valid until the one call was made. */
void doctor_done(struct doctor_item *item, enum doctor_status status, const char *detail, const char *advice);

/* Completer of the argument CHECK. */
void doctor_complete(struct app *app, int argc, char *const *argv, struct candidates *out);

#endif
