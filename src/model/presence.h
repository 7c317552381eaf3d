/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is here: people logged in on this station and other running instances of vigie. */
#ifndef MODEL_PRESENCE_H
#define MODEL_PRESENCE_H

#include "base/vec.h"
#include "model/subject.h"
#include <jansson.h>

struct visitor {
	char *name, *from;    /* clean; from "" means a local terminal */
	int64_t since;
	bool me;
};

struct presence {
	struct subject subject;
	VEC(, struct visitor) visitors;
};

struct presence *presence_new(void);
void presence_free(struct presence *p);
void presence_load(struct presence *p, const json_t *o);
json_t *presence_save(const struct presence *p);

#endif
