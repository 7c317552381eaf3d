/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is here: people logged in on this machine and other running instances of vigie, each with the view it shows. Names are
 * claimed, not proven. Read while watched. */
#ifndef MODEL_PRESENCE_H
#define MODEL_PRESENCE_H

#include "base/vec.h"
#include "model/subject.h"
#include <jansson.h>

struct app;

struct visitor {
	char *name, *from;    /* clean; from "" means a local terminal */
	int64_t since;
	bool me;
	char *view;           /* what an instance of vigie shows; "" for a mere login */
	char *line;           /* terminal of a login, "pts/0"; "" */
	int pid;              /* of the instance; 0 for a mere login */
};

struct presence {
	struct subject subject;
	VEC(, struct visitor) visitors;
	struct presence_inside *in;
};

struct presence *presence_new(struct app *a);   /* a may be NULL */
void presence_free(struct presence *p);
void presence_load(struct presence *p, const json_t *o);
json_t *presence_save(const struct presence *p);
/* Says to the others which view this instance shows; the first call makes it known that it runs at all. */
void presence_show(struct presence *p, const char *view);
void presence_refresh(struct presence *p);

#endif
