/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From entities to types, by the rules of PostGraphile with its filter plugin. */
#include "sandbox/indexer/types_inside.h"

static const struct column columns[];
static const struct reference references[];
static const char *const operators[], *const text_operators[], *const list_operators[];

/* The names of a column's types: in answers, in conditions, and the filter's (NULL: it cannot be filtered by). */
struct naming {
	const char *out, *condition, *filter;
};
static const struct naming namings[];

static const struct column *id_column(enum entity_id e)
{
	const struct column *c = columns;

	while (c->entity != e || c->kind != CT_ID)
		c++;
	return c;
}

static bool is_function(const struct entity *e)
{
	return e->id == E_TRANSFER_UD;
}

/* Ids are texts, but for the migrations. */
static const char *id_type(const struct entity *e)
{
	return e->id_kind == ID_INT ? "Int" : "String";
}

static void add_input(struct gtype *t, struct ginput in)
{
	vec_push(&t->inputs, in);
}

/* Members of IntFilter and its like. */
static void operators_for(struct gschema *s, const char *type)
{
	struct gtype *t = types_make(s, GK_INPUT, "%sFilter", type);
	bool text = !strcmp(type, "String");

	add_input(t, (struct ginput){ .name = "isNull", .type = types_ref(s, "Boolean") });
	for (size_t i = 0; operators[i]; i++) {
		bool many = !strcmp(operators[i], "in") || !strcmp(operators[i], "notIn");

		add_input(t, (struct ginput){ .name = operators[i], .type = types_reff(s, many ? "[%s!]" : "%s", type) });
	}
	for (size_t i = 0; text && text_operators[i]; i++) {
		bool many = !strcmp(text_operators[i], "inInsensitive") || !strcmp(text_operators[i], "notInInsensitive");

		add_input(t, (struct ginput){ .name = text_operators[i], .type = types_ref(s, many ? "[String!]" : "String") });
	}
	if (!strcmp(type, "JSON")) {
		add_input(t, (struct ginput){ .name = "contains", .type = types_ref(s, "JSON") });
		add_input(t, (struct ginput){ .name = "containsKey", .type = types_ref(s, "String") });
		add_input(t, (struct ginput){ .name = "containsAllKeys", .type = types_ref(s, "[String!]") });
		add_input(t, (struct ginput){ .name = "containsAnyKeys", .type = types_ref(s, "[String!]") });
		add_input(t, (struct ginput){ .name = "containedBy", .type = types_ref(s, "JSON") });
	}
}

static void list_operators_for(struct gschema *s, const char *type)
{
	struct gtype *t = types_make(s, GK_INPUT, "%sListFilter", type);

	add_input(t, (struct ginput){ .name = "isNull", .type = types_ref(s, "Boolean") });
	for (size_t i = 0; list_operators[i]; i++)
		add_input(t, (struct ginput){ .name = list_operators[i],
					      .type = types_reff(s, !strncmp(list_operators[i], "any", 3) ? "%s" : "[%s]", type) });
}

/* BigInt has its filter, but columns of big numbers are filtered as BigFloat: their type is numeric. */
static void scalars(struct gschema *s)
{
	static const char *const names[] = { "Boolean", "Int", "Float", "String", "ID", "BigInt", "BigFloat", "Datetime", "Cursor", "JSON" };
	static const char *const filtered[] = { "String", "Int", "Boolean", "BigFloat", "Datetime", "JSON", "BigInt" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		types_make(s, GK_SCALAR, "%s", names[i]);
	for (size_t i = 0; i < sizeof filtered / sizeof *filtered; i++)
		operators_for(s, filtered[i]);
	list_operators_for(s, "Int");
	list_operators_for(s, "String");
}

/* Orders of a root connection may be several, those of a function one. */
static void orders(struct gschema *s, const struct entity *e)
{
	struct gtype *t = types_make(s, GK_ENUM, "%sOrderBy", is_function(e) ? e->type : e->plural);
	struct gtype *single = e->id == E_UD_HISTORY ? types_make(s, GK_ENUM, "UdHistoryOrderBy") : NULL;
	const struct column *id = id_column(e->id);

	t->entity = e;
	if (!is_function(e))
		vec_push(&t->values, (struct gvalue){ .name = "NATURAL", .alias = "natural" });
	for (const struct column *c = columns; c->field; c++)
		for (int d = 0; d < 2; d++) {
			const char *name = types_shout(s, c->field, d ? "_DESC" : "_ASC");
			struct gvalue v = { name, types_whisper(s, name), c, d, false };

			if (c->entity != e->id || c->flags & (COMPUTED | NO_ORDER) || (c->kind == CT_ID && is_function(e)))
				continue;
			vec_push(&t->values, v);
			if (single && c->kind != CT_ID && c->kind != CT_REF)
				vec_push(&single->values, v);
		}
	if (!is_function(e)) {
		vec_push(&t->values, (struct gvalue){ "PRIMARY_KEY_ASC", "primary_key_asc", id, false, true });
		vec_push(&t->values, (struct gvalue){ "PRIMARY_KEY_DESC", "primary_key_desc", id, true, true });
	}
	if (single)
		single->entity = e;
}

/* All names exist before any type refers to another. */
static void names(struct gschema *s, const struct entity *e)
{
	struct gtype *row = types_make(s, GK_OBJECT, "%s", e->type);

	row->entity = e;
	row->node = !is_function(e);
	types_make(s, GK_OBJECT, "%sConnection", e->plural)->entity = e;
	types_make(s, GK_OBJECT, "%sEdge", e->plural)->entity = e;
	types_make(s, GK_INPUT, "%sFilter", e->type)->entity = e;
	if (!is_function(e))
		types_make(s, GK_INPUT, "%sCondition", e->type)->entity = e;
	orders(s, e);
	for (const struct reference *r = references; r->field; r++) {
		struct str name = { 0 };

		if (r->to != e->id || !(r->how & MANY))
			continue;
		str_addf(&name, "%sToMany%sFilter", e->type, entities[r->from].type);
		if (!types_find(s, slice_str(&name)))
			types_make(s, GK_INPUT, "%s", str_c(&name))->entity = &entities[r->from];
		str_free(&name);
	}
}

static struct gtype *named(struct gschema *s, const char *fmt, const char *name)
{
	return map_get(&s->by_name, slice_of(types_reff(s, fmt, name).t->name));
}

/* first, last, offset, before, after, and what the kind of connection adds. */
static void connection_args(struct gschema *s, struct gfield *f, const struct entity *e, bool function)
{
	static const char *const plain[] = { "first", "last", "offset" };
	struct ginput *a = arena_new(&s->arena, 8 * sizeof *a);
	size_t n = 0;

	for (int i = 0; i < 3; i++)
		a[n++] = (struct ginput){ .name = plain[i], .type = types_ref(s, "Int") };
	a[n++] = (struct ginput){ .name = "before", .type = types_ref(s, "Cursor") };
	a[n++] = (struct ginput){ .name = "after", .type = types_ref(s, "Cursor") };
	if (function) {
		a[n++] = (struct ginput){ .name = "orderBy", .type = types_reff(s, "%sOrderBy", e->type) };
	} else {
		a[n++] = (struct ginput){ .name = "orderBy", .type = types_reff(s, "[%sOrderBy!]", e->plural), .fallback = "[PRIMARY_KEY_ASC]" };
		a[n++] = (struct ginput){ .name = "condition", .type = types_reff(s, "%sCondition", e->type) };
	}
	a[n++] = (struct ginput){ .name = "filter", .type = types_reff(s, "%sFilter", e->type) };
	f->args = a;
	f->n_args = n;
}

/* Inside a row a connection is never null; at the root it may be. */
static void connection(struct gschema *s, struct gtype *t, const char *field, const struct entity *e, const struct reference *r,
		       enum resolver how, bool nonnull)
{
	struct gfield *f = types_add_field(s, t, field, "Int", how);

	f->type = types_reff(s, nonnull ? "%sConnection!" : "%sConnection", e->plural);
	f->ref = r;
	connection_args(s, f, e, how == R_UD_HISTORY || how == R_TRANSFERS_WITH_UD);
}

/* Bytes cannot be filtered by, computed columns stand in no condition. */
static void filter_column(struct gschema *s, const struct entity *e, const struct column *c)
{
	const char *filter = c->kind == CT_ID ? e->id_kind == ID_INT ? "IntFilter" : "StringFilter" : namings[c->kind].filter;

	if (filter)
		add_input(named(s, "%sFilter", e->type), (struct ginput){ .name = c->field, .type = types_ref(s, filter), .column = c });
	if (!(c->flags & COMPUTED) && !is_function(e))
		add_input(named(s, "%sCondition", e->type),
			  (struct ginput){ .name = c->field, .type = types_ref(s, c->kind == CT_ID ? id_type(e) : namings[c->kind].condition),
					   .column = c });
}

/* Columns, ways there, ways back; then what functions give. */
static void row_fields(struct gschema *s, const struct entity *e)
{
	struct gtype *t = named(s, "%s", e->type);

	if (t->node)
		types_add_field(s, t, "nodeId", "ID!", R_NODE_ID);
	for (const struct column *c = columns; c->field; c++) {
		struct gfield *f;

		if (c->entity != e->id)
			continue;
		f = types_add_field(s, t, c->field, "Int", R_COLUMN);
		f->column = c;
		f->type = types_ref(s, c->kind == CT_ID ? id_type(e) : namings[c->kind].out);
		f->type.nonnull = c->nonnull;
		filter_column(s, e, c);
	}
	for (const struct reference *r = references; r->field; r++) {
		if (r->from == e->id && !(r->how & NO_FIELD)) {
			struct gfield *f = types_add_field(s, t, r->field, entities[r->to].type, R_FORWARD);

			f->ref = r;
		}
		if (r->to == e->id && r->how & ONE)
			types_add_field(s, t, r->back, entities[r->from].type, R_BACK_ONE)->ref = r;
		else if (r->to == e->id)
			connection(s, t, r->back, &entities[r->from], r, R_CONNECTION, true);
	}
	if (e->id == E_ACCOUNT)
		connection(s, t, "transferWithUd", &entities[E_TRANSFER_UD], NULL, R_TRANSFERS_WITH_UD, true);
	if (e->id == E_IDENTITY)
		connection(s, t, "udHistory", &entities[E_UD_HISTORY], NULL, R_UD_HISTORY, true);
}

/* Several references may share one such type; it is filled by the first. */
static void to_many(struct gschema *s, const struct reference *r)
{
	static const char *const words[] = { "every", "some", "none" };
	struct str name = { 0 };
	struct gtype *t;

	str_addf(&name, "%sToMany%sFilter", entities[r->to].type, entities[r->from].type);
	t = map_get(&s->by_name, slice_str(&name));
	str_free(&name);
	for (int i = 0; i < 3 && t->inputs.n < 3; i++)
		add_input(t, (struct ginput){ .name = words[i], .type = types_reff(s, "%sFilter", entities[r->from].type) });
}

/* The filter through a reference, there or back, and whether there is anything at its end. */
static void filter_way(struct gschema *s, const struct reference *r, bool back)
{
	const struct entity *at = &entities[back ? r->to : r->from];
	struct gtype *t = named(s, "%sFilter", at->type);
	const char *name = back ? r->back : r->field;
	bool many = back && r->how & MANY;
	struct ginput in = { .name = name, .ref = r, .back = back };

	if (many) {
		struct str type = { 0 };

		to_many(s, r);
		str_addf(&type, "%sToMany%sFilter", entities[r->to].type, entities[r->from].type);
		in.type = types_ref(s, str_c(&type));
		str_free(&type);
	} else {
		in.type = types_reff(s, "%sFilter", entities[back ? r->from : r->to].type);
	}
	add_input(t, in);
	in.name = arena_printf(&s->arena, "%s%s", name, many ? "Exist" : "Exists");
	in.type = types_ref(s, "Boolean");
	in.exists = true;
	add_input(t, in);
}

static void filters(struct gschema *s, const struct entity *e)
{
	struct gtype *t = named(s, "%sFilter", e->type);

	for (const struct reference *r = references; r->field; r++) {
		if (r->to == e->id)
			filter_way(s, r, true);
		if (r->from == e->id)
			filter_way(s, r, false);
	}
	add_input(t, (struct ginput){ .name = "and", .type = types_reff(s, "[%sFilter!]", e->type) });
	add_input(t, (struct ginput){ .name = "or", .type = types_reff(s, "[%sFilter!]", e->type) });
	add_input(t, (struct ginput){ .name = "not", .type = types_reff(s, "%sFilter", e->type) });
}

static void connection_types(struct gschema *s, const struct entity *e)
{
	struct gtype *c = named(s, "%sConnection", e->plural), *edge = named(s, "%sEdge", e->plural);

	types_add_field(s, c, "nodes", "Int", R_NODES)->type = types_reff(s, "[%s!]!", e->type);
	types_add_field(s, c, "edges", "Int", R_EDGES)->type = types_reff(s, "[%sEdge!]!", e->plural);
	types_add_field(s, c, "pageInfo", "PageInfo!", R_PAGE_INFO);
	types_add_field(s, c, "totalCount", "Int!", R_TOTAL);
	types_add_field(s, edge, "cursor", "Cursor", R_CURSOR);
	types_add_field(s, edge, "node", "Int", R_EDGE_NODE)->type = types_reff(s, "%s!", e->type);
}

const struct reference *types_column_ref(const struct column *c)
{
	const struct reference *r = references;

	while (r->field && (r->from != c->entity || strcmp(r->id_field, c->field)))
		r++;
	return r->field ? r : NULL;
}

void types_build(struct gschema *s)
{
	struct gtype *query;

	scalars(s);
	for (size_t i = 0; i < ENTITIES; i++)
		names(s, &entities[i]);
	types_build_meta(s);
	query = map_get(&s->by_name, SLICE("Query"));
	for (size_t i = 0; i < ENTITIES; i++) {
		s->ids[i] = id_column((enum entity_id)i);
		row_fields(s, &entities[i]);
		filters(s, &entities[i]);
		connection_types(s, &entities[i]);
		if (entities[i].root)
			connection(s, query, entities[i].root, &entities[i], NULL, R_CONNECTION, false);
	}
	s->query = query;
	s->node = types_find(s, SLICE("Node"));
}

static const char *const operators[] = {
	"equalTo", "notEqualTo", "distinctFrom", "notDistinctFrom", "in", "notIn", "lessThan", "lessThanOrEqualTo", "greaterThan",
	"greaterThanOrEqualTo", NULL,
};
static const char *const text_operators[] = {
	"includes", "notIncludes", "includesInsensitive", "notIncludesInsensitive", "startsWith", "notStartsWith", "startsWithInsensitive",
	"notStartsWithInsensitive", "endsWith", "notEndsWith", "endsWithInsensitive", "notEndsWithInsensitive", "like", "notLike",
	"likeInsensitive", "notLikeInsensitive", "equalToInsensitive", "notEqualToInsensitive", "distinctFromInsensitive",
	"notDistinctFromInsensitive", "inInsensitive", "notInInsensitive", "lessThanInsensitive", "lessThanOrEqualToInsensitive",
	"greaterThanInsensitive", "greaterThanOrEqualToInsensitive", NULL,
};
static const char *const list_operators[] = {
	"equalTo", "notEqualTo", "distinctFrom", "notDistinctFrom", "lessThan", "lessThanOrEqualTo", "greaterThan", "greaterThanOrEqualTo",
	"contains", "containedBy", "overlaps", "anyEqualTo", "anyNotEqualTo", "anyLessThan", "anyLessThanOrEqualTo", "anyGreaterThan",
	"anyGreaterThanOrEqualTo", NULL,
};
static const struct naming namings[] = {
	[CT_REF] = { "String", "String", "StringFilter" },     [CT_INT] = { "Int", "Int", "IntFilter" },
	[CT_BIG] = { "BigInt", "BigFloat", "BigFloatFilter" }, [CT_BIGINT] = { "BigInt", "BigInt", "BigIntFilter" },
	[CT_FLOAT] = { "BigFloat", NULL, "BigFloatFilter" },   [CT_BOOL] = { "Boolean", "Boolean", "BooleanFilter" },
	[CT_TEXT] = { "String", "String", "StringFilter" },    [CT_NAME] = { "String", "String", "StringFilter" },
	[CT_TIME] = { "Datetime", "Datetime", "DatetimeFilter" }, [CT_BYTES] = { "String", "String", NULL },
	[CT_JSON] = { "JSON", "JSON", "JSONFilter" },          [CT_INTS] = { "[Int]", "[Int]", "IntListFilter" },
	[CT_TEXTS] = { "[String]", "[String]", "StringListFilter" }, [CT_ADDRESS] = { "String", NULL, "StringFilter" },
	[CT_EVENT] = { "String", NULL, "StringFilter" },
};
static const struct reference references[] = {
#define REF(entity, id_field, field, target, key, back, many) { E_##entity, id_field, field, E_##target, key, back, many },
#include "sandbox/indexer/entities.def"
	{ 0 },
};
static const struct column columns[] = {
#define ENTITY(id, type, plural, root, table, id_kind, by_key) \
	{ E_##id, "id", CT_ID, by_key != BY_MIXED, NULL, 0 },
#define COLUMN(entity, field, kind, null, sql, flags) { E_##entity, field, kind, null, sql, flags },
#define REF(entity, id_field, field, target, key, back, many) { E_##entity, id_field, CT_REF, false, key, 0 },
#include "sandbox/indexer/entities.def"
	{ 0 },
};
