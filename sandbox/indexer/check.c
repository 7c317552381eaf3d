/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox/indexer/check_inside.h"

/* A copy for messages. */
static const char *T(struct check *c, struct slice s)
{
	return gql_text(c->a, s);
}

bool check_tired(struct check *c)
{
	return ++c->effort > CHECK_EFFORT || json_array_size(c->e->list) >= GQL_MAX_ERRORS;
}

const struct gdef *check_fragment(const struct gdoc *d, struct slice name)
{
	for (const struct gdef *f = d->defs; f; f = f->next)
		if (f->op == GOP_FRAGMENT && slice_eq(f->name, name))
			return f;
	return NULL;
}

/* The meta fields live here and not in the types, where introspection would show them. */
const struct gfield *check_field(const struct gschema *s, const struct gtype *t, struct slice name)
{
	static struct gfield meta[3];
	static struct ginput type_args;

	if (!meta[0].name) {
		type_args = (struct ginput){ .name = "name", .type = { .t = types_find(s, SLICE("String")), .nonnull = true } };
		meta[1] = (struct gfield){ .name = "__schema", .type = { .t = types_find(s, SLICE("__Schema")), .nonnull = true },
					   .how = R_SCHEMA };
		meta[2] = (struct gfield){ .name = "__type", .type = { .t = types_find(s, SLICE("__Type")) }, .args = &type_args,
					   .n_args = 1, .how = R_TYPE };
		meta[0] = (struct gfield){ .name = "__typename", .type = type_args.type, .how = R_TYPENAME };
	}
	/* The schema may have been dropped and built anew since. */
	type_args.type.t = meta[0].type.t = types_find(s, SLICE("String"));
	meta[1].type.t = types_find(s, SLICE("__Schema"));
	meta[2].type.t = types_find(s, SLICE("__Type"));
	for (int i = 0; i < (t == s->query ? 3 : 1); i++)
		if (slice_is(name, meta[i].name))
			return &meta[i];
	return types_field(t, name);
}

const struct ginput *check_directive_args(struct slice name, size_t *n)
{
	static struct ginput in;

	*n = 1;
	in = (struct ginput){ .name = "if", .type = { .t = types_find(types_schema(), SLICE("Boolean")), .nonnull = true } };
	return slice_is(name, "skip") || slice_is(name, "include") ? &in : NULL;
}

/* Down into lists and objects. */
static void unique_members(struct check *c, const struct gval *v)
{
	for (const struct gval *i = v->items; i; i = i->next) {
		for (const struct gval *k = v->items; k != i && v->kind == GV_OBJECT && !check_tired(c); k = k->next)
			if (slice_eq(i->name, k->name)) {
				gql_error_at(c->e, (uint32_t[]){ k->name_at, i->name_at }, 2, NULL,
					     "There can be only one input field named \"%s\".", T(c, i->name));
				break;
			}
		unique_members(c, i);
	}
}

/* Arguments of a field or directive; owner says which, for messages. */
static void arguments(struct check *c, const struct garg *args, const struct ginput *known, size_t n, uint32_t at, const char *owner,
		      const char *what)
{
	const char *names[16];

	for (size_t i = 0; i < n; i++)
		names[i] = known[i].name;
	for (const struct garg *g = args; g; g = g->next) {
		const struct ginput *in = types_input(known, n, g->name);

		for (const struct garg *k = args; k != g && !check_tired(c); k = k->next)
			if (slice_eq(k->name, g->name)) {
				gql_error_at(c->e, (uint32_t[]){ k->at, g->at }, 2, NULL, "There can be only one argument named \"%s\".",
					     T(c, g->name));
				break;
			}
		unique_members(c, g->value);
		if (in)
			input_check(c->s, c->a, c->e, g->value, in->type);
		else
			gql_error(c->e, g->at, "Unknown argument \"%s\" on %s.%s", T(c, g->name), owner,
				  input_did_you_mean(c->a, "", g->name, names, n));
	}
	for (size_t i = 0; i < n; i++) {
		const struct garg *g = args;

		while (g && !slice_is(g->name, known[i].name))
			g = g->next;
		if (!g && known[i].type.nonnull && !known[i].fallback)
			gql_error(c->e, at, "%s argument \"%s\" of type \"%s\" is required, but it was not provided.", what, known[i].name,
				  types_print(c->a, known[i].type));
	}
}

/* @deprecated and @specifiedBy are known, but not for what a query is made of. */
static void directives(struct check *c, const struct gdirective *first, const char *location)
{
	for (const struct gdirective *d = first; d; d = d->next) {
		const char *name = T(c, d->name);
		bool declared = !strcmp(name, "deprecated") || !strcmp(name, "specifiedBy");
		size_t n;
		const struct ginput *in = check_directive_args(d->name, &n);

		if (!in && !declared) {
			gql_error(c->e, d->at, "Unknown directive \"@%s\".", name);
			continue;
		}
		if (declared || !strstr("FIELD FRAGMENT_SPREAD INLINE_FRAGMENT", location))
			gql_error(c->e, d->at, "Directive \"@%s\" may not be used on %s.", name, location);
		for (const struct gdirective *k = first; k != d; k = k->next)
			if (slice_eq(k->name, d->name)) {
				gql_error_at(c->e, (uint32_t[]){ k->at, d->at }, 2, NULL,
					     "The directive \"@%s\" can only be used once at this location.", name);
				break;
			}
		if (in)
			arguments(c, d->args, in, n, d->at, arena_printf(c->a, "directive \"@%s\"", name),
				  arena_printf(c->a, "Directive \"@%s\"", name));
	}
}

static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* On Node the types that have the field are proposed, else fields whose names resemble it. */
static void no_such_field(struct check *c, const struct gsel *f, const struct gtype *t)
{
	const char *names[128], *mean = "";
	struct str s = { 0 };
	size_t n = 0;

	for (size_t i = 0; t->kind == GK_INTERFACE && i < c->s->types.n && n < 128; i++)
		if (c->s->types.v[i]->node && types_field(c->s->types.v[i], f->name))
			names[n++] = c->s->types.v[i]->name;
	if (n) {
		qsort(names, n, sizeof *names, by_text);
		for (size_t i = 0; i < n && i < 5; i++)
			str_addf(&s, "%s\"%s\"", i == 0 ? " Did you mean to use an inline fragment on " : i + 1 < n && i < 4 ? ", " :
				 n == 2 ? " or " : ", or ", names[i]);
		str_addc(&s, '?');
		mean = T(c, slice_str(&s));
		str_free(&s);
	} else {
		for (; n < t->fields.n && n < 128; n++)
			names[n] = t->fields.v[n].name;
		mean = input_did_you_mean(c->a, "", f->name, names, n);
	}
	gql_error(c->e, f->at, "Cannot query field \"%s\" on type \"%s\".%s", T(c, f->name), t->name, mean);
}

/* Whether some object can be both. The only interface is Node. */
static bool overlap(const struct gtype *a, const struct gtype *b)
{
	return a == b || (a->kind == GK_INTERFACE && b->node) || (b->kind == GK_INTERFACE && a->node);
}

static void selections(struct check *c, const struct gsel *list, const struct gtype *parent);

/* Without a known type the arguments and what is inside can only be looked at for themselves. */
static void field(struct check *c, const struct gsel *f, const struct gtype *parent)
{
	const struct gfield *def = parent ? check_field(c->s, parent, f->name) : NULL;
	const char *name = T(c, f->name);

	directives(c, f->directives, "FIELD");
	if (!def) {
		if (parent)
			no_such_field(c, f, parent);
		for (const struct garg *g = f->args; g; g = g->next)
			unique_members(c, g->value);
		selections(c, f->sub, NULL);
		return;
	}
	arguments(c, f->args, def->args, def->n_args, f->at, arena_printf(c->a, "field \"%s.%s\"", parent->name, name),
		  arena_printf(c->a, "Field \"%s\"", name));
	if (types_is_composite(def->type.t) && !f->braces)
		gql_error(c->e, f->at, "Field \"%s\" of type \"%s\" must have a selection of subfields. Did you mean \"%s { ... }\"?", name,
			  types_print(c->a, def->type), name);
	else if (!types_is_composite(def->type.t) && f->braces)
		gql_error(c->e, f->braces_at, "Field \"%s\" must not have a selection since type \"%s\" has no subfields.", name,
			  types_print(c->a, def->type));
	selections(c, f->sub, types_is_composite(def->type.t) ? def->type.t : NULL);
}

/* The type of a condition; NULL with an error when there is none or it has no fields. label names the fragment. */
static const struct gtype *condition(struct check *c, struct slice on, uint32_t at, const char *label)
{
	const struct gtype *t = types_find(c->s, on);
	const char *names[256];
	size_t n = 0;

	if (t && types_is_composite(t))
		return t;
	if (t) {
		gql_error(c->e, at, "Fragment%s cannot condition on non composite type \"%s\".", label, t->name);
		return NULL;
	}
	for (; n < c->s->types.n && n < 256; n++)
		names[n] = c->s->types.v[n]->name;
	gql_error(c->e, at, "Unknown type \"%s\".%s", T(c, on), input_did_you_mean(c->a, "", on, names, n));
	return NULL;
}

static void selection(struct check *c, const struct gsel *s, const struct gtype *parent)
{
	const struct gtype *on = parent;
	const struct gdef *f;

	if (s->kind == GSEL_FIELD) {
		field(c, s, parent);
		return;
	}
	if (s->kind == GSEL_INLINE) {
		directives(c, s->directives, "INLINE_FRAGMENT");
		if (s->on.n)
			on = condition(c, s->on, s->on_at, "");
		if (on && parent && !overlap(parent, on))
			gql_error(c->e, s->at, "Fragment cannot be spread here as objects of type \"%s\" can never be of type \"%s\".",
				  parent->name, on->name);
		selections(c, s->sub, on);
		return;
	}
	directives(c, s->directives, "FRAGMENT_SPREAD");
	f = check_fragment(c->d, s->name);
	if (!f) {
		gql_error(c->e, s->at + 3, "Unknown fragment \"%s\".", T(c, s->name));
		return;
	}
	on = types_find(c->s, f->on);
	if (on && parent && types_is_composite(on) && !overlap(parent, on))
		gql_error(c->e, s->at, "Fragment \"%s\" cannot be spread here as objects of type \"%s\" can never be of type \"%s\".",
			  T(c, s->name), parent->name, on->name);
}

static void selections(struct check *c, const struct gsel *list, const struct gtype *parent)
{
	for (const struct gsel *s = list; s && !check_tired(c); s = s->next)
		selection(c, s, parent);
}

/* Operations among operations, fragments among fragments; one without a name must be alone. */
static void unique_names(struct check *c, const struct gdef *d, size_t operations)
{
	bool fragment = d->op == GOP_FRAGMENT;

	if (!fragment && !d->name.n && operations > 1)
		gql_error(c->e, d->at, "This anonymous operation must be the only defined operation.");
	for (const struct gdef *k = c->d->defs; d->name.n && k != d; k = k->next)
		if ((k->op == GOP_FRAGMENT) == fragment && slice_eq(k->name, d->name)) {
			gql_error_at(c->e, (uint32_t[]){ k->name_at, d->name_at }, 2, NULL, "There can be only one %s named \"%s\".",
				     fragment ? "fragment" : "operation", T(c, d->name));
			break;
		}
}

static void variable_definitions(struct check *c, const struct gdef *op)
{
	for (const struct gvar *v = op->vars; v; v = v->next) {
		const struct gtypenode *n = v->type;
		const struct gtype *t;
		bool known;
		struct gref type = input_type(c->s, v->type, &known);

		for (const struct gvar *k = op->vars; k != v && !check_tired(c); k = k->next)
			if (slice_eq(k->name, v->name)) {
				gql_error_at(c->e, (uint32_t[]){ k->at + 1, v->at + 1 }, 2, NULL,
					     "There can be only one variable named \"$%s\".", T(c, v->name));
				break;
			}
		directives(c, v->directives, "VARIABLE_DEFINITION");
		while (n->item)
			n = n->item;
		t = types_find(c->s, n->name);
		if (!t)
			condition(c, n->name, n->at, "");
		else if (!types_is_input(t))
			gql_error(c->e, v->type->at, "Variable \"$%s\" cannot be non-input type \"%s\".", T(c, v->name),
				  input_type_text(c->a, v->type));
		else if (v->fallback && known)
			input_check(c->s, c->a, c->e, v->fallback, type);
	}
}

static void definition(struct check *c, const struct gdef *d)
{
	static const char *const places[] = { "QUERY", "MUTATION", "SUBSCRIPTION", "FRAGMENT_DEFINITION" };
	const struct gtype *t = d->op == GOP_QUERY ? c->s->query : NULL;

	directives(c, d->directives, places[d->op]);
	if (d->op == GOP_FRAGMENT)
		t = condition(c, d->on, d->on_at, arena_printf(c->a, " \"%s\"", T(c, d->name)));
	else
		variable_definitions(c, d);
	selections(c, d->sub, t);
}

bool check_document(const struct gschema *s, const struct gdoc *d, struct arena *a, struct gerrors *e)
{
	struct check c = { .s = s, .d = d, .a = a, .e = e };
	size_t operations = 0;

	for (const struct gdef *k = d->defs; k; k = k->next)
		operations += k->op != GOP_FRAGMENT;
	for (const struct gdef *k = d->defs; k && !check_tired(&c); k = k->next) {
		unique_names(&c, k, operations);
		definition(&c, k);
	}
	check_fragments(&c);
	for (const struct gdef *k = d->defs; k && !check_tired(&c); k = k->next)
		if (k->op != GOP_FRAGMENT)
			check_variables(&c, k);
	/* Cycles would make no end of what follows. */
	if (!json_array_size(e->list))
		check_overlap(&c);
	if (c.effort > CHECK_EFFORT)
		gql_error(e, 0, "The document is too complex to be validated.");
	return !json_array_size(e->list);
}
