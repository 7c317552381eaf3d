/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ready accounts of the sandbox, with secrets that everybody may know: told by vigie-sandbox --accounts. Empty outside
 * of the sandbox. */
#ifndef MODEL_DEMO_H
#define MODEL_DEMO_H

#include "model/subject.h"
#include <stddef.h>

struct app;
struct demo;

struct demo_account {
	char *role, *name, *address;  /* clean; role: "member" "newcomer" "co-admin" */
	char *secret;                 /* words, or salt and password in two lines */
};

struct demo *demo_new(struct app *a);
void demo_free(struct demo *d);
struct subject *demo_subject(struct demo *d);
void demo_start(struct demo *d);   /* asks once, in the sandbox only */
size_t demo_count(const struct demo *d);
const struct demo_account *demo_at(const struct demo *d, size_t i);

/* Takes all of them into the open vault, named as they are called, and selects the first; fn once, unless the model is freed.
 * E_LOCKED, E_BUSY (at it already), E_NOT_FOUND (none known). Those that are there already stay as they are. */
void demo_take(struct demo *d, void (*fn)(void *arg, enum err e, const struct fault *f), void *arg);
/* What the sandbox proposes as passphrase: easy, known to all, for a vault of worthless money. */
extern const char demo_passphrase[];

#endif
