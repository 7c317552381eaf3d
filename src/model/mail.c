/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/mail.h"
#include "model/snap.h"

struct mail *mail_new(void)
{
	struct mail *m = mem_new(sizeof *m);
	subject_init(&m->subject, "mail");
	return m;
}

static void clear(struct mail *m)
{
	for (size_t i = 0; i < m->rooms.n; i++) {
		free(m->rooms.v[i].name);
		free(m->rooms.v[i].last);
	}
	vec_free(&m->rooms);
}

void mail_free(struct mail *m)
{
	if (!m)
		return;
	clear(m);
	subject_done(&m->subject);
	free(m);
}

void mail_load(struct mail *m, const json_t *o)
{
	size_t i;
	json_t *v;
	clear(m);
	json_array_foreach(json_object_get(o, "rooms"), i, v)
		vec_push(&m->rooms, (struct room){ snap_text(v, "name", 64), snap_text(v, "last", 256), snap_int(v, "time", 0),
		                                   snap_int(v, "unread", 0) });
	snap_read_state(&m->subject, o);
}

json_t *mail_save(const struct mail *m)
{
	json_t *o = json_object(), *rooms = json_array();
	for (size_t i = 0; i < m->rooms.n; i++) {
		const struct room *r = &m->rooms.v[i];
		json_array_append_new(rooms, json_pack("{s:s,s:s,s:I,s:I}", "name", r->name, "last", r->last, "time",
		                                       (json_int_t)r->when, "unread", (json_int_t)r->unread));
	}
	json_object_set_new(o, "rooms", rooms);
	snap_write_state(&m->subject, o);
	return o;
}
