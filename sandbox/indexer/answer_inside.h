/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files share that carry out a query. */
#ifndef SANDBOX_INDEXER_ANSWER_INSIDE_H
#define SANDBOX_INDEXER_ANSWER_INSIDE_H

#include "sandbox/indexer/check.h"
#include "sandbox/indexer/answer.h"
#include "sandbox/indexer/input_inside.h"
#include "sandbox/indexer/store_ids.h"

enum { ANSWER_MAX_OUT = 64 << 20, ANSWER_MAX_LEVELS = 40 };

/* Fields that answer under one name, merged; and all of one object. Found out once for a place in the query, used for
 * every row there. */
struct group {
	struct slice key;
	const struct gfield *def;
	VEC(, const struct gsel *) fields;      /* the first one has the arguments */
	struct gset *sub;                       /* of the type it had last */
	struct page_plan *page;                 /* of a connection */
	int column;                             /* in the row's statement, -1: none */
	struct group *next;
};

struct gset {
	const struct gtype *type;
	struct group *first;
	struct row_plan *row;
};

/* What an object is made of. */
struct source {
	enum { SRC_ROOT, SRC_ROW, SRC_PAGE, SRC_EDGE, SRC_PAGE_INFO, SRC_STATUS, SRC_VERSION, SRC_META } kind;
	const struct entity *entity;
	int64_t k;                              /* of a row, also of an edge's */
	const struct group *connection;         /* pages, edges */
	struct page *page;
	const void *meta;                       /* introspection: see answer_meta.c */
	int meta_kind;
	struct gref type;
};

struct step {
	struct slice key;
	int index;                              /* when key is empty */
};

struct run {
	const struct gschema *s;
	const struct gdoc *d;
	struct store *st;
	struct arena *a;
	struct gerrors *e;
	struct gvars vars;
	struct str *out;
	VEC(, struct step) path;
	VEC(, sqlite3_stmt *) taken;            /* statements of plans, given back at the end */
	VEC(, struct page_plan *) pages;
	bool dead;                              /* too much was asked for: nothing more is read */
};

/* answer.c. A false result means: null came where nothing may be null, and an error was said. */
bool answer_object(struct run *r, struct gset *set, const struct source *src);
bool answer_value(struct run *r, struct gset *set, struct group *g, const struct source *src); /* of one field */
struct gset *answer_set(struct run *r, struct group *g, const struct gtype *t);
bool answer_fail(struct run *r, const struct group *g, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
bool answer_sub(struct run *r, struct group *g, const struct source *src, const struct gtype *t); /* object or null */
bool answer_null(struct run *r, const struct group *g);    /* writes null where that may be */
/* The value of an argument, with its default; NULL: not given. */
const struct gval *answer_arg(struct run *r, const struct group *g, const char *name);
void answer_text(struct run *r, struct slice s);           /* a JSON string */
sqlite3_stmt *answer_take(struct run *r, const struct group *g, const char *sql);
bool answer_step(struct run *r, const struct group *g, sqlite3_stmt *s); /* true: there is a row */

#endif
