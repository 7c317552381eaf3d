/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and writing the recorded form of models: JSON objects whose strings are cleaned again on the way in. Every reader
 * takes what it understands and leaves the rest, so that a damaged or foreign file can never do more than show less. */
#ifndef MODEL_SNAP_H
#define MODEL_SNAP_H

#include "model/subject.h"
#include <jansson.h>

/* An owned, clean, one-line copy of a member's text; "" when it is missing or not a string. */
char *snap_text(const json_t *o, const char *key, size_t max);
int64_t snap_int(const json_t *o, const char *key, int64_t fallback);
bool snap_bool(const json_t *o, const char *key);
/* The index of a member's word in a NULL-terminated list, else fallback. */
int snap_word(const json_t *o, const char *key, const char *const *words, int fallback);

/* state, since, error, where <-> a subject. What a file says to be fresh is as old as its since. */
void snap_read_state(struct subject *s, const json_t *o);
void snap_write_state(const struct subject *s, json_t *o);
json_t *snap_time(int64_t at);   /* RFC 3339; null for 0, unknown */
extern const char *const snap_degrees[]; /* "none" "said" "agreed" "proven" */

#endif
