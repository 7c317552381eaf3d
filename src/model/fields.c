/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/fields.h"
#include "base/clean.h"
#include "base/tick.h"
#include "model/snap.h"
#include <stdio.h>
#include <string.h>

static json_t *one(const void *p, const struct field *f)
{
	int64_t v = 0;
	int i = 0;
	double d;
	switch (f->kind) {
	case FIELD_TEXT: return json_string(p);
	case FIELD_BOOL: return json_boolean(*(const bool *)p);
	case FIELD_PLACE:
		memcpy(&d, p, sizeof d);
		return json_real(d);
	case FIELD_INT: case FIELD_SHARE: case FIELD_TRI:
		memcpy(&i, p, sizeof i);
		if (f->kind == FIELD_TRI)
			return i < 0 ? json_null() : json_boolean(i);
		return f->kind == FIELD_SHARE && i < 0 ? json_null() : json_integer(i);
	default: break;
	}
	memcpy(&v, p, sizeof v);
	if (f->kind == FIELD_TIME)
		return snap_time(v);
	return (f->kind == FIELD_COUNT && v < 0) || v == INT64_MIN ? json_null() : json_integer(v);
}

void fields_put(json_t *o, const void *from, const struct field *table)
{
	for (; table->name; table++)
		json_object_set_new(o, table->name, one((const char *)from + table->at, table));
}

static void take_text(char *out, size_t cap, const json_t *v)
{
	struct str s = { 0 };
	clean_line(&s, (struct slice){ json_string_value(v), json_string_length(v) }, cap - 1);
	snprintf(out, cap, "%s", str_c(&s));
	str_free(&s);
}

static void take_number(void *p, const struct field *f, int64_t v)
{
	int i = v > INT32_MAX || v < INT32_MIN ? 0 : (int)v;
	if (f->cap == sizeof i && (f->kind == FIELD_INT || f->kind == FIELD_SHARE))
		memcpy(p, &i, sizeof i);
	else if (f->kind == FIELD_COUNT || f->kind == FIELD_FIGURE)
		memcpy(p, &v, sizeof v);
}

void fields_get(const json_t *o, void *to, const struct field *table)
{
	for (; table->name; table++) {
		void *p = (char *)to + table->at;
		const json_t *v = json_object_get(o, table->name);
		int64_t at;
		if (json_is_string(v) && table->kind == FIELD_TEXT)
			take_text(p, table->cap, v);
		else if (json_is_string(v) && table->kind == FIELD_TIME && tick_parse(slice_of(json_string_value(v)), &at))
			memcpy(p, &at, sizeof at);
		else if (json_is_integer(v))
			take_number(p, table, json_integer_value(v));
		else if (json_is_boolean(v) && table->kind == FIELD_BOOL)
			memcpy(p, &(bool){ json_is_true(v) }, sizeof(bool));
		else if (json_is_boolean(v) && table->kind == FIELD_TRI)
			memcpy(p, &(int){ json_is_true(v) }, sizeof(int));
		else if (json_is_real(v) && table->kind == FIELD_PLACE)
			memcpy(p, &(double){ json_real_value(v) }, sizeof(double));
	}
}
