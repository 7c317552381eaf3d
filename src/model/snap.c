/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/snap.h"
#include "base/clean.h"
#include "base/mem.h"
#include "base/tick.h"
#include <string.h>

static const char *const states[];

char *snap_text(const json_t *o, const char *key, size_t max)
{
	const json_t *v = json_object_get(o, key);
	struct str out = { 0 };
	if (json_is_string(v))
		clean_line(&out, (struct slice){ json_string_value(v), json_string_length(v) }, max);
	return str_take(&out);
}

int64_t snap_int(const json_t *o, const char *key, int64_t fallback)
{
	const json_t *v = json_object_get(o, key);
	return json_is_integer(v) ? (int64_t)json_integer_value(v) : fallback;
}

bool snap_bool(const json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key));
}

int snap_word(const json_t *o, const char *key, const char *const *words, int fallback)
{
	const char *v = json_string_value(json_object_get(o, key));
	for (int i = 0; v && words[i]; i++)
		if (!strcmp(v, words[i]))
			return i;
	return fallback;
}

void snap_read_state(struct subject *s, const json_t *o)
{
	struct fault f = { 0 };
	const char *error = json_string_value(json_object_get(o, "error"));
	s->since = snap_int(o, "since", 0);
	s->since_ms = 0;
	if (error) {
		char *where = snap_text(o, "where", sizeof f.where - 1);
		fault_set(&f, err_by_name(error), "%s", where);
		free(where);
	}
	s->state = (enum state)snap_word(o, "state", states, STATE_EMPTY);
	s->fault = f;
	subject_touch(s);
}

void snap_write_state(const struct subject *s, json_t *o)
{
	json_object_set_new(o, "state", json_string(states[s->state]));
	json_object_set_new(o, "since", json_integer(s->since));
	if (s->fault.code) {
		json_object_set_new(o, "error", json_string(err_name(s->fault.code)));
		json_object_set_new(o, "where", json_string(s->fault.where));
	}
}

static const char *const states[] = { "empty", "loading", "fresh", "stale", "error", NULL };
json_t *snap_time(int64_t at)
{
	struct str s = { 0 };
	if (at <= 0)
		return json_null();
	tick_rfc3339(&s, at);
	json_t *o = json_string(str_c(&s));
	str_free(&s);
	return o;
}

const char *const snap_degrees[] = { "none", "said", "agreed", "proven", NULL };
