/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema: entities as the tables know them (entities.def), and the GraphQL types that follow from them, with the meta
 * types of introspection. Built once, read only after that. */
#ifndef SANDBOX_INDEXER_TYPES_H
#define SANDBOX_INDEXER_TYPES_H

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"

enum entity_id {
#define ENTITY(id, type, plural, root, table, id_kind, by_key) E_##id,
#include "sandbox/indexer/entities.def"
	ENTITIES
};

/* How the text of an id is made out of what the table keeps. */
enum id_kind { ID_ACCOUNT, ID_BLOCK, ID_EVENT, ID_NUMBER, ID_INT, ID_PAIR, ID_TEXT, ID_UD, ID_MIXED };
enum by_key { BY_K, BY_UD, BY_MIXED };

/* CT_TIME is kept as a block number, CT_ADDRESS and CT_EVENT as the key of an account or event; CT_INTS, CT_TEXTS and
 * CT_JSON as JSON text; CT_NAME is text in the order of people, not of bytes. */
enum column_kind { CT_ID, CT_REF, CT_INT, CT_BIG, CT_BIGINT, CT_FLOAT, CT_BOOL, CT_TEXT, CT_NAME, CT_TIME, CT_BYTES, CT_JSON, CT_INTS,
		   CT_TEXTS, CT_ADDRESS, CT_EVENT };
enum { NULLABLE, NN };
enum { COMPUTED = 1, NO_ORDER = 2 };            /* flags of a column */
enum { ONE = 1, MANY = 2, NO_FIELD = 4 };       /* of a reference */

struct entity {
	enum entity_id id;
	const char *type, *plural, *root, *table;
	enum id_kind id_kind;
	enum by_key by_key;
};

struct column {
	enum entity_id entity;
	const char *field;
	enum column_kind kind;
	bool nonnull;
	const char *sql;
	unsigned flags;
};

struct reference {
	enum entity_id from;
	const char *id_field, *field;
	enum entity_id to;
	const char *key, *back;
	unsigned how;
};

extern const struct entity entities[ENTITIES];

enum gkind { GK_SCALAR, GK_OBJECT, GK_INTERFACE, GK_UNION, GK_ENUM, GK_INPUT };

struct gref {
	const struct gtype *t;
	bool item_nonnull, list, nonnull; /* [T!]!: all; T!: only nonnull */
};

struct ginput {
	const char *name;
	struct gref type;
	const char *fallback;           /* as GraphQL text, NULL: none */
	const struct column *column;    /* what a member of a filter or condition speaks of: one of these three */
	const struct reference *ref;
	bool back, exists;
};

/* What gives a field its value. */
enum resolver { R_COLUMN, R_FORWARD, R_BACK_ONE, R_CONNECTION, R_TRANSFERS_WITH_UD, R_UD_HISTORY, R_NODES, R_EDGES, R_PAGE_INFO, R_TOTAL,
		R_CURSOR, R_EDGE_NODE, R_HAS_NEXT, R_HAS_PREVIOUS, R_START_CURSOR, R_END_CURSOR, R_NODE_ID, R_QUERY, R_NODE,
		R_IDENTITY_BY_ACCOUNT, R_SMITH_BY_IDENTITY, R_UD_HISTORY_BY_ID, R_STATUS, R_STATUS_NAME, R_STATUS_HEIGHT, R_STATUS_HASH,
		R_VERSION, R_VERSION_VERSION, R_VERSION_TYPE, R_TYPENAME, R_SCHEMA, R_TYPE, R_META };

struct gfield {
	const char *name;
	struct gref type;
	struct ginput *args;
	size_t n_args;
	enum resolver how;
	const struct column *column;
	const struct reference *ref;    /* connections: the way back, NULL at the root */
};

/* An order: the column, or NULL for the natural one; primary keys have the id's column. */
struct gvalue {
	const char *name, *alias;
	const struct column *column;
	bool descending, primary;
};

struct gtype {
	const char *name;
	enum gkind kind;
	const struct entity *entity;    /* of a row's type, its connection, edge, order, filter, condition */
	bool node;                      /* implements Node */
	VEC(, struct gfield) fields;
	VEC(, struct ginput) inputs;
	VEC(, struct gvalue) values;
};

struct gschema {
	struct arena arena;
	struct map by_name;
	VEC(, struct gtype *) types;
	const struct gtype *query, *node;
	const struct column *ids[ENTITIES];
};

const struct gschema *types_schema(void);      /* builds it at the first call; lives as long as the program or types_drop */
void types_drop(void);
const struct gtype *types_find(const struct gschema *s, struct slice name);
const struct gfield *types_field(const struct gtype *t, struct slice name);
const struct ginput *types_input(const struct ginput *v, size_t n, struct slice name);
const struct reference *types_column_ref(const struct column *c);  /* of a CT_REF */
bool types_is_input(const struct gtype *t);
bool types_is_composite(const struct gtype *t);
const char *types_print(struct arena *a, struct gref r);

#endif
