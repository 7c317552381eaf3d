/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GraphQL documents as text and as trees, after the specification of October 2021: executable definitions only. Everything
 * lives in the caller's arena and borrows the text; nothing blocks. Depth and number of tokens are bounded. */
#ifndef SANDBOX_INDEXER_GQL_H
#define SANDBOX_INDEXER_GQL_H

#include "base/arena.h"
#include "base/vec.h"

#include <jansson.h>

enum { GQL_MAX_TEXT = 512 * 1024, GQL_MAX_TOKENS = 60000, GQL_MAX_DEPTH = 60, GQL_MAX_DEFS = 100, GQL_MAX_ERRORS = 100 };

enum gv_kind { GV_NULL, GV_INT, GV_FLOAT, GV_STRING, GV_BOOL, GV_ENUM, GV_LIST, GV_OBJECT, GV_VAR };

/* A value in a document, a variable's value, or an argument after coercion: then there is no GV_VAR in it, and enum values
 * and scalars have their kinds checked. Items and members are a list. */
struct gval {
	enum gv_kind kind;
	uint32_t at, end;            /* bytes in the document */
	struct slice text;           /* digits, decoded string, name of enum value or variable */
	bool yes;
	struct slice name;           /* of this member of an object */
	uint32_t name_at;
	struct gval *items, *next;
};

struct garg {
	struct slice name;
	uint32_t at;
	struct gval *value;
	struct garg *next;
};

struct gdirective {
	struct slice name;
	uint32_t at;
	struct garg *args;
	struct gdirective *next;
};

enum gsel_kind { GSEL_FIELD, GSEL_SPREAD, GSEL_INLINE };

struct gsel {
	enum gsel_kind kind;
	uint32_t at;
	struct slice alias, name;    /* alias: empty when absent; name: of the field or the fragment */
	struct slice on;             /* type condition of an inline fragment, may be empty */
	uint32_t on_at;
	struct garg *args;
	struct gdirective *directives;
	struct gsel *sub;
	bool braces;                 /* there was a selection set */
	uint32_t braces_at;
	struct gsel *next;
};

/* A type as written: list of item, or a name. */
struct gtypenode {
	struct slice name;
	uint32_t at;
	bool nonnull;
	struct gtypenode *item;
};

struct gvar {
	struct slice name;
	uint32_t at;
	struct gtypenode *type;
	struct gval *fallback;       /* the default value or NULL */
	struct gdirective *directives;
	struct gvar *next;
};

enum gop { GOP_QUERY, GOP_MUTATION, GOP_SUBSCRIPTION, GOP_FRAGMENT };

struct gdef {
	enum gop op;
	struct slice name;           /* empty: anonymous */
	uint32_t at, name_at;
	struct gvar *vars;
	struct slice on;             /* of a fragment */
	uint32_t on_at;
	struct gdirective *directives;
	struct gsel *sub;
	struct gdef *next;
};

struct gdoc {
	struct slice text;
	struct gdef *defs;
};

/* Errors as they go into an answer. */
struct gerrors {
	struct arena *arena;
	struct slice text;
	json_t *list;                /* owned */
};

void gql_errors_init(struct gerrors *e, struct arena *a, struct slice text);
/* Adds an error with n places in the document and a path (may be NULL; taken over). */
void gql_error_at(struct gerrors *e, const uint32_t *at, size_t n, json_t *path, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void gql_error(struct gerrors *e, uint32_t at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* NULL with one error in e when the text is not a document. */
struct gdoc *gql_parse(struct slice text, struct arena *a, struct gerrors *e);
/* A value as text, as it would stand in a document. */
const char *gql_print(struct arena *a, const struct gval *v);
const char *gql_text(struct arena *a, struct slice s);   /* a NUL-terminated copy for messages */

#endif
