/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of filters and cursors as what the tables keep. */
#include "sandbox/indexer/where_inside.h"

#include <stdlib.h>
#include <time.h>

size_t where_add(struct where *w, struct param p)
{
	/* Text borrowed from the query or its variables lives as long as the plan. */
	vec_push(w->p, p);
	return w->p->n;
}

static bool fail(struct where *w, const char *fmt, const char *what)
{
	answer_fail(w->r, w->g, fmt, what);
	return false;
}

enum id_kind where_id_kind(const struct column *c)
{
	if (c->kind == CT_ID)
		return entities[c->entity].id_kind;
	if (c->kind == CT_REF)
		return entities[types_column_ref(c)->to].id_kind;
	return c->kind == CT_ADDRESS ? ID_ACCOUNT : ID_EVENT;
}

bool where_is_id(const struct column *c)
{
	return c->kind == CT_ID || c->kind == CT_REF || c->kind == CT_ADDRESS || c->kind == CT_EVENT;
}

/* "2026-06-01T10:00:06.5+02:00", the parts behind the day as far as they are there. */
bool where_read_time(struct slice text, int64_t *ms)
{
	struct tm tm = { 0 };
	char s[64], sign = 0;
	double seconds = 0;
	int n = 0, hours = 0, minutes = 0;
	const char *p = s;

	if (text.n >= sizeof s)
		return false;
	memcpy(s, text.p, text.n);
	s[text.n] = 0;
	if (sscanf(p, "%4d-%2d-%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &n) != 3 || tm.tm_mon < 1 || tm.tm_mon > 12 || tm.tm_mday < 1 ||
	    tm.tm_mday > 31)
		return false;
	p += n;
	if (*p == 'T' || *p == ' ') {
		n = 0;
		if (sscanf(p + 1, "%2d:%2d%n", &tm.tm_hour, &tm.tm_min, &n) < 2 || tm.tm_hour > 24 || tm.tm_min > 59)
			return false;
		p += 1 + n;
		n = 0;
		if (*p == ':' && (sscanf(p + 1, "%9lf%n", &seconds, &n) != 1 || !(seconds >= 0 && seconds < 61)))
			return false;
		p += n ? 1 + n : 0;
	}
	if (*p == 'Z') {
		p++;
	} else if (*p == '+' || *p == '-') {
		sign = *p;
		n = 0;
		if (sscanf(p + 1, "%2d%n", &hours, &n) != 1 || hours > 15)
			return false;
		p += 1 + n;
		n = 0;
		if ((*p == ':' || (*p >= '0' && *p <= '9')) && (sscanf(p + (*p == ':'), "%2d%n", &minutes, &n) != 1 || minutes > 59))
			return false;
		p += n ? n + (*p == ':') : 0;
	}
	tm.tm_year -= 1900;
	tm.tm_mon--;
	*ms = (int64_t)timegm(&tm) * 1000 + (int64_t)(seconds * 1000 + 0.5) - (sign == '-' ? -1 : 1) * (hours * 60 + minutes) * 60000LL;
	return *p == 0;
}

bool where_time(struct where *w, const struct gval *v, int64_t more, struct param *out)
{
	int64_t ms;

	if (!where_read_time(v->text, &ms))
		return fail(w, "invalid input syntax for type timestamp with time zone: \"%s\"", gql_text(w->r->a, v->text));
	*out = (struct param){ .kind = P_INT, .i = store_block_at(w->r->st, ms + more) };
	return true;
}

/* Numbers may come as text. Halves are compared as what they are. */
static bool number_param(struct where *w, const struct gval *v, struct param *out)
{
	const char *text = gql_text(w->r->a, v->text);
	char *end;

	*out = (struct param){ .kind = P_INT };
	if (slice_i64(v->text, &out->i))
		return true;
	*out = (struct param){ .kind = P_REAL, .d = strtod(text, &end) };
	if (end == text || *end || strspn(text, "+-.0123456789eE") < strlen(text))
		return fail(w, "invalid input syntax for type numeric: \"%s\"", text);
	return true;
}

static json_t *to_json(const struct gval *v);

static void member(json_t *out, const struct gval *v)
{
	char *key = mem_strndup(v->name.p, v->name.n);

	json_object_set_new(out, key, to_json(v));
	free(key);
}

/* A value of the query as JSON; what is no JSON becomes null. */
static json_t *to_json(const struct gval *v)
{
	json_t *out;

	switch (v->kind) {
	case GV_INT:
	case GV_FLOAT: {
		char text[64];

		snprintf(text, sizeof text, "%.*s", (int)(v->text.n < 63 ? v->text.n : 63), v->text.p);
		out = json_loads(text, JSON_DECODE_ANY, NULL);
		return out ? out : json_null();
	}
	case GV_BOOL:
		return json_boolean(v->yes);
	case GV_STRING:
	case GV_ENUM:
		out = json_stringn(v->text.p, v->text.n);
		return out ? out : json_null();
	case GV_LIST:
		out = json_array();
		for (const struct gval *i = v->items; i; i = i->next)
			json_array_append_new(out, to_json(i));
		return out;
	case GV_OBJECT:
		out = json_object();
		for (const struct gval *i = v->items; i; i = i->next)
			member(out, i);
		return out;
	default:
		return json_null();
	}
}

void where_json(struct where *w, const struct gval *v, struct param *out)
{
	json_t *j = to_json(v);
	char *text = json_dumps(j, JSON_ENCODE_ANY | JSON_COMPACT);

	*out = (struct param){ .kind = P_TEXT, .text = slice_of(text ? arena_copy(w->r->a, slice_of(text)) : "null") };
	free(text);
	json_decref(j);
}

bool where_param(struct where *w, const struct column *c, const struct gval *v, struct param *out)
{
	switch (c->kind) {
	case CT_ID:
	case CT_REF:
	case CT_ADDRESS:
	case CT_EVENT:
		/* What is no id at all is equal to none. */
		if (!store_id_read(where_id_kind(c), v->text, out))
			*out = (struct param){ .kind = P_INT, .i = INT64_MIN };
		else if (out->kind == P_BLOB)
			out->text.p = arena_copy(w->r->a, out->text);
		return true;
	case CT_INT:
	case CT_BIG:
	case CT_BIGINT:
	case CT_FLOAT:
		return number_param(w, v, out);
	case CT_BOOL:
		*out = (struct param){ .kind = P_INT, .i = v->yes };
		return true;
	case CT_TIME:
		return where_time(w, v, 0, out);
	case CT_JSON:
	case CT_INTS:
	case CT_TEXTS:
		where_json(w, v, out);
		return true;
	default:
		*out = (struct param){ .kind = P_TEXT, .text = v->text };
		return true;
	}
}
