/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What runs on this machine, or where the person said: a Ğ1 node, IPFS, a station, ... Each place is asked once for something
 * only that service answers, so that a stranger on the same port is not mistaken for it. Looks only; changes nothing. Never
 * blocks; the requests are tasks, and end after a few seconds. */
#ifndef MODEL_DISCOVER_H
#define MODEL_DISCOVER_H

#include "model/subject.h"
#include <stddef.h>

struct app;
struct discover;

enum found { FOUND_ASKING, FOUND_YES, FOUND_NO, FOUND_BROKEN, FOUND_DENIED };

struct finding {
	const char *name;        /* "Ğ1 node" is translated by the view: N_() */
	const char *place;       /* URL; borrowed until the next discover_start */
	bool set;                /* the person gave this address */
	enum found found;
	const char *what;        /* clean: its version or name; with FOUND_DENIED the group that may; "" */
	struct fault fault;      /* with FOUND_BROKEN: why */
};

struct discover *discover_new(struct app *a);
void discover_free(struct discover *d);
struct subject *discover_subject(struct discover *d);
void discover_start(struct discover *d);    /* asks everything (again) */
size_t discover_count(const struct discover *d);
const struct finding *discover_at(const struct discover *d, size_t i);

#endif
