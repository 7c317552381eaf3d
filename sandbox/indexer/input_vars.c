/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables as they come, in JSON. */
#include "sandbox/indexer/input_inside.h"

/* Where one is: the variable and the path inside, for messages. */
struct walk {
	const struct gschema *s;
	struct arena *a;
	struct gerrors *e;
	const struct gvar *var;
	struct str path;
	bool bad;
};

static struct gval *take(struct walk *w, json_t *j, struct gref type);

/* A value for people to read: what is deep or long is left out. */
static void show(struct str *out, json_t *j, int depth)
{
	const char *key, *sep = "";
	json_t *item;
	size_t i;
	char *text;

	if ((!json_is_object(j) && !json_is_array(j)) || !(json_is_object(j) ? json_object_size(j) : json_array_size(j))) {
		text = json_dumps(j, JSON_ENCODE_ANY);
		str_adds(out, text ? text : "");
		free(text);
	} else if (depth > 2) {
		str_adds(out, json_is_array(j) ? "[Array]" : "[Object]");
	} else if (json_is_object(j)) {
		str_adds(out, "{ ");
		json_object_foreach(j, key, item) {
			str_addf(out, "%s%s: ", sep, key);
			show(out, item, depth + 1);
			sep = ", ";
		}
		str_adds(out, " }");
	} else {
		size_t n = json_array_size(j);

		str_addc(out, '[');
		json_array_foreach(j, i, item) {
			if (i == 10)
				break;
			str_adds(out, i ? ", " : "");
			show(out, item, depth + 1);
		}
		if (n > 10)
			str_addf(out, ", ... %zu more item%s", n - 10, n == 11 ? "" : "s");
		str_addc(out, ']');
	}
}

static void wrong(struct walk *w, json_t *j, const char *why)
{
	const char *name = gql_text(w->a, w->var->name);
	struct str text = { 0 };

	w->bad = true;
	show(&text, j, 0);
	if (w->path.n)
		gql_error(w->e, w->var->at, "Variable \"$%s\" got invalid value %s at \"%s%s\"; %s", name, str_c(&text), name,
			  str_c(&w->path), why);
	else
		gql_error(w->e, w->var->at, "Variable \"$%s\" got invalid value %s; %s", name, str_c(&text), why);
	str_free(&text);
}

static struct gval *make(struct walk *w, enum gv_kind kind, const char *text, size_t n)
{
	struct gval *v = arena_new(w->a, sizeof *v);

	v->kind = kind;
	v->text = (struct slice){ arena_copy(w->a, (struct slice){ text, n }), n };
	return v;
}

/* Any JSON as a value, for scalars and JSON itself. */
static struct gval *plain(struct walk *w, json_t *j)
{
	struct gval *v, **tail;
	const char *key;
	json_t *item;
	size_t i;

	switch (json_typeof(j)) {
	case JSON_INTEGER:
	case JSON_REAL: {
		char *text = json_dumps(j, JSON_ENCODE_ANY);

		v = make(w, json_is_integer(j) ? GV_INT : GV_FLOAT, text, strlen(text));
		free(text);
		return v;
	}
	case JSON_STRING:
		return make(w, GV_STRING, json_string_value(j), json_string_length(j));
	case JSON_TRUE:
	case JSON_FALSE:
		v = make(w, GV_BOOL, "", 0);
		v->yes = json_is_true(j);
		return v;
	case JSON_ARRAY:
		v = make(w, GV_LIST, "", 0);
		tail = &v->items;
		json_array_foreach(j, i, item) {
			*tail = plain(w, item);
			tail = &(*tail)->next;
		}
		return v;
	case JSON_OBJECT:
		v = make(w, GV_OBJECT, "", 0);
		tail = &v->items;
		json_object_foreach(j, key, item) {
			*tail = plain(w, item);
			(*tail)->name = (struct slice){ arena_copy(w->a, slice_of(key)), strlen(key) };
			tail = &(*tail)->next;
		}
		return v;
	default:
		return make(w, GV_NULL, "", 0);
	}
}

static struct gval *scalar(struct walk *w, json_t *j, const struct gtype *t)
{
	struct gval *v = plain(w, j);
	char *text;

	/* A whole number may be written as 5.0 in JSON. */
	if (v->kind == GV_FLOAT && !strcmp(t->name, "Int") && json_real_value(j) == (double)(int32_t)json_real_value(j)) {
		v->kind = GV_INT;
		v->text = slice_of(arena_printf(w->a, "%d", (int)json_real_value(j)));
	}
	if (input_scalar_fits(t, v))
		return v;
	text = json_dumps(j, JSON_ENCODE_ANY | JSON_COMPACT);
	if (!strcmp(t->name, "Int") && v->kind == GV_INT)
		wrong(w, j, arena_printf(w->a, "Int cannot represent non 32-bit signed integer value: %s", text));
	else
		wrong(w, j, arena_printf(w->a, "%s cannot represent %s value: %s", t->name,
					 !strcmp(t->name, "Int") ? "non-integer" : !strcmp(t->name, "Boolean") ? "a non boolean" :
					 !strcmp(t->name, "Float") ? "non numeric" : "a non string", text));
	free(text);
	return v;
}

/* In JSON the names of enums are strings. */
static struct gval *enumerated(struct walk *w, json_t *j, const struct gtype *t)
{
	const char *names[128];
	struct slice name = slice_of(json_string_value(j));
	size_t n = 0;

	if (json_is_string(j) && input_enum(t, name))
		return make(w, GV_ENUM, name.p, name.n);
	for (; n < t->values.n && n < 128; n++)
		names[n] = t->values.v[n].name;
	if (json_is_string(j))
		wrong(w, j, arena_printf(w->a, "Value \"%s\" does not exist in \"%s\" enum.%s", name.p, t->name,
					 input_did_you_mean(w->a, "the enum value ", name, names, n)));
	else
		wrong(w, j, arena_printf(w->a, "Enum \"%s\" cannot represent non-string value: %s.", t->name,
					 gql_print(w->a, plain(w, j))));
	return NULL;
}

/* Members that the type does not know are errors, each of them. */
static struct gval *object(struct walk *w, json_t *j, const struct gtype *t)
{
	struct gval *v = make(w, GV_OBJECT, "", 0), **tail = &v->items;
	const char *key, *names[128];
	json_t *item;
	size_t n = 0;

	if (!json_is_object(j)) {
		wrong(w, j, arena_printf(w->a, "Expected type \"%s\" to be an object.", t->name));
		return v;
	}
	for (; n < t->inputs.n && n < 128; n++)
		names[n] = t->inputs.v[n].name;
	json_object_foreach(j, key, item) {
		const struct ginput *in = types_input(t->inputs.v, t->inputs.n, slice_of(key));
		size_t before = w->path.n;

		if (!in) {
			wrong(w, j, arena_printf(w->a, "Field \"%s\" is not defined by type \"%s\".%s", key, t->name,
						 input_did_you_mean(w->a, "", slice_of(key), names, n)));
			continue;
		}
		str_addf(&w->path, ".%s", key);
		*tail = take(w, item, in->type);
		str_cut(&w->path, before);
		if (!*tail)
			continue;
		(*tail)->name = slice_of(in->name);
		tail = &(*tail)->next;
	}
	return v;
}

/* The value of a JSON as a type wants it. NULL, or a value of no use, when an error was said. */
static struct gval *take(struct walk *w, json_t *j, struct gref type)
{
	struct gval *v, **tail;
	json_t *item;
	size_t i;

	if (json_is_null(j)) {
		if (type.nonnull)
			wrong(w, j, arena_printf(w->a, "Expected non-nullable type \"%s\" not to be null.", types_print(w->a, type)));
		return make(w, GV_NULL, "", 0);
	}
	if (type.list) {
		v = make(w, GV_LIST, "", 0);
		tail = &v->items;
		if (!json_is_array(j))
			*tail = take(w, j, input_item(type));
		else
			json_array_foreach(j, i, item) {
				size_t before = w->path.n;

				str_addf(&w->path, "[%zu]", i);
				*tail = take(w, item, input_item(type));
				str_cut(&w->path, before);
				if (*tail)
					tail = &(*tail)->next;
			}
		return v;
	}
	return type.t->kind == GK_INPUT ? object(w, j, type.t) : type.t->kind == GK_ENUM ? enumerated(w, j, type.t) : scalar(w, j, type.t);
}

bool input_vars(const struct gschema *s, const struct gdef *op, json_t *given, struct arena *a, struct gerrors *e, struct gvars *out)
{
	struct walk w = { .s = s, .a = a, .e = e };
	struct gval **tail = &out->list;

	out->list = NULL;
	for (const struct gvar *v = op->vars; v; v = v->next) {
		const char *name = gql_text(a, v->name);
		json_t *j = json_object_get(given, name);
		bool known;
		struct gref type = input_type(s, v->type, &known);

		w.var = v;
		if (!known)
			continue;
		if (!j && v->fallback) {
			*tail = input_coerce(a, v->fallback, type, NULL);
		} else if (!j && type.nonnull) {
			w.bad = true;
			gql_error(e, v->at, "Variable \"$%s\" of required type \"%s\" was not provided.", name, types_print(a, type));
		} else if (j && json_is_null(j) && type.nonnull) {
			w.bad = true;
			gql_error(e, v->at, "Variable \"$%s\" of non-null type \"%s\" must not be null.", name, types_print(a, type));
		} else if (j) {
			*tail = take(&w, j, type);
		}
		if (!*tail)
			continue;
		(*tail)->name = v->name;
		tail = &(*tail)->next;
	}
	str_free(&w.path);
	return !w.bad;
}
