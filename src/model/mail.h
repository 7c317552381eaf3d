/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Home and the tab bar show of the mail: rooms with their last line. */
#ifndef MODEL_MAIL_H
#define MODEL_MAIL_H

#include "base/vec.h"
#include "model/subject.h"
#include <jansson.h>

struct room {
	char *name, *last;     /* clean */
	int64_t when;
	int64_t unread;
};

struct mail {
	struct subject subject;
	VEC(, struct room) rooms; /* latest first */
};

struct mail *mail_new(void);
void mail_free(struct mail *m);
void mail_load(struct mail *m, const json_t *o);
json_t *mail_save(const struct mail *m);

#endif
