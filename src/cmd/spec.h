/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The args column of commands.def, read: "TO AMOUNT [--from NAME] [--wait sent|block|final] [--dry-run]". The same few words
 * check what was typed, find values for handlers, and tell completion and help what can follow. */
#ifndef CMD_SPEC_H
#define CMD_SPEC_H

#include "base/err.h"
#include "base/str.h"

/* One thing that can be given. flag.n 0: an argument by place. value.n 0: a flag without value. */
struct spec_item {
	struct slice flag;      /* "--from" */
	struct slice value;     /* "NAME", or "sent|block|final" when choice */
	bool choice;            /* one of the words in value, separated by | */
	bool optional;
	bool rest;              /* NAME...: also all that follow */
};

/* Takes the next item off *spec; false at the end. Every spec in the table is well-formed: a test reads them all. */
bool spec_next(struct slice *spec, struct spec_item *out);
/* The i-th argument by place (the last one when it takes the rest); false when there is none. */
bool spec_place(const char *spec, int i, struct spec_item *out);
bool spec_flag(const char *spec, struct slice flag, struct spec_item *out);
bool spec_choice(const struct spec_item *item, struct slice word);

/* Where arguments stand: index in argv of the i-th one by place, of the value of a flag (argc when the flag takes none or it
 * is the last word), or -1. After "--" nothing is a flag. */
int spec_find_place(const char *spec, int argc, char *const *argv, int i);
int spec_find_flag(const char *spec, int argc, char *const *argv, const char *flag);

/* E_USAGE with the reason in f: unknown flag, missing or too many arguments, a word that is not among the choices. */
enum err spec_check(const char *name, const char *spec, int argc, char *const *argv, struct fault *f);

#endif
