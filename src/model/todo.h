/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What needs the person now. The kind fixes the sentence; each has the command that deals with it. */
#ifndef MODEL_TODO_H
#define MODEL_TODO_H

#include "base/vec.h"
#include "model/subject.h"
#include <jansson.h>

enum todo_kind { TODO_RENEW, TODO_CERTS_EXPIRE, TODO_CERTIFY, TODO_KINDS };

struct todo_item {
	enum todo_kind kind;
	bool urgent;
	int64_t when;      /* until, or from; 0 none */
	int64_t count;
	char *who;         /* clean, or "" */
};

struct todo {
	struct subject subject;
	VEC(, struct todo_item) items; /* urgent first */
};

struct todo *todo_new(void);
void todo_free(struct todo *t);
void todo_load(struct todo *t, const json_t *o);
json_t *todo_save(const struct todo *t);

#endif
