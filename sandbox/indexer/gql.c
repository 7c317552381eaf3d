/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/gql.h"

const char *gql_text(struct arena *a, struct slice s)
{
	return arena_copy(a, s);
}

void gql_errors_init(struct gerrors *e, struct arena *a, struct slice text)
{
	*e = (struct gerrors){ a, text, json_array() };
}

/* Columns count UTF-16 units, as all of GraphQL's tools do. */
static json_t *place(struct slice text, uint32_t at)
{
	int line = 1, column = 1;

	for (uint32_t i = 0; i < at && i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c == '\n' || (c == '\r' && (i + 1 >= text.n || text.p[i + 1] != '\n'))) {
			line++;
			column = 1;
		} else if ((c & 0xc0) != 0x80 && c != '\r') {
			column += c >= 0xf0 ? 2 : 1;
		}
	}
	return json_pack("{s:i,s:i}", "line", line, "column", column);
}

/* The list is bounded; its last place says that there were more. path is taken over. */
static void add(struct gerrors *e, const uint32_t *at, size_t n, json_t *path, const char *message)
{
	json_t *o, *places = json_array();

	if (json_array_size(e->list) >= GQL_MAX_ERRORS) {
		json_decref(path);
		json_decref(places);
		return;
	}
	if (json_array_size(e->list) == GQL_MAX_ERRORS - 1)
		message = "Too many validation errors, error limit reached. Validation aborted.";
	o = json_object();
	if (json_object_set_new(o, "message", json_string(message)))
		json_object_set_new(o, "message", json_string("A message that is not UTF-8."));
	for (size_t i = 0; i < n; i++)
		json_array_append_new(places, place(e->text, at[i]));
	if (n)
		json_object_set(o, "locations", places);
	json_decref(places);
	if (path)
		json_object_set_new(o, "path", path);
	json_array_append_new(e->list, o);
}

void gql_error_at(struct gerrors *e, const uint32_t *at, size_t n, json_t *path, const char *fmt, ...)
{
	struct str s = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	add(e, at, n, path, str_c(&s));
	str_free(&s);
}

void gql_error(struct gerrors *e, uint32_t at, const char *fmt, ...)
{
	struct str s = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_addv(&s, fmt, ap);
	va_end(ap);
	add(e, &at, 1, NULL, str_c(&s));
	str_free(&s);
}

/* As the reference implementation prints strings. */
static void quote(struct str *out, struct slice s)
{
	str_addc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			str_addf(out, "\\%c", c);
		else if (c == '\n')
			str_adds(out, "\\n");
		else if (c < 0x20)
			str_addf(out, "\\u%04X", c);
		else
			str_addc(out, (char)c);
	}
	str_addc(out, '"');
}

static void print(struct str *out, const struct gval *v)
{
	const char *sep = "";

	switch (v->kind) {
	case GV_NULL:
		str_adds(out, "null");
		break;
	case GV_BOOL:
		str_adds(out, v->yes ? "true" : "false");
		break;
	case GV_STRING:
		quote(out, v->text);
		break;
	case GV_VAR:
		str_addc(out, '$');
		str_add(out, v->text);
		break;
	case GV_INT:
	case GV_FLOAT:
	case GV_ENUM:
		str_add(out, v->text);
		break;
	case GV_LIST:
	case GV_OBJECT:
		str_addc(out, v->kind == GV_LIST ? '[' : '{');
		for (const struct gval *i = v->items; i; i = i->next, sep = ", ") {
			str_adds(out, sep);
			if (v->kind == GV_OBJECT) {
				str_add(out, i->name);
				str_adds(out, ": ");
			}
			print(out, i);
		}
		str_addc(out, v->kind == GV_LIST ? ']' : '}');
	}
}

const char *gql_print(struct arena *a, const struct gval *v)
{
	struct str s = { 0 };
	const char *text;

	print(&s, v);
	text = arena_copy(a, slice_str(&s));
	str_free(&s);
	return text;
}
