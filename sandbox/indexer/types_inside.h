/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the makers of the schema share. */
#ifndef SANDBOX_INDEXER_TYPES_INSIDE_H
#define SANDBOX_INDEXER_TYPES_INSIDE_H

#include "sandbox/indexer/types.h"

void types_build(struct gschema *s);            /* types_build.c */
void types_build_meta(struct gschema *s);       /* types_meta.c: what does not follow from entities */

/* types.c. A new type of that name; a reference from "[Name!]!"; such a one with a name put into it. */
struct gtype *types_make(struct gschema *s, enum gkind kind, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
struct gref types_ref(const struct gschema *s, const char *text);
struct gref types_reff(const struct gschema *s, const char *fmt, const char *name) __attribute__((format(printf, 2, 0)));
struct gfield *types_add_field(struct gschema *s, struct gtype *t, const char *name, const char *type, enum resolver how);
const char *types_shout(struct gschema *s, const char *field, const char *tail);  /* blockNumber: BLOCK_NUMBER */
const char *types_whisper(struct gschema *s, const char *shout);                  /* BLOCK_NUMBER: block_number */

#endif
