/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The addresses watched without any vault: a small file of this world. For wallet.c. Calls read or write that file. */
#ifndef MODEL_WATCHED_H
#define MODEL_WATCHED_H

#include "base/err.h"
#include "base/vec.h"

struct watched_one {
	unsigned char pub[32];
	char label[65];           /* clean */
};

struct watched {
	VEC(, struct watched_one) v;
};

/* A missing file is an empty list. */
enum err watched_load(struct watched *w, struct fault *f);
enum err watched_save(const struct watched *w, struct fault *f);
void watched_free(struct watched *w);

#endif
