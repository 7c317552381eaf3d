/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/types_inside.h"

#include <ctype.h>

static struct gschema *schema;

struct gtype *types_make(struct gschema *s, enum gkind kind, const char *fmt, ...)
{
	struct gtype *t = arena_new(&s->arena, sizeof *t);
	struct str name = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_addv(&name, fmt, ap);
	va_end(ap);
	t->kind = kind;
	t->name = arena_copy(&s->arena, slice_str(&name));
	str_free(&name);
	map_set(&s->by_name, slice_of(t->name), t);
	vec_push(&s->types, t);
	return t;
}

const struct gtype *types_find(const struct gschema *s, struct slice name)
{
	return map_get(&s->by_name, name);
}

struct gref types_ref(const struct gschema *s, const char *text)
{
	struct gref r = { 0 };
	struct slice t = slice_of(text);

	if (t.p[t.n - 1] == '!') {
		r.nonnull = true;
		t.n--;
	}
	if (t.p[0] == '[') {
		r.list = true;
		t = slice_to(slice_from(t, 1), t.n - 2);
		if (t.p[t.n - 1] == '!') {
			r.item_nonnull = true;
			t.n--;
		}
	}
	r.t = types_find(s, t);
	return r;
}

/* fmt has one %s, for the name. */
struct gref types_reff(const struct gschema *s, const char *fmt, const char *name)
{
	struct str text = { 0 };
	struct gref r;

	str_addf(&text, fmt, name);
	r = types_ref(s, str_c(&text));
	str_free(&text);
	return r;
}

struct gfield *types_add_field(struct gschema *s, struct gtype *t, const char *name, const char *type, enum resolver how)
{
	vec_push(&t->fields, (struct gfield){ .name = name, .type = types_ref(s, type), .how = how });
	return &t->fields.v[t->fields.n - 1];
}

const struct gfield *types_field(const struct gtype *t, struct slice name)
{
	for (size_t i = 0; i < t->fields.n; i++)
		if (slice_is(name, t->fields.v[i].name))
			return &t->fields.v[i];
	return NULL;
}

const struct ginput *types_input(const struct ginput *v, size_t n, struct slice name)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(name, v[i].name))
			return &v[i];
	return NULL;
}

bool types_is_input(const struct gtype *t)
{
	return t->kind == GK_SCALAR || t->kind == GK_ENUM || t->kind == GK_INPUT;
}

bool types_is_composite(const struct gtype *t)
{
	return t->kind == GK_OBJECT || t->kind == GK_INTERFACE || t->kind == GK_UNION;
}

const char *types_print(struct arena *a, struct gref r)
{
	return arena_printf(a, "%s%s%s%s%s", r.list ? "[" : "", r.t->name, r.item_nonnull ? "!" : "", r.list ? "]" : "", r.nonnull ? "!" : "");
}

const char *types_shout(struct gschema *s, const char *field, const char *tail)
{
	struct str o = { 0 };
	const char *out;

	for (const char *p = field; *p; p++) {
		if (isupper((unsigned char)*p))
			str_addc(&o, '_');
		str_addc(&o, (char)toupper((unsigned char)*p));
	}
	str_adds(&o, tail);
	out = arena_copy(&s->arena, slice_str(&o));
	str_free(&o);
	return out;
}

const char *types_whisper(struct gschema *s, const char *shout)
{
	char *out = arena_copy(&s->arena, slice_of(shout));

	for (char *p = out; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return out;
}

const struct gschema *types_schema(void)
{
	if (!schema) {
		schema = mem_new(sizeof *schema);
		types_build(schema);
	}
	return schema;
}

void types_drop(void)
{
	if (!schema)
		return;
	for (size_t i = 0; i < schema->types.n; i++) {
		vec_free(&schema->types.v[i]->fields);
		vec_free(&schema->types.v[i]->inputs);
		vec_free(&schema->types.v[i]->values);
	}
	vec_free(&schema->types);
	map_free(&schema->by_name);
	arena_free(&schema->arena);
	free(schema);
	schema = NULL;
}

const struct entity entities[ENTITIES] = {
#define ENTITY(id, type, plural, root, table, id_kind, by_key) { E_##id, type, plural, root, table, id_kind, by_key },
#include "sandbox/indexer/entities.def"
};
