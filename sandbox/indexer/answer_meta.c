/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Introspection: the schema as an answer. */
#include "sandbox/indexer/answer_rows.h"

enum meta { M_SCHEMA, M_TYPE, M_FIELD, M_INPUT, M_ENUM, M_DIRECTIVE };

struct directive {
	const char *name, *places[8];
	struct ginput arg;
	const char *arg_type;
};
static const struct directive directives[];

static bool text_or_null(struct run *r, const struct group *g, const char *s)
{
	if (!s)
		return answer_null(r, g);
	answer_text(r, slice_of(s));
	return true;
}

static bool one(struct run *r, struct group *g, enum meta kind, const void *what, struct gref type)
{
	return answer_sub(r, g, &(struct source){ .kind = SRC_META, .meta_kind = kind, .meta = what, .type = type }, g->def->type.t);
}

/* Of a list. When it fails the whole answer does: only too much of it can be the reason. */
static void item(struct run *r, struct group *g, enum meta kind, const void *what, struct gref type, bool first)
{
	struct source src = { .kind = SRC_META, .meta_kind = kind, .meta = what, .type = type };

	if (r->dead)
		return;
	str_adds(r->out, first ? "" : ",");
	if (!answer_object(r, answer_set(r, g, g->def->type.t), &src))
		r->dead = true;
}

static bool inputs(struct run *r, struct group *g, const struct ginput *v, size_t n)
{
	str_addc(r->out, '[');
	for (size_t i = 0; i < n; i++)
		item(r, g, M_INPUT, &v[i], v[i].type, i == 0);
	str_addc(r->out, ']');
	return !r->dead;
}

static bool of_schema(struct run *r, struct group *g, const char *name)
{
	if (!strcmp(name, "queryType"))
		return one(r, g, M_TYPE, NULL, (struct gref){ .t = r->s->query });
	if (strcmp(name, "types") && strcmp(name, "directives"))
		return answer_null(r, g);
	str_addc(r->out, '[');
	for (size_t i = 0; !strcmp(name, "types") && i < r->s->types.n; i++)
		item(r, g, M_TYPE, NULL, (struct gref){ .t = r->s->types.v[i] }, i == 0);
	for (size_t i = 0; !strcmp(name, "directives") && directives[i].name; i++)
		item(r, g, M_DIRECTIVE, &directives[i], (struct gref){ 0 }, i == 0);
	str_addc(r->out, ']');
	return !r->dead;
}

static bool lists_of_type(struct run *r, struct group *g, const char *name, const struct gtype *t)
{
	size_t n = 0;

	str_addc(r->out, '[');
	if (!strcmp(name, "fields"))
		for (size_t i = 0; i < t->fields.n; i++)
			item(r, g, M_FIELD, &t->fields.v[i], t->fields.v[i].type, i == 0);
	else if (!strcmp(name, "enumValues"))
		for (size_t i = 0; i < t->values.n; i++)
			item(r, g, M_ENUM, &t->values.v[i], (struct gref){ 0 }, i == 0);
	else if (!strcmp(name, "interfaces") && t->node)
		item(r, g, M_TYPE, NULL, (struct gref){ .t = r->s->node }, true);
	else if (!strcmp(name, "possibleTypes"))
		for (size_t i = 0; i < r->s->types.n; i++)
			if (r->s->types.v[i]->node)
				item(r, g, M_TYPE, NULL, (struct gref){ .t = r->s->types.v[i] }, n++ == 0);
	str_addc(r->out, ']');
	return !r->dead;
}

/* What wraps a type has a kind and what is inside, and nothing else. */
static bool of_type(struct run *r, struct group *g, const char *name, struct gref t)
{
	static const char *const kinds[] = { "SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT" };
	bool wrapped = t.nonnull || t.list;

	if (!strcmp(name, "kind"))
		return text_or_null(r, g, t.nonnull ? "NON_NULL" : t.list ? "LIST" : kinds[t.t->kind]);
	if (!strcmp(name, "ofType") && wrapped)
		return one(r, g, M_TYPE, NULL, t.nonnull ? (struct gref){ t.t, t.item_nonnull, t.list, false }
							 : (struct gref){ .t = t.t, .nonnull = t.item_nonnull });
	if (wrapped)
		return answer_null(r, g);
	if (!strcmp(name, "name"))
		return text_or_null(r, g, t.t->name);
	if (!strcmp(name, "inputFields") && t.t->kind == GK_INPUT)
		return inputs(r, g, t.t->inputs.v, t.t->inputs.n);
	if ((!strcmp(name, "fields") && (t.t->kind == GK_OBJECT || t.t->kind == GK_INTERFACE)) ||
	    (!strcmp(name, "interfaces") && (t.t->kind == GK_OBJECT || t.t->kind == GK_INTERFACE)) ||
	    (!strcmp(name, "enumValues") && t.t->kind == GK_ENUM) || (!strcmp(name, "possibleTypes") && t.t->kind == GK_INTERFACE))
		return lists_of_type(r, g, name, t.t);
	return answer_null(r, g);
}

static bool of_directive(struct run *r, struct group *g, const char *name, const struct directive *d)
{
	struct ginput arg = d->arg;

	if (!strcmp(name, "name"))
		return text_or_null(r, g, d->name);
	if (!strcmp(name, "args")) {
		arg.type.t = types_find(r->s, slice_of(d->arg_type));
		return inputs(r, g, &arg, 1);
	}
	if (strcmp(name, "locations"))
		return answer_null(r, g);
	str_addc(r->out, '[');
	for (size_t i = 0; d->places[i]; i++) {
		str_adds(r->out, i ? "," : "");
		answer_text(r, slice_of(d->places[i]));
	}
	str_addc(r->out, ']');
	return !r->dead;
}

bool answer_meta(struct run *r, struct group *g, const struct source *src)
{
	const struct gfield *f = src->meta;
	const struct ginput *in = src->meta;
	const struct gvalue *v = src->meta;
	const char *name = g->def->name;

	if (!strcmp(name, "isDeprecated") || !strcmp(name, "isRepeatable")) {
		str_adds(r->out, "false");
		return true;
	}
	if (src->meta_kind == M_SCHEMA)
		return of_schema(r, g, name);
	if (src->meta_kind == M_TYPE)
		return of_type(r, g, name, src->type);
	if (src->meta_kind == M_DIRECTIVE)
		return of_directive(r, g, name, src->meta);
	if (!strcmp(name, "name"))
		return text_or_null(r, g, src->meta_kind == M_FIELD ? f->name : src->meta_kind == M_INPUT ? in->name : v->name);
	if (!strcmp(name, "type"))
		return one(r, g, M_TYPE, NULL, src->type);
	if (!strcmp(name, "args"))
		return inputs(r, g, f->args, f->n_args);
	return text_or_null(r, g, !strcmp(name, "defaultValue") ? in->fallback : NULL);
}

bool answer_schema(struct run *r, struct group *g)
{
	const struct gval *name;
	const struct gtype *t;

	if (g->def->how == R_SCHEMA)
		return one(r, g, M_SCHEMA, NULL, (struct gref){ 0 });
	name = answer_arg(r, g, "name");
	t = name ? types_find(r->s, name->text) : NULL;
	return t ? one(r, g, M_TYPE, NULL, (struct gref){ .t = t }) : answer_null(r, g);
}

static const struct directive directives[] = {
	{ "include", { "FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT" }, { .name = "if", .type = { .nonnull = true } }, "Boolean" },
	{ "skip", { "FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT" }, { .name = "if", .type = { .nonnull = true } }, "Boolean" },
	{ "deprecated", { "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE" },
	  { .name = "reason", .fallback = "\"No longer supported\"" }, "String" },
	{ "specifiedBy", { "SCALAR" }, { .name = "url", .type = { .nonnull = true } }, "String" },
	{ 0 },
};
