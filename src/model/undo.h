/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be taken back: a command name and its arguments, offered for a while. Not for money: a payment is never undone. */
#ifndef MODEL_UNDO_H
#define MODEL_UNDO_H

#include "model/subject.h"

struct undo;

struct undo_step {
	const char *label;          /* "delete contact bernard", translated, clean */
	const char *command;        /* the command that takes it back */
	int argc;
	char *const *argv;
};

struct undo *undo_new(void);
void undo_free(struct undo *u);
/* Copies everything. seconds: how long it can be taken back (0: as long as the program runs). */
void undo_push(struct undo *u, const char *label, const char *command, int argc, char *const *argv, int64_t seconds);
const struct undo_step *undo_top(struct undo *u);   /* NULL when nothing can be taken back now; borrowed */
void undo_pop(struct undo *u);
struct subject *undo_subject(struct undo *u);

#endif
