/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types that do not follow from entities: the root's own fields, pages, status, and those of introspection. */
#include "sandbox/indexer/types_inside.h"

struct meta {
	const char *type, *field, *of, *arg, *arg_of, *fallback;
	enum resolver how;
};
static const struct meta metas[];
static const char *const meta_enums[][20];

static struct gtype *object(struct gschema *s, const char *name)
{
	struct gtype *t = map_get(&s->by_name, slice_of(name));

	return t ? t : types_make(s, GK_OBJECT, "%s", name);
}

void types_build_meta(struct gschema *s)
{
	types_make(s, GK_INTERFACE, "Node");
	for (size_t i = 0; meta_enums[i][0]; i++) {
		struct gtype *t = types_make(s, GK_ENUM, "%s", meta_enums[i][0]);

		for (size_t k = 1; meta_enums[i][k]; k++)
			vec_push(&t->values, (struct gvalue){ .name = meta_enums[i][k] });
	}
	for (const struct meta *m = metas; m->type; m++)
		object(s, m->type);
	for (const struct meta *m = metas; m->type; m++) {
		struct gfield *f = types_add_field(s, object(s, m->type), m->field, m->of, m->how);

		if (!m->arg)
			continue;
		f->args = arena_new(&s->arena, sizeof *f->args);
		f->n_args = 1;
		*f->args = (struct ginput){ .name = m->arg, .type = types_ref(s, m->arg_of), .fallback = m->fallback };
	}
	object(s, "Query")->node = true;
}

static const struct meta metas[] = {
	{ "Node", "nodeId", "ID!", NULL, NULL, NULL, R_NODE_ID },
	{ "Query", "query", "Query!", NULL, NULL, NULL, R_QUERY },
	{ "Query", "nodeId", "ID!", NULL, NULL, NULL, R_NODE_ID },
	{ "Query", "node", "Node", "nodeId", "ID!", NULL, R_NODE },
	{ "Query", "identityByAccountId", "Identity", "accountId", "String!", NULL, R_IDENTITY_BY_ACCOUNT },
	{ "Query", "smithByIdentityId", "Smith", "identityId", "String!", NULL, R_SMITH_BY_IDENTITY },
	{ "Query", "udHistory", "UdHistory", "id", "String!", NULL, R_UD_HISTORY_BY_ID },
	{ "Query", "squidStatus", "_ProcessorStatus!", NULL, NULL, NULL, R_STATUS },
	{ "Query", "version", "_IndexerInfo!", NULL, NULL, NULL, R_VERSION },
	{ "_ProcessorStatus", "name", "String!", NULL, NULL, NULL, R_STATUS_NAME },
	{ "_ProcessorStatus", "height", "Int!", NULL, NULL, NULL, R_STATUS_HEIGHT },
	{ "_ProcessorStatus", "hash", "String!", NULL, NULL, NULL, R_STATUS_HASH },
	{ "_IndexerInfo", "version", "String!", NULL, NULL, NULL, R_VERSION_VERSION },
	{ "_IndexerInfo", "type", "String!", NULL, NULL, NULL, R_VERSION_TYPE },
	{ "PageInfo", "hasNextPage", "Boolean!", NULL, NULL, NULL, R_HAS_NEXT },
	{ "PageInfo", "hasPreviousPage", "Boolean!", NULL, NULL, NULL, R_HAS_PREVIOUS },
	{ "PageInfo", "startCursor", "Cursor", NULL, NULL, NULL, R_START_CURSOR },
	{ "PageInfo", "endCursor", "Cursor", NULL, NULL, NULL, R_END_CURSOR },
	{ "__Schema", "description", "String", NULL, NULL, NULL, R_META },
	{ "__Schema", "types", "[__Type!]!", NULL, NULL, NULL, R_META },
	{ "__Schema", "queryType", "__Type!", NULL, NULL, NULL, R_META },
	{ "__Schema", "mutationType", "__Type", NULL, NULL, NULL, R_META },
	{ "__Schema", "subscriptionType", "__Type", NULL, NULL, NULL, R_META },
	{ "__Schema", "directives", "[__Directive!]!", NULL, NULL, NULL, R_META },
	{ "__Type", "kind", "__TypeKind!", NULL, NULL, NULL, R_META },
	{ "__Type", "name", "String", NULL, NULL, NULL, R_META },
	{ "__Type", "description", "String", NULL, NULL, NULL, R_META },
	{ "__Type", "specifiedByURL", "String", NULL, NULL, NULL, R_META },
	{ "__Type", "fields", "[__Field!]", "includeDeprecated", "Boolean", "false", R_META },
	{ "__Type", "interfaces", "[__Type!]", NULL, NULL, NULL, R_META },
	{ "__Type", "possibleTypes", "[__Type!]", NULL, NULL, NULL, R_META },
	{ "__Type", "enumValues", "[__EnumValue!]", "includeDeprecated", "Boolean", "false", R_META },
	{ "__Type", "inputFields", "[__InputValue!]", "includeDeprecated", "Boolean", "false", R_META },
	{ "__Type", "ofType", "__Type", NULL, NULL, NULL, R_META },
	{ "__Field", "name", "String!", NULL, NULL, NULL, R_META },
	{ "__Field", "description", "String", NULL, NULL, NULL, R_META },
	{ "__Field", "args", "[__InputValue!]!", "includeDeprecated", "Boolean", "false", R_META },
	{ "__Field", "type", "__Type!", NULL, NULL, NULL, R_META },
	{ "__Field", "isDeprecated", "Boolean!", NULL, NULL, NULL, R_META },
	{ "__Field", "deprecationReason", "String", NULL, NULL, NULL, R_META },
	{ "__InputValue", "name", "String!", NULL, NULL, NULL, R_META },
	{ "__InputValue", "description", "String", NULL, NULL, NULL, R_META },
	{ "__InputValue", "type", "__Type!", NULL, NULL, NULL, R_META },
	{ "__InputValue", "defaultValue", "String", NULL, NULL, NULL, R_META },
	{ "__InputValue", "isDeprecated", "Boolean!", NULL, NULL, NULL, R_META },
	{ "__InputValue", "deprecationReason", "String", NULL, NULL, NULL, R_META },
	{ "__EnumValue", "name", "String!", NULL, NULL, NULL, R_META },
	{ "__EnumValue", "description", "String", NULL, NULL, NULL, R_META },
	{ "__EnumValue", "isDeprecated", "Boolean!", NULL, NULL, NULL, R_META },
	{ "__EnumValue", "deprecationReason", "String", NULL, NULL, NULL, R_META },
	{ "__Directive", "name", "String!", NULL, NULL, NULL, R_META },
	{ "__Directive", "description", "String", NULL, NULL, NULL, R_META },
	{ "__Directive", "isRepeatable", "Boolean!", NULL, NULL, NULL, R_META },
	{ "__Directive", "locations", "[__DirectiveLocation!]!", NULL, NULL, NULL, R_META },
	{ "__Directive", "args", "[__InputValue!]!", "includeDeprecated", "Boolean", "false", R_META },
	{ 0 },
};
static const char *const meta_enums[][20] = {
	{ "__TypeKind", "SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL" },
	{ "__DirectiveLocation", "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
	  "VARIABLE_DEFINITION", "SCALAR", "ARGUMENT_DEFINITION", "ENUM_VALUE", "INPUT_FIELD_DEFINITION", "FIELD_DEFINITION" },
	{ NULL },
};
