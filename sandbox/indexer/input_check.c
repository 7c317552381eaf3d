/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a literal. */
#include "sandbox/indexer/input_inside.h"

/* A variable can only be judged where it is used (check_vars.c). */
static void expected(struct arena *a, struct gerrors *e, const struct gval *v, struct gref type)
{
	gql_error(e, v->at, "Expected value of type \"%s\", found %s.", types_print(a, type), gql_print(a, v));
}

static void scalar(struct arena *a, struct gerrors *e, const struct gval *v, struct gref type)
{
	const char *text = gql_print(a, v);

	if (input_scalar_fits(type.t, v))
		return;
	if (input_is(type, "Int") && v->kind == GV_INT)
		gql_error(e, v->at, "Int cannot represent non 32-bit signed integer value: %s", text);
	else if (input_is(type, "Int"))
		gql_error(e, v->at, "Int cannot represent non-integer value: %s", text);
	else if (input_is(type, "Float"))
		gql_error(e, v->at, "Float cannot represent non numeric value: %s", text);
	else if (input_is(type, "String"))
		gql_error(e, v->at, "String cannot represent a non string value: %s", text);
	else if (input_is(type, "Boolean"))
		gql_error(e, v->at, "Boolean cannot represent a non boolean value: %s", text);
	else if (input_is(type, "ID"))
		gql_error(e, v->at, "ID cannot represent a non-string and non-integer value: %s", text);
	else
		expected(a, e, v, (struct gref){ .t = type.t });
}

static void enumerated(struct arena *a, struct gerrors *e, const struct gval *v, const struct gtype *t)
{
	const char *names[128];
	struct slice word = v->kind == GV_ENUM || v->kind == GV_STRING ? v->text : slice_of(gql_print(a, v));
	size_t n = 0;

	if (v->kind == GV_ENUM && input_enum(t, v->text))
		return;
	for (; n < t->values.n && n < 128; n++)
		names[n] = t->values.v[n].name;
	if (v->kind == GV_ENUM)
		gql_error(e, v->at, "Value \"%s\" does not exist in \"%s\" enum.%s", gql_text(a, word), t->name,
			  input_did_you_mean(a, "the enum value ", word, names, n));
	else
		gql_error(e, v->at, "Enum \"%s\" cannot represent non-enum value: %s.%s", t->name, gql_print(a, v),
			  input_did_you_mean(a, "the enum value ", word, names, n));
}

static void object(const struct gschema *s, struct arena *a, struct gerrors *e, const struct gval *v, const struct gtype *t)
{
	const char *names[128];
	size_t n = 0;

	for (; n < t->inputs.n && n < 128; n++)
		names[n] = t->inputs.v[n].name;
	for (const struct gval *i = v->items; i; i = i->next) {
		const struct ginput *in = types_input(t->inputs.v, t->inputs.n, i->name);

		if (in)
			input_check(s, a, e, i, in->type);
		else
			gql_error(e, i->name_at, "Field \"%s\" is not defined by type \"%s\".%s", gql_text(a, i->name), t->name,
				  input_did_you_mean(a, "", i->name, names, n));
	}
}

void input_check(const struct gschema *s, struct arena *a, struct gerrors *e, const struct gval *v, struct gref type)
{
	if (v->kind == GV_VAR)
		return;
	if (v->kind == GV_NULL) {
		if (type.nonnull)
			expected(a, e, v, type);
	} else if (type.list) {
		if (v->kind != GV_LIST)
			input_check(s, a, e, v, input_item(type));
		else
			for (const struct gval *i = v->items; i; i = i->next)
				input_check(s, a, e, i, input_item(type));
	} else if (type.t->kind == GK_INPUT) {
		if (v->kind == GV_OBJECT)
			object(s, a, e, v, type.t);
		else
			expected(a, e, v, (struct gref){ .t = type.t });
	} else if (type.t->kind == GK_ENUM) {
		enumerated(a, e, v, type.t);
	} else {
		scalar(a, e, v, type);
	}
}
