/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a document may be carried out on the schema, by the rules of the specification and in the words of its reference
 * implementation. A document of hostile size ends with an error, not with a long wait. */
#ifndef SANDBOX_INDEXER_CHECK_H
#define SANDBOX_INDEXER_CHECK_H

#include "sandbox/indexer/gql.h"
#include "sandbox/indexer/types.h"

/* False when errors were added. */
bool check_document(const struct gschema *s, const struct gdoc *d, struct arena *a, struct gerrors *e);

/* The fragment of that name, or NULL. */
const struct gdef *check_fragment(const struct gdoc *d, struct slice name);
/* A field of a type, also __typename and, at the root, __schema and __type. */
const struct gfield *check_field(const struct gschema *s, const struct gtype *t, struct slice name);

#endif
