/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of payments in a text file, as spreadsheets write it: "address;amount;words" a line, with semicolons, tabs or commas,
 * a heading or none, # before remarks. Hostile input, bounded; one bad line refuses the whole. */
#ifndef MODEL_PAYFILE_H
#define MODEL_PAYFILE_H

#include "base/vec.h"
#include "codec/amount.h"

enum { PAYFILE_MOST = 200 };

struct payfile_line {
	size_t number;            /* in the file */
	char *typed, *words;      /* clean */
	struct amount amount;
};

struct payfile {
	VEC(, struct payfile_line) v;
};

enum err payfile_read(const char *path, struct payfile *out, struct fault *f);
enum err payfile_parse(struct slice text, struct payfile *out, struct fault *f);
void payfile_free(struct payfile *p);

#endif
