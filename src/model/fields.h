/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain structs to JSON and back by a table of their members: for the cache, and for --json, where the names are stable. A number
 * that says "unknown" (-1 or the least there is, by kind) becomes null; text is cleaned again on the way in. */
#ifndef MODEL_FIELDS_H
#define MODEL_FIELDS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* COUNT: -1 is unknown. FIGURE: INT64_MIN is. TIME: wall clock seconds, 0 unknown, RFC 3339 outside. SHARE: int thousandths, -1
 * unknown. PLACE: double. */
enum field_kind { FIELD_TEXT, FIELD_COUNT, FIELD_FIGURE, FIELD_TIME, FIELD_INT, FIELD_SHARE, FIELD_BOOL, FIELD_TRI, FIELD_PLACE };

struct field {
	const char *name;      /* "disk_free": no dots */
	enum field_kind kind;
	size_t at, cap;
};

#define FIELD(type, member, field_kind_, json_name) { json_name, field_kind_, offsetof(type, member), sizeof(((type *)0)->member) }

/* Sets all members of the table in o. */
void fields_put(json_t *o, const void *from, const struct field *table);
/* Reads back; what is missing or of the wrong kind is left as it is. */
void fields_get(const json_t *o, void *to, const struct field *table);

#endif
