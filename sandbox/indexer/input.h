/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Input values: what a variable or an argument may be, and what it becomes. Results live in the arena; a list or object of
 * the result holds no variables, absent members are left out, enum values were checked, a single value stands for a list of
 * one. Never blocks. */
#ifndef SANDBOX_INDEXER_INPUT_H
#define SANDBOX_INDEXER_INPUT_H

#include "sandbox/indexer/gql.h"
#include "sandbox/indexer/types.h"

/* The variables of one execution: a list of values by name (gval.name). */
struct gvars {
	struct gval *list;
};
const struct gval *input_of_var(const struct gvars *v, struct slice name);  /* NULL: not given */

/* Takes the variables of an operation out of the JSON object (NULL: none). False when errors were added. */
bool input_vars(const struct gschema *s, const struct gdef *op, json_t *given, struct arena *a, struct gerrors *e, struct gvars *out);

/* The value of an argument or member with the variables put in, for a document that was validated. NULL: left out, or it
 * does not fit what a variable brought. */
struct gval *input_coerce(struct arena *a, const struct gval *v, struct gref type, const struct gvars *vars);

/* Says what is wrong with a literal, as validation does. */
void input_check(const struct gschema *s, struct arena *a, struct gerrors *e, const struct gval *v, struct gref type);

struct gref input_type(const struct gschema *s, const struct gtypenode *n, bool *known); /* of a variable; depth 1 at most */
const char *input_type_text(struct arena *a, const struct gtypenode *n);
/* " Did you mean ..." out of candidates that resemble the name, or "". */
const char *input_did_you_mean(struct arena *a, const char *prefix, struct slice name, const char *const *candidates, size_t n);

#endif
