/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history of an account for other programs: CSV (Cesium's columns first, then ours), OFX 1.0.2, JSON. Amounts are exact; the
 * rows add up to the last balance, for what was there before the first one is a row too. Reads the mirror page by page; blocks as long
 * as that takes. */
#ifndef MODEL_STATEMENT_H
#define MODEL_STATEMENT_H

#include "base/err.h"
#include "base/str.h"

struct moves;

enum statement_format { STATEMENT_CSV, STATEMENT_OFX, STATEMENT_JSON };

struct statement {
	struct moves *moves;          /* shows the account, with its filter; all is read */
	enum statement_format format;
	unsigned char pub[32];
	bool filtered;                /* a part only: it adds up to nothing in particular */
	/* set by writing */
	size_t rows;
	int64_t sum_c;                /* of the rows and of what was there before them, signed: the balance, when not filtered */
};

enum err statement_text(struct statement *s, struct str *out, struct fault *f);
/* Into a file (0600, by rename), without holding it all in memory. */
enum err statement_file(struct statement *s, const char *path, struct fault *f);

#endif
