/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/todo.h"
#include "model/snap.h"

static const char *const kinds[];

struct todo *todo_new(void)
{
	struct todo *t = mem_new(sizeof *t);
	subject_init(&t->subject, "todo");
	return t;
}

static void clear(struct todo *t)
{
	for (size_t i = 0; i < t->items.n; i++)
		free(t->items.v[i].who);
	vec_free(&t->items);
}

void todo_free(struct todo *t)
{
	if (!t)
		return;
	clear(t);
	subject_done(&t->subject);
	free(t);
}

void todo_load(struct todo *t, const json_t *o)
{
	size_t i;
	json_t *v;
	clear(t);
	json_array_foreach(json_object_get(o, "items"), i, v) {
		int kind = snap_word(v, "kind", kinds, -1);
		if (kind >= 0)
			vec_push(&t->items, (struct todo_item){ (enum todo_kind)kind, snap_bool(v, "urgent"), snap_int(v, "time", 0),
			                                        snap_int(v, "count", 0), snap_text(v, "who", 64) });
	}
	snap_read_state(&t->subject, o);
}

json_t *todo_save(const struct todo *t)
{
	json_t *o = json_object(), *items = json_array();
	for (size_t i = 0; i < t->items.n; i++) {
		const struct todo_item *d = &t->items.v[i];
		json_array_append_new(items, json_pack("{s:s,s:b,s:I,s:I,s:s}", "kind", kinds[d->kind], "urgent", d->urgent, "time",
		                                       (json_int_t)d->when, "count", (json_int_t)d->count, "who", d->who));
	}
	json_object_set_new(o, "items", items);
	snap_write_state(&t->subject, o);
	return o;
}

static const char *const kinds[] = { "renew", "certs-expire", "certify", NULL };
