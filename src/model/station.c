/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/station.h"
#include "model/snap.h"

static const char *const kinds[], *const healths[];

struct station *station_new(struct app *a)
{
	struct station *s = mem_new(sizeof *s);
	(void)a;
	subject_init(&s->subject, "station");
	s->name = mem_strdup("");
	return s;
}

static void clear(struct station *s)
{
	for (size_t i = 0; i < s->services.n; i++) {
		free(s->services.v[i].name);
		free(s->services.v[i].word);
	}
	vec_free(&s->services);
	free(s->name);
	s->name = NULL;
}

void station_free(struct station *s)
{
	if (!s)
		return;
	clear(s);
	subject_done(&s->subject);
	free(s);
}

void station_load(struct station *s, const json_t *o)
{
	size_t i, j;
	json_t *v, *f;
	clear(s);
	s->name = snap_text(o, "name", 64);
	json_array_foreach(json_object_get(o, "services"), i, v) {
		struct service t = {
			.name = snap_text(v, "name", 32),
			.kind = (enum service_kind)snap_word(v, "kind", kinds, SERVICE_OTHER),
			.health = (enum health)snap_word(v, "health", healths, HEALTH_UNKNOWN),
			.since = snap_int(v, "since", 0),
			.figure = { -1, -1, -1 },
			.word = snap_text(v, "word", 32),
		};
		json_array_foreach(json_object_get(v, "figures"), j, f)
			if (j < 3 && json_is_integer(f))
				t.figure[j] = json_integer_value(f);
		vec_push(&s->services, t);
	}
	snap_read_state(&s->subject, o);
}

json_t *station_save(const struct station *s)
{
	json_t *o = json_object(), *services = json_array();
	for (size_t i = 0; i < s->services.n; i++) {
		const struct service *t = &s->services.v[i];
		json_array_append_new(services, json_pack("{s:s,s:s,s:s,s:I,s:[I,I,I],s:s}", "name", t->name, "kind",
		                                          kinds[t->kind], "health", healths[t->health], "since",
		                                          (json_int_t)t->since, "figures", (json_int_t)t->figure[0],
		                                          (json_int_t)t->figure[1], (json_int_t)t->figure[2], "word", t->word));
	}
	json_object_set_new(o, "name", json_string(s->name));
	json_object_set_new(o, "services", services);
	snap_write_state(&s->subject, o);
	return o;
}

static const char *const kinds[] = { "other", "ipfs", "relay", "chain", "disk", "economy", NULL };
static const char *const healths[] = { "unknown", "up", "partly", "down", NULL };
