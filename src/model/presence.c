/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/presence.h"
#include "model/snap.h"

struct presence *presence_new(struct app *a)
{
	struct presence *p = mem_new(sizeof *p);
	(void)a;
	subject_init(&p->subject, "presence");
	return p;
}

static void clear(struct presence *p)
{
	for (size_t i = 0; i < p->visitors.n; i++) {
		free(p->visitors.v[i].name);
		free(p->visitors.v[i].from);
		free(p->visitors.v[i].view);
		free(p->visitors.v[i].line);
	}
	vec_free(&p->visitors);
}

void presence_free(struct presence *p)
{
	if (!p)
		return;
	clear(p);
	subject_done(&p->subject);
	free(p);
}

void presence_load(struct presence *p, const json_t *o)
{
	size_t i;
	json_t *v;
	clear(p);
	json_array_foreach(json_object_get(o, "visitors"), i, v)
		vec_push(&p->visitors, (struct visitor){ .name = snap_text(v, "name", 64), .from = snap_text(v, "from", 64),
		                                         .since = snap_int(v, "since", 0), .me = snap_bool(v, "me"),
		                                         .view = snap_text(v, "view", 32), .line = snap_text(v, "line", 32) });
	snap_read_state(&p->subject, o);
}

json_t *presence_save(const struct presence *p)
{
	json_t *o = json_object(), *visitors = json_array();
	for (size_t i = 0; i < p->visitors.n; i++) {
		const struct visitor *v = &p->visitors.v[i];
		json_array_append_new(visitors, json_pack("{s:s,s:s,s:I,s:b,s:s,s:s}", "name", v->name, "from", v->from, "since",
		                                          (json_int_t)v->since, "me", v->me, "view", v->view, "line", v->line));
	}
	json_object_set_new(o, "visitors", visitors);
	snap_write_state(&p->subject, o);
	return o;
}
